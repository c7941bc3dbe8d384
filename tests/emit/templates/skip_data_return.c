/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/skip_data_return.py */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("ALTER TABLE t ADD a integer"), 0, ALUDEL_DDL, {"versions/skip_data_return.py", 16}},
    {SQL("UPDATE t SET a = 1"), 0, 0, {"versions/skip_data_return.py", 23}},
};
static const struct aludel_place places_4f2a_up[] = {
    {"versions/skip_data_return.py", 17},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    aludel_refuse_rows(op, &places_4f2a_up[0]);
    aludel_run(op, rows_4f2a_up, 2);
    return aludel_ok(op);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

