/* table.c: tables that stay, then those that are new, then the foreign keys that had to wait. */
#include "differ/inner.h"

#include <stdlib.h>
#include <string.h>

/* ---- Constraints ---- */

/* Rows that were held to it before are held to it again. */
static bool held_before(struct differing *g, const struct table *is, const struct constraint *k)
{
    const struct pair *p = pair_of(g, is->path);
    for (size_t i = 0; p && i < p->was->constraints.count; i++)
        if (alike_constraint(g, p->was->constraints.at[i], k, false))
            return true;
    return !p || k->not_valid;
}

static void add_constraint(struct differing *g, const struct table *is, const struct constraint *k)
{
    struct change *c = begin(g, CHANGE_ADD_CONSTRAINT);
    c->table = is->path;
    c->constraint = k;
    done(g, c, held_before(g, is, k) ? MARK_NONE : MARK_LOOK_AT_ROWS);
}

static int compare_lists(const struct names *a, const struct names *b)
{
    int by = 0;
    for (size_t i = 0; !by && i < a->count && i < b->count; i++)
        by = compare_names(ALUDEL_POSTGRESQL, a->at[i], b->at[i]);
    return by ? by : (a->count > b->count) - (a->count < b->count);
}

/* Keys first; whatever order they came in. */
static int by_kind_and_name(const void *x, const void *y)
{
    const struct constraint *a = *(const struct constraint *const *)x;
    const struct constraint *b = *(const struct constraint *const *)y;
    int by = (a->kind > b->kind) - (a->kind < b->kind);
    by = by ? by : compare_names(ALUDEL_POSTGRESQL, a->name, b->name);
    by = by ? by : compare_lists(&a->columns, &b->columns);
    by = by ? by : compare_names(ALUDEL_POSTGRESQL, a->condition.text, b->condition.text);
    return by ? by : compare_names(ALUDEL_POSTGRESQL, a->to.name, b->to.name);
}

static void sort_constraints(const struct constraint **list, size_t count)
{
    if (count)
        qsort(list, count, sizeof *list, by_kind_and_name);
}

static void add_constraints(struct differing *g, const struct table *is, bool foreign)
{
    bool *missing = missing_constraints(g, is);
    struct constraints list = {0};
    for (size_t i = 0; i < is->constraints.count; i++) {
        const struct constraint *k = is->constraints.at[i];
        if (missing[i] && (k->kind == CONSTRAINT_FOREIGN_KEY) == foreign)
            vec_push(g->arena, &list, k);
    }
    sort_constraints(list.at, list.count);
    for (size_t i = 0; i < list.count; i++)
        if (!foreign || may_lead(g, list.at[i]))
            add_constraint(g, is, list.at[i]);
}

static void validate(struct differing *g, const struct table *now, const struct table *is)
{
    size_t *found = match_constraints(g, now, is);
    for (size_t i = 0; is_postgresql(g) && i < now->constraints.count; i++) {
        const struct constraint *k = now->constraints.at[i];
        if (found[i] == NONE || k->not_valid == is->constraints.at[found[i]]->not_valid)
            continue;
        struct change *c = begin(g, CHANGE_VALIDATE_CONSTRAINT);
        c->table = is->path;
        c->name = k->name;
        done(g, c, MARK_LOOK_AT_ROWS);
    }
}

/* ---- Indexes ---- */

static int by_index_name(const void *x, const void *y)
{
    const struct index *a = *(const struct index *const *)x, *b = *(const struct index *const *)y;
    return compare_names(ALUDEL_POSTGRESQL, a->path.name, b->path.name);
}

static struct indexes sorted_indexes(struct differing *g, const struct table *is, const bool *wanted)
{
    struct indexes list = {0};
    for (size_t i = 0; i < is->indexes.count; i++)
        if (!wanted || wanted[i])
            vec_push(g->arena, &list, is->indexes.at[i]);
    if (list.count)
        qsort(list.at, list.count, sizeof *list.at, by_index_name);
    return list;
}

static void add_indexes(struct differing *g, const struct table *is)
{
    struct indexes list = sorted_indexes(g, is, missing_indexes(g, is));
    for (size_t i = 0; i < list.count; i++) {
        struct change *c = begin(g, CHANGE_CREATE_INDEX);
        c->index = list.at[i];
        c->table = is->path;
        done(g, c, list.at[i]->unique ? MARK_LOOK_AT_ROWS : MARK_NONE);
    }
}

/* ---- Names alone (PostgreSQL) ---- */

static void rename_constraints(struct differing *g, const struct table *now, const struct table *is,
                               struct renamings *list)
{
    size_t *found = match_constraints(g, now, is);
    for (size_t i = 0; i < now->constraints.count; i++) {
        const struct constraint *k = now->constraints.at[i];
        if (found[i] == NONE || al_same(k->name, is->constraints.at[found[i]]->name))
            continue;
        struct renaming one = {.table = is->path, .from = k->name, .constraint = k};
        one.to = is->constraints.at[found[i]]->name;
        vec_push(g->arena, list, one);
    }
}

static void rename_indexes(struct differing *g, const struct table *now, const struct table *is,
                           struct renamings *list)
{
    size_t *found = match_indexes(g, now, is);
    for (size_t i = 0; i < now->indexes.count; i++) {
        struct aludel_text from = now->indexes.at[i]->path.name;
        if (found[i] == NONE || al_same(from, is->indexes.at[found[i]]->path.name))
            continue;
        struct renaming one = {.table = is->path, .from = from, .is_index = true};
        one.to = is->indexes.at[found[i]]->path.name;
        vec_push(g->arena, list, one);
    }
}

static void rename_parts(struct differing *g)
{
    struct renamings list = {0};
    for (size_t i = 0; i < g->pairs.count && is_postgresql(g); i++) {
        const struct pair *p = &g->pairs.at[i];
        if (!p->is)
            continue;
        rename_constraints(g, table_now(g, p), p->is, &list);
        rename_indexes(g, table_now(g, p), p->is, &list);
    }
    rename_all(g, &list);
}

/* ---- Tables that stay ---- */

static void comment(struct differing *g, const struct pair *p)
{
    if (!is_postgresql(g) || al_same(p->was->comment, p->is->comment))
        return;
    struct change *c = begin(g, CHANGE_TABLE_COMMENT);
    c->table = p->is->path;
    c->text = p->is->comment;
    done(g, c, MARK_NONE);
}

/* On SQLite what makes a rebuild stands together; a foreign key to the table itself may lead to one of its indexes. */
static void change_definition(struct differing *g, struct pair *p)
{
    if (!is_postgresql(g)) {
        drop_constraints(g, p, true);
        drop_constraints(g, p, false);
        drop_columns(g, p, COLUMN_REMADE);
    }
    alter_columns(g, p);
    add_columns(g, p->is);
    p->changed = true;
    add_constraints(g, p->is, false);
    if (!is_postgresql(g))
        drop_columns(g, p, COLUMN_DROPPED);
    redefine_options(g, p);
    validate(g, table_now(g, p), p->is);
}

static void change_table(struct differing *g, struct pair *p)
{
    change_definition(g, p);
    p->changed = true;
    add_indexes(g, p->is);
    if (!is_postgresql(g))
        add_constraints(g, p->is, true);
    comment(g, p);
}

/* SQLite: those that it leads to come first. */
static void visit(struct differing *g, struct pair *p)
{
    if (!p || !p->is || p->visited)
        return;
    p->visited = true;
    for (size_t i = 0; i < p->is->constraints.count && !is_postgresql(g); i++)
        if (p->is->constraints.at[i]->kind == CONSTRAINT_FOREIGN_KEY)
            visit(g, pair_of(g, p->is->constraints.at[i]->to));
    change_table(g, p);
}

/* ---- New tables ---- */

static bool is_new(struct differing *g, struct path path)
{
    return schema_table(g->to, path) && !schema_table(g->now, path);
}

/* PostgreSQL's foreign keys lead to what is there: one that closes a circle waits. */
static bool waits(struct differing *g, const struct table *t, const struct constraint *k)
{
    return is_postgresql(g) && k->kind == CONSTRAINT_FOREIGN_KEY && !same_path(g->dialect, k->to, t->path) &&
           !schema_table(g->now, k->to);
}

static struct table *shape_of(struct differing *g, const struct table *is, struct constraints *apart)
{
    struct table *t = ARENA_NEW(g->arena, struct table);
    *t = *is;
    t->constraints = (struct constraints){0};
    t->indexes = sorted_indexes(g, is, NULL);
    for (size_t i = 0; i < is->constraints.count; i++) {
        const struct constraint *k = is->constraints.at[i];
        if (!waits(g, is, k) && k->not_valid) /* in CREATE TABLE it would be valid at once */
            vec_push(g->arena, apart, k);
        else if (!waits(g, is, k))
            vec_push(g->arena, &t->constraints, k);
    }
    keys_split(g->arena, g->dialect, &t->constraints, apart);
    sort_constraints(t->constraints.at, t->constraints.count);
    sort_constraints(apart->at, apart->count);
    return t;
}

/* A sequence of its own makes a column NOT NULL, which it needn't stay. */
static void allow_null(struct differing *g, const struct table *is)
{
    for (size_t i = 0; i < is->columns.count; i++) {
        const struct column *column = is->columns.at[i];
        if (!column->serial || column->not_null)
            continue;
        struct change *c = begin(g, CHANGE_ALTER_COLUMN);
        c->table = is->path;
        c->name = column->name;
        c->alter.what = ALTER_NULL;
        done(g, c, MARK_NONE);
    }
}

static void create_table(struct differing *g, const struct table *is)
{
    struct constraints apart = {0};
    struct change *c = begin(g, CHANGE_CREATE_TABLE);
    c->create = shape_of(g, is, &apart);
    c->table = is->path;
    done(g, c, MARK_NONE);
    allow_null(g, is);
    for (size_t i = 0; i < apart.count; i++)
        add_constraint(g, is, apart.at[i]);
}

/* `way`: the tables that led here. */
struct way {
    const struct way *before;
    const struct table *table;
};

static bool is_on_way(const struct way *way, const struct table *t)
{
    for (; way; way = way->before)
        if (way->table == t)
            return true;
    return false;
}

static void visit_new(struct differing *g, const struct table *is, const struct way *before)
{
    struct way way = {before, is};
    if (is_on_way(before, is))
        return;
    for (size_t i = 0; i < is->constraints.count; i++) {
        const struct constraint *k = is->constraints.at[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY && is_new(g, k->to))
            visit_new(g, schema_table(g->to, k->to), &way);
    }
    if (is_new(g, is->path))
        create_table(g, is);
}

/* ---- All ---- */

void change_tables(struct differing *g)
{
    struct things tables = things_of(g, g->to, 1u << THING_TABLE);
    rename_parts(g);
    for (size_t i = 0; i < g->pairs.count; i++)
        visit(g, &g->pairs.at[i]);
    for (size_t i = 0; i < tables.count; i++)
        if (is_new(g, tables.at[i]->path))
            visit_new(g, tables.at[i]->table, NULL);
    for (size_t i = 0; i < tables.count; i++)
        add_constraints(g, tables.at[i]->table, true);
}
