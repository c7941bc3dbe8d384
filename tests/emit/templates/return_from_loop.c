/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_return_from_loop, t_downgrade_return_from_loop;

/* versions/return_from_loop.mako */
static const struct aludel_statement rows_return_from_loop_up_sqlite[] = {
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/return_from_loop.mako", 9}},
    {SQL("SELECT id FROM a"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/return_from_loop.mako", 10}},
    {SQL("INSERT INTO b VALUES (\001)"), 1, 0, {"versions/return_from_loop.mako", 14}},
    {SQL("SELECT 'end'"), 0, ALUDEL_READS, {"versions/return_from_loop.mako", 16}},
};
static const struct aludel_place places_return_from_loop_up_sqlite[] = {
    {"versions/return_from_loop.mako", 9},
    {"versions/return_from_loop.mako", 4},
    {"versions/return_from_loop.mako", 11},
    {"versions/return_from_loop.mako", 14},
};

static bool upgrade_return_from_loop_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    {
        aludel_at(op, &places_return_from_loop_up_sqlite[0]);
        struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "WORDS", aludel_unset()), ALUDEL_STRING(","));
        struct aludel_value result = aludel_unset();
        {
            struct aludel_value w = aludel_unset();
            struct aludel_value *const kept_3[] = {&result};
            struct aludel_loop loop_3 = {.kept = kept_3, .kept_count = 1};
            const struct aludel_value over_3 = v1;
            while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &w)) {
                aludel_at(op, &places_return_from_loop_up_sqlite[1]);
                if (aludel_true(op, aludel_py(gt, e, aludel_py(len, e, w), aludel_int(3)))) {
                    result = w;
                    goto end_2;
                }
            }
            result = ALUDEL_STRING("none");
        }
        end_2:;
        aludel_send(op, aludel_bind(&rows_return_from_loop_up_sqlite[0], result));
        struct aludel_value row = aludel_unset();
        struct aludel_rows rows_4;
        aludel_rows_open(op, &rows_4, (struct aludel_bound){&rows_return_from_loop_up_sqlite[1], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_4, &row)) {
            aludel_at(op, &places_return_from_loop_up_sqlite[2]);
            if (aludel_true(op, aludel_py(gt, e, aludel_py(attribute, e, row, ALUDEL_STRING("id")), aludel_int(10)))) {
                aludel_rows_close(op, &rows_4);
                goto end_1;
            }
            aludel_at(op, &places_return_from_loop_up_sqlite[3]);
            aludel_send(op, aludel_bind(&rows_return_from_loop_up_sqlite[2], aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        }
        aludel_run(op, rows_return_from_loop_up_sqlite + 3, 1);
    }
    end_1:;
    return aludel_ok(op);
}

static const struct aludel_statement rows_return_from_loop_up_postgresql[] = {
    {SQL("INSERT INTO t VALUES (\001)"), 1, 0, {"versions/return_from_loop.mako", 9}},
    {SQL("SELECT id FROM a"), 0, ALUDEL_READS, {"versions/return_from_loop.mako", 10}},
    {SQL("INSERT INTO b VALUES (\001)"), 1, 0, {"versions/return_from_loop.mako", 14}},
    {SQL("SELECT 'end'"), 0, ALUDEL_READS, {"versions/return_from_loop.mako", 16}},
};
static const struct aludel_place places_return_from_loop_up_postgresql[] = {
    {"versions/return_from_loop.mako", 9},
    {"versions/return_from_loop.mako", 4},
    {"versions/return_from_loop.mako", 11},
    {"versions/return_from_loop.mako", 14},
};

static bool upgrade_return_from_loop_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    {
        aludel_at(op, &places_return_from_loop_up_postgresql[0]);
        struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "WORDS", aludel_unset()), ALUDEL_STRING(","));
        struct aludel_value result = aludel_unset();
        {
            struct aludel_value w = aludel_unset();
            struct aludel_value *const kept_3[] = {&result};
            struct aludel_loop loop_3 = {.kept = kept_3, .kept_count = 1};
            const struct aludel_value over_3 = v1;
            while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &w)) {
                aludel_at(op, &places_return_from_loop_up_postgresql[1]);
                if (aludel_true(op, aludel_py(gt, e, aludel_py(len, e, w), aludel_int(3)))) {
                    result = w;
                    goto end_2;
                }
            }
            result = ALUDEL_STRING("none");
        }
        end_2:;
        aludel_send(op, aludel_bind(&rows_return_from_loop_up_postgresql[0], result));
        struct aludel_value row = aludel_unset();
        struct aludel_rows rows_4;
        aludel_rows_open(op, &rows_4, (struct aludel_bound){&rows_return_from_loop_up_postgresql[1], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_4, &row)) {
            aludel_at(op, &places_return_from_loop_up_postgresql[2]);
            if (aludel_true(op, aludel_py(gt, e, aludel_py(attribute, e, row, ALUDEL_STRING("id")), aludel_int(10)))) {
                aludel_rows_close(op, &rows_4);
                goto end_1;
            }
            aludel_at(op, &places_return_from_loop_up_postgresql[3]);
            aludel_send(op, aludel_bind(&rows_return_from_loop_up_postgresql[2], aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        }
        aludel_run(op, rows_return_from_loop_up_postgresql + 3, 1);
    }
    end_1:;
    return aludel_ok(op);
}

bool t_upgrade_return_from_loop(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_return_from_loop_postgresql(op);
    return upgrade_return_from_loop_sqlite(op);
}

bool t_downgrade_return_from_loop(struct aludel_op *op)
{
    return aludel_ok(op);
}

