/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_filter_with_if, t_downgrade_filter_with_if;

/* versions/filter_with_if.mako */
static const struct aludel_statement rows_filter_with_if_up[] = {
    {SQL("UPDATE t SET a = \001 WHERE b = \001"), 2, 0, {"versions/filter_with_if.mako", 12}},
};
static const struct aludel_place places_filter_with_if_up[] = {
    {"versions/filter_with_if.mako", 12},
    {"versions/filter_with_if.mako", 3},
    {"versions/filter_with_if.mako", 12},
    {"versions/filter_with_if.mako", 8},
};

bool t_upgrade_filter_with_if(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_filter_with_if_up[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    struct aludel_value result = aludel_unset();
    {
        aludel_at(op, &places_filter_with_if_up[1]);
        if (aludel_true(op, aludel_py(eq, e, v1, ALUDEL_STRING("high")))) {
            result = aludel_int(3);
            goto end_2;
        }
        result = aludel_int(1);
    }
    end_2:;
    aludel_at(op, &places_filter_with_if_up[2]);
    struct aludel_value v2 = aludel_env(op, "B", aludel_unset());
    struct aludel_value name = aludel_unset();
    if (aludel_true(op, v2)) {
        aludel_at(op, &places_filter_with_if_up[3]);
        name = aludel_py(m_upper, e, v2);
    } else {
        name = v2;
    }
    aludel_send(op, aludel_bind(&rows_filter_with_if_up[0], result, name));
    return aludel_ok(op);
}

bool t_downgrade_filter_with_if(struct aludel_op *op)
{
    return aludel_ok(op);
}

