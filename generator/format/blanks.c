/* blanks.c: blanks at the ends of lines of the SQL of upgrade(), downgrade() and change(). Inside a string, a dollar
 * quote or a comment of several lines they stay; so they do behind what may write a quote of its own, and in other
 * defs, whose text may stand in a string where they are called. */
#include "format/inner.h"

#include "sql/split.h"

#include <string.h>

struct removing {
    struct arena *arena;
    struct source *source;
    const struct bindings *bindings;
    struct diagnostics unheard;
    struct splitter by[ALUDEL_DIALECTS];
    struct al_builder out;
    uint32_t copied; /* up to here */
};

static void no_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    (void)sink, (void)z, (void)n, (void)at;
}

static void no_end(struct split_sink *sink, const struct splitter *s)
{
    (void)sink, (void)s;
}

static struct split_sink nobody = {no_text, no_end};

static bool is_outside(const struct splitter *s)
{
    struct hole_place place = split_hole(s);
    return !place.tag && (place.form == HOLE_BETWEEN || place.form == HOLE_PLAIN);
}

static bool outside(const struct removing *r)
{
    return is_outside(&r->by[ALUDEL_SQLITE]) && is_outside(&r->by[ALUDEL_POSTGRESQL]);
}

static void feed(struct removing *r, struct span at)
{
    for (int i = 0; i < ALUDEL_DIALECTS; i++)
        split_text(&r->by[i], span_text(at), at, true, &nobody, &r->unheard);
}

static void leave_out(struct removing *r, uint32_t from, uint32_t to)
{
    al_put(&r->out, r->source->text.z + r->copied, from - r->copied);
    r->copied = to;
}

static uint32_t without_blanks(const struct removing *r, uint32_t from, uint32_t to)
{
    while (to > from && (r->source->text.z[to - 1] == ' ' || r->source->text.z[to - 1] == '\t'))
        to--;
    return to;
}

/* Up to a line's end, from the blanks in front of it: behind it no quote may be open. */
static void take_line_end(struct removing *r, uint32_t from, uint32_t end)
{
    feed(r, (struct span){r->source, from, end + 1});
    if (from < end && outside(r))
        leave_out(r, from, end);
}

static void take_text(struct removing *r, struct span at)
{
    const char *z = r->source->text.z;
    for (uint32_t from = at.from; from < at.to;) {
        const char *found = memchr(z + from, '\n', at.to - from);
        uint32_t end = found ? (uint32_t)(found - z) : at.to;
        uint32_t kept = found ? without_blanks(r, from, end) : end;
        feed(r, (struct span){r->source, from, kept});
        if (found)
            take_line_end(r, kept, end);
        from = found ? end + 1 : end;
    }
}

static bool take_block(struct removing *r, const struct node *block);

static bool take_branches(struct removing *r, const struct node *n)
{
    if (n->kind == N_FOR)
        return take_block(r, n->c);
    if (n->kind == N_WITH && n->b && n->b->list.count == 1 && n->b->list.at[0]->kind == N_WITH)
        return take_branches(r, n->b->list.at[0]);
    if (n->kind == N_IF && n->c && n->c->kind == N_IF)
        return take_block(r, n->b) && take_branches(r, n->c);
    return take_block(r, n->b) && (n->kind != N_IF || take_block(r, n->c));
}

/* False: where a quote ends depends on what is decided later; from here on nothing is left out. */
static bool take_node(struct removing *r, const struct node *n)
{
    if (n->kind == N_TEXT) {
        take_text(r, n->span);
        return true;
    }
    if (n->kind == N_HOLE) {
        for (int i = 0; i < ALUDEL_DIALECTS; i++)
            split_after_hole(&r->by[i], n->span, &nobody);
        return hole_is_value(r->bindings, n);
    }
    if (n->kind == N_INCLUDE || n->kind == N_CALL_TAG ||
        (n->kind == N_CODE && code_may_write(r->bindings, n)))
        return false;
    return outside(r) && (!n->in_control_line || take_branches(r, n));
}

static bool take_block(struct removing *r, const struct node *block)
{
    bool sure = true;
    for (size_t i = 0; block && i < block->list.count && sure; i++)
        sure = take_node(r, block->list.at[i]);
    return sure && outside(r);
}

static void take_def(struct removing *r, const struct node *def)
{
    if (!al_is(def->text, "upgrade") && !al_is(def->text, "downgrade") && !al_is(def->text, "change"))
        return;
    split_init(&r->by[ALUDEL_SQLITE], ALUDEL_SQLITE);
    split_init(&r->by[ALUDEL_POSTGRESQL], ALUDEL_POSTGRESQL);
    take_block(r, def->a);
}

struct aludel_text blanks_removed(struct arena *a, struct source *source, const struct file *file)
{
    struct removing *r = ARENA_NEW(a, struct removing);
    *r = (struct removing){.arena = a,
                           .source = source,
                           .bindings = bindings_of(a, file),
                           .unheard = {.arena = a},
                           .out = al_builder(&a->memory)};
    for (size_t i = 0; i < file->defs.count; i++)
        take_def(r, file->defs.at[i]);
    leave_out(r, (uint32_t)source->text.n, (uint32_t)source->text.n);
    return al_built(&r->out);
}

struct aludel_text without_line_blanks(struct arena *a, struct aludel_text text)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < text.n; i++) {
        while (text.z[i] == '\n' && b.n && (b.z[b.n - 1] == ' ' || b.z[b.n - 1] == '\t'))
            b.n--;
        al_putc(&b, text.z[i]);
    }
    return al_built(&b);
}
