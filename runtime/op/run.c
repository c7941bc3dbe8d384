/* run.c: statements of a migration on their way to the driver. */
#include "op/op.h"

#include <string.h>

/* ---- One statement ----------------------------------------------------------------------------- */

enum result { NO_RESULT, ROW_COUNT, FIRST_VALUE, FIRST_ROW, ALL_ROWS };

static bool first_row(struct aludel_op *op, const struct al_request *request, struct aludel_value *row)
{
    struct aludel_value rows;
    struct al_driver *d = op->around->driver;
    struct al_request first = *request;
    first.limit = 1;
    if (!d->type->query(d, &first, &op->eval, &rows)) {
        return false;
    }
    *row = rows.as.items->count > 0 ? rows.as.items->values[0] : aludel_none();
    return true;
}

static bool first_value(struct aludel_op *op, const struct al_request *request, struct aludel_value *value)
{
    struct aludel_value row;
    if (!first_row(op, request, &row)) {
        return false;
    }
    bool any = row.type == ALUDEL_ROW && row.as.items->count > 0;
    *value = any ? row.as.items->values[0] : aludel_none();
    return true;
}

static bool execute(struct aludel_op *op, const struct al_request *request, enum result wanted,
                    struct al_outcome *outcome)
{
    struct al_driver *d = op->around->driver;
    al_op_tell(op, request->what.statement);
    if ((request->what.statement->flags & ALUDEL_ALONE) && al_op_outside(op)) {
        outcome->value = wanted == FIRST_VALUE || wanted == FIRST_ROW ? aludel_none() : outcome->value;
        return d->type->alone(d, request);
    }
    switch (wanted) {
    case ROW_COUNT: return d->type->count(d, request, &outcome->changed);
    case FIRST_VALUE: return first_value(op, request, &outcome->value);
    case FIRST_ROW: return first_row(op, request, &outcome->value);
    case ALL_ROWS: return d->type->query(d, request, &op->eval, &outcome->value);
    default: return d->type->send(d, request);
    }
}

/* In a migration with autocommit steps apply/ is asked first: an interrupted run may have done it already. */
static bool run_one(struct aludel_op *op, struct aludel_bound what, enum result wanted,
                    struct al_outcome *outcome)
{
    struct al_request request = al_op_request(op, what);
    bool skip = false;
    if (!al_op_ready(op, &what.statement->at)) {
        return false;
    }
    if ((what.statement->flags & ALUDEL_READS) && wanted == NO_RESULT) {
        return execute(op, &request, wanted, outcome) || al_op_failed(op);
    }
    if (!al_op_recall(op, &request, &skip, outcome)) {
        return false;
    }
    if (skip && wanted == FIRST_VALUE && outcome->value.type == ALUDEL_UNSET) {
        al_error(op->error, ALUDEL_FAILED,
                 "an interrupted run has executed this already, and its result isn't known");
        al_error_hint(op->error, "finish the migration by hand, then `stamp` its revision");
        return al_op_failed(op);
    }
    if (skip) {
        return true;
    }
    if (!execute(op, &request, wanted, outcome)) {
        return al_op_failed(op);
    }
    return al_op_remember(op, &request, outcome);
}

bool aludel_run(struct aludel_op *op, const struct aludel_statement *rows, size_t count)
{
    struct al_outcome outcome = {0};
    for (size_t i = 0; i < count; i++) {
        if (!run_one(op, (struct aludel_bound){&rows[i], NULL}, NO_RESULT, &outcome)) {
            return false;
        }
    }
    return aludel_ok(op);
}

void aludel_send(struct aludel_op *op, struct aludel_bound what)
{
    struct al_outcome outcome = {0};
    run_one(op, what, NO_RESULT, &outcome);
}

struct aludel_value aludel_execute(struct aludel_op *op, struct aludel_bound what)
{
    struct al_outcome outcome = {0};
    if (!al_op_live(op, &what.statement->at, "the row count of op.execute") ||
        !run_one(op, what, ROW_COUNT, &outcome)) {
        return aludel_unset();
    }
    return aludel_int(outcome.changed);
}

static struct aludel_value asked(struct aludel_op *op, struct aludel_bound what, const char *name,
                                 enum result wanted)
{
    struct al_outcome outcome = {0};
    if (!al_op_live(op, &what.statement->at, name) || !run_one(op, what, wanted, &outcome)) {
        return aludel_unset();
    }
    return outcome.value;
}

struct aludel_value aludel_scalar(struct aludel_op *op, struct aludel_bound what)
{
    return asked(op, what, "op.scalar", FIRST_VALUE);
}

struct aludel_value aludel_row(struct aludel_op *op, struct aludel_bound what)
{
    return asked(op, what, "bind.execute", FIRST_ROW);
}

struct aludel_value aludel_fetch(struct aludel_op *op, struct aludel_bound what)
{
    return asked(op, what, "bind.execute", ALL_ROWS);
}

/* ---- Text that is known at run time only --------------------------------------------------------- */

/* A live driver takes one statement and no more; in a script it must be certain before it is written. */
static bool is_one(struct aludel_op *op, struct aludel_text sql)
{
    const char *why = NULL;
    if (memchr(sql.z, '\0', sql.n)) {
        why = "there is a NUL in it";
    } else if (op->around->driver->type->live || al_one_statement(aludel_dialect(op), sql, &why)) {
        return true;
    }
    al_error(op->error, ALUDEL_FAILED, "op.execute_raw takes one whole statement: %s", why);
    al_error_statement(op->error, sql.z, sql.n);
    return al_op_failed(op);
}

static bool is_text(struct aludel_op *op, struct aludel_value sql)
{
    if (sql.type == ALUDEL_STRING || sql.type == ALUDEL_SQL) {
        return true;
    }
    al_raise(&op->eval, "op.execute_raw takes a string, not '%s'", al_type_name(sql.type));
    return al_op_failed(op);
}

struct aludel_value aludel_execute_raw(struct aludel_op *op, const struct aludel_place *at,
                                       struct aludel_value sql)
{
    if (!al_op_ready(op, at) || !is_text(op, sql) || !is_one(op, sql.as.text)) {
        return aludel_unset();
    }
    struct aludel_statement st;
    struct aludel_text text = sql.as.text;
    while (text.n > 0 && strchr(" \t\r\n;", text.z[text.n - 1])) {
        text.n--;
    }
    struct al_outcome outcome = {0};
    bool live = op->around->driver->type->live;
    if (!al_op_statement(op, text, 0, &st) ||
        !run_one(op, (struct aludel_bound){&st, NULL}, live ? ROW_COUNT : NO_RESULT, &outcome)) {
        return aludel_unset();
    }
    return live ? aludel_int(outcome.changed) : aludel_none();
}

/* ---- Autocommit ------------------------------------------------------------------------------------ */

void aludel_autocommit_begin(struct aludel_op *op)
{
    const struct al_autocommit *hooks = al_op_autocommit(op);
    if (!al_op_ready(op, NULL)) {
        return;
    }
    op->in_autocommit = true;
    if (hooks && hooks->begin && !hooks->begin(op)) {
        al_op_failed(op);
    }
}

void aludel_autocommit_end(struct aludel_op *op)
{
    const struct al_autocommit *hooks = al_op_autocommit(op);
    if (!al_op_ready(op, NULL)) {
        return;
    }
    op->in_autocommit = false;
    if (hooks && hooks->end && !hooks->end(op)) {
        al_op_failed(op);
    }
}
