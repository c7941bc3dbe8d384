/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_caller_in_loop, t_downgrade_caller_in_loop;

/* versions/caller_in_loop.mako */
static const struct aludel_statement rows_caller_in_loop_up_sqlite[] = {
    {SQL("INSERT INTO t\n"
         "VALUES (\001, 'sqlite')"), 1, 0, {"versions/caller_in_loop.mako", 3}},
    {SQL("INSERT INTO t\n"
         "VALUES (\001, 'sqlite')"), 1, 0, {"versions/caller_in_loop.mako", 3}},
};
static const struct aludel_place places_caller_in_loop_up_sqlite[] = {
    {"versions/caller_in_loop.mako", 9},
};

static bool upgrade_caller_in_loop_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_caller_in_loop_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    aludel_send(op, aludel_bind(&rows_caller_in_loop_up_sqlite[0], v1));
    aludel_send(op, aludel_bind(&rows_caller_in_loop_up_sqlite[1], v1));
    return aludel_ok(op);
}

static const struct aludel_statement rows_caller_in_loop_up_postgresql[] = {
    {SQL("INSERT INTO t\n"
         "VALUES (\001, 'postgresql')"), 1, 0, {"versions/caller_in_loop.mako", 3}},
    {SQL("INSERT INTO t\n"
         "VALUES (\001, 'postgresql')"), 1, 0, {"versions/caller_in_loop.mako", 3}},
};
static const struct aludel_place places_caller_in_loop_up_postgresql[] = {
    {"versions/caller_in_loop.mako", 9},
};

static bool upgrade_caller_in_loop_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_caller_in_loop_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    aludel_send(op, aludel_bind(&rows_caller_in_loop_up_postgresql[0], v1));
    aludel_send(op, aludel_bind(&rows_caller_in_loop_up_postgresql[1], v1));
    return aludel_ok(op);
}

bool t_upgrade_caller_in_loop(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_caller_in_loop_postgresql(op);
    return upgrade_caller_in_loop_sqlite(op);
}

bool t_downgrade_caller_in_loop(struct aludel_op *op)
{
    return aludel_ok(op);
}

