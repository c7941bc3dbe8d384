/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_comprehensions, t_downgrade_comprehensions;

/* versions/comprehensions.mako */
static const struct aludel_statement rows_comprehensions_up[] = {
    {SQL("SELECT ('A', 'C'), 1, 2, ('a1', 'a2', 'b1', 'b2')"), 0, ALUDEL_READS, {"versions/comprehensions.mako", 10}},
};
static const struct aludel_place places_comprehensions_up[] = {
    {"versions/comprehensions.mako", 7},
    {"versions/comprehensions.mako", 8},
    {"versions/comprehensions.mako", 11},
};

bool t_upgrade_comprehensions(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_comprehensions_up[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "WORDS", aludel_unset()));
    struct aludel_value v2 = py_list_of(e, 0, NULL);
    struct aludel_value w = aludel_unset();
    struct aludel_value v4 = aludel_unset();
    struct aludel_value *const kept_22[] = {&v2};
    struct aludel_loop loop_22 = {.kept = kept_22, .kept_count = 1};
    const struct aludel_value over_22 = v1;
    while (aludel_turn(op, &loop_22) && aludel_item(op, over_22, loop_22.turn - 1, &w)) {
        if (aludel_true(op, w)) {
            aludel_at(op, &places_comprehensions_up[0]);
            struct aludel_value v3 = aludel_py(len, e, w);
            v4 = aludel_py(add, e, v2, aludel_py(list_of, e, v3));
        } else {
            v4 = v2;
        }
        v2 = v4;
    }
    aludel_at(op, &places_comprehensions_up[1]);
    struct aludel_value v5 = aludel_unset();
    if (aludel_true(op, aludel_py(ne, e, ALUDEL_STRING("A"), aludel_env(op, "NOT", aludel_unset())))) {
        v5 = aludel_py(list_of, e, ALUDEL_STRING("A"));
    } else {
        v5 = py_list_of(e, 0, NULL);
    }
    aludel_at(op, &places_comprehensions_up[1]);
    struct aludel_value v6 = aludel_unset();
    if (aludel_true(op, aludel_py(ne, e, ALUDEL_STRING("C"), aludel_env(op, "NOT", aludel_unset())))) {
        aludel_at(op, &places_comprehensions_up[1]);
        v6 = aludel_py(add, e, v5, aludel_py(list_of, e, ALUDEL_STRING("C")));
    } else {
        v6 = v5;
    }
    aludel_run(op, rows_comprehensions_up, 1);
    aludel_sql_open(op, &places_comprehensions_up[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v6);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_downgrade_comprehensions(struct aludel_op *op)
{
    return aludel_ok(op);
}

