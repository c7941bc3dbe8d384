/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_nested_loops, t_downgrade_nested_loops;

/* versions/nested_loops.mako */
static const struct aludel_statement rows_nested_loops_up[] = {
    {SQL("INSERT INTO t VALUES (\001, \001, \001, \001)"), 4, 0, {"versions/nested_loops.mako", 10}},
};
static const struct aludel_place places_nested_loops_up[] = {
    {"versions/nested_loops.mako", 2},
    {"versions/nested_loops.mako", 3},
    {"versions/nested_loops.mako", 4},
    {"versions/nested_loops.mako", 7},
};

bool t_upgrade_nested_loops(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_nested_loops_up[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "A", aludel_unset()), ALUDEL_STRING(","));
    struct aludel_value index = aludel_int(-1);
    struct aludel_value a = aludel_unset();
    struct aludel_value *const kept_2[] = {&index};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &a)) {
        aludel_at(op, &places_nested_loops_up[0]);
        index = aludel_py(add, e, index, aludel_int(1));
        aludel_at(op, &places_nested_loops_up[1]);
        struct aludel_value v2 = aludel_py(m_split, e, aludel_env(op, "B", aludel_unset()), ALUDEL_STRING(","));
        struct aludel_value index_2 = aludel_int(-1);
        struct aludel_value b = aludel_unset();
        struct aludel_value *const kept_3[] = {&index_2};
        struct aludel_loop loop_3 = {.kept = kept_3, .kept_count = 1};
        const struct aludel_value over_3 = v2;
        while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &b)) {
            aludel_at(op, &places_nested_loops_up[1]);
            index_2 = aludel_py(add, e, index_2, aludel_int(1));
            aludel_at(op, &places_nested_loops_up[2]);
            if (aludel_true(op, aludel_py(eq, e, a, b))) {
                continue;
            }
            aludel_at(op, &places_nested_loops_up[3]);
            if (aludel_true(op, aludel_py(eq, e, b, ALUDEL_STRING("stop")))) {
                break;
            }
            aludel_send(op, aludel_bind(&rows_nested_loops_up[0], index, index_2, a, b));
        }
    }
    return aludel_ok(op);
}

bool t_downgrade_nested_loops(struct aludel_op *op)
{
    return aludel_ok(op);
}

