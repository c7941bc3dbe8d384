/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_same_list_apart, t_downgrade_same_list_apart;

/* versions/same_list_apart.mako */
static const struct aludel_statement rows_same_list_apart_up_sqlite[] = {
    {SQL("SELECT a, b FROM names"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/same_list_apart.mako", 10}},
    {SQL("SELECT n FROM names"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/same_list_apart.mako", 26}},
    {SQL("SELECT \001, \001, \001, 2, \001, \001"), 5, ALUDEL_READS, {"versions/same_list_apart.mako", 30}},
};
static const struct aludel_place places_same_list_apart_up_sqlite[] = {
    {"versions/same_list_apart.mako", 12},
    {"versions/same_list_apart.mako", 13},
    {"versions/same_list_apart.mako", 12},
    {"versions/same_list_apart.mako", 14},
    {"versions/same_list_apart.mako", 15},
    {"versions/same_list_apart.mako", 16},
    {"versions/same_list_apart.mako", 17},
    {"versions/same_list_apart.mako", 18},
    {"versions/same_list_apart.mako", 20},
    {"versions/same_list_apart.mako", 21},
    {"versions/same_list_apart.mako", 28},
    {"versions/same_list_apart.mako", 30},
    {"versions/same_list_apart.mako", 3},
    {"versions/same_list_apart.mako", 4},
    {"versions/same_list_apart.mako", 30},
};

static bool upgrade_same_list_apart_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value tables = py_list_of(e, 0, NULL);
    struct aludel_value row = aludel_unset();
    struct aludel_value columns = aludel_unset();
    struct aludel_value *const kept_2[] = {&tables};
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_same_list_apart_up_sqlite[0], NULL}, kept_2, 1);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_same_list_apart_up_sqlite[0]);
        if (aludel_true(op, aludel_py(attribute, e, row, ALUDEL_STRING("a")))) {
            aludel_at(op, &places_same_list_apart_up_sqlite[1]);
            struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("a"));
            aludel_at(op, &places_same_list_apart_up_sqlite[2]);
            columns = aludel_py(list_of, e, ALUDEL_STRING("id"), v1);
        } else {
            columns = aludel_py(list_of, e, ALUDEL_STRING("id"));
        }
        aludel_at(op, &places_same_list_apart_up_sqlite[3]);
        struct aludel_value v2 = aludel_py(attribute, e, row, ALUDEL_STRING("b"));
        struct aludel_value v3 = aludel_py(add, e, columns, aludel_py(list_of, e, v2));
        aludel_at(op, &places_same_list_apart_up_sqlite[4]);
        tables = aludel_py(add, e, tables, aludel_py(list_of, e, v3));
    }
    aludel_at(op, &places_same_list_apart_up_sqlite[5]);
    struct aludel_value v4 = aludel_py(m_split, e, aludel_env(op, "W", aludel_unset()), ALUDEL_STRING(","));
    aludel_at(op, &places_same_list_apart_up_sqlite[6]);
    struct aludel_value more = aludel_unset();
    if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "N", aludel_int(1)), aludel_int(1)))) {
        aludel_at(op, &places_same_list_apart_up_sqlite[7]);
        more = aludel_py(add, e, v4, aludel_py(list_of, e, ALUDEL_STRING("x")));
    } else {
        aludel_at(op, &places_same_list_apart_up_sqlite[8]);
        more = aludel_py(list, e, v4);
    }
    aludel_at(op, &places_same_list_apart_up_sqlite[9]);
    struct aludel_value v5 = aludel_py(add, e, more, aludel_py(list_of, e, ALUDEL_STRING("y")));
    struct aludel_value last = aludel_int(0);
    struct aludel_value total = aludel_int(0);
    struct aludel_value row_2 = aludel_unset();
    struct aludel_value *const kept_5[] = {&last, &total};
    struct aludel_rows rows_5;
    aludel_rows_open(op, &rows_5, (struct aludel_bound){&rows_same_list_apart_up_sqlite[1], NULL}, kept_5, 2);
    while (aludel_rows_next(op, &rows_5, &row_2)) {
        aludel_at(op, &places_same_list_apart_up_sqlite[10]);
        struct aludel_value v6 = aludel_py(add, e, total, aludel_py(attribute, e, row_2, ALUDEL_STRING("n")));
        last = total;
        total = v6;
    }
    aludel_at(op, &places_same_list_apart_up_sqlite[11]);
    struct aludel_value v7 = aludel_py(str, e, tables);
    struct aludel_value v8 = aludel_py(str, e, v5);
    struct aludel_value v9 = aludel_unset();
    if (aludel_true(op, v4)) {
        v9 = v4;
    } else {
        v9 = py_list_of(e, 0, NULL);
    }
    aludel_at(op, &places_same_list_apart_up_sqlite[12]);
    struct aludel_value v10 = aludel_py(list, e, v9);
    aludel_at(op, &places_same_list_apart_up_sqlite[13]);
    struct aludel_value v11 = aludel_py(add, e, v10, aludel_py(list_of, e, aludel_int(1)));
    aludel_at(op, &places_same_list_apart_up_sqlite[14]);
    aludel_send(op, aludel_bind(&rows_same_list_apart_up_sqlite[2], v7, v8, aludel_py(str, e, v11), total, last));
    return aludel_ok(op);
}

static const struct aludel_statement rows_same_list_apart_up_postgresql[] = {
    {SQL("SELECT a, b FROM names"), 0, ALUDEL_READS, {"versions/same_list_apart.mako", 10}},
    {SQL("SELECT n FROM names"), 0, ALUDEL_READS, {"versions/same_list_apart.mako", 26}},
};
static const struct aludel_place places_same_list_apart_up_postgresql[] = {
    {"versions/same_list_apart.mako", 12},
    {"versions/same_list_apart.mako", 13},
    {"versions/same_list_apart.mako", 12},
    {"versions/same_list_apart.mako", 14},
    {"versions/same_list_apart.mako", 15},
    {"versions/same_list_apart.mako", 16},
    {"versions/same_list_apart.mako", 17},
    {"versions/same_list_apart.mako", 18},
    {"versions/same_list_apart.mako", 20},
    {"versions/same_list_apart.mako", 21},
    {"versions/same_list_apart.mako", 28},
    {"versions/same_list_apart.mako", 30},
    {"versions/same_list_apart.mako", 3},
    {"versions/same_list_apart.mako", 4},
    {"versions/same_list_apart.mako", 30},
};

static bool upgrade_same_list_apart_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value tables = py_list_of(e, 0, NULL);
    struct aludel_value row = aludel_unset();
    struct aludel_value columns = aludel_unset();
    struct aludel_value *const kept_2[] = {&tables};
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_same_list_apart_up_postgresql[0], NULL}, kept_2, 1);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_same_list_apart_up_postgresql[0]);
        if (aludel_true(op, aludel_py(attribute, e, row, ALUDEL_STRING("a")))) {
            aludel_at(op, &places_same_list_apart_up_postgresql[1]);
            struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("a"));
            aludel_at(op, &places_same_list_apart_up_postgresql[2]);
            columns = aludel_py(list_of, e, ALUDEL_STRING("id"), v1);
        } else {
            columns = aludel_py(list_of, e, ALUDEL_STRING("id"));
        }
        aludel_at(op, &places_same_list_apart_up_postgresql[3]);
        struct aludel_value v2 = aludel_py(attribute, e, row, ALUDEL_STRING("b"));
        struct aludel_value v3 = aludel_py(add, e, columns, aludel_py(list_of, e, v2));
        aludel_at(op, &places_same_list_apart_up_postgresql[4]);
        tables = aludel_py(add, e, tables, aludel_py(list_of, e, v3));
    }
    aludel_at(op, &places_same_list_apart_up_postgresql[5]);
    struct aludel_value v4 = aludel_py(m_split, e, aludel_env(op, "W", aludel_unset()), ALUDEL_STRING(","));
    aludel_at(op, &places_same_list_apart_up_postgresql[6]);
    struct aludel_value more = aludel_unset();
    if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "N", aludel_int(1)), aludel_int(1)))) {
        aludel_at(op, &places_same_list_apart_up_postgresql[7]);
        more = aludel_py(add, e, v4, aludel_py(list_of, e, ALUDEL_STRING("x")));
    } else {
        aludel_at(op, &places_same_list_apart_up_postgresql[8]);
        more = aludel_py(list, e, v4);
    }
    aludel_at(op, &places_same_list_apart_up_postgresql[9]);
    struct aludel_value v5 = aludel_py(add, e, more, aludel_py(list_of, e, ALUDEL_STRING("y")));
    struct aludel_value last = aludel_int(0);
    struct aludel_value total = aludel_int(0);
    struct aludel_value row_2 = aludel_unset();
    struct aludel_value *const kept_5[] = {&last, &total};
    struct aludel_rows rows_5;
    aludel_rows_open(op, &rows_5, (struct aludel_bound){&rows_same_list_apart_up_postgresql[1], NULL}, kept_5, 2);
    while (aludel_rows_next(op, &rows_5, &row_2)) {
        aludel_at(op, &places_same_list_apart_up_postgresql[10]);
        struct aludel_value v6 = aludel_py(add, e, total, aludel_py(attribute, e, row_2, ALUDEL_STRING("n")));
        last = total;
        total = v6;
    }
    aludel_at(op, &places_same_list_apart_up_postgresql[11]);
    struct aludel_value v7 = aludel_py(str, e, tables);
    struct aludel_value v8 = aludel_py(str, e, v5);
    struct aludel_value v9 = aludel_unset();
    if (aludel_true(op, v4)) {
        v9 = v4;
    } else {
        v9 = py_list_of(e, 0, NULL);
    }
    aludel_at(op, &places_same_list_apart_up_postgresql[12]);
    struct aludel_value v10 = aludel_py(list, e, v9);
    aludel_at(op, &places_same_list_apart_up_postgresql[13]);
    struct aludel_value v11 = aludel_py(add, e, v10, aludel_py(list_of, e, aludel_int(1)));
    aludel_at(op, &places_same_list_apart_up_postgresql[14]);
    struct aludel_value v12 = aludel_py(str, e, v11);
    aludel_sql_open(op, &places_same_list_apart_up_postgresql[14], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v7);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v8);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v12);
    aludel_sql_text(op, SQL(", 2, "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, total);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, last);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_same_list_apart(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_same_list_apart_postgresql(op);
    return upgrade_same_list_apart_sqlite(op);
}

bool t_downgrade_same_list_apart(struct aludel_op *op)
{
    return aludel_ok(op);
}

