/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

/* versions/1_case.mako */
static const struct aludel_statement rows_1_up[] = {
    {SQL("SELECT \001, \001"), 2, 0, {"versions/1_case.mako", 3}},
};
static const struct aludel_place places_1_up[] = {
    {"versions/1_case.mako", 2},
};

bool hand_migrations_upgrade_1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value a = aludel_unset();
    struct aludel_value b = aludel_unset();
    aludel_at(op, &places_1_up[0]);
    aludel_unpack(op, aludel_py(list_of, e, aludel_none(), aludel_bool(true), aludel_int(INT64_MIN), aludel_float(0.1), ALUDEL_STRING("a\000b\""), aludel_textual(ALUDEL_BYTES, SQL("\377\0017")), aludel_textual(ALUDEL_SQL, SQL("now()"))), 2, (struct aludel_value *const[]){&a, &b});
    aludel_send(op, aludel_bind(&rows_1_up[0], py_list_of(e, 0, NULL), b));
    return aludel_ok(op);
}

bool hand_migrations_downgrade_1(struct aludel_op *op)
{
    return aludel_ok(op);
}

