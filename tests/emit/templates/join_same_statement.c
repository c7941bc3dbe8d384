/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_join_same_statement, t_downgrade_join_same_statement;

/* versions/join_same_statement.mako */
static const struct aludel_statement rows_join_same_statement_up[] = {
    {SQL("INSERT INTO t VALUES (\001, \001)"), 2, 0, {"versions/join_same_statement.mako", 13}},
};
static const struct aludel_place places_join_same_statement_up[] = {
    {"versions/join_same_statement.mako", 13},
    {"versions/join_same_statement.mako", 2},
    {"versions/join_same_statement.mako", 13},
    {"versions/join_same_statement.mako", 2},
    {"versions/join_same_statement.mako", 7},
    {"versions/join_same_statement.mako", 14},
    {"versions/join_same_statement.mako", 7},
};

bool t_upgrade_join_same_statement(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_join_same_statement_up[0]);
    struct aludel_value v1 = aludel_env(op, "N", aludel_int(1));
    struct aludel_value result = aludel_unset();
    {
        aludel_at(op, &places_join_same_statement_up[1]);
        if (aludel_true(op, aludel_py(gt, e, v1, aludel_int(1)))) {
            result = ALUDEL_STRING("a");
            goto end_2;
        }
        result = ALUDEL_STRING("b");
    }
    end_2:;
    aludel_at(op, &places_join_same_statement_up[2]);
    struct aludel_value v2 = aludel_env(op, "M", aludel_int(1));
    struct aludel_value result_2 = aludel_unset();
    {
        aludel_at(op, &places_join_same_statement_up[3]);
        if (aludel_true(op, aludel_py(gt, e, v2, aludel_int(1)))) {
            result_2 = ALUDEL_STRING("a");
            goto end_3;
        }
        result_2 = ALUDEL_STRING("b");
    }
    end_3:;
    aludel_send(op, aludel_bind(&rows_join_same_statement_up[0], result, result_2));
    aludel_at(op, &places_join_same_statement_up[4]);
    struct aludel_value v3 = aludel_py(eq, e, ALUDEL_STRING("x"), aludel_env(op, "ONLY", aludel_unset()));
    aludel_sql_open(op, &places_join_same_statement_up[5], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT 1\n"));
    {
        aludel_sql_text(op, SQL("\n"));
        if (aludel_true(op, v3)) {
            goto end_4;
        }
        aludel_sql_text(op, SQL(", 'x'\n"));
    }
    end_4:;
    aludel_sql_text(op, SQL("\n"));
    {
        aludel_sql_text(op, SQL("\n"));
        aludel_at(op, &places_join_same_statement_up[6]);
        if (aludel_true(op, aludel_py(eq, e, ALUDEL_STRING("y"), aludel_env(op, "ONLY", aludel_unset())))) {
            goto end_5;
        }
        aludel_sql_text(op, SQL(", 'y'\n"));
    }
    end_5:;
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_downgrade_join_same_statement(struct aludel_op *op)
{
    return aludel_ok(op);
}

