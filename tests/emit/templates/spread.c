/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_spread, t_downgrade_spread;

/* versions/spread.mako */
static const struct aludel_statement rows_spread_up[] = {
    {SQL("SELECT ('a', 'b', 'c')"), 0, ALUDEL_READS, {"versions/spread.mako", 7}},
};
static const struct aludel_place places_spread_up[] = {
    {"versions/spread.mako", 8},
    {"versions/spread.mako", 9},
    {"versions/spread.mako", 10},
    {"versions/spread.mako", 11},
    {"versions/spread.mako", 12},
    {"versions/spread.mako", 13},
};

bool t_upgrade_spread(struct aludel_op *op)
{
    aludel_run(op, rows_spread_up, 1);
    aludel_at(op, &places_spread_up[0]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("a"), aludel_none()))) {
        aludel_fail(op, &places_spread_up[1], ALUDEL_STRING("a"));
    } else {
        aludel_at(op, &places_spread_up[2]);
        if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("b"), aludel_none()))) {
            aludel_fail(op, &places_spread_up[3], ALUDEL_STRING("the migration raised an exception"));
        } else {
            aludel_at(op, &places_spread_up[4]);
            if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("c"), aludel_none()))) {
                aludel_fail(op, &places_spread_up[5], ALUDEL_STRING("c"));
            }
        }
    }
    return aludel_ok(op);
}

bool t_downgrade_spread(struct aludel_op *op)
{
    return aludel_ok(op);
}

