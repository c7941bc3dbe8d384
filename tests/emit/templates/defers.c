/* ==== t_defers.c */
/* Made by aludel VERSION from versions/defers.mako: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1


aludel_step_fn t_upgrade_defers, t_downgrade_defers;

/* versions/defers.mako */
static const struct aludel_statement rows_defers_up_postgresql[] = {
    {SQL("ALTER TABLE t ADD UNIQUE (x) DEFERRABLE"), 0, ALUDEL_DDL, {"versions/defers.mako", 4}},
};

bool t_upgrade_defers(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_defers_up_postgresql, 1);
    return aludel_ok(op);
}

static bool downgrade_defers_sqlite(struct aludel_op *op)
{
    {
#line 9 "versions/defers.mako"

    aludel_execute_sql(op, "DELETE FROM t", 0, NULL);
#line 30 "t_defers.c"
    }
    return aludel_ok(op);
}

static const struct aludel_place places_defers_down_postgresql[] = {
    {"versions/defers.mako", 13},
};

static bool downgrade_defers_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_defers_down_postgresql[0]);
    (void)aludel_execute_raw(op, &places_defers_down_postgresql[0], aludel_env(op, "CLEAN_UP", aludel_unset()));
    return aludel_ok(op);
}

bool t_downgrade_defers(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_defers_postgresql(op);
    return downgrade_defers_sqlite(op);
}

