/* memory.c: every allocation of a rebuild may fail, and nothing is left behind; the rows need no memory of ours. */
#include "driver/support.h"
#include "op/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct aludel_place at = {"versions/a1_test.mako", 3};
static const char *const columns[] = {"b", "c"};
static const struct aludel_edit copied[] = {
    {.kind = ALUDEL_EDIT_DROP_CONSTRAINT,
     .constraint = ALUDEL_CONSTRAINT_UNIQUE,
     .columns = columns,
     .column_count = 2},
    {.kind = ALUDEL_EDIT_DROP_COLUMN, .name = "c"},
    {.kind = ALUDEL_EDIT_ADD_COLUMN, .name = "e", .sql = "e TEXT DEFAULT 'x'", .after = "a"},
    {.kind = ALUDEL_EDIT_SET_TYPE, .name = "b", .sql = "VARCHAR(20) COLLATE NOCASE"},
    {.kind = ALUDEL_EDIT_MOVE_COLUMN, .name = "b", .before = "a"},
};
static const struct aludel_edit in_place[] = {
    {.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "b"},
    {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .name = "short", .sql = "CONSTRAINT short CHECK (length(b) < 90)"},
    {.kind = ALUDEL_EDIT_ADD_CONSTRAINT, .sql = "FOREIGN KEY (a) REFERENCES p (id)"},
};

static struct bench b;

static void make(int rows)
{
    char sql[200];
    bench_run(&b, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
    bench_run(&b, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT, UNIQUE (b, c))");
    bench_run(&b, "CREATE INDEX i ON t (b)");
    bench_run(&b, "CREATE VIEW v AS SELECT b FROM t");
    bench_run(&b, "CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT 1; END");
    al_format(
        sql, sizeof sql,
        "INSERT INTO t WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k LIMIT %d) SELECT i, "
        "'row ' || i, i FROM k",
        rows);
    bench_run(&b, sql);
    bench_run(&b, "INSERT INTO p SELECT a FROM t");
}

static void rebuild(const struct aludel_edit *edits, uint32_t count)
{
    const struct aludel_rebuilt what = {.table = "t", .edits = edits, .edit_count = count};
    aludel_rebuild(&b.op, &at, &what);
}

/* False: no allocation failed any more. A statement that isn't kept for want of memory is no failure. */
static bool fails_at(size_t n, const struct aludel_edit *edits, uint32_t count)
{
    struct counting books = {0};
    const struct aludel_allocator allocator = counting_allocator(&books);
    bench_open(&b, &al_sqlite_driver, &allocator);
    make(3);
    books.fail_at = books.calls + n;
    rebuild(edits, count);
    bool failed = books.calls >= books.fail_at;
    assert_true(aludel_ok(&b.op) || b.error.code == ALUDEL_NO_MEMORY);
    assert_true(failed || aludel_ok(&b.op));
    bench_close(&b);
    assert_int_equal(books.live, 0);
    return failed;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    size_t n = 1, m = 1;
    while (fails_at(n, copied, sizeof copied / sizeof *copied)) {
        n++;
    }
    while (fails_at(m, in_place, sizeof in_place / sizeof *in_place)) {
        m++;
    }
    assert_true(n > 2 && m > 2);
}

static size_t peak_of(int rows)
{
    struct counting books = {0};
    const struct aludel_allocator allocator = counting_allocator(&books);
    bench_open(&b, &al_sqlite_driver, &allocator);
    make(rows);
    rebuild(copied, sizeof copied / sizeof *copied);
    assert_true(aludel_ok(&b.op));
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t WHERE e = 'x'"), rows);
    bench_close(&b);
    return books.peak;
}

static void rows_need_no_memory(void **state)
{
    (void)state;
    size_t few = peak_of(3), many = peak_of(20000);
    assert_int_equal(few, many);
    print_message("a rebuild of a small table: %zu bytes\n", few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(rows_need_no_memory),
    };
    return cmocka_run_group_tests_name("rebuild_memory", tests, NULL, NULL);
}
