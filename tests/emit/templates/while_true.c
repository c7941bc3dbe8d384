/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_while_true, t_downgrade_while_true;

/* versions/while_true.mako */
static const struct aludel_statement rows_while_true_up[] = {
    {SQL("INSERT INTO t VALUES (1)"), 0, 0, {"versions/while_true.mako", 11}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/while_true.mako", 11}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/while_true.mako", 13}},
};
static const struct aludel_place places_while_true_up[] = {
    {"versions/while_true.mako", 9},
    {"versions/while_true.mako", 6},
    {"versions/while_true.mako", 7},
    {"versions/while_true.mako", 9},
    {"versions/while_true.mako", 13},
};

bool t_upgrade_while_true(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value i_2 = aludel_unset();
    {
        aludel_at(op, &places_while_true_up[0]);
        if (aludel_true(op, aludel_py(gt, e, aludel_int(1), aludel_env(op, "N", aludel_int(4))))) {
            i_2 = aludel_int(1);
            goto end_2;
        }
        aludel_run(op, rows_while_true_up, 1);
        struct aludel_value i = aludel_int(1);
        struct aludel_value *const kept_4[] = {&i};
        struct aludel_loop loop_4 = {.kept = kept_4, .kept_count = 1};
        while (aludel_turn(op, &loop_4)) {
            aludel_at(op, &places_while_true_up[1]);
            struct aludel_value v1 = aludel_py(add, e, i, aludel_int(1));
            aludel_at(op, &places_while_true_up[2]);
            if (aludel_true(op, aludel_py(eq, e, v1, aludel_int(2)))) {
                i = v1;
                continue;
            }
            aludel_at(op, &places_while_true_up[3]);
            if (aludel_true(op, aludel_py(gt, e, v1, aludel_env(op, "N", aludel_int(4))))) {
                i = v1;
                break;
            }
            aludel_send(op, aludel_bind(&rows_while_true_up[1], v1));
            i = v1;
        }
        i_2 = i;
    }
    end_2:;
    aludel_at(op, &places_while_true_up[4]);
    aludel_send(op, aludel_bind(&rows_while_true_up[2], aludel_py(add, e, i_2, aludel_int(100))));
    return aludel_ok(op);
}

bool t_downgrade_while_true(struct aludel_op *op)
{
    return aludel_ok(op);
}

