/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_ask, t_downgrade_op_ask;

/* versions/op_ask.mako */
static const struct aludel_statement rows_op_ask_up_sqlite[] = {
    {SQL("CREATE TABLE users (id INTEGER)"), 0, ALUDEL_DDL, {"versions/op_ask.mako", 3}},
    {SQL("CREATE INDEX i ON users (name)"), 0, ALUDEL_DDL, {"versions/op_ask.mako", 7}},
    {SQL("SELECT count(*) FROM users WHERE id > 5"), 0, ALUDEL_READS, {"versions/op_ask.mako", 8}},
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/op_ask.mako", 16}},
    {SQL("INSERT INTO t VALUES (\001, \001, \001, \001, \001)"), 5, 0, {"versions/op_ask.mako", 16}},
};
static const struct aludel_place places_op_ask_up_sqlite[] = {
    {"versions/op_ask.mako", 2},
    {"versions/op_ask.mako", 6},
    {"versions/op_ask.mako", 9},
    {"versions/op_ask.mako", 10},
    {"versions/op_ask.mako", 12},
    {"versions/op_ask.mako", 13},
    {"versions/op_ask.mako", 14},
    {"versions/op_ask.mako", 16},
};

static bool upgrade_op_ask_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_op_ask_up_sqlite[0]);
    if (aludel_true(op, aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("users"), aludel_none())))) {
        aludel_run(op, rows_op_ask_up_sqlite, 1);
    }
    aludel_at(op, &places_op_ask_up_sqlite[1]);
    struct aludel_value v1 = aludel_has_column(op, ALUDEL_STRING("users"), ALUDEL_STRING("name"), ALUDEL_STRING("s"));
    struct aludel_value v2 = aludel_unset();
    if (aludel_true(op, v1)) {
        aludel_at(op, &places_op_ask_up_sqlite[1]);
        v2 = aludel_py(not, e, aludel_has_index(op, ALUDEL_STRING("users"), ALUDEL_STRING("i"), aludel_none()));
    } else {
        v2 = v1;
    }
    if (aludel_true(op, v2)) {
        aludel_run(op, rows_op_ask_up_sqlite + 1, 1);
    }
    struct aludel_value v3 = aludel_scalar(op, (struct aludel_bound){&rows_op_ask_up_sqlite[2], NULL});
    aludel_at(op, &places_op_ask_up_sqlite[2]);
    if (aludel_true(op, aludel_py(eq, e, v3, aludel_int(0)))) {
        aludel_at(op, &places_op_ask_up_sqlite[3]);
        aludel_fail(op, &places_op_ask_up_sqlite[3], aludel_py(join, e, ALUDEL_STRING("no users in "), ALUDEL_STRING("sqlite"), ALUDEL_STRING(": "), v3));
    }
    aludel_at(op, &places_op_ask_up_sqlite[4]);
    struct aludel_value v4 = aludel_get_columns(op, ALUDEL_STRING("users"), aludel_none());
    struct aludel_value v5 = py_list_of(e, 0, NULL);
    struct aludel_value c = aludel_unset();
    struct aludel_value *const kept_2[] = {&v5};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v4;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &c)) {
        aludel_at(op, &places_op_ask_up_sqlite[4]);
        struct aludel_value v6 = aludel_py(index, e, c, ALUDEL_STRING("name"));
        v5 = aludel_py(add, e, v5, aludel_py(list_of, e, v6));
    }
    aludel_at(op, &places_op_ask_up_sqlite[5]);
    struct aludel_value v7 = aludel_py(in, e, ALUDEL_STRING("slug"), v5);
    struct aludel_value v8 = aludel_unset();
    if (aludel_true(op, v7)) {
        v8 = aludel_bool(true);
    } else {
        v8 = v7;
    }
    if (aludel_true(op, v8)) {
        aludel_fail(op, &places_op_ask_up_sqlite[6], ALUDEL_STRING("there is a slug"));
    }
    struct aludel_value v9 = aludel_scalar(op, (struct aludel_bound){&rows_op_ask_up_sqlite[3], NULL});
    aludel_at(op, &places_op_ask_up_sqlite[7]);
    struct aludel_value v10 = aludel_py(ge, e, aludel_server_version(op), aludel_int(150000));
    struct aludel_value v11 = aludel_uuid4(op);
    struct aludel_value v12 = aludel_utcnow(op);
    aludel_send(op, aludel_bind(&rows_op_ask_up_sqlite[4], v9, v10, v11, v12, aludel_x(op, "who", ALUDEL_STRING("me"))));
    return aludel_ok(op);
}

static const struct aludel_statement rows_op_ask_up_postgresql[] = {
    {SQL("CREATE TABLE users (id INTEGER)"), 0, ALUDEL_DDL, {"versions/op_ask.mako", 3}},
    {SQL("CREATE INDEX i ON users (name)"), 0, ALUDEL_DDL, {"versions/op_ask.mako", 7}},
    {SQL("SELECT count(*) FROM users WHERE id > 5"), 0, ALUDEL_READS, {"versions/op_ask.mako", 8}},
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/op_ask.mako", 16}},
    {SQL("INSERT INTO t VALUES (\001, \001, \001, \001, \001)"), 5, 0, {"versions/op_ask.mako", 16}},
};
static const struct aludel_place places_op_ask_up_postgresql[] = {
    {"versions/op_ask.mako", 2},
    {"versions/op_ask.mako", 6},
    {"versions/op_ask.mako", 9},
    {"versions/op_ask.mako", 10},
    {"versions/op_ask.mako", 12},
    {"versions/op_ask.mako", 13},
    {"versions/op_ask.mako", 14},
    {"versions/op_ask.mako", 16},
};

static bool upgrade_op_ask_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_op_ask_up_postgresql[0]);
    if (aludel_true(op, aludel_py(not, e, aludel_has_table(op, ALUDEL_STRING("users"), aludel_none())))) {
        aludel_run(op, rows_op_ask_up_postgresql, 1);
    }
    aludel_at(op, &places_op_ask_up_postgresql[1]);
    struct aludel_value v1 = aludel_has_column(op, ALUDEL_STRING("users"), ALUDEL_STRING("name"), ALUDEL_STRING("s"));
    struct aludel_value v2 = aludel_unset();
    if (aludel_true(op, v1)) {
        aludel_at(op, &places_op_ask_up_postgresql[1]);
        v2 = aludel_py(not, e, aludel_has_index(op, ALUDEL_STRING("users"), ALUDEL_STRING("i"), aludel_none()));
    } else {
        v2 = v1;
    }
    if (aludel_true(op, v2)) {
        aludel_run(op, rows_op_ask_up_postgresql + 1, 1);
    }
    struct aludel_value v3 = aludel_scalar(op, (struct aludel_bound){&rows_op_ask_up_postgresql[2], NULL});
    aludel_at(op, &places_op_ask_up_postgresql[2]);
    if (aludel_true(op, aludel_py(eq, e, v3, aludel_int(0)))) {
        aludel_at(op, &places_op_ask_up_postgresql[3]);
        aludel_fail(op, &places_op_ask_up_postgresql[3], aludel_py(join, e, ALUDEL_STRING("no users in "), ALUDEL_STRING("postgresql"), ALUDEL_STRING(": "), v3));
    }
    aludel_at(op, &places_op_ask_up_postgresql[4]);
    struct aludel_value v4 = aludel_get_columns(op, ALUDEL_STRING("users"), aludel_none());
    struct aludel_value v5 = py_list_of(e, 0, NULL);
    struct aludel_value c = aludel_unset();
    struct aludel_value *const kept_2[] = {&v5};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v4;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &c)) {
        aludel_at(op, &places_op_ask_up_postgresql[4]);
        struct aludel_value v6 = aludel_py(index, e, c, ALUDEL_STRING("name"));
        v5 = aludel_py(add, e, v5, aludel_py(list_of, e, v6));
    }
    aludel_at(op, &places_op_ask_up_postgresql[5]);
    struct aludel_value v7 = aludel_py(in, e, ALUDEL_STRING("slug"), v5);
    struct aludel_value v8 = aludel_unset();
    if (aludel_true(op, v7)) {
        v8 = aludel_bool(true);
    } else {
        v8 = v7;
    }
    if (aludel_true(op, v8)) {
        aludel_fail(op, &places_op_ask_up_postgresql[6], ALUDEL_STRING("there is a slug"));
    }
    struct aludel_value v9 = aludel_scalar(op, (struct aludel_bound){&rows_op_ask_up_postgresql[3], NULL});
    aludel_at(op, &places_op_ask_up_postgresql[7]);
    struct aludel_value v10 = aludel_py(ge, e, aludel_server_version(op), aludel_int(150000));
    struct aludel_value v11 = aludel_uuid4(op);
    struct aludel_value v12 = aludel_utcnow(op);
    aludel_send(op, aludel_bind(&rows_op_ask_up_postgresql[4], v9, v10, v11, v12, aludel_x(op, "who", ALUDEL_STRING("me"))));
    return aludel_ok(op);
}

bool t_upgrade_op_ask(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_op_ask_postgresql(op);
    return upgrade_op_ask_sqlite(op);
}

bool t_downgrade_op_ask(struct aludel_op *op)
{
    return aludel_ok(op);
}

