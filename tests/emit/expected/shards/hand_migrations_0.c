/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_m0, hand_migrations_downgrade_m0;

/* versions/m0_case.mako */
bool hand_migrations_upgrade_m0(struct aludel_op *op)
{
    return aludel_ok(op);
}

bool hand_migrations_downgrade_m0(struct aludel_op *op)
{
    return aludel_ok(op);
}

aludel_step_fn hand_migrations_upgrade_m1, hand_migrations_downgrade_m1;

/* versions/m1_case.mako */
bool hand_migrations_upgrade_m1(struct aludel_op *op)
{
    return aludel_ok(op);
}

bool hand_migrations_downgrade_m1(struct aludel_op *op)
{
    return aludel_ok(op);
}

aludel_step_fn hand_migrations_upgrade_m2, hand_migrations_downgrade_m2;

/* versions/m2_case.mako */
bool hand_migrations_upgrade_m2(struct aludel_op *op)
{
    return aludel_ok(op);
}

bool hand_migrations_downgrade_m2(struct aludel_op *op)
{
    return aludel_ok(op);
}

