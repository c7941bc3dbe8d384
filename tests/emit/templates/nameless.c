/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_a1, t_downgrade_a1;

/* versions/nameless.py: constraints without a name, dropped by the one that a convention or PostgreSQL gives them */
static const struct aludel_statement rows_a1_up[] = {
    {SQL("CREATE TABLE clusters (\n"
         "    id INTEGER NOT NULL,\n"
         "    name VARCHAR(250),\n"
         "    code INTEGER,\n"
         "    PRIMARY KEY (id),\n"
         "    UNIQUE (name),\n"
         "    UNIQUE (code)\n"
         ")"), 0, ALUDEL_DDL, {"versions/nameless.py", 17}},
    {SQL("CREATE TABLE sources (\n"
         "    id INTEGER NOT NULL,\n"
         "    cluster VARCHAR(250),\n"
         "    code INTEGER,\n"
         "    PRIMARY KEY (id),\n"
         "    FOREIGN KEY (cluster) REFERENCES clusters (name),\n"
         "    FOREIGN KEY (code) REFERENCES clusters (code)\n"
         ")"), 0, ALUDEL_DDL, {"versions/nameless.py", 19}},
};
static const struct aludel_place places_a1_up[] = {
    {"versions/nameless.py", 24},
    {"versions/nameless.py", 23},
    {"versions/nameless.py", 27},
    {"versions/nameless.py", 28},
    {"versions/nameless.py", 29},
    {"versions/nameless.py", 26},
};

bool t_upgrade_a1(struct aludel_op *op)
{
    aludel_run(op, rows_a1_up, 2);
    {
        static const char *const columns_0[] = {"cluster"};
        static const char *const columns_1[] = {"code"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .constraint = ALUDEL_CONSTRAINT_FOREIGN_KEY, .columns = columns_0, .column_count = 1},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .constraint = ALUDEL_CONSTRAINT_FOREIGN_KEY, .columns = columns_1, .column_count = 1, .at = &places_a1_up[0]},
        };
        static const struct aludel_rebuilt table = {
            .table = "sources",
            .edits = edits, .edit_count = 2,
            .sql = "CREATE TABLE sources (\n    id INTEGER NOT NULL,\n    cluster VARCHAR(250),\n    code INTEGER,\n    PRIMARY KEY (id),\n    FOREIGN KEY (cluster) REFERENCES clusters (name),\n    FOREIGN KEY (code) REFERENCES clusters (code)\n)",
        };
        aludel_rebuild(op, &places_a1_up[1], &table);
    }
    {
        static const char *const columns_0[] = {"name"};
        static const char *const columns_2[] = {"code"};
        static const char *const columns_3[] = {"id"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .constraint = ALUDEL_CONSTRAINT_UNIQUE, .columns = columns_0, .column_count = 1},
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "uq_clusters_name", .sql = "CONSTRAINT uq_clusters_name UNIQUE (name, code)", .at = &places_a1_up[2]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .constraint = ALUDEL_CONSTRAINT_UNIQUE, .columns = columns_2, .column_count = 1, .at = &places_a1_up[3]},
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .constraint = ALUDEL_CONSTRAINT_PRIMARY_KEY, .columns = columns_3, .column_count = 1, .at = &places_a1_up[4]},
        };
        static const struct aludel_rebuilt table = {
            .table = "clusters",
            .edits = edits, .edit_count = 4,
            .sql = "CREATE TABLE clusters (\n    id INTEGER NOT NULL,\n    name VARCHAR(250),\n    code INTEGER,\n    PRIMARY KEY (id),\n    UNIQUE (name),\n    UNIQUE (code)\n)",
        };
        aludel_rebuild(op, &places_a1_up[5], &table);
    }
    return aludel_ok(op);
}

bool t_downgrade_a1(struct aludel_op *op)
{
    return aludel_ok(op);
}

