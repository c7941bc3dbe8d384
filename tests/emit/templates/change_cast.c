/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_change_5fcast, t_downgrade_change_5fcast;

/* versions/change_cast.mako */
static const struct aludel_statement rows_change_5fcast_up_sqlite[] = {
    {SQL("CREATE TABLE users (\n"
         "    n INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 2}},
};
static const struct aludel_place places_change_5fcast_up_sqlite[] = {
    {"versions/change_cast.mako", 3},
};

static bool upgrade_change_5fcast_sqlite(struct aludel_op *op)
{
    aludel_run(op, rows_change_5fcast_up_sqlite, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "n", .sql = "TEXT"},
        };
        static const struct aludel_rebuilt table = {
            .table = "users",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE users (\n    n INTEGER\n)",
        };
        aludel_rebuild(op, &places_change_5fcast_up_sqlite[0], &table);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_change_5fcast_up_postgresql[] = {
    {SQL("CREATE TABLE users (\n"
         "    n INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 2}},
    {SQL("ALTER TABLE users ALTER COLUMN n TYPE TEXT"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 3}},
};

static bool upgrade_change_5fcast_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_change_5fcast_up_postgresql, 2);
}

bool t_upgrade_change_5fcast(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_change_5fcast_postgresql(op);
    return upgrade_change_5fcast_sqlite(op);
}

static const struct aludel_statement rows_change_5fcast_down_sqlite[] = {
    {SQL("DROP TABLE users"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 2}},
};
static const struct aludel_place places_change_5fcast_down_sqlite[] = {
    {"versions/change_cast.mako", 3},
};

static bool downgrade_change_5fcast_sqlite(struct aludel_op *op)
{
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_TYPE, .name = "n", .sql = "INTEGER"},
        };
        static const struct aludel_rebuilt table = {
            .table = "users",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE users (\n    n TEXT\n)",
        };
        aludel_rebuild(op, &places_change_5fcast_down_sqlite[0], &table);
    }
    aludel_run(op, rows_change_5fcast_down_sqlite, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_change_5fcast_down_postgresql[] = {
    {SQL("ALTER TABLE users ALTER COLUMN n TYPE INTEGER USING \"n\"::INTEGER"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 3}},
    {SQL("DROP TABLE users"), 0, ALUDEL_DDL, {"versions/change_cast.mako", 2}},
};

static bool downgrade_change_5fcast_postgresql(struct aludel_op *op)
{
    return aludel_run(op, rows_change_5fcast_down_postgresql, 2);
}

bool t_downgrade_change_5fcast(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_change_5fcast_postgresql(op);
    return downgrade_change_5fcast_sqlite(op);
}

