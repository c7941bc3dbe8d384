/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_op_own_types, t_downgrade_op_own_types;

/* versions/op_own_types.mako */
static const struct aludel_statement rows_op_own_types_up[] = {
    {SQL("CREATE TYPE vector AS ENUM ('n', 's')"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 3}},
    {SQL("CREATE TYPE citext AS ENUM ('a')"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 4}},
    {SQL("CREATE TYPE \"time slot\" AS ENUM ('a')"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 5}},
    {SQL("CREATE TABLE t (a vector, b vector[], c public.vector, d money, e \"time slot\", id int)"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 6}},
    {SQL("ALTER TABLE t ADD COLUMN f CITEXT"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 7}},
    {SQL("ALTER TYPE vector RENAME TO direction"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 8}},
    {SQL("ALTER TYPE citext RENAME TO kind"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 9}},
    {SQL("ALTER TABLE t DROP COLUMN a, DROP COLUMN b, DROP COLUMN c, DROP COLUMN d, DROP COLUMN e, DROP COLUMN f"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
};

bool t_upgrade_op_own_types(struct aludel_op *op)
{
    return aludel_run(op, rows_op_own_types_up, 8);
}

static const struct aludel_statement rows_op_own_types_down[] = {
    {SQL("ALTER TABLE t ADD COLUMN f kind"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TABLE t ADD COLUMN e \"time slot\""), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TABLE t ADD COLUMN d MONEY"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TABLE t ADD COLUMN c direction"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TABLE t ADD COLUMN b direction[]"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TABLE t ADD COLUMN a direction"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 10}},
    {SQL("ALTER TYPE kind RENAME TO citext"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 9}},
    {SQL("ALTER TYPE direction RENAME TO vector"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 8}},
    {SQL("ALTER TABLE t DROP COLUMN f"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 7}},
    {SQL("DROP TABLE t"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 6}},
    {SQL("DROP TYPE \"time slot\""), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 5}},
    {SQL("DROP TYPE citext"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 4}},
    {SQL("DROP TYPE vector"), 0, ALUDEL_DDL, {"versions/op_own_types.mako", 3}},
};

bool t_downgrade_op_own_types(struct aludel_op *op)
{
    return aludel_run(op, rows_op_own_types_down, 13);
}

