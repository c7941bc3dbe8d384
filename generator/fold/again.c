#include "fold/again.h"
#include "schema/same.h"
#include "sql/tokens.h"

struct again {
    struct arena *arena;
    const struct schema *schema; /* one of the two that they are of: names are alike in both */
    const struct table *was, *is;
    struct changes *out;
};

static struct change *add(struct again *g, enum change_kind kind, struct span span)
{
    struct change *c = ARENA_NEW(g->arena, struct change);
    *c = (struct change){.kind = kind, .span = span, .name_span = span, .table = g->is->path};
    vec_push(g->arena, g->out, (const struct change *)c);
    return c;
}

/* ---- What was refused already ---------------------------------------------------------------------- */

struct range {
    size_t from, to;
};

/* Without parentheses around the whole. */
static struct range inner(const struct tokens *t)
{
    struct range r = {0, t->list.count};
    while (r.from < r.to && token_is_word(t, r.from, "(") && token_behind(t, r.from) == r.to)
        r.from++, r.to--;
    return r;
}

/* But for spaces, case and those. */
static bool reads_alike(struct arena *a, enum aludel_dialect d, const struct sql *x, const struct sql *y)
{
    struct tokens s = tokens_of(a, d, x->text), t = tokens_of(a, d, y->text);
    struct range r = inner(&s), q = inner(&t);
    while (r.from < r.to && q.from < q.to && same_word(token_at(&s, r.from), token_at(&t, q.from)))
        r.from++, q.from++;
    return r.from == r.to && q.from == q.to;
}

static bool has_all(enum aludel_dialect d, const struct names *list, const struct names *wanted)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (!names_have(d, list, wanted->at[i]))
            return false;
    return true;
}

/* The elements that are columns; false: others are among them. */
static bool take_columns(struct arena *a, const struct index *index, struct names *out)
{
    bool all = true;
    for (size_t i = 0; i < index->elements.count; i++) {
        if (index->elements.at[i].column.n)
            vec_push(a, out, index->elements.at[i].column);
        all = all && index->elements.at[i].column.n;
    }
    return all;
}

static bool is_key(const struct constraint *k)
{
    return k->kind == CONSTRAINT_PRIMARY_KEY || k->kind == CONSTRAINT_UNIQUE;
}

/* Rows that differ in some of the columns differ in all of them. */
static bool had_key(struct arena *a, enum aludel_dialect d, const struct table *was,
                    const struct names *columns)
{
    for (size_t i = 0; i < was->constraints.count; i++)
        if (is_key(was->constraints.at[i]) && has_all(d, columns, &was->constraints.at[i]->columns))
            return true;
    for (size_t i = 0; i < was->indexes.count; i++) {
        struct names own = {0};
        bool all = take_columns(a, was->indexes.at[i], &own); /* an expression may say the same */
        if (was->indexes.at[i]->unique && (!all || has_all(d, columns, &own)))
            return true;
    }
    return false;
}

static bool may_refuse_as(struct arena *a, enum aludel_dialect d, const struct constraint *was,
                          const struct constraint *k)
{
    switch (k->kind) {
    case CONSTRAINT_CHECK: return reads_alike(a, d, &was->condition, &k->condition);
    case CONSTRAINT_FOREIGN_KEY:
        return same_names(d, &was->columns, &k->columns) && same_path(d, was->to, k->to);
    default: return true; /* EXCLUDE: it isn't looked into */
    }
}

bool refused_by_constraint(struct arena *a, enum aludel_dialect d, const struct table *was,
                           const struct constraint *k)
{
    if (is_key(k))
        return had_key(a, d, was, &k->columns);
    for (size_t i = 0; i < was->constraints.count; i++)
        if (was->constraints.at[i]->kind == k->kind && may_refuse_as(a, d, was->constraints.at[i], k))
            return true;
    return false;
}

bool refused_by_index(struct arena *a, enum aludel_dialect d, const struct table *was,
                      const struct index *index)
{
    struct names columns = {0};
    take_columns(a, index, &columns);
    return had_key(a, d, was, &columns);
}

/* ---- What differs ------------------------------------------------------------------------------------ */

static bool in_primary_key(const struct again *g, const struct table *t, struct aludel_text name)
{
    const struct constraint *k = table_primary_key(t);
    return k && names_have(g->schema->dialect, &k->columns, name);
}

/* A primary key fills itself, or takes no NULL, whether it says NOT NULL or not. */
static void alter_columns(struct again *g, struct span comes)
{
    for (size_t i = 0; i < g->was->columns.count; i++) {
        struct aludel_text name = g->was->columns.at[i]->name;
        if (!table_column(g->schema, g->is, name))
            continue;
        bool key = in_primary_key(g, g->was, name) && in_primary_key(g, g->is, name);
        struct change *c = add(g, CHANGE_ALTER_COLUMN, comes);
        c->name = name;
        c->alter.what = ALTER_TYPE | (key ? 0 : ALTER_NULL);
    }
}

static void drop_columns(struct again *g, struct span goes)
{
    for (size_t i = 0; i < g->was->columns.count; i++)
        if (!table_column(g->schema, g->is, g->was->columns.at[i]->name))
            add(g, CHANGE_DROP_COLUMN, goes)->name = g->was->columns.at[i]->name;
}

static void add_columns(struct again *g, struct span comes)
{
    for (size_t i = 0; i < g->is->columns.count; i++)
        if (!table_column(g->schema, g->was, g->is->columns.at[i]->name))
            add(g, CHANGE_ADD_COLUMN, comes)->column = g->is->columns.at[i];
}

/* What is said of a new column: who doesn't know it leaves it as it fills itself. */
static bool has_new(const struct again *g, const struct names *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        if (!table_column(g->schema, g->was, columns->at[i]))
            return true;
    return false;
}

static void add_constraints(struct again *g, struct span comes)
{
    for (size_t i = 0; i < g->is->constraints.count; i++) {
        const struct constraint *k = g->is->constraints.at[i];
        struct names columns = {0};
        constraint_columns(g->arena, g->schema->dialect, g->is, k, &columns);
        if (!k->maybe && !has_new(g, &columns) &&
            !refused_by_constraint(g->arena, g->schema->dialect, g->was, k))
            add(g, CHANGE_ADD_CONSTRAINT, comes)->constraint = k;
    }
}

static void add_indexes(struct again *g, struct span comes)
{
    for (size_t i = 0; i < g->is->indexes.count; i++) {
        const struct index *index = g->is->indexes.at[i];
        struct names columns = {0};
        index_columns(g->arena, g->schema->dialect, g->is, index, &columns);
        if (index->unique && !has_new(g, &columns) &&
            !refused_by_index(g->arena, g->schema->dialect, g->was, index))
            add(g, CHANGE_CREATE_INDEX, comes)->index = index;
    }
}

void again_changes(struct arena *a, const struct schema *s, const struct table *was, const struct table *is,
                   struct span goes, struct span comes, struct changes *out)
{
    struct again g = {a, s, was, is, out};
    drop_columns(&g, goes);
    alter_columns(&g, comes);
    add_columns(&g, comes);
    add_constraints(&g, comes);
    add_indexes(&g, comes);
}
