/* op.c: an op's life, its errors, and what every function of op/ begins with or hands on; see op.h. */
#include "op/op.h"

#include <string.h>

void al_op_begin(struct aludel_op *op, const struct al_surroundings *around,
                 const struct aludel_migration *migration, enum aludel_direction direction)
{
    static const struct aludel_allocator none;
    const struct aludel_allocator *allocator = around->config ? &around->config->allocator : &none;
    *op = (struct aludel_op){
        .around = around, .error = around->error, .migration = migration, .direction = direction};
    al_arena_init(&op->arena, allocator);
    al_arena_init(&op->spare, allocator);
    al_arena_init(&op->pieces, allocator);
    al_arena_init(&op->lasting, allocator);
    op->eval.arena = &op->arena;
}

void al_op_end(struct aludel_op *op)
{
    al_arena_free(&op->arena);
    al_arena_free(&op->spare);
    al_arena_free(&op->pieces);
    al_arena_free(&op->lasting);
}

/* ---- Errors ------------------------------------------------------------------------------------ */

static bool exhausted(const struct aludel_op *op)
{
    return op->eval.no_memory || op->arena.exhausted || op->spare.exhausted || op->pieces.exhausted ||
           op->lasting.exhausted;
}

/* The place that is known, or at least the file. */
static void place_error(struct aludel_op *op)
{
    struct aludel_place file = {op->migration ? op->migration->file : NULL, 0};
    al_error_at(op->error, &op->at);
    al_error_at(op->error, &file);
    al_error_revision(op->error, op->migration ? op->migration->id : NULL);
}

bool al_op_failed(struct aludel_op *op)
{
    if (op->error->code == ALUDEL_OK) {
        if (op->around->driver->error.code != ALUDEL_OK) {
            *op->error = op->around->driver->error;
        } else if (exhausted(op)) {
            al_error(op->error, ALUDEL_NO_MEMORY, "out of memory");
        } else if (op->eval.failed) {
            al_error(op->error, ALUDEL_FAILED, "%s", op->eval.message);
        } else {
            al_error(op->error, ALUDEL_FAILED, "the migration failed and doesn't say why");
        }
    }
    place_error(op);
    return false;
}

bool aludel_ok(const struct aludel_op *op)
{
    return op->error->code == ALUDEL_OK && !op->eval.failed;
}

bool al_op_ready(struct aludel_op *op, const struct aludel_place *at)
{
    if (op->error->code != ALUDEL_OK) {
        return false;
    }
    bool known =
        op->eval.failed && al_place_is_known(&op->at); /* what failed already did so at the place before */
    if (at && al_place_is_known(at) && !known) {
        op->at = *at;
    }
    if (op->eval.failed || exhausted(op) || op->around->driver->error.code != ALUDEL_OK) {
        return al_op_failed(op);
    }
    if (op->around->interrupted && *op->around->interrupted) {
        al_error(op->error, ALUDEL_INTERRUPTED, "interrupted");
        return al_op_failed(op);
    }
    return true;
}

void al_op_asks(struct aludel_op *op)
{
    if (op->around->asked) {
        *op->around->asked = true;
    }
}

bool al_op_live(struct aludel_op *op, const struct aludel_place *at, const char *what)
{
    if (!al_op_ready(op, at)) {
        return false;
    }
    if (!op->around->driver->type->live) {
        al_op_asks(op);
        al_error(op->error, ALUDEL_FAILED, "%s needs a live database; an offline handle only writes a script",
                 what);
        al_error_hint(op->error, "run the migration against a database, not with an offline handle");
        return al_op_failed(op);
    }
    return true;
}

bool al_op_rows(struct aludel_op *op, const struct aludel_place *at, const char *what)
{
    if (!al_op_live(op, at, what)) {
        return false;
    }
    if (al_op_outside(op)) {
        al_error(op->error, ALUDEL_FAILED, "%s can't read rows in op.autocommit()", what);
        al_error_hint(op->error,
                      "every statement there is a transaction of its own, and rows end with theirs: "
                      "read them in front of it");
        return al_op_failed(op);
    }
    return true;
}

void aludel_at(struct aludel_op *op, const struct aludel_place *at)
{
    al_op_ready(op, at);
}

struct aludel_eval *aludel_eval(struct aludel_op *op)
{
    return &op->eval;
}

enum aludel_dialect aludel_dialect(const struct aludel_op *op)
{
    return al_dialect_of(op->around->driver->type);
}

/* ---- Statements ------------------------------------------------------------------------------- */

static const char *revision_of(const struct aludel_op *op)
{
    return op->migration ? op->migration->id : "";
}

struct al_request al_op_request(const struct aludel_op *op, struct aludel_bound what)
{
    return (struct al_request){.what = what, .revision = revision_of(op)};
}

bool al_op_statement(struct aludel_op *op, struct aludel_text sql, size_t values, struct aludel_statement *st)
{
    *st = (struct aludel_statement){
        .sql = sql.z ? sql.z : "", .length = (uint32_t)sql.n, .parameters = (uint16_t)values, .at = op->at};
    if (sql.n > UINT32_MAX) {
        al_raise(&op->eval, "a statement of %zu bytes is too long", sql.n);
    } else if (values > UINT16_MAX) {
        al_raise(&op->eval, "%zu values in one statement are too many: it holds %d", values, UINT16_MAX);
    }
    return !op->eval.failed || al_op_failed(op);
}

void al_op_tell(struct aludel_op *op, const struct aludel_statement *st)
{
    struct al_driver *d = op->around->driver;
    if (!d->type->pipelines) { /* those tell when the statement's turn comes */
        al_driver_tell_statement(d, revision_of(op), (struct aludel_text){st->sql, st->length});
    }
}

/* ---- Speaking, and failing on purpose ------------------------------------------------------------ */

static struct aludel_text said(struct aludel_op *op, struct aludel_value value)
{
    struct al_builder b = al_builder(&op->arena);
    al_write_str(&b, value);
    return al_built(&b);
}

void aludel_remark(struct aludel_op *op, const struct aludel_place *at, struct aludel_value value)
{
    if (!al_op_ready(op, at)) {
        return;
    }
    struct al_driver *d = op->around->driver;
    struct aludel_text text = said(op, value);
    /* What was sent ahead is told of first, and nothing behind it is sent yet. */
    if (!text.z || !d->type->settle(d)) {
        al_op_failed(op);
    } else if (d->type->live) {
        al_driver_tell(d, ALUDEL_EVENT_REMARK, "%s", text.z);
    } else {
        d->type->comment(d, text.z);
    }
}

void aludel_fail(struct aludel_op *op, const struct aludel_place *at, struct aludel_value message)
{
    if (!al_op_ready(op, at)) {
        return;
    }
    struct aludel_text text = said(op, message);
    al_error(op->error, ALUDEL_FAILED, "%.*s", (int)(text.n < 2000 ? text.n : 2000), text.z);
    al_op_failed(op);
}

void aludel_failf(struct aludel_op *op, const char *format, ...)
{
    if (!al_op_ready(op, NULL)) {
        return;
    }
    va_list args;
    va_start(args, format);
    al_verror(op->error, ALUDEL_FAILED, format, args);
    va_end(args);
    al_op_failed(op);
}
