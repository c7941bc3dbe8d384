/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_filter_names, t_downgrade_filter_names;

/* versions/filter_names.mako */
static const struct aludel_statement rows_filter_names_up[] = {
    {SQL("CREATE TABLE \"a\" (c1 INTEGER DEFAULT '[\"a\"]')"), 0, ALUDEL_DDL, {"versions/filter_names.mako", 4}},
};

bool t_upgrade_filter_names(struct aludel_op *op)
{
    return aludel_run(op, rows_filter_names_up, 1);
}

bool t_downgrade_filter_names(struct aludel_op *op)
{
    return aludel_ok(op);
}

