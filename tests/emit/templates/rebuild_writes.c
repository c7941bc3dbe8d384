/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_case, t_downgrade_case;

/* versions/rebuild_writes.mako: A rebuild beside DROP TABLE, however that is written: rows may lose their parents by it. */
static const struct aludel_statement rows_case_up[] = {
    {SQL("CREATE TABLE t (n INTEGER)"), 0, ALUDEL_DDL, {"versions/rebuild_writes.mako", 5}},
    {SQL("CREATE TABLE old (n INTEGER)"), 0, ALUDEL_DDL, {"versions/rebuild_writes.mako", 6}},
    {SQL("drop /* for good */\n"
         "  table if exists old"), 0, ALUDEL_DDL, {"versions/rebuild_writes.mako", 8}},
};
static const struct aludel_place places_case_up[] = {
    {"versions/rebuild_writes.mako", 7},
};

bool t_upgrade_case(struct aludel_op *op)
{
    aludel_run(op, rows_case_up, 2);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "positive", .sql = "CONSTRAINT positive CHECK (n > 0)"},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    n INTEGER\n)",
        };
        aludel_rebuild(op, &places_case_up[0], &table);
    }
    aludel_run(op, rows_case_up + 2, 1);
    return aludel_ok(op);
}

static const struct aludel_statement rows_case_down[] = {
    {SQL("CREATE TABLE old (n INTEGER)"), 0, ALUDEL_DDL, {"versions/rebuild_writes.mako", 13}},
};
static const struct aludel_place places_case_down[] = {
    {"versions/rebuild_writes.mako", 12},
};

bool t_downgrade_case(struct aludel_op *op)
{
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_DROP_CONSTRAINT, .name = "positive", .sql = "(n > 0)", .constraint = ALUDEL_CONSTRAINT_CHECK},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 1,
            .sql = "CREATE TABLE t (\n    n INTEGER,\n    CONSTRAINT positive CHECK (n > 0)\n)",
        };
        aludel_rebuild(op, &places_case_down[0], &table);
    }
    aludel_run(op, rows_case_down, 1);
    return aludel_ok(op);
}

