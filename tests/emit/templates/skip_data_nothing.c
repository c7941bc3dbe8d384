/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/skip_data_nothing.py */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE t (a integer)"), 0, ALUDEL_DDL, {"versions/skip_data_nothing.py", 13}},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_up, 1);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

