/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_grouping, t_downgrade_op_grouping;

/* versions/op_grouping.mako */
static const struct aludel_statement rows_op_grouping_up_sqlite[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER,\n"
         "    b INTEGER,\n"
         "    s TEXT DEFAULT ('a' || 'b'),\n"
         "    at DATETIME DEFAULT CURRENT_TIMESTAMP,\n"
         "    c TEXT DEFAULT ((1) || (2)),\n"
         "    CHECK (((b + 1) * 2) > 5)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 4}},
    {SQL("UPDATE t SET a = a * (b + 1), s = s || 'x' WHERE ((a = 1) OR (b = 2)) AND (a = 3)"), 0, 0, {"versions/op_grouping.mako", 7}},
    {SQL("DELETE FROM t WHERE (a = 1 OR b = 2) AND (s LIKE 'x%')"), 0, 0, {"versions/op_grouping.mako", 8}},
    {SQL("UPDATE t SET b = 10 - (b - 1) WHERE NOT ((s || s) = 'xx')"), 0, 0, {"versions/op_grouping.mako", 9}},
    {SQL("DELETE FROM t WHERE a IS NULL"), 0, 0, {"versions/op_grouping.mako", 10}},
    {SQL("CREATE TABLE k1 (\n"
         "    a TEXT DEFAULT (('(') || (')')) NOT NULL,\n"
         "    PRIMARY KEY (a)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 13}},
    {SQL("CREATE TABLE k2 (\n"
         "    b TEXT DEFAULT (('(') || (')')) NOT NULL,\n"
         "    PRIMARY KEY (b)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 13}},
    {SQL("CREATE INDEX i ON t (a)"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 16}},
};
static const struct aludel_place places_op_grouping_up_sqlite[] = {
    {"versions/op_grouping.mako", 15},
    {"versions/op_grouping.mako", 14},
};

static bool upgrade_op_grouping_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_op_grouping_up_sqlite, 7);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "a", .at = &places_op_grouping_up_sqlite[0]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    a INTEGER,\n    b INTEGER,\n    s TEXT DEFAULT ('a' || 'b'),\n    at DATETIME DEFAULT CURRENT_TIMESTAMP,\n    c TEXT DEFAULT ((1) || (2)),\n    CHECK (((b + 1) * 2) > 5)\n)",
        };
        aludel_rebuild(op, &places_op_grouping_up_sqlite[1], &table);
    }
    aludel_run(op, rows_op_grouping_up_sqlite + 7, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_op_grouping_up_postgresql[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER,\n"
         "    b INTEGER,\n"
         "    s TEXT DEFAULT 'a' || 'b',\n"
         "    at TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),\n"
         "    c TEXT DEFAULT (1) || (2),\n"
         "    CHECK (((b + 1) * 2) > 5)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 4}},
    {SQL("UPDATE t SET a = a * (b + 1), s = s || 'x' WHERE ((a = 1) OR (b = 2)) AND (a = 3)"), 0, 0, {"versions/op_grouping.mako", 7}},
    {SQL("DELETE FROM t WHERE (a = 1 OR b = 2) AND (s ILIKE 'x%')"), 0, 0, {"versions/op_grouping.mako", 8}},
    {SQL("UPDATE t SET b = 10 - (b - 1) WHERE NOT ((s || s) = 'xx')"), 0, 0, {"versions/op_grouping.mako", 9}},
    {SQL("DELETE FROM t WHERE a IS NULL"), 0, 0, {"versions/op_grouping.mako", 10}},
    {SQL("CREATE TABLE k1 (\n"
         "    a TEXT DEFAULT ('(') || (')') NOT NULL,\n"
         "    PRIMARY KEY (a)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 13}},
    {SQL("CREATE TABLE k2 (\n"
         "    b TEXT DEFAULT ('(') || (')') NOT NULL,\n"
         "    PRIMARY KEY (b)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 13}},
    {SQL("ALTER TABLE t ALTER COLUMN a SET NOT NULL"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 15}},
    {SQL("CREATE INDEX i ON t (a) WITH (fillfactor = 50, fastupdate = false, buffering = auto)"), 0, ALUDEL_DDL, {"versions/op_grouping.mako", 16}},
};

static bool upgrade_op_grouping_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_op_grouping_up_postgresql, 9);
}

bool t_upgrade_op_grouping(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_op_grouping_postgresql(op);
    return upgrade_op_grouping_sqlite(op);
}

bool t_downgrade_op_grouping(struct aludel_op *op)
{
    return aludel_ok(op);
}

