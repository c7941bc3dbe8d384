/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

/* versions/1_case.mako */
static const struct aludel_statement rows_1_up[] = {
    {SQL("SELECT 1"), 0, 0, {"versions/1_case.mako", 3}},
    {SQL("SELECT 2"), 0, 0, {"versions/1_case.mako", 9}},
    {SQL("UPDATE t SET a = \001"), 1, 0, {"versions/1_case.mako", 10}},
};
static const struct aludel_place places_1_up[] = {
    {"versions/1_case.mako", 2},
    {"versions/1_case.mako", 5},
};

bool hand_migrations_upgrade_1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_1_up[0]);
    if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "MODE", aludel_unset()), ALUDEL_STRING("on")))) {
        aludel_run(op, rows_1_up, 1);
    }
    aludel_at(op, &places_1_up[1]);
    struct aludel_value days = aludel_env(op, "DAYS", aludel_int(7));
    struct aludel_value int_2 = aludel_py(len, e, ALUDEL_STRING("x"));
    if (aludel_true(op, int_2)) {
        days = aludel_int(INT64_C(-3000000000));
    } else if (!aludel_true(op, days)) {
        aludel_run(op, rows_1_up + 1, 1);
    }
    aludel_send(op, aludel_bind(&rows_1_up[2], days));
    return aludel_ok(op);
}

bool hand_migrations_downgrade_1(struct aludel_op *op)
{
    return aludel_ok(op);
}

