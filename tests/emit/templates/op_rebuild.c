/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_case, t_downgrade_case;

/* versions/op_rebuild.mako: What of a table's changes is one rebuild on SQLite. */
static const struct aludel_statement rows_case_up_sqlite[] = {
    {SQL("CREATE TABLE p (id INTEGER PRIMARY KEY)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 4}},
    {SQL("CREATE TABLE t (a TEXT, b INTEGER, c INTEGER, d TEXT, e TEXT, UNIQUE (c, d))"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 5}},
    {SQL("CREATE INDEX i ON t (e)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 6}},
    {SQL("ALTER TABLE t RENAME COLUMN a TO aa"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("ALTER TABLE t RENAME COLUMN b TO bb"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 14}},
    {SQL("ALTER TABLE t RENAME COLUMN c TO cc"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("CREATE INDEX j ON t (f)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 13}},
    {SQL("ALTER TABLE t RENAME COLUMN cc TO id"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 20}},
    {SQL("ALTER TABLE t RENAME COLUMN f TO g"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 22}},
    {SQL("ALTER TABLE t RENAME COLUMN g TO h"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("CREATE INDEX m ON t (h)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 24}},
    {SQL("ALTER TABLE t RENAME COLUMN h TO i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 25}},
    {SQL("CREATE INDEX o ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 27}},
    {SQL("CREATE TABLE u (\n"
         "    id INTEGER NOT NULL,\n"
         "    a INTEGER,\n"
         "    text INTEGER,\n"
         "    up INTEGER,\n"
         "    code INTEGER,\n"
         "    PRIMARY KEY (id)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 29}},
    {SQL("ALTER TABLE u RENAME COLUMN text TO body"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 32}},
    {SQL("ALTER TABLE u RENAME COLUMN code TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 35}},
    {SQL("ALTER TABLE u RENAME COLUMN c TO code"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 37}},
    {SQL("CREATE UNIQUE INDEX \"key\" ON u (code)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 38}},
};
static const struct aludel_place places_case_up_sqlite[] = {
    {"versions/op_rebuild.mako", 10},
    {"versions/op_rebuild.mako", 11},
    {"versions/op_rebuild.mako", 12},
    {"versions/op_rebuild.mako", 15},
    {"versions/op_rebuild.mako", 17},
    {"versions/op_rebuild.mako", 18},
    {"versions/op_rebuild.mako", 19},
    {"versions/op_rebuild.mako", 9},
    {"versions/op_rebuild.mako", 21},
    {"versions/op_rebuild.mako", 23},
    {"versions/op_rebuild.mako", 26},
    {"versions/op_rebuild.mako", 28},
    {"versions/op_rebuild.mako", 31},
    {"versions/op_rebuild.mako", 34},
    {"versions/op_rebuild.mako", 33},
    {"versions/op_rebuild.mako", 36},
    {"versions/op_rebuild.mako", 40},
    {"versions/op_rebuild.mako", 41},
    {"versions/op_rebuild.mako", 39},
};

static bool upgrade_case_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_case_up_sqlite, 7);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "aa"},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "long", .sql = "CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0)", .at = &places_case_up_sqlite[0]},
            {.kind = ALUDEL_EDIT_SET_DEFAULT, .name = "bb", .sql = "'3'", .at = &places_case_up_sqlite[1]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "f", .sql = "f INTEGER", .at = &places_case_up_sqlite[2]},
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "e", .at = &places_case_up_sqlite[3]},
            {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "d", .before = "aa", .at = &places_case_up_sqlite[4]},
            {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "cc", .after = "f", .at = &places_case_up_sqlite[5]},
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "cc", .sql = "BIGINT", .at = &places_case_up_sqlite[5]},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "k", .sql = "CONSTRAINT k FOREIGN KEY (cc) REFERENCES p (id)", .at = &places_case_up_sqlite[6]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 9,
            .sql = "CREATE TABLE t (\n    aa TEXT,\n    bb INTEGER,\n    cc INTEGER,\n    d TEXT,\n    e TEXT,\n    UNIQUE (cc, d)\n)",
        };
        aludel_rebuild(op, &places_case_up_sqlite[7], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 7, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "l", .sql = "CONSTRAINT l FOREIGN KEY (f) REFERENCES p (id)"},
        };
        static const char *const indexes[] = {"CREATE INDEX j ON t (f)"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    aa TEXT NOT NULL,\n    bb INTEGER DEFAULT '3',\n    f INTEGER,\n    id BIGINT,\n    UNIQUE (id, d),\n    CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0),\n    CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id)\n)",
            .indexes = indexes, .index_count = 1,
        };
        aludel_rebuild(op, &places_case_up_sqlite[8], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 9, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "h"},
            {.kind = ALUDEL_EDIT_COMPUTE, .name = "h", .sql = "coalesce(h, 0)"},
        };
        static const char *const indexes[] = {"CREATE INDEX j ON t (h)"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 2,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    aa TEXT NOT NULL,\n    bb INTEGER DEFAULT '3',\n    h INTEGER,\n    id BIGINT,\n    UNIQUE (id, d),\n    CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0),\n    CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id),\n    CONSTRAINT l FOREIGN KEY (h) REFERENCES p (id)\n)",
            .indexes = indexes, .index_count = 1,
        };
        aludel_rebuild(op, &places_case_up_sqlite[9], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 11, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "n", .sql = "CONSTRAINT n CHECK (i > 0)"},
        };
        static const char *const indexes[] = {"CREATE INDEX j ON t (i)", "CREATE INDEX m ON t (i)"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    aa TEXT NOT NULL,\n    bb INTEGER DEFAULT '3',\n    i INTEGER NOT NULL,\n    id BIGINT,\n    UNIQUE (id, d),\n    CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0),\n    CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id),\n    CONSTRAINT l FOREIGN KEY (i) REFERENCES p (id)\n)",
            .indexes = indexes, .index_count = 2,
        };
        aludel_rebuild(op, &places_case_up_sqlite[10], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 13, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "i"},
        };
        static const char *const indexes[] = {"CREATE INDEX j ON t (i)", "CREATE INDEX m ON t (i)", "CREATE INDEX o ON t (i)"};
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    aa TEXT NOT NULL,\n    bb INTEGER DEFAULT '3',\n    i INTEGER NOT NULL,\n    id BIGINT,\n    UNIQUE (id, d),\n    CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0),\n    CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id),\n    CONSTRAINT l FOREIGN KEY (i) REFERENCES p (id),\n    CONSTRAINT n CHECK (i > 0)\n)",
            .indexes = indexes, .index_count = 3,
        };
        aludel_rebuild(op, &places_case_up_sqlite[11], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 14, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "a", .sql = "TEXT"},
            {.kind = ALUDEL_EDIT_COMPUTE, .name = "a", .sql = "text"},
        };
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 2,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    a INTEGER,\n    text INTEGER,\n    up INTEGER,\n    code INTEGER,\n    PRIMARY KEY (id)\n)",
        };
        aludel_rebuild(op, &places_case_up_sqlite[12], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 15, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "a", .sql = "INTEGER"},
            {.kind = ALUDEL_EDIT_COMPUTE, .name = "a", .sql = "a + 1"},
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "up", .sql = "BIGINT", .at = &places_case_up_sqlite[13]},
            {.kind = ALUDEL_EDIT_COMPUTE, .name = "up", .sql = "(SELECT max(code) FROM t)", .at = &places_case_up_sqlite[13]},
        };
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 4,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    a TEXT,\n    body INTEGER,\n    up INTEGER,\n    code INTEGER,\n    PRIMARY KEY (id)\n)",
        };
        aludel_rebuild(op, &places_case_up_sqlite[14], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 16, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "ck", .sql = "CONSTRAINT ck CHECK (code > 0)"},
        };
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    a INTEGER,\n    body INTEGER,\n    up BIGINT,\n    code INTEGER,\n    PRIMARY KEY (id)\n)",
        };
        aludel_rebuild(op, &places_case_up_sqlite[15], &table);
    }
    aludel_run(op, rows_case_up_sqlite + 18, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "home", .sql = "CONSTRAINT home FOREIGN KEY (up) REFERENCES u (code)"},
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "a", .at = &places_case_up_sqlite[16]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "a", .sql = "a INTEGER", .at = &places_case_up_sqlite[17]},
        };
        static const char *const indexes[] = {"CREATE UNIQUE INDEX \"key\" ON u (code)"};
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 3,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    a INTEGER,\n    body INTEGER,\n    up BIGINT,\n    code INTEGER,\n    PRIMARY KEY (id),\n    CONSTRAINT ck CHECK (code > 0)\n)",
            .indexes = indexes, .index_count = 1,
        };
        aludel_rebuild(op, &places_case_up_sqlite[18], &table);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_up_postgresql[] = {
    {SQL("CREATE TABLE p (id INTEGER PRIMARY KEY)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 4}},
    {SQL("CREATE TABLE t (a TEXT, b INTEGER, c INTEGER, d TEXT, e TEXT, UNIQUE (c, d))"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 5}},
    {SQL("CREATE INDEX i ON t (e)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 6}},
    {SQL("ALTER TABLE t ALTER COLUMN a SET NOT NULL"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("ALTER TABLE t RENAME COLUMN a TO aa"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("ALTER TABLE t ADD CONSTRAINT long CHECK (length(aa) > 3 AND b > 0)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 10}},
    {SQL("ALTER TABLE t ALTER COLUMN b SET DEFAULT '3'"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("ALTER TABLE t RENAME COLUMN b TO bb"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("ALTER TABLE t ADD COLUMN f INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 12}},
    {SQL("CREATE INDEX j ON t (f)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 13}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 14}},
    {SQL("ALTER TABLE t DROP COLUMN e"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 15}},
    {SQL("ALTER TABLE t ALTER COLUMN c TYPE BIGINT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("ALTER TABLE t RENAME COLUMN c TO cc"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (cc) REFERENCES p (id)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 19}},
    {SQL("ALTER TABLE t RENAME COLUMN cc TO id"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 20}},
    {SQL("ALTER TABLE t ADD CONSTRAINT l FOREIGN KEY (f) REFERENCES p (id)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 21}},
    {SQL("ALTER TABLE t RENAME COLUMN f TO g"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 22}},
    {SQL("ALTER TABLE t ALTER COLUMN g SET NOT NULL"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("ALTER TABLE t RENAME COLUMN g TO h"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("CREATE INDEX m ON t (h)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 24}},
    {SQL("ALTER TABLE t RENAME COLUMN h TO i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 25}},
    {SQL("ALTER TABLE t ADD CONSTRAINT n CHECK (i > 0)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 26}},
    {SQL("CREATE INDEX o ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 27}},
    {SQL("ALTER TABLE t DROP COLUMN i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE TABLE u (\n"
         "    id SERIAL NOT NULL,\n"
         "    a INTEGER,\n"
         "    text INTEGER,\n"
         "    up INTEGER,\n"
         "    code INTEGER,\n"
         "    PRIMARY KEY (id)\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 29}},
    {SQL("ALTER TABLE u ALTER COLUMN a TYPE TEXT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 31}},
    {SQL("ALTER TABLE u RENAME COLUMN text TO body"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 32}},
    {SQL("ALTER TABLE u ALTER COLUMN a TYPE INTEGER USING a::integer + 1"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 33}},
    {SQL("ALTER TABLE u ALTER COLUMN up TYPE BIGINT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 34}},
    {SQL("ALTER TABLE u RENAME COLUMN code TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 35}},
    {SQL("ALTER TABLE u ADD CONSTRAINT ck CHECK (c > 0)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 36}},
    {SQL("ALTER TABLE u RENAME COLUMN c TO code"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 37}},
    {SQL("CREATE UNIQUE INDEX key ON u (code)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 38}},
    {SQL("ALTER TABLE u ADD CONSTRAINT home FOREIGN KEY (up) REFERENCES u (code)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 39}},
    {SQL("ALTER TABLE u DROP COLUMN a"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 40}},
    {SQL("ALTER TABLE u ADD COLUMN a INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 41}},
};

static bool upgrade_case_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_case_up_postgresql, 37);
}

bool t_upgrade_case(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_case_postgresql(op);
    return upgrade_case_sqlite(op);
}

static const struct aludel_statement rows_case_down_sqlite[] = {
    {SQL("ALTER TABLE u DROP COLUMN a"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 41}},
    {SQL("DROP INDEX \"key\""), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 38}},
    {SQL("ALTER TABLE u RENAME COLUMN code TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 37}},
    {SQL("ALTER TABLE u RENAME COLUMN c TO code"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 35}},
    {SQL("ALTER TABLE u RENAME COLUMN body TO text"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 32}},
    {SQL("DROP TABLE u"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 29}},
    {SQL("CREATE INDEX j ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE INDEX m ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE INDEX o ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("DROP INDEX o"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 27}},
    {SQL("ALTER TABLE t RENAME COLUMN i TO h"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 25}},
    {SQL("DROP INDEX m"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 24}},
    {SQL("ALTER TABLE t RENAME COLUMN h TO g"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("ALTER TABLE t RENAME COLUMN g TO f"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 22}},
    {SQL("ALTER TABLE t RENAME COLUMN id TO cc"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 20}},
    {SQL("ALTER TABLE t RENAME COLUMN cc TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("DROP INDEX j"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 13}},
    {SQL("ALTER TABLE t RENAME COLUMN bb TO b"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("ALTER TABLE t RENAME COLUMN aa TO a"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("CREATE INDEX i ON t (e)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 14}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 6}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 5}},
    {SQL("DROP TABLE p"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 4}},
};
static const struct aludel_place places_case_down_sqlite[] = {
    {"versions/op_rebuild.mako", 39},
    {"versions/op_rebuild.mako", 36},
    {"versions/op_rebuild.mako", 34},
    {"versions/op_rebuild.mako", 33},
    {"versions/op_rebuild.mako", 40},
    {"versions/op_rebuild.mako", 31},
    {"versions/op_rebuild.mako", 28},
    {"versions/op_rebuild.mako", 23},
    {"versions/op_rebuild.mako", 21},
    {"versions/op_rebuild.mako", 19},
    {"versions/op_rebuild.mako", 18},
    {"versions/op_rebuild.mako", 17},
    {"versions/op_rebuild.mako", 15},
    {"versions/op_rebuild.mako", 12},
    {"versions/op_rebuild.mako", 11},
    {"versions/op_rebuild.mako", 10},
    {"versions/op_rebuild.mako", 9},
    {"versions/op_rebuild.mako", 26},
};

static bool downgrade_case_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_case_down_sqlite, 5);
    {
        static const char *const columns_1[] = {"up"};
        static const char *const columns_2[] = {"code"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "a", .sql = "a INTEGER", .after = "id"},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "home", .constraint = ALUDEL_CONSTRAINT_FOREIGN_KEY, .columns = columns_1, .column_count = 1, .at = &places_case_down_sqlite[0]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "ck", .sql = "(code > 0)", .constraint = ALUDEL_CONSTRAINT_CHECK, .columns = columns_2, .column_count = 1, .at = &places_case_down_sqlite[1]},
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "up", .sql = "INTEGER", .at = &places_case_down_sqlite[2]},
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "a", .sql = "TEXT", .at = &places_case_down_sqlite[3]},
        };
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 5,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    text INTEGER,\n    up BIGINT,\n    code INTEGER,\n    PRIMARY KEY (id),\n    CONSTRAINT ck CHECK (code > 0),\n    CONSTRAINT home FOREIGN KEY (up) REFERENCES u (code)\n)",
        };
        aludel_rebuild(op, &places_case_down_sqlite[4], &table);
    }
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "a", .sql = "INTEGER"},
        };
        static const struct aludel_rebuilt table = {
            .table = "u",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE u (\n    id INTEGER NOT NULL,\n    a TEXT,\n    text INTEGER,\n    up INTEGER,\n    code INTEGER,\n    PRIMARY KEY (id)\n)",
        };
        aludel_rebuild(op, &places_case_down_sqlite[5], &table);
    }
    aludel_run(op, rows_case_down_sqlite + 5, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "i", .sql = "i INTEGER NOT NULL", .after = "bb"},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "n", .sql = "CONSTRAINT n CHECK (i > 0)"},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "l", .sql = "CONSTRAINT l FOREIGN KEY (i) REFERENCES p (id)"},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 3,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    aa TEXT NOT NULL,\n    bb INTEGER DEFAULT '3',\n    id BIGINT,\n    UNIQUE (id, d),\n    CONSTRAINT long CHECK (length(aa) > 3 AND bb > 0),\n    CONSTRAINT k FOREIGN KEY (id) REFERENCES p (id)\n)",
        };
        aludel_rebuild(op, &places_case_down_sqlite[6], &table);
    }
    aludel_run(op, rows_case_down_sqlite + 6, 13);
    {
        static const char *const columns_0[] = {"f"};
        static const char *const columns_2[] = {"f"};
        static const char *const columns_3[] = {"c"};
        static const char *const columns_10[] = {"a", "b"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "n", .sql = "(f > 0)", .constraint = ALUDEL_CONSTRAINT_CHECK, .columns = columns_0, .column_count = 1},
            {.kind = ALUDEL_EDIT_DROP_NOT_NULL, .name = "f", .at = &places_case_down_sqlite[7]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "l", .constraint = ALUDEL_CONSTRAINT_FOREIGN_KEY, .columns = columns_2, .column_count = 1, .at = &places_case_down_sqlite[8]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "k", .constraint = ALUDEL_CONSTRAINT_FOREIGN_KEY, .columns = columns_3, .column_count = 1, .at = &places_case_down_sqlite[9]},
            {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "c", .after = "b", .at = &places_case_down_sqlite[10]},
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "c", .sql = "INTEGER", .at = &places_case_down_sqlite[10]},
            {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "d", .after = "c", .at = &places_case_down_sqlite[11]},
            {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "e", .sql = "e TEXT", .after = "d", .at = &places_case_down_sqlite[12]},
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "f", .at = &places_case_down_sqlite[13]},
            {.kind = ALUDEL_EDIT_SET_DEFAULT, .name = "b", .at = &places_case_down_sqlite[14]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "long", .sql = "(length(a) > 3 AND b > 0)", .constraint = ALUDEL_CONSTRAINT_CHECK, .columns = columns_10, .column_count = 2, .at = &places_case_down_sqlite[15]},
            {.kind = ALUDEL_EDIT_DROP_NOT_NULL, .name = "a", .at = &places_case_down_sqlite[16]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 12,
            .sql = "CREATE TABLE t (\n    d TEXT,\n    a TEXT NOT NULL,\n    b INTEGER DEFAULT '3',\n    f INTEGER NOT NULL,\n    c BIGINT,\n    UNIQUE (c, d),\n    CONSTRAINT long CHECK (length(a) > 3 AND b > 0),\n    CONSTRAINT k FOREIGN KEY (c) REFERENCES p (id),\n    CONSTRAINT n CHECK (f > 0),\n    CONSTRAINT l FOREIGN KEY (f) REFERENCES p (id)\n)",
        };
        aludel_rebuild(op, &places_case_down_sqlite[17], &table);
    }
    aludel_run(op, rows_case_down_sqlite + 19, 4);
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_down_postgresql[] = {
    {SQL("ALTER TABLE u DROP COLUMN a"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 41}},
    {SQL("ALTER TABLE u ADD COLUMN a INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 40}},
    {SQL("ALTER TABLE u DROP CONSTRAINT home"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 39}},
    {SQL("DROP INDEX key"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 38}},
    {SQL("ALTER TABLE u RENAME COLUMN code TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 37}},
    {SQL("ALTER TABLE u DROP CONSTRAINT ck"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 36}},
    {SQL("ALTER TABLE u RENAME COLUMN c TO code"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 35}},
    {SQL("ALTER TABLE u ALTER COLUMN up TYPE INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 34}},
    {SQL("ALTER TABLE u ALTER COLUMN a TYPE TEXT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 33}},
    {SQL("ALTER TABLE u RENAME COLUMN body TO text"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 32}},
    {SQL("ALTER TABLE u ALTER COLUMN a TYPE INTEGER USING \"a\"::INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 31}},
    {SQL("DROP TABLE u"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 29}},
    {SQL("ALTER TABLE t ADD COLUMN i INTEGER NOT NULL"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("ALTER TABLE t ADD CONSTRAINT n CHECK (i > 0)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE INDEX j ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE INDEX m ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("CREATE INDEX o ON t (i)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("ALTER TABLE t ADD CONSTRAINT l FOREIGN KEY (i) REFERENCES p (id)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 28}},
    {SQL("DROP INDEX o"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 27}},
    {SQL("ALTER TABLE t DROP CONSTRAINT n"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 26}},
    {SQL("ALTER TABLE t RENAME COLUMN i TO h"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 25}},
    {SQL("DROP INDEX m"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 24}},
    {SQL("ALTER TABLE t RENAME COLUMN h TO g"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("ALTER TABLE t ALTER COLUMN g DROP NOT NULL"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 23}},
    {SQL("ALTER TABLE t RENAME COLUMN g TO f"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 22}},
    {SQL("ALTER TABLE t DROP CONSTRAINT l"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 21}},
    {SQL("ALTER TABLE t RENAME COLUMN id TO cc"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 20}},
    {SQL("ALTER TABLE t DROP CONSTRAINT k"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 19}},
    {SQL("ALTER TABLE t RENAME COLUMN cc TO c"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("ALTER TABLE t ALTER COLUMN c TYPE INTEGER"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 18}},
    {SQL("ALTER TABLE t ADD COLUMN e TEXT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 15}},
    {SQL("CREATE INDEX i ON t (e)"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 14}},
    {SQL("DROP INDEX j"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 13}},
    {SQL("ALTER TABLE t DROP COLUMN f"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 12}},
    {SQL("ALTER TABLE t RENAME COLUMN bb TO b"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("ALTER TABLE t ALTER COLUMN b DROP DEFAULT"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 11}},
    {SQL("ALTER TABLE t DROP CONSTRAINT long"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 10}},
    {SQL("ALTER TABLE t RENAME COLUMN aa TO a"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("ALTER TABLE t ALTER COLUMN a DROP NOT NULL"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 9}},
    {SQL("DROP INDEX i"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 6}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 5}},
    {SQL("DROP TABLE p"), 0, ALUDEL_DDL, {"versions/op_rebuild.mako", 4}},
};

static bool downgrade_case_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_case_down_postgresql, 42);
}

bool t_downgrade_case(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_case_postgresql(op);
    return downgrade_case_sqlite(op);
}

