/* ==== t.c */
/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "t.h"

#define SQL(text) text, sizeof(text) - 1

static const struct aludel_statement rows_before_each[] = {
    {SQL("INSERT INTO done VALUES (\001, \001)"), 2, 0, {"env.mako", 2}},
};
static const struct aludel_place places_before_each[] = {
    {"env.mako", 2},
};

static bool before_each(struct aludel_op *op)
{
    aludel_at(op, &places_before_each[0]);
    struct aludel_value v1 = aludel_revision_in_hand(op);
    aludel_send(op, aludel_bind(&rows_before_each[0], v1, aludel_down_revision_in_hand(op)));
    return aludel_ok(op);
}

static const struct aludel_place places_after_each[] = {
    {"env.mako", 9},
    {"env.mako", 10},
};

static bool after_each(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_after_each[0]);
    if (aludel_true(op, aludel_py(is, e, aludel_down_revision_in_hand(op), aludel_none()))) {
        aludel_at(op, &places_after_each[1]);
        struct aludel_value v1 = aludel_revision_in_hand(op);
        aludel_sql_open(op, &places_after_each[1], 0);
        aludel_sql_text(op, SQL("INSERT INTO done VALUES ('the first is "));
        aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v1);
        aludel_sql_text(op, SQL("', NULL)"));
        aludel_send(op, aludel_sql_close(op));
    }
    return aludel_ok(op);
}


/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_revision_in_hooks, t_downgrade_revision_in_hooks;

/* versions/revision_in_hooks.mako */
static const struct aludel_statement rows_revision_in_hooks_up[] = {
    {SQL("INSERT INTO done VALUES ('revision_in_hooks', NULL)"), 0, 0, {"env.mako", 2}},
};

bool t_upgrade_revision_in_hooks(struct aludel_op *op)
{
    return aludel_run(op, rows_revision_in_hooks_up, 1);
}

bool t_downgrade_revision_in_hooks(struct aludel_op *op)
{
    return aludel_ok(op);
}

