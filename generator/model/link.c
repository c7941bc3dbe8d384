/*
 * From names to a graph: every reference finds its revision, and the migrations come into topological order.
 */
#include "model/graph.h"

#include "model/names.h"

#include <stdlib.h>
#include <string.h>

struct linker {
    struct environment *e;
    struct name_map ids, labels;
};

static bool has_id(const struct migration *m)
{
    return m->id.n != 0;
}

/* ---- Names ------------------------------------------------------------------------------------ */

static void add_ids(struct linker *l)
{
    struct environment *e = l->e;
    for (uint32_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        uint32_t there = i;
        if (!has_id(m) || names_add(e->arena, &l->ids, m->id, &there))
            continue;
        diag_error(e->diagnostics, m->id_span, "Revision %.*s is present more than once", (int)m->id.n,
                   m->id.z);
        diag_also(e->diagnostics, e->migrations.at[there]->id_span, "already defined here");
    }
}

static void add_label(struct linker *l, uint32_t i, const struct reference *label)
{
    struct environment *e = l->e;
    uint32_t there = names_find(&l->ids, label->text), number = i;
    if (there != NO_NUMBER) {
        diag_error(e->diagnostics, label->span, "Branch name '%.*s' is the id of a revision",
                   (int)label->text.n, label->text.z);
        diag_also(e->diagnostics, e->migrations.at[there]->id_span, "this one");
        return;
    }
    if (names_add(e->arena, &l->labels, label->text, &number) || number == i)
        return;
    const struct migration *m = e->migrations.at[i], *other = e->migrations.at[number];
    diag_error(e->diagnostics, label->span,
               "Branch name '%.*s' in revision %.*s already used by revision %.*s", (int)label->text.n,
               label->text.z, (int)m->id.n, m->id.z, (int)other->id.n, other->id.z);
    for (size_t k = 0; k < other->own_labels.count; k++) {
        if (al_same(other->own_labels.at[k].text, label->text))
            diag_also(e->diagnostics, other->own_labels.at[k].span, "here");
    }
}

static void add_labels(struct linker *l)
{
    for (uint32_t i = 0; i < l->e->migrations.count; i++) {
        const struct migration *m = l->e->migrations.at[i];
        for (size_t k = 0; has_id(m) && k < m->own_labels.count; k++)
            add_label(l, i, &m->own_labels.at[k]);
    }
}

/* ---- References ------------------------------------------------------------------------------- */

/* The id that `name` may stand for: the one it is the beginning of, else the nearest. */
static const char *likely_id(struct environment *e, struct aludel_text name)
{
    VEC(const char *) ids = {0};
    const char *whole = NULL;
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct aludel_text id = e->migrations.at[i]->id;
        if (!id.n)
            continue;
        const char *z = arena_string(e->arena, id);
        if (!whole && name.n > 3 && id.n > name.n && !memcmp(id.z, name.z, name.n))
            whole = z;
        vec_push(e->arena, &ids, z);
    }
    return whole ? whole : al_nearest(name, ids.at, ids.count);
}

/* Who follows a replaced one, and is none itself; or an original that misses another. */
static void say_replacement(struct environment *e, const struct reference *r, const struct migration *by)
{
    diag_hint(e->diagnostics,
              "'%.*s' is replaced by '%.*s': what follows goes on from there, and the files of what it "
              "replaces stay or go together",
              (int)r->text.n, r->text.z, (int)by->id.n, by->id.z);
    diag_also(e->diagnostics, by->id_span, "that one");
}

static void say_missing(struct linker *l, const struct reference *r)
{
    struct environment *e = l->e;
    diag_error(e->diagnostics, r->span, "Can't locate revision identified by '%.*s'", (int)r->text.n,
               r->text.z);
    const struct migration *replacement = graph_replacement(e, r->text);
    const char *likely = likely_id(e, r->text);
    if (replacement)
        say_replacement(e, r, replacement);
    else if (likely)
        diag_hint(e->diagnostics, "did you mean '%s'?", likely);
}

static void say_label(struct linker *l, const struct reference *r, uint32_t owner)
{
    struct aludel_text id = l->e->migrations.at[owner]->id;
    diag_error(l->e->diagnostics, r->span, "'%.*s' is a branch label: 'down_revision' names ids",
               (int)r->text.n, r->text.z);
    diag_hint(l->e->diagnostics, "its revision is '%.*s'", (int)id.n, id.z);
}

/* A migration whose file couldn't be parsed may be the one that is missed: no error then. */
static bool some_are_broken(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        if (e->migrations.at[i]->broken || !has_id(e->migrations.at[i]))
            return true;
    }
    return false;
}

static void resolve(struct linker *l, uint32_t from, struct references *list, bool labels_too, bool complete)
{
    const char *kind = labels_too ? "Dependency self-loop" : "Self-loop";
    for (size_t i = 0; i < list->count; i++) {
        struct reference *r = &list->at[i];
        uint32_t label = names_find(&l->labels, r->text);
        r->index = names_find(&l->ids, r->text);
        if (r->index == NO_NUMBER && labels_too)
            r->index = label;
        if (r->index == from)
            diag_error(l->e->diagnostics, r->span, "%s is detected in revisions (%.*s)", kind,
                       (int)l->e->migrations.at[from]->id.n, l->e->migrations.at[from]->id.z);
        else if (r->index == NO_NUMBER && label != NO_NUMBER)
            say_label(l, r, label);
        else if (r->index == NO_NUMBER && complete)
            say_missing(l, r);
    }
}

/* Of this view: others that stand for it may be replaced themselves. */
static uint32_t find_replacement(const struct environment *e, struct aludel_text id)
{
    for (uint32_t i = 0; i < e->migrations.count; i++)
        for (size_t k = 0; k < e->migrations.at[i]->replaces.count; k++)
            if (al_same(e->migrations.at[i]->replaces.at[k].text, id))
                return i;
    return NO_NUMBER;
}

/* An id that another one replaces means a place in the middle of that. */
static uint32_t find_compatible(struct linker *l, struct aludel_text name)
{
    uint32_t index = names_find(&l->ids, name);
    if (index == NO_NUMBER)
        index = names_find(&l->labels, name);
    return index == NO_NUMBER ? find_replacement(l->e, name) : index;
}

static void resolve_compatible(struct linker *l, struct references *list, bool complete)
{
    for (size_t i = 0; i < list->count; i++) {
        struct reference *r = &list->at[i];
        r->index = find_compatible(l, r->text);
        if (r->index == NO_NUMBER && complete && !al_is(r->text, "base"))
            say_missing(l, r);
    }
}

static void resolve_all(struct linker *l)
{
    bool complete = !some_are_broken(l->e);
    for (uint32_t i = 0; i < l->e->migrations.count; i++) {
        struct migration *m = l->e->migrations.at[i];
        resolve(l, i, &m->parents, false, complete);
        resolve(l, i, &m->depends_on, true, complete);
        resolve_compatible(l, &m->compatible_with, complete);
    }
}

/* ---- Order ------------------------------------------------------------------------------------ */

/* By depth, the longest way from a base, then by id: a revision that is added on top comes last, so that the
 * files that hold the older ones stay as they are. */
struct place {
    uint32_t depth, index;
    struct aludel_text id;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->depth != b->depth)
        return a->depth < b->depth ? -1 : 1;
    size_t n = a->id.n < b->id.n ? a->id.n : b->id.n;
    int order = memcmp(a->id.z, b->id.z, n);
    return order ? order : (a->id.n > b->id.n) - (a->id.n < b->id.n);
}

/* Who waits for whom: for each migration those that name it, one after another in `next`. */
struct waiting {
    uint32_t *first, *next, *who; /* lists of edges */
    uint32_t *missing;            /* how many parents and dependencies aren't placed yet */
};

static void add_waiting(struct waiting *w, uint32_t *edges, uint32_t from, const struct references *to)
{
    for (size_t i = 0; i < to->count; i++) {
        uint32_t edge = (*edges)++, target = to->at[i].index;
        w->who[edge] = from;
        w->next[edge] = w->first[target];
        w->first[target] = edge;
        w->missing[from]++;
    }
}

static struct waiting waiting_lists(const struct environment *e)
{
    size_t count = e->migrations.count, edges = 0;
    for (size_t i = 0; i < count; i++)
        edges += e->migrations.at[i]->parents.count + e->migrations.at[i]->depends_on.count;
    struct waiting w = {ARENA_ARRAY(e->arena, uint32_t, count), ARENA_ARRAY(e->arena, uint32_t, edges),
                        ARENA_ARRAY(e->arena, uint32_t, edges), ARENA_ARRAY(e->arena, uint32_t, count)};
    memset(w.first, 0xff, count * sizeof *w.first);
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; i++) {
        add_waiting(&w, &used, i, &e->migrations.at[i]->parents);
        add_waiting(&w, &used, i, &e->migrations.at[i]->depends_on);
    }
    return w;
}

static struct place *places_by_depth(const struct environment *e)
{
    uint32_t count = (uint32_t)e->migrations.count, done = 0, known = 0;
    struct waiting w = waiting_lists(e);
    uint32_t *queue = ARENA_ARRAY(e->arena, uint32_t, count);
    struct place *places = ARENA_ARRAY(e->arena, struct place, count);
    for (uint32_t i = 0; i < count; i++) {
        places[i] = (struct place){0, i, e->migrations.at[i]->id};
        if (!w.missing[i])
            queue[known++] = i;
    }
    while (done < known) {
        uint32_t i = queue[done++];
        for (uint32_t edge = w.first[i]; edge != UINT32_MAX; edge = w.next[edge]) {
            uint32_t waiter = w.who[edge];
            if (places[waiter].depth <= places[i].depth)
                places[waiter].depth = places[i].depth + 1;
            if (!--w.missing[waiter])
                queue[known++] = waiter;
        }
    }
    return places;
}

static void renumber(struct references *list, const uint32_t *position)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].index != NO_NUMBER)
            list->at[i].index = position[list->at[i].index];
}

static void put_in_order(struct environment *e)
{
    size_t count = e->migrations.count;
    struct place *places = places_by_depth(e);
    struct migration **sorted = ARENA_ARRAY(e->arena, struct migration *, count);
    uint32_t *position = ARENA_ARRAY(e->arena, uint32_t, count);
    if (count)
        qsort(places, count, sizeof *places, compare_places);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = e->migrations.at[places[i].index];
        position[places[i].index] = i;
    }
    for (size_t i = 0; i < count; i++) {
        e->migrations.at[i] = sorted[i];
        renumber(&sorted[i]->parents, position);
        renumber(&sorted[i]->depends_on, position);
        renumber(&sorted[i]->compatible_with, position);
    }
}

/* ---- Heads ------------------------------------------------------------------------------------ */

static void require_single_head(struct environment *e)
{
    const struct migration *first = NULL;
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        if (m->children.count)
            continue;
        if (!first) {
            first = m;
            continue;
        }
        diag_error(e->diagnostics, m->id_span, "two heads, '%.*s' and '%.*s', and single_head = yes",
                   (int)first->id.n, first->id.z, (int)m->id.n, m->id.z);
        diag_hint(e->diagnostics, "a migration with down_revision = (\"%.*s\", \"%.*s\") merges them",
                  (int)first->id.n, first->id.z, (int)m->id.n, m->id.z);
        diag_also(e->diagnostics, first->id_span, "the other head");
    }
}

static bool link_view(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    struct linker l = {.e = e};
    add_ids(&l);
    add_labels(&l);
    resolve_all(&l);
    if (e->diagnostics->errors > errors || some_are_broken(e))
        return false;
    if (!graph_check_cycles(e))
        return false;
    put_in_order(e);
    graph_edges(e);
    graph_labels(e);
    graph_compatible(e);
    if (!strcmp(e->settings.single_head, "yes"))
        require_single_head(e);
    return e->diagnostics->errors == errors;
}

bool revisions_link(struct environment *e)
{
    if (!graph_views(e) || !link_view(e))
        return false;
    return !e->originals || (link_view(e->originals) && graph_check_views(e));
}
