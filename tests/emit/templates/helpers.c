/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_helpers, t_downgrade_helpers;

/* versions/helpers.mako */
static const struct aludel_statement rows_helpers_up[] = {
    {SQL("SELECT '''a''', '-b-', 'big', 'small', 'a,b1'"), 0, ALUDEL_READS, {"versions/helpers.mako", 16}},
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/helpers.mako", 18}},
};
static const struct aludel_place places_helpers_up[] = {
    {"versions/helpers.mako", 17},
    {"versions/helpers.mako", 6},
    {"versions/helpers.mako", 8},
};

bool t_upgrade_helpers(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_helpers_up, 1);
    aludel_at(op, &places_helpers_up[0]);
    struct aludel_value v1 = aludel_env(op, "N", aludel_int(7));
    struct aludel_value result = aludel_unset();
    {
        aludel_at(op, &places_helpers_up[1]);
        if (aludel_true(op, aludel_py(gt, e, v1, aludel_int(10)))) {
            result = ALUDEL_STRING("big");
            goto end_7;
        } else {
            aludel_at(op, &places_helpers_up[2]);
            if (aludel_true(op, aludel_py(gt, e, v1, aludel_int(5)))) {
                result = ALUDEL_STRING("middle");
                goto end_7;
            }
        }
        result = ALUDEL_STRING("small");
    }
    end_7:;
    aludel_send(op, aludel_bind(&rows_helpers_up[1], result));
    return aludel_ok(op);
}

bool t_downgrade_helpers(struct aludel_op *op)
{
    return aludel_ok(op);
}

