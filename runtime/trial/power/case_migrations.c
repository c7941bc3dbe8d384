#include "trial/power/case_power.h"

#include "plan/plan.h"

#include "trial/signals.h"

/* Each has another engine than the one before. */
static struct trial_engine engine_of(uint32_t revision, enum aludel_direction direction)
{
    return trial_engine_at((revision * 2 + (direction == ALUDEL_DOWN)) % TRIAL_ENGINES);
}

/* False, with no failure told: it can't be carried out there even when nothing goes wrong. */
static bool try_way(struct trial *t, const struct trial_place *p, uint32_t revision,
                    enum aludel_direction direction, struct aludel_error *error)
{
    struct trial_bytes database = {0};
    struct trial_experiment e;
    struct trial_task task = {
        .t = t, .engine = engine_of(revision, direction), .revision = revision, .direction = direction};
    if (!trial_power_read(t, p, &database))
        return true;
    bool ok = trial_task_begin(&task, &database, &e, error);
    if (ok)
        trial_power_disturb(t, &e, trial_power_way(t, direction == ALUDEL_UP ? "up" : "down", &task.engine));
    trial_task_end(&task, &e);
    trial_bytes_free(&database);
    return ok || error->code == ALUDEL_OK;
}

static bool is_irreversible(const struct trial *t, uint32_t revision)
{
    return al_rare(&t->registry->migrations[revision])->irreversible != NULL;
}

static bool try_back(struct trial *t, const struct trial_place *before, uint32_t revision, bool filled,
                     struct aludel_error *error)
{
    struct trial_place *p = trial_power_behind(t, before, revision, filled, error);
    bool ok = p && try_way(t, p, revision, ALUDEL_DOWN, error);
    trial_place_remove(t, p);
    return ok;
}

static bool try_on(struct trial *t, struct trial_walk *w, const struct trial_place *next,
                   enum trial_rows_kind kind, struct aludel_error *error)
{
    struct trial_place *p = trial_place_copy(t, w->place);
    al_error_clear(error);
    bool ok = p && trial_fill(t, p, kind, next, error) && try_way(t, p, w->reached, ALUDEL_UP, error);
    if (ok && !is_irreversible(t, w->reached) && !trial_interrupted())
        ok = try_back(t, p, w->reached, kind != TRIAL_ROWS_NONE, error);
    trial_place_remove(t, p);
    return ok;
}

bool trial_power_migrations(struct trial *t, struct trial_walk *w)
{
    while (!trial_walk_is_done(w) && !trial_interrupted()) {
        const char *id = trial_id(t, w->reached);
        bool chosen = t->chosen[w->reached], back = !is_irreversible(t, w->reached);
        trial_case_begin(&t->report, "power", trial_format(&t->arena, "%s up%s", id, back ? " and down" : ""),
                         id);
        if (chosen)
            trial_power_on_rows(t, w, try_on);
        bool moved = !trial_interrupted() && trial_walk_on(w);
        if (!moved)
            trial_tell_the_rest(t, w);
        if (chosen || !moved)
            trial_case_end(&t->report);
        else
            trial_case_forget(&t->report);
        if (!moved)
            return !trial_interrupted();
    }
    return !trial_interrupted();
}
