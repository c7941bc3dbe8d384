/*
 * build.c: statements that are put together at run time. Their text lives in an arena of its own, so that a
 * loop in the middle of a statement can give back what its turns made.
 */
#include "core/literal.h"
#include "op/op.h"

#include <string.h>

void aludel_sql_open(struct aludel_op *op, const struct aludel_place *at, unsigned flags)
{
    if (!al_op_ready(op, at)) {
        return;
    }
    if (!op->pieces_start.block) {
        al_arena_new(&op->pieces, 1); /* the first block stays from here on */
        op->pieces_start = al_arena_mark(&op->pieces);
    }
    if (!op->open) {
        al_arena_release(&op->pieces, op->pieces_start);
    }
    struct al_open *open = al_arena_new(&op->pieces, sizeof *open);
    if (!open) {
        al_op_failed(op);
        return;
    }
    open->outer = op->open;
    open->text = al_builder(&op->pieces);
    open->statement.at = op->at;
    open->statement.flags = (uint16_t)flags;
    op->open = open;
}

void aludel_sql_text(struct aludel_op *op, const char *sql, size_t length)
{
    if (aludel_ok(op) && op->open) {
        al_put(&op->open->text, sql, length);
    }
}

void aludel_sql_parameter(struct aludel_op *op, struct aludel_value v)
{
    struct al_open *open = op->open;
    if (!aludel_ok(op) || !open) {
        return;
    }
    struct aludel_value *values =
        al_arena_grow(&op->pieces, open->values, open->count, &open->room, sizeof *values);
    if (!values) {
        al_op_failed(op);
        return;
    }
    open->values = values;
    al_putc(&open->text, ALUDEL_PARAMETER);
    open->values[open->count++] = al_copy_value(&op->pieces, v);
}

void aludel_sql_hole(struct aludel_op *op, enum aludel_hole how, const char *tag, struct aludel_value v)
{
    if (!aludel_ok(op) || !op->open) {
        return;
    }
    op->at = op->open->statement.at;
    if (!al_write_hole(&op->eval, &op->open->text, aludel_dialect(op), how, tag, v)) {
        al_op_failed(op);
    }
}

struct aludel_bound aludel_sql_close(struct aludel_op *op)
{
    static const struct aludel_statement nothing = {.sql = ""};
    struct al_open *open = op->open;
    if (open) {
        op->open = open->outer;
    }
    if (!open || !al_op_ready(op, &open->statement.at)) {
        return (struct aludel_bound){&nothing, NULL};
    }
    uint16_t flags = open->statement.flags;
    if (!al_op_statement(op, al_built(&open->text), open->count, &open->statement)) {
        return (struct aludel_bound){&nothing, NULL};
    }
    open->statement.flags = flags;
    return (struct aludel_bound){&open->statement, open->values};
}
