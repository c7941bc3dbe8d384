/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_2, hand_migrations_downgrade_2;

/* versions/2_case.mako */
bool hand_migrations_upgrade_2(struct aludel_op *op)
{
    return aludel_ok(op);
}

bool hand_migrations_downgrade_2(struct aludel_op *op)
{
    return aludel_ok(op);
}

