/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_unused_work, t_downgrade_unused_work;

/* versions/unused_work.mako */
bool t_upgrade_unused_work(struct aludel_op *op)
{
    return aludel_ok(op);
}

bool t_downgrade_unused_work(struct aludel_op *op)
{
    return aludel_ok(op);
}

