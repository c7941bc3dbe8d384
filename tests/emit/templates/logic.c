/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_logic, t_downgrade_logic;

/* versions/logic.mako */
static const struct aludel_statement rows_logic_up[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/logic.mako", 6}},
    {SQL("SELECT 2"), 0, ALUDEL_READS, {"versions/logic.mako", 9}},
    {SQL("SELECT 'always'"), 0, ALUDEL_READS, {"versions/logic.mako", 15}},
    {SQL("UPDATE t SET a = \001, b = \001, c = \001"), 3, 0, {"versions/logic.mako", 17}},
};
static const struct aludel_place places_logic_up[] = {
    {"versions/logic.mako", 3},
    {"versions/logic.mako", 5},
    {"versions/logic.mako", 8},
    {"versions/logic.mako", 17},
};

bool t_upgrade_logic(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_logic_up[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    struct aludel_value v2 = aludel_env(op, "N", aludel_int(1));
    aludel_at(op, &places_logic_up[1]);
    struct aludel_value v3 = aludel_py(eq, e, v1, ALUDEL_STRING("x"));
    struct aludel_value v4 = aludel_unset();
    if (aludel_true(op, v3)) {
        aludel_at(op, &places_logic_up[1]);
        v4 = aludel_py(gt, e, v2, aludel_int(3));
    } else {
        v4 = v3;
    }
    struct aludel_value v5 = aludel_unset();
    if (aludel_true(op, v4)) {
        v5 = v4;
    } else {
        aludel_at(op, &places_logic_up[1]);
        v5 = aludel_py(not, e, v1);
    }
    if (aludel_true(op, v5)) {
        aludel_run(op, rows_logic_up, 1);
    }
    aludel_at(op, &places_logic_up[2]);
    struct aludel_value v6 = aludel_py(lt, e, aludel_int(0), v2);
    struct aludel_value v7 = v6;
    if (aludel_true(op, v6)) {
        aludel_at(op, &places_logic_up[2]);
        v7 = aludel_py(lt, e, v2, aludel_int(10));
    }
    if (aludel_true(op, v7)) {
        aludel_run(op, rows_logic_up + 1, 1);
    }
    aludel_run(op, rows_logic_up + 2, 1);
    struct aludel_value v8 = aludel_unset();
    if (aludel_true(op, v1)) {
        v8 = v1;
    } else {
        v8 = ALUDEL_STRING("default");
    }
    aludel_at(op, &places_logic_up[3]);
    struct aludel_value v9 = aludel_unset();
    if (aludel_true(op, aludel_py(gt, e, v2, aludel_int(1)))) {
        v9 = ALUDEL_STRING("many");
    } else {
        v9 = ALUDEL_STRING("one");
    }
    aludel_at(op, &places_logic_up[3]);
    struct aludel_value v10 = aludel_unset();
    if (aludel_true(op, aludel_py(is_not, e, v1, aludel_none()))) {
        v10 = v1;
    } else {
        v10 = aludel_int(0);
    }
    aludel_send(op, aludel_bind(&rows_logic_up[3], v8, v9, v10));
    return aludel_ok(op);
}

bool t_downgrade_logic(struct aludel_op *op)
{
    return aludel_ok(op);
}

