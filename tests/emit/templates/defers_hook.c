/* ==== t.c */
/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "t.h"

#define SQL(text) text, sizeof(text) - 1

static const struct aludel_statement rows_before_each_postgresql[] = {
    {SQL("SET CONSTRAINTS ALL DEFERRED"), 0, 0, {"env.mako", 3}},
};

static bool before_each(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_before_each_postgresql, 1);
    return aludel_ok(op);
}


/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_defers_hook, t_downgrade_defers_hook;

/* versions/defers_hook.mako */
static const struct aludel_statement rows_defers_hook_up[] = {
    {SQL("INSERT INTO t (x) VALUES (1)"), 0, 0, {"versions/defers_hook.mako", 2}},
};

bool t_upgrade_defers_hook(struct aludel_op *op)
{
    return aludel_run(op, rows_defers_hook_up, 1);
}

bool t_downgrade_defers_hook(struct aludel_op *op)
{
    return aludel_ok(op);
}

