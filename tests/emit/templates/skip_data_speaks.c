/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/skip_data_speaks.py: a logger keeps no migration from running */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE t (a integer)"), 0, ALUDEL_DDL, {"versions/skip_data_speaks.py", 14}},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_up, 1);
}

static const struct aludel_statement rows_4f2a_down[] = {
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/skip_data_speaks.py", 19}},
};

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_down, 1);
}

