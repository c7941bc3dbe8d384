/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_expressions, t_downgrade_op_expressions;

/* versions/op_expressions.mako */
static const struct aludel_statement rows_op_expressions_up_sqlite[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER DEFAULT 5,\n"
         "    b JSON,\n"
         "    c TEXT DEFAULT 'x'\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_expressions.mako", 4}},
    {SQL("CREATE INDEX i ON t (a DESC, lower(c), b ASC)"), 0, ALUDEL_DDL, {"versions/op_expressions.mako", 6}},
    {SQL("UPDATE t SET a = a + 1, b = '{\"k\": [1, null]}' WHERE (a > 1) AND ((a IS NULL) OR (NOT (a IN (1, 2))))"), 0, 0, {"versions/op_expressions.mako", 7}},
    {SQL("DELETE FROM t WHERE (a IS NULL) AND (CAST(a AS TEXT) <> '5')"), 0, 0, {"versions/op_expressions.mako", 8}},
    {SQL("INSERT INTO t (a, b) VALUES\n"
         "    (1 + 1, '[]'),\n"
         "    (\001, NULL)"), 1, 0, {"versions/op_expressions.mako", 9}},
    {SQL("UPDATE t SET c = 'a:b' WHERE c = '\\:'"), 0, 0, {"versions/op_expressions.mako", 10}},
    {SQL("SELECT 'x:y'"), 0, ALUDEL_READS, {"versions/op_expressions.mako", 11}},
    {SQL("INSERT INTO t (a) VALUES\n"
         "    (1)"), 0, 0, {"versions/op_expressions.mako", 12}},
    {SQL("INSERT INTO t (a, b) VALUES\n"
         "    (2, '{\"x\": true}'),\n"
         "    (3, '{}')"), 0, 0, {"versions/op_expressions.mako", 12}},
};
static const struct aludel_place places_op_expressions_up_sqlite[] = {
    {"versions/op_expressions.mako", 9},
};

static bool upgrade_op_expressions_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_op_expressions_up_sqlite, 4);
    aludel_at(op, &places_op_expressions_up_sqlite[0]);
    aludel_send(op, aludel_bind(&rows_op_expressions_up_sqlite[4], aludel_env(op, "N", aludel_int(3))));
    aludel_run(op, rows_op_expressions_up_sqlite + 5, 4);
    return aludel_ok(op);
}

static const struct aludel_statement rows_op_expressions_up_postgresql[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER DEFAULT 5,\n"
         "    b JSONB,\n"
         "    c TEXT DEFAULT 'x'\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_expressions.mako", 4}},
    {SQL("CREATE INDEX i ON t (a DESC, lower(c), b ASC)"), 0, ALUDEL_DDL, {"versions/op_expressions.mako", 6}},
    {SQL("UPDATE t SET a = a + 1, b = '{\"k\": [1, null]}' WHERE (a > 1) AND ((a IS NULL) OR (NOT (a IN (1, 2))))"), 0, 0, {"versions/op_expressions.mako", 7}},
    {SQL("DELETE FROM t WHERE (a IS NULL) AND (CAST(a AS TEXT) <> '5')"), 0, 0, {"versions/op_expressions.mako", 8}},
    {SQL("INSERT INTO t (a, b) VALUES\n"
         "    (1 + 1, '[]'),\n"
         "    (\001, NULL)"), 1, 0, {"versions/op_expressions.mako", 9}},
    {SQL("UPDATE t SET c = 'a:b' WHERE c = '\\:'"), 0, 0, {"versions/op_expressions.mako", 10}},
    {SQL("SELECT 'x:y'"), 0, ALUDEL_READS, {"versions/op_expressions.mako", 11}},
    {SQL("INSERT INTO t (a) VALUES\n"
         "    (1)"), 0, 0, {"versions/op_expressions.mako", 12}},
    {SQL("INSERT INTO t (a, b) VALUES\n"
         "    (2, '{\"x\": true}'),\n"
         "    (3, '{}')"), 0, 0, {"versions/op_expressions.mako", 12}},
};
static const struct aludel_place places_op_expressions_up_postgresql[] = {
    {"versions/op_expressions.mako", 9},
};

static bool upgrade_op_expressions_postgresql(struct aludel_op *op)
{
    aludel_run(op, rows_op_expressions_up_postgresql, 4);
    aludel_at(op, &places_op_expressions_up_postgresql[0]);
    aludel_send(op, aludel_bind(&rows_op_expressions_up_postgresql[4], aludel_env(op, "N", aludel_int(3))));
    aludel_run(op, rows_op_expressions_up_postgresql + 5, 4);
    return aludel_ok(op);
}

bool t_upgrade_op_expressions(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_op_expressions_postgresql(op);
    return upgrade_op_expressions_sqlite(op);
}

bool t_downgrade_op_expressions(struct aludel_op *op)
{
    return aludel_ok(op);
}

