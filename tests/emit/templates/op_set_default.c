/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_set_5fdefault, t_downgrade_op_set_5fdefault;

/* versions/op_set_default.mako */
static const struct aludel_statement rows_op_set_5fdefault_up[] = {
    {SQL("CREATE TABLE t (\n"
         "    a INTEGER,\n"
         "    b TEXT\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_set_default.mako", 4}},
};
static const struct aludel_place places_op_set_5fdefault_up[] = {
    {"versions/op_set_default.mako", 6},
    {"versions/op_set_default.mako", 7},
    {"versions/op_set_default.mako", 5},
};

bool t_upgrade_op_set_5fdefault(struct aludel_op *op)
{
    aludel_run(op, rows_op_set_5fdefault_up, 1);
    {
        static const struct aludel_edit edits[] = {
            {.kind = ALUDEL_EDIT_SET_DEFAULT, .name = "a", .sql = "(1 + 1)"},
            {.kind = ALUDEL_EDIT_SET_DEFAULT, .name = "b", .sql = "'x'", .at = &places_op_set_5fdefault_up[0]},
            {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "b", .at = &places_op_set_5fdefault_up[1]},
            {.kind = ALUDEL_EDIT_SET_DEFAULT, .name = "b", .at = &places_op_set_5fdefault_up[1]},
        };
        static const struct aludel_rebuilt table = {
            .table = "t",
            .edits = edits, .edit_count = 4,
            .sql = "CREATE TABLE t (\n    a INTEGER,\n    b TEXT\n)",
        };
        aludel_rebuild(op, &places_op_set_5fdefault_up[2], &table);
    }
    return aludel_ok(op);
}

bool t_downgrade_op_set_5fdefault(struct aludel_op *op)
{
    return aludel_ok(op);
}

