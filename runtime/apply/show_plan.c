/* show_plan.c: what an upgrade or downgrade would do, step by step, and what it may need. */
#include "apply/budget.h"

static bool visit_steps(struct al_run *run, enum aludel_command command, aludel_step_visit_fn *visit,
                        void *with)
{
    struct aludel *a = run->a;
    for (uint32_t i = 0; i < run->plan.count; i++) {
        struct al_mark mark = al_arena_mark(&a->scratch);
        char line[1024];
        bool whole;
        const char *sql = al_step_sql(run, i, &whole, a->error);
        al_step_line(a->registry, run->plan.steps[i], line, sizeof line);
        struct aludel_step step = {.command = command,
                                   .revision = &a->revisions[run->plan.steps[i].revision],
                                   .line = line,
                                   .sql = sql,
                                   .whole = whole,
                                   .autocommit = (al_step_flags(run, i) & ALUDEL_AUTOCOMMIT) != 0};
        bool more = a->error->code == ALUDEL_OK && visit(with, &step);
        al_arena_release(&a->scratch, mark);
        if (!more) {
            break;
        }
    }
    return a->error->code == ALUDEL_OK;
}

static const struct aludel_options no_options, carried_options = {.carried = true};

static bool make_plan(struct al_run *run, enum aludel_command command, const char *target)
{
    struct aludel *a = run->a;
    bool carried = command == ALUDEL_DOWNGRADE_CARRIED;
    command = carried ? ALUDEL_DOWNGRADE : command;
    if (command != ALUDEL_UPGRADE && command != ALUDEL_DOWNGRADE) {
        return al_fail(a, ALUDEL_USAGE, "there are plans for upgrade and downgrade only");
    }
    run->options = carried ? &carried_options : &no_options;
    run->direction = command == ALUDEL_UPGRADE ? ALUDEL_UP : ALUDEL_DOWN;
    run->target = target;
    return al_connect(a, true) && al_start_rows(run) && al_version_known(a, &run->version) &&
           al_make_plan(run) && al_check_present(run);
}

static bool show_plan(struct aludel *a, enum aludel_command command, const char *target, char *digest,
                      aludel_step_visit_fn *visit, void *with)
{
    struct al_run run = {.a = a};
    if (!make_plan(&run, command, target)) {
        return false;
    }
    if (digest) {
        al_plan_digest(&run, digest);
    }
    command = run.direction == ALUDEL_UP ? ALUDEL_UPGRADE : ALUDEL_DOWNGRADE;
    return !visit || visit_steps(&run, command, visit, with);
}

bool aludel_plan(struct aludel *a, enum aludel_command command, const char *target, char *digest,
                 aludel_step_visit_fn *visit, void *with, struct aludel_error *error)
{
    if (digest) {
        digest[0] = '\0';
    }
    if (!al_call_begin(a, error)) {
        return false;
    }
    bool ok = show_plan(a, command, al_given(target), digest, visit, with);
    if (a->offline) {
        al_disconnect(a);
    }
    return al_call_end(a, ok);
}

bool aludel_budget(struct aludel *a, enum aludel_command command, const char *target, aludel_budget_fn *visit,
                   void *with, struct aludel_error *error)
{
    struct al_run run = {.a = a};
    if (!al_call_begin(a, error)) {
        return false;
    }
    bool ok = make_plan(&run, command, al_given(target)) && (!visit || al_budget_visit(&run, visit, with));
    if (a->offline) {
        al_disconnect(a);
    }
    return al_call_end(a, ok);
}
