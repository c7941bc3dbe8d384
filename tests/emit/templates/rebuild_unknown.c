/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_case, t_downgrade_case;

/* versions/rebuild_unknown.mako: Rebuilds that no script can have, each for another reason. */
static const struct aludel_statement rows_case_up[] = {
    {SQL("CREATE TABLE seen (a INTEGER, b TEXT)"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 5}},
    {SQL("CREATE VIEW v AS SELECT b FROM seen"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 6}},
    {SQL("ALTER TABLE seen DROP COLUMN a"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 7}},
    {SQL("CREATE TABLE keyed (a INTEGER, b TEXT, PRIMARY KEY (a DESC))"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 8}},
    {SQL("CREATE TABLE used (a INTEGER, b TEXT, CHECK (a > 0))"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 12}},
    {SQL("CREATE VIEW w AS SELECT a FROM used"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 13}},
    {SQL("CREATE TRIGGER r AFTER DELETE ON seen BEGIN SELECT 1; END"), 0, ALUDEL_DDL, {"versions/rebuild_unknown.mako", 16}},
};
static const struct aludel_place places_case_up[] = {
    {"versions/rebuild_unknown.mako", 9},
    {"versions/rebuild_unknown.mako", 10},
    {"versions/rebuild_unknown.mako", 11},
    {"versions/rebuild_unknown.mako", 14},
    {"versions/rebuild_unknown.mako", 15},
    {"versions/rebuild_unknown.mako", 18},
    {"versions/rebuild_unknown.mako", 19},
    {"versions/rebuild_unknown.mako", 20},
};

bool t_upgrade_case(struct aludel_op *op)
{
    aludel_run(op, rows_case_up, 4);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "b"},
        };
        static const struct aludel_rebuilt table = {
            .table = "keyed",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE keyed (\n    a INTEGER,\n    b TEXT,\n    PRIMARY KEY (a DESC)\n)",
        };
        aludel_rebuild(op, &places_case_up[0], &table);
    }
    aludel_at(op, &places_case_up[1]);
    struct aludel_value v1 = aludel_env(op, "LATE", ALUDEL_STRING("x"));
    aludel_sql_open(op, &places_case_up[1], ALUDEL_DDL);
    aludel_sql_text(op, SQL("CREATE TABLE late (a INTEGER, b TEXT DEFAULT "));
    aludel_sql_hole(op, ALUDEL_HOLE_LITERAL, NULL, v1);
    aludel_sql_text(op, SQL(")"));
    aludel_send(op, aludel_sql_close(op));
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "a"},
        };
        static const struct aludel_rebuilt table = {
            .table = "late",
            .edits = edits, .edit_count = 1,
            .unknown = "a part of its definition is known when a migration runs only",
        };
        aludel_rebuild(op, &places_case_up[2], &table);
    }
    aludel_run(op, rows_case_up + 4, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "a"},
        };
        static const struct aludel_rebuilt table = {
            .table = "used",
            .edits = edits, .edit_count = 1,
            .unknown = "'w' names a column 'a', and may use the one that goes",
        };
        aludel_rebuild(op, &places_case_up[3], &table);
    }
    aludel_at(op, &places_case_up[4]);
    if (aludel_true(op, aludel_has_table(op, ALUDEL_STRING("other"), aludel_none()))) {
        aludel_run(op, rows_case_up + 6, 1);
    }
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "b"},
        };
        static const char *const triggers[] = {"CREATE TRIGGER r AFTER DELETE ON seen BEGIN SELECT 1; END"};
        static const struct aludel_rebuilt table = {
            .table = "seen",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE seen (\n    b TEXT\n)",
            .triggers = triggers, .trigger_count = 1,
        };
        aludel_rebuild(op, &places_case_up[5], &table);
    }
    aludel_at(op, &places_case_up[6]);
    (void)aludel_execute_raw(op, &places_case_up[6], aludel_env(op, "WHAT", ALUDEL_STRING("")));
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "b"},
        };
        static const struct aludel_rebuilt table = {
            .table = "used",
            .edits = edits, .edit_count = 1,
            .unknown = "no migration makes the table for certain",
        };
        aludel_rebuild(op, &places_case_up[7], &table);
    }
    return aludel_ok(op);
}

bool t_downgrade_case(struct aludel_op *op)
{
    return aludel_ok(op);
}

