/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_defs, t_downgrade_defs;

/* versions/defs.mako */
static const struct aludel_statement rows_defs_up[] = {
    {SQL("INSERT INTO audit VALUES ('users', 7)"), 0, 0, {"versions/defs.mako", 2}},
    {SQL("INSERT INTO audit VALUES ('roles', 30)"), 0, 0, {"versions/defs.mako", 2}},
    {SQL("CREATE TABLE t (\"a\" INTEGER, \"b\" INTEGER)"), 0, ALUDEL_DDL, {"versions/defs.mako", 8}},
    {SQL("INSERT INTO audit VALUES ('again', 7)"), 0, 0, {"versions/defs.mako", 2}},
    {SQL("CREATE TABLE u (\"x\" INTEGER, \"y\" INTEGER)"), 0, ALUDEL_DDL, {"versions/defs.mako", 11}},
    {SQL("SELECT 'part'"), 0, ALUDEL_READS, {"versions/defs.mako", 16}},
    {SQL("SELECT 'rest'"), 0, ALUDEL_READS, {"versions/defs.mako", 20}},
    {SQL("SELECT 'part'"), 0, ALUDEL_READS, {"versions/defs.mako", 16}},
};

bool t_upgrade_defs(struct aludel_op *op)
{
    return aludel_run(op, rows_defs_up, 8);
}

bool t_downgrade_defs(struct aludel_op *op)
{
    return aludel_ok(op);
}

