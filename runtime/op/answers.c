/*
 * answers.c: what the database answers a migration. In one with autocommit steps apply/ remembers it: a run that goes
 * on behind an interruption, or behind another migrator, takes the same ways through the migration that the first one
 * took, whatever has changed in the database by what is done already.
 */
#include "op/op.h"

bool al_op_recall(struct aludel_op *op, const struct al_request *request, bool *known,
                  struct al_outcome *outcome)
{
    const struct al_autocommit *hooks = al_op_autocommit(op);
    *known = false;
    op->ordinal++;
    return !hooks || !hooks->before || hooks->before(op, request, known, outcome) || al_op_failed(op);
}

bool al_op_remember(struct aludel_op *op, const struct al_request *request, const struct al_outcome *outcome)
{
    const struct al_autocommit *hooks = al_op_autocommit(op);
    return !hooks || !hooks->after || hooks->after(op, request, outcome) || al_op_failed(op);
}

/* ---- Rows -------------------------------------------------------------------------------------- */

/* A cursor that stands for rows which are remembered. */
static bool is_remembered(const struct aludel_op *op, const void *cursor)
{
    return cursor == op;
}

void *al_op_open_rows(struct aludel_op *op, const struct al_request *request)
{
    struct al_driver *d = op->around->driver;
    struct al_cursor *cursor = NULL;
    struct al_outcome opened = {.value = aludel_bool(true)};
    bool known = false;
    if (!al_op_recall(op, request, &known, &opened)) {
        return NULL;
    }
    if (known) {
        return op;
    }
    al_op_tell(op, request->what.statement);
    if (!d->type->open_rows(d, request, &cursor)) {
        al_op_failed(op);
        return NULL;
    }
    if (!al_op_remember(op, request, &opened)) {
        d->type->close_rows(d, cursor);
        return NULL;
    }
    return cursor;
}

/* Behind the last row there is None. */
static bool next_answer(struct aludel_op *op, void *cursor, struct aludel_eval *into,
                        struct aludel_value *row)
{
    struct al_driver *d = op->around->driver;
    struct aludel_statement st = {.sql = "a row", .length = 5, .flags = ALUDEL_READS, .at = op->at};
    struct al_request request = al_op_request(op, (struct aludel_bound){&st, NULL});
    struct al_outcome outcome = {.value = aludel_none()};
    bool known = false;
    if (!al_op_recall(op, &request, &known, &outcome)) {
        return false;
    }
    if (!known && !is_remembered(op, cursor) && !d->type->next_row(d, cursor, into, &outcome.value)) {
        outcome.value = aludel_none();
    }
    if (d->error.code != ALUDEL_OK || (!known && !al_op_remember(op, &request, &outcome))) {
        return false;
    }
    *row = known ? al_copy_value(into->arena, outcome.value) : outcome.value;
    return row->type == ALUDEL_ROW;
}

bool al_op_next_row(struct aludel_op *op, void *cursor, struct aludel_eval *into, struct aludel_value *row)
{
    struct al_driver *d = op->around->driver;
    *row = aludel_unset();
    if (al_op_autocommit(op)) {
        return next_answer(op, cursor, into, row);
    }
    return d->type->next_row(d, cursor, into, row);
}

void al_op_close_rows(struct aludel_op *op, void *cursor)
{
    struct al_driver *d = op->around->driver;
    if (cursor && !is_remembered(op, cursor)) {
        d->type->close_rows(d, cursor);
    }
}
