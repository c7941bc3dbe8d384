/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_defers_raw, t_downgrade_defers_raw;

/* versions/defers_raw.mako */
static const struct aludel_place places_defers_raw_up[] = {
    {"versions/defers_raw.mako", 2},
};

bool t_upgrade_defers_raw(struct aludel_op *op)
{
    aludel_at(op, &places_defers_raw_up[0]);
    struct aludel_value v1 = aludel_env(op, "RULE", aludel_unset());
    aludel_sql_open(op, &places_defers_raw_up[0], ALUDEL_DDL);
    aludel_sql_text(op, SQL("ALTER TABLE t ADD COLUMN x INTEGER "));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_place places_defers_raw_down[] = {
    {"versions/defers_raw.mako", 5},
    {"versions/defers_raw.mako", 6},
};

bool t_downgrade_defers_raw(struct aludel_op *op)
{
    aludel_at(op, &places_defers_raw_down[0]);
    struct aludel_value v1 = aludel_env(op, "TABLE", aludel_unset());
    aludel_sql_open(op, &places_defers_raw_down[0], 0);
    aludel_sql_text(op, SQL("UPDATE "));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(" SET x = NULL"));
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_defers_raw_down[1]);
    struct aludel_value v2 = aludel_env(op, "NAME", aludel_unset());
    aludel_sql_open(op, &places_defers_raw_down[1], ALUDEL_DDL);
    aludel_sql_text(op, SQL("ALTER TABLE t DROP COLUMN "));
    aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v2);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

