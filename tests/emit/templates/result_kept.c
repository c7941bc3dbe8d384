/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/result_kept.py */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("SELECT id, name FROM users"), 0, ALUDEL_READS, {"versions/result_kept.py", 11}},
    {SQL("UPDATE users SET slug = \001 WHERE id = \001"), 2, 0, {"versions/result_kept.py", 13}},
    {SQL("SELECT id FROM users WHERE name = 'x'"), 0, ALUDEL_READS, {"versions/result_kept.py", 14}},
    {SQL("DELETE FROM users WHERE id = \001"), 1, 0, {"versions/result_kept.py", 16}},
    {SQL("SELECT name FROM users"), 0, ALUDEL_READS, {"versions/result_kept.py", 17}},
    {SQL("SELECT name FROM others"), 0, ALUDEL_READS, {"versions/result_kept.py", 18}},
    {SQL("SELECT 1 FROM users"), 0, ALUDEL_READS, {"versions/result_kept.py", 20}},
    {SQL("SELECT id FROM users ORDER BY id"), 0, ALUDEL_READS, {"versions/result_kept.py", 22}},
    {SQL("DELETE FROM users WHERE id = \001"), 1, 0, {"versions/result_kept.py", 24}},
    {SQL("UPDATE users SET a = 1"), 0, 0, {"versions/result_kept.py", 25}},
    {SQL("INSERT INTO users (a) VALUES (1)"), 0, 0, {"versions/result_kept.py", 27}},
};
static const struct aludel_place places_4f2a_up[] = {
    {"versions/result_kept.py", 13},
    {"versions/result_kept.py", 15},
    {"versions/result_kept.py", 17},
    {"versions/result_kept.py", 19},
    {"versions/result_kept.py", 20},
    {"versions/result_kept.py", 21},
    {"versions/result_kept.py", 23},
    {"versions/result_kept.py", 24},
    {"versions/result_kept.py", 26},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value v1 = aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[0], NULL});
    struct aludel_value row = aludel_unset();
    struct aludel_loop loop_2 = {0};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &row)) {
        aludel_at(op, &places_4f2a_up[0]);
        struct aludel_value v2 = aludel_py(m_lower, e, aludel_py(attribute, e, row, ALUDEL_STRING("name")));
        aludel_send(op, aludel_bind(&rows_4f2a_up[1], v2, aludel_py(index, e, row, aludel_int(0))));
    }
    struct aludel_value v3 = aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[2], NULL});
    struct aludel_value item = aludel_unset();
    struct aludel_loop loop_3 = {0};
    const struct aludel_value over_3 = v3;
    while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &item)) {
        struct aludel_value id = aludel_unset();
        aludel_at(op, &places_4f2a_up[1]);
        aludel_unpack(op, item, 1, (struct aludel_value *const[]){&id});
        aludel_send(op, aludel_bind(&rows_4f2a_up[3], id));
    }
    struct aludel_value v4 = aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[4], NULL});
    struct aludel_value v5 = py_list_of(e, 0, NULL);
    struct aludel_value r = aludel_unset();
    struct aludel_value v7 = aludel_unset();
    struct aludel_value *const kept_4[] = {&v5};
    struct aludel_loop loop_4 = {.kept = kept_4, .kept_count = 1};
    const struct aludel_value over_4 = v4;
    while (aludel_turn(op, &loop_4) && aludel_item(op, over_4, loop_4.turn - 1, &r)) {
        aludel_at(op, &places_4f2a_up[2]);
        if (aludel_true(op, aludel_py(attribute, e, r, ALUDEL_STRING("name")))) {
            aludel_at(op, &places_4f2a_up[2]);
            struct aludel_value v6 = aludel_py(attribute, e, r, ALUDEL_STRING("name"));
            v7 = aludel_py(add, e, v5, aludel_py(list_of, e, v6));
        } else {
            v7 = v5;
        }
        v5 = v7;
    }
    struct aludel_value v8 = aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[5], NULL});
    struct aludel_value v9 = py_list_of(e, 0, NULL);
    struct aludel_value r_2 = aludel_unset();
    struct aludel_value *const kept_5[] = {&v9};
    struct aludel_loop loop_5 = {.kept = kept_5, .kept_count = 1};
    const struct aludel_value over_5 = v8;
    while (aludel_turn(op, &loop_5) && aludel_item(op, over_5, loop_5.turn - 1, &r_2)) {
        aludel_at(op, &places_4f2a_up[3]);
        struct aludel_value v10 = aludel_py(index, e, r_2, aludel_int(0));
        v9 = aludel_py(add, e, v9, aludel_py(list_of, e, v10));
    }
    aludel_at(op, &places_4f2a_up[3]);
    struct aludel_value v11 = aludel_py(add, e, v5, v9);
    aludel_at(op, &places_4f2a_up[4]);
    struct aludel_value v12 = aludel_py(len, e, v11);
    struct aludel_value v13 = aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up[6], NULL});
    aludel_at(op, &places_4f2a_up[4]);
    if (aludel_true(op, aludel_py(gt, e, v12, aludel_py(len, e, v13)))) {
        aludel_at(op, &places_4f2a_up[5]);
        struct aludel_value v14 = aludel_py(index, e, aludel_py(sorted, e, v11), aludel_int(0));
        aludel_sql_open(op, &places_4f2a_up[5], 0);
        aludel_sql_text(op, SQL("INSERT INTO users (name) VALUES ('"));
        aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v14);
        aludel_sql_text(op, SQL("')"));
        aludel_send(op, aludel_sql_close(op));
    }
    struct aludel_value v15 = aludel_row(op, (struct aludel_bound){&rows_4f2a_up[7], NULL});
    aludel_at(op, &places_4f2a_up[6]);
    if (aludel_true(op, aludel_py(is_not, e, v15, aludel_none()))) {
        aludel_at(op, &places_4f2a_up[7]);
        aludel_send(op, aludel_bind(&rows_4f2a_up[8], aludel_py(attribute, e, v15, ALUDEL_STRING("id"))));
    }
    struct aludel_value v16 = aludel_execute(op, (struct aludel_bound){&rows_4f2a_up[9], NULL});
    aludel_at(op, &places_4f2a_up[8]);
    if (aludel_true(op, aludel_py(eq, e, v16, aludel_int(0)))) {
        aludel_run(op, rows_4f2a_up + 10, 1);
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_4f2a_down[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/result_kept.py", 31}},
    {SQL("SELECT 2"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/result_kept.py", 32}},
    {SQL("DELETE FROM t"), 0, 0, {"versions/result_kept.py", 33}},
};

bool t_downgrade_4f2a(struct aludel_op *op)
{
    (void)aludel_fetch(op, (struct aludel_bound){&rows_4f2a_down[0], NULL});
    struct aludel_value row = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_4f2a_down[1], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_run(op, rows_4f2a_down + 2, 1);
    }
    return aludel_ok(op);
}

