/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_sql_values, t_downgrade_sql_values;

/* versions/sql_values.mako */
static const struct aludel_statement rows_sql_values_up_sqlite[] = {
    {SQL("CREATE TABLE t (a TIMESTAMP DEFAULT CURRENT_TIMESTAMP, b BOOLEAN DEFAULT 1, c TEXT DEFAULT NULL)"), 0, ALUDEL_DDL, {"versions/sql_values.mako", 2}},
    {SQL("INSERT INTO t (a) VALUES (CURRENT_TIMESTAMP), (coalesce(NULL, 'x''', CURRENT_TIMESTAMP))"), 0, 0, {"versions/sql_values.mako", 3}},
    {SQL("INSERT INTO t (a) VALUES (lower(\001)), (a || 'b')"), 1, 0, {"versions/sql_values.mako", 4}},
};
static const struct aludel_place places_sql_values_up_sqlite[] = {
    {"versions/sql_values.mako", 4},
    {"versions/sql_values.mako", 5},
};

static bool upgrade_sql_values_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_sql_values_up_sqlite, 2);
    aludel_at(op, &places_sql_values_up_sqlite[0]);
    aludel_send(op, aludel_bind(&rows_sql_values_up_sqlite[2], aludel_env(op, "A", aludel_unset())));
    aludel_at(op, &places_sql_values_up_sqlite[1]);
    struct aludel_value v1 = aludel_unset();
    if (aludel_true(op, aludel_env(op, "NOW", aludel_bool(true)))) {
        v1 = aludel_textual(ALUDEL_SQL, SQL("CURRENT_TIMESTAMP"));
    } else {
        v1 = aludel_textual(ALUDEL_SQL, SQL("NULL"));
    }
    aludel_sql_open(op, &places_sql_values_up_sqlite[1], 0);
    aludel_sql_text(op, SQL("UPDATE t SET a = "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_statement rows_sql_values_up_postgresql[] = {
    {SQL("CREATE TABLE t (a TIMESTAMP DEFAULT now(), b BOOLEAN DEFAULT true, c TEXT DEFAULT NULL)"), 0, ALUDEL_DDL, {"versions/sql_values.mako", 2}},
    {SQL("INSERT INTO t (a) VALUES (now()), (coalesce(NULL, 'x''', CURRENT_TIMESTAMP))"), 0, 0, {"versions/sql_values.mako", 3}},
};
static const struct aludel_place places_sql_values_up_postgresql[] = {
    {"versions/sql_values.mako", 4},
    {"versions/sql_values.mako", 5},
};

static bool upgrade_sql_values_postgresql(struct aludel_op *op)
{
    aludel_run(op, rows_sql_values_up_postgresql, 2);
    aludel_at(op, &places_sql_values_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    aludel_sql_open(op, &places_sql_values_up_postgresql[0], 0);
    aludel_sql_text(op, SQL("INSERT INTO t (a) VALUES (lower("));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(")), (a || 'b')"));
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_sql_values_up_postgresql[1]);
    struct aludel_value v2 = aludel_unset();
    if (aludel_true(op, aludel_env(op, "NOW", aludel_bool(true)))) {
        v2 = aludel_textual(ALUDEL_SQL, SQL("now()"));
    } else {
        v2 = aludel_textual(ALUDEL_SQL, SQL("NULL"));
    }
    aludel_sql_open(op, &places_sql_values_up_postgresql[1], 0);
    aludel_sql_text(op, SQL("UPDATE t SET a = "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_sql_values(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_sql_values_postgresql(op);
    return upgrade_sql_values_sqlite(op);
}

bool t_downgrade_sql_values(struct aludel_op *op)
{
    return aludel_ok(op);
}

