/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_execute, t_downgrade_op_execute;

/* versions/op_execute.mako */
static const struct aludel_statement rows_op_execute_up[] = {
    {SQL("CREATE TABLE a (x INTEGER)"), 0, ALUDEL_DDL, {"versions/op_execute.mako", 6}},
    {SQL("CREATE TABLE b (y INTEGER)"), 0, ALUDEL_DDL, {"versions/op_execute.mako", 6}},
    {SQL("UPDATE users SET name = \001 WHERE n < \001"), 2, 0, {"versions/op_execute.mako", 7}},
    {SQL("DELETE FROM users WHERE a = \001"), 1, 0, {"versions/op_execute.mako", 9}},
    {SQL("DELETE FROM users WHERE a = \001"), 1, 0, {"versions/op_execute.mako", 10}},
    {SQL("DELETE FROM t WHERE a = \001"), 1, 0, {"versions/op_execute.mako", 11}},
    {SQL("INSERT INTO t VALUES (\001, ':a', 2)"), 1, 0, {"versions/op_execute.mako", 13}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/op_execute.mako", 14}},
    {SQL("DELETE FROM t"), 0, 0, {"versions/op_execute.mako", 17}},
};
static const struct aludel_place places_op_execute_up[] = {
    {"versions/op_execute.mako", 4},
    {"versions/op_execute.mako", 5},
    {"versions/op_execute.mako", 8},
    {"versions/op_execute.mako", 12},
    {"versions/op_execute.mako", 18},
    {"versions/op_execute.mako", 19},
};

bool t_upgrade_op_execute(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_op_execute_up[0]);
    struct aludel_value v1 = aludel_env(op, "LIMIT", aludel_int(10));
    aludel_at(op, &places_op_execute_up[1]);
    struct aludel_value v2 = aludel_env(op, "WHO", aludel_unset());
    aludel_run(op, rows_op_execute_up, 2);
    aludel_send(op, aludel_bind(&rows_op_execute_up[2], v2, v1));
    aludel_sql_open(op, &places_op_execute_up[2], 0);
    aludel_sql_text(op, SQL("UPDATE users SET name = '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v2);
    aludel_sql_text(op, SQL("'"));
    aludel_send(op, aludel_sql_close(op));
    aludel_send(op, aludel_bind(&rows_op_execute_up[3], v2));
    aludel_send(op, aludel_bind(&rows_op_execute_up[4], v2));
    aludel_send(op, aludel_bind(&rows_op_execute_up[5], v2));
    aludel_sql_open(op, &places_op_execute_up[3], ALUDEL_DDL);
    aludel_sql_text(op, SQL("DROP TABLE "));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v2);
    aludel_send(op, aludel_sql_close(op));
    aludel_send(op, aludel_bind(&rows_op_execute_up[6], v2));
    aludel_send(op, aludel_bind(&rows_op_execute_up[7], v2));
    struct aludel_value v3 = aludel_execute(op, (struct aludel_bound){&rows_op_execute_up[8], NULL});
    aludel_at(op, &places_op_execute_up[4]);
    if (aludel_true(op, aludel_py(gt, e, v3, aludel_int(0)))) {
        aludel_at(op, &places_op_execute_up[5]);
        (void)aludel_execute_raw(op, &places_op_execute_up[5], aludel_py(join, e, ALUDEL_STRING("DROP TABLE "), v2));
    }
    return aludel_ok(op);
}

bool t_downgrade_op_execute(struct aludel_op *op)
{
    return aludel_ok(op);
}

