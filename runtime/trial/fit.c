#include "trial/fit.h"

#include <string.h>

/* Both tables and both columns must be there already. */
static bool is_possible(const struct trial_tables *tables, const struct trial_table *table,
                        const struct trial_reference *r)
{
    for (size_t i = 0; i < r->count; i++) {
        if (!trial_find_column(table, r->columns[i]))
            return false;
    }
    for (size_t i = 0; i < tables->count; i++) {
        size_t k = 0;
        while (k < r->count && trial_find_column(&tables->at[i], r->to[k]))
            k++;
        if (!strcmp(tables->at[i].sql, r->table))
            return k == r->count;
    }
    return false;
}

static bool is_known(const struct trial_table *table, const struct trial_reference *r)
{
    for (size_t i = 0; i < r->count; i++) {
        if (trial_find_column(table, r->columns[i])->reference >= 0)
            return true;
    }
    return false;
}

static void add_references(struct aludel_arena *arena, const struct trial_tables *tables,
                           struct trial_table *table, const struct trial_table *next)
{
    size_t room = table->reference_count + next->reference_count;
    struct trial_reference *all = al_arena_new(arena, (room + 1) * sizeof *all);
    for (size_t i = 0; i < table->reference_count; i++)
        all[i] = table->references[i];
    table->references = all;
    for (size_t i = 0; i < next->reference_count; i++) {
        const struct trial_reference *r = &next->references[i];
        if (!is_possible(tables, table, r) || is_known(table, r))
            continue;
        for (size_t k = 0; k < table->column_count; k++) {
            for (size_t n = 0; n < r->count; n++) {
                if (!strcmp(table->columns[k].name, r->columns[n]))
                    table->columns[k].reference = (int)table->reference_count;
            }
        }
        all[table->reference_count++] = *r;
    }
}

static void fit_columns(struct trial_table *table, const struct trial_table *next)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct trial_column *c = &table->columns[i];
        const struct trial_column *then = trial_find_column(next, c->name);
        if (then) {
            c->unique = c->unique || then->unique;
            c->not_null = c->not_null || then->not_null;
        }
    }
}

void trial_fit_tables(struct aludel_arena *arena, struct trial_tables *tables,
                      const struct trial_tables *next)
{
    for (size_t i = 0; i < tables->count; i++) {
        struct trial_table *table = &tables->at[i];
        const struct trial_table *then = trial_find_table(next, table);
        if (!then)
            continue;
        fit_columns(table, then);
        add_references(arena, tables, table, then);
        table->shape = trial_format(arena, "%s\1%s", table->shape, then->shape);
    }
}

void trial_fit_known(struct trial_known *known, const struct trial_table *table,
                     const struct trial_known *there, const struct trial_table *next)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct trial_column *then = trial_find_column(next, table->columns[i].name);
        const char *value = then ? there->values[then - next->columns] : NULL;
        if (value)
            known->values[i] = value;
    }
}
