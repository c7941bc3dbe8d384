/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_loop_leaving, t_downgrade_loop_leaving;

/* versions/loop_leaving.mako */
static const struct aludel_statement rows_loop_leaving_up[] = {
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/loop_leaving.mako", 10}},
    {SQL("UPDATE t SET x = \001"), 1, 0, {"versions/loop_leaving.mako", 13}},
};
static const struct aludel_place places_loop_leaving_up[] = {
    {"versions/loop_leaving.mako", 4},
    {"versions/loop_leaving.mako", 5},
    {"versions/loop_leaving.mako", 7},
    {"versions/loop_leaving.mako", 12},
};

bool t_upgrade_loop_leaving(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_loop_leaving_up[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "NAMES", aludel_unset()), ALUDEL_STRING(","));
    struct aludel_value found = aludel_none();
    struct aludel_value name = aludel_unset();
    struct aludel_value *const kept_2[] = {&found};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &name)) {
        aludel_at(op, &places_loop_leaving_up[1]);
        if (aludel_true(op, aludel_py(eq, e, name, ALUDEL_STRING("")))) {
            continue;
        }
        aludel_at(op, &places_loop_leaving_up[2]);
        if (aludel_true(op, aludel_py(m_startswith, e, name, ALUDEL_STRING("x")))) {
            found = name;
            break;
        }
        aludel_send(op, aludel_bind(&rows_loop_leaving_up[0], name));
    }
    aludel_at(op, &places_loop_leaving_up[3]);
    if (aludel_true(op, aludel_py(is_not, e, found, aludel_none()))) {
        aludel_send(op, aludel_bind(&rows_loop_leaving_up[1], found));
    }
    return aludel_ok(op);
}

bool t_downgrade_loop_leaving(struct aludel_op *op)
{
    return aludel_ok(op);
}

