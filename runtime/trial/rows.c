#include "trial/rows.h"

#include "trial/signals.h"

#include <string.h>

#define TOLD_ROWS 64

/* ---- The question ------------------------------------------------------------------------------------ */

static void put_column(struct al_builder *b, bool postgresql, const struct trial_column *c)
{
    if (postgresql) {
        al_puts(b, "(");
        trial_put_name(b, c->name);
        al_puts(b, ")::text");
        return;
    }
    al_puts(b, "CASE typeof(");
    trial_put_name(b, c->name);
    al_puts(b, ") WHEN 'blob' THEN 'x' || hex(");
    trial_put_name(b, c->name);
    al_puts(b, ") WHEN 'real' THEN printf('%!.17g', ");
    trial_put_name(b, c->name);
    al_puts(b, ") ELSE CAST(");
    trial_put_name(b, c->name);
    al_puts(b, " AS TEXT) END");
}

static const char *question(struct aludel_arena *arena, bool postgresql, const struct trial_table *table)
{
    struct al_builder b = al_builder(arena);
    bool any = false;
    al_puts(&b, "SELECT ");
    for (size_t i = 0; i < table->column_count; i++) {
        al_puts(&b, i ? ", " : "");
        put_column(&b, postgresql, &table->columns[i]);
    }
    al_putf(&b, " FROM %s", table->sql);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].key) {
            al_puts(&b, any ? ", " : " ORDER BY ");
            trial_put_name(&b, table->columns[i].name);
            any = true;
        }
    }
    return al_built(&b).z;
}

/* ---- Digests ------------------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

static uint64_t hash(uint64_t h, struct aludel_value v)
{
    h = (h ^ (v.type == ALUDEL_NONE)) * 0x100000001b3u;
    for (size_t i = 0; v.type != ALUDEL_NONE && i < v.as.text.n; i++)
        h = (h ^ (unsigned char)v.as.text.z[i]) * 0x100000001b3u;
    return mixed(h);
}

static uint64_t key_of(const struct trial_table *table, const struct aludel_value *cells)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].key)
            h = hash(h, cells[i]);
    }
    return h;
}

static void add_row(const struct trial_table *table, struct trial_held *held, struct aludel_value row)
{
    const struct aludel_value *cells = row.as.items->values;
    uint64_t key = key_of(table, cells);
    held->count++;
    for (size_t i = 0; i < table->column_count; i++) {
        held->columns[i].values += hash(0xcbf29ce484222325u, cells[i]);
        held->columns[i].placed += hash(key, cells[i]);
    }
}

static void keep_cells(struct aludel_arena *into, const struct trial_table *table, struct trial_held *held,
                       struct aludel_value row)
{
    const struct aludel_value *cells = row.as.items->values;
    const char **to = held->cells + held->cell_rows++ * table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        bool none = cells[i].type == ALUDEL_NONE;
        to[i] = none ? NULL : al_arena_copy(into, cells[i].as.text.z, cells[i].as.text.n);
    }
}

/* ---- Reading --------------------------------------------------------------------------------------------- */

static bool read_rows(struct trial_base *b, struct al_cursor *cursor, struct aludel_arena *into,
                      const struct trial_table *table, struct trial_held *held)
{
    struct aludel_arena arena;
    struct aludel_value row;
    al_arena_init(&arena, &trial_allocator);
    struct aludel_eval eval = {.arena = &arena};
    struct al_mark mark = al_arena_mark(&arena);
    while (!trial_interrupted() && b->driver->type->next_row(b->driver, cursor, &eval, &row)) {
        add_row(table, held, row);
        if (held->cell_rows < TOLD_ROWS)
            keep_cells(into, table, held, row);
        al_arena_release(&arena, mark);
    }
    al_arena_free(&arena);
    return b->driver->error.code == ALUDEL_OK && !trial_interrupted();
}

static bool read_table(struct trial_base *b, struct aludel_arena *into, const struct trial_table *table,
                       struct trial_held *held)
{
    const struct al_driver_type *type = b->driver->type;
    const char *sql = question(into, trial_on_postgresql(b->t), table);
    struct aludel_statement st = {.sql = sql, .length = (uint32_t)strlen(sql), .flags = ALUDEL_READS};
    struct al_request request = {.what = {&st, NULL}};
    struct al_cursor *cursor = NULL;
    held->columns = al_arena_new(into, (table->column_count + 1) * sizeof *held->columns);
    held->cells = al_arena_new(into, (TOLD_ROWS * table->column_count + 1) * sizeof *held->cells);
    bool ok = type->open_rows(b->driver, &request, &cursor) && read_rows(b, cursor, into, table, held);
    if (cursor)
        type->close_rows(b->driver, cursor);
    return ok;
}

static bool read_all(struct trial_base *b, struct aludel_arena *into, struct trial_data *data)
{
    data->held = al_arena_new(into, (data->tables.count + 1) * sizeof *data->held);
    for (size_t i = 0; i < data->tables.count; i++) {
        bool ok = b->driver->type->begin(b->driver, AL_BEGIN_READ) &&
                  read_table(b, into, &data->tables.at[i], &data->held[i]);
        if (!ok)
            b->error = b->driver->error;
        b->driver->type->rollback(b->driver);
        if (!ok)
            return al_error(&b->error, ALUDEL_INTERRUPTED, "interrupted");
    }
    return true;
}

bool trial_data_read(struct trial *t, const struct trial_place *p, struct aludel_arena *into,
                     struct trial_data *data, struct aludel_error *error)
{
    struct trial_base b;
    *data = (struct trial_data){0};
    bool ok = trial_base_open(&b, t, p->url, true, error);
    if (ok) {
        ok = trial_look(&b, into, &data->tables) && read_all(&b, into, data);
        *error = b.error;
    }
    trial_base_close(&b);
    return ok;
}
