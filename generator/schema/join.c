/* join.c: ways that meet. */
#include "schema/inner.h"

struct joining {
    struct arena *arena;
    enum aludel_dialect dialect;
    struct schema *s; /* x's things, into which y's come */
};

/* ---- Parts of a table that is on both ways ---- */

static const struct column *maybe_column(struct arena *a, const struct column *column)
{
    struct column *copy = ARENA_NEW(a, struct column);
    *copy = *column;
    copy->maybe = true;
    return copy;
}

static const struct constraint *maybe_constraint(struct arena *a, const struct constraint *k)
{
    struct constraint *copy = ARENA_NEW(a, struct constraint);
    *copy = *k;
    copy->maybe = true;
    return copy;
}

static const struct index *maybe_index(struct arena *a, const struct index *index)
{
    struct index *copy = ARENA_NEW(a, struct index);
    *copy = *index;
    copy->maybe = true;
    return copy;
}

static void join_columns(const struct joining *j, struct table *t, const struct table *y)
{
    for (size_t i = 0; i < t->columns.count; i++) {
        size_t at = columns_at(j->dialect, &y->columns, t->columns.at[i]->name);
        if (at == NOWHERE || y->columns.at[at]->maybe ||
            !same_column(j->dialect, t->columns.at[i], y->columns.at[at]))
            t->columns.at[i] = maybe_column(j->arena, t->columns.at[i]);
    }
    for (size_t i = 0; i < y->columns.count; i++)
        if (columns_at(j->dialect, &t->columns, y->columns.at[i]->name) == NOWHERE)
            vec_push(j->arena, &t->columns, maybe_column(j->arena, y->columns.at[i]));
}

static size_t find_constraint(enum aludel_dialect d, const struct constraints *list,
                              const struct constraint *k)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_constraint(d, list->at[i], k))
            return i;
    return NOWHERE;
}

static void join_constraints(const struct joining *j, struct table *t, const struct table *y)
{
    size_t own = t->constraints.count;
    for (size_t i = 0; i < own; i++) {
        size_t at = find_constraint(j->dialect, &y->constraints, t->constraints.at[i]);
        if (at == NOWHERE || y->constraints.at[at]->maybe)
            t->constraints.at[i] = maybe_constraint(j->arena, t->constraints.at[i]);
    }
    for (size_t i = 0; i < y->constraints.count; i++) {
        const struct constraint *k = y->constraints.at[i];
        if (find_constraint(j->dialect, &t->constraints, k) == NOWHERE &&
            constraints_at(j->dialect, &t->constraints, k->name) == NOWHERE)
            vec_push(j->arena, &t->constraints, maybe_constraint(j->arena, k));
    }
}

static void join_indexes(const struct joining *j, struct table *t, const struct table *y)
{
    for (size_t i = 0; i < t->indexes.count; i++) {
        size_t at = indexes_at(j->dialect, &y->indexes, t->indexes.at[i]->path.name);
        if (at == NOWHERE || y->indexes.at[at]->maybe ||
            !same_index(j->dialect, t->indexes.at[i], y->indexes.at[at]))
            t->indexes.at[i] = maybe_index(j->arena, t->indexes.at[i]);
    }
    for (size_t i = 0; i < y->indexes.count; i++)
        if (indexes_at(j->dialect, &t->indexes, y->indexes.at[i]->path.name) == NOWHERE)
            vec_push(j->arena, &t->indexes, maybe_index(j->arena, y->indexes.at[i]));
}

static const struct table *join_tables(const struct joining *j, const struct table *x, const struct table *y)
{
    struct table *t = table_copy(j->arena, x);
    join_columns(j, t, y);
    join_constraints(j, t, y);
    join_indexes(j, t, y);
    t->uncertain = x->uncertain || y->uncertain || !same_sql(&x->options, &y->options) ||
                   !same_names(j->dialect, &x->prefixes, &y->prefixes) || !al_same(x->comment, y->comment);
    if (y->uncertain)
        t->made = y->made;
    return t;
}

/* ---- Things ---- */

static bool same_labels(const struct enum_type *x, const struct enum_type *y)
{
    return x == y || (x && y && same_names(ALUDEL_POSTGRESQL, &x->labels, &y->labels));
}

/* Another definition: what it is isn't known, but that it is there. */
static void join_definitions(struct thing *thing, const struct thing *y)
{
    if (!same_sql(&thing->definition, &y->definition))
        thing->definition = (struct sql){0};
    if (!same_labels(thing->labels, y->labels))
        thing->labels = NULL;
}

static void join_alone(const struct joining *j, const struct map_node *only)
{
    struct thing *thing = ARENA_NEW(j->arena, struct thing);
    *thing = *(const struct thing *)only->value;
    thing->maybe = true;
    j->s->things = map_put(j->arena, j->dialect, j->s->things, only->key, thing);
}

static void join_both(const struct joining *j, const struct map_node *x, const struct thing *y)
{
    struct thing *thing = ARENA_NEW(j->arena, struct thing);
    *thing = *(const struct thing *)x->value;
    thing->maybe = thing->maybe || y->maybe || thing->type != y->type;
    if (thing->type == y->type)
        join_definitions(thing, y);
    if (thing->table && y->table)
        thing->table = join_tables(j, thing->table, y->table);
    j->s->things = map_put(j->arena, j->dialect, j->s->things, x->key, thing);
}

static void join_things(void *with, const struct map_node *x, const struct map_node *y)
{
    const struct joining *j = with;
    if (!x)
        join_alone(j, y);
    else if (!y)
        join_alone(j, x);
    else
        join_both(j, x, y->value);
}

static void join_referrers(void *with, const struct map_node *x, const struct map_node *y)
{
    struct joining *j = with;
    if (!x)
        j->s->referrers = map_put(j->arena, j->dialect, j->s->referrers, y->key, y->value);
}

static void join_gone(void *with, const struct map_node *x, const struct map_node *y)
{
    struct joining *j = with;
    if (!x)
        j->s->gone = map_put(j->arena, j->dialect, j->s->gone, y->key, y->value);
}

const struct schema *schema_join(struct arena *a, const struct schema *x, const struct schema *y)
{
    if (x == y)
        return x;
    struct schema *s = ARENA_NEW(a, struct schema);
    struct joining j = {a, x->dialect, s};
    *s = *x;
    map_compare(a, x->dialect, x->things, y->things, join_things, &j);
    map_compare(a, x->dialect, x->referrers, y->referrers, join_referrers, &j);
    map_compare(a, x->dialect, x->gone, y->gone, join_gone, &j);
    s->uncertain = x->uncertain || y->uncertain;
    s->made = x->made > y->made ? x->made : y->made;
    return s;
}
