/*
 * carried.c: what newer programs did, undone from the log. The revisions that this program doesn't know, and those that
 * they stand on, are looked up there, down to known ones; what their rows carry makes migrations of them, and behind the
 * program's own they are a third view of the chain. With that view the run is as any other: the same guard, version rows, log
 * rows and events.
 *
 * Linked only where a registry names it (carry_downgrades).
 */
#include "apply/carried_chain.h"

#include <string.h>

static bool see(struct aludel *a, struct al_version *v, const struct aludel_registry **own)
{
    struct al_search s;
    if (!al_version_whole(a, v) || !al_carried_search(a, v, &s)) {
        return false;
    }
    if (s.elsewhere && (!al_version_see(a, v, AL_VIEW_LONG) || !al_carried_search(a, v, &s))) {
        return false;
    }
    *own = s.own;
    struct aludel_registry *g = al_carried_registry(&s, v);
    return g && al_view_make(a, &a->scratch, AL_VIEW_CARRIED, g) && al_version_see(a, v, AL_VIEW_CARRIED);
}

/* ---- The plan -------------------------------------------------------------------------------------------- */

/* The rows as they are behind the steps that are planned. */
static bool follow(struct al_run *run, struct al_rows *rows)
{
    struct aludel *a = run->a;
    struct al_change change;
    al_rows_copy(rows, &run->version.rows);
    for (uint32_t i = 0; i < run->plan.count; i++) {
        if (!al_step_change(a->registry, rows, run->plan.steps[i], &change, run->space, a->error)) {
            return false;
        }
        al_apply_change(rows, &change);
    }
    return true;
}

/* From there on down to the target: the program's own. Its hooks stand around the whole then. */
static bool plan_rest(struct al_run *run)
{
    struct aludel *a = run->a;
    const struct aludel_registry *own = run->own ? run->own : a->registry;
    struct al_rows rows = al_new_rows(a);
    struct al_plan rest = {al_new(a, own->count, sizeof *rest.steps), 0, own->count};
    if (!rows.at || !rest.steps || !follow(run, &rows) ||
        !al_plan_downgrade(own, &rows, run->target, &rest, run->space, a->error)) {
        return false;
    }
    memcpy(run->plan.steps + run->plan.count, rest.steps, rest.count * sizeof *rest.steps);
    run->plan.count += rest.count;
    if (run->own && rest.count > 0) {
        struct aludel_registry *g = al_new(a, 1, sizeof *g);
        if (!g) {
            return false;
        }
        *g = *a->registry;
        g->before_downgrade = own->before_downgrade;
        g->after_downgrade = own->after_downgrade;
        a->views[AL_VIEW_CARRIED].registry = a->registry = g;
    }
    return true;
}

/* All that isn't known, what was done last first. */
static bool plan_way_back(struct al_run *run)
{
    struct al_set applied;
    if (!al_applied(run->a, &run->version.rows, &applied)) {
        return false;
    }
    for (uint32_t r = run->a->registry->count; run->own && r-- > run->own->count;) {
        if (al_set_has(&applied, r)) {
            run->plan.steps[run->plan.count++] = (struct al_plan_step){r, ALUDEL_DOWN};
        }
    }
    return !*run->target || plan_rest(run);
}

/* ---- Asking ------------------------------------------------------------------------------------------------ */

static bool any_irreversible(const struct aludel_registry *g, uint32_t from)
{
    for (uint32_t r = from; r < g->count; r++) {
        if (al_rare(&g->migrations[r])->irreversible) {
            return true;
        }
    }
    return false;
}

/* Of a call that has failed anyway: nothing of it stays. */
static bool could_undo(struct aludel *a, const struct al_version *v)
{
    struct aludel_error meanwhile, *first = al_set_aside(a, &meanwhile);
    const struct aludel_registry *own = a->registry;
    struct aludel_revision *revisions = a->revisions;
    struct al_version seen = *v;
    const struct aludel_registry *below = NULL;
    bool ok = see(a, &seen, &below) && !any_irreversible(a->registry, below->count);
    if (a->driver->error.code != ALUDEL_OK) {
        a->type->rollback(a->driver);
    }
    a->views[AL_VIEW_CARRIED] = (struct al_view){NULL, NULL};
    a->registry = own;
    a->revisions = revisions;
    a->error = first;
    return ok;
}

static const struct al_carrying_type from_log = {see, plan_way_back, could_undo};
const struct aludel_carrying aludel_carrying = {&from_log};
