/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_bind_execute, t_downgrade_bind_execute;

/* versions/bind_execute.mako */
static const struct aludel_statement rows_bind_execute_up_sqlite[] = {
    {SQL("DELETE FROM t"), 0, 0, {"versions/bind_execute.mako", 4}},
    {SQL("SELECT count(*) FROM t"), 0, ALUDEL_READS, {"versions/bind_execute.mako", 5}},
    {SQL("SELECT id FROM t WHERE a = 1"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/bind_execute.mako", 6}},
    {SQL("UPDATE u SET a = \001"), 1, 0, {"versions/bind_execute.mako", 7}},
    {SQL("SELECT id FROM t"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/bind_execute.mako", 8}},
    {SQL("DELETE FROM u"), 0, 0, {"versions/bind_execute.mako", 9}},
    {SQL("UPDATE t SET a = 1"), 0, 0, {"versions/bind_execute.mako", 10}},
    {SQL("INSERT INTO log VALUES (\001)"), 1, 0, {"versions/bind_execute.mako", 11}},
};
static const struct aludel_place places_bind_execute_up_sqlite[] = {
    {"versions/bind_execute.mako", 5},
    {"versions/bind_execute.mako", 7},
};

static bool upgrade_bind_execute_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_bind_execute_up_sqlite, 1);
    struct aludel_value v1 = aludel_scalar(op, (struct aludel_bound){&rows_bind_execute_up_sqlite[1], NULL});
    aludel_at(op, &places_bind_execute_up_sqlite[0]);
    if (aludel_true(op, aludel_py(gt, e, v1, aludel_int(0)))) {
        struct aludel_value row = aludel_unset();
        struct aludel_rows rows_2;
        aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_bind_execute_up_sqlite[2], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_2, &row)) {
            aludel_at(op, &places_bind_execute_up_sqlite[1]);
            aludel_send(op, aludel_bind(&rows_bind_execute_up_sqlite[3], aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        }
        struct aludel_value row_2 = aludel_unset();
        struct aludel_rows rows_3;
        aludel_rows_open(op, &rows_3, (struct aludel_bound){&rows_bind_execute_up_sqlite[4], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_3, &row_2)) {
            aludel_run(op, rows_bind_execute_up_sqlite + 5, 1);
        }
    }
    struct aludel_value v2 = aludel_execute(op, (struct aludel_bound){&rows_bind_execute_up_sqlite[6], NULL});
    aludel_send(op, aludel_bind(&rows_bind_execute_up_sqlite[7], v2));
    return aludel_ok(op);
}

static const struct aludel_statement rows_bind_execute_up_postgresql[] = {
    {SQL("DELETE FROM t"), 0, 0, {"versions/bind_execute.mako", 4}},
    {SQL("SELECT count(*) FROM t"), 0, ALUDEL_READS, {"versions/bind_execute.mako", 5}},
    {SQL("SELECT id FROM t WHERE a = 1"), 0, ALUDEL_READS, {"versions/bind_execute.mako", 6}},
    {SQL("UPDATE u SET a = \001"), 1, 0, {"versions/bind_execute.mako", 7}},
    {SQL("SELECT id FROM t"), 0, ALUDEL_READS, {"versions/bind_execute.mako", 8}},
    {SQL("DELETE FROM u"), 0, 0, {"versions/bind_execute.mako", 9}},
    {SQL("UPDATE t SET a = 1"), 0, 0, {"versions/bind_execute.mako", 10}},
    {SQL("INSERT INTO log VALUES (\001)"), 1, 0, {"versions/bind_execute.mako", 11}},
};
static const struct aludel_place places_bind_execute_up_postgresql[] = {
    {"versions/bind_execute.mako", 5},
    {"versions/bind_execute.mako", 7},
};

static bool upgrade_bind_execute_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_bind_execute_up_postgresql, 1);
    struct aludel_value v1 = aludel_scalar(op, (struct aludel_bound){&rows_bind_execute_up_postgresql[1], NULL});
    aludel_at(op, &places_bind_execute_up_postgresql[0]);
    if (aludel_true(op, aludel_py(gt, e, v1, aludel_int(0)))) {
        struct aludel_value row = aludel_unset();
        struct aludel_rows rows_2;
        aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_bind_execute_up_postgresql[2], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_2, &row)) {
            aludel_at(op, &places_bind_execute_up_postgresql[1]);
            aludel_send(op, aludel_bind(&rows_bind_execute_up_postgresql[3], aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        }
        struct aludel_value row_2 = aludel_unset();
        struct aludel_rows rows_3;
        aludel_rows_open(op, &rows_3, (struct aludel_bound){&rows_bind_execute_up_postgresql[4], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_3, &row_2)) {
            aludel_run(op, rows_bind_execute_up_postgresql + 5, 1);
        }
    }
    struct aludel_value v2 = aludel_execute(op, (struct aludel_bound){&rows_bind_execute_up_postgresql[6], NULL});
    aludel_send(op, aludel_bind(&rows_bind_execute_up_postgresql[7], v2));
    return aludel_ok(op);
}

bool t_upgrade_bind_execute(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_bind_execute_postgresql(op);
    return upgrade_bind_execute_sqlite(op);
}

bool t_downgrade_bind_execute(struct aludel_op *op)
{
    return aludel_ok(op);
}

