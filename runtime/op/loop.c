/*
 * loop.c: loops, and their memory. At the begin of a turn everything that the turn before has made is given
 * back, except the variables that outlive it: those are carried through a second arena.
 */
#include "op/op.h"

#include <string.h>

_Static_assert(sizeof(struct al_mark) <= sizeof(uint64_t[2]), "a mark fits where generated code keeps it");

static void set_mark(struct aludel_op *op, uint64_t mark[2])
{
    al_arena_new(&op->arena, 1); /* a block that stays, so that turns don't allocate one after another */
    struct al_mark here = al_arena_mark(&op->arena);
    memcpy(mark, &here, sizeof here);
}

static struct al_mark get_mark(const uint64_t mark[2])
{
    struct al_mark here;
    memcpy(&here, mark, sizeof here);
    return here;
}

static bool has_memory(struct aludel_value v)
{
    return v.type != ALUDEL_UNSET && v.type != ALUDEL_NONE && v.type != ALUDEL_BOOL && v.type != ALUDEL_INT &&
           v.type != ALUDEL_FLOAT;
}

static void copy_kept(struct aludel_arena *to, struct aludel_value *const *kept, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_memory(*kept[i])) {
            *kept[i] = al_copy_value(to, *kept[i]);
        }
    }
}

static bool recycle(struct aludel_op *op, const uint64_t mark[2], struct aludel_value *const *kept,
                    size_t count)
{
    struct al_mark spare = al_arena_mark(&op->spare);
    copy_kept(&op->spare, kept, count);
    al_arena_release(&op->arena, get_mark(mark));
    copy_kept(&op->arena, kept, count);
    al_arena_release(&op->spare, spare);
    return al_op_ready(op, NULL);
}

/* ---- Rows -------------------------------------------------------------------------------------- */

void aludel_rows_open(struct aludel_op *op, struct aludel_rows *rows, struct aludel_bound query,
                      struct aludel_value *const *kept, size_t kept_count)
{
    *rows = (struct aludel_rows){.kept = kept, .kept_count = kept_count};
    if (!al_op_rows(op, &query.statement->at, "op.query")) {
        return;
    }
    struct al_request request = al_op_request(op, query);
    rows->cursor = al_op_open_rows(op, &request);
    if (rows->cursor) {
        set_mark(op, rows->mark);
    }
}

void aludel_rows_close(struct aludel_op *op, struct aludel_rows *rows)
{
    al_op_close_rows(op, rows->cursor);
    rows->cursor = NULL;
}

bool aludel_rows_next(struct aludel_op *op, struct aludel_rows *rows, struct aludel_value *row)
{
    struct al_driver *d = op->around->driver;
    *row = aludel_unset();
    if (rows->cursor && al_op_ready(op, NULL) && recycle(op, rows->mark, rows->kept, rows->kept_count) &&
        al_op_next_row(op, rows->cursor, &op->eval, row)) {
        return true;
    }
    if (op->error->code == ALUDEL_OK && d->error.code != ALUDEL_OK) {
        al_op_failed(op);
    }
    aludel_rows_close(op, rows);
    return false;
}

/* ---- Other loops --------------------------------------------------------------------------------- */

bool aludel_turn(struct aludel_op *op, struct aludel_loop *loop)
{
    if (!al_op_ready(op, NULL)) {
        return false;
    }
    if (loop->turn++ == 0) {
        set_mark(op, loop->mark);
        return al_op_ready(op, NULL);
    }
    return recycle(op, loop->mark, loop->kept, loop->kept_count);
}

bool aludel_item(struct aludel_op *op, struct aludel_value v, size_t i, struct aludel_value *item)
{
    return aludel_ok(op) && (al_item(&op->eval, v, i, item) || (op->eval.failed && al_op_failed(op)));
}

void aludel_unpack(struct aludel_op *op, struct aludel_value v, size_t count,
                   struct aludel_value *const *into)
{
    size_t have = 0;
    if (!aludel_ok(op)) {
        return;
    }
    if (al_count(&op->eval, v, &have) && have != count) {
        if (have > count) {
            al_raise(&op->eval, "too many values to unpack (expected %zu)", count);
        } else {
            al_raise(&op->eval, "not enough values to unpack (expected %zu, got %zu)", count, have);
        }
    }
    for (size_t i = 0; i < count && !op->eval.failed; i++) {
        al_item(&op->eval, v, i, into[i]);
    }
    if (op->eval.failed) {
        al_op_failed(op);
    }
}

bool aludel_true(struct aludel_op *op, struct aludel_value v)
{
    return al_op_ready(op, NULL) && al_truth(v);
}
