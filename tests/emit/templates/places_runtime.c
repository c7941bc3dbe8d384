/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_places_runtime, t_downgrade_places_runtime;

/* versions/places_runtime.mako */
static const struct aludel_place places_places_runtime_up_sqlite[] = {
    {"versions/places_runtime.mako", 2},
    {"versions/places_runtime.mako", 3},
    {"versions/places_runtime.mako", 8},
    {"versions/places_runtime.mako", 10},
};

static bool upgrade_places_runtime_sqlite(struct aludel_op *op)
{
    aludel_at(op, &places_places_runtime_up_sqlite[0]);
    struct aludel_value v1 = aludel_env(op, "V", aludel_unset());
    aludel_sql_open(op, &places_places_runtime_up_sqlite[1], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v1);
    aludel_sql_text(op, SQL("', \""));
    aludel_sql_hole(op, ALUDEL_HOLE_DQUOTED, NULL, v1);
    aludel_sql_text(op, SQL("\" /* "));
    aludel_sql_hole(op, ALUDEL_HOLE_BLOCK_COMMENT, NULL, v1);
    aludel_sql_text(op, SQL(" */ FROM t"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_places_runtime_up_sqlite[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT `"));
    aludel_sql_hole(op, ALUDEL_HOLE_BACKTICK, NULL, v1);
    aludel_sql_text(op, SQL("`, ["));
    aludel_sql_hole(op, ALUDEL_HOLE_BRACKET, NULL, v1);
    aludel_sql_text(op, SQL("] FROM t"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_places_runtime_up_sqlite[3], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT a -- "));
    aludel_sql_hole(op, ALUDEL_HOLE_LINE_COMMENT, NULL, v1);
    aludel_sql_text(op, SQL("\n"
                            "FROM t"));
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

static const struct aludel_place places_places_runtime_up_postgresql[] = {
    {"versions/places_runtime.mako", 2},
    {"versions/places_runtime.mako", 3},
    {"versions/places_runtime.mako", 5},
    {"versions/places_runtime.mako", 6},
    {"versions/places_runtime.mako", 10},
};

static bool upgrade_places_runtime_postgresql(struct aludel_op *op)
{
    aludel_at(op, &places_places_runtime_up_postgresql[0]);
    struct aludel_value v1 = aludel_env(op, "V", aludel_unset());
    aludel_sql_open(op, &places_places_runtime_up_postgresql[1], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v1);
    aludel_sql_text(op, SQL("', \""));
    aludel_sql_hole(op, ALUDEL_HOLE_DQUOTED, NULL, v1);
    aludel_sql_text(op, SQL("\" /* "));
    aludel_sql_hole(op, ALUDEL_HOLE_BLOCK_COMMENT, NULL, v1);
    aludel_sql_text(op, SQL(" */ FROM t"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_places_runtime_up_postgresql[2], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT E'"));
    aludel_sql_hole(op, ALUDEL_HOLE_ESTRING, NULL, v1);
    aludel_sql_text(op, SQL("'"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_places_runtime_up_postgresql[3], 0);
    aludel_sql_text(op, SQL("DO $$ BEGIN PERFORM "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, "$$", v1);
    aludel_sql_text(op, SQL("; PERFORM '"));
    aludel_sql_hole(op, ALUDEL_HOLE_STRING, "$$", v1);
    aludel_sql_text(op, SQL("'; END $$"));
    aludel_send(op, aludel_sql_close(op));
    aludel_sql_open(op, &places_places_runtime_up_postgresql[4], ALUDEL_READS);
    aludel_sql_text(op, SQL("SELECT a -- "));
    aludel_sql_hole(op, ALUDEL_HOLE_LINE_COMMENT, NULL, v1);
    aludel_sql_text(op, SQL("\n"
                            "FROM t"));
    aludel_send(op, aludel_sql_close(op));
    return aludel_ok(op);
}

bool t_upgrade_places_runtime(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return upgrade_places_runtime_postgresql(op);
    return upgrade_places_runtime_sqlite(op);
}

bool t_downgrade_places_runtime(struct aludel_op *op)
{
    return aludel_ok(op);
}

