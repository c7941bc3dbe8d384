/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_literals, t_downgrade_literals;

/* versions/literals.mako */
static const struct aludel_statement rows_literals_up_postgresql[] = {
    {SQL("INSERT INTO t VALUES (1, -2, 2.5, true, NULL, 'it''s', 'a\\b', '\\x00ff'::bytea)"), 0, 0, {"versions/literals.mako", 3}},
    {SQL("SELECT * FROM t WHERE a IN (1, 2, 3) AND b IN ('x', 'y''') AND c - -1 > 0"), 0, ALUDEL_READS, {"versions/literals.mako", 4}},
    {SQL("COMMENT ON TABLE t IS 'the table'"), 0, ALUDEL_DDL, {"versions/literals.mako", 5}},
};

static const struct aludel_statement rows_literals_up_sqlite[] = {
    {SQL("INSERT INTO t VALUES (1, -2, 2.5, 1, NULL, 'it''s', 'a\\b', x'00ff')"), 0, 0, {"versions/literals.mako", 3}},
    {SQL("SELECT * FROM t WHERE a IN (1, 2, 3) AND b IN ('x', 'y''') AND c - -1 > 0"), 0, ALUDEL_READS, {"versions/literals.mako", 4}},
    {SQL("COMMENT ON TABLE t IS 'the table'"), 0, ALUDEL_DDL, {"versions/literals.mako", 5}},
};

bool t_upgrade_literals(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_literals_up_postgresql, 3);
    return aludel_run(op, rows_literals_up_sqlite, 3);
}

bool t_downgrade_literals(struct aludel_op *op)
{
    return aludel_ok(op);
}

