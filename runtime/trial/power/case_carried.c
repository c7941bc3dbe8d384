/* case_carried.c: an image that is older finds what a newer one did, and undoes it from the log. */
#include "trial/power/case_power.h"

#include "trial/power/older.h"
#include "trial/signals.h"

/* ---- What it must come to -------------------------------------------------------------------------- */

/* The log's rows of both ways are the same, too. */
static void compare(struct trial *t, const struct trial_task *task, const struct trial_experiment *e)
{
    struct trial_content own;
    struct aludel_error error;
    struct trial_task plainly = *task;
    plainly.program = NULL;
    bool ok = trial_task_leaves(&plainly, &own, &error);
    const char *what =
        ok ? trial_content_differs(&e->commits[e->commit_count - 1], &own, &e->unsteady) : NULL;
    if (!ok)
        trial_fail(&t->report, "the chain's own downgrade fails there: %s",
                   error.code != ALUDEL_OK ? trial_error(&t->arena, &error) : own.why);
    else if (what)
        trial_fail(&t->report, "it leaves another database than the chain's own downgrade: %s differs", what);
    trial_content_free(&own);
}

/* ---- One migration --------------------------------------------------------------------------------- */

static bool try_way(struct trial *t, const struct trial_place *p, uint32_t revision,
                    struct aludel_error *error)
{
    struct trial_bytes database = {0};
    struct trial_experiment e;
    struct trial_task task = {.t = t,
                              .engine = trial_engine_at((revision * 2 + 7) % TRIAL_ENGINES),
                              .revision = revision,
                              .direction = ALUDEL_DOWN,
                              .program = trial_older_program(t, revision)};
    if (!trial_power_read(t, p, &database))
        return true;
    bool ok = trial_task_begin(&task, &database, &e, error);
    if (ok) {
        compare(t, &task, &e);
        trial_power_disturb(t, &e, trial_power_way(t, "carried down", &task.engine));
    }
    trial_task_end(&task, &e);
    trial_bytes_free(&database);
    return ok || error->code == ALUDEL_OK;
}

static bool try_on(struct trial *t, struct trial_walk *w, const struct trial_place *next,
                   enum trial_rows_kind kind, struct aludel_error *error)
{
    al_error_clear(error);
    struct trial_place *before = trial_place_copy(t, w->place);
    bool filled = before && trial_fill(t, before, kind, next, error);
    struct trial_place *p =
        filled ? trial_power_behind(t, before, w->reached, kind != TRIAL_ROWS_NONE, error) : NULL;
    bool ok = p && try_way(t, p, w->reached, error);
    trial_place_remove(t, p);
    trial_place_remove(t, before);
    return ok;
}

/* ---- All of them ----------------------------------------------------------------------------------- */

static void try_one(struct trial *t, struct trial_walk *w)
{
    const char *id = trial_id(t, w->reached), *why = trial_why_not_carried(t, w->reached);
    trial_case_begin(&t->report, "power", trial_format(&t->arena, "%s carried down", id), id);
    if (why)
        trial_note(&t->report, "an older program can't undo it: %s", why);
    else
        trial_power_on_rows(t, w, try_on);
    trial_case_end(&t->report);
}

/* The first one is nobody's to undo: a program that doesn't know it knows nothing of the chain. */
bool trial_power_carried(struct trial *t, const struct trial_walk *whole)
{
    struct trial_walk w;
    if (!t->registry->carrying || whole->reached < 2)
        return !trial_interrupted();
    bool ok = trial_walk_begin(&w, t);
    while (ok && w.reached + 1 < whole->reached && !trial_interrupted()) {
        ok = trial_walk_on_between(&w);
        if (ok && t->chosen[w.reached])
            try_one(t, &w);
    }
    return ok && !trial_interrupted();
}
