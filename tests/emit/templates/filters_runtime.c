/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_filters_runtime, t_downgrade_filters_runtime;

/* versions/filters_runtime.mako */
static const struct aludel_statement rows_filters_runtime_up[] = {
    {SQL("UPDATE a SET x = \001, y = \001 WHERE z = \001"), 3, 0, {"versions/filters_runtime.mako", 6}},
};
static const struct aludel_place places_filters_runtime_up[] = {
    {"versions/filters_runtime.mako", 3},
    {"versions/filters_runtime.mako", 4},
    {"versions/filters_runtime.mako", 5},
    {"versions/filters_runtime.mako", 6},
    {"versions/filters_runtime.mako", 1},
    {"versions/filters_runtime.mako", 6},
};

bool t_upgrade_filters_runtime(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_filters_runtime_up[0]);
    struct aludel_value v1 = aludel_env(op, "T", aludel_unset());
    aludel_at(op, &places_filters_runtime_up[1]);
    struct aludel_value v2 = aludel_env(op, "N", aludel_int(30));
    aludel_sql_open(op, &places_filters_runtime_up[1], ALUDEL_DDL);
    aludel_sql_text(op, SQL("CREATE TABLE "));
    aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v1);
    aludel_sql_text(op, SQL(" (x VARCHAR("));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_sql_text(op, SQL("))"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_filters_runtime_up[2], ALUDEL_DDL);
    aludel_sql_text(op, SQL("CREATE INDEX ix_"));
    aludel_sql_hole(op, ALUDEL_HOLE_RAW, NULL, v1);
    aludel_sql_text(op, SQL(" ON "));
    aludel_sql_hole(op, ALUDEL_HOLE_IDENTIFIER, NULL, v1);
    aludel_sql_text(op, SQL(" (x)"));
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_filters_runtime_up[3]);
    struct aludel_value v3 = aludel_py(trim, e, v1);
    aludel_at(op, &places_filters_runtime_up[4]);
    struct aludel_value v4 = aludel_py(m_replace, e, aludel_py(m_lower, e, v3), ALUDEL_STRING(" "), ALUDEL_STRING("_"));
    aludel_at(op, &places_filters_runtime_up[5]);
    struct aludel_value v5 = aludel_py(to_json, e, aludel_py(dict_of, e, ALUDEL_STRING("k"), v1));
    aludel_send(op, aludel_bind(&rows_filters_runtime_up[0], v4, v5, aludel_py(upper, e, v1)));
    return aludel_ok(op);
}

bool t_downgrade_filters_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

