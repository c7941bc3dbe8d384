/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_4f2a, t_downgrade_4f2a;

/* versions/script.py: users */
static const struct aludel_statement rows_4f2a_up[] = {
    {SQL("CREATE TABLE products (name text, price integer)"), 0, ALUDEL_DDL, {"versions/script.py", 23}},
    {SQL("INSERT INTO products (name, price) VALUES ('lamp', 1)"), 0, 0, {"versions/script.py", 18}},
    {SQL("INSERT INTO products (name, price) VALUES ('rock 'n' roll', 1)"), 0, 0, {"versions/script.py", 18}},
    {SQL("SELECT name FROM products"), 0, ALUDEL_READS, {"versions/script.py", 28}},
};
static const struct aludel_place places_4f2a_up[] = {
    {"versions/script.py", 29},
    {"versions/script.py", 30},
    {"versions/script.py", 32},
};

bool t_upgrade_4f2a(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    {
        aludel_run(op, rows_4f2a_up, 3);
        struct aludel_value row = aludel_unset();
        struct aludel_rows rows_7;
        aludel_rows_open(op, &rows_7, (struct aludel_bound){&rows_4f2a_up[3], NULL}, NULL, 0);
        while (aludel_rows_next(op, &rows_7, &row)) {
            aludel_at(op, &places_4f2a_up[0]);
            struct aludel_value v1 = aludel_py(len, e, aludel_py(attribute, e, row, ALUDEL_STRING("name")));
            struct aludel_value v2 = aludel_py(attribute, e, row, ALUDEL_STRING("name"));
            aludel_sql_open(op, &places_4f2a_up[0], 0);
            aludel_sql_text(op, SQL("UPDATE products SET price = "));
            aludel_sql_parameter(op, v1);
            aludel_sql_text(op, SQL(" WHERE name = '"));
            aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v2);
            aludel_sql_text(op, SQL("'"));
            aludel_send(op, aludel_sql_close(op));
        }
        aludel_at(op, &places_4f2a_up[1]);
        if (aludel_true(op, aludel_py(eq, e, aludel_env(op, "KEEP", ALUDEL_STRING("no")), ALUDEL_STRING("yes")))) {
            goto end_1;
        }
        aludel_at(op, &places_4f2a_up[2]);
        struct aludel_value v3 = aludel_utcnow(op);
        aludel_sql_open(op, &places_4f2a_up[2], 0);
        aludel_sql_text(op, SQL("DELETE FROM products WHERE name = '"));
        aludel_sql_hole(op, ALUDEL_HOLE_STRING, NULL, v3);
        aludel_sql_text(op, SQL("'"));
        aludel_send(op, aludel_sql_close(op));
    }
    end_1:;
    return aludel_ok(op);
}

bool t_downgrade_4f2a(struct aludel_op *op)
{
    return aludel_ok(op);
}

