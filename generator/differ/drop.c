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

static void drop_thing(struct differing *g, const struct thing *thing)
{
    bool is_lost = thing->type == THING_SEQUENCE || (thing->carried && thing->carried->holds_rows);
    if (counterpart_of(g->now, thing))
        change_thing(g, CHANGE_DROP, thing, is_lost ? MARK_DESTRUCTIVE : MARK_NONE);
}

/* Those that name others go before them. */
static void drop_things(struct differing *g, struct things *list)
{
    while (list->count) {
        size_t at = 0;
        while (at < list->count && is_named_by_other(list, at))
            at++;
        at = at < list->count ? at : 0;
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

static void drop_items(struct differing *g, unsigned types)
{
    struct things list = {.arena = g->arena};
    for (size_t i = 0; i < g->items.count; i++) {
        const struct thing *thing = g->items.at[i].thing;
        if (g->items.at[i].goes && is_dropped_with(g, thing, types))
            vec_push(g->arena, &list, thing);
    }
    drop_things(g, &list);
}

/* ---- Constraints ---- */

/* One without a name is told by what it constrains. */
void drop_constraint(struct differing *g, const struct table *t, const struct constraint *k)
{
    struct change *c = begin(g, CHANGE_DROP_CONSTRAINT);
    c->table = t->path;
    c->name = k->name;
    c->constraint_kind = k->kind;
    if (!k->name.n && k->columns.count)
        c->columns = k->columns;
    else if (!k->name.n)
        constraint_columns(g->arena, g->dialect, t, k, &c->columns);
    done(g, c, MARK_NONE);
}

/* On PostgreSQL it goes with any of its columns, on SQLite with its only one. */
static bool goes_with_column(struct differing *g, const struct pair *p, const struct names *used)
{
    bool goes = false, all = true;
    for (size_t i = 0; i < used->count; i++) {
        size_t at = column_at(g, p->was, used->at[i]);
        bool is_doomed = p->is && at != NONE && (p->columns[at] & (COLUMN_DROPPED | COLUMN_REMADE));
        goes = goes || is_doomed;
        all = all && is_doomed;
    }
    return goes && (is_postgresql(g) || (all && used->count == 1));
}

static bool name_is_wanted(struct differing *g, const struct pair *p, struct aludel_text name)
{
    struct path path = {p->was->path.schema, name};
    return name.n && (schema_relation(g->to, path) || table_constraint(g->to, p->is, name));
}

/* A primary key holds its other columns to NOT NULL. */
static bool is_held_by(struct differing *g, const struct pair *p, const struct constraint *k)
{
    for (size_t i = 0; i < k->columns.count; i++)
        if (k->kind == CONSTRAINT_PRIMARY_KEY && table_column(g->to, p->is, k->columns.at[i]))
            return true;
    return k->kind == CONSTRAINT_PRIMARY_KEY && table_primary_key(p->is);
}

static bool is_dropped_alone(struct differing *g, const struct pair *p, const struct constraint *k)
{
    struct names used = {0};
    constraint_columns(g->arena, g->dialect, p->was, k, &used);
    bool elsewhere = k->inside.n && used.count && !same_name(g->dialect, k->inside, used.at[0]);
    return elsewhere || is_held_by(g, p, k) || name_is_wanted(g, p, k->name) ||
           !goes_with_column(g, p, &used) || (k->kind == CONSTRAINT_FOREIGN_KEY && loses_parent(g, k));
}

void drop_constraints(struct differing *g, const struct pair *p, bool foreign)
{
    for (size_t i = 0; i < p->was->constraints.count; i++) {
        const struct constraint *k = p->was->constraints.at[i];
        if (p->constraints[i] && (k->kind == CONSTRAINT_FOREIGN_KEY) == foreign && is_dropped_alone(g, p, k))
            drop_constraint(g, p->was, k);
    }
}

/* Of a table that goes, to one that stays and whose key goes before. */
static void drop_foreign_keys_of_gone(struct differing *g, const struct pair *p)
{
    for (size_t i = 0; i < p->was->constraints.count; i++) {
        const struct constraint *k = p->was->constraints.at[i];
        const struct pair *parent = k->kind == CONSTRAINT_FOREIGN_KEY ? pair_of(g, k->to) : NULL;
        if (parent && parent->is && loses_parent(g, k))
            drop_constraint(g, p->was, k);
    }
}

static bool is_left_alone(struct differing *g, const struct pair *p, const struct constraint *k)
{
    bool own = same_path(g->dialect, k->to, p->was->path);
    return k->kind == CONSTRAINT_FOREIGN_KEY && !own && loses_parent(g, k);
}

/* SQLite: the others go when their table is rebuilt, or with it. */
static void drop_foreign_keys_to_columns(struct differing *g, struct pair *p)
{
    for (size_t i = 0; i < p->was->constraints.count; i++) {
        const struct constraint *k = p->was->constraints.at[i];
        if (!p->is || !is_left_alone(g, p, k))
            continue;
        drop_constraint(g, p->was, k);
        p->constraints[i] = false;
    }
}

static void drop_foreign_keys(struct differing *g, struct pair *p)
{
    if (!is_postgresql(g))
        drop_foreign_keys_to_columns(g, p);
    else if (p->is)
        drop_constraints(g, p, true);
    else
        drop_foreign_keys_of_gone(g, p);
}

/* ---- Indexes ---- */

static void drop_index(struct differing *g, const struct index *index)
{
    struct change *c = begin(g, CHANGE_DROP_INDEX);
    c->name = index->path.name;
    c->table = (struct path){index->path.schema, index->table};
    done(g, c, MARK_NONE);
}

/* A materialized view's goes with it. */
static void drop_indexes_of_views(struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++) {
        const struct thing *thing = g->items.at[i].thing;
        if (g->items.at[i].goes && thing->index && counterpart_of(g->now, thing))
            drop_index(g, thing->index);
    }
}

static void drop_indexes(struct differing *g, const struct pair *p)
{
    for (size_t i = 0; p->is && i < p->was->indexes.count; i++) {
        const struct index *index = p->was->indexes.at[i];
        struct names used = {0};
        index_columns(g->arena, g->dialect, p->was, index, &used);
        bool along = is_postgresql(g) && goes_with_column(g, p, &used);
        if (p->indexes[i] && (!along || name_is_wanted(g, p, index->path.name)))
            drop_index(g, index);
    }
}

/* ---- Columns ---- */

static bool is_used_by_generated(struct differing *g, const struct pair *p, size_t at, unsigned fate)
{
    const struct table *t = table_now(g, p);
    for (size_t i = 0; i < p->was->columns.count; i++) {
        const struct column *column = table_column(g->now, t, p->was->columns.at[i]->name);
        if (i != at && (p->columns[i] & fate) && column &&
            words_mention(g->dialect, column->expression.text, p->was->columns.at[at]->name))
            return true;
    }
    return false;
}

static void drop_column(struct differing *g, const struct pair *p, const struct column *column)
{
    struct change *c = begin(g, CHANGE_DROP_COLUMN);
    c->table = p->was->path;
    c->name = column->name;
    done(g, c, column->generated == GENERATED_NO ? MARK_DESTRUCTIVE : MARK_NONE);
}

/* Generated ones before those that they are made of. */
static const struct column *next_column(struct differing *g, const struct pair *p, unsigned fate)
{
    const struct column *first = NULL;
    for (size_t i = 0; i < p->was->columns.count; i++) {
        const struct column *column = p->was->columns.at[i];
        if (!(p->columns[i] & fate) || !table_column(g->now, table_now(g, p), column->name))
            continue;
        if (!is_used_by_generated(g, p, i, fate))
            return column;
        first = first ? first : column;
    }
    return first;
}

void drop_columns(struct differing *g, const struct pair *p, unsigned fate)
{
    const struct column *column;
    while ((column = next_column(g, p, fate)))
        drop_column(g, p, column);
}

/* PostgreSQL: columns that become plain ones, and defaults that call what goes. */
static void let_go_in_columns(struct differing *g, const struct pair *p)
{
    for (size_t i = 0; i < p->was->columns.count; i++) {
        const struct column *was = p->was->columns.at[i], *is = table_column(g->to, p->is, was->name);
        bool expression = is && loses_expression(g, was, is), value = (p->columns[i] & COLUMN_FORGETS) != 0;
        if (!expression && !value)
            continue;
        struct change *c = begin(g, CHANGE_ALTER_COLUMN);
        c->table = p->was->path;
        c->name = was->name;
        c->alter.what = (expression ? (unsigned)ALTER_GENERATED : 0) | (value ? (unsigned)ALTER_DEFAULT : 0);
        done(g, c, MARK_NONE);
    }
}

/* ---- Tables ---- */

/* A table that goes, and is still there. */
static const struct table *left_over(struct differing *g, size_t i)
{
    const struct pair *p = &g->pairs.at[i];
    return p->is || p->gone ? NULL : table_now(g, p);
}

static bool is_led_to(struct differing *g, const struct table *t)
{
    struct things children = {.arena = g->arena};
    schema_referring(g->arena, g->now, t->path, add_thing, &children);
    for (size_t i = 0; i < children.count; i++) {
        const struct pair *p = pair_of(g, children.at[i]->path);
        if (p && !p->is && children.at[i]->table != t)
            return true;
    }
    return false;
}

static void free_of_foreign_keys(struct differing *g, const struct table *t)
{
    for (size_t i = 0; i < g->pairs.count; i++) {
        const struct table *other = left_over(g, i);
        for (size_t k = 0; other && other != t && k < other->constraints.count; k++)
            if (other->constraints.at[k]->kind == CONSTRAINT_FOREIGN_KEY &&
                same_path(g->dialect, other->constraints.at[k]->to, t->path))
                drop_constraint(g, other, other->constraints.at[k]);
    }
}

static void drop_whole(struct differing *g, const struct table *t)
{
    pair_of(g, t->path)->gone = true;
    drop_table(g, t->path);
}

static bool drop_free_tables(struct differing *g, const struct table **first)
{
    bool dropped = false;
    *first = NULL;
    for (size_t i = 0; i < g->pairs.count; i++) {
        const struct table *t = left_over(g, i);
        bool free = t && !is_led_to(g, t);
        if (free)
            drop_whole(g, t);
        else if (t && !*first)
            *first = t;
        dropped = dropped || free;
    }
    return dropped;
}

static void drop_functions_of_tables(struct differing *g)
{
    struct things all = things_of(g, g->now, 1u << THING_FUNCTION), list = {.arena = g->arena};
    for (size_t k = 0; k < all.count; k++) {
        bool is_of_table = false;
        for (size_t i = 0; i < g->pairs.count; i++) {
            const struct table *t = left_over(g, i);
            is_of_table = is_of_table || (t && head_names(g, all.at[k], t->path.name));
        }
        if (is_of_table && !counterpart_of(g->to, all.at[k]))
            vec_push(g->arena, &list, all.at[k]);
    }
    drop_things(g, &list);
}

/* Children first; a circle is opened. */
static void drop_tables(struct differing *g)
{
    const struct table *first;
    drop_functions_of_tables(g);
    for (;;) {
        bool dropped = drop_free_tables(g, &first);
        if (!first)
            return;
        if (dropped)
            continue;
        if (is_postgresql(g))
            free_of_foreign_keys(g, first);
        drop_whole(g, first);
    }
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

static bool leaves_wanted_name(struct differing *g)
{
    struct things parts = things_of(g, g->now, 1u << THING_INDEX | 1u << THING_SEQUENCE);
    for (size_t i = 0; i < g->pairs.count; i++)
        if (!g->pairs.at[i].is && is_wanted(g, g->pairs.at[i].was->path))
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
            !is_owned_anyway(g, g->to, gone.at[i]) &&
            (!wanted_only || schema_relation(g->to, gone.at[i]->path)))
            vec_push(g->arena, &list, gone.at[i]);
    drop_things(g, &list);
}

/* ---- All ---- */

void drop_first(struct differing *g)
{
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
    drop_replaced_types(g);
    drop_gone(g, 1u << THING_ENUM, false);
    drop_gone(g, 1u << THING_CARRIED, false);
    drop_gone(g, 1u << THING_EXTENSION, false);
    drop_gone(g, 1u << THING_SCHEMA, false);
}
