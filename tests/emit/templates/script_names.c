/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/script_names.py: names of SQLAlchemy and Python that scripts use */
static const struct aludel_statement rows_4f2a_up_sqlite[] = {
    {SQL("CREATE TABLE t (\n"
         "    id INTEGER,\n"
         "    a VARCHAR DEFAULT 'x' NOT NULL\n"
         ")"), 0, ALUDEL_DDL, {"versions/script_names.py", 28}},
    {SQL("UPDATE t SET a = 'b'"), 0, 0, {"versions/script_names.py", 30}},
    {SQL("UPDATE t SET a = 'u'"), 0, 0, {"versions/script_names.py", 32}},
    {SQL("UPDATE t SET a = 'v'"), 0, 0, {"versions/script_names.py", 34}},
    {SQL("UPDATE t SET a = 'p'"), 0, 0, {"versions/script_names.py", 36}},
    {SQL("INSERT INTO t (id, a) VALUES\n"
         "    (1, 'x'),\n"
         "    (2, 'y')"), 0, 0, {"versions/script_names.py", 40}},
    {SQL("INSERT INTO t (a) VALUES\n"
         "    ('z')"), 0, 0, {"versions/script_names.py", 41}},
    {SQL("UPDATE t SET a = 'k' WHERE id = 3"), 0, 0, {"versions/script_names.py", 42}},
    {SQL("DELETE FROM t WHERE id = 1"), 0, 0, {"versions/script_names.py", 43}},
    {SQL("SELECT count(*) FROM t WHERE a = 'k'"), 0, ALUDEL_READS, {"versions/script_names.py", 44}},
    {SQL("SELECT a FROM t"), 0, ALUDEL_READS, {"versions/script_names.py", 45}},
    {SQL("UPDATE t SET id = \001"), 1, 0, {"versions/script_names.py", 48}},
    {SQL("UPDATE t SET id = 8"), 0, 0, {"versions/script_names.py", 49}},
    {SQL("INSERT INTO t\n"
         "  (a) VALUES ('\n"
         "x')"), 0, 0, {"versions/script_names.py", 52}},
    {SQL("UPDATE t SET a = '{\"a\": [1, true]}'"), 0, 0, {"versions/script_names.py", 58}},
    {SQL("UPDATE t SET id = 7"), 0, 0, {"versions/script_names.py", 59}},
    {SQL("UPDATE t SET a = 'w'"), 0, 0, {"versions/script_names.py", 61}},
    {SQL("ALTER TABLE t ADD COLUMN at DATETIME"), 0, ALUDEL_DDL, {"versions/script_names.py", 63}},
};
static const struct aludel_place places_4f2a_up_sqlite[] = {
    {"versions/script_names.py", 29},
    {"versions/script_names.py", 31},
    {"versions/script_names.py", 33},
    {"versions/script_names.py", 35},
    {"versions/script_names.py", 60},
};

static bool upgrade_4f2a_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_4f2a_up_sqlite, 1);
    aludel_at(op, &places_4f2a_up_sqlite[0]);
    struct aludel_value v1 = aludel_get_columns(op, ALUDEL_STRING("t"), aludel_none());
    struct aludel_value v2 = py_list_of(e, 0, NULL);
    struct aludel_value c = aludel_unset();
    struct aludel_value *const kept_2[] = {&v2};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &c)) {
        aludel_at(op, &places_4f2a_up_sqlite[0]);
        struct aludel_value v3 = aludel_py(index, e, c, ALUDEL_STRING("name"));
        v2 = aludel_py(add, e, v2, aludel_py(list_of, e, v3));
    }
    aludel_at(op, &places_4f2a_up_sqlite[0]);
    if (aludel_true(op, aludel_py(not_in, e, ALUDEL_STRING("b"), v2))) {
        aludel_run(op, rows_4f2a_up_sqlite + 1, 1);
    }
    aludel_at(op, &places_4f2a_up_sqlite[1]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("u"), aludel_none()))) {
        aludel_run(op, rows_4f2a_up_sqlite + 2, 1);
    }
    aludel_at(op, &places_4f2a_up_sqlite[2]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("v"), aludel_none()))) {
        aludel_run(op, rows_4f2a_up_sqlite + 3, 1);
    }
    aludel_at(op, &places_4f2a_up_sqlite[3]);
    struct aludel_value v4 = aludel_py(index, e, aludel_get_pk_constraint(op, ALUDEL_STRING("t"), aludel_none()), ALUDEL_STRING("name"));
    if (aludel_true(op, aludel_py(in, e, v4, aludel_get_view_names(op, aludel_none())))) {
        aludel_run(op, rows_4f2a_up_sqlite + 4, 1);
    }
    aludel_run(op, rows_4f2a_up_sqlite + 5, 4);
    struct aludel_value v5 = aludel_scalar(op, (struct aludel_bound){&rows_4f2a_up_sqlite[9], NULL});
    (void)aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up_sqlite[10], NULL});
    aludel_send(op, aludel_bind(&rows_4f2a_up_sqlite[11], v5));
    aludel_run(op, rows_4f2a_up_sqlite + 12, 4);
    aludel_at(op, &places_4f2a_up_sqlite[4]);
    struct aludel_value v7 = aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("w"), aludel_none()));
    struct aludel_value v8 = aludel_unset();
    if (aludel_true(op, v7)) {
        aludel_at(op, &places_4f2a_up_sqlite[4]);
        v8 = aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("w"), ALUDEL_STRING("main")));
    } else {
        v8 = v7;
    }
    if (aludel_true(op, v8)) {
        aludel_run(op, rows_4f2a_up_sqlite + 16, 1);
    }
    aludel_run(op, rows_4f2a_up_sqlite + 17, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_4f2a_up_postgresql[] = {
    {SQL("CREATE TABLE t (\n"
         "    id INTEGER,\n"
         "    a VARCHAR DEFAULT 'x' NOT NULL\n"
         ")"), 0, ALUDEL_DDL, {"versions/script_names.py", 28}},
    {SQL("UPDATE t SET a = 'b'"), 0, 0, {"versions/script_names.py", 30}},
    {SQL("UPDATE t SET a = 'u'"), 0, 0, {"versions/script_names.py", 32}},
    {SQL("UPDATE t SET a = 'v'"), 0, 0, {"versions/script_names.py", 34}},
    {SQL("UPDATE t SET a = 'p'"), 0, 0, {"versions/script_names.py", 36}},
    {SQL("INSERT INTO t (id, a) VALUES\n"
         "    (1, 'x'),\n"
         "    (2, 'y')"), 0, 0, {"versions/script_names.py", 40}},
    {SQL("INSERT INTO t (a) VALUES\n"
         "    ('z')"), 0, 0, {"versions/script_names.py", 41}},
    {SQL("UPDATE t SET a = 'k' WHERE id = 3"), 0, 0, {"versions/script_names.py", 42}},
    {SQL("DELETE FROM t WHERE id = 1"), 0, 0, {"versions/script_names.py", 43}},
    {SQL("SELECT count(*) FROM t WHERE a = 'k'"), 0, ALUDEL_READS, {"versions/script_names.py", 44}},
    {SQL("SELECT a FROM t"), 0, ALUDEL_READS, {"versions/script_names.py", 45}},
    {SQL("UPDATE t SET id = \001"), 1, 0, {"versions/script_names.py", 48}},
    {SQL("UPDATE t SET id = 8"), 0, 0, {"versions/script_names.py", 49}},
    {SQL("UPDATE t SET a = '{\"a\": [1, true]}'"), 0, 0, {"versions/script_names.py", 58}},
    {SQL("UPDATE t SET id = 7"), 0, 0, {"versions/script_names.py", 59}},
    {SQL("UPDATE t SET a = 'w'"), 0, 0, {"versions/script_names.py", 61}},
    {SQL("ALTER TABLE t ADD COLUMN at TIMESTAMP WITHOUT TIME ZONE"), 0, ALUDEL_DDL, {"versions/script_names.py", 63}},
};
static const struct aludel_place places_4f2a_up_postgresql[] = {
    {"versions/script_names.py", 29},
    {"versions/script_names.py", 31},
    {"versions/script_names.py", 33},
    {"versions/script_names.py", 35},
    {"versions/script_names.py", 60},
};

static bool upgrade_4f2a_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_4f2a_up_postgresql, 1);
    aludel_at(op, &places_4f2a_up_postgresql[0]);
    struct aludel_value v1 = aludel_get_columns(op, ALUDEL_STRING("t"), aludel_none());
    struct aludel_value v2 = py_list_of(e, 0, NULL);
    struct aludel_value c = aludel_unset();
    struct aludel_value *const kept_2[] = {&v2};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &c)) {
        aludel_at(op, &places_4f2a_up_postgresql[0]);
        struct aludel_value v3 = aludel_py(index, e, c, ALUDEL_STRING("name"));
        v2 = aludel_py(add, e, v2, aludel_py(list_of, e, v3));
    }
    aludel_at(op, &places_4f2a_up_postgresql[0]);
    if (aludel_true(op, aludel_py(not_in, e, ALUDEL_STRING("b"), v2))) {
        aludel_run(op, rows_4f2a_up_postgresql + 1, 1);
    }
    aludel_at(op, &places_4f2a_up_postgresql[1]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("u"), aludel_none()))) {
        aludel_run(op, rows_4f2a_up_postgresql + 2, 1);
    }
    aludel_at(op, &places_4f2a_up_postgresql[2]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("v"), aludel_none()))) {
        aludel_run(op, rows_4f2a_up_postgresql + 3, 1);
    }
    aludel_at(op, &places_4f2a_up_postgresql[3]);
    struct aludel_value v4 = aludel_py(index, e, aludel_get_pk_constraint(op, ALUDEL_STRING("t"), aludel_none()), ALUDEL_STRING("name"));
    if (aludel_true(op, aludel_py(in, e, v4, aludel_get_view_names(op, aludel_none())))) {
        aludel_run(op, rows_4f2a_up_postgresql + 4, 1);
    }
    aludel_run(op, rows_4f2a_up_postgresql + 5, 4);
    struct aludel_value v5 = aludel_scalar(op, (struct aludel_bound){&rows_4f2a_up_postgresql[9], NULL});
    (void)aludel_fetch(op, (struct aludel_bound){&rows_4f2a_up_postgresql[10], NULL});
    aludel_send(op, aludel_bind(&rows_4f2a_up_postgresql[11], v5));
    aludel_run(op, rows_4f2a_up_postgresql + 12, 3);
    aludel_at(op, &places_4f2a_up_postgresql[4]);
    struct aludel_value v7 = aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("w"), aludel_none()));
    struct aludel_value v8 = aludel_unset();
    if (aludel_true(op, v7)) {
        aludel_at(op, &places_4f2a_up_postgresql[4]);
        v8 = aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("w"), ALUDEL_STRING("main")));
    } else {
        v8 = v7;
    }
    if (aludel_true(op, v8)) {
        aludel_run(op, rows_4f2a_up_postgresql + 15, 1);
    }
    aludel_run(op, rows_4f2a_up_postgresql + 16, 1);
    return aludel_ok(op);
}

bool t_upgrade_4f2a(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_4f2a_postgresql(op);
    return upgrade_4f2a_sqlite(op);
}

static const struct aludel_statement rows_4f2a_down[] = {
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/script_names.py", 67}},
};

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_down, 1);
}

