/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_minus_apart, t_downgrade_minus_apart;

/* versions/minus_apart.mako */
static const struct aludel_place places_minus_apart_up_sqlite[] = {
    {"versions/minus_apart.mako", 2},
};

static bool upgrade_minus_apart_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_minus_apart_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    struct aludel_value v2 = aludel_py(int, e, aludel_env(op, "Y", aludel_unset()));
    aludel_sql_open(op, &places_minus_apart_up_sqlite[0], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT 1 - -1, 1 - -1, 1 - -1, 1 / * 2, 1 -"));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(", 1 -"));
    aludel_sql_parameter(op, v2);
    aludel_sql_text(op, SQL("-1"));
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_place places_minus_apart_up_postgresql[] = {
    {"versions/minus_apart.mako", 2},
};

static bool upgrade_minus_apart_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_minus_apart_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    struct aludel_value v2 = aludel_py(int, e, aludel_env(op, "Y", aludel_unset()));
    aludel_sql_open(op, &places_minus_apart_up_postgresql[0], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT 1 - -1, 1 - -1, 1 - -1, 1 / * 2, 1 -"));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(", 1 -"));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL("-1"));
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_minus_apart(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_minus_apart_postgresql(op);
    return upgrade_minus_apart_sqlite(op);
}

bool t_downgrade_minus_apart(struct aludel_op *op)
{
    return aludel_ok(op);
}

