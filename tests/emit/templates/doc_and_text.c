/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/doc_and_text.mako: a message */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("INSERT INTO t VALUES ('${raw}')"), 0, 0, {"versions/doc_and_text.mako", 7}},
    {SQL("SELECT 1, 2"), 0, ALUDEL_READS, {"versions/doc_and_text.mako", 10}},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_up, 2);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

