/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_carried_kinds, t_downgrade_carried_kinds;

/* versions/carried_kinds.mako */
static const struct aludel_place places_carried_kinds_up_sqlite[] = {
    {"versions/carried_kinds.mako", 6},
    {"versions/carried_kinds.mako", 7},
    {"versions/carried_kinds.mako", 6},
    {"versions/carried_kinds.mako", 12},
};

static bool upgrade_carried_kinds_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_carried_kinds_up_sqlite[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "W", aludel_unset()));
    struct aludel_value out = py_list_of(e, 0, NULL);
    struct aludel_value sep = aludel_textual(ALUDEL_SQL, SQL(""));
    struct aludel_value d = py_dict_of(e, 0, NULL);
    struct aludel_value w = aludel_unset();
    struct aludel_value *const kept_2[] = {&out, &sep, &d};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 3};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &w)) {
        aludel_at(op, &places_carried_kinds_up_sqlite[1]);
        struct aludel_value v2 = aludel_py(add, e, out, aludel_py(list_of, e, w));
        aludel_at(op, &places_carried_kinds_up_sqlite[2]);
        struct aludel_value v3 = aludel_py(join, e, w, ALUDEL_STRING("!"));
        struct aludel_value v4 = aludel_py(dict_of, e, ALUDEL_STRING("last"), v3);
        out = v2;
        sep = aludel_textual(ALUDEL_SQL, SQL(","));
        d = v4;
    }
    aludel_at(op, &places_carried_kinds_up_sqlite[3]);
    struct aludel_value v5 = aludel_py(len, e, out);
    struct aludel_value v6 = aludel_py(index, e, d, ALUDEL_STRING("last"));
    aludel_sql_open(op, &places_carried_kinds_up_sqlite[3], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_parameter(op, v5);
    aludel_sql_text(op, SQL(" "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, sep);
    aludel_sql_text(op, SQL(" "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, out);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_parameter(op, v6);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_place places_carried_kinds_up_postgresql[] = {
    {"versions/carried_kinds.mako", 6},
    {"versions/carried_kinds.mako", 7},
    {"versions/carried_kinds.mako", 6},
    {"versions/carried_kinds.mako", 12},
};

static bool upgrade_carried_kinds_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_carried_kinds_up_postgresql[0]);
    struct aludel_value v1 = aludel_py(m_split, e, aludel_env(op, "W", aludel_unset()));
    struct aludel_value out = py_list_of(e, 0, NULL);
    struct aludel_value sep = aludel_textual(ALUDEL_SQL, SQL(""));
    struct aludel_value d = py_dict_of(e, 0, NULL);
    struct aludel_value w = aludel_unset();
    struct aludel_value *const kept_2[] = {&out, &sep, &d};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 3};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &w)) {
        aludel_at(op, &places_carried_kinds_up_postgresql[1]);
        struct aludel_value v2 = aludel_py(add, e, out, aludel_py(list_of, e, w));
        aludel_at(op, &places_carried_kinds_up_postgresql[2]);
        struct aludel_value v3 = aludel_py(join, e, w, ALUDEL_STRING("!"));
        struct aludel_value v4 = aludel_py(dict_of, e, ALUDEL_STRING("last"), v3);
        out = v2;
        sep = aludel_textual(ALUDEL_SQL, SQL(","));
        d = v4;
    }
    aludel_at(op, &places_carried_kinds_up_postgresql[3]);
    struct aludel_value v5 = aludel_py(len, e, out);
    struct aludel_value v6 = aludel_py(index, e, d, ALUDEL_STRING("last"));
    aludel_sql_open(op, &places_carried_kinds_up_postgresql[3], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v5);
    aludel_sql_text(op, SQL(" "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, sep);
    aludel_sql_text(op, SQL(" "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, out);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v6);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_carried_kinds(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_carried_kinds_postgresql(op);
    return upgrade_carried_kinds_sqlite(op);
}

bool t_downgrade_carried_kinds(struct aludel_op *op)
{
    return aludel_ok(op);
}

