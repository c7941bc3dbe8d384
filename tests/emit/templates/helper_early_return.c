/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_helper_5fearly_return, t_downgrade_helper_5fearly_return;

/* versions/helper_early_return.mako */
static const struct aludel_statement rows_helper_5fearly_return_up[] = {
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/helper_early_return.mako", 11}},
};
static const struct aludel_place places_helper_5fearly_return_up[] = {
    {"versions/helper_early_return.mako", 11},
    {"versions/helper_early_return.mako", 3},
    {"versions/helper_early_return.mako", 6},
};

bool t_upgrade_helper_5fearly_return(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_helper_5fearly_return_up[0]);
    struct aludel_value v1 = aludel_env(op, "N", aludel_int(7));
    struct aludel_value result = aludel_unset();
    {
        aludel_at(op, &places_helper_5fearly_return_up[1]);
        if (aludel_true(op, aludel_py(is, e, v1, aludel_none()))) {
            result = ALUDEL_STRING("none");
            goto end_2;
        }
        aludel_at(op, &places_helper_5fearly_return_up[2]);
        if (aludel_true(op, aludel_py(lt, e, v1, aludel_int(10)))) {
            result = ALUDEL_STRING("below 10");
            goto end_2;
        }
        aludel_at(op, &places_helper_5fearly_return_up[2]);
        if (aludel_true(op, aludel_py(lt, e, v1, aludel_int(100)))) {
            result = ALUDEL_STRING("below 100");
            goto end_2;
        }
        result = ALUDEL_STRING("large");
    }
    end_2:;
    aludel_send(op, aludel_bind(&rows_helper_5fearly_return_up[0], result));
    return aludel_ok(op);
}

bool t_downgrade_helper_5fearly_return(struct aludel_op *op)
{
    return aludel_ok(op);
}

