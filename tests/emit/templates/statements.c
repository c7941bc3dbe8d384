/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_statements, t_downgrade_statements;

/* versions/statements.mako */
static const struct aludel_statement rows_statements_up_sqlite[] = {
    {SQL("SELECT (0, 2, 4, 100), 2, 7, 'ab', CURRENT_TIMESTAMP, \001, \001, \001"), 3, ALUDEL_READS, {"versions/statements.mako", 19}},
    {SQL("SELECT 'a', 'ba', '002.2|x', '  12', '1.50', (1, 3), -4, 1024, 1"), 0, ALUDEL_READS, {"versions/statements.mako", 20}},
};
static const struct aludel_place places_statements_up_sqlite[] = {
    {"versions/statements.mako", 19},
};

static bool upgrade_statements_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_statements_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "HOME", aludel_none());
    struct aludel_value v2 = aludel_env(op, "USER", aludel_unset());
    aludel_send(op, aludel_bind(&rows_statements_up_sqlite[0], v1, v2, aludel_env(op, "X", ALUDEL_STRING("y"))));
    aludel_run(op, rows_statements_up_sqlite + 1, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_statements_up_postgresql[] = {
    {SQL("SELECT 'a', 'ba', '002.2|x', '  12', '1.50', (1, 3), -4, 1024, 1"), 0, ALUDEL_READS, {"versions/statements.mako", 20}},
};
static const struct aludel_place places_statements_up_postgresql[] = {
    {"versions/statements.mako", 19},
};

static bool upgrade_statements_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_statements_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "HOME", aludel_none());
    struct aludel_value v2 = aludel_env(op, "USER", aludel_unset());
    struct aludel_value v3 = aludel_env(op, "X", ALUDEL_STRING("y"));
    aludel_sql_open(op, &places_statements_up_postgresql[0], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT (0, 2, 4, 100), 2, 7, 'ab', now(), "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v3);
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_statements_up_postgresql, 1);
    return aludel_ok(op);
}

bool t_upgrade_statements(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_statements_postgresql(op);
    return upgrade_statements_sqlite(op);
}

bool t_downgrade_statements(struct aludel_op *op)
{
    return aludel_ok(op);
}

