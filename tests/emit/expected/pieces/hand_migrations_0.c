/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

/* versions/1_case.mako */
static const struct aludel_statement rows_1_up[] = {
    {SQL("SELECT nextval('s')"), 0, 0, {"versions/1_case.mako", 5}},
};
static const struct aludel_place places_1_up[] = {
    {"versions/1_case.mako", 2},
    {"versions/1_case.mako", 3},
    {"versions/1_case.mako", 6},
    {"versions/1_case.mako", 7},
};

bool hand_migrations_upgrade_1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_1_up[0]);
    struct aludel_value name = aludel_x(op, "name", aludel_none());
    aludel_sql_open(op, &places_1_up[1], ALUDEL_DDL | ALUDEL_ALONE);
    aludel_sql_text(op, SQL("CREATE TABLE t (\n"
                            "  a TEXT DEFAULT "));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, "$body$", name);
    aludel_sql_parameter(op, name);
    struct aludel_value count = aludel_execute(op, aludel_sql_close(op));
    (void)aludel_scalar(op, (struct aludel_bound){&rows_1_up[0], NULL});
    name = aludel_execute_raw(op, &places_1_up[2], count);
    aludel_fail(op, &places_1_up[3], aludel_py(join, e, ALUDEL_STRING("no "), name));
    return aludel_ok(op);
}

bool hand_migrations_downgrade_1(struct aludel_op *op)
{
    return aludel_ok(op);
}

