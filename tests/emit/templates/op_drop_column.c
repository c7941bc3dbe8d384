/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_drop_column, t_downgrade_op_drop_column;

/* versions/op_drop_column.mako */
static const struct aludel_statement rows_op_drop_column_up[] = {
    {SQL("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT CHECK (b <> 'a'), \"c d\" INTEGER, e AS ([c d] + 1),\n"
         "    f TEXT, CHECK (lower(\"F\") <> 'a'))"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 3}},
    {SQL("CREATE INDEX i ON t (upper(b)) WHERE b <> 'a'"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 5}},
    {SQL("ALTER TABLE t DROP COLUMN a"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 6}},
    {SQL("ALTER TABLE t DROP COLUMN e"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 7}},
    {SQL("ALTER TABLE t DROP COLUMN \"c d\""), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 8}},
};
static const struct aludel_place places_op_drop_column_up[] = {
    {"versions/op_drop_column.mako", 10},
    {"versions/op_drop_column.mako", 9},
};

bool t_upgrade_op_drop_column(struct aludel_op *op)
{
    aludel_run(op, rows_op_drop_column_up, 5);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "f"},
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "b", .at = &places_op_drop_column_up[0]},
        };
        static const char *const indexes[] = {"CREATE INDEX i ON t (upper(b)) WHERE b <> 'a'"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 2,
            .sql = "CREATE TABLE t (\n    id INTEGER,\n    b TEXT,\n    f TEXT,\n    PRIMARY KEY (id),\n    CHECK (b <> 'a'),\n    CHECK (lower(\"F\") <> 'a')\n)",
            .indexes = indexes, .index_count = 1,
        };
        aludel_rebuild(op, &places_op_drop_column_up[1], &table);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_op_drop_column_down[] = {
    {SQL("ALTER TABLE t ADD COLUMN b TEXT"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 10}},
    {SQL("CREATE INDEX i ON t (upper(b)) WHERE b <> 'a'"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 10}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 5}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_drop_column.mako", 3}},
};
static const struct aludel_place places_op_drop_column_down[] = {
    {"versions/op_drop_column.mako", 9},
    {"versions/op_drop_column.mako", 8},
    {"versions/op_drop_column.mako", 7},
    {"versions/op_drop_column.mako", 6},
    {"versions/op_drop_column.mako", 10},
};

bool t_downgrade_op_drop_column(struct aludel_op *op)
{
    aludel_run(op, rows_op_drop_column_down, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .sql = "CHECK (b <> 'a')"},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "f", .sql = "f TEXT", .at = &places_op_drop_column_down[0]},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .sql = "CHECK (lower(\"F\") <> 'a')", .at = &places_op_drop_column_down[0]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "c d", .sql = "\"c d\" INTEGER", .after = "b", .at = &places_op_drop_column_down[1]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "e", .sql = "e GENERATED ALWAYS AS ([c d] + 1) VIRTUAL", .after = "c d", .at = &places_op_drop_column_down[2]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "a", .sql = "a TEXT", .after = "id", .at = &places_op_drop_column_down[3]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 6,
            .sql = "CREATE TABLE t (\n    id INTEGER,\n    b TEXT,\n    PRIMARY KEY (id)\n)",
        };
        aludel_rebuild(op, &places_op_drop_column_down[4], &table);
    }
    aludel_run(op, rows_op_drop_column_down + 1, 3);
    return aludel_ok(op);
}

