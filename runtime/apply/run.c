/*
 * run.c: one upgrade, downgrade or resume. A round reads the version rows, plans from them, and runs the
 * steps; when the rows turn out to have changed under the lock, someone else was faster, and the next round
 * plans anew.
 */
#include "apply/apply.h"

#include <string.h>

/* ---- Groups ---------------------------------------------------------------------------------- */

/* Under the lock the rows must still be the planned ones. */
static bool guard(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_mark mark = al_arena_mark(&a->scratch);
    struct al_version now = {0};
    bool ok = al_version_read(a, &now);
    if (ok && !al_version_same(&now, &run->version)) {
        run->again = true;
        a->type->rollback(a->driver);
        ok = false;
    }
    al_arena_release(&a->scratch, mark);
    return ok;
}

bool al_open_group(struct al_run *run)
{
    struct aludel *a = run->a;
    if (run->whole && a->driver->in_group) {
        return al_script_next(a);
    }
    if (al_interrupted(a)) {
        return false;
    }
    if (!a->type->begin(a->driver, AL_BEGIN_WRITE)) {
        return al_driver_failed(a);
    }
    if (!al_script_begun(a) || (run->version.missing && !al_version_create(a))) {
        return false;
    }
    return a->type->live ? guard(run) : al_log_prepare(a, &run->log) && al_script_path(a);
}

static bool commit(struct al_run *run)
{
    struct aludel *a = run->a;
    if (!a->type->commit(a->driver)) {
        return al_driver_failed(a);
    }
    run->version.missing = false;
    return true;
}

bool al_close_group(struct al_run *run)
{
    return run->whole || commit(run);
}

/* ---- Functions of the chain ------------------------------------------------------------------ */

bool al_call_function(struct al_run *run, aludel_step_fn *fn, const struct aludel_migration *m)
{
    struct aludel_op op;
    if (!fn) {
        return true;
    }
    al_op_begin(&op, &run->around, m, run->direction);
    op.apply = run;
    bool ok = fn(&op) && aludel_ok(&op);
    if (!ok) {
        al_op_failed(&op);
        if (run->a->error->code == ALUDEL_OK) {
            *run->a->error = op.error;
        }
    }
    al_op_end(&op);
    return ok || al_driver_failed(run->a);
}

static bool run_hook(struct al_run *run, aludel_step_fn *hook)
{
    run->around.autocommit = NULL;
    if (!hook) {
        return true;
    }
    run->entered = al_open_group(run);
    return run->entered && al_call_function(run, hook, NULL) && al_close_group(run);
}

/* ---- Reporting ------------------------------------------------------------------------------- */

static void announce(struct al_run *run)
{
    struct aludel *a = run->a;
    const struct al_driver *d = a->driver;
    while (run->announced < run->plan.count && run->tickets[run->announced] &&
           (d->committed >= run->tickets[run->announced] || d->borrowed_group || !a->type->live)) {
        const struct aludel_migration *m = &a->registry->migrations[run->plan.steps[run->announced].revision];
        run->announced++;
        struct aludel_event event = {.kind = ALUDEL_EVENT_STEP_DONE,
                                     .text = "",
                                     .revision = m->id,
                                     .step = run->finished + run->announced,
                                     .steps = run->finished + run->plan.count};
        al_emit(a, &event);
    }
}

static void append(char *out, size_t room, const char *text)
{
    size_t n = strlen(out);
    al_format(out + n, room - n, "%s%s", n ? "; " : "", text);
}

/* "2 migrations were committed before it; ", or nothing. */
static void say_committed(char *out, size_t room, size_t done)
{
    out[0] = 0;
    if (done > 0) {
        al_format(out, room, "%zu migration%s committed before it; ", done, done == 1 ? " was" : "s were");
    }
}

static void tell_what_stands(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel *a = run->a;
    size_t done = run->finished + run->announced;
    char before[80], text[400];
    say_committed(before, sizeof before, done);
    if (run->whole) {
        al_format(text, sizeof text, "nothing has been committed: the whole run was rolled back");
    } else if (m && run->pieces.resumed) {
        al_format(text, sizeof text,
                  "%sof '%s' what ran in autocommit stays, the next run goes on from there", before, m->id);
    } else if (m) {
        al_format(text, sizeof text, "%s'%s' was rolled back", before, m->id);
    } else if (done > 0) {
        al_format(text, sizeof text, "%zu migration%s been committed", done, done == 1 ? " has" : "s have");
    } else {
        al_format(text, sizeof text, "nothing has been committed");
    }
    append(a->error->detail, sizeof a->error->detail, text);
}

static bool exists_already(const struct aludel_error *e)
{
    return strcmp(e->sqlstate, "42P07") == 0 || strcmp(e->sqlstate, "42710") == 0 ||
           strstr(e->message, "already exists") != NULL;
}

/* What has failed is known; this adds where, what stands now, and what to do next. */
void al_explain(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel_error *e = run->a->error;
    if (m && !e->revision[0]) {
        al_format(e->revision, sizeof e->revision, "%s", m->id);
    }
    if (m && !e->file[0]) {
        al_format(e->file, sizeof e->file, "%s", m->file);
    }
    if (run->a->type->live) {
        tell_what_stands(run, m);
    }
    if (run->empty_at_start && exists_already(e) && !e->hint[0]) {
        al_error_hint(e,
                      "the database has tables but no version: when it is at a known revision, say so with "
                      "`stamp REV`, then upgrade");
    }
}

/* ---- The steps ------------------------------------------------------------------------------- */

static void undo(struct al_run *run)
{
    struct aludel *a = run->a;
    if (a->driver && (a->driver->in_group || a->driver->error.code != ALUDEL_OK)) {
        a->type->rollback(a->driver);
    }
}

static bool run_steps(struct al_run *run)
{
    struct aludel *a = run->a;
    for (size_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *m = &a->registry->migrations[run->plan.steps[i].revision];
        if (!al_run_step(run, i)) {
            undo(run);
            if (!run->again) {
                al_pieces_failed(run);
                al_explain(run, run->entered ? m : NULL);
            }
            return false;
        }
        run->tickets[i] = a->driver->begun ? a->driver->begun : 1;
        if (!run->whole) {
            announce(run);
        }
    }
    return true;
}

static bool finish(struct al_run *run)
{
    struct aludel *a = run->a;
    if (run->whole && run->options->dry_run) {
        a->type->rollback(a->driver);
        al_remark(a, "dry run: everything was rolled back; it took the real locks while it ran%s",
                  a->type->dialect == ALUDEL_POSTGRESQL ? ", and sequences keep the numbers they gave" : "");
        return true;
    }
    if (run->whole && !commit(run)) {
        return false;
    }
    if (!a->type->settle(a->driver)) {
        return al_driver_failed(a);
    }
    announce(run);
    return true;
}

/* In a hook, or at the end. */
static bool failed_outside(struct al_run *run)
{
    undo(run);
    if (!run->again) {
        al_explain(run, NULL);
    }
    return false;
}

static bool run_plan(struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    bool up = run->direction == ALUDEL_UP;
    run->tickets = al_new(run->a, run->plan.count, sizeof *run->tickets);
    run->announced = 0;
    if (!run->tickets || (run->whole && !al_open_group(run))) {
        return false;
    }
    if (!run_hook(run, up ? g->before_upgrade : g->before_downgrade)) {
        return failed_outside(run);
    }
    return run_steps(run) && ((run_hook(run, up ? g->after_upgrade : g->after_downgrade) && finish(run)) ||
                              failed_outside(run));
}

/* ---- Rounds ---------------------------------------------------------------------------------- */

static bool is_accepted(const struct al_run *run)
{
    return run->version.unknown_count > 0 && run->direction == ALUDEL_UP && !run->only &&
           strcmp(run->a->settings.newer, "accept") == 0;
}

static bool round_once(struct al_run *run)
{
    struct aludel *a = run->a;
    memset(&run->log, 0, sizeof run->log);
    if (!al_start_rows(run)) {
        return false;
    }
    if (is_accepted(run)) {
        al_remark(a, "the database is newer than this program ('%s'): accepted, nothing was done",
                  run->version.unknown[0]);
        return true;
    }
    if (!al_version_known(a, &run->version) || !al_make_plan(run) || !al_check_plan(run)) {
        return false;
    }
    run->empty_at_start = run->version.rows.count == 0;
    if (run->plan.count == 0) {
        return true;
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
    return (e->code == ALUDEL_BUSY && run->entered) || strcmp(e->sqlstate, "55P03") == 0 ||
           strcmp(e->sqlstate, "40001") == 0 || strcmp(e->sqlstate, "40P01") == 0;
}

/* True: another round. */
static bool once_more(struct al_run *run, int64_t *retries)
{
    struct aludel *a = run->a;
    undo(run);
    run->finished += run->announced;
    run->announced = 0;
    if (run->again) {
        run->again = false;
        al_error_clear(a->error);
        al_remark(a, "another migrator was at work: planning anew");
        return true;
    }
    if (!is_transient(run) || *retries <= 0) {
        return false;
    }
    *retries -= 1;
    al_remark(a, "trying again: %s", a->error->message);
    al_error_clear(a->error);
    al_sleep(200 + al_now() % 300);
    return true;
}

bool al_run(struct al_run *run)
{
    struct aludel *a = run->a;
    int64_t retries = al_count_setting(a->settings.retries);
    for (;;) {
        struct al_mark mark = al_arena_mark(&a->scratch);
        run->announced = 0;
        run->entered = false;
        if (round_once(run)) {
            return true;
        }
        if (!once_more(run, &retries) || al_interrupted(a)) {
            return false;
        }
        al_arena_release(&a->scratch, mark);
    }
}
