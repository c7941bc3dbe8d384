/* same.c: whether two parts are the same, wherever and whenever they were made. */
#include "schema/inner.h"

bool same_sql(const struct sql *a, const struct sql *b)
{
    return al_same(a->text, b->text) && a->holes == b->holes;
}

bool same_names(enum aludel_dialect d, const struct names *a, const struct names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_name(d, a->at[i], b->at[i]))
            return false;
    return true;
}

bool same_name_set(enum aludel_dialect d, const struct names *a, const struct names *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!names_have(d, b, a->at[i]))
            return false;
    return true;
}

/* Who names the database's own collation might as well name none. */
static struct path plain_collation(enum aludel_dialect d, struct path collation)
{
    bool own = d == ALUDEL_SQLITE ? al_same_nocase(collation.name, SQLITE_COLLATION)
                                  : al_is(collation.name, "default");
    static const struct path none;
    return own && !collation.schema.n ? none : collation;
}

bool same_collation(enum aludel_dialect d, struct path a, struct path b)
{
    return same_path(d, plain_collation(d, a), plain_collation(d, b));
}

/* The labels are the type's own matter. */
bool same_type(enum aludel_dialect d, const struct column_type *a, const struct column_type *b)
{
    if (!same_collation(d, a->collation, b->collation))
        return false;
    if (a->labels && b->labels)
        return same_path(d, a->labels->path, b->labels->path) && a->dimensions == b->dimensions;
    return al_same(a->spelling, b->spelling) && a->sql.holes == b->sql.holes;
}

static bool is_other_enum(const struct column_type *from, const struct column_type *to)
{
    if (from->labels && to->labels)
        return !same_path(ALUDEL_POSTGRESQL, from->labels->path, to->labels->path);
    return to->labels && from->family != TYPE_OTHER;
}

/* It makes an integer, a boolean or an enum of nothing else. */
bool needs_using(const struct column_type *from, const struct column_type *to)
{
    if (is_other_enum(from, to))
        return true;
    if (from->sql.holes || to->sql.holes || from->family == TYPE_OTHER)
        return false;
    return (is_integer(to->family) && !is_integer(from->family)) ||
           (to->family == TYPE_BOOLEAN && from->family != TYPE_BOOLEAN);
}

const char *cast_between(const struct column_type *from)
{
    return !from->labels ? "" : from->dimensions ? "::text[]" : "::text";
}

bool same_column(enum aludel_dialect d, const struct column *a, const struct column *b)
{
    return a == b ||
           (same_name(d, a->name, b->name) && same_type(d, &a->type, &b->type) &&
            a->not_null == b->not_null && al_same_nocase(a->null_conflict, b->null_conflict) &&
            a->serial == b->serial && a->autoincrement == b->autoincrement &&
            same_sql(&a->value, &b->value) && a->generated == b->generated &&
            same_sql(&a->expression, &b->expression) && a->identity == b->identity &&
            same_sql(&a->identity_options, &b->identity_options) && al_same(a->comment, b->comment));
}

static bool same_actions(const struct constraint *a, const struct constraint *b)
{
    return al_same_nocase(a->on_delete, b->on_delete) && al_same_nocase(a->on_update, b->on_update) &&
           al_same_nocase(a->match, b->match) && a->deferrable == b->deferrable &&
           a->initially_deferred == b->initially_deferred && al_same_nocase(a->on_conflict, b->on_conflict);
}

static bool same_condition(const struct constraint *a, const struct constraint *b)
{
    return same_sql(&a->condition, &b->condition) && same_sql(&a->elements, &b->elements) &&
           al_same_nocase(a->method, b->method) && a->not_valid == b->not_valid &&
           a->nulls_not_distinct == b->nulls_not_distinct && a->no_inherit == b->no_inherit &&
           same_sql(&a->options, &b->options);
}

bool same_constraint(enum aludel_dialect d, const struct constraint *a, const struct constraint *b)
{
    return a == b ||
           (a->kind == b->kind && same_name(d, a->name, b->name) && same_names(d, &a->columns, &b->columns) &&
            same_path(d, a->to, b->to) && same_names(d, &a->to_columns, &b->to_columns) &&
            same_names(d, &a->include, &b->include) && same_actions(a, b) && same_condition(a, b));
}

const struct constraint *counterpart(enum aludel_dialect d, const struct table *other, const struct table *t,
                                     size_t at)
{
    const struct constraint *k = t->constraints.at[at];
    size_t rank = 0;
    for (size_t i = 0; i < at; i++)
        rank += same_constraint(d, t->constraints.at[i], k);
    for (size_t i = 0; i < other->constraints.count; i++)
        if (same_constraint(d, other->constraints.at[i], k) && rank-- == 0)
            return other->constraints.at[i];
    return NULL;
}

static bool same_elements(enum aludel_dialect d, const struct index *a, const struct index *b)
{
    if (a->elements.count != b->elements.count)
        return false;
    for (size_t i = 0; i < a->elements.count; i++) {
        const struct index_element *x = &a->elements.at[i], *y = &b->elements.at[i];
        if (!same_name(d, x->column, y->column) || !same_sql(&x->expression, &y->expression) ||
            !al_same_nocase(x->tail, y->tail))
            return false;
    }
    return true;
}

bool same_index(enum aludel_dialect d, const struct index *a, const struct index *b)
{
    return a == b ||
           (same_path(d, a->path, b->path) && same_name(d, a->table, b->table) && same_elements(d, a, b) &&
            a->unique == b->unique && a->nulls_not_distinct == b->nulls_not_distinct &&
            al_same_nocase(a->method, b->method) && same_sql(&a->where, &b->where) &&
            same_names(d, &a->include, &b->include) && same_sql(&a->options, &b->options));
}
