/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_set_local_pieces, t_downgrade_set_local_pieces;

/* versions/set_local_pieces.mako */
static const struct aludel_statement rows_set_local_pieces_up[] = {
    {SQL("SET LOCAL statement_timeout TO 0"), 0, 0, {"versions/set_local_pieces.mako", 3}},
};

bool t_upgrade_set_local_pieces(struct aludel_op *op)
{
    return aludel_run(op, rows_set_local_pieces_up, 1);
}

bool t_downgrade_set_local_pieces(struct aludel_op *op)
{
    return aludel_ok(op);
}

