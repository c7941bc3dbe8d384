/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_control_known, t_downgrade_control_known;

/* versions/control_known.mako */
static const struct aludel_statement rows_control_known_up_postgresql[] = {
    {SQL("INSERT INTO roles (name) VALUES\n"
         "    ('admin'),\n"
         "    ('editor'),\n"
         "    ('viewer')"), 0, 0, {"versions/control_known.mako", 2}},
    {SQL("SELECT 0, 0, 0, 10, true, false, true, false, 2, 1, 'a'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1, 0, 0, 20, false, true, false, true, 2, 0, 'b'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 0, 1, 1, 10, true, false, true, false, 2, 1, 'a'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1, 1, 1, 20, false, true, false, true, 2, 0, 'b'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/control_known.mako", 18}},
    {SQL("SELECT 3"), 0, ALUDEL_READS, {"versions/control_known.mako", 18}},
    {SQL("SELECT 'other'"), 0, ALUDEL_READS, {"versions/control_known.mako", 26}},
    {SQL("SELECT 'two'"), 0, ALUDEL_READS, {"versions/control_known.mako", 24}},
    {SQL("% is a percent sign"), 0, 0, {"versions/control_known.mako", 29}},
};

static const struct aludel_statement rows_control_known_up_sqlite[] = {
    {SQL("INSERT INTO roles (name) VALUES\n"
         "    ('admin'),\n"
         "    ('editor'),\n"
         "    ('viewer')"), 0, 0, {"versions/control_known.mako", 2}},
    {SQL("SELECT 0, 0, 0, 10, 1, 0, 1, 0, 2, 1, 'a'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1, 0, 0, 20, 0, 1, 0, 1, 2, 0, 'b'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 0, 1, 1, 10, 1, 0, 1, 0, 2, 1, 'a'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1, 1, 1, 20, 0, 1, 0, 1, 2, 0, 'b'"), 0, ALUDEL_READS, {"versions/control_known.mako", 9}},
    {SQL("SELECT 1"), 0, ALUDEL_READS, {"versions/control_known.mako", 18}},
    {SQL("SELECT 3"), 0, ALUDEL_READS, {"versions/control_known.mako", 18}},
    {SQL("SELECT 'other'"), 0, ALUDEL_READS, {"versions/control_known.mako", 26}},
    {SQL("SELECT 'two'"), 0, ALUDEL_READS, {"versions/control_known.mako", 24}},
    {SQL("% is a percent sign"), 0, 0, {"versions/control_known.mako", 29}},
};

bool t_upgrade_control_known(struct aludel_op *op)
{
    if (aludel_dialect(op) == ALUDEL_POSTGRESQL)
        return aludel_run(op, rows_control_known_up_postgresql, 10);
    return aludel_run(op, rows_control_known_up_sqlite, 10);
}

bool t_downgrade_control_known(struct aludel_op *op)
{
    return aludel_ok(op);
}

