/* ==== t.c */
/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "t.h"

#define SQL(text) text, sizeof(text) - 1

static const struct aludel_statement rows_before_each_postgresql[] = {
    {SQL("SET LOCAL x = 1"), 0, 0, {"env.mako", 9}},
};

static const struct aludel_statement rows_before_each_sqlite[] = {
    {SQL("SET x = 1"), 0, 0, {"env.mako", 9}},
};

static bool before_each(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_before_each_postgresql, 1);
    return aludel_run(op, rows_before_each_sqlite, 1);
}

static const struct aludel_statement rows_after_upgrade[] = {
    {SQL("ANALYZE"), 0, ALUDEL_REPEATS, {"env.mako", 13}},
};

static bool after_upgrade(struct aludel_op *op)
{
    return aludel_run(op, rows_after_upgrade, 1);
}


/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_env_mako, t_downgrade_env_mako;

/* versions/env_mako.mako */
static const struct aludel_statement rows_env_mako_up[] = {
    {SQL("CREATE TABLE \"app_t\" (x INTEGER)"), 0, ALUDEL_DDL, {"versions/env_mako.mako", 3}},
    {SQL("INSERT INTO guards VALUES ('a', \001)"), 1, 0, {"env.mako", 6}},
};
static const struct aludel_place places_env_mako_up[] = {
    {"env.mako", 3},
};

bool t_upgrade_env_mako(struct aludel_op *op)
{
    aludel_at(op, &places_env_mako_up[0]);
    struct aludel_value v1 = aludel_env(op, "REGION", ALUDEL_STRING("eu"));
    aludel_run(op, rows_env_mako_up, 1);
    aludel_send(op, aludel_bind(&rows_env_mako_up[1], v1));
    return aludel_ok(op);
}

bool t_downgrade_env_mako(struct aludel_op *op)
{
    return aludel_ok(op);
}

