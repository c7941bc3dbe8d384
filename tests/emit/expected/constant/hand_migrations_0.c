/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_4f2a, hand_migrations_downgrade_4f2a;

/* versions/4f2a_case.mako: first * / tables */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE t (\n"
         "    id INTEGER,\n"
         "    name TEXT DEFAULT '?\?/x\\\"'\n"
         ")"), 0, ALUDEL_DDL, {"versions/4f2a_case.mako", 3}},
    {SQL("INSERT INTO t VALUES (1, 'hé \377')"), 0, 0, {"versions/4f2a_case.mako", 7}},
};

bool hand_migrations_upgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_up, 2);
}

bool hand_migrations_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

aludel_step_fn hand_migrations_upgrade_a_2db_5f2d, hand_migrations_downgrade_a_2db_5f2d;

/* versions/a-b_2d_case.mako */
static const struct aludel_statement rows_a_2db_5f2d_up_postgresql[] = {
    {SQL("SELECT 2"), 0, 0, {"versions/a-b_2d_case.mako", 2}},
    {SQL("SELECT 3"), 0, 0, {"versions/a-b_2d_case.mako", 3}},
};

static const struct aludel_statement rows_a_2db_5f2d_up_sqlite[] = {
    {SQL("SELECT 1"), 0, 0, {"versions/a-b_2d_case.mako", 2}},
};

bool hand_migrations_upgrade_a_2db_5f2d(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_a_2db_5f2d_up_postgresql, 2);
    return aludel_run(op, rows_a_2db_5f2d_up_sqlite, 1);
}

static const struct aludel_statement rows_a_2db_5f2d_down_postgresql[] = {
    {SQL("SELECT 4"), 0, 0, {"versions/a-b_2d_case.mako", 3}},
};

bool hand_migrations_downgrade_a_2db_5f2d(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_a_2db_5f2d_down_postgresql, 1);
    return aludel_ok(op);
}

