/* differ.c: the order of it all. */
#include "differ/inner.h"

#include "sql/ddl.h"

#include <string.h>

/* ---- Labels ---- */

/* Whether the change's statements have the label in quotes. */
static bool uses_label(struct differing *g, size_t at, const char *label)
{
    struct ddl out = {.arena = g->arena, .dialect = g->dialect};
    ddl_write(&out, g->before.at[at], g->out->changes.at[at]);
    for (size_t i = 0; i < out.items.count; i++)
        for (size_t k = 0; k < out.items.at[i].parts.count; k++)
            if (strstr(arena_string(g->arena, out.items.at[i].parts.at[k].text), label))
                return true;
    return false;
}

static bool is_used_behind(struct differing *g, size_t at)
{
    const char *label = literal(g, g->out->changes.at[at]->text);
    for (size_t i = at + 1; i < g->out->changes.count; i++)
        if (g->out->changes.at[i]->kind != CHANGE_ADD_ENUM_VALUE && uses_label(g, i, label))
            return true;
    return false;
}

/* In the transaction that brings it a label can't be used. */
static void let_labels_be_used(struct differing *g)
{
    for (size_t i = 0; i < g->out->changes.count; i++) {
        const struct change *c = g->out->changes.at[i];
        if (c->kind != CHANGE_ADD_ENUM_VALUE || !is_used_behind(g, i))
            continue;
        struct change *alone = ARENA_NEW(g->arena, struct change);
        *alone = *c;
        alone->alone = true;
        g->out->changes.at[i] = alone;
    }
}

/* ---- What is made anew ---- */

/* Nobody reads who may do what, so it can't be carried over; but its author is to know. */
static bool may_be_granted(const struct thing *thing)
{
    return thing->type == THING_VIEW || thing->type == THING_MATERIALIZED_VIEW ||
           thing->type == THING_FUNCTION || thing->type == THING_SEQUENCE;
}

static bool is_made_anew(struct differing *g, size_t at)
{
    const struct change *made = g->out->changes.at[at];
    if (made->kind != CHANGE_CREATE || !may_be_granted(made->thing))
        return false;
    for (size_t i = 0; i < at; i++) {
        const struct change *c = g->out->changes.at[i];
        if (c->kind == CHANGE_DROP && c->thing->type == made->thing->type &&
            same_path(g->dialect, c->thing->path, made->thing->path))
            return true;
    }
    return false;
}

static void mark_what_is_made_anew(struct differing *g)
{
    for (size_t i = 0; is_postgresql(g) && i < g->out->changes.count; i++)
        if (is_made_anew(g, i))
            g->out->marks.at[i] |= MARK_MADE_ANEW;
}

/* ---- All ---- */

static void (*const steps[])(struct differing *g) = {
    pair_up,
    find_what_goes,
    drop_first,
    put_types_aside,
    make_first,
    change_types,
    make_called,
    change_tables,
    drop_columns_of_all,
    make_last,
    drop_last,
    let_labels_be_used,
    mark_what_is_made_anew,
};

bool differ(struct arena *a, struct diagnostics *d, const struct schema *from, const struct schema *to,
            const struct differ_wish *wish, struct differences *out)
{
    struct differing g = {
        .arena = a, .dialect = to->dialect, .from = from, .to = to, .now = from, .out = out};
    size_t errors = d->errors;
    g.e = (struct evolution){.arena = a, .diagnostics = d, .as_it_is = true};
    if (!is_comparable(&g, from, "present") || !is_comparable(&g, to, "target") || !rename_wished(&g, wish))
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        steps[i](&g);
    return d->errors == errors;
}
