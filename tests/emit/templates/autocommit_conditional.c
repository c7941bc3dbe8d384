/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_autocommit_conditional, t_downgrade_autocommit_conditional;

/* versions/autocommit_conditional.mako */
static const struct aludel_statement rows_autocommit_conditional_up[] = {
    {SQL("CREATE INDEX CONCURRENTLY i ON t (x)"), 0, ALUDEL_DDL | ALUDEL_ALONE, {"versions/autocommit_conditional.mako", 5}},
    {SQL("CREATE INDEX i ON t (x)"), 0, ALUDEL_DDL, {"versions/autocommit_conditional.mako", 8}},
};
static const struct aludel_place places_autocommit_conditional_up[] = {
    {"versions/autocommit_conditional.mako", 3},
};

bool t_upgrade_autocommit_conditional(struct aludel_op *op)
{
    aludel_at(op, &places_autocommit_conditional_up[0]);
    if (aludel_true(op, aludel_env(op, "CONCURRENTLY", aludel_bool(true)))) {
        aludel_autocommit_begin(op);
        {
            aludel_run(op, rows_autocommit_conditional_up, 1);
        }
        aludel_autocommit_end(op);
    } else {
        aludel_run(op, rows_autocommit_conditional_up + 1, 1);
    }
    return aludel_ok(op);
}

bool t_downgrade_autocommit_conditional(struct aludel_op *op)
{
    return aludel_ok(op);
}

