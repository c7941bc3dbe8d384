/* memory.c: loops need constant memory, and every allocation may fail. */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct books {
    size_t live, peak, calls, fail_at;
};

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct books *k = with;
    if (new_size > 0 && ++k->calls == k->fail_at) {
        return NULL;
    }
    k->live += new_size - old_size;
    k->peak = k->live > k->peak ? k->live : k->peak;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static struct bench b;

/* A row loop with an inner loop, a statement put together in each turn, and a variable that is kept. */
static void work(struct aludel_value *last)
{
    struct aludel_statement select = statement_at("SELECT n, 'text ' || n AS s FROM t", ALUDEL_READS, 3);
    struct aludel_place at = {"versions/a1_test.mako", 4};
    struct aludel_eval *e = aludel_eval(&b.op);
    struct aludel_value *const kept[] = {last};
    struct aludel_rows rows;
    struct aludel_value row;
    aludel_rows_open(&b.op, &rows, (struct aludel_bound){&select, NULL}, kept, 1);
    while (aludel_rows_next(&b.op, &rows, &row)) {
        *last = aludel_py(add, e, aludel_py(attribute, e, row, ALUDEL_STRING("s")), ALUDEL_STRING("!"));
        aludel_sql_open(&b.op, &at, 0);
        aludel_sql_text(&b.op, "UPDATE u SET s = ", 17);
        struct aludel_loop loop = {0};
        while (aludel_turn(&b.op, &loop) && loop.turn <= 3) {
            aludel_sql_hole(&b.op, ALUDEL_HOLE_LITERAL, NULL, *last);
            aludel_sql_text(&b.op, " || ", 4);
        }
        aludel_sql_parameter(&b.op, *last);
        aludel_send(&b.op, aludel_sql_close(&b.op));
    }
}

static void fill(int rows)
{
    char sql[200];
    al_format(sql, sizeof sql,
              "CREATE TABLE t AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT %d)"
              " SELECT n FROM c",
              rows);
    bench_run(&b, sql);
    bench_run(&b, "CREATE TABLE u (s TEXT)");
    bench_run(&b, "INSERT INTO u VALUES ('')");
}

static void loops_need_constant_memory(void **state)
{
    (void)state;
    struct books books = {0};
    const struct aludel_allocator allocator = {resize, &books};
    struct aludel_value last = aludel_none();
    bench_open(&b, &al_sqlite_driver, &allocator);
    fill(20000);
    size_t before = books.live;
    work(&last);
    assert_true(aludel_ok(&b.op));
    assert_string_equal(shown(last), "'text 20000!'");
    assert_true(books.peak - before < 60000);
    bench_close(&b);
    assert_int_equal(books.live, 0);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (size_t n = 1; !done && n < 500; n++) {
        struct books books = {0};
        const struct aludel_allocator allocator = {resize, &books};
        struct aludel_value last = aludel_none();
        bench_open(&b, &al_sqlite_driver, &allocator);
        fill(3);
        books.fail_at = books.calls + n;
        work(&last);
        done = books.calls < books.fail_at;
        assert_true(aludel_ok(&b.op) || b.error.code == ALUDEL_NO_MEMORY);
        assert_true(!done || aludel_ok(&b.op));
        bench_close(&b);
        assert_int_equal(books.live, 0);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_need_constant_memory),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("op_memory", tests, NULL, NULL);
}
