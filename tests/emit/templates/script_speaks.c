/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/script_speaks.py: print, logging and warnings do nothing */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("SELECT a FROM t"), 0, ALUDEL_READS, {"versions/script_speaks.py", 19}},
    {SQL("UPDATE t SET a = 1"), 0, 0, {"versions/script_speaks.py", 26}},
    {SQL("DELETE FROM t WHERE a = 0"), 0, 0, {"versions/script_speaks.py", 29}},
    {SQL("DELETE FROM t WHERE a = 1"), 0, 0, {"versions/script_speaks.py", 29}},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    (void)aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[0], NULL});
    aludel_run(op, rows_4f2a_up + 1, 3);
    return aludel_ok(op);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

