/*
 * beside.c: what the other dialect says of the same thing. Where a migration is for both, PostgreSQL's own words for an
 * expression (casts, ANY (ARRAY[…])) would be no SQL for SQLite, which keeps what was typed: that is written for both.
 */
#include "directives/inner.h"

static const struct table *other_table(struct writing *w, struct path table)
{
    return w->style->other ? schema_table(w->style->other, table) : NULL;
}

const struct column_type *type_hint(struct writing *w, struct path table, struct aludel_text column)
{
    const struct table *t = other_table(w, table);
    const struct column *there = t ? table_column(w->style->other, t, column) : NULL;
    return there && has_type(&there->type) ? &there->type : NULL;
}

static bool speaks_for_both(const struct writing *w)
{
    return w->style->both && w->dialect == ALUDEL_POSTGRESQL;
}

static struct aludel_text as_typed(struct writing *w, struct sql there, struct aludel_text own)
{
    bool typed = speaks_for_both(w) && there.text.n && !there.holes;
    return typed ? there.text : expression_without_parentheses(w->arena, w->dialect, own);
}

const char *check_said(struct writing *w, struct path table, const struct constraint *k)
{
    static const struct sql none;
    const struct table *t = other_table(w, table);
    const struct constraint *there = t && k->name.n ? table_constraint(w->style->other, t, k->name) : NULL;
    bool same = there && there->kind == CONSTRAINT_CHECK;
    return python_string(w->arena, as_typed(w, same ? there->condition : none, k->condition.text));
}

const char *computed_of_column(struct writing *w, struct path table, const struct column *column)
{
    static const struct sql none;
    const struct table *t = other_table(w, table);
    const struct column *there = t ? table_column(w->style->other, t, column->name) : NULL;
    struct sql expression = {as_typed(w, there ? there->expression : none, column->expression.text), NULL};
    return computed_said(w, column->generated, expression);
}

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
    const struct index *there = speaks_for_both(w) ? other_index(w, index) : NULL;
    struct sql own = index->elements.at[i].expression;
    return there && has_sql(there->elements.at[i].expression) ? there->elements.at[i].expression : own;
}
