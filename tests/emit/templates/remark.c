/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_a1, t_downgrade_a1;

/* versions/remark.mako */
static const struct aludel_statement rows_a1_up[] = {
    {SQL("SELECT count(*) FROM prices"), 0, ALUDEL_READS, {"versions/remark.mako", 6}},
    {SQL("DELETE FROM prices WHERE day < '2024-01-01'"), 0, 0, {"versions/remark.mako", 9}},
};
static const struct aludel_place places_a1_up[] = {
    {"versions/remark.mako", 3},
    {"versions/remark.mako", 4},
    {"versions/remark.mako", 7},
};

bool t_upgrade_a1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_remark(op, &places_a1_up[0], ALUDEL_STRING("prices before 2024 are deleted"));
    aludel_at(op, &places_a1_up[1]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("prices"), aludel_none()))) {
        struct aludel_value v1 = aludel_scalar(op, (struct aludel_bound){&rows_a1_up[0], NULL});
        aludel_at(op, &places_a1_up[2]);
        aludel_remark(op, &places_a1_up[2], aludel_py(join, e, v1, ALUDEL_STRING(" prices are deleted")));
        aludel_run(op, rows_a1_up + 1, 1);
    }
    return aludel_ok(op);
}

bool t_downgrade_a1(struct aludel_op *op)
{
    return aludel_ok(op);
}

