/* group.c: the transactions of a run: begun under the lock, with the planned rows in the version table. */
#include "apply/apply.h"

/* The log table is made last on SQLite; elsewhere first, where the search path is still the connection's. */
static bool prepare_log(struct al_run *run)
{
    struct aludel *a = run->a;
    return (a->type->live && !a->type->pipelines) || al_log_prepare(a, &run->log);
}

bool al_open_group(struct al_run *run)
{
    struct aludel *a = run->a;
    a->driver->mark = AL_MARK_NONE;
    if (run->whole && a->driver->in_group) {
        return al_group_next(a);
    }
    enum al_begin how = run->flags & ALUDEL_REBUILDS ? AL_BEGIN_REBUILD : AL_BEGIN_WRITE;
    return al_group_begin(a, how, run->version.missing) && al_guard(a, &run->version, AL_MISSED_ROWS) &&
           prepare_log(run) && al_group_path(a);
}

bool al_commit_group(struct al_run *run)
{
    struct aludel *a = run->a;
    bool wait = run->careful || a->driver->between == AL_BETWEEN_POOLER;
    if (!a->type->commit(a->driver) || (wait && !a->type->settle(a->driver))) {
        return al_driver_failed(a);
    }
    run->version.missing = false;
    return true;
}

bool al_close_group(struct al_run *run)
{
    return run->whole || al_commit_group(run);
}
