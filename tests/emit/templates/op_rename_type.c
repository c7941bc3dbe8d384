/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_rename_type, t_downgrade_op_rename_type;

/* versions/op_rename_type.mako */
static const struct aludel_statement rows_op_rename_type_up[] = {
    {SQL("CREATE SCHEMA app"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 3}},
    {SQL("CREATE TYPE mood AS ENUM ('sad', 'happy')"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 4}},
    {SQL("CREATE TABLE t (m mood DEFAULT 'sad'::mood)"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 5}},
    {SQL("ALTER TYPE mood RENAME TO \"Temper\""), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 6}},
    {SQL("ALTER TYPE \"Temper\" SET SCHEMA app"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 7}},
    {SQL("ALTER TYPE app.\"Temper\" SET SCHEMA public"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 8}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 9}},
};

bool t_upgrade_op_rename_type(struct aludel_op *op)
{
    return aludel_run(op, rows_op_rename_type_up, 7);
}

static const struct aludel_statement rows_op_rename_type_down[] = {
    {SQL("CREATE TABLE t (\n"
         "    m \"Temper\" DEFAULT 'sad'::\"Temper\"\n"
         ")"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 9}},
    {SQL("ALTER TYPE \"Temper\" SET SCHEMA app"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 8}},
    {SQL("ALTER TYPE app.\"Temper\" SET SCHEMA public"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 7}},
    {SQL("ALTER TYPE \"Temper\" RENAME TO mood"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 6}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 5}},
    {SQL("DROP TYPE mood"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 4}},
    {SQL("DROP SCHEMA app"), 0, ALUDEL_DDL, {"versions/op_rename_type.mako", 3}},
};

bool t_downgrade_op_rename_type(struct aludel_op *op)
{
    return aludel_run(op, rows_op_rename_type_down, 7);
}

