/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_break_in_statement, t_downgrade_break_in_statement;

/* versions/break_in_statement.mako */
static const struct aludel_statement rows_break_in_statement_up[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/break_in_statement.mako", 10}},
};
static const struct aludel_place places_break_in_statement_up[] = {
    {"versions/break_in_statement.mako", 4},
    {"versions/break_in_statement.mako", 2},
    {"versions/break_in_statement.mako", 4},
};

bool t_upgrade_break_in_statement(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_break_in_statement_up[0]);
    struct aludel_value v1 = aludel_py(eq, e, aludel_env(op, "STOP", aludel_int(0)), aludel_int(1));
    aludel_sql_open(op, &places_break_in_statement_up[1], 0);
    aludel_sql_text(op, SQL("INSERT INTO t VALUES (0)\n"));
    {
        if (aludel_true(op, v1)) {
            goto end_2;
        }
        aludel_sql_text(op, SQL(", (1)\n"));
        aludel_at(op, &places_break_in_statement_up[2]);
        if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "STOP", aludel_int(0)), aludel_int(2)))) {
            goto end_2;
        }
        aludel_sql_text(op, SQL(", (2)\n"));
    }
    end_2:;
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_break_in_statement_up, 1);
    return aludel_ok(op);
}

bool t_downgrade_break_in_statement(struct aludel_op *op)
{
    return aludel_ok(op);
}

