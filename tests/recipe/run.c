/* run.c: recipes on a database. */
#include "op/support.h"
#include "recipe/recipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct bench b;

static int open_live(void **state)
{
    (void)state;
    bench_open(&b, &al_sqlite_driver, NULL);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

/* Of a copy that is no string, so that nobody can go by its end. */
static bool run(const char *z)
{
    size_t n = strlen(z);
    char *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    memcpy(copy, z, n);
    struct al_recipe r = {copy, copy + n};
    assert_true(al_recipe_sound(r));
    bool ok = al_recipe_run(&b.op, r);
    free(copy);
    return ok;
}

static void assert_table(const char *name, const char *sql)
{
    char query[200];
    al_format(query, sizeof query, "SELECT sql FROM sqlite_schema WHERE name = '%s'", name);
    struct aludel_statement st = statement_at(query, ALUDEL_READS, 1);
    struct aludel_value is = aludel_scalar(&b.op, (struct aludel_bound){&st, NULL});
    assert_int_equal(is.type, ALUDEL_STRING);
    assert_int_equal(is.as.text.n, strlen(sql));
    assert_memory_equal(is.as.text.z, sql, strlen(sql));
}

static void statements_run_in_order(void **state)
{
    (void)state;
    assert_true(run(""));
    assert_true(run("s18:CREATE TABLE t (n)s24:INSERT INTO t VALUES (1)s18:UPDATE t SET n = 4"));
    assert_int_equal(bench_number(&b, "SELECT n FROM t"), 4);
}

static void an_error_ends_it(void **state)
{
    (void)state;
    assert_false(run("@3;s18:CREATE TABLE t (n)@5;s24:INSERT INTO u VALUES (1)s12:DROP TABLE t"));
    assert_string_equal(b.error.message, "no such table: u");
    assert_string_equal(b.error.file, "versions/a1_test.mako");
    assert_int_equal(b.error.line, 5);
    assert_string_equal(b.error.statement, "INSERT INTO u VALUES (1)");
    assert_false(run("s12:DROP TABLE t")); /* nothing runs behind it */
    bench_again(&b);
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 0);
}

static void rebuilds_have_all_parts(void **state)
{
    (void)state;
    bench_run(&b, "CREATE TABLE t (a, b INT NOT NULL, c TEXT, UNIQUE (b, c))");
    bench_run(&b, "INSERT INTO t VALUES (1, 2, 'x')");
    assert_true(run("r1:tS4:maine5;n1:be9;k1;c1:bc1:ce;n1:dq16:d INT DEFAULT 44b1:be;n1:aq3:a Xx1;.;"));
    assert_table("t", "CREATE TABLE t (a, d INT DEFAULT 44, b INT, c TEXT)");
    assert_int_equal(bench_number(&b, "SELECT a + b + d FROM t"), 47);
    assert_true(run("r1:te10;n1:cq3:'y'e2;n1:aa1:c.;"));
}

static void an_edit_has_its_line(void **state)
{
    (void)state;
    bench_run(&b, "CREATE TABLE t (a, b)");
    assert_false(run("@7;r1:te3;n1:aq3:INT@9;e1;n1:x.;"));
    assert_string_equal(b.error.message, "the table 't' has no column 'x'");
    assert_int_equal(b.error.line, 9);
}

/* ---- Without memory --------------------------------------------------------------------------------- */

struct miser {
    size_t left;
};

static void *miserly_resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct miser *m = with;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    if (m->left == 0) {
        return NULL;
    }
    m->left--;
    return realloc(block, new_size);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    bool done = false;
    for (size_t limit = 0; !done; limit++) {
        struct miser m = {SIZE_MAX};
        struct aludel_allocator allocator = {miserly_resize, &m};
        bench_open(&b, &al_sqlite_driver, &allocator);
        bench_run(&b, "CREATE TABLE t (a, b, CHECK (a > 1))");
        bench_again(&b);
        m.left = limit;
        done = run("r1:te1;n1:be9;k3;q7:(a > 1).;");
        if (!done) {
            assert_string_equal(b.error.message, "out of memory");
        }
        m.left = SIZE_MAX;
        bench_close(&b);
        assert_true(limit < 10000);
    }
}

#define live(test) cmocka_unit_test_setup_teardown(test, open_live, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        live(statements_run_in_order),        live(an_error_ends_it),
        live(rebuilds_have_all_parts),        live(an_edit_has_its_line),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
