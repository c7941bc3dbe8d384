/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_raise_in_branch, t_downgrade_raise_in_branch;

/* versions/raise_in_branch.mako */
static const struct aludel_statement rows_raise_in_branch_up_sqlite[] = {
    {SQL("SELECT \001"), 1, ALUDEL_READS, {"versions/raise_in_branch.mako", 11}},
};
static const struct aludel_place places_raise_in_branch_up_sqlite[] = {
    {"versions/raise_in_branch.mako", 3},
    {"versions/raise_in_branch.mako", 4},
    {"versions/raise_in_branch.mako", 6},
    {"versions/raise_in_branch.mako", 9},
    {"versions/raise_in_branch.mako", 13},
};

static bool upgrade_raise_in_branch_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_raise_in_branch_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "KIND", aludel_unset());
    aludel_at(op, &places_raise_in_branch_up_sqlite[1]);
    struct aludel_value n = aludel_unset();
    if (aludel_true(op, aludel_py(eq, e, v1, ALUDEL_STRING("a")))) {
        n = aludel_int(1);
    } else {
        aludel_at(op, &places_raise_in_branch_up_sqlite[2]);
        if (!aludel_true(op, aludel_py(eq, e, v1, ALUDEL_STRING("b")))) {
            aludel_at(op, &places_raise_in_branch_up_sqlite[3]);
            aludel_fail(op, &places_raise_in_branch_up_sqlite[3], aludel_py(join, e, ALUDEL_STRING("unknown kind "), v1));
        }
        n = aludel_int(2);
    }
    aludel_send(op, aludel_bind(&rows_raise_in_branch_up_sqlite[0], n));
    aludel_fail(op, &places_raise_in_branch_up_sqlite[4], ALUDEL_STRING("not here"));
    return aludel_ok(op);
}

static const struct aludel_statement rows_raise_in_branch_up_postgresql[] = {
    {SQL("SELECT 2"), 0, ALUDEL_READS, {"versions/raise_in_branch.mako", 15}},
};
static const struct aludel_place places_raise_in_branch_up_postgresql[] = {
    {"versions/raise_in_branch.mako", 3},
    {"versions/raise_in_branch.mako", 4},
    {"versions/raise_in_branch.mako", 6},
    {"versions/raise_in_branch.mako", 9},
    {"versions/raise_in_branch.mako", 11},
};

static bool upgrade_raise_in_branch_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_raise_in_branch_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "KIND", aludel_unset());
    aludel_at(op, &places_raise_in_branch_up_postgresql[1]);
    struct aludel_value n = aludel_unset();
    if (aludel_true(op, aludel_py(eq, e, v1, ALUDEL_STRING("a")))) {
        n = aludel_int(1);
    } else {
        aludel_at(op, &places_raise_in_branch_up_postgresql[2]);
        if (!aludel_true(op, aludel_py(eq, e, v1, ALUDEL_STRING("b")))) {
            aludel_at(op, &places_raise_in_branch_up_postgresql[3]);
            aludel_fail(op, &places_raise_in_branch_up_postgresql[3], aludel_py(join, e, ALUDEL_STRING("unknown kind "), v1));
        }
        n = aludel_int(2);
    }
    aludel_sql_open(op, &places_raise_in_branch_up_postgresql[4], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, n);
    aludel_send(op, aludel_sql_close(op));
    aludel_run(op, rows_raise_in_branch_up_postgresql, 1);
    return aludel_ok(op);
}

bool t_upgrade_raise_in_branch(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_raise_in_branch_postgresql(op);
    return upgrade_raise_in_branch_sqlite(op);
}

bool t_downgrade_raise_in_branch(struct aludel_op *op)
{
    return aludel_ok(op);
}

