/*
 * autocommit_plain.c: autocommit parts that nothing is written down about: in a script, and in a dry run.
 */
#include "apply/apply.h"

static struct aludel *handle_of(const struct aludel_op *op)
{
    const struct al_run *run = op->apply;
    return run->a;
}

/* ---- Scripts --------------------------------------------------------------------------------- */

static bool begin_plain(struct aludel_op *op)
{
    struct al_driver *d = op->around->driver;
    return (!d->in_group || d->type->commit(d)) && al_session_set(handle_of(op));
}

static bool end_plain(struct aludel_op *op)
{
    struct al_driver *d = op->around->driver;
    struct aludel *a = handle_of(op);
    return al_session_reset(a) && d->type->begin(d, AL_BEGIN_WRITE) && al_group_role(a) &&
           al_group_limits(a) && al_group_path(a);
}

const struct al_autocommit al_autocommit_script = {.begin = begin_plain, .end = end_plain};

/* ---- Dry runs -------------------------------------------------------------------------------- */
/* One transaction from end to end: what can't be in it is left out. */

static bool leave_out(struct aludel_op *op, const struct al_request *request, bool *skip,
                      struct al_outcome *outcome)
{
    const struct aludel_statement *s = request->what.statement;
    (void)outcome;
    *skip = (s->flags & ALUDEL_ALONE) != 0;
    if (*skip) {
        al_remark(handle_of(op), "left out, since it can't be rolled back: %.*s",
                  (int)(s->length < 200 ? s->length : 200), s->sql);
    }
    return true;
}

const struct al_autocommit al_autocommit_dry = {.before = leave_out};
