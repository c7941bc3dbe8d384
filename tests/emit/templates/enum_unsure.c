/* ==== t_0.c */
/* Made by aludel VERSION from the environment's migrations: change that, not this file. */
#include <aludel/generated.h>

ALUDEL_GENERATED_FOR(10);

#define SQL(text) text, sizeof(text) - 1

aludel_step_fn t_upgrade_a1, t_downgrade_a1;

/* versions/enum_unsure.py: types that may be there */
static const struct aludel_statement rows_a1_up[] = {
    {SQL("CREATE TYPE sure AS ENUM ('x')"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 13}},
    {SQL("CREATE TABLE t (\n"
         "    id INTEGER\n"
         ")"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 15}},
    {SQL("DO $$ BEGIN CREATE TYPE perhaps AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"), 0, 0, {"versions/enum_unsure.py", 17}},
    {SQL("ALTER TABLE t ADD COLUMN n perhaps"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 17}},
    {SQL("DO $$ BEGIN CREATE TYPE perhaps AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"), 0, 0, {"versions/enum_unsure.py", 18}},
    {SQL("CREATE TABLE u (\n"
         "    n perhaps\n"
         ")"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 18}},
    {SQL("DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); END $$"), 0, 0, {"versions/enum_unsure.py", 19}},
    {SQL("DO $doo$ BEGIN CREATE TYPE mood AS ENUM ('it''s', '$$', '$do$'); EXCEPTION WHEN duplicate_object THEN NULL; END $doo$"), 0, 0, {"versions/enum_unsure.py", 20}},
    {SQL("DO $$ BEGIN CREATE TYPE mood AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"), 0, 0, {"versions/enum_unsure.py", 21}},
    {SQL("CREATE TABLE v (\n"
         "    m mood\n"
         ")"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 21}},
    {SQL("DO $$ BEGIN CREATE TYPE sure AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"), 0, 0, {"versions/enum_unsure.py", 22}},
    {SQL("CREATE TYPE plain AS ENUM ('x')"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 23}},
    {SQL("ALTER TABLE v ADD COLUMN o other"), 0, ALUDEL_DDL, {"versions/enum_unsure.py", 24}},
};
static const struct aludel_place places_a1_up[] = {
    {"versions/enum_unsure.py", 16},
};

bool t_upgrade_a1(struct aludel_op *op)
{
    struct aludel_eval *const e = aludel_eval(op);
    aludel_run(op, rows_a1_up, 2);
    aludel_at(op, &places_a1_up[0]);
    struct aludel_value v1 = aludel_get_columns(op, ALUDEL_STRING("t"), aludel_none());
    struct aludel_value v2 = py_list_of(e, 0, NULL);
    struct aludel_value c = aludel_unset();
    struct aludel_value *const kept_2[] = {&v2};
    struct aludel_loop loop_2 = {.kept = kept_2, .kept_count = 1};
    const struct aludel_value over_2 = v1;
    while (aludel_turn(op, &loop_2) && aludel_item(op, over_2, loop_2.turn - 1, &c)) {
        aludel_at(op, &places_a1_up[0]);
        struct aludel_value v3 = aludel_py(eq, e, aludel_py(index, e, c, ALUDEL_STRING("name")), ALUDEL_STRING("n"));
        v2 = aludel_py(add, e, v2, aludel_py(list_of, e, v3));
    }
    aludel_at(op, &places_a1_up[0]);
    if (aludel_true(op, aludel_py(not, e, aludel_py(any, e, v2)))) {
        aludel_run(op, rows_a1_up + 2, 2);
    }
    aludel_run(op, rows_a1_up + 4, 9);
    return aludel_ok(op);
}

bool t_downgrade_a1(struct aludel_op *op)
{
    return aludel_ok(op);
}

