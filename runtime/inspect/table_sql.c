/*
 * table_sql.c: the constraints in the text of an SQLite CREATE TABLE: what the pragmas don't tell. The text is
 * SQLite's own copy, so its syntax is right.
 */
#include "inspect/table_sql.h"

#include "ddl/ddl.h"

struct maker {
    struct aludel_eval *e;
    struct al_ddl_table *table;
    struct al_constraint *first, **last;
};

static struct aludel_value name_value(const struct maker *m, struct al_ddl_span name)
{
    if (!name.n) {
        return aludel_none();
    }
    struct aludel_text text = al_ddl_name(m->table, m->e->arena, name);
    return aludel_textual(ALUDEL_STRING, text.z, text.n);
}

#define MOST_COLUMNS 64

static struct aludel_value column_list(const struct maker *m, struct al_ddl_span list)
{
    struct aludel_value names[MOST_COLUMNS];
    size_t count = 0;
    struct al_ddl_element e = {0};
    while (count < MOST_COLUMNS && al_ddl_next(m->table, list, &e)) {
        names[count++] = name_value(m, e.name);
    }
    return al_new_items(m->e, ALUDEL_LIST, count, NULL, names);
}

static struct aludel_value columns_of(const struct maker *m, const struct al_ddl_column *column,
                                      const struct al_ddl_constraint *c)
{
    if (c->columns.n || !column || c->kind == AL_DDL_CHECK) {
        return column_list(m, c->columns);
    }
    struct aludel_value name = name_value(m, column->name);
    return al_new_items(m->e, ALUDEL_LIST, 1, NULL, &name);
}

static enum al_constraint_kind kind_of(const struct al_ddl_constraint *c)
{
    switch (c->kind) {
    case AL_DDL_PRIMARY_KEY: return AL_PRIMARY_KEY;
    case AL_DDL_UNIQUE: return AL_UNIQUE;
    case AL_DDL_FOREIGN_KEY: return AL_FOREIGN_KEY;
    case AL_DDL_CHECK: return AL_CHECK;
    default: return AL_OTHER_CONSTRAINT;
    }
}

static void add(struct maker *m, const struct al_ddl_column *column, const struct al_ddl_constraint *c)
{
    enum al_constraint_kind kind = kind_of(c);
    if (kind == AL_OTHER_CONSTRAINT && !c->name.n) {
        return;
    }
    struct al_constraint *made = al_arena_new(m->e->arena, sizeof *made);
    if (!made) {
        return;
    }
    *made = (struct al_constraint){.kind = kind, .name = name_value(m, c->name)};
    made->columns = columns_of(m, column, c);
    made->deferrable = c->is_deferrable;
    made->initially_deferred = c->initially_deferred;
    *m->last = made;
    m->last = &made->next;
}

struct al_constraint *al_table_constraints(struct aludel_eval *e, struct aludel_text sql)
{
    struct al_ddl_table table;
    struct maker m = {.e = e, .table = &table};
    m.last = &m.first;
    if (!al_ddl_read(&table, e->arena, ALUDEL_SQLITE, sql)) {
        return NULL;
    }
    for (const struct al_ddl_column *column = table.columns; column; column = column->next) {
        for (const struct al_ddl_constraint *c = column->constraints; c; c = c->next) {
            add(&m, column, c);
        }
    }
    for (const struct al_ddl_constraint *c = table.constraints; c; c = c->next) {
        add(&m, NULL, c);
    }
    return m.first;
}
