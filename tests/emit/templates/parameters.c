/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_parameters, t_downgrade_parameters;

/* versions/parameters.mako */
static const struct aludel_statement rows_parameters_up_sqlite[] = {
    {SQL("INSERT INTO t (a, b, c, d) VALUES (\001, \001, \001, \001)"), 4, 0, {"versions/parameters.mako", 4}},
    {SQL("UPDATE t SET a = \001, b = b + \001 WHERE c = \001 AND d BETWEEN \001 AND \001"), 5, 0, {"versions/parameters.mako", 5}},
    {SQL("DELETE FROM t WHERE a IN (\001, \001) AND a LIKE \001 LIMIT \001"), 4, 0, {"versions/parameters.mako", 6}},
    {SQL("SELECT concat('a', \001), \001 IS NULL FROM t WHERE x = \001::text"), 3, ALUDEL_READS, {"versions/parameters.mako", 7}},
    {SQL("SELECT * FROM t WHERE x = \001 COLLATE \"C\""), 1, ALUDEL_READS, {"versions/parameters.mako", 8}},
};
static const struct aludel_place places_parameters_up_sqlite[] = {
    {"versions/parameters.mako", 3},
    {"versions/parameters.mako", 9},
};

static bool upgrade_parameters_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_parameters_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    struct aludel_value v2 = aludel_env(op, "B", aludel_int(2));
    struct aludel_value v3 = aludel_env(op, "C", aludel_bool(true));
    struct aludel_value v4 = aludel_env(op, "D", aludel_float(1.5));
    aludel_send(op, aludel_bind(&rows_parameters_up_sqlite[0], v1, v2, v3, v4));
    aludel_send(op, aludel_bind(&rows_parameters_up_sqlite[1], v1, v2, v3, v4, v4));
    aludel_send(op, aludel_bind(&rows_parameters_up_sqlite[2], v1, v2, v1, v2));
    aludel_send(op, aludel_bind(&rows_parameters_up_sqlite[3], v1, v2, v1));
    aludel_send(op, aludel_bind(&rows_parameters_up_sqlite[4], v1));
    aludel_sql_open(op, &places_parameters_up_sqlite[1], ALUDEL_DDL);
    aludel_sql_text(op, SQL("ALTER TABLE t ADD COLUMN e TEXT DEFAULT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_statement rows_parameters_up_postgresql[] = {
    {SQL("INSERT INTO t (a, b, c, d) VALUES (\001, \001, \001, \001)"), 4, 0, {"versions/parameters.mako", 4}},
    {SQL("DELETE FROM t WHERE a IN (\001, \001) AND a LIKE \001 LIMIT \001"), 4, 0, {"versions/parameters.mako", 6}},
};
static const struct aludel_place places_parameters_up_postgresql[] = {
    {"versions/parameters.mako", 3},
    {"versions/parameters.mako", 5},
    {"versions/parameters.mako", 7},
    {"versions/parameters.mako", 8},
    {"versions/parameters.mako", 9},
};

static bool upgrade_parameters_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_parameters_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    struct aludel_value v2 = aludel_env(op, "B", aludel_int(2));
    struct aludel_value v3 = aludel_env(op, "C", aludel_bool(true));
    struct aludel_value v4 = aludel_env(op, "D", aludel_float(1.5));
    aludel_send(op, aludel_bind(&rows_parameters_up_postgresql[0], v1, v2, v3, v4));
    aludel_sql_open(op, &places_parameters_up_postgresql[1], 0);
    aludel_sql_text(op, SQL("UPDATE t SET a = "));
    aludel_sql_parameter(op, v1);
    aludel_sql_text(op, SQL(", b = b + "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL(" WHERE c = "));
    aludel_sql_parameter(op, v3);
    aludel_sql_text(op, SQL(" AND d BETWEEN "));
    aludel_sql_parameter(op, v4);
    aludel_sql_text(op, SQL(" AND "));
    aludel_sql_parameter(op, v4);
    aludel_send(op, aludel_sql_close(op));
    aludel_send(op, aludel_bind(&rows_parameters_up_postgresql[1], v1, v2, v1, v2));
    aludel_sql_open(op, &places_parameters_up_postgresql[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT concat('a', "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL("), "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL(" IS NULL FROM t WHERE x = "));
    aludel_sql_parameter(op, v1);
    aludel_sql_text(op, SQL("::text"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_parameters_up_postgresql[3], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT * FROM t WHERE x = "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(" COLLATE \"C\""));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_parameters_up_postgresql[4], ALUDEL_DDL);
    aludel_sql_text(op, SQL("ALTER TABLE t ADD COLUMN e TEXT DEFAULT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_parameters(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_parameters_postgresql(op);
    return upgrade_parameters_sqlite(op);
}

bool t_downgrade_parameters(struct aludel_op *op)
{
    return aludel_ok(op);
}

