/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_if_in_statement, t_downgrade_if_in_statement;

/* versions/if_in_statement.mako */
static const struct aludel_statement rows_if_in_statement_up[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/if_in_statement.mako", 11}},
};
static const struct aludel_place places_if_in_statement_up[] = {
    {"versions/if_in_statement.mako", 4},
    {"versions/if_in_statement.mako", 2},
    {"versions/if_in_statement.mako", 5},
};

bool t_upgrade_if_in_statement(struct aludel_op *op)
{
    aludel_at(op, &places_if_in_statement_up[0]);
    struct aludel_value v1 = aludel_env(op, "BIG", aludel_bool(false));
    aludel_sql_open(op, &places_if_in_statement_up[1], ALUDEL_DDL);
    aludel_sql_text(op, SQL("CREATE TABLE t (\n"
                            "  id INTEGER\n"));
    if (aludel_true(op, v1)) {
        aludel_sql_text(op, SQL("  , payload TEXT DEFAULT "));
        aludel_at(op, &places_if_in_statement_up[2]);
        aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, aludel_env(op, "PAYLOAD", ALUDEL_STRING("none")));
        aludel_sql_text(op, SQL("\n"));
    } else {
        aludel_sql_text(op, SQL("  , payload VARCHAR(10)\n"));
    }
    aludel_sql_text(op, SQL("  , last INTEGER\n"
                            ")"));
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_if_in_statement_up, 1);
    return aludel_ok(op);
}

bool t_downgrade_if_in_statement(struct aludel_op *op)
{
    return aludel_ok(op);
}

