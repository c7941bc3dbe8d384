/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_dead_statements, t_downgrade_dead_statements;

/* versions/dead_statements.mako */
static const struct aludel_statement rows_dead_statements_up[] = {
    {SQL("INSERT INTO t VALUES (1)"), 0, 0, {"versions/dead_statements.mako", 27}},
    {SQL("INSERT INTO t VALUES (2)"), 0, 0, {"versions/dead_statements.mako", 29}},
    {SQL("INSERT INTO t VALUES (3)"), 0, 0, {"versions/dead_statements.mako", 31}},
    {SQL("INSERT INTO t VALUES (4)"), 0, 0, {"versions/dead_statements.mako", 39}},
};
static const struct aludel_place places_dead_statements_up[] = {
    {"versions/dead_statements.mako", 2},
    {"versions/dead_statements.mako", 6},
    {"versions/dead_statements.mako", 9},
    {"versions/dead_statements.mako", 12},
    {"versions/dead_statements.mako", 15},
    {"versions/dead_statements.mako", 19},
    {"versions/dead_statements.mako", 18},
    {"versions/dead_statements.mako", 20},
    {"versions/dead_statements.mako", 22},
    {"versions/dead_statements.mako", 32},
    {"versions/dead_statements.mako", 34},
    {"versions/dead_statements.mako", 33},
    {"versions/dead_statements.mako", 37},
};

bool t_upgrade_dead_statements(struct aludel_op *op)
{
    {
        aludel_at(op, &places_dead_statements_up[0]);
        if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("a"), aludel_none()))) {
            goto end_2;
        }
        aludel_fail(op, &places_dead_statements_up[1], ALUDEL_STRING("stopped"));
    }
    end_2:;
    aludel_run(op, rows_dead_statements_up, 1);
    {
        aludel_at(op, &places_dead_statements_up[2]);
        if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("b"), aludel_none()))) {
            goto end_3;
        }
        aludel_fail(op, &places_dead_statements_up[3], ALUDEL_STRING("failed"));
    }
    end_3:;
    aludel_run(op, rows_dead_statements_up + 1, 1);
    {
        aludel_at(op, &places_dead_statements_up[4]);
        if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("c"), aludel_none()))) {
            goto end_4;
        }
        aludel_at(op, &places_dead_statements_up[5]);
        struct aludel_value v1 = aludel_has_table(op, ALUDEL_STRING("d"), aludel_none());
        aludel_sql_open(op, &places_dead_statements_up[6], ALUDEL_READS);
        aludel_sql_text(op, SQL("SELECT 2\n"));
        if (aludel_true(op, v1)) {
            aludel_fail(op, &places_dead_statements_up[7], ALUDEL_STRING("decided"));
        } else {
            aludel_fail(op, &places_dead_statements_up[8], ALUDEL_STRING("either way"));
        }
        aludel_send(op, aludel_sql_close(op));
    }
    end_4:;
    aludel_run(op, rows_dead_statements_up + 2, 1);
    aludel_at(op, &places_dead_statements_up[9]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("e"), aludel_none()))) {
        aludel_at(op, &places_dead_statements_up[10]);
        struct aludel_value v2 = aludel_has_table(op, ALUDEL_STRING("f"), aludel_none());
        aludel_sql_open(op, &places_dead_statements_up[11], ALUDEL_READS);
        aludel_sql_text(op, SQL("SELECT 3\n"));
        if (aludel_true(op, v2)) {
            aludel_sql_text(op, SQL(", 4\n"));
        }
        aludel_fail(op, &places_dead_statements_up[12], ALUDEL_STRING("never sent"));
        aludel_send(op, aludel_sql_close(op));
    }
    aludel_run(op, rows_dead_statements_up + 3, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_dead_statements_down_sqlite[] = {
    {SQL("SELECT 1 AS a"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/dead_statements.mako", 42}},
    {SQL("INSERT INTO t VALUES (5)"), 0, 0, {"versions/dead_statements.mako", 49}},
};
static const struct aludel_place places_dead_statements_down_sqlite[] = {
    {"versions/dead_statements.mako", 44},
    {"versions/dead_statements.mako", 43},
    {"versions/dead_statements.mako", 47},
};

static bool downgrade_dead_statements_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value row = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_dead_statements_down_sqlite[0], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_dead_statements_down_sqlite[0]);
        struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("a"));
        aludel_sql_open(op, &places_dead_statements_down_sqlite[1], ALUDEL_READS);
        aludel_sql_text(op, SQL("SELECT 5\n"));
        if (aludel_true(op, v1)) {
            aludel_sql_text(op, SQL(", 6\n"));
        }
        aludel_fail(op, &places_dead_statements_down_sqlite[2], ALUDEL_STRING("never sent"));
        aludel_send(op, aludel_sql_close(op));
    }
    aludel_run(op, rows_dead_statements_down_sqlite + 1, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_dead_statements_down_postgresql[] = {
    {SQL("SELECT 1 AS a"), 0, ALUDEL_READS, {"versions/dead_statements.mako", 42}},
    {SQL("INSERT INTO t VALUES (5)"), 0, 0, {"versions/dead_statements.mako", 49}},
};
static const struct aludel_place places_dead_statements_down_postgresql[] = {
    {"versions/dead_statements.mako", 44},
    {"versions/dead_statements.mako", 43},
    {"versions/dead_statements.mako", 47},
};

static bool downgrade_dead_statements_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value row = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_dead_statements_down_postgresql[0], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_dead_statements_down_postgresql[0]);
        struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("a"));
        aludel_sql_open(op, &places_dead_statements_down_postgresql[1], ALUDEL_READS);
        aludel_sql_text(op, SQL("SELECT 5\n"));
        if (aludel_true(op, v1)) {
            aludel_sql_text(op, SQL(", 6\n"));
        }
        aludel_fail(op, &places_dead_statements_down_postgresql[2], ALUDEL_STRING("never sent"));
        aludel_send(op, aludel_sql_close(op));
    }
    aludel_run(op, rows_dead_statements_down_postgresql + 1, 1);
    return aludel_ok(op);
}

bool t_downgrade_dead_statements(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return downgrade_dead_statements_postgresql(op);
    return downgrade_dead_statements_sqlite(op);
}

