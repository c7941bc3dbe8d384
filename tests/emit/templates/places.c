/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_places, t_downgrade_places;

/* versions/places.mako */
static const struct aludel_statement rows_places_up_postgresql[] = {
    {SQL("SELECT 'O''Brien \\ \"x\"', \"O'Brien \\ \"\"x\"\"\" /* fine */ FROM t"), 0, ALUDEL_READS, {"versions/places.mako", 3}},
    {SQL("SELECT E'O''Brien \\\\ \"x\"'"), 0, ALUDEL_READS, {"versions/places.mako", 5}},
    {SQL("DO $$ BEGIN PERFORM 'O''Brien \\ \"x\"'; PERFORM 'O''Brien \\ \"x\"'; END $$"), 0, 0, {"versions/places.mako", 6}},
    {SQL("CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $body$ return O'Brien \\ \"x\" $body$"), 0, ALUDEL_DDL, {"versions/places.mako", 7}},
};

static const struct aludel_statement rows_places_up_sqlite[] = {
    {SQL("SELECT 'O''Brien \\ \"x\"', \"O'Brien \\ \"\"x\"\"\" /* fine */ FROM t"), 0, ALUDEL_READS, {"versions/places.mako", 3}},
    {SQL("SELECT `O'Brien \\ \"x\"`, [a b] FROM t"), 0, ALUDEL_READS, {"versions/places.mako", 9}},
};

bool t_upgrade_places(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_places_up_postgresql, 4);
    return aludel_run(op, rows_places_up_sqlite, 2);
}

bool t_downgrade_places(struct aludel_op *op)
{
    return aludel_ok(op);
}

