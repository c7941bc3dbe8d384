/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_lines_of_values, t_downgrade_lines_of_values;

/* versions/lines_of_values.mako */
static const struct aludel_statement rows_lines_of_values_up[] = {
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/lines_of_values.mako", 7}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/lines_of_values.mako", 11}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/lines_of_values.mako", 15}},
};
static const struct aludel_place places_lines_of_values_up[] = {
    {"versions/lines_of_values.mako", 3},
    {"versions/lines_of_values.mako", 4},
    {"versions/lines_of_values.mako", 5},
    {"versions/lines_of_values.mako", 8},
    {"versions/lines_of_values.mako", 9},
    {"versions/lines_of_values.mako", 10},
    {"versions/lines_of_values.mako", 13},
};

bool t_upgrade_lines_of_values(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_lines_of_values_up[0]);
    struct aludel_value v1 = aludel_py(int, e, aludel_env(op, "N", aludel_unset()));
    aludel_at(op, &places_lines_of_values_up[1]);
    struct aludel_value v2 = aludel_env(op, "M", aludel_unset());
    aludel_at(op, &places_lines_of_values_up[2]);
    struct aludel_value v3 = aludel_py(int, e, v2);
    aludel_send(op, aludel_bind(&rows_lines_of_values_up[0], v1));
    aludel_at(op, &places_lines_of_values_up[3]);
    struct aludel_value v4 = aludel_py(int, e, aludel_env(op, "H", aludel_unset()));
    aludel_at(op, &places_lines_of_values_up[4]);
    struct aludel_value v5 = aludel_py(floordiv, e, v4, aludel_int(3));
    aludel_at(op, &places_lines_of_values_up[5]);
    struct aludel_value v6 = aludel_py(gt, e, aludel_py(int, e, aludel_env(op, "L", aludel_unset())), v3);
    if (aludel_true(op, v6)) {
        aludel_send(op, aludel_bind(&rows_lines_of_values_up[1], v5));
    }
    aludel_at(op, &places_lines_of_values_up[6]);
    struct aludel_value name = aludel_unset();
    struct aludel_loop loop_2 = {0};
    const struct aludel_value over_2 = aludel_py(m_split, e, aludel_env(op, "NAMES", aludel_unset()), ALUDEL_STRING(","));
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &name)) {
        aludel_send(op, aludel_bind(&rows_lines_of_values_up[2], name));
    }
    return aludel_ok(op);
}

bool t_downgrade_lines_of_values(struct aludel_op *op)
{
    return aludel_ok(op);
}

