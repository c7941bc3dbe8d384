/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_call_body_args, t_downgrade_call_body_args;

/* versions/call_body_args.mako */
static const struct aludel_statement rows_call_body_args_up[] = {
    {SQL("INSERT INTO t VALUES ('pa', 0)"), 0, 0, {"versions/call_body_args.mako", 3}},
    {SQL("INSERT INTO t VALUES (\001, 2)"), 1, 0, {"versions/call_body_args.mako", 3}},
};
static const struct aludel_place places_call_body_args_up[] = {
    {"versions/call_body_args.mako", 8},
};

bool t_upgrade_call_body_args(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_call_body_args_up[0]);
    struct aludel_value v1 = aludel_env(op, "B", aludel_unset());
    aludel_run(op, rows_call_body_args_up, 1);
    aludel_at(op, &places_call_body_args_up[0]);
    aludel_send(op, aludel_bind(&rows_call_body_args_up[1], aludel_py(join, e, ALUDEL_STRING("p"), v1)));
    return aludel_ok(op);
}

bool t_downgrade_call_body_args(struct aludel_op *op)
{
    return aludel_ok(op);
}

