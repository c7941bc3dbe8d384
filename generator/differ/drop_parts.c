/* drop_parts.c: what tables lose: constraints, indexes, columns. */
#include "differ/inner.h"

/* ---- Constraints ---- */

static bool constrain_the_same(struct differing *g, const struct table *t, const struct constraint *a,
                               const struct constraint *b)
{
    struct names x = {0}, y = {0};
    constraint_columns(g->arena, g->dialect, t, a, &x);
    constraint_columns(g->arena, g->dialect, t, b, &y);
    return same_name_set(g->dialect, &x, &y);
}

/* Another one without a name, over the same columns. */
static bool has_double(struct differing *g, const struct table *t, const struct constraint *k)
{
    for (size_t i = 0; !k->name.n && i < t->constraints.count; i++) {
        const struct constraint *other = t->constraints.at[i];
        if (other != k && other->kind == k->kind && !other->name.n && constrain_the_same(g, t, other, k))
            return true;
    }
    return false;
}

/* One without a name is told by what it constrains, a check by its words. */
void drop_constraint(struct differing *g, const struct table *t, const struct constraint *k)
{
    const struct table *now = schema_table(g->now, t->path);
    bool doubled = has_double(g, now, k), check = k->kind == CONSTRAINT_CHECK;
    if (doubled && !check) {
        redefine_without(g, t->path, k);
        return;
    }
    struct change *c = begin(g, CHANGE_DROP_CONSTRAINT);
    c->condition = doubled ? k->condition : c->condition;
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

bool is_left_alone(struct differing *g, const struct pair *p, const struct constraint *k)
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

void drop_foreign_keys(struct differing *g, struct pair *p)
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
void drop_indexes_of_views(struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++) {
        const struct thing *thing = g->items.at[i].thing;
        if (g->items.at[i].goes && thing->index && counterpart_of(g->now, thing))
            drop_index(g, thing->index);
    }
}

void drop_indexes(struct differing *g, const struct pair *p)
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
void let_go_in_columns(struct differing *g, const struct pair *p)
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
