/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_irreversible_later, t_downgrade_irreversible_later;

/* versions/irreversible_later.mako */
bool t_upgrade_irreversible_later(struct aludel_op *op)
{
    return aludel_ok(op);
}

static const struct aludel_place places_irreversible_later_down[] = {
    {"versions/irreversible_later.mako", 5},
    {"versions/irreversible_later.mako", 7},
};

bool t_downgrade_irreversible_later(struct aludel_op *op)
{
    {
        aludel_at(op, &places_irreversible_later_down[0]);
        if (aludel_true(op, aludel_env(op, "FORCE", aludel_bool(false)))) {
            goto end_1;
        }
        aludel_fail(op, &places_irreversible_later_down[1], ALUDEL_STRING("the names are gone"));
    }
    end_1:;
    return aludel_ok(op);
}

