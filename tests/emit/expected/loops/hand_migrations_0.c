/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn hand_migrations_upgrade_1, hand_migrations_downgrade_1;

/* versions/1_case.mako */
static const struct aludel_statement rows_1_up[] = {
    {SQL("SELECT id, name FROM t"), 0, 0, {"versions/1_case.mako", 3}},
    {SQL("DELETE FROM t LIMIT 1000"), 0, 0, {"versions/1_case.mako", 11}},
    {SQL("SELECT 5"), 0, 0, {"versions/1_case.mako", 14}},
};
static const struct aludel_place places_1_up[] = {
    {"versions/1_case.mako", 4},
    {"versions/1_case.mako", 5},
    {"versions/1_case.mako", 8},
    {"versions/1_case.mako", 11},
};

bool hand_migrations_upgrade_1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value total = aludel_int(0);
    struct aludel_value row = aludel_unset();
    struct aludel_value *const kept_1[] = {&total};
    struct aludel_rows rows_1;
    aludel_rows_open(op, &rows_1, (struct aludel_bound){&rows_1_up[0], NULL}, kept_1, 1);
    while (aludel_rows_next(op, &rows_1, &row)) {
        aludel_at(op, &places_1_up[0]);
        struct aludel_value slug = aludel_py(attribute, e, row, ALUDEL_STRING("name"));
        struct aludel_value word = aludel_unset();
        struct aludel_loop loop_2 = {0};
        aludel_at(op, &places_1_up[1]);
        const struct aludel_value over_2 = aludel_py(m_split, e, slug);
        while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &word)) {
            if (aludel_true(op, word)) {
                goto next_1;
            }
            if (aludel_true(op, total)) {
                aludel_rows_close(op, &rows_1);
                goto end_1;
            } else {
                break;
            }
        }
        aludel_at(op, &places_1_up[2]);
        total = aludel_py(add, e, total, aludel_int(1));
    next_1:;
    }
    end_1:;
    aludel_autocommit_begin(op);
    {
        struct aludel_loop loop_3 = {0};
        while (aludel_turn(op, &loop_3)) {
            struct aludel_value v1 = aludel_execute(op, (struct aludel_bound){&rows_1_up[1], NULL});
            aludel_at(op, &places_1_up[3]);
            if (!aludel_true(op, aludel_py(gt, e, v1, aludel_int(0)))) {
                break;
            }
        }
    }
    aludel_autocommit_end(op);
    {
        if (aludel_true(op, total)) {
            goto end_4;
        }
        aludel_run(op, rows_1_up + 2, 1);
    }
    end_4:;
    return aludel_ok(op);
}

bool hand_migrations_downgrade_1(struct aludel_op *op)
{
    return aludel_ok(op);
}

