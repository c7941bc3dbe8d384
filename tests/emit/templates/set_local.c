/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_set_local, t_downgrade_set_local;

/* versions/set_local.mako */
static const struct aludel_statement rows_set_local_up[] = {
    {SQL("SET LOCAL search_path TO a"), 0, 0, {"versions/set_local.mako", 4}},
};
static const struct aludel_place places_set_local_up[] = {
    {"versions/set_local.mako", 3},
};

bool t_upgrade_set_local(struct aludel_op *op)
{
    aludel_at(op, &places_set_local_up[0]);
    struct aludel_value v1 = aludel_env(op, "T", ALUDEL_STRING("2s"));
    aludel_sql_open(op, &places_set_local_up[0], 0);
    aludel_sql_text(op, SQL("SET LOCAL lock_timeout = '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v1);
    aludel_sql_text(op, SQL("'"));
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_set_local_up, 1);
    return aludel_ok(op);
}

bool t_downgrade_set_local(struct aludel_op *op)
{
    return aludel_ok(op);
}

