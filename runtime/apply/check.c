/* check.c: everything that is refused before anything runs. */
#include "apply/apply.h"

#include <string.h>

/* ---- Of the plan ------------------------------------------------------------------------------ */

static bool check_needs(struct al_run *run, const struct aludel_migration *m)
{
    struct aludel *a = run->a;
    const struct aludel_names *needs = &al_rare(m)->variables[run->direction];
    for (uint32_t i = 0; i < needs->count; i++) {
        if (!al_getenv(a, needs->at[i])) {
            al_fail(a, ALUDEL_FAILED, "'%s' needs the environment variable %s, which isn't set", m->id,
                    needs->at[i]);
            return al_refuse(run, m);
        }
    }
    return true;
}

static bool refuse_carried(struct al_run *run, const struct aludel_migration *m, const char *why)
{
    al_fail(run->a, ALUDEL_NEWER, "'%s' can't be undone from the log: %s", m->id, why);
    al_error_hint(run->a->error,
                  "downgrade with a program that knows '%s', or restore a backup from before its upgrade",
                  m->id);
    return al_refuse(run, m);
}

static bool check_reversible(struct al_run *run, const struct aludel_migration *m)
{
    const char *why = run->direction == ALUDEL_DOWN ? al_rare(m)->irreversible : NULL;
    if (!why) {
        return true;
    }
    if (al_is_carried(run, (uint32_t)(m - run->a->registry->migrations))) {
        return refuse_carried(run, m, why);
    }
    al_fail(run->a, ALUDEL_FAILED, "'%s' can't be downgraded: %s", m->id, why);
    al_error_hint(run->a->error, "choose a target above it, or restore a backup");
    return al_refuse(run, m);
}

static bool check_single(struct al_run *run, const struct aludel_migration *m)
{
    if (!run->whole || run->options->dry_run || !(al_flags(run, m) & ALUDEL_AUTOCOMMIT)) {
        return true;
    }
    al_fail(run->a, ALUDEL_FAILED, "'%s' has autocommit parts: it can't be in one transaction with others",
            m->id);
    al_error_hint(run->a->error, "run it without `single_transaction` (`transaction = migration`), or the "
                                 "migrations before it first");
    return al_refuse(run, m);
}

static const struct aludel_migration *first_with(const struct al_run *run, unsigned flag)
{
    for (uint32_t i = 0; i < run->plan.count; i++) {
        if (al_step_flags(run, i) & flag) {
            return &run->a->registry->migrations[run->plan.steps[i].revision];
        }
    }
    return NULL;
}

/* Foreign keys would be off for all of them, and no row would follow another one. */
static bool check_keys(struct al_run *run)
{
    struct aludel *a = run->a;
    const struct aludel_migration *rebuilds = first_with(run, ALUDEL_REBUILDS),
                                  *cascades = first_with(run, ALUDEL_CASCADES);
    struct aludel_value rows;
    if (!run->whole || !a->type->live || !rebuilds || !cascades) {
        return true;
    }
    if (!al_ask_sql(a, "PRAGMA foreign_keys", NULL, NULL, 0, &rows, NULL)) {
        return false;
    }
    if (al_row_count(rows) == 0 || al_cell(rows, 0, 0).as.integer == 0) {
        return true;
    }
    al_fail(a, ALUDEL_FAILED,
            "'%s' rebuilds a table, with foreign keys off, and '%s' relies on them (ON DELETE, ON UPDATE): "
            "they can't "
            "be in one transaction",
            rebuilds->id, cascades->id);
    al_error_hint(a->error, run->options->dry_run
                                ? "a rehearsal is one transaction: try them one after another, each "
                                  "with the database as the one before leaves it"
                                : "run it without `single_transaction` (`transaction = migration`)");
    return al_refuse(run, rebuilds);
}

static bool check_expected(struct al_run *run)
{
    const char *expect = run->options->expect;
    char digest[33];
    if (!expect || run->finished > 0) { /* behind progress of our own the plan is a shorter one */
        return true;
    }
    al_plan_digest(run, digest);
    if (strcmp(digest, expect) == 0) {
        return true;
    }
    al_fail(run->a, ALUDEL_CHANGED, "the plan isn't the expected one: its digest is %s, not %s", digest,
            expect);
    al_error_hint(run->a->error,
                  "the version rows or the migrations have changed since `plan`: look at the plan "
                  "again");
    return false;
}

/* ---- What was interrupted --------------------------------------------------------------------- */

static bool is_planned(const struct al_run *run, struct al_plan_step step)
{
    for (uint32_t i = 0; i < run->plan.count; i++) {
        if (run->plan.steps[i].revision == step.revision && run->plan.steps[i].direction == step.direction) {
            return true;
        }
    }
    return false;
}

static bool miss_rows(struct al_run *run)
{
    run->failure.missed = AL_MISSED_ROWS;
    run->a->type->rollback(run->a->driver);
    return al_fail_missed(run->a, AL_MISSED_ROWS);
}

/* The version rows were read before the journal, without a lock: what seems interrupted may be another migrator at
 * work. False with AL_MISSED_ROWS where the rows have changed meanwhile. */
static bool lock_and_look(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_version now = {0};
    if (!al_lock_now(a, false) || !al_version_read(a, &now)) {
        return false;
    }
    return al_version_same(&now, &run->version) || miss_rows(run);
}

/* The journal of a migration that somebody has finished by hand and stamped: the next run of the same
 * migration must not take it for its own. */
static bool forget_journal(struct al_run *run, const struct al_journal_key *key)
{
    struct aludel *a = run->a;
    if (!lock_and_look(run)) {
        return false;
    }
    al_remark(a, "'%s' was interrupted, and is finished by the version table's word", key->revision);
    return al_journal_clear(a, key) && al_commit_now(a);
}

/* Whether it is compiled in; what replaces others and has its id is another one. */
static bool is_here(const struct aludel *a, const char *id)
{
    for (size_t view = 0; view < AL_VIEWS; view++) {
        const struct aludel_registry *g = a->views[view].registry;
        uint32_t r = g ? al_find(g, al_text(id)) : AL_BASE;
        if (r != AL_BASE && al_rare(&g->migrations[r])->replaces.count == 0) {
            return true;
        }
    }
    return false;
}

/* Whether it still is when nobody is at work. */
static bool refuse_interrupted(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_journal_key key;
    uint32_t started;
    if (!lock_and_look(run) || !al_journal_interrupted(a, &key, &started)) {
        return false;
    }
    if (!key.revision) {
        return miss_rows(run); /* they were what they are again */
    }
    a->type->rollback(a->driver);
    al_fail(a, ALUDEL_FAILED, "the %s of '%s' was interrupted and isn't part of this run",
            key.direction == ALUDEL_UP ? "upgrade" : "downgrade", key.revision);
    al_error_hint(a->error,
                  is_here(a, key.revision)
                      ? "finish it first, with `migrate resume`, or by hand and `stamp`"
                      : "finish it first, with a program that still has it, or by hand and `stamp`");
    return false;
}

/* The one that was interrupted; an original that isn't in this view is as done as what replaces it. */
static uint32_t find_interrupted(const struct aludel_registry *g, const char *id)
{
    const struct aludel_migration *by = al_replacement(g, al_text(id));
    uint32_t r = al_find(g, al_text(id));
    return r == AL_BASE && by ? (uint32_t)(by - g->migrations) : r;
}

/* What replaces others has no autocommit parts: the one that was interrupted is an original. */
static bool leaves_no_journal(const struct al_run *run, struct al_plan_step step)
{
    return step.revision != AL_BASE &&
           al_rare(&run->a->registry->migrations[step.revision])->replaces.count > 0;
}

enum remedy { GO_ON, REFUSE, FORGET };

/* A half-done migration must be finished before anything else moves. Nor is a database where it should be that is at
 * head by its version row, but half-way down from there. */
static enum remedy remedy_for(struct al_run *run, const struct al_journal_key *key)
{
    bool moves = run->plan.count > 0 || run->only;
    struct al_plan_step step = {find_interrupted(run->a->registry, key->revision), key->direction};
    bool goes_on = is_planned(run, step) && !leaves_no_journal(run, step);
    if (goes_on || (!moves && key->direction == run->direction)) {
        return GO_ON;
    }
    if (!al_is_done(run, step)) {
        return REFUSE;
    }
    return run->options->dry_run || !moves ? GO_ON : FORGET;
}

static bool any_replaces(const struct aludel_registry *g)
{
    for (uint32_t r = 0; r < g->count; r++) {
        if (al_rare(&g->migrations[r])->replaces.count > 0) {
            return true;
        }
    }
    return false;
}

/* What has autocommit parts may be gone, where others were replaced. */
static bool may_be_interrupted(const struct aludel *a)
{
    return al_any_has(a, ALUDEL_AUTOCOMMIT) || any_replaces(a->registry);
}

static bool check_interrupted(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_journal_key key;
    uint32_t started;
    enum remedy remedy;
    if (!a->type->live || (!may_be_interrupted(a) && !run->own)) {
        return true;
    }
    do {
        if (!al_journal_interrupted(a, &key, &started)) {
            return false;
        }
        remedy = key.revision ? remedy_for(run, &key) : GO_ON;
    } while (remedy == FORGET && forget_journal(run, &key));
    return remedy == GO_ON || (remedy == REFUSE && a->error->code == ALUDEL_OK && refuse_interrupted(run));
}

/* ---- All together ----------------------------------------------------------------------------- */

bool al_check_plan(struct al_run *run)
{
    const struct aludel_registry *g = run->a->registry;
    if (!check_expected(run) || !al_check_present(run)) {
        return false;
    }
    for (uint32_t i = 0; i < run->plan.count; i++) {
        const struct aludel_migration *m = &g->migrations[run->plan.steps[i].revision];
        if (!check_reversible(run, m) || !check_single(run, m) || !check_needs(run, m)) {
            return false;
        }
    }
    return check_keys(run) && al_check_server(run) && check_interrupted(run);
}
