/* drop.c: what goes is taken away: first what stands in the way, last what only costs room. */
#include "differ/inner.h"

/* ---- Things ---- */

static bool is_named_by_other(const struct things *list, size_t at)
{
    for (size_t i = 0; i < list->count; i++)
        if (i != at && has_name(list->at[i]->definition.text, called(list->at[at])))
            return true;
    return false;
}

static bool is_read_by_other(struct differing *g, const struct things *list, size_t at)
{
    for (size_t i = 0; i < list->count; i++)
        if (i != at && reads_from(g, list->at[i]->definition.text, called(list->at[at])))
            return true;
    return false;
}

/* Those that name others go before them; of a circle, one from which no other reads. */
static size_t next_to_drop(struct differing *g, const struct things *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!is_named_by_other(list, i))
            return i;
    for (size_t i = 0; i < list->count; i++)
        if (!is_read_by_other(g, list, i))
            return i;
    return 0;
}

static void drop_thing(struct differing *g, const struct thing *thing)
{
    bool is_lost = thing->type == THING_SEQUENCE || (thing->carried && thing->carried->holds_rows);
    if (counterpart_of(g->now, thing))
        change_thing(g, CHANGE_DROP, thing, is_lost ? MARK_DESTRUCTIVE : MARK_NONE);
}

static void drop_things(struct differing *g, struct things *list)
{
    while (list->count) {
        size_t at = next_to_drop(g, list);
        drop_thing(g, list->at[at]);
        for (list->count--; at < list->count; at++)
            list->at[at] = list->at[at + 1];
    }
}

static bool item_goes(const struct differing *g, struct path path)
{
    for (size_t i = 0; i < g->items.count; i++) {
        const struct thing *thing = g->items.at[i].thing;
        bool may_have = thing->type != THING_TRIGGER && thing->type != THING_INDEX;
        if (g->items.at[i].goes && may_have && al_same(called(thing), path.name) &&
            al_same(thing->path.schema, path.schema))
            return true;
    }
    return false;
}

/* A dropped table takes its triggers along, unless their names are wanted before; policies, partitions and comments go
 * with whatever they are of. */
static bool goes_along(struct differing *g, const struct thing *thing)
{
    bool carried = thing->type == THING_CARRIED && thing->on.name.n;
    const struct pair *p = carried || thing->type == THING_TRIGGER ? pair_of(g, thing->on) : NULL;
    return (p && !p->is && !counterpart_of(g->to, thing)) || (carried && item_goes(g, thing->on));
}

/* A function may have the type of a view, or of a table. */
static bool head_names(struct differing *g, const struct thing *function, struct aludel_text name)
{
    return has_name(function_head(g, function->definition.text), name);
}

static bool is_of_view_that_goes(struct differing *g, const struct thing *thing)
{
    for (size_t i = 0; thing->type == THING_FUNCTION && i < g->items.count; i++) {
        const struct thing *other = g->items.at[i].thing;
        bool is_view = other->type == THING_VIEW || other->type == THING_MATERIALIZED_VIEW;
        if (is_view && g->items.at[i].goes && head_names(g, thing, other->path.name))
            return true;
    }
    return false;
}

static bool is_dropped_with(struct differing *g, const struct thing *thing, unsigned types)
{
    bool with_views = types & 1u << THING_VIEW && is_of_view_that_goes(g, thing);
    return (types & 1u << thing->type || with_views) && !goes_along(g, thing);
}

/* What was made last goes first: a foreign key that is carried in front of the key that it leads to. */
static void drop_items(struct differing *g, unsigned types)
{
    struct things list = {.arena = g->arena};
    for (size_t i = g->items.count; i-- > 0;) {
        const struct thing *thing = g->items.at[i].thing;
        if (g->items.at[i].goes && is_dropped_with(g, thing, types))
            vec_push(g->arena, &list, thing);
    }
    drop_things(g, &list);
}

/* ---- Tables ---- */

static void drop_functions_of_tables(struct differing *g)
{
    struct things all = things_of(g, g->now, 1u << THING_FUNCTION), list = {.arena = g->arena};
    for (size_t k = 0; k < all.count; k++) {
        bool is_of_table = false;
        for (size_t i = 0; i < g->pairs.count; i++) {
            const struct table *t = left_over(g, &g->pairs.at[i]);
            is_of_table = is_of_table || (t && head_names(g, all.at[k], t->path.name));
        }
        if (is_of_table && !counterpart_of(g->to, all.at[k]))
            vec_push(g->arena, &list, all.at[k]);
    }
    drop_things(g, &list);
}

static void drop_tables(struct differing *g)
{
    drop_functions_of_tables(g);
    drop_left_tables(g);
}

/* ---- What can't wait ---- */

/* SQLite: a table goes before the key that it leads to. */
static bool leads_to_what_goes(struct differing *g)
{
    for (size_t i = 0; i < g->pairs.count; i++) {
        const struct pair *p = &g->pairs.at[i];
        for (size_t k = 0; !p->is && k < p->was->constraints.count; k++)
            if (is_left_alone(g, p, p->was->constraints.at[k]))
                return true;
    }
    return false;
}

/* PostgreSQL: a table is a type, too. */
static bool is_wanted(struct differing *g, struct path path)
{
    return schema_relation(g->to, path) || schema_find(g->to, THING_ENUM, path);
}

static bool is_wanted_by_carried(const struct things *carried, struct aludel_text name)
{
    for (size_t i = 0; i < carried->count; i++)
        if (carried->at[i]->carried->holds_rows && al_same_nocase(carried->at[i]->carried->called, name))
            return true;
    return false;
}

static bool leaves_wanted_name(struct differing *g)
{
    struct things parts = things_of(g, g->now, 1u << THING_INDEX | 1u << THING_SEQUENCE);
    struct things carried = things_of(g, g->to, 1u << THING_CARRIED);
    for (size_t i = 0; i < g->pairs.count; i++)
        if (!g->pairs.at[i].is && (is_wanted(g, g->pairs.at[i].was->path) ||
                                   is_wanted_by_carried(&carried, g->pairs.at[i].was->path.name)))
            return true;
    for (size_t i = 0; i < parts.count; i++) {
        const struct pair *p = parts.at[i]->on.name.n ? pair_of(g, parts.at[i]->on) : NULL;
        if (p && !p->is && schema_relation(g->to, parts.at[i]->path))
            return true;
    }
    return false;
}

/* Tables that go may call them, in defaults and checks, and by their triggers. */
static bool remakes_what_is_called(const struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++) {
        enum thing_type type = g->items.at[i].thing->type;
        if (g->items.at[i].goes && (type == THING_FUNCTION || type == THING_SEQUENCE))
            return true;
    }
    return false;
}

static void drop_gone(struct differing *g, unsigned types, bool wanted_only)
{
    struct things gone = things_of(g, g->now, types), list = {.arena = g->arena};
    for (size_t i = 0; i < gone.count; i++)
        if (!counterpart_of(g->to, gone.at[i]) && !comes_with_column(g->now, gone.at[i]) &&
            !is_owned_anyway(g, g->to, gone.at[i]) && (!wanted_only || is_wanted(g, gone.at[i]->path)))
            vec_push(g->arena, &list, gone.at[i]);
    drop_things(g, &list);
}

/* ---- All ---- */

/* Before what they are of. */
static void drop_comments(struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++) {
        const struct thing *thing = g->items.at[i].thing;
        if (g->items.at[i].goes && is_comment(thing) && !goes_along(g, thing))
            drop_thing(g, thing);
    }
}

void drop_first(struct differing *g)
{
    drop_comments(g);
    drop_items(g, 1u << THING_TRIGGER);
    drop_items(g, 1u << THING_VIEW | 1u << THING_MATERIALIZED_VIEW | 1u << THING_CARRIED);
    drop_indexes_of_views(g);
    for (size_t i = 0; i < g->pairs.count; i++)
        drop_foreign_keys(g, &g->pairs.at[i]);
    for (size_t i = 0; i < g->pairs.count; i++)
        drop_indexes(g, &g->pairs.at[i]);
    for (size_t i = 0; i < g->pairs.count && is_postgresql(g); i++) {
        if (!g->pairs.at[i].is)
            continue;
        drop_constraints(g, &g->pairs.at[i], false);
        let_go_in_columns(g, &g->pairs.at[i]);
        drop_columns(g, &g->pairs.at[i], COLUMN_REMADE);
    }
    bool leads = !is_postgresql(g) && leads_to_what_goes(g);
    if (leads || leaves_wanted_name(g) || remakes_what_is_called(g))
        drop_tables(g);
    drop_items(g, 1u << THING_FUNCTION | 1u << THING_SEQUENCE);
    drop_gone(g, 1u << THING_SEQUENCE, true);
}

/* SQLite's went when their tables were rebuilt. */
void drop_columns_of_all(struct differing *g)
{
    for (size_t i = 0; i < g->pairs.count && is_postgresql(g); i++)
        if (g->pairs.at[i].is)
            drop_columns(g, &g->pairs.at[i], COLUMN_DROPPED);
}

void drop_last(struct differing *g)
{
    drop_tables(g);
    drop_gone(g, 1u << THING_SEQUENCE, false);
    drop_gone(g, 1u << THING_FUNCTION, false);
    drop_types(g);
    drop_gone(g, 1u << THING_CARRIED, false);
    drop_gone(g, 1u << THING_EXTENSION, false);
    drop_gone(g, 1u << THING_SCHEMA, false);
}
