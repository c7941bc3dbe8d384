/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_autocommit, t_downgrade_autocommit;

/* versions/autocommit.mako */
static const struct aludel_statement rows_autocommit_up[] = {
    {SQL("CREATE TABLE t (x INTEGER)"), 0, ALUDEL_DDL, {"versions/autocommit.mako", 3}},
    {SQL("CREATE INDEX CONCURRENTLY i ON t (x)"), 0, ALUDEL_DDL | ALUDEL_ALONE, {"versions/autocommit.mako", 5}},
    {SQL("VACUUM t"), 0, ALUDEL_ALONE | ALUDEL_REPEATS, {"versions/autocommit.mako", 9}},
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/autocommit.mako", 11}},
};

bool t_upgrade_autocommit(struct aludel_op *op)
{
    aludel_run(op, rows_autocommit_up, 1);
    aludel_autocommit_begin(op);
    {
        aludel_run(op, rows_autocommit_up + 1, 1);
    }
    aludel_autocommit_end(op);
    aludel_autocommit_begin(op);
    {
        aludel_run(op, rows_autocommit_up + 2, 1);
    }
    aludel_autocommit_end(op);
    aludel_run(op, rows_autocommit_up + 3, 1);
    return aludel_ok(op);
}

bool t_downgrade_autocommit(struct aludel_op *op)
{
    return aludel_ok(op);
}

