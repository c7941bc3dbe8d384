/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_rows_in_statement, t_downgrade_rows_in_statement;

/* versions/rows_in_statement.mako */
static const struct aludel_statement rows_rows_in_statement_up_sqlite[] = {
    {SQL("SELECT id FROM a"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/rows_in_statement.mako", 3}},
    {SQL("SELECT count(*) FROM b WHERE id = \001"), 1, ALUDEL_READS, {"versions/rows_in_statement.mako", 8}},
    {SQL("UPDATE b SET n = \001 WHERE id = \001"), 2, 0, {"versions/rows_in_statement.mako", 9}},
};
static const struct aludel_place places_rows_in_statement_up_sqlite[] = {
    {"versions/rows_in_statement.mako", 2},
    {"versions/rows_in_statement.mako", 4},
    {"versions/rows_in_statement.mako", 7},
    {"versions/rows_in_statement.mako", 8},
    {"versions/rows_in_statement.mako", 9},
};

static bool upgrade_rows_in_statement_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_sql_open(op, &places_rows_in_statement_up_sqlite[0], 0);
    aludel_sql_text(op, SQL("INSERT INTO t VALUES (0)\n"));
    struct aludel_value row = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_rows_in_statement_up_sqlite[0], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_sql_text(op, SQL(", ("));
        aludel_at(op, &places_rows_in_statement_up_sqlite[1]);
        aludel_sql_parameter(op, aludel_py(attribute, e, row, ALUDEL_STRING("id")));
        aludel_sql_text(op, SQL(")\n"));
    }
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_rows_in_statement_up_sqlite[2]);
    struct aludel_value v1 = aludel_env(op, "T", aludel_unset());
    struct aludel_value v2 = aludel_env(op, "X", aludel_unset());
    struct aludel_value row_2 = aludel_unset();
    aludel_sql_open(op, &places_rows_in_statement_up_sqlite[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT id FROM "));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(" WHERE x = "));
    aludel_sql_parameter(op, v2);
    struct aludel_rows rows_3;
    aludel_rows_open(op, &rows_3, aludel_sql_close(op), NULL, 0);
    while (aludel_rows_next(op, &rows_3, &row_2)) {
        aludel_at(op, &places_rows_in_statement_up_sqlite[3]);
        struct aludel_value v3 = aludel_scalar(op, aludel_bind(&rows_rows_in_statement_up_sqlite[1], aludel_py(attribute, e, row_2, ALUDEL_STRING("id"))));
        aludel_at(op, &places_rows_in_statement_up_sqlite[4]);
        aludel_send(op, aludel_bind(&rows_rows_in_statement_up_sqlite[2], v3, aludel_py(index, e, row_2, ALUDEL_STRING("id"))));
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_rows_in_statement_up_postgresql[] = {
    {SQL("SELECT id FROM a"), 0, ALUDEL_READS, {"versions/rows_in_statement.mako", 3}},
    {SQL("SELECT count(*) FROM b WHERE id = \001"), 1, ALUDEL_READS, {"versions/rows_in_statement.mako", 8}},
    {SQL("UPDATE b SET n = \001 WHERE id = \001"), 2, 0, {"versions/rows_in_statement.mako", 9}},
};
static const struct aludel_place places_rows_in_statement_up_postgresql[] = {
    {"versions/rows_in_statement.mako", 2},
    {"versions/rows_in_statement.mako", 4},
    {"versions/rows_in_statement.mako", 7},
    {"versions/rows_in_statement.mako", 8},
    {"versions/rows_in_statement.mako", 9},
};

static bool upgrade_rows_in_statement_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_sql_open(op, &places_rows_in_statement_up_postgresql[0], 0);
    aludel_sql_text(op, SQL("INSERT INTO t VALUES (0)\n"));
    struct aludel_value row = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_rows_in_statement_up_postgresql[0], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_sql_text(op, SQL(", ("));
        aludel_at(op, &places_rows_in_statement_up_postgresql[1]);
        aludel_sql_parameter(op, aludel_py(attribute, e, row, ALUDEL_STRING("id")));
        aludel_sql_text(op, SQL(")\n"));
    }
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_rows_in_statement_up_postgresql[2]);
    struct aludel_value v1 = aludel_env(op, "T", aludel_unset());
    struct aludel_value v2 = aludel_env(op, "X", aludel_unset());
    struct aludel_value row_2 = aludel_unset();
    aludel_sql_open(op, &places_rows_in_statement_up_postgresql[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT id FROM "));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(" WHERE x = "));
    aludel_sql_parameter(op, v2);
    struct aludel_rows rows_3;
    aludel_rows_open(op, &rows_3, aludel_sql_close(op), NULL, 0);
    while (aludel_rows_next(op, &rows_3, &row_2)) {
        aludel_at(op, &places_rows_in_statement_up_postgresql[3]);
        struct aludel_value v3 = aludel_scalar(op, aludel_bind(&rows_rows_in_statement_up_postgresql[1], aludel_py(attribute, e, row_2, ALUDEL_STRING("id"))));
        aludel_at(op, &places_rows_in_statement_up_postgresql[4]);
        aludel_send(op, aludel_bind(&rows_rows_in_statement_up_postgresql[2], v3, aludel_py(index, e, row_2, ALUDEL_STRING("id"))));
    }
    return aludel_ok(op);
}

bool t_upgrade_rows_in_statement(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_rows_in_statement_postgresql(op);
    return upgrade_rows_in_statement_sqlite(op);
}

bool t_downgrade_rows_in_statement(struct aludel_op *op)
{
    return aludel_ok(op);
}

