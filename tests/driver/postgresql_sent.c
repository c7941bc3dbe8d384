/* postgresql_sent.c: what is sent ahead needs little memory, what is prepared and opened is gone afterwards. */
#include "postgresql_support.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MEGABYTE (1024 * 1024)

static struct counting books;
static struct heard heard;
static struct al_driver *d;

static int open_it(void **state)
{
    (void)state;
    make_empty();
    books = (struct counting){0};
    heard.text[0] = '\0';
    d = open_with((struct al_connect){
        .url = server_url, .allocator = counting_allocator(&books), .event = hear, .with = &heard});
    return 0;
}

static int close_it(void **state)
{
    (void)state;
    d->type->close(d);
    assert_int_equal(books.live, 0);
    return 0;
}

/* libpq's memory included. */
static size_t in_use(void)
{
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

/* How many there are; fails when reading them takes memory. */
static size_t read_all(const char *sql)
{
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    struct aludel_value row;
    assert_true(d->type->open_rows(d, &request, &cursor));
    al_arena_new(&arena, 1);
    struct al_mark mark = al_arena_mark(&arena);
    size_t count = 0, before = in_use(), live = books.live;
    for (; d->type->next_row(d, cursor, &e, &row); count++) {
        al_arena_release(&arena, mark);
        if (count % 1000 == 0) {
            assert_true(in_use() < before + MEGABYTE && books.live < live + 10000);
        }
    }
    assert_int_equal(d->error.code, ALUDEL_OK);
    d->type->close_rows(d, cursor);
    al_arena_free(&arena);
    return count;
}

static const char many[] = "SELECT n, 'row number ' || n AS s FROM generate_series(1, 100000) AS g(n)";

static void a_loop_needs_constant_memory(void **state)
{
    (void)state;
    begin(d);
    assert_int_equal(read_all(many), 100000);
    commit(d);
}

static void outside_a_group_too(void **state)
{
    (void)state;
    assert_int_equal(read_all(many), 100000);
    assert_true(d->type->settle(d));
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'"), 0);
}

/* Two whole fetches: the third has to find out that there is nothing. */
static void as_many_rows_as_are_fetched(void **state)
{
    (void)state;
    assert_int_equal(read_all("SELECT generate_series(1, 512)"), 512);
    assert_int_equal(read_all("SELECT 1 WHERE false"), 0);
}

static void what_changes_gives_rows_too(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement("INSERT INTO t VALUES (7), (8) RETURNING n", 0);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    struct aludel_value row;
    assert_true(d->type->open_rows(d, &request, &cursor));
    for (int n = 7; n < 9; n++) {
        assert_true(d->type->next_row(d, cursor, &e, &row));
        assert_int_equal(row.as.items->values[0].as.integer, n);
    }
    assert_false(d->type->next_row(d, cursor, &e, &row));
    d->type->close_rows(d, cursor);
    al_arena_free(&arena);
}

/* ---- Prepared ------------------------------------------------------------------------------------- */

static void what_comes_again_is_prepared_once(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    begin(d);
    for (int i = 0; i < 1000; i++) {
        const struct aludel_value value = aludel_int(i);
        send_values(d, "INSERT INTO t VALUES (\1)", &value);
    }
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_prepared_statements"), 1);
    assert_int_equal(number_of(d,
                               "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'INSERT INTO t "
                               "VALUES ($1)'"),
                     1);
    commit(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_prepared_statements"), 0);
    assert_int_equal(number_of(d, "SELECT sum(n) FROM t") == 0 ? 0 : 1, 1);
    assert_int_equal(number_of(d, "SELECT count(DISTINCT n) FROM t"), 1000);
}

/* More of them than are kept: the one that wasn't used for longest makes room. */
static void many_that_come_again(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    begin(d);
    for (int i = 0; i < 200; i++) {
        char sql[80];
        const struct aludel_value value = aludel_int(1);
        al_format(sql, sizeof sql, "INSERT INTO t SELECT %d WHERE 1 = \1", i % 20);
        for (int twice = 0; twice < 2; twice++) {
            send_values(d, sql, &value);
        }
    }
    assert_true(number_of(d, "SELECT count(*) FROM pg_prepared_statements") <= 16);
    commit(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_prepared_statements"), 0);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 400);
}

static void an_error_leaves_nothing_prepared(void **state)
{
    (void)state;
    const struct aludel_value value = aludel_int(1);
    must(d, "CREATE TABLE t (n integer CHECK (n > 0))");
    begin(d);
    for (int i = 0; i < 3; i++) {
        send_values(d, "INSERT INTO t VALUES (\1)", &value);
    }
    assert_false(try(d, "SELECT 1 / 0"));
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_prepared_statements"), 0);
    begin(d);
    for (int i = 0; i < 3; i++) { /* the same names again */
        send_values(d, "INSERT INTO t VALUES (\1)", &value);
    }
    commit(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 3);
}

/* ---- Sent ahead ------------------------------------------------------------------------------------ */

static void groups_are_sent_ahead(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    size_t before = in_use();
    for (int i = 0; i < 3000; i++) {
        char sql[60];
        al_format(sql, sizeof sql, "INSERT INTO t VALUES (%d)", i);
        begin(d);
        send_values(d, sql, NULL);
        assert_true(d->type->commit(d));
    }
    assert_true(books.peak < MEGABYTE);
    assert_true(in_use() < before + 2 * MEGABYTE);
    assert_true(d->type->settle(d));
    assert_int_equal(d->begun, 3000);
    assert_int_equal(d->committed, 3000);
    assert_int_equal(number_of(d, "SELECT count(DISTINCT n) FROM t"), 3000);
}

/* Values wait in libpq's buffer: what the server hasn't taken counts, too. */
static void long_values_do_not_pile_up(void **state)
{
    (void)state;
    char *text = malloc(MEGABYTE);
    assert_non_null(text);
    memset(text, 'x', MEGABYTE);
    const struct aludel_value value = aludel_textual(ALUDEL_STRING, text, MEGABYTE);
    size_t before = in_use();
    begin(d);
    send_values(d, "SELECT pg_sleep(0.3)", NULL); /* the server takes its time */
    for (int i = 0; i < 100; i++) {
        send_values(d, "SELECT length(\1)", &value);
        assert_true(in_use() < before + 20 * MEGABYTE);
    }
    commit(d);
    free(text);
}

static void an_error_stops_what_was_sent_behind_it(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    for (int i = 0; i < 5 && d->error.code == ALUDEL_OK; i++) {
        d->mark = (uint32_t)i + 1;
        bool ok = d->type->begin(d, AL_BEGIN_WRITE);
        struct aludel_statement st = statement(i == 2 ? "SELECT 1 / 0" : "INSERT INTO t VALUES (1)", 0);
        struct al_request request = request_of(&st, NULL);
        ok = ok && d->type->send(d, &request);
        ok = ok && d->type->commit(d);
    }
    assert_false(d->type->settle(d));
    assert_string_equal(d->error.message, "division by zero");
    assert_int_equal(d->committed, 2);
    assert_int_equal(d->failed, 3);
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 2);
}

/* ---- Notices ------------------------------------------------------------------------------------------ */

static void a_migrations_notice_is_an_event(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer)");
    must(d, "CREATE TABLE IF NOT EXISTS t (n integer)");
    must(d, "DO $$ BEGIN RAISE WARNING 'look out'; END $$");
    must(d, "DO $$ BEGIN RAISE DEBUG 'nothing'; END $$");
    assert_string_equal(heard.text, "notice: NOTICE: relation \"t\" already exists, skipping\n"
                                    "notice: WARNING: look out\n");
}

static void one_of_ours_is_not(void **state)
{
    (void)state;
    struct aludel_statement st = statement("CREATE TABLE IF NOT EXISTS t (n integer)", 0);
    struct al_request ours = {.what = {&st, NULL}};
    for (int i = 0; i < 2; i++) {
        assert_true(d->type->send(d, &ours) && d->type->settle(d));
    }
    assert_string_equal(heard.text, "");
}

/* ---- COPY ------------------------------------------------------------------------------------------------ */

static void assert_no_copy(const char *sql)
{
    must(d, "CREATE TABLE IF NOT EXISTS t (n integer)");
    assert_false(try(d, sql));
    assert_error(d, ALUDEL_FAILED, "COPY from and to the client can't be part of a migration", "",
                 "write INSERT statements, or COPY from a file on the server");
    assert_true(d->lost);
    d->type->rollback(d);
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_error(d, ALUDEL_CONNECTION, "the connection to the server is gone", "", "");
    d->type->rollback(d);
}

static void copy_to_the_client(void **state)
{
    (void)state;
    assert_no_copy("COPY (SELECT 1) TO STDOUT");
}

static void copy_from_the_client(void **state)
{
    (void)state;
    assert_no_copy("COPY t FROM STDIN");
}

int main(void)
{
#define OPEN(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        OPEN(a_loop_needs_constant_memory),
        OPEN(outside_a_group_too),
        OPEN(as_many_rows_as_are_fetched),
        OPEN(what_changes_gives_rows_too),
        OPEN(what_comes_again_is_prepared_once),
        OPEN(many_that_come_again),
        OPEN(an_error_leaves_nothing_prepared),
        OPEN(groups_are_sent_ahead),
        OPEN(long_values_do_not_pile_up),
        OPEN(an_error_stops_what_was_sent_behind_it),
        OPEN(a_migrations_notice_is_an_event),
        OPEN(one_of_ours_is_not),
        OPEN(copy_to_the_client),
        OPEN(copy_from_the_client),
    };
    return cmocka_run_group_tests_name("driver_postgresql_sent", tests, connect_admin, disconnect_admin);
}
