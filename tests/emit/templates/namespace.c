/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_namespace, t_downgrade_namespace;

/* versions/namespace.mako */
static const struct aludel_statement rows_namespace_up[] = {
    {SQL("INSERT INTO audit VALUES ('users', 10)"), 0, 0, {"lib/audit.mako", 3}},
    {SQL("INSERT INTO included VALUES ('plain', 'namespace')"), 0, 0, {"lib/plain.mako", 2}},
    {SQL("SELECT 10"), 0, ALUDEL_READS, {"versions/namespace.mako", 5}},
};

bool t_upgrade_namespace(struct aludel_op *op)
{
    return aludel_run(op, rows_namespace_up, 3);
}

bool t_downgrade_namespace(struct aludel_op *op)
{
    return aludel_ok(op);
}

