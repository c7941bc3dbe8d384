/* function.c: the chain's functions: what they find around them, and calling one. */
#include "apply/apply.h"

struct al_surroundings al_surround(struct aludel *a)
{
    return (struct al_surroundings){
        .driver = a->driver,
        .error = a->error,
        .registry = a->registry,
        .config = &a->config,
        .getenv = al_getenv,
        .getenv_with = a,
        .interrupted = &a->interrupted,
        .own_tables = {a->settings.version_table, a->settings.log_table, "aludel_journal"},
    };
}

bool al_call_function(struct al_run *run, const struct al_surroundings *around, aludel_step_fn *fn,
                      const struct aludel_migration *m)
{
    struct aludel_op op;
    if (!fn) {
        return true;
    }
    al_op_begin(&op, around, m, run->direction);
    op.apply = run;
    bool ok = (fn(&op) && aludel_ok(&op)) || al_op_failed(&op);
    al_op_end(&op);
    return ok;
}
