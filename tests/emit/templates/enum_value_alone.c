/* ==== t.c */
/* Made by aludel VERSION from the environment's settings and migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#include "t.h"

#define SQL(text) text, sizeof(text) - 1

static const struct aludel_statement rows_before_each[] = {
    {SQL("ALTER TYPE mood ADD VALUE 'bold'"), 0, ALUDEL_DDL, {"env.mako", 1}},
};

static bool before_each(struct aludel_op *op)
{
    return aludel_run(op, rows_before_each, 1);
}


/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_enum_value_alone, t_downgrade_enum_value_alone;

/* versions/enum_value_alone.mako */
static const struct aludel_statement rows_enum_value_alone_up[] = {
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/enum_value_alone.mako", 3}},
    {SQL("ALTER TYPE mood ADD VALUE 'glad' AFTER 'sad'"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 4}},
    {SQL("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'mad'"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 5}},
    {SQL("UPDATE users SET mood = 'glad'"), 0, 0, {"versions/enum_value_alone.mako", 6}},
    {SQL("CREATE TYPE size AS ENUM ('s')"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 7}},
    {SQL("ALTER TYPE size ADD VALUE 'm'"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 8}},
    {SQL("ALTER TYPE mood ADD VALUE 'calm'"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 11}},
    {SQL("SELECT 1 AS one"), 0, ALUDEL_READS, {"versions/enum_value_alone.mako", 13}},
    {SQL("ALTER TYPE mood ADD VALUE 'dull'"), 0, ALUDEL_DDL, {"versions/enum_value_alone.mako", 14}},
};

bool t_upgrade_enum_value_alone(struct aludel_op *op)
{
    aludel_run(op, rows_enum_value_alone_up, 1);
    aludel_autocommit_begin(op);
    {
        aludel_run(op, rows_enum_value_alone_up + 1, 1);
    }
    aludel_autocommit_end(op);
    aludel_autocommit_begin(op);
    {
        aludel_run(op, rows_enum_value_alone_up + 2, 1);
    }
    aludel_autocommit_end(op);
    aludel_run(op, rows_enum_value_alone_up + 3, 3);
    aludel_autocommit_begin(op);
    {
        aludel_run(op, rows_enum_value_alone_up + 6, 1);
    }
    aludel_autocommit_end(op);
    struct aludel_value user = aludel_unset();
    struct aludel_rows rows_2;
    aludel_rows_open(op, &rows_2, (struct aludel_bound){&rows_enum_value_alone_up[7], NULL}, NULL, 0);
    while (aludel_rows_next(op, &rows_2, &user)) {
        aludel_run(op, rows_enum_value_alone_up + 8, 1);
    }
    return aludel_ok(op);
}

bool t_downgrade_enum_value_alone(struct aludel_op *op)
{
    return aludel_ok(op);
}

