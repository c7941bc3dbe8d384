/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/op_later_names.py: drop_…() of names that run time knows */
static const struct aludel_place places_4f2a_up_sqlite[] = {
    {"versions/op_later_names.py", 13},
    {"versions/op_later_names.py", 14},
    {"versions/op_later_names.py", 15},
    {"versions/op_later_names.py", 16},
    {"versions/op_later_names.py", 17},
    {"versions/op_later_names.py", 18},
};

static bool upgrade_4f2a_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_4f2a_up_sqlite[0]);
    struct aludel_value name = aludel_unset();
    struct aludel_loop loop_2 = {0};
    const struct aludel_value over_2 = aludel_get_table_names(op, aludel_none());
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &name)) {
        aludel_at(op, &places_4f2a_up_sqlite[1]);
        if (aludel_true(op, aludel_py(m_startswith, e, name, ALUDEL_STRING("old_")))) {
            aludel_sql_open(op, &places_4f2a_up_sqlite[2], ALUDEL_DDL);
            aludel_sql_text(op, SQL("DROP TABLE "));
            aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, name);
            aludel_send(op, aludel_sql_close(op));
        }
    }
    aludel_at(op, &places_4f2a_up_sqlite[3]);
    struct aludel_value index = aludel_unset();
    struct aludel_loop loop_3 = {0};
    const struct aludel_value over_3 = aludel_get_indexes(op, ALUDEL_STRING("t"), aludel_none());
    while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &index)) {
        aludel_at(op, &places_4f2a_up_sqlite[4]);
        struct aludel_value v1 = aludel_py(index, e, index, ALUDEL_STRING("name"));
        aludel_sql_open(op, &places_4f2a_up_sqlite[4], ALUDEL_DDL);
        aludel_sql_text(op, SQL("DROP INDEX IF EXISTS "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v1);
        aludel_send(op, aludel_sql_close(op));
        aludel_at(op, &places_4f2a_up_sqlite[5]);
        struct aludel_value v2 = aludel_py(join, e, aludel_py(index, e, index, ALUDEL_STRING("name")), ALUDEL_STRING("_2"));
        aludel_sql_open(op, &places_4f2a_up_sqlite[5], ALUDEL_DDL);
        aludel_sql_text(op, SQL("DROP INDEX "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v2);
        aludel_send(op, aludel_sql_close(op));
    }
    return aludel_ok(op);
}

static const struct aludel_place places_4f2a_up_postgresql[] = {
    {"versions/op_later_names.py", 13},
    {"versions/op_later_names.py", 14},
    {"versions/op_later_names.py", 15},
    {"versions/op_later_names.py", 16},
    {"versions/op_later_names.py", 17},
    {"versions/op_later_names.py", 18},
    {"versions/op_later_names.py", 20},
    {"versions/op_later_names.py", 21},
    {"versions/op_later_names.py", 23},
    {"versions/op_later_names.py", 24},
    {"versions/op_later_names.py", 25},
    {"versions/op_later_names.py", 26},
    {"versions/op_later_names.py", 27},
};

static bool upgrade_4f2a_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_4f2a_up_postgresql[0]);
    struct aludel_value name = aludel_unset();
    struct aludel_loop loop_2 = {0};
    const struct aludel_value over_2 = aludel_get_table_names(op, aludel_none());
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &name)) {
        aludel_at(op, &places_4f2a_up_postgresql[1]);
        if (aludel_true(op, aludel_py(m_startswith, e, name, ALUDEL_STRING("old_")))) {
            aludel_sql_open(op, &places_4f2a_up_postgresql[2], ALUDEL_DDL);
            aludel_sql_text(op, SQL("DROP TABLE "));
            aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, name);
            aludel_send(op, aludel_sql_close(op));
        }
    }
    aludel_at(op, &places_4f2a_up_postgresql[3]);
    struct aludel_value index = aludel_unset();
    struct aludel_loop loop_3 = {0};
    const struct aludel_value over_3 = aludel_get_indexes(op, ALUDEL_STRING("t"), aludel_none());
    while (aludel_turn(op, &loop_3) && aludel_item(op, over_3, loop_3.turn - 1, &index)) {
        aludel_at(op, &places_4f2a_up_postgresql[4]);
        struct aludel_value v1 = aludel_py(index, e, index, ALUDEL_STRING("name"));
        aludel_sql_open(op, &places_4f2a_up_postgresql[4], ALUDEL_DDL);
        aludel_sql_text(op, SQL("DROP INDEX IF EXISTS "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v1);
        aludel_send(op, aludel_sql_close(op));
        aludel_at(op, &places_4f2a_up_postgresql[5]);
        struct aludel_value v2 = aludel_py(join, e, aludel_py(index, e, index, ALUDEL_STRING("name")), ALUDEL_STRING("_2"));
        aludel_sql_open(op, &places_4f2a_up_postgresql[5], ALUDEL_DDL);
        aludel_sql_text(op, SQL("DROP INDEX main."));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v2);
        aludel_send(op, aludel_sql_close(op));
    }
    aludel_at(op, &places_4f2a_up_postgresql[6]);
    struct aludel_value v3 = aludel_get_foreign_keys(op, ALUDEL_STRING("t"), aludel_none());
    struct aludel_value v4 = py_list_of(e, 0, NULL);
    struct aludel_value k = aludel_unset();
    struct aludel_value v6 = aludel_unset();
    struct aludel_value *const kept_4[] = {&v4};
    struct aludel_loop loop_4 = {.kept = kept_4, .kept_count = 1};
    const struct aludel_value over_4 = v3;
    while (aludel_turn(op, &loop_4) && aludel_item(op, over_4, loop_4.turn - 1, &k)) {
        aludel_at(op, &places_4f2a_up_postgresql[6]);
        if (aludel_true(op, aludel_py(eq, e, aludel_py(index, e, k, ALUDEL_STRING("referred_table")), ALUDEL_STRING("u")))) {
            aludel_at(op, &places_4f2a_up_postgresql[6]);
            struct aludel_value v5 = aludel_py(index, e, k, ALUDEL_STRING("name"));
            v6 = aludel_py(add, e, v4, aludel_py(list_of, e, v5));
        } else {
            v6 = v4;
        }
        v4 = v6;
    }
    struct aludel_value fk = aludel_unset();
    struct aludel_loop loop_5 = {0};
    const struct aludel_value over_5 = v4;
    while (aludel_turn(op, &loop_5) && aludel_item(op, over_5, loop_5.turn - 1, &fk)) {
        aludel_sql_open(op, &places_4f2a_up_postgresql[7], ALUDEL_DDL);
        aludel_sql_text(op, SQL("ALTER TABLE t DROP CONSTRAINT "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, fk);
        aludel_send(op, aludel_sql_close(op));
        aludel_sql_open(op, &places_4f2a_up_postgresql[8], ALUDEL_DDL);
        aludel_sql_text(op, SQL("ALTER TABLE s.\"T\" DROP CONSTRAINT IF EXISTS "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, fk);
        aludel_send(op, aludel_sql_close(op));
    }
    aludel_at(op, &places_4f2a_up_postgresql[9]);
    struct aludel_value table = aludel_unset();
    struct aludel_loop loop_6 = {0};
    const struct aludel_value over_6 = aludel_get_table_names(op, aludel_none());
    while (aludel_turn(op, &loop_6) && aludel_item(op, over_6, loop_6.turn - 1, &table)) {
        aludel_sql_open(op, &places_4f2a_up_postgresql[10], ALUDEL_DDL);
        aludel_sql_text(op, SQL("ALTER TABLE "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, table);
        aludel_sql_text(op, SQL(" DROP COLUMN IF EXISTS \"Old\" CASCADE"));
        aludel_send(op, aludel_sql_close(op));
        aludel_sql_open(op, &places_4f2a_up_postgresql[11], ALUDEL_DDL);
        aludel_sql_text(op, SQL("DROP TABLE s."));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, table);
        aludel_sql_text(op, SQL(" CASCADE"));
        aludel_send(op, aludel_sql_close(op));
        aludel_sql_open(op, &places_4f2a_up_postgresql[12], ALUDEL_DDL);
        aludel_sql_text(op, SQL("ALTER TABLE t DROP COLUMN "));
        aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, table);
        aludel_send(op, aludel_sql_close(op));
    }
    return aludel_ok(op);
}

bool t_upgrade_4f2a(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_4f2a_postgresql(op);
    return upgrade_4f2a_sqlite(op);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

