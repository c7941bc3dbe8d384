#include "trial/base.h"

#include "core/value_ops.h"
#include "trial/signals.h"

#include <string.h>

/* ---- Opening --------------------------------------------------------------------------------------- */

bool trial_base_open(struct trial_base *b, struct trial *t, const char *url, bool read_only,
                     struct aludel_error *error)
{
    static const struct aludel_settings plain = {.application_name = "aludel test"};
    struct al_connect connect = {
        .url = url, .settings = &plain, .allocator = trial_allocator, .read_only = read_only};
    *b = (struct trial_base){.t = t};
    al_error_clear(error);
    if (!t->type->open(&b->driver, &connect, error))
        return false;
    trial_signals_watch_driver(b->driver);
    return true;
}

void trial_base_close(struct trial_base *b)
{
    if (b->driver) {
        trial_signals_watch_driver(NULL);
        b->driver->type->close(b->driver);
    }
    b->driver = NULL;
}

/* ---- Requests -------------------------------------------------------------------------------------- */

static struct aludel_statement statement(const char *sql, unsigned flags)
{
    return (struct aludel_statement){.sql = sql, .length = (uint32_t)strlen(sql), .flags = (uint16_t)flags};
}

/* Always false. */
static bool failed(struct trial_base *b)
{
    b->error = b->driver->error;
    b->driver->type->rollback(b->driver);
    return false;
}

static const char *cell_text(struct aludel_arena *into, struct aludel_value v)
{
    if (v.type == ALUDEL_NONE)
        return NULL;
    struct al_builder text = al_builder(into);
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_BYTES)
        al_put(&text, v.as.text.z, v.as.text.n);
    else
        al_write_str(&text, v);
    return al_built(&text).z;
}

static void keep_rows(struct aludel_arena *into, struct aludel_value list, struct trial_rows *rows)
{
    size_t n = list.as.items->count;
    *rows = (struct trial_rows){.count = n, .columns = n ? list.as.items->values[0].as.items->count : 0};
    rows->cells = al_arena_new(into, (n * rows->columns + 1) * sizeof *rows->cells);
    for (size_t i = 0; i < n * rows->columns; i++) {
        const struct aludel_value *row = &list.as.items->values[i / rows->columns];
        rows->cells[i] = cell_text(into, row->as.items->values[i % rows->columns]);
    }
}

bool trial_ask(struct trial_base *b, struct aludel_arena *into, const char *sql, struct trial_rows *rows)
{
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = {.what = {&st, NULL}};
    struct aludel_value list;
    struct aludel_arena arena;
    al_arena_init(&arena, &trial_allocator);
    struct aludel_eval eval = {.arena = &arena};
    bool ok = b->driver->type->query(b->driver, &request, &eval, &list);
    if (ok)
        keep_rows(into, list, rows);
    else
        failed(b);
    al_arena_free(&arena);
    return ok;
}

const char *trial_cell(const struct trial_rows *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->columns + column];
}

static bool in_transaction(struct trial_base *b, const char *sql)
{
    const struct al_driver_type *type = b->driver->type;
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = {.what = {&st, NULL}};
    return (type->begin(b->driver, AL_BEGIN_WRITE) && type->send(b->driver, &request) &&
            type->commit(b->driver) && type->settle(b->driver)) ||
           failed(b);
}

bool trial_alone(struct trial_base *b, const char *sql)
{
    struct aludel_statement st = statement(sql, ALUDEL_ALONE);
    struct al_request request = {.what = {&st, NULL}};
    return b->driver->type->alone(b->driver, &request) || failed(b);
}

/* ---- Tries ----------------------------------------------------------------------------------------- */

/* A transaction for each would wait for the disk each time; SQLite takes back what a statement that fails has done, and no
 * more. PostgreSQL would give up the transaction, and doesn't wait (places_postgresql.c). */
bool trial_tries_begin(struct trial_base *b)
{
    return trial_on_postgresql(b->t) || b->driver->type->begin(b->driver, AL_BEGIN_WRITE) || failed(b);
}

bool trial_try(struct trial_base *b, const char *sql)
{
    if (trial_on_postgresql(b->t) || !b->driver->in_group)
        return in_transaction(b, sql);
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = {.what = {&st, NULL}};
    bool ok = b->driver->type->send(b->driver, &request);
    if (!ok) {
        b->error = b->driver->error;
        al_error_clear(&b->driver->error);
    }
    return ok;
}

bool trial_tries_end(struct trial_base *b)
{
    return trial_on_postgresql(b->t) || b->driver->type->commit(b->driver) || failed(b);
}

/* ---- Text ------------------------------------------------------------------------------------------ */

static void put_quoted(struct al_builder *b, const char *text, char quote)
{
    al_putc(b, quote);
    for (; *text; text++) {
        if (*text == quote)
            al_putc(b, quote);
        al_putc(b, *text);
    }
    al_putc(b, quote);
}

void trial_put_name(struct al_builder *b, const char *name)
{
    put_quoted(b, name, '"');
}

void trial_put_string(struct al_builder *b, const char *text)
{
    put_quoted(b, text, '\'');
}
