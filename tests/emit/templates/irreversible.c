/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_irreversible, t_downgrade_irreversible;

/* versions/irreversible.mako */
static const struct aludel_statement rows_irreversible_up[] = {
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/irreversible.mako", 3}},
};

bool t_upgrade_irreversible(struct aludel_op *op)
{
    return aludel_run(op, rows_irreversible_up, 1);
}

static bool downgrade_irreversible_sqlite(struct aludel_op *op)
{
    return aludel_ok(op);
}

static const struct aludel_statement rows_irreversible_down_postgresql[] = {
    {SQL("CREATE TABLE t (x INTEGER)"), 0, ALUDEL_DDL, {"versions/irreversible.mako", 10}},
};
static const struct aludel_place places_irreversible_down_postgresql[] = {
    {"versions/irreversible.mako", 9},
    {"versions/irreversible.mako", 12},
};

static bool downgrade_irreversible_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_irreversible_down_postgresql[0]);
    if (aludel_true(op, aludel_env(op, "FORCE", aludel_bool(false)))) {
        aludel_run(op, rows_irreversible_down_postgresql, 1);
    } else {
        aludel_fail(op, &places_irreversible_down_postgresql[1], ALUDEL_STRING("only with FORCE"));
    }
    return aludel_ok(op);
}

bool t_downgrade_irreversible(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_irreversible_postgresql(op);
    return downgrade_irreversible_sqlite(op);
}

