/*
 * Cycles of revisions, by Tarjan's algorithm without recursion: a chain may be long.
 */
#include "model/graph.h"

#include <stdlib.h>
#include <string.h>

struct frame {
    uint32_t node;
    size_t edge; /* the next one to look at */
};

struct search {
    struct environment *e;
    bool dependencies;                  /* follow them too */
    uint32_t *number, *low, *component; /* 0: not seen yet; component: its root's number, from 1 */
    uint32_t *stack;
    struct frame *frames;
    size_t stacked, depth;
    uint32_t last;
};

/* The node's i-th edge, or NULL. */
static const struct reference *edge_of(const struct search *s, uint32_t node, size_t i)
{
    const struct migration *m = s->e->migrations.at[node];
    if (i < m->parents.count)
        return &m->parents.at[i];
    i -= m->parents.count;
    return s->dependencies && i < m->depends_on.count ? &m->depends_on.at[i] : NULL;
}

static void enter(struct search *s, uint32_t node)
{
    s->number[node] = s->low[node] = ++s->last;
    s->stack[s->stacked++] = node;
    s->frames[s->depth++] = (struct frame){node, 0};
}

static void lower(uint32_t *low, uint32_t to)
{
    if (to < *low)
        *low = to;
}

/* ---- Reporting -------------------------------------------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    const struct migration *a = *(struct migration *const *)left, *b = *(struct migration *const *)right;
    size_t n = a->id.n < b->id.n ? a->id.n : b->id.n;
    int order = memcmp(a->id.z, b->id.z, n);
    return order ? order : (a->id.n > b->id.n) - (a->id.n < b->id.n);
}

/* The member's reference that stays inside the cycle. */
static const struct reference *inner_edge(const struct search *s, const struct migration *m, uint32_t root)
{
    const struct reference *lists[] = {m->parents.at, m->depends_on.at};
    size_t counts[] = {m->parents.count, s->dependencies ? m->depends_on.count : 0};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < counts[k]; i++) {
            if (s->component[lists[k][i].index] == root)
                return &lists[k][i];
        }
    }
    return NULL;
}

#define SHOWN_MEMBERS 8

static void report(struct search *s, uint32_t root, struct migration **members, size_t count)
{
    struct diagnostics *d = s->e->diagnostics;
    struct al_builder ids = al_builder(&s->e->arena->memory), places = al_builder(&s->e->arena->memory);
    qsort(members, count, sizeof *members, compare_ids);
    for (size_t i = 0; i < count && i < SHOWN_MEMBERS; i++) {
        const struct reference *r = inner_edge(s, members[i], root);
        al_putf(&ids, "%s%.*s", i ? ", " : "", (int)members[i]->id.n, members[i]->id.z);
        al_putf(&places, "%s%s:%u names '%.*s'", i ? ", " : "", r->span.source->shown,
                (unsigned)source_position(r->span.source, r->span.from).line, (int)r->text.n, r->text.z);
    }
    if (count > SHOWN_MEMBERS)
        al_putf(&ids, ", and %zu more", count - SHOWN_MEMBERS);
    diag_error(d, inner_edge(s, members[0], root)->span, "%s is detected in revisions (%s)",
               s->dependencies ? "Dependency cycle" : "Cycle", al_built(&ids).z);
    diag_hint(d, "%s", al_built(&places).z);
}

/* ---- Searching -------------------------------------------------------------------------------- */

/* The component of `root` stands on top of the stack. */
static void take_component(struct search *s, uint32_t root)
{
    size_t from = s->stacked;
    do {
        from--;
        s->component[s->stack[from]] = s->number[root];
    } while (s->stack[from] != root);
    size_t count = s->stacked - from;
    s->stacked = from;
    if (count == 1) /* self-loops have been said */
        return;
    struct migration **members = ARENA_ARRAY(s->e->arena, struct migration *, count);
    for (size_t i = 0; i < count; i++)
        members[i] = s->e->migrations.at[s->stack[from + i]];
    report(s, s->number[root], members, count);
}

static void leave(struct search *s)
{
    uint32_t node = s->frames[--s->depth].node;
    if (s->low[node] == s->number[node])
        take_component(s, node);
    if (s->depth)
        lower(&s->low[s->frames[s->depth - 1].node], s->low[node]);
}

static void walk(struct search *s, uint32_t start)
{
    enter(s, start);
    while (s->depth) {
        struct frame *f = &s->frames[s->depth - 1];
        const struct reference *r = edge_of(s, f->node, f->edge++);
        if (!r)
            leave(s);
        else if (!s->number[r->index])
            enter(s, r->index);
        else if (!s->component[r->index])
            lower(&s->low[f->node], s->number[r->index]);
    }
}

static bool find(struct environment *e, bool dependencies)
{
    size_t errors = e->diagnostics->errors, count = e->migrations.count;
    struct search s = {.e = e, .dependencies = dependencies};
    s.number = ARENA_ARRAY(e->arena, uint32_t, count);
    s.low = ARENA_ARRAY(e->arena, uint32_t, count);
    s.component = ARENA_ARRAY(e->arena, uint32_t, count);
    s.stack = ARENA_ARRAY(e->arena, uint32_t, count);
    s.frames = ARENA_ARRAY(e->arena, struct frame, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!s.number[i])
            walk(&s, i);
    }
    return e->diagnostics->errors == errors;
}

bool graph_check_cycles(struct environment *e)
{
    return find(e, false) && find(e, true);
}
