/* cfun.c: what C code in a migration uses, and how C functions are called from expressions. */
#include "op/op.h"

#include <string.h>

void *aludel_alloc(struct aludel_op *op, size_t size)
{
    void *memory = al_op_ready(op, NULL) ? al_arena_new(&op->lasting, size) : NULL;
    if (!memory) {
        al_op_failed(op);
    }
    return memory;
}

/* ---- Statements over C types ------------------------------------------------------------------- */

int64_t aludel_execute_sql(struct aludel_op *op, const char *sql, size_t count,
                           const struct aludel_value *values)
{
    struct aludel_statement st;
    if (!al_op_ready(op, NULL) || !al_op_statement(op, al_text(sql), count, &st)) {
        return 0;
    }
    struct aludel_bound what = {&st, values};
    if (!op->around->driver->type->live) {
        aludel_send(op, what);
        return -1;
    }
    struct aludel_value changed = aludel_execute(op, what);
    return changed.type == ALUDEL_INT ? changed.as.integer : 0;
}

/* The rows have an arena of their own, so that what `each` computes stays. */
static bool read_rows(struct aludel_op *op, void *cursor, struct aludel_eval *into,
                      bool (*each)(struct aludel_op *op, struct aludel_value row, void *with), void *with)
{
    struct al_driver *d = op->around->driver;
    struct aludel_value row;
    al_arena_new(into->arena, 1);
    struct al_mark mark = al_arena_mark(into->arena);
    while (al_op_ready(op, NULL) && al_op_next_row(op, cursor, into, &row)) {
        if (!each(op, row, with)) {
            break;
        }
        al_arena_release(into->arena, mark);
    }
    return aludel_ok(op) && d->error.code == ALUDEL_OK;
}

bool aludel_query_sql(struct aludel_op *op, const char *sql, size_t count, const struct aludel_value *values,
                      bool (*each)(struct aludel_op *op, struct aludel_value row, void *with), void *with)
{
    struct aludel_statement st;
    if (!al_op_rows(op, NULL, "aludel_query_sql") || !al_op_statement(op, al_text(sql), count, &st)) {
        return false;
    }
    struct al_request request = al_op_request(op, (struct aludel_bound){&st, values});
    void *cursor = al_op_open_rows(op, &request);
    if (!cursor) {
        return false;
    }
    struct aludel_arena arena;
    al_arena_init(&arena, &op->arena.allocator);
    struct aludel_eval into = {.arena = &arena};
    bool ok = read_rows(op, cursor, &into, each, with);
    al_op_close_rows(op, cursor);
    al_arena_free(&arena);
    return ok || al_op_failed(op);
}

struct aludel_value aludel_column(struct aludel_value row, size_t index)
{
    if (row.type != ALUDEL_ROW || index >= row.as.items->count) {
        return aludel_none();
    }
    return row.as.items->values[index];
}

/* ---- Values into C arguments ---------------------------------------------------------------------- */

static bool misfit(struct aludel_op *op, const char *wanted, struct aludel_value v)
{
    if (aludel_ok(op)) {
        al_raise(&op->eval, "a C function takes %s here, not '%s'", wanted, al_type_name(v.type));
    }
    return al_op_failed(op);
}

const char *aludel_to_text(struct aludel_op *op, struct aludel_value v)
{
    if (!aludel_ok(op) || v.type == ALUDEL_NONE) {
        return NULL;
    }
    if (v.type != ALUDEL_STRING && v.type != ALUDEL_SQL) {
        misfit(op, "a string", v);
        return NULL;
    }
    if (v.as.text.n > 0 && memchr(v.as.text.z, '\0', v.as.text.n)) {
        al_raise(&op->eval, "a string with a NUL in it can't be given to a C function");
        al_op_failed(op);
        return NULL;
    }
    char *z = al_arena_copy(&op->arena, v.as.text.z, v.as.text.n);
    if (!z) {
        al_op_failed(op);
    }
    return z;
}

int64_t aludel_to_int(struct aludel_op *op, struct aludel_value v)
{
    if (v.type == ALUDEL_BOOL) {
        return v.as.boolean;
    }
    return v.type == ALUDEL_INT ? v.as.integer : misfit(op, "an integer", v);
}

double aludel_to_double(struct aludel_op *op, struct aludel_value v)
{
    if (v.type == ALUDEL_INT) {
        return (double)v.as.integer;
    }
    return v.type == ALUDEL_FLOAT ? v.as.number : (double)misfit(op, "a number", v);
}

bool aludel_to_bool(struct aludel_op *op, struct aludel_value v)
{
    if (v.type == ALUDEL_INT && (v.as.integer == 0 || v.as.integer == 1)) {
        return v.as.integer == 1;
    }
    return v.type == ALUDEL_BOOL ? v.as.boolean : misfit(op, "a boolean", v);
}

/* ---- C results into values -------------------------------------------------------------------------- */

struct aludel_value aludel_from_text(struct aludel_op *op, const char *z)
{
    if (!aludel_ok(op)) {
        return aludel_unset();
    }
    return z ? al_new_string(&op->eval, z, strlen(z)) : aludel_none();
}

struct aludel_value aludel_from_int(struct aludel_op *op, int64_t i)
{
    return aludel_ok(op) ? aludel_int(i) : aludel_unset();
}

struct aludel_value aludel_from_double(struct aludel_op *op, double d)
{
    return aludel_ok(op) ? aludel_float(d) : aludel_unset();
}

struct aludel_value aludel_from_bool(struct aludel_op *op, bool b)
{
    return aludel_ok(op) ? aludel_bool(b) : aludel_unset();
}

struct aludel_value aludel_from_value(struct aludel_op *op, struct aludel_value v)
{
    return aludel_ok(op) ? v : aludel_unset();
}
