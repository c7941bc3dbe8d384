/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_format_dict, t_downgrade_format_dict;

/* versions/format_dict.mako */
static const struct aludel_statement rows_format_dict_up_sqlite[] = {
    {SQL("SELECT '{''a'': 1}', '1', \001, '{''a'': 1} 2'"), 1, ALUDEL_READS, {"versions/format_dict.mako", 5}},
    {SQL("SELECT \001"), 1, ALUDEL_READS, {"versions/format_dict.mako", 6}},
    {SQL("SELECT 1"), 0, ALUDEL_READS | ALUDEL_DIRECT, {"versions/format_dict.mako", 7}},
    {SQL("SELECT \001"), 1, ALUDEL_READS, {"versions/format_dict.mako", 8}},
};
static const struct aludel_place places_format_dict_up_sqlite[] = {
    {"versions/format_dict.mako", 5},
    {"versions/format_dict.mako", 6},
    {"versions/format_dict.mako", 8},
};

static bool upgrade_format_dict_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_format_dict_up_sqlite[0]);
    aludel_send(op, aludel_bind(&rows_format_dict_up_sqlite[0], aludel_py(join, e, ALUDEL_STRING("1"), ALUDEL_STRING(" "), aludel_env(op, "X", aludel_unset()))));
    aludel_at(op, &places_format_dict_up_sqlite[1]);
    aludel_send(op, aludel_bind(&rows_format_dict_up_sqlite[1], aludel_py(join, e, aludel_env(op, "X", aludel_unset()), ALUDEL_STRING("{'a': 1}"))));
    struct aludel_value c = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_format_dict_up_sqlite[2], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &c)) {
        aludel_at(op, &places_format_dict_up_sqlite[2]);
        aludel_send(op, aludel_bind(&rows_format_dict_up_sqlite[3], aludel_py(m_format, e, ALUDEL_STRING("{:>3}"), aludel_py(index, e, c, aludel_int(0)), py_dict_of(e, 0, NULL))));
    }
    return aludel_ok(op);
}

static const struct aludel_statement rows_format_dict_up_postgresql[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/format_dict.mako", 7}},
};
static const struct aludel_place places_format_dict_up_postgresql[] = {
    {"versions/format_dict.mako", 5},
    {"versions/format_dict.mako", 6},
    {"versions/format_dict.mako", 8},
};

static bool upgrade_format_dict_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_format_dict_up_postgresql[0]);
    struct aludel_value v1 = aludel_py(join, e, ALUDEL_STRING("1"), ALUDEL_STRING(" "), aludel_env(op, "X", aludel_unset()));
    aludel_sql_open(op, &places_format_dict_up_postgresql[0], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT '{''a'': 1}', '1', "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(", '{''a'': 1} 2'"));
    aludel_send(op, aludel_sql_close(op));
    aludel_at(op, &places_format_dict_up_postgresql[1]);
    struct aludel_value v2 = aludel_py(join, e, aludel_env(op, "X", aludel_unset()), ALUDEL_STRING("{'a': 1}"));
    aludel_sql_open(op, &places_format_dict_up_postgresql[1], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v2);
    aludel_send(op, aludel_sql_close(op));
    struct aludel_value c = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_format_dict_up_postgresql[0], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &c)) {
        aludel_at(op, &places_format_dict_up_postgresql[2]);
        struct aludel_value v3 = aludel_py(m_format, e, ALUDEL_STRING("{:>3}"), aludel_py(index, e, c, aludel_int(0)), py_dict_of(e, 0, NULL));
        aludel_sql_open(op, &places_format_dict_up_postgresql[2], ALUDEL_READS);
        aludel_sql_text(op, SQL("SELECT "));
        aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v3);
        aludel_send(op, aludel_sql_close(op));
    }
    return aludel_ok(op);
}

bool t_upgrade_format_dict(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_format_dict_postgresql(op);
    return upgrade_format_dict_sqlite(op);
}

bool t_downgrade_format_dict(struct aludel_op *op)
{
    return aludel_ok(op);
}

