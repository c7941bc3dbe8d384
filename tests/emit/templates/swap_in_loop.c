/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_swap_in_loop, t_downgrade_swap_in_loop;

/* versions/swap_in_loop.mako */
static const struct aludel_statement rows_swap_in_loop_up_sqlite[] = {
    {SQL("SELECT \001, \001"), 2, ALUDEL_READS, {"versions/swap_in_loop.mako", 7}},
};
static const struct aludel_place places_swap_in_loop_up_sqlite[] = {
    {"versions/swap_in_loop.mako", 4},
    {"versions/swap_in_loop.mako", 5},
};

static bool upgrade_swap_in_loop_sqlite(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_swap_in_loop_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    struct aludel_value a = aludel_int(0);
    struct aludel_value b = aludel_int(1);
    struct aludel_value x = aludel_unset();
    struct aludel_value *const kept_2[] = {&a, &b};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 2};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &x)) {
        aludel_at(op, &places_swap_in_loop_up_sqlite[1]);
        struct aludel_value v2 = aludel_py(add, e, a, b);
        a = b;
        b = v2;
    }
    aludel_send(op, aludel_bind(&rows_swap_in_loop_up_sqlite[0], a, b));
    return aludel_ok(op);
}

static const struct aludel_place places_swap_in_loop_up_postgresql[] = {
    {"versions/swap_in_loop.mako", 4},
    {"versions/swap_in_loop.mako", 5},
    {"versions/swap_in_loop.mako", 7},
};

static bool upgrade_swap_in_loop_postgresql(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_swap_in_loop_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "X", aludel_unset());
    struct aludel_value a = aludel_int(0);
    struct aludel_value b = aludel_int(1);
    struct aludel_value x = aludel_unset();
    struct aludel_value *const kept_2[] = {&a, &b};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 2};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &x)) {
        aludel_at(op, &places_swap_in_loop_up_postgresql[1]);
        struct aludel_value v2 = aludel_py(add, e, a, b);
        a = b;
        b = v2;
    }
    aludel_sql_open(op, &places_swap_in_loop_up_postgresql[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, a);
    aludel_sql_text(op, SQL(", "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, b);
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_swap_in_loop(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_swap_in_loop_postgresql(op);
    return upgrade_swap_in_loop_sqlite(op);
}

bool t_downgrade_swap_in_loop(struct aludel_op *op)
{
    return aludel_ok(op);
}

