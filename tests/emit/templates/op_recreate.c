/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_recreate, t_downgrade_op_recreate;

/* versions/op_recreate.mako */
static const struct aludel_statement rows_op_recreate_up[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_recreate.mako", 4}},
    {SQL("CREATE INDEX i ON t (a)"), 0, ALUDEL_DDL, {"versions/op_recreate.mako", 6}},
};
static const struct aludel_place places_op_recreate_up[] = {
    {"versions/op_recreate.mako", 5},
};

bool t_upgrade_op_recreate(struct aludel_op *op)
{
    aludel_run(op, rows_op_recreate_up, 1);
    {
        static const struct aludel_rebuilt table = {
            .table = "t",
            .sql = "CREATE TABLE t (\n    a INTEGER\n)",
        };
        aludel_rebuild(op, &places_op_recreate_up[0], &table);
    }
    aludel_run(op, rows_op_recreate_up + 1, 1);
    return aludel_ok(op);
}

bool t_downgrade_op_recreate(struct aludel_op *op)
{
    return aludel_ok(op);
}

