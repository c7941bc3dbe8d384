/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_case, t_downgrade_case;

/* versions/op_redefine.mako: SQLite: a table's definition as a whole, among other edits of it; and back. */
static const struct aludel_statement rows_case_up_sqlite[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER,\n"
         "    b TEXT,\n"
         "    CHECK (a > 0),\n"
         "    CHECK (a < 9)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 5}},
    {SQL("CREATE INDEX i ON t (b)"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 6}},
    {SQL("CREATE INDEX j ON t (up)"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 17}},
};
static const struct aludel_place places_case_up_sqlite[] = {
    {"versions/op_redefine.mako", 9},
    {"versions/op_redefine.mako", 10},
    {"versions/op_redefine.mako", 7},
};

static bool upgrade_case_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_case_up_sqlite, 2);
    {
        static const char *const columns_2[] = {"b"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .sql = "(a > 0)", .constraint = ALUDEL_CONSTRAINT_CHECK},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "id", .sql = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", .at = &places_case_up_sqlite[0]},
            {.kind = ALUDEL_EDIT_REDEFINE, .sql = "CREATE TABLE t (\n    id INTEGER PRIMARY KEY,\n    a INTEGER NOT NULL ON CONFLICT IGNORE,\n    up INTEGER REFERENCES t\n) STRICT", .columns = columns_2, .column_count = 1, .at = &places_case_up_sqlite[1]},
        };
        static const char *const indexes[] = {"CREATE INDEX i ON t (b)"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 3,
            .sql = "CREATE TABLE t (\n    a INTEGER,\n    b TEXT,\n    CHECK (a > 0),\n    CHECK (a < 9)\n)",
            .indexes = indexes, .index_count = 1,
        };
        aludel_rebuild(op, &places_case_up_sqlite[2], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 2, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_up_postgresql[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER,\n"
         "    b TEXT,\n"
         "    CHECK (a > 0),\n"
         "    CHECK (a < 9)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 5}},
    {SQL("CREATE INDEX i ON t (b)"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 6}},
    {SQL("ALTER TABLE t DROP CONSTRAINT t_a_check"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 7}},
};

static bool upgrade_case_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_case_up_postgresql, 3);
}

bool t_upgrade_case(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_case_postgresql(op);
    return upgrade_case_sqlite(op);
}

static const struct aludel_statement rows_case_down_sqlite[] = {
    {SQL("DROP INDEX j"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 17}},
    {SQL("CREATE INDEX i ON t (b)"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 10}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 6}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 5}},
};
static const struct aludel_place places_case_down_sqlite[] = {
    {"versions/op_redefine.mako", 9},
    {"versions/op_redefine.mako", 7},
    {"versions/op_redefine.mako", 10},
};

static bool downgrade_case_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_case_down_sqlite, 1);
    {
        static const char *const columns_0[] = {"up"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_REDEFINE, .sql = "CREATE TABLE t (\n    a INTEGER,\n    b TEXT,\n    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n    CHECK (a < 9)\n)", .columns = columns_0, .column_count = 1},
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "id", .at = &places_case_down_sqlite[0]},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .sql = "CHECK (a > 0)", .at = &places_case_down_sqlite[1]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 3,
            .sql = "CREATE TABLE t (\n    id INTEGER,\n    a INTEGER NOT NULL ON CONFLICT IGNORE,\n    up INTEGER,\n    PRIMARY KEY (id),\n    FOREIGN KEY (up) REFERENCES t\n) STRICT",
        };
        aludel_rebuild(op, &places_case_down_sqlite[2], &table);
    }
    aludel_run(op, rows_case_down_sqlite + 1, 3);
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_down_postgresql[] = {
    {SQL("ALTER TABLE t ADD CHECK (a > 0)"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 7}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 6}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_redefine.mako", 5}},
};

static bool downgrade_case_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_case_down_postgresql, 3);
}

bool t_downgrade_case(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_case_postgresql(op);
    return downgrade_case_sqlite(op);
}

