/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_minus, t_downgrade_minus;

/* versions/minus.mako */
static const struct aludel_statement rows_minus_up_sqlite[] = {
    {SQL("SELECT 5- -1, 5 - -1, - -2.5, 3-\001, 3- -1"), 1, ALUDEL_READS, {"versions/minus.mako", 2}},
    {SQL("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 5- -1 $$"), 0, ALUDEL_DDL, {"versions/minus.mako", 3}},
};
static const struct aludel_place places_minus_up_sqlite[] = {
    {"versions/minus.mako", 2},
};

static bool upgrade_minus_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_minus_up_sqlite[0]);
    aludel_send(op, aludel_bind(&rows_minus_up_sqlite[0], aludel_env(op, "A", aludel_int(1))));
    aludel_run(op, rows_minus_up_sqlite + 1, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_minus_up_postgresql[] = {
    {SQL("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 5- -1 $$"), 0, ALUDEL_DDL, {"versions/minus.mako", 3}},
};
static const struct aludel_place places_minus_up_postgresql[] = {
    {"versions/minus.mako", 2},
};

static bool upgrade_minus_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_minus_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_int(1));
    aludel_sql_open(op, &places_minus_up_postgresql[0], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT 5- -1, 5 - -1, - -2.5, 3-"));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(", 3- -1"));
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_minus_up_postgresql, 1);
    return aludel_ok(op);
}

bool t_upgrade_minus(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_minus_postgresql(op);
    return upgrade_minus_sqlite(op);
}

bool t_downgrade_minus(struct aludel_op *op)
{
    return aludel_ok(op);
}

