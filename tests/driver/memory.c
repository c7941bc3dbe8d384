/* memory.c: row loops need constant memory, and a driver survives every failed allocation. */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#define ROWS 100000

static struct al_driver *open_counting(struct counting *books)
{
    struct al_connect connect = {.url = "sqlite://", .allocator = counting_allocator(books)};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    al_sqlite_driver.open(&d, &connect, &error);
    return d;
}

static bool send(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    return d->type->send(d, &request);
}

static void loops_need_constant_memory(void **state)
{
    (void)state;
    struct counting books = {0};
    struct al_driver *d = open_counting(&books);
    struct aludel_allocator allocator = counting_allocator(&books);
    struct aludel_arena arena;
    al_arena_init(&arena, &allocator);
    struct aludel_eval e = {.arena = &arena};
    assert_true(send(
        d, "CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000)"
           " SELECT x, 'row number ' || x AS s FROM c"));
    struct aludel_statement st = statement("SELECT * FROM t", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    struct aludel_value row;
    int64_t sqlite_before = sqlite3_memory_used();
    sqlite3_memory_highwater(1);
    assert_true(d->type->open_rows(d, &request, &cursor));
    size_t before = books.live, count = 0;
    al_arena_new(&arena, 1);
    struct al_mark mark = al_arena_mark(&arena);
    while (d->type->next_row(d, cursor, &e, &row)) {
        al_arena_release(&arena, mark);
        count++;
    }
    assert_int_equal(count, ROWS);
    assert_true(books.peak - before < 10000);
    assert_true(sqlite3_memory_highwater(0) - sqlite_before < 1500000);
    d->type->close_rows(d, cursor);
    al_arena_free(&arena);
    d->type->close(d);
    assert_int_equal(books.live, 0);
}

/* Everything a driver does; false when something failed. */
static bool do_it_all(struct al_driver *d, struct aludel_eval *e)
{
    struct aludel_statement insert = statement("INSERT INTO t VALUES (\1, \1)", 0);
    struct aludel_statement select = statement("SELECT * FROM t WHERE n >= \1", ALUDEL_READS);
    const struct aludel_value values[] = {aludel_int(1), ALUDEL_STRING("one")};
    struct al_request put = request_of(&insert, values), get = request_of(&select, values);
    struct al_cursor *cursor = NULL;
    struct aludel_value rows, row;
    int64_t changed;
    bool ok = d->type->begin(d, AL_BEGIN_WRITE) && send(d, "CREATE TABLE t (n INTEGER, s TEXT)") &&
              d->type->count(d, &put, &changed) && d->type->send(d, &put) &&
              d->type->query(d, &get, e, &rows) && d->type->open_rows(d, &get, &cursor);
    while (ok && d->type->next_row(d, cursor, e, &row)) {
    }
    ok = ok && d->error.code == ALUDEL_OK;
    d->type->close_rows(d, cursor);
    return ok && d->type->commit(d);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (size_t n = 1; !done && n < 200; n++) {
        struct counting books = {.fail_at = n};
        struct aludel_allocator allocator = counting_allocator(&books);
        struct aludel_arena arena;
        al_arena_init(&arena, &allocator);
        struct aludel_eval e = {.arena = &arena};
        struct al_driver *d = open_counting(&books);
        if (d) {
            bool ok = do_it_all(d, &e);
            assert_true(ok || d->error.code == ALUDEL_NO_MEMORY);
            done = ok && books.calls < n;
            d->type->rollback(d);
            assert_true(send(d, "SELECT 1"));
            d->type->close(d);
        }
        al_arena_free(&arena);
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
    return cmocka_run_group_tests_name("driver_memory", tests, NULL, NULL);
}
