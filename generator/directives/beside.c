/*
 * beside.c: what the other dialect says of the same thing. Where a migration is for both, PostgreSQL's own words for an
 * expression (casts, ANY (ARRAY[…])) would be no SQL for SQLite, which keeps what was typed: that is written for both.
 */
#include "directives/inner.h"

#include "schema/same.h"

static const struct table *other_table(struct writing *w, struct path table)
{
    return w->style->other ? schema_table(w->style->other, table) : NULL;
}

static const struct column *other_column(struct writing *w, struct path table, struct aludel_text column)
{
    const struct table *t = other_table(w, table);
    return t ? table_column(w->style->other, t, column) : NULL;
}

const struct column_type *type_hint(struct writing *w, struct path table, struct aludel_text column)
{
    const struct column *there = other_column(w, table, column);
    return there && has_type(&there->type) ? &there->type : NULL;
}

/* ---- Expressions --------------------------------------------------------------------------------- */

static bool says_the_same(struct writing *w, struct sql own, struct sql there)
{
    return has_sql(own) == has_sql(there) && !own.holes && !there.holes &&
           same_words(w, own.text, there.text);
}

/* What SQLite has it said as, if that is the same. */
static struct aludel_text as_typed(struct writing *w, struct sql own, struct sql there)
{
    bool typed = w->style->both && w->dialect == ALUDEL_POSTGRESQL && says_the_same(w, own, there);
    return expression_without_parentheses(w->arena, ALUDEL_POSTGRESQL, typed ? there.text : own.text);
}

/* ---- Foreign keys -------------------------------------------------------------------------------- */

static bool same_action(struct aludel_text a, struct aludel_text b)
{
    struct aludel_text unsaid = al_text("NO ACTION");
    return al_same_nocase(a.n ? a : unsaid, b.n ? b : unsaid);
}

static bool same_behaviour(const struct constraint *a, const struct constraint *b)
{
    bool waits = a->deferrable == DEFERRABLE_YES, other_waits = b->deferrable == DEFERRABLE_YES;
    return same_action(a->on_delete, b->on_delete) && same_action(a->on_update, b->on_update) &&
           waits == other_waits && a->initially_deferred == b->initially_deferred;
}

/* Those of the primary key, where none are said; NULL: not known. */
static const struct names *columns_led_to(const struct schema *s, const struct constraint *k)
{
    const struct table *to = schema_table(s, k->to);
    const struct constraint *key = to ? table_primary_key(to) : NULL;
    return k->to_columns.count ? &k->to_columns : key ? &key->columns : NULL;
}

static size_t place_of(const struct names *list, struct aludel_text name)
{
    size_t i = 0;
    while (i < list->count && !al_same_nocase(list->at[i], name))
        i++;
    return i;
}

/* Each column to the same one; the columns are the same in both. */
static bool same_pairs(const struct names *from, const struct names *to, const struct names *other_from,
                       const struct names *other_to)
{
    for (size_t i = 0; i < from->count && i < to->count; i++) {
        size_t k = place_of(other_from, from->at[i]);
        if (k >= other_to->count || !al_same_nocase(to->at[i], other_to->at[k]))
            return false;
    }
    return true;
}

/* `there` is in `other`. */
static bool same_reference(struct writing *w, const struct constraint *own, const struct schema *other,
                           const struct constraint *there)
{
    if (own->kind != CONSTRAINT_FOREIGN_KEY)
        return true;
    const struct names *to = columns_led_to(w->now, own), *other_to = columns_led_to(other, there);
    return al_same_nocase(own->to.name, there->to.name) && same_behaviour(own, there) &&
           (!to || !other_to || same_pairs(&own->columns, to, &there->columns, other_to));
}

/* ---- Constraints --------------------------------------------------------------------------------- */

static bool constrains_the_same(struct writing *w, const struct constraint *own, const struct schema *other,
                                const struct constraint *there)
{
    if (own->kind != there->kind)
        return false;
    if (own->kind == CONSTRAINT_CHECK)
        return says_the_same(w, own->condition, there->condition);
    return same_name_set(ALUDEL_SQLITE, &own->columns, &there->columns) &&
           same_reference(w, own, other, there);
}

static const struct constraint *same_constraint_in(struct writing *w, const struct schema *other,
                                                   struct path table, const struct constraint *own)
{
    const struct table *t = other ? schema_table(other, table) : NULL;
    for (size_t i = 0; t && i < t->constraints.count; i++)
        if (constrains_the_same(w, own, other, t->constraints.at[i]))
            return t->constraints.at[i];
    return NULL;
}

static const struct constraint *other_constraint(struct writing *w, struct path table,
                                                 const struct constraint *k)
{
    return same_constraint_in(w, w->style->other, table, k);
}

const char *check_said(struct writing *w, struct path table, const struct constraint *k)
{
    const struct constraint *there = other_constraint(w, table, k);
    if (w->dialect == ALUDEL_SQLITE || !there)
        there = k;
    return python_string(w->arena, as_typed(w, k->condition, there->condition));
}

const char *computed_of_column(struct writing *w, struct path table, const struct column *column)
{
    const struct column *there = other_column(w, table, column->name);
    struct aludel_text said = as_typed(w, column->expression, (there ? there : column)->expression);
    return computed_said(w, column->generated, (struct sql){said, NULL});
}

struct sql default_typed(struct writing *w, struct path table, struct aludel_text column,
                         const struct column_type *type, struct sql value)
{
    const struct column *there = other_column(w, table, column);
    if (w->dialect == ALUDEL_SQLITE || !there || value.holes || plain_value(w, type, value).n)
        return value;
    return (struct sql){as_typed(w, value, there->value), NULL};
}

/* ---- Indexes ------------------------------------------------------------------------------------- */

/* The one of the same name, if it has as many elements. */
static const struct index *other_index(struct writing *w, const struct index *index)
{
    const struct table *t = other_table(w, (struct path){index->path.schema, index->table});
    const struct index *there = t ? table_index(w->style->other, t, index->path.name) : NULL;
    return there && there->elements.count == index->elements.count ? there : NULL;
}

struct aludel_text other_where(struct writing *w, const struct index *index)
{
    const struct index *there = other_index(w, index);
    return there && !there->where.holes ? there->where.text : (struct aludel_text){"", 0};
}

struct sql element_typed(struct writing *w, const struct index *index, size_t i)
{
    const struct index *there = w->dialect == ALUDEL_POSTGRESQL ? other_index(w, index) : NULL;
    struct sql own = index->elements.at[i].expression;
    if (!w->style->both || !there || !says_the_same(w, own, there->elements.at[i].expression))
        return own;
    return there->elements.at[i].expression;
}

/* ---- Views --------------------------------------------------------------------------------------- */

static const struct thing *other_view(struct writing *w, const struct thing *view)
{
    const struct thing *there = w->style->other ? schema_counterpart(w->style->other, view) : NULL;
    return there && says_the_same(w, view->definition, there->definition) ? there : NULL;
}

struct change view_typed(struct writing *w, const struct change *c)
{
    struct change out = *c;
    bool view = c->thing && c->thing->type == THING_VIEW && c->kind == CHANGE_CREATE;
    const struct thing *there =
        view && w->style->both && w->dialect == ALUDEL_POSTGRESQL ? other_view(w, c->thing) : NULL;
    if (there)
        out.thing = there;
    return out;
}

/* ---- Whether it suits both ------------------------------------------------------------------------ */

bool default_suits(struct writing *w, struct path table, struct aludel_text column,
                   const struct column_type *type, struct sql value)
{
    const struct column *there = other_column(w, table, column);
    if (!there || has_sql(value) != has_sql(there->value))
        return false;
    struct writing other = *w;
    other.dialect = other_dialect(w);
    struct aludel_text own = plain_value(w, type, value);
    struct aludel_text others = plain_value(&other, &there->type, there->value);
    if (own.n && others.n)
        return al_same_nocase(own, others);
    return !own.n == !others.n && says_the_same(w, value, there->value);
}

static bool is_in_key(const struct table *t, struct aludel_text column)
{
    const struct constraint *key = table_primary_key(t);
    return key && names_have(ALUDEL_SQLITE, &key->columns, column);
}

bool null_suits(struct writing *w, struct path table, struct aludel_text column, bool not_null)
{
    const struct column *there = other_column(w, table, column);
    return there && there->not_null == not_null;
}

static bool is_identity(const struct column *column)
{
    return column->serial || column->identity != IDENTITY_NO;
}

/* What counts by itself, or is in the key, is never NULL, whether that is said or not. */
bool column_null_suits(struct writing *w, struct path table, const struct column *column)
{
    const struct column *there = other_column(w, table, column->name);
    return there && (there->not_null == column->not_null || is_identity(column) || is_identity(there) ||
                     is_in_key(other_table(w, table), column->name));
}

bool column_suits(struct writing *w, struct path table, const struct column *column)
{
    const struct column *there = other_column(w, table, column->name);
    return there && there->generated == column->generated &&
           says_the_same(w, column->expression, there->expression);
}

bool constraint_suits(struct writing *w, struct path table, const struct constraint *k)
{
    return k->kind == CONSTRAINT_PRIMARY_KEY || other_constraint(w, table, k) != NULL;
}

bool schema_has_constraint(struct writing *w, const struct schema *other, struct path table,
                           const struct constraint *k)
{
    return same_constraint_in(w, other, table, k) != NULL;
}

static bool is_descending(const struct index_element *e)
{
    return e->tail.n >= 4 && al_same_nocase((struct aludel_text){e->tail.z, 4}, al_text("DESC"));
}

static bool same_element(struct writing *w, const struct index_element *own,
                         const struct index_element *there)
{
    return al_same_nocase(own->column, there->column) && is_descending(own) == is_descending(there) &&
           says_the_same(w, own->expression, there->expression);
}

bool index_suits(struct writing *w, const struct index *index)
{
    const struct index *there = other_index(w, index);
    if (!there || there->unique != index->unique)
        return false;
    for (size_t i = 0; i < index->elements.count; i++)
        if (!same_element(w, &index->elements.at[i], &there->elements.at[i]))
            return false;
    return true;
}

bool view_suits(struct writing *w, const struct thing *view)
{
    return other_view(w, view) != NULL;
}
