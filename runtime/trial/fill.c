#include "trial/fill.h"

#include "trial/fit.h"
#include "trial/signals.h"

#include <string.h>

#define PLAIN_ROWS 3u
#define MOST_LIMITS 12u

struct filling {
    struct trial *t;
    struct trial_base *base;
    struct aludel_arena *arena;
    struct trial_tables tables;
    struct trial_tables next;       /* how they will be; none: that doesn't matter */
    const struct trial_tables *old; /* which are left alone; NULL: none */
    bool *done;                     /* by table */
    enum trial_rows_kind kind;
};

/* ---- What is known of a table from before ------------------------------------------------------------- */

static struct trial_known *known_of(struct trial *t, const struct trial_table *table)
{
    struct trial_known *k = t->known;
    while (k && strcmp(k->shape, table->shape) != 0)
        k = k->next;
    if (k)
        return k;
    k = al_arena_new(&t->arena, sizeof *k);
    k->shape = al_arena_copy(&t->arena, table->shape, strlen(table->shape));
    k->values = al_arena_new(&t->arena, (table->column_count + 1) * sizeof *k->values);
    k->next = t->known;
    t->known = k;
    return k;
}

static void tell_impossible(struct filling *f, const struct trial_table *table, struct trial_known *k)
{
    if (!k->told)
        trial_note(&f->t->report, "no row can be made for %s: %s", table->sql, k->why);
    k->told = true;
}

/* ---- A table's rows --------------------------------------------------------------------------------------- */

static bool limit_rows_apart(struct filling *f, struct trial_row *row, unsigned k)
{
    for (size_t i = 0; i < row->table->column_count; i++) {
        trial_row_plain(row, row->count);
        if (trial_row_set_limit(row, i, k))
            trial_row_insert(row);
    }
    return !trial_interrupted() && !f->base->driver->lost;
}

/* All columns at their k-th limit at once; where that is refused, one column after the other. */
static bool limit_rows(struct filling *f, struct trial_row *row)
{
    for (unsigned k = 0; k < MOST_LIMITS && k < trial_row_most_limits(row); k++) {
        trial_row_plain(row, row->count);
        trial_row_set_limits(row, k);
        bool together = trial_row_insert(row);
        if ((!together && !limit_rows_apart(f, row, k)) || trial_interrupted())
            return false;
        trial_row_limits_of_checked(row, k);
    }
    return true;
}

static void fit_known(struct filling *f, const struct trial_table *table, struct trial_known *k)
{
    const struct trial_table *next = trial_find_table(&f->next, table);
    if (next)
        trial_fit_known(k, table, known_of(f->t, next), next);
}

static void fill_table(struct filling *f, const struct trial_table *table)
{
    struct trial_known *k = known_of(f->t, table);
    struct trial_row row;
    fit_known(f, table, k);
    if (!trial_row_begin(&row, f->base, f->arena, table, k)) {
        tell_impossible(f, table, k);
        return;
    }
    if (k->impossible || !trial_row_first(&row)) {
        if (!trial_interrupted())
            tell_impossible(f, table, k);
        return;
    }
    for (unsigned i = 1; i < PLAIN_ROWS; i++)
        trial_row_ordinary(&row);
    if (f->kind == TRIAL_ROWS_LIMITS)
        limit_rows(f, &row);
}

/* ---- All tables --------------------------------------------------------------------------------------------- */

static bool is_waiting_for(struct filling *f, const struct trial_table *table,
                           const struct trial_reference *r)
{
    for (size_t i = 0; i < f->tables.count; i++) {
        if (!strcmp(f->tables.at[i].sql, r->table) && &f->tables.at[i] != table)
            return !f->done[i];
    }
    return false;
}

static bool is_ready(struct filling *f, const struct trial_table *table)
{
    for (size_t i = 0; i < table->reference_count; i++) {
        if (is_waiting_for(f, table, &table->references[i]))
            return false;
    }
    return true;
}

/* The next that waits for none; where all wait for each other, the first. */
static size_t next_table(struct filling *f)
{
    size_t first = f->tables.count;
    for (size_t i = 0; i < f->tables.count; i++) {
        if (f->done[i])
            continue;
        if (is_ready(f, &f->tables.at[i]))
            return i;
        first = first == f->tables.count ? i : first;
    }
    return first;
}

static bool fill_all(struct filling *f)
{
    f->done = al_arena_new(f->arena, (f->tables.count + 1) * sizeof *f->done);
    for (size_t n = 0; n < f->tables.count && !trial_interrupted() && !f->base->driver->lost; n++) {
        size_t i = next_table(f);
        if (!f->old || !trial_find_table(f->old, &f->tables.at[i]))
            fill_table(f, &f->tables.at[i]);
        f->done[i] = true;
    }
    return !trial_interrupted() && !f->base->driver->lost;
}

static bool look_at_next(struct filling *f, const struct trial_place *next, struct aludel_error *error)
{
    struct trial_base b;
    if (!next)
        return true;
    bool ok = trial_base_open(&b, f->t, next->url, true, error);
    if (ok) {
        ok = trial_look(&b, f->arena, &f->next);
        *error = b.error;
    }
    trial_base_close(&b);
    return ok;
}

static bool fill_here(struct filling *f)
{
    if (!trial_look(f->base, f->arena, &f->tables))
        return false;
    trial_fit_tables(f->arena, &f->tables, &f->next);
    return trial_tries_begin(f->base) && fill_all(f) && trial_tries_end(f->base);
}

static bool fill(struct filling f, const struct trial_place *p, const struct trial_place *next,
                 struct aludel_error *error)
{
    struct trial_base b = {0};
    struct aludel_arena arena;
    if (f.kind == TRIAL_ROWS_NONE)
        return true;
    al_arena_init(&arena, &trial_allocator);
    f.base = &b;
    f.arena = &arena;
    bool ok = look_at_next(&f, next, error) && trial_base_open(&b, f.t, p->url, false, error);
    if (ok) {
        ok = fill_here(&f);
        *error = b.error;
    }
    trial_base_close(&b);
    al_arena_free(&arena);
    return ok;
}

bool trial_fill(struct trial *t, const struct trial_place *p, enum trial_rows_kind kind,
                const struct trial_place *next, struct aludel_error *error)
{
    struct filling f = {.t = t, .kind = kind};
    return fill(f, p, next, error);
}

bool trial_fill_new(struct trial *t, const struct trial_place *p, enum trial_rows_kind kind,
                    const struct trial_tables *old, struct aludel_error *error)
{
    struct filling f = {.t = t, .kind = kind, .old = old};
    return fill(f, p, NULL, error);
}
