/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_text_statements, t_downgrade_text_statements;

/* versions/text_statements.mako */
static const struct aludel_statement rows_text_statements_up[] = {
    {SQL("CREATE TABLE a (x INTEGER, y TEXT DEFAULT 'a;b')"), 0, ALUDEL_DDL, {"versions/text_statements.mako", 3}},
    {SQL("CREATE TABLE b (z INTEGER)"), 0, ALUDEL_DDL, {"versions/text_statements.mako", 3}},
    {SQL("INSERT INTO a (x) VALUES (1) -- the last one needs no semicolon"), 0, 0, {"versions/text_statements.mako", 5}},
};

bool t_upgrade_text_statements(struct aludel_op *op)
{
    return aludel_run(op, rows_text_statements_up, 3);
}

static const struct aludel_statement rows_text_statements_down[] = {
    {SQL("DROP TABLE b"), 0, ALUDEL_DDL, {"versions/text_statements.mako", 8}},
    {SQL("DROP TABLE a"), 0, ALUDEL_DDL, {"versions/text_statements.mako", 9}},
};

bool t_downgrade_text_statements(struct aludel_op *op)
{
    return aludel_run(op, rows_text_statements_down, 2);
}

