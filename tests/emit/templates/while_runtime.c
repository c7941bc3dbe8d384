/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_while_runtime, t_downgrade_while_runtime;

/* versions/while_runtime.mako */
static const struct aludel_statement rows_while_runtime_up[] = {
    {SQL("UPDATE t SET a = b WHERE id IN (SELECT id FROM t WHERE a IS NULL LIMIT 1000)"), 0, 0, {"versions/while_runtime.mako", 3}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/while_runtime.mako", 10}},
};
static const struct aludel_place places_while_runtime_up[] = {
    {"versions/while_runtime.mako", 3},
    {"versions/while_runtime.mako", 7},
    {"versions/while_runtime.mako", 9},
    {"versions/while_runtime.mako", 11},
};

bool t_upgrade_while_runtime(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_autocommit_begin(op);
    {
        struct aludel_loop loop_3 = {0};
        while (aludel_turn(op, &loop_3)) {
            struct aludel_value v1 = aludel_execute(op, (struct aludel_bound){&rows_while_runtime_up[0], NULL});
            aludel_at(op, &places_while_runtime_up[0]);
            if (aludel_true(op, aludel_py(not, e, aludel_py(gt, e, v1, aludel_int(0))))) {
                break;
            }
        }
    }
    aludel_autocommit_end(op);
    aludel_at(op, &places_while_runtime_up[1]);
    struct aludel_value v2 = aludel_env(op, "N", aludel_int(3));
    struct aludel_value i = aludel_int(0);
    struct aludel_value *const kept_5[] = {&i};
    struct aludel_loop loop_5 = {.kept = kept_5, .kept_count = 1};
    while (aludel_turn(op, &loop_5)) {
        aludel_at(op, &places_while_runtime_up[2]);
        if (aludel_true(op, aludel_py(not, e, aludel_py(lt, e, i, v2)))) {
            break;
        }
        aludel_send(op, aludel_bind(&rows_while_runtime_up[1], i));
        aludel_at(op, &places_while_runtime_up[3]);
        i = aludel_py(add, e, i, aludel_int(1));
    }
    return aludel_ok(op);
}

bool t_downgrade_while_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

