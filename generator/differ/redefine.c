/*
 * redefine.c: SQLite: a table's definition as a whole, for what no other change says: its options, AUTOINCREMENT, ON CONFLICT
 * of a NOT NULL, columns without a type, a constraint that nothing tells from another one. Its rows stay.
 */
#include "differ/inner.h"

#include "core/text.h"

/* ---- The change ---- */

static void redefine(struct differing *g, const struct table *shape, unsigned marks)
{
    struct change *c = begin(g, CHANGE_REDEFINE_TABLE);
    struct table *t = ARENA_NEW(g->arena, struct table);
    *t = *shape;
    t->indexes = (struct indexes){0};
    c->table = shape->path;
    c->create = t;
    done(g, c, marks);
}

/* ---- Options, and what columns are besides ---- */

static bool loses_type(struct differing *g, const struct column *now, const struct column *is)
{
    return is && !has_type(&is->type) && !alike_type(g, &now->type, &is->type);
}

static bool same_conflict(const struct column *now, const struct column *is)
{
    return !now->not_null || !is->not_null ||
           al_same_nocase(unless(now->null_conflict, "ABORT"), unless(is->null_conflict, "ABORT"));
}

/* What no ALTER says. */
static bool differs_besides(struct differing *g, const struct column *now, const struct column *is)
{
    return is &&
           (now->autoincrement != is->autoincrement || !same_conflict(now, is) || loses_type(g, now, is));
}

static bool has_other_columns(struct differing *g, const struct table *now, const struct table *is)
{
    for (size_t i = 0; i < now->columns.count; i++)
        if (differs_besides(g, now->columns.at[i], table_column(g->to, is, now->columns.at[i]->name)))
            return true;
    return false;
}

static const struct column *column_as(struct differing *g, const struct column *now, const struct column *is)
{
    struct column *column = ARENA_NEW(g->arena, struct column);
    *column = *now;
    if (!is)
        return now;
    column->autoincrement = is->autoincrement;
    column->null_conflict = is->null_conflict;
    if (loses_type(g, now, is))
        column->type = is->type;
    return column;
}

static struct table options_as(struct differing *g, const struct table *now, const struct table *is)
{
    struct table t = *now;
    t.options = is->options;
    t.columns = (struct columns){0};
    for (size_t i = 0; i < now->columns.count; i++)
        vec_push(g->arena, &t.columns,
                 column_as(g, now->columns.at[i], table_column(g->to, is, now->columns.at[i]->name)));
    return t;
}

/* STRICT may find a value of another type. */
void redefine_options(struct differing *g, const struct pair *p)
{
    const struct table *now = table_now(g, p);
    bool options = !alike_text(g, now->options.text, p->is->options.text);
    if (is_postgresql(g) || (!options && !has_other_columns(g, now, p->is)))
        return;
    struct table t = options_as(g, now, p->is);
    redefine(g, &t, options && p->is->options.text.n ? MARK_LOOK_AT_ROWS : MARK_NONE);
}

/* ---- A constraint that nothing tells from another one ---- */

void redefine_without(struct differing *g, struct path table, const struct constraint *k)
{
    const struct table *now = schema_table(g->now, table);
    struct table t = *now;
    t.constraints = (struct constraints){0};
    for (size_t i = 0; i < now->constraints.count; i++)
        if (now->constraints.at[i] != k)
            vec_push(g->arena, &t.constraints, now->constraints.at[i]);
    redefine(g, &t, MARK_NONE);
}
