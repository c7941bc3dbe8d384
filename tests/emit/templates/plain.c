/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/plain.sql */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE a (x INTEGER DEFAULT 1)"), 0, ALUDEL_DDL, {"versions/plain.sql", 5}},
    {SQL("INSERT INTO a (x) VALUES ('${not a hole}')"), 0, 0, {"versions/plain.sql", 6}},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_up, 2);
}

static const struct aludel_statement rows_4f2a_down[] = {
    {SQL("DROP TABLE a"), 0, ALUDEL_DDL, {"versions/plain.sql", 9}},
};

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_down, 1);
}

