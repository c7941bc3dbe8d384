/* route.c: the steps of an upgrade, and of a downgrade. */
#include "plan/order.h"
#include "plan/target.h"

#include <assert.h>

static void add_step(struct al_plan *plan, uint32_t revision, enum aludel_direction direction)
{
    assert(plan->count < plan->room);
    plan->steps[plan->count++] = (struct al_plan_step){revision, direction};
}

/* ---- Upgrade --------------------------------------------------------------------------------- */

/* The ancestors of the targets that are not yet applied. */
static void missing(struct al_work w, const struct al_rows *rows, const struct al_rows *targets,
                    struct al_set *needs)
{
    struct al_set applied = al_work_set(&w);

    al_set_add_all(&applied, rows);
    al_close_up(w.g, &applied, true);
    al_set_add_all(needs, targets);
    al_close_up(w.g, needs, true);
    al_set_subtract(needs, &applied);
}

bool al_plan_upgrade(const struct aludel_registry *g, const struct al_rows *rows, const char *target,
                     struct al_plan *plan, struct al_space space, struct aludel_error *error)
{
    struct al_ask ask = {.work = al_work_begin(g, space), .error = error, .argument = target};
    struct al_rows targets, order, sorted;
    struct al_set needs;

    plan->count = 0;
    targets = al_work_list(&ask.work);
    order = al_work_list(&ask.work);
    sorted = al_rows_by_id(&ask.work, rows);
    needs = al_work_set(&ask.work);
    if (!al_upgrade_target(&ask, rows, al_text(target), &targets) ||
        !al_check_overlap(&ask, &targets, false) || !al_check_overlap(&ask, &sorted, false))
        return false;
    missing(ask.work, rows, &targets, &needs);
    al_sort_steps(ask.work, &needs, &targets, true, &order);
    while (order.count > 0)
        add_step(plan, order.at[--order.count], ALUDEL_UP);
    return true;
}

/* ---- Downgrade ------------------------------------------------------------------------------- */

/* What goes first of all that goes: the children of the target, or the bases. */
static bool roots(const struct al_ask *ask, const struct al_downgrade_target *target, struct al_set *found)
{
    const struct aludel_registry *g = ask->work.g;
    uint32_t count = 0;

    if (target->revision != AL_BASE)
        al_set_add_links(found, &g->migrations[target->revision].children);
    for (uint32_t r = 0; target->revision == AL_BASE && r < g->count; r++)
        if (g->migrations[r].parents.count == 0)
            al_set_add(found, r);
    for (uint32_t r = al_set_next(found, 0); r != AL_BASE; r = al_set_next(found, r + 1))
        count++;
    if (!target->on_branch || count <= 1)
        return true;
    al_set_intersect(found, &target->branch);
    if (!al_set_empty(found))
        return true;
    al_error(ask->error, ALUDEL_USAGE, "Not a valid downgrade target from current heads");
    al_error_hint(ask->error, "nothing that stands on that target is on the branch");
    return false;
}

/* All that stands on the roots, dependents too, as far as it is applied. */
static bool dropped(const struct al_ask *ask, const struct al_rows *rows, const char *target,
                    struct al_set *drop)
{
    struct al_ask inner = *ask;
    struct al_downgrade_target goal = {.branch = al_work_set(&inner.work)};
    struct al_set applied = al_work_set(&inner.work);

    if (!al_downgrade_target(&inner, rows, al_text(target), &goal) || !roots(&inner, &goal, drop))
        return false;
    al_close_down(ask->work.g, drop, true);
    al_set_add_all(&applied, rows);
    al_close_up(ask->work.g, &applied, true);
    al_set_intersect(drop, &applied);
    if (goal.revision == AL_BASE || !al_set_empty(drop) || al_rows_has(rows, goal.revision))
        return true;
    return al_error(ask->error, ALUDEL_USAGE,
                    "Destination %s is not a valid downgrade target from current head(s)", target);
}

bool al_plan_downgrade(const struct aludel_registry *g, const struct al_rows *rows, const char *target,
                       struct al_plan *plan, struct al_space space, struct aludel_error *error)
{
    struct al_ask ask = {.work = al_work_begin(g, space), .error = error, .argument = target};
    struct al_rows heads, order;
    struct al_set drop;

    plan->count = 0;
    heads = al_work_list(&ask.work);
    order = al_work_list(&ask.work);
    drop = al_work_set(&ask.work);
    if (!dropped(&ask, rows, target, &drop))
        return false;
    for (uint32_t i = 0; i < rows->count; i++)
        al_list_add(&heads, rows->at[i]);
    al_sort_steps(ask.work, &drop, &heads, true, &order);
    for (uint32_t i = 0; i < order.count; i++)
        add_step(plan, order.at[i], ALUDEL_DOWN);
    return true;
}
