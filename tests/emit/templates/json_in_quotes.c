/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_json_in_quotes, t_downgrade_json_in_quotes;

/* versions/json_in_quotes.mako */
static const struct aludel_place places_json_in_quotes_up[] = {
    {"versions/json_in_quotes.mako", 3},
};

bool t_upgrade_json_in_quotes(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_at(op, &places_json_in_quotes_up[0]);
    struct aludel_value v1 = aludel_env(op, "A", aludel_unset());
    struct aludel_value v2 = aludel_py(to_json, e, aludel_py(list_of, e, v1));
    aludel_sql_open(op, &places_json_in_quotes_up[0], 0);
    aludel_sql_text(op, SQL("INSERT INTO t VALUES ('{\"a\": \"it''s\"}', '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v2);
    aludel_sql_text(op, SQL("', '{\"a\": \"it''s\"}')"));
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_downgrade_json_in_quotes(struct aludel_op *op)
{
    return aludel_ok(op);
}

