/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_captured_values, t_downgrade_captured_values;

/* versions/captured_values.mako */
static const struct aludel_statement rows_captured_values_up_sqlite[] = {
    {SQL("UPDATE t SET a = coalesce(1, 'x'), b = coalesce(\001, 'x')"), 1, 0, {"versions/captured_values.mako", 4}},
    {SQL("SELECT coalesce(\001, 'x')"), 1, ALUDEL_READS, {"versions/captured_values.mako", 5}},
    {SQL("SELECT coalesce(2, 'x')"), 0, ALUDEL_READS, {"versions/captured_values.mako", 6}},
};
static const struct aludel_place places_captured_values_up_sqlite[] = {
    {"versions/captured_values.mako", 3},
    {"versions/captured_values.mako", 5},
};

static bool upgrade_captured_values_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_captured_values_up_sqlite[0]);
    aludel_send(op, aludel_bind(&rows_captured_values_up_sqlite[0], aludel_env(op, "V", aludel_unset())));
    aludel_at(op, &places_captured_values_up_sqlite[1]);
    aludel_send(op, aludel_bind(&rows_captured_values_up_sqlite[1], aludel_env(op, "W", aludel_unset())));
    aludel_run(op, rows_captured_values_up_sqlite + 2, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_captured_values_up_postgresql[] = {
    {SQL("SELECT coalesce(3, 'x')"), 0, ALUDEL_READS, {"versions/captured_values.mako", 6}},
};
static const struct aludel_place places_captured_values_up_postgresql[] = {
    {"versions/captured_values.mako", 3},
    {"versions/captured_values.mako", 4},
    {"versions/captured_values.mako", 5},
};

static bool upgrade_captured_values_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_captured_values_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "V", aludel_unset());
    aludel_sql_open(op, &places_captured_values_up_postgresql[1], 0);
    aludel_sql_text(op, SQL("UPDATE t SET a = coalesce(1, 'x'), b = coalesce("));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(", 'x')"));
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_captured_values_up_postgresql[2]);
    struct aludel_value v2 = aludel_env(op, "W", aludel_unset());
    aludel_sql_open(op, &places_captured_values_up_postgresql[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT coalesce("));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL(", 'x')"));
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_captured_values_up_postgresql, 1);
    return aludel_ok(op);
}

bool t_upgrade_captured_values(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_captured_values_postgresql(op);
    return upgrade_captured_values_sqlite(op);
}

bool t_downgrade_captured_values(struct aludel_op *op)
{
    return aludel_ok(op);
}

