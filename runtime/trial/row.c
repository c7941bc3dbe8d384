#include "trial/row.h"

#include "trial/meet.h"
#include "trial/signals.h"

#include <string.h>

#define MOST_PARENTS "40"
#define NUMBERED_FROM 1000u /* the first numbers are for rows that migrations bring */

static enum aludel_dialect dialect_of(const struct trial_row *row)
{
    return row->base->t->type->dialect;
}

static const struct trial_column *column_at(const struct trial_row *row, size_t i)
{
    return &row->table->columns[i];
}

/* ---- Where foreign keys lead --------------------------------------------------------------------------- */

static void put_literal_of(struct al_builder *b, bool postgresql, const char *column)
{
    al_puts(b, postgresql ? "quote_nullable((" : "quote(");
    trial_put_name(b, column);
    al_puts(b, postgresql ? ")::text)" : ")");
}

static bool ask_parents(struct trial_row *row, const struct trial_reference *r, struct trial_rows *rows)
{
    bool postgresql = trial_on_postgresql(row->base->t);
    struct al_builder b = al_builder(row->arena);
    al_puts(&b, "SELECT ");
    for (size_t i = 0; i < r->count; i++) {
        al_puts(&b, i ? ", " : "");
        put_literal_of(&b, postgresql, r->to[i]);
    }
    al_putf(&b, " FROM %s WHERE ", r->table);
    for (size_t i = 0; i < r->count; i++) {
        al_puts(&b, i ? " AND " : "");
        trial_put_name(&b, r->to[i]);
        al_puts(&b, " IS NOT NULL");
    }
    al_puts(&b, " LIMIT " MOST_PARENTS);
    return trial_ask(row->base, row->arena, al_built(&b).z, rows);
}

static bool must_lead(const struct trial_row *row, const struct trial_reference *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct trial_column *c = trial_find_column(row->table, r->columns[i]);
        if (c->not_null || c->key)
            return true;
    }
    return false;
}

static bool find_parents(struct trial_row *row)
{
    const struct trial_table *t = row->table;
    row->parents = al_arena_new(row->arena, (t->reference_count + 1) * sizeof *row->parents);
    for (size_t i = 0; i < t->reference_count; i++) {
        const struct trial_reference *r = &t->references[i];
        if (ask_parents(row, r, &row->parents[i]) && row->parents[i].count > 0)
            continue;
        row->parents[i] = (struct trial_rows){0};
        if (must_lead(row, r)) {
            row->known->why =
                trial_format(&row->base->t->arena, "it must lead to a row of %s, which has none", r->table);
            return false;
        }
    }
    return true;
}

bool trial_row_begin(struct trial_row *row, struct trial_base *base, struct aludel_arena *arena,
                     const struct trial_table *table, struct trial_known *known)
{
    *row = (struct trial_row){.base = base, .arena = arena, .table = table, .known = known};
    row->values = al_arena_new(arena, (table->column_count + 1) * sizeof *row->values);
    row->limits = al_arena_new(arena, (table->column_count + 1) * sizeof *row->limits);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct trial_column *c = &table->columns[i];
        if (!c->generated && !c->numbered && c->reference < 0)
            row->limits[i] = trial_limits(arena, dialect_of(row), c);
    }
    return find_parents(row);
}

/* ---- Ordinary rows --------------------------------------------------------------------------------------- */

static const char *parent_value(const struct trial_row *row, const struct trial_column *c, unsigned n)
{
    const struct trial_reference *r = &row->table->references[c->reference];
    const struct trial_rows *parents = &row->parents[c->reference];
    for (size_t i = 0; i < r->count && parents->count > 0; i++) {
        if (!strcmp(r->columns[i], c->name))
            return trial_cell(parents, n % parents->count, i);
    }
    return "NULL";
}

static const char *plain_value(const struct trial_row *row, size_t i, unsigned n)
{
    const struct trial_column *c = column_at(row, i);
    if (c->generated)
        return NULL;
    if (c->reference >= 0)
        return parent_value(row, c, n);
    if (c->numbered)
        return trial_format(row->arena, "%u", NUMBERED_FROM + n);
    if (row->known->values[i] && !c->unique)
        return row->known->values[i];
    const char *value = trial_plain_value(row->arena, dialect_of(row), c, n);
    return value ? value : c->has_default ? NULL : c->not_null ? "''" : "NULL";
}

void trial_row_plain(struct trial_row *row, unsigned n)
{
    for (size_t i = 0; i < row->table->column_count; i++)
        row->values[i] = plain_value(row, i, n);
}

/* ---- The first rows -------------------------------------------------------------------------------------- */

static void use_defaults(struct trial_row *row)
{
    for (size_t i = 0; i < row->table->column_count; i++) {
        if (column_at(row, i)->has_default && !column_at(row, i)->unique && !column_at(row, i)->numbered)
            row->values[i] = NULL;
    }
}

static void give_up(struct trial_row *row)
{
    const struct aludel_error *e = &row->base->error;
    row->known->impossible = true;
    row->known->why = trial_error(&row->base->t->arena, e);
    memset(row->known->values, 0, row->table->column_count * sizeof *row->known->values);
}

bool trial_row_ordinary(struct trial_row *row)
{
    trial_row_plain(row, row->count);
    bool ok = trial_row_insert(row);
    if (ok || row->known->searched || trial_interrupted())
        return ok;
    row->known->searched = true;
    return trial_row_meet(row);
}

bool trial_row_first(struct trial_row *row)
{
    trial_row_plain(row, 0);
    use_defaults(row);
    bool ok = trial_row_insert(row) || trial_row_ordinary(row);
    if (!ok && !trial_interrupted())
        give_up(row);
    return ok;
}

/* ---- Limits ---------------------------------------------------------------------------------------------- */

unsigned trial_row_most_limits(const struct trial_row *row)
{
    size_t most = 0;
    for (size_t i = 0; i < row->table->column_count; i++)
        most = row->limits[i].count > most ? row->limits[i].count : most;
    return (unsigned)most;
}

/* What is unique has each value once. */
bool trial_row_set_limit(struct trial_row *row, size_t column, unsigned k)
{
    const struct trial_values *limits = &row->limits[column];
    if (k >= limits->count)
        return false;
    row->values[column] = limits->at[k];
    return true;
}

void trial_row_set_limits(struct trial_row *row, unsigned k)
{
    for (size_t i = 0; i < row->table->column_count; i++) {
        const struct trial_values *limits = &row->limits[i];
        const struct trial_column *c = column_at(row, i);
        if (c->reference >= 0 && k == 0 && !c->not_null && !c->key)
            row->values[i] = "NULL";
        if (limits->count && !trial_is_checked(row->table, i) && (!c->unique || k < limits->count))
            row->values[i] = limits->at[k % limits->count];
    }
}

void trial_row_limits_of_checked(struct trial_row *row, unsigned k)
{
    for (size_t i = 0; i < row->table->column_count && !trial_interrupted(); i++) {
        if (!trial_is_checked(row->table, i))
            continue;
        trial_row_plain(row, row->count);
        if (trial_row_set_limit(row, i, k))
            trial_row_insert(row);
    }
}
