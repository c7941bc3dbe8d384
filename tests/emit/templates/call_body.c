/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_call_body, t_downgrade_call_body;

/* versions/call_body.mako */
static const struct aludel_statement rows_call_body_up[] = {
    {SQL("CREATE TABLE \"t\" (\n"
         "\n"
         "  x INTEGER, y TEXT\n"
         "\n"
         "\n"
         ")"), 0, ALUDEL_DDL, {"versions/call_body.mako", 2}},
    {SQL("CREATE INDEX i ON t (x)"), 0, ALUDEL_DDL, {"versions/call_body.mako", 12}},
};

bool t_upgrade_call_body(struct aludel_op *op)
{
    return aludel_run(op, rows_call_body_up, 2);
}

bool t_downgrade_call_body(struct aludel_op *op)
{
    return aludel_ok(op);
}

