/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_a1, t_downgrade_a1;

/* versions/long_names.py: names that a convention makes, longer than PostgreSQL's */
static const struct aludel_statement rows_a1_up_sqlite[] = {
    {SQL("CREATE TABLE a_rather_long_table_name_for_what_it_is_worth_today (\n"
         "    id INTEGER NOT NULL,\n"
         "    another_rather_long_column_name VARCHAR(10),\n"
         "    uq_rather_long_column_name VARCHAR(10),\n"
         "    \"größer\" INTEGER,\n"
         "    twelve_chars VARCHAR(10),\n"
         "    short VARCHAR(10),\n"
         "    PRIMARY KEY (id),\n"
         "    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today_uq_rather_long_column_name UNIQUE (uq_rather_long_column_name),\n"
         "    CONSTRAINT \"fk_a_rather_long_table_name_for_what_it_is_worth_today_größer_a_rather_long_table_name_for_what_it_is_worth_today\" FOREIGN KEY (\"größer\") REFERENCES a_rather_long_table_name_for_what_it_is_worth_today (id),\n"
         "    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today_twelve_chars UNIQUE (twelve_chars)\n"
         ")"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
    {SQL("CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_another_rather_long_column_name ON a_rather_long_table_name_for_what_it_is_worth_today (another_rather_long_column_name)"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
    {SQL("CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_short ON a_rather_long_table_name_for_what_it_is_worth_today (short)"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
};
static const struct aludel_place places_a1_up_sqlite[] = {
    {"versions/long_names.py", 20},
};

static bool upgrade_a1_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_a1_up_sqlite, 3);
    {
        static const char *const columns_0[] = {"uq_rather_long_column_name"};
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "uq_a_rather_long_table_name_for_what_it_is_worth_today_uq_rather_long_column_name", .constraint = ALUDEL_CONSTRAINT_UNIQUE, .columns = columns_0, .column_count = 1},
        };
        static const char *const indexes[] = {"CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_another_rather_long_column_name ON a_rather_long_table_name_for_what_it_is_worth_today (another_rather_long_column_name)", "CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_short ON a_rather_long_table_name_for_what_it_is_worth_today (short)"};
        static const struct aludel_rebuilt table = {
            .table = "a_rather_long_table_name_for_what_it_is_worth_today",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE a_rather_long_table_name_for_what_it_is_worth_today (\n    id INTEGER NOT NULL,\n    another_rather_long_column_name VARCHAR(10),\n    uq_rather_long_column_name VARCHAR(10),\n    \"größer\" INTEGER,\n    twelve_chars VARCHAR(10),\n    short VARCHAR(10),\n    PRIMARY KEY (id),\n    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today_uq_rather_long_column_name UNIQUE (uq_rather_long_column_name),\n    CONSTRAINT \"fk_a_rather_long_table_name_for_what_it_is_worth_today_größer_a_rather_long_table_name_for_what_it_is_worth_today\" FOREIGN KEY (\"größer\") REFERENCES a_rather_long_table_name_for_what_it_is_worth_today (id),\n    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today_twelve_chars UNIQUE (twelve_chars)\n)",
            .indexes = indexes, .index_count = 2,
        };
        aludel_rebuild(op, &places_a1_up_sqlite[0], &table);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_a1_up_postgresql[] = {
    {SQL("CREATE TABLE a_rather_long_table_name_for_what_it_is_worth_today (\n"
         "    id SERIAL NOT NULL,\n"
         "    another_rather_long_column_name VARCHAR(10),\n"
         "    uq_rather_long_column_name VARCHAR(10),\n"
         "    \"größer\" INTEGER,\n"
         "    twelve_chars VARCHAR(10),\n"
         "    short VARCHAR(10),\n"
         "    PRIMARY KEY (id),\n"
         "    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today__e54f UNIQUE (uq_rather_long_column_name),\n"
         "    CONSTRAINT fk_a_rather_long_table_name_for_what_it_is_worth_today__230b FOREIGN KEY (\"größer\") REFERENCES a_rather_long_table_name_for_what_it_is_worth_today (id),\n"
         "    CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today__0bc4 UNIQUE (twelve_chars)\n"
         ")"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
    {SQL("CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today__7b54 ON a_rather_long_table_name_for_what_it_is_worth_today (another_rather_long_column_name)"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
    {SQL("CREATE INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_short ON a_rather_long_table_name_for_what_it_is_worth_today (short)"), 0, ALUDEL_DDL, {"versions/long_names.py", 11}},
    {SQL("ALTER TABLE a_rather_long_table_name_for_what_it_is_worth_today DROP CONSTRAINT uq_a_rather_long_table_name_for_what_it_is_worth_today__e54f"), 0, ALUDEL_DDL, {"versions/long_names.py", 20}},
};

static bool upgrade_a1_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_a1_up_postgresql, 4);
}

bool t_upgrade_a1(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_a1_postgresql(op);
    return upgrade_a1_sqlite(op);
}

static const struct aludel_statement rows_a1_down_postgresql[] = {
    {SQL("DROP INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today__7b54"), 0, ALUDEL_DDL, {"versions/long_names.py", 26}},
    {SQL("DROP TABLE a_rather_long_table_name_for_what_it_is_worth_today"), 0, ALUDEL_DDL, {"versions/long_names.py", 29}},
};

static const struct aludel_statement rows_a1_down_sqlite[] = {
    {SQL("DROP INDEX ix_a_rather_long_table_name_for_what_it_is_worth_today_another_rather_long_column_name"), 0, ALUDEL_DDL, {"versions/long_names.py", 26}},
    {SQL("DROP TABLE a_rather_long_table_name_for_what_it_is_worth_today"), 0, ALUDEL_DDL, {"versions/long_names.py", 29}},
};

bool t_downgrade_a1(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_a1_down_postgresql, 2);
    return aludel_run(op, rows_a1_down_sqlite, 2);
}

