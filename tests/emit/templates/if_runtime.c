/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_if_runtime, t_downgrade_if_runtime;

/* versions/if_runtime.mako */
static const struct aludel_statement rows_if_runtime_up[] = {
    {SQL("CREATE TABLE a (x INTEGER)"), 0, ALUDEL_DDL, {"versions/if_runtime.mako", 4}},
    {SQL("CREATE TABLE b (x INTEGER)"), 0, ALUDEL_DDL, {"versions/if_runtime.mako", 7}},
    {SQL("CREATE TABLE c (x INTEGER)"), 0, ALUDEL_DDL, {"versions/if_runtime.mako", 10}},
    {SQL("INSERT INTO kinds VALUES (\001)"), 1, 0, {"versions/if_runtime.mako", 12}},
};
static const struct aludel_place places_if_runtime_up[] = {
    {"versions/if_runtime.mako", 3},
    {"versions/if_runtime.mako", 6},
};

bool t_upgrade_if_runtime(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_if_runtime_up[0]);
    struct aludel_value kind_2 = aludel_unset();
    if (aludel_true(op, aludel_env(op, "A", aludel_bool(true)))) {
        aludel_run(op, rows_if_runtime_up, 1);
        kind_2 = ALUDEL_STRING("a");
    } else {
        aludel_at(op, &places_if_runtime_up[1]);
        struct aludel_value kind = aludel_unset();
        if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "B", aludel_unset()), ALUDEL_STRING("x")))) {
            aludel_run(op, rows_if_runtime_up + 1, 1);
            kind = ALUDEL_STRING("b");
        } else {
            aludel_run(op, rows_if_runtime_up + 2, 1);
            kind = ALUDEL_STRING("none");
        }
        kind_2 = kind;
    }
    aludel_send(op, aludel_bind(&rows_if_runtime_up[3], kind_2));
    return aludel_ok(op);
}

bool t_downgrade_if_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

