/*
 * run.c: one upgrade, downgrade or resume. A round reads the version rows, plans from them, and runs the
 * steps; when the rows turn out to have changed under the lock, someone else was faster, and the next round
 * plans anew.
 */
#include "apply/budget.h"

#include <string.h>

/* ---- The steps ------------------------------------------------------------------------------- */

static void undo(struct al_run *run)
{
    struct aludel *a = run->a;
    al_note_failure(run);
    if (a->driver && (a->driver->in_group || a->driver->error.code != ALUDEL_OK)) {
        a->type->rollback(a->driver);
    }
}

/* Nothing was wrong with the migrations: the next round will do. */
static bool is_missed(const struct al_run *run)
{
    return run->failure.missed == AL_MISSED_LOCK || run->failure.missed == AL_MISSED_ROWS;
}

static bool failed(struct al_run *run)
{
    undo(run);
    if (run->failure.lost && al_find_out(run)) {
        al_let_go(run->a);
        return true;
    }
    if (!is_missed(run)) {
        al_pieces_failed(run);
        al_explain(run);
    }
    al_let_go(run->a);
    return false;
}

static bool run_steps(struct al_run *run)
{
    for (size_t i = 0; i < run->plan.count; i++) {
        if (!al_run_step(run, i)) {
            return false;
        }
        if (!run->whole) {
            al_announce(run);
        }
    }
    return true;
}

/* A constraint that is looked at when a transaction is committed is looked at here, too. */
static bool finish_dry(struct al_run *run)
{
    struct aludel *a = run->a;
    bool postgresql = al_dialect_of(a->type) == ALUDEL_POSTGRESQL;
    if (postgresql && !al_send_sql(a, "SET CONSTRAINTS ALL IMMEDIATE", NULL, NULL, 0)) {
        return false;
    }
    if (!al_settle(a)) {
        return false;
    }
    a->type->rollback(a->driver);
    al_remark(a, "dry run: everything was rolled back; it took the real locks while it ran%s",
              postgresql ? ", and sequences keep the numbers they gave" : "");
    return true;
}

/* What shares a transaction with a rebuild writes with foreign keys off. */
static bool begin_whole(struct al_run *run, struct al_orphans *orphans)
{
    return !run->whole ||
           (al_open_group(run) && (!run->a->driver->keys_paused || al_orphans_count(run->a, orphans)));
}

static bool check_whole(struct al_run *run, const struct al_orphans *orphans)
{
    return !run->whole || !run->a->driver->keys_paused || al_orphans_check(run->a, orphans);
}

static bool finish(struct al_run *run)
{
    struct aludel *a = run->a;
    if (run->whole && run->options->dry_run) {
        return finish_dry(run);
    }
    if (run->whole && !al_commit_group(run)) {
        return false;
    }
    if (!al_settle(a)) {
        return false;
    }
    al_announce(run);
    return true;
}

static bool remember_start(struct al_run *run)
{
    run->start = al_new_rows(run->a);
    if (run->start.at) {
        al_rows_copy(&run->start, &run->version.rows);
    }
    return run->start.at;
}

/* Of all steps, where they share one transaction. */
static unsigned flags_of_plan(const struct al_run *run)
{
    unsigned flags = 0;
    for (uint32_t i = 0; i < run->plan.count && run->whole; i++) {
        flags |= al_step_flags(run, i);
    }
    return flags;
}

static void start_part(struct al_run *run)
{
    struct al_driver *d = run->a->driver;
    memset(&run->failure, 0, sizeof run->failure);
    memset(&run->pieces, 0, sizeof run->pieces);
    run->told = run->announced = 0;
    run->flags = flags_of_plan(run);
    run->before_ticket = 0; /* tickets of another round say nothing of this one's hook */
    d->mark = d->reached = d->failed = 0;
    d->answered = al_announce;
    d->answered_with = run;
    d->repeats = true; /* once_more does */
}

static bool run_plan(struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    bool up = run->direction == ALUDEL_UP;
    run->tickets = al_new(run->a, run->plan.count, sizeof *run->tickets);
    if (!run->tickets || !remember_start(run) || (run->version.missing && !al_settle_schema(run->a))) {
        return false;
    }
    start_part(run);
    struct al_orphans orphans = {0};
    bool ok = begin_whole(run, &orphans) &&
              al_run_hook(run, up ? g->before_upgrade : g->before_downgrade, AL_MARK_BEFORE) &&
              run_steps(run) &&
              al_run_hook(run, up ? g->after_upgrade : g->after_downgrade, AL_MARK_STEP(run->plan.count)) &&
              check_whole(run, &orphans) && finish(run);
    if (ok) {
        al_end_part(run->a->driver);
    }
    return ok || failed(run);
}

/* ---- Rounds ---------------------------------------------------------------------------------- */

static bool is_accepted(struct al_run *run, bool *accepted)
{
    *accepted = false;
    return run->direction != ALUDEL_UP || run->only ||
           al_newer_accepted(run->a, &run->version, run->target, accepted);
}

static void tell_accepted(struct al_run *run)
{
    bool always = strcmp(run->a->settings.newer, "always") == 0;
    al_remark(run->a, "the database is newer than this program ('%s')%s: accepted, nothing was done",
              run->version.unknown[0], always ? "" : " and compatible with it");
}

static bool round_once(struct al_run *run)
{
    struct aludel *a = run->a;
    memset(&run->log, 0, sizeof run->log);
    bool accepted;
    if (!al_start_rows(run) || !is_accepted(run, &accepted)) {
        return false;
    }
    if (accepted) {
        tell_accepted(run);
        return true;
    }
    if (!al_version_known(a, &run->version) || !al_make_plan(run) || !al_check_plan(run)) {
        return false;
    }
    run->careful = run->careful || (run->own && al_any_has(a, ALUDEL_DEFERS));
    run->empty_at_start = run->version.rows.count == 0;
    run->log.adopts = !run->empty_at_start;
    if (run->plan.count == 0) {
        return true;
    }
    if (!al_check_budget(run)) {
        return false;
    }
    bool backup = run->options->backup && !run->options->dry_run && !run->backed_up;
    if (backup && !al_backup(a, run->options->backup)) {
        return false;
    }
    run->backed_up = true;
    return run_plan(run);
}

/* A busy database counts within a migration only (SQLite, mostly at COMMIT): `wait` has waited for its start. */
static bool is_transient(const struct al_run *run)
{
    const struct aludel_error *e = run->a->error;
    return (e->code == ALUDEL_BUSY && run->failure.mark) || run->a->type->why(e) == AL_WHY_TRANSIENT;
}

static uint32_t failed_revision(const struct al_run *run)
{
    return al_marked_revision(run, run->failure.mark);
}

/* A server that can't tell a parameter's type could tell a literal's: the next round writes them so. */
static bool wants_literals(struct al_run *run)
{
    uint32_t revision = failed_revision(run);
    bool untyped = run->a->type->why(run->a->error) == AL_WHY_UNTYPED;
    if (!untyped || revision == AL_BASE || revision == run->literal) {
        return false;
    }
    run->literal = revision;
    return true;
}

/* What we have prepared is gone: a migration said DEALLOCATE ALL, or there is a pooler that doesn't show. */
static bool wants_texts(struct al_run *run)
{
    struct al_driver *d = run->a->driver;
    bool unprepared = run->a->type->why(run->a->error) == AL_WHY_UNPREPARED;
    if (!unprepared || d->between != AL_BETWEEN_NOTHING) {
        return false;
    }
    d->between = AL_BETWEEN_POOLER;
    return true;
}

/* The same once more, spoken otherwise; it isn't told twice. */
static bool say_it_otherwise(struct al_run *run)
{
    if (!wants_literals(run) && !wants_texts(run)) {
        return false;
    }
    run->told_before = failed_revision(run);
    al_start_over(run->a);
    return true;
}

static bool try_again(struct al_run *run, int64_t *retries)
{
    struct aludel *a = run->a;
    if (!is_transient(run) || *retries <= 0) {
        return false;
    }
    *retries -= 1;
    al_remark(a, "trying again: %s", a->error->message);
    al_start_over(a);
    al_sleep(a, run->retry_pause + al_driver_now() * 7919 % run->retry_pause);
    run->retry_pause = run->retry_pause < 5000 ? run->retry_pause * 2 : run->retry_pause;
    return true;
}

/* Rows that never are what they were read as can't be waited for. */
#define MOST_MISSES 100

static bool plan_anew(struct al_run *run)
{
    struct aludel *a = run->a;
    al_error_clear(a->error);
    if (++run->misses > MOST_MISSES) {
        al_fail(a, ALUDEL_FAILED, "the rows of '%s' are others whenever they are looked at",
                a->settings.version_table);
        al_error_hint(a->error,
                      "does something write to it all the time, or is version_num of a type that pads?");
        return false;
    }
    if (run->misses == 1) {
        al_remark(a, "another migrator was at work: planning anew");
    }
    return true;
}

/* True: another round. */
static bool once_more(struct al_run *run, int64_t *retries)
{
    struct aludel *a = run->a;
    if (run->announced || run->failure.mark) { /* the lock was ours, if only for a while */
        memset(&run->patience, 0, sizeof run->patience);
    }
    if (run->announced) { /* each migration has its own */
        *retries = al_count_setting(a->settings.retries);
        run->retry_pause = 200;
        run->misses = 0;
    }
    run->finished += run->announced;
    run->announced = 0;
    if (!is_missed(run)) {
        return say_it_otherwise(run) || try_again(run, retries);
    }
    if (run->failure.missed == AL_MISSED_LOCK) {
        return al_wait_for_lock(a, &run->patience);
    }
    return plan_anew(run);
}

bool al_run(struct al_run *run)
{
    struct aludel *a = run->a;
    int64_t retries = al_count_setting(a->settings.retries);
    run->retry_pause = 200;
    run->careful = al_any_has(a, ALUDEL_DEFERS);
    for (;;) {
        struct al_mark mark = al_arena_mark(&a->scratch);
        memset(&run->failure, 0, sizeof run->failure);
        if (!al_connect(a, false)) {
            return false;
        }
        if (round_once(run)) {
            return true;
        }
        if (!once_more(run, &retries) || al_interrupted(a)) {
            return false;
        }
        al_arena_release(&a->scratch, mark);
    }
}
