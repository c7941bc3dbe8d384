/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_rows, t_downgrade_rows;

/* versions/rows.mako */
static const struct aludel_statement rows_rows_up_sqlite[] = {
    {SQL("SELECT id, name FROM users WHERE slug IS NULL"), 0, ALUDEL_READS, {"versions/rows.mako", 4}},
    {SQL("UPDATE users SET slug = \001 WHERE id = \001"), 2, 0, {"versions/rows.mako", 5}},
    {SQL("INSERT INTO log VALUES ('first')"), 0, 0, {"versions/rows.mako", 8}},
    {SQL("SELECT id, name FROM users WHERE a = \001"), 1, ALUDEL_READS | ALUDEL_DIRECT, {"versions/rows.mako", 11}},
    {SQL("INSERT INTO other VALUES (\001, \001)"), 2, 0, {"versions/rows.mako", 12}},
    {SQL("SELECT \001"), 1, ALUDEL_READS, {"versions/rows.mako", 14}},
};
static const struct aludel_place places_rows_up_sqlite[] = {
    {"versions/rows.mako", 4},
    {"versions/rows.mako", 5},
    {"versions/rows.mako", 1},
    {"versions/rows.mako", 5},
    {"versions/rows.mako", 6},
    {"versions/rows.mako", 7},
    {"versions/rows.mako", 11},
};

static bool upgrade_rows_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value count = aludel_int(0);
    struct aludel_value index = aludel_int(-1);
    struct aludel_value row = aludel_unset();
    struct aludel_value *const kept_2[] = {&count, &index};
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_rows_up_sqlite[0], NULL}, kept_2, 2);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_rows_up_sqlite[0]);
        index = aludel_py(add, e, index, aludel_int(1));
        aludel_at(op, &places_rows_up_sqlite[1]);
        struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("name"));
        aludel_at(op, &places_rows_up_sqlite[2]);
        struct aludel_value v2 = aludel_py(m_replace, e, aludel_py(m_lower, e, v1), ALUDEL_STRING(" "), ALUDEL_STRING("-"));
        aludel_at(op, &places_rows_up_sqlite[3]);
        aludel_send(op, aludel_bind(&rows_rows_up_sqlite[1], v2, aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        aludel_at(op, &places_rows_up_sqlite[4]);
        struct aludel_value v3 = aludel_py(add, e, count, aludel_int(1));
        aludel_at(op, &places_rows_up_sqlite[5]);
        if (aludel_true(op, aludel_py(eq, e, index, aludel_int(0)))) {
            aludel_run(op, rows_rows_up_sqlite + 2, 1);
        }
        count = v3;
    }
    aludel_at(op, &places_rows_up_sqlite[6]);
    struct aludel_value v4 = aludel_env(op, "A", aludel_unset());
    struct aludel_value row_2 = aludel_unset();
    struct aludel_rows rows_4;
    aludel_rows_open(op, &rows_4, aludel_bind(&rows_rows_up_sqlite[3], v4), NULL, 0);
    while (aludel_rows_next(op, &rows_4, &row_2)) {
        struct aludel_value id = aludel_unset();
        struct aludel_value name = aludel_unset();
        aludel_at(op, &places_rows_up_sqlite[6]);
        aludel_unpack(op, row_2, 2, (struct aludel_value *const[]){&id, &name});
        aludel_send(op, aludel_bind(&rows_rows_up_sqlite[4], id, name));
    }
    aludel_send(op, aludel_bind(&rows_rows_up_sqlite[5], count));
    return aludel_ok(op);
}

static const struct aludel_statement rows_rows_up_postgresql[] = {
    {SQL("SELECT id, name FROM users WHERE slug IS NULL"), 0, ALUDEL_READS, {"versions/rows.mako", 4}},
    {SQL("UPDATE users SET slug = \001 WHERE id = \001"), 2, 0, {"versions/rows.mako", 5}},
    {SQL("INSERT INTO log VALUES ('first')"), 0, 0, {"versions/rows.mako", 8}},
    {SQL("SELECT id, name FROM users WHERE a = \001"), 1, ALUDEL_READS, {"versions/rows.mako", 11}},
    {SQL("INSERT INTO other VALUES (\001, \001)"), 2, 0, {"versions/rows.mako", 12}},
};
static const struct aludel_place places_rows_up_postgresql[] = {
    {"versions/rows.mako", 4},
    {"versions/rows.mako", 5},
    {"versions/rows.mako", 1},
    {"versions/rows.mako", 5},
    {"versions/rows.mako", 6},
    {"versions/rows.mako", 7},
    {"versions/rows.mako", 11},
    {"versions/rows.mako", 14},
};

static bool upgrade_rows_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    struct aludel_value count = aludel_int(0);
    struct aludel_value index = aludel_int(-1);
    struct aludel_value row = aludel_unset();
    struct aludel_value *const kept_2[] = {&count, &index};
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_rows_up_postgresql[0], NULL}, kept_2, 2);
    while (aludel_rows_next(op, &rows_2, &row)) {
        aludel_at(op, &places_rows_up_postgresql[0]);
        index = aludel_py(add, e, index, aludel_int(1));
        aludel_at(op, &places_rows_up_postgresql[1]);
        struct aludel_value v1 = aludel_py(attribute, e, row, ALUDEL_STRING("name"));
        aludel_at(op, &places_rows_up_postgresql[2]);
        struct aludel_value v2 = aludel_py(m_replace, e, aludel_py(m_lower, e, v1), ALUDEL_STRING(" "), ALUDEL_STRING("-"));
        aludel_at(op, &places_rows_up_postgresql[3]);
        aludel_send(op, aludel_bind(&rows_rows_up_postgresql[1], v2, aludel_py(attribute, e, row, ALUDEL_STRING("id"))));
        aludel_at(op, &places_rows_up_postgresql[4]);
        struct aludel_value v3 = aludel_py(add, e, count, aludel_int(1));
        aludel_at(op, &places_rows_up_postgresql[5]);
        if (aludel_true(op, aludel_py(eq, e, index, aludel_int(0)))) {
            aludel_run(op, rows_rows_up_postgresql + 2, 1);
        }
        count = v3;
    }
    aludel_at(op, &places_rows_up_postgresql[6]);
    struct aludel_value v4 = aludel_env(op, "A", aludel_unset());
    struct aludel_value row_2 = aludel_unset();
    struct aludel_rows rows_4;
    aludel_rows_open(op, &rows_4, aludel_bind(&rows_rows_up_postgresql[3], v4), NULL, 0);
    while (aludel_rows_next(op, &rows_4, &row_2)) {
        struct aludel_value id = aludel_unset();
        struct aludel_value name = aludel_unset();
        aludel_at(op, &places_rows_up_postgresql[6]);
        aludel_unpack(op, row_2, 2, (struct aludel_value *const[]){&id, &name});
        aludel_send(op, aludel_bind(&rows_rows_up_postgresql[4], id, name));
    }
    aludel_sql_open(op, &places_rows_up_postgresql[7], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, count);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_rows(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_rows_postgresql(op);
    return upgrade_rows_sqlite(op);
}

bool t_downgrade_rows(struct aludel_op *op)
{
    return aludel_ok(op);
}

