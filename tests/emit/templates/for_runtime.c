/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_for_runtime, t_downgrade_for_runtime;

/* versions/for_runtime.mako */
static const struct aludel_statement rows_for_runtime_up[] = {
    {SQL("INSERT INTO t VALUES (\001, \001, \001, \001)"), 4, 0, {"versions/for_runtime.mako", 6}},
    {SQL("INSERT INTO counts VALUES (\001)"), 1, 0, {"versions/for_runtime.mako", 9}},
};
static const struct aludel_place places_for_runtime_up[] = {
    {"versions/for_runtime.mako", 2},
    {"versions/for_runtime.mako", 5},
    {"versions/for_runtime.mako", 6},
    {"versions/for_runtime.mako", 7},
    {"versions/for_runtime.mako", 10},
    {"versions/for_runtime.mako", 11},
    {"versions/for_runtime.mako", 12},
};

bool t_upgrade_for_runtime(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_for_runtime_up[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "NAMES", aludel_unset()), ALUDEL_STRING(","));
    struct aludel_value total = aludel_int(0);
    struct aludel_value index = aludel_int(-1);
    struct aludel_value name = aludel_unset();
    struct aludel_value *const kept_2[] = {&total, &index};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 2};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &name)) {
        aludel_at(op, &places_for_runtime_up[1]);
        index = aludel_py(add, e, index, aludel_int(1));
        aludel_at(op, &places_for_runtime_up[2]);
        struct aludel_value v2 = aludel_py(sub, e, aludel_py(sub, e, aludel_py(len, e, v1), aludel_int(1)), index);
        struct aludel_value v3 = aludel_py(eq, e, v2, aludel_int(0));
        aludel_send(op, aludel_bind(&rows_for_runtime_up[0], index, name, v3, aludel_py(index, e, aludel_py(tuple_of, e, ALUDEL_STRING("a"), ALUDEL_STRING("b")), aludel_py(mod, e, index, aludel_int(2)))));
        aludel_at(op, &places_for_runtime_up[3]);
        total = aludel_py(add, e, total, aludel_py(len, e, name));
    }
    aludel_send(op, aludel_bind(&rows_for_runtime_up[1], total));
    aludel_sql_open(op, &places_for_runtime_up[4], 0);
    aludel_sql_text(op, SQL("INSERT INTO t VALUES\n"));
    struct aludel_value index_2 = aludel_int(-1);
    struct aludel_value name_2 = aludel_unset();
    struct aludel_value v5 = aludel_unset();
    struct aludel_value *const kept_3[] = {&index_2};
    struct aludel_loop loop_3 = {.kept = kept_3, .kept_count = 1};
    const struct aludel_value over_3 = v1;
    while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &name_2)) {
        aludel_at(op, &places_for_runtime_up[5]);
        index_2 = aludel_py(add, e, index_2, aludel_int(1));
        aludel_sql_text(op, SQL("  ("));
        aludel_sql_parameter(op, name_2);
        aludel_sql_text(op, SQL(")"));
        aludel_at(op, &places_for_runtime_up[6]);
        struct aludel_value v4 = aludel_py(sub, e, aludel_py(sub, e, aludel_py(len, e, v1), aludel_int(1)), index_2);
        if (aludel_true(op, aludel_py(eq, e, v4, aludel_int(0)))) {
            v5 = ALUDEL_STRING("");
        } else {
            v5 = ALUDEL_STRING(",");
        }
        aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v5);
        aludel_sql_text(op, SQL("\n"));
    }
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_downgrade_for_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

