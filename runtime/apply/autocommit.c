/*
 * autocommit.c: what happens around each statement of a migration with autocommit parts, so that one that
 * was interrupted anywhere goes on where it stopped.
 *
 *   in a transactional part     the statement and its journal row share the part's transaction
 *   in a block                  the statement gets a transaction of its own, with its journal row
 *   a question                  the same, with its answer: who goes on behind an interruption is answered alike
 *   in a block, can't be in one "started" is written first, "done" afterwards; found "started", one that
 *                               may be repeated is, any other stops the run and asks
 *
 * Every transaction begins with the guard on the version rows: two migrators that meet in the middle take
 * turns, each skipping what the journal says the other did, and the one that comes too late finds the
 * version changed.
 */
#include "apply/apply.h"

#include "core/sha256.h"

#include <string.h>

static struct al_run *run_of(struct aludel_op *op)
{
    return op->apply;
}

static void sum_of(const struct al_request *request, char hex[33])
{
    struct al_sha256 s;
    uint8_t digest[32];
    al_sha256_init(&s);
    al_sha256_add(&s, request->what.statement->sql, request->what.statement->length);
    al_sha256_end(&s, digest);
    al_hex(hex, digest, 16);
}

/* Another group of the same step. */
static bool reopen(struct aludel_op *op)
{
    struct al_run *run = run_of(op);
    uint32_t mark = run->a->driver->mark;
    bool ok = al_open_group(run);
    run->a->driver->mark = mark;
    return ok;
}

static bool is_alone(const struct aludel_op *op, const struct al_request *request)
{
    return op->in_autocommit && (request->what.statement->flags & ALUDEL_ALONE);
}

/* ---- Before a statement ---------------------------------------------------------------------- */

static bool other_statement(struct aludel_op *op, const struct al_request *request)
{
    struct aludel *a = run_of(op)->a;
    al_fail(a, ALUDEL_FAILED, "statement %u of '%s' isn't the one that ran before the interruption",
            (unsigned)op->ordinal, op->migration->id);
    al_error_at(a->error, &request->what.statement->at);
    al_error_hint(a->error,
                  "the migration was interrupted and has changed since: run the earlier version of it to its "
                  "end, or finish it by hand and `stamp` the revision, or undo it by hand and empty %s",
                  a->journal_table);
    return false;
}

static bool ask_for_resume(struct aludel_op *op, const struct al_request *request)
{
    struct aludel *a = run_of(op)->a;
    const struct aludel_statement *s = request->what.statement;
    al_fail(a, ALUDEL_FAILED, "'%s' was interrupted while a statement ran that can't be in a transaction",
            op->migration->id);
    al_error_at(a->error, &s->at);
    al_error_statement(a->error, s->sql, s->length);
    al_error_hint(a->error,
                  "look whether it took effect, then resume with `resume_done` (it did) or with "
                  "`resume_again` (run it again); or another migrator is executing it at this moment: wait");
    return false;
}

/* What came of a statement that is done. */
static bool recall(struct aludel_op *op, const struct al_entry *e, struct al_outcome *outcome)
{
    outcome->changed = e->changed;
    if (!e->answer.z || al_answer_read(&op->eval, e->answer, &outcome->value)) {
        return true;
    }
    struct aludel *a = run_of(op)->a;
    if (op->arena.exhausted) {
        return al_fail_no_memory(a);
    }
    return al_fail(a, ALUDEL_FAILED, "row %u of '%s' in %s can't be read", (unsigned)op->ordinal,
                   op->migration->id, a->journal_table);
}

/* The journal's word about the statement. */
static bool look_up(struct aludel_op *op, const struct al_request *request, struct al_entry *e)
{
    struct al_run *run = run_of(op);
    char sum[33];
    if (!al_journal_find(run->a, &run->pieces.key, op->ordinal, e)) {
        return false;
    }
    sum_of(request, sum);
    return e->state == AL_JOURNAL_NONE || strcmp(sum, e->sum) == 0 || other_statement(op, request);
}

static bool start_alone(struct aludel_op *op, const struct al_request *request, const struct al_entry *found)
{
    struct al_run *run = run_of(op);
    struct al_entry e = {.state = AL_JOURNAL_STARTED};
    sum_of(request, e.sum);
    if (found->state == AL_JOURNAL_NONE && !al_journal_put(run->a, &run->pieces.key, op->ordinal, &e)) {
        return false;
    }
    if (!al_close_group(run)) {
        return false;
    }
    run->pieces.alone = op->ordinal;
    return true;
}

/* "started" was all that was known: the database may know more. Nothing is held while it is asked. */
static bool find_out(struct aludel_op *op, const struct al_request *request, const struct al_entry *e,
                     bool *skip)
{
    struct al_run *run = run_of(op);
    struct aludel *a = run->a;
    if (!al_close_group(run)) {
        return false;
    }
    enum al_effect effect = a->type->effect ? a->type->effect(a->driver, request) : AL_EFFECT_UNKNOWN;
    if (a->driver->error.code != ALUDEL_OK) { /* it couldn't be asked */
        return al_driver_failed(a);
    }
    if (effect == AL_EFFECT_UNKNOWN) {
        return ask_for_resume(op, request);
    }
    if (!reopen(op)) {
        return false;
    }
    if (effect == AL_EFFECT_NONE) {
        return start_alone(op, request, e);
    }
    *skip = true;
    return al_journal_finish(a, &run->pieces.key, op->ordinal, 0) && al_close_group(run);
}

static bool before_in_block(struct aludel_op *op, const struct al_request *request, bool *skip,
                            struct al_outcome *outcome)
{
    struct al_run *run = run_of(op);
    struct al_entry e;
    bool alone = is_alone(op, request);
    if (!reopen(op) || !look_up(op, request, &e)) {
        return false;
    }
    if (e.state == AL_JOURNAL_DONE) {
        *skip = true;
        return recall(op, &e, outcome) && al_close_group(run);
    }
    if (e.state == AL_JOURNAL_STARTED && !(request->what.statement->flags & ALUDEL_REPEATS)) {
        return find_out(op, request, &e, skip);
    }
    return !alone || start_alone(op, request, &e);
}

static bool before_in_part(struct aludel_op *op, const struct al_request *request, bool *skip,
                           struct al_outcome *outcome)
{
    struct al_entry e;
    if (!look_up(op, request, &e)) {
        return false;
    }
    *skip = e.state == AL_JOURNAL_DONE;
    return !*skip || recall(op, &e, outcome);
}

static bool before(struct aludel_op *op, const struct al_request *request, bool *skip,
                   struct al_outcome *outcome)
{
    struct aludel *a = run_of(op)->a;
    struct al_mark mark = al_arena_mark(&a->scratch);
    *skip = false;
    bool ok =
        !op->migration || (op->in_autocommit ? before_in_block : before_in_part)(op, request, skip, outcome);
    al_arena_release(&a->scratch, mark);
    return ok;
}

/* ---- After it -------------------------------------------------------------------------------- */

static bool record_done(struct aludel_op *op, uint32_t ordinal, int64_t changed)
{
    struct al_run *run = run_of(op);
    struct aludel *a = run->a;
    return reopen(op) && al_journal_finish(a, &run->pieces.key, ordinal, changed) && al_close_group(run) &&
           al_settle(a);
}

/* What was done outside a transaction can't be undone: that it was is recorded whoever has the lock for a moment,
 * and whoever would rather have us stop. */
static bool finish_alone(struct aludel_op *op, int64_t changed)
{
    struct al_run *run = run_of(op);
    struct aludel *a = run->a;
    struct al_patience patience = {0};
    int interrupted = a->interrupted;
    a->interrupted = 0;
    bool done = record_done(op, run->pieces.alone, changed);
    while (!done && a->driver->missed == AL_MISSED_LOCK) {
        a->type->rollback(a->driver);
        done = al_wait_for_lock(a, &patience) && record_done(op, run->pieces.alone, changed);
    }
    run->pieces.alone = 0;
    a->interrupted = a->interrupted || interrupted;
    return done;
}

static bool put_outcome(struct aludel_op *op, const struct al_request *request,
                        const struct al_outcome *outcome)
{
    struct al_run *run = run_of(op);
    struct al_entry e = {.state = AL_JOURNAL_DONE, .changed = outcome->changed};
    struct al_builder answer = al_builder(&run->a->scratch);
    sum_of(request, e.sum);
    if (outcome->value.type != ALUDEL_UNSET) {
        al_answer_write(&answer, outcome->value);
        e.answer = al_built(&answer);
    }
    if (answer.failed) {
        return al_fail_no_memory(run->a);
    }
    return al_journal_put(run->a, &run->pieces.key, op->ordinal, &e);
}

static bool after(struct aludel_op *op, const struct al_request *request, const struct al_outcome *outcome)
{
    struct al_run *run = run_of(op);
    if (!op->migration) {
        return true;
    }
    if (run->pieces.alone) {
        return finish_alone(op, outcome->changed);
    }
    struct al_mark mark = al_arena_mark(&run->a->scratch);
    bool ok = put_outcome(op, request, outcome);
    al_arena_release(&run->a->scratch, mark);
    return ok && (!op->in_autocommit || al_close_group(run));
}

/* ---- Around a block -------------------------------------------------------------------------- */

/* What stands in front of the first block stays from its COMMIT on: the answer to that is waited for. */
static bool commit_first_part(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_entry e = {.state = AL_JOURNAL_DONE};
    bool done = al_journal_put(a, &run->pieces.key, 0, &e) && al_close_group(run) && al_settle(a);
    run->pieces.resumed = done || a->driver->committed == a->driver->begun;
    return done;
}

static bool begin_part(struct aludel_op *op)
{
    struct al_run *run = run_of(op);
    return run->pieces.resumed ? al_close_group(run) : commit_first_part(run);
}

const struct al_autocommit al_autocommit_journal = {before, after, begin_part, reopen};

/* ---- The run's side -------------------------------------------------------------------------- */

/* In the step's first group: whether an earlier run left something. */
bool al_pieces_begin(struct al_run *run, const struct aludel_migration *m)
{
    struct al_entry first;
    run->pieces.key = (struct al_journal_key){m->id, run->direction};
    if (!al_journal_create(run->a) || !al_journal_find(run->a, &run->pieces.key, 0, &first)) {
        return false;
    }
    run->pieces.resumed = first.state == AL_JOURNAL_DONE;
    if (run->pieces.resumed) {
        al_remark(run->a, "'%s' was interrupted: going on where it stopped", m->id);
    }
    return true;
}

/* A statement outside a transaction that failed by itself isn't "started" any more. What has become of one whose
 * connection was lost isn't known, but of the migration it is: it stands between two pieces. */
void al_pieces_failed(struct al_run *run)
{
    struct aludel *a = run->a;
    int interrupted = a->interrupted;
    bool unknown = run->failure.unsure; /* then it stays "started" */
    run->failure.unsure = unknown && run->failure.lost;
    if (run->pieces.alone && a->driver && !a->driver->lost && !unknown) {
        struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
        a->interrupted = 0; /* what stopped the statement must not stop this */
        if (al_open_group(run) && al_journal_remove(a, &run->pieces.key, run->pieces.alone)) {
            al_close_group(run);
        }
        a->type->rollback(a->driver);
        a->error = first;
        a->interrupted = a->interrupted || interrupted;
    }
    run->pieces.alone = 0;
}
