/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_filters, t_downgrade_filters;

/* versions/filters.mako */
static const struct aludel_statement rows_filters_up[] = {
    {SQL("CREATE TABLE \"my table\" (x INTEGER)"), 0, ALUDEL_DDL, {"versions/filters.mako", 4}},
    {SQL("CREATE TABLE \"s\".\"t\" (x INTEGER)"), 0, ALUDEL_DDL, {"versions/filters.mako", 5}},
    {SQL("CREATE INDEX ix_my_table ON \"my table\" (x)"), 0, ALUDEL_DDL, {"versions/filters.mako", 6}},
    {SQL("INSERT INTO t VALUES ('A B', 'a', '{\"a\": [1, null, \"x''\"]}')"), 0, 0, {"versions/filters.mako", 7}},
    {SQL("UPDATE t SET x = 'my_table'"), 0, 0, {"versions/filters.mako", 8}},
};

bool t_upgrade_filters(struct aludel_op *op)
{
    return aludel_run(op, rows_filters_up, 5);
}

bool t_downgrade_filters(struct aludel_op *op)
{
    return aludel_ok(op);
}

