/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_as_read, t_downgrade_op_as_read;

/* versions/op_as_read.mako */
static const struct aludel_statement rows_op_as_read_up_sqlite[] = {
    {SQL("CREATE TABLE a (\n"
         "    id INTEGER CONSTRAINT pk_a PRIMARY KEY AUTOINCREMENT,\n"
         "    b TEXT NOT NULL,\n"
         "    c TEXT GENERATED ALWAYS AS (lower(b)) STORED,\n"
         "    UNIQUE (b)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 4}},
    {SQL("CREATE TABLE d (\n"
         "    e INTEGER NOT NULL,\n"
         "    a_id INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 12}},
    {SQL("CREATE INDEX f ON a (lower(b) DESC, upper(b) NULLS FIRST)"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 18}},
};
static const struct aludel_place places_op_as_read_up_sqlite[] = {
    {"versions/op_as_read.mako", 14},
    {"versions/op_as_read.mako", 15},
    {"versions/op_as_read.mako", 13},
    {"versions/op_as_read.mako", 16},
    {"versions/op_as_read.mako", 17},
};

static bool upgrade_op_as_read_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_op_as_read_up_sqlite, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "pk_d", .sql = "CONSTRAINT pk_d PRIMARY KEY (e) ON CONFLICT REPLACE DEFERRABLE INITIALLY DEFERRED"},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .sql = "FOREIGN KEY (a_id) REFERENCES a", .at = &places_op_as_read_up_sqlite[0]},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "positive", .sql = "CONSTRAINT positive CHECK (e > 0) ON CONFLICT IGNORE", .at = &places_op_as_read_up_sqlite[1]},
        };
        static const struct aludel_rebuilt table = {
            .table = "d",
            .edits = edits, .edit_count = 3,
            .sql = "CREATE TABLE d (\n    e INTEGER NOT NULL,\n    a_id INTEGER\n)",
        };
        aludel_rebuild(op, &places_op_as_read_up_sqlite[2], &table);
    }
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_GENERATED, .name = "c"},
        };
        static const struct aludel_rebuilt table = {
            .table = "a",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE a (\n    id INTEGER CONSTRAINT pk_a PRIMARY KEY AUTOINCREMENT,\n    b TEXT NOT NULL,\n    c TEXT GENERATED ALWAYS AS (lower(b)) STORED,\n    UNIQUE (b)\n)",
        };
        aludel_rebuild(op, &places_op_as_read_up_sqlite[3], &table);
    }
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "a_id", .before = "e"},
        };
        static const struct aludel_rebuilt table = {
            .table = "d",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE d (\n    e INTEGER NOT NULL,\n    a_id INTEGER,\n    CONSTRAINT pk_d PRIMARY KEY (e) ON CONFLICT REPLACE DEFERRABLE INITIALLY DEFERRED,\n    FOREIGN KEY (a_id) REFERENCES a,\n    CONSTRAINT positive CHECK (e > 0) ON CONFLICT IGNORE\n)",
        };
        aludel_rebuild(op, &places_op_as_read_up_sqlite[4], &table);
    }
    aludel_run(op, rows_op_as_read_up_sqlite + 2, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_op_as_read_up_postgresql[] = {
    {SQL("CREATE TABLE a (\n"
         "    id SERIAL NOT NULL,\n"
         "    b TEXT NOT NULL,\n"
         "    c TEXT GENERATED ALWAYS AS (lower(b)) STORED,\n"
         "    CONSTRAINT pk_a PRIMARY KEY (id),\n"
         "    UNIQUE (b)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 4}},
    {SQL("CREATE TABLE d (\n"
         "    e INTEGER NOT NULL,\n"
         "    a_id INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 12}},
    {SQL("ALTER TABLE d ADD CONSTRAINT pk_d PRIMARY KEY (e) DEFERRABLE INITIALLY DEFERRED"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 13}},
    {SQL("ALTER TABLE d ADD FOREIGN KEY (a_id) REFERENCES a"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 14}},
    {SQL("ALTER TABLE d ADD CONSTRAINT positive CHECK (e > 0)"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 15}},
    {SQL("ALTER TABLE a ALTER COLUMN c DROP EXPRESSION"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 16}},
    {SQL("CREATE INDEX f ON a (lower(b) DESC, upper(b) NULLS FIRST)"), 0, ALUDEL_DDL, {"versions/op_as_read.mako", 18}},
};

static bool upgrade_op_as_read_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_op_as_read_up_postgresql, 7);
}

bool t_upgrade_op_as_read(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_op_as_read_postgresql(op);
    return upgrade_op_as_read_sqlite(op);
}

bool t_downgrade_op_as_read(struct aludel_op *op)
{
    return aludel_ok(op);
}

