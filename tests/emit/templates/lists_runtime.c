/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_lists_runtime, t_downgrade_lists_runtime;

/* versions/lists_runtime.mako */
static const struct aludel_statement rows_lists_runtime_up[] = {
    {SQL("DELETE FROM t WHERE x IN (\001, 'b', 3)"), 1, 0, {"versions/lists_runtime.mako", 3}},
    {SQL("SELECT 2, 1, (2)"), 0, ALUDEL_READS, {"versions/lists_runtime.mako", 5}},
};
static const struct aludel_place places_lists_runtime_up[] = {
    {"versions/lists_runtime.mako", 2},
    {"versions/lists_runtime.mako", 4},
};

bool t_upgrade_lists_runtime(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_lists_runtime_up[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    aludel_send(op, aludel_bind(&rows_lists_runtime_up[0], v1));
    aludel_at(op, &places_lists_runtime_up[1]);
    struct aludel_value v2 = aludel_py(m_split, e, v1, ALUDEL_STRING(","));
    aludel_sql_open(op, &places_lists_runtime_up[1], 0);
    aludel_sql_text(op, SQL("DELETE FROM t WHERE x IN "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_lists_runtime_up + 1, 1);
    return aludel_ok(op);
}

bool t_downgrade_lists_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

