/* change.c: upgrade, downgrade, resume and ensure_version: what aludel.h says over a run. */
#include "apply/apply.h"
#include "apply/single.h"

#include <string.h>

static const struct aludel_options no_options;

static struct al_run new_run(struct aludel *a, enum aludel_direction direction, const char *target,
                             const struct aludel_options *options)
{
    struct al_run run = {
        .a = a, .direction = direction, .target = target, .told_before = AL_BASE, .literal = AL_BASE};
    run.options = options ? options : &no_options;
    run.whole = run.options->single_transaction || run.options->dry_run ||
                strcmp(a->settings.transaction, "all") == 0;
    return run;
}

/* A script is written twice, the first time to nobody: what can't be written is known before anything is
 * printed. */
static bool run_offline(struct al_run *run)
{
    struct aludel *a = run->a;
    struct al_run rehearsal = *run;
    a->rehearsal = true;
    bool ok = al_connect(a, false) && al_run(&rehearsal);
    al_disconnect(a);
    a->rehearsal = false;
    if (!ok || !al_connect(a, false)) {
        return false;
    }
    ok = al_run(run);
    al_disconnect(a);
    return ok;
}

static bool go(struct al_run *run)
{
    struct aludel *a = run->a;
    if (a->offline) {
        return run_offline(run);
    }
    return al_connect(a, false) && al_run(run);
}

/* The setting, where it is at least `least` and shorter than what a rehearsal may take. */
static const char *short_wait(const char *setting, int64_t least)
{
    int64_t given = 0;
    return al_duration(setting, "0", &given) && given >= least && given < 5000 ? setting : "5s";
}

/* A rehearsal on a live database must not make others wait: a short time-out for the lock. */
static bool go_dry(struct al_run *run)
{
    struct aludel *a = run->a;
    const char *wait = a->settings.wait, *lock_timeout = a->settings.lock_timeout;
    a->settings.wait = short_wait(wait, 0);
    a->settings.lock_timeout = short_wait(lock_timeout, 1); /* 0: none */
    bool fresh = !a->driver || a->opened_read_only;
    bool ok = go(run);
    if (fresh) {
        al_disconnect(a); /* it has the short time-outs */
    }
    a->settings.wait = wait;
    a->settings.lock_timeout = lock_timeout;
    return ok;
}

static bool move(struct aludel *a, enum aludel_direction direction, const char *target,
                 const struct aludel_options *options, struct aludel_error *error)
{
    if (!al_call_begin(a, error)) {
        return false;
    }
    struct al_run run = new_run(a, direction, al_given(target), options);
    if (run.options->carried && (a->offline || direction == ALUDEL_UP)) {
        return al_call_end(a, al_fail(a, ALUDEL_USAGE,
                                      a->offline ? "`carried` needs a database: its log says what is done"
                                                 : "`carried` is for downgrade"));
    }
    if (a->offline && run.options->dry_run) {
        return al_call_end(a,
                           al_fail(a, ALUDEL_USAGE, "`dry_run` and an offline handle exclude one another"));
    }
    return al_call_end(a, run.options->dry_run ? go_dry(&run) : go(&run));
}

bool aludel_upgrade(struct aludel *a, const char *target, const struct aludel_options *options,
                    struct aludel_error *error)
{
    return move(a, ALUDEL_UP, target, options, error);
}

bool aludel_downgrade(struct aludel *a, const char *target, const struct aludel_options *options,
                      struct aludel_error *error)
{
    return move(a, ALUDEL_DOWN, target, options, error);
}

bool al_single_step(struct aludel *a, uint32_t revision, enum aludel_direction direction,
                    struct aludel_error *error)
{
    if (!al_call_begin(a, error)) {
        return false;
    }
    struct al_plan_step step = {revision, direction};
    struct al_run run = new_run(a, direction, NULL, NULL);
    run.only = &step;
    return al_call_end(a, go(&run));
}

/* ---- resume ---------------------------------------------------------------------------------- */

/* The person's word about the statement that ran outside a transaction. */
static bool settle_started(struct aludel *a, const struct al_journal_key *key, uint32_t ordinal,
                           const struct aludel_options *options)
{
    if (!ordinal || !options || (!options->resume_done && !options->resume_again)) {
        return true; /* nobody asked; the run will, when it must */
    }
    if (!al_lock_now(a, false)) {
        return false;
    }
    bool ok =
        options->resume_done ? al_journal_finish(a, key, ordinal, 0) : al_journal_remove(a, key, ordinal);
    return ok && al_commit_now(a);
}

/* What replaces others leaves no journal: it is the original with its id. */
static uint32_t find_interrupted(struct aludel *a, const char *id)
{
    uint32_t r = al_find(a->registry, al_text(id));
    bool elsewhere = r == AL_BASE || al_rare(&a->registry->migrations[r])->replaces.count > 0;
    if (!elsewhere || !a->views[AL_VIEW_LONG].registry) {
        return r;
    }
    al_use_view(a, AL_VIEW_LONG);
    return al_find(a->registry, al_text(id));
}

static bool find_journal(struct aludel *a, struct al_journal_key *key, uint32_t *ordinal)
{
    struct al_version found = {0}; /* for the schema that the journal is in */
    return al_connect(a, false) && al_version_read(a, &found) && al_choose_view(a, &found) &&
           al_journal_interrupted(a, key, ordinal);
}

static bool resume_one(struct aludel *a, const struct aludel_options *options,
                       const struct al_journal_key *key, uint32_t ordinal)
{
    struct al_plan_step step = {find_interrupted(a, key->revision), key->direction};
    if (step.revision == AL_BASE) {
        return al_fail(a, ALUDEL_NEWER, "Can't locate revision identified by '%s', which was interrupted",
                       key->revision);
    }
    struct al_run run = new_run(a, key->direction, NULL, options);
    run.only = &step;
    run.whole = false;
    return settle_started(a, key, ordinal, options) && go(&run);
}

static bool resume(struct aludel *a, const struct aludel_options *options)
{
    struct al_journal_key key;
    uint32_t ordinal;
    if (options && options->resume_done && options->resume_again) {
        return al_fail(a, ALUDEL_USAGE, "`resume_done` and `resume_again` exclude one another");
    }
    if (a->offline) {
        return al_fail(a, ALUDEL_USAGE,
                       "resume needs a database: it can't be written with an offline handle");
    }
    if (!find_journal(a, &key, &ordinal)) {
        return false;
    }
    if (!key.revision) {
        al_remark(a, "nothing to resume: no migration was interrupted");
        return true;
    }
    return resume_one(a, options, &key, ordinal);
}

bool aludel_resume(struct aludel *a, const struct aludel_options *options, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, resume(a, options));
}

/* ---- ensure_version -------------------------------------------------------------------------- */

static bool ensure_version(struct aludel *a)
{
    struct al_version v = {0};
    if (!al_connect(a, false)) {
        return false;
    }
    if (a->type->live && !al_version_read(a, &v)) {
        return false;
    }
    if (a->type->live && !v.missing) {
        return true;
    }
    return al_settle_schema(a) && al_lock_now(a, true) && al_commit_now(a);
}

bool aludel_ensure_version(struct aludel *a, struct aludel_error *error)
{
    return al_call_begin(a, error) && al_call_end(a, ensure_version(a));
}
