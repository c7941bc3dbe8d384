/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/skip_data.py: what can't be read is left out */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE products (id integer, name text, slug text)"), 0, ALUDEL_DDL, {"versions/skip_data.py", 29}},
    {SQL("CREATE INDEX ix ON products (name)"), 0, ALUDEL_DDL, {"versions/skip_data.py", 33}},
    {SQL("UPDATE products SET slug = name"), 0, 0, {"versions/skip_data.py", 48}},
    {SQL("INSERT INTO products (id) VALUES (0)"), 0, 0, {"versions/skip_data.py", 50}},
    {SQL("INSERT INTO products (id) VALUES (1)"), 0, 0, {"versions/skip_data.py", 50}},
};
static const struct aludel_place places_4f2a_up[] = {
    {"versions/skip_data.py", 31},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    aludel_refuse_rows(op, &places_4f2a_up[0]);
    aludel_run(op, rows_4f2a_up, 5);
    return aludel_ok(op);
}

static const struct aludel_statement rows_4f2a_down[] = {
    {SQL("DROP TABLE products"), 0, ALUDEL_DDL, {"versions/skip_data.py", 55}},
};

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_run(op, rows_4f2a_down, 1);
}

