/* conformance.c: see conformance.h. The SQL is what every database understands. */
#include "conformance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check(struct al_driver *d, bool ok)
{
    if (!ok) {
        fail_msg("%s [%s]", d->error.message, d->error.statement);
    }
}

void must(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    check(d, d->type->send(d, &request) && d->type->settle(d));
}

static bool try(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    return d->type->send(d, &request) && d->type->settle(d);
}

static struct aludel_value first(struct aludel_value rows)
{
    assert_int_equal(rows.type, ALUDEL_LIST);
    assert_true(rows.as.items->count > 0);
    return rows.as.items->values[0].as.items->values[0];
}

int64_t number_of(struct al_driver *d, const char *sql)
{
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct aludel_value rows;
    check(d, d->type->query(d, &request, &e, &rows));
    int64_t n = first(rows).as.integer;
    al_arena_free(&arena);
    return n;
}

static void begin(struct al_driver *d)
{
    check(d, d->type->begin(d, AL_BEGIN_WRITE));
}

static void commit(struct al_driver *d)
{
    check(d, d->type->commit(d) && d->type->settle(d));
}

/* ---- Groups ------------------------------------------------------------------------------------ */

static void commit_keeps(const struct subject *s)
{
    struct al_driver *d = s->open();
    begin(d);
    assert_true(d->in_group);
    assert_int_equal(d->begun, 1);
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1), (2)");
    commit(d);
    assert_false(d->in_group);
    assert_int_equal(d->committed, 1);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 2);
    d->type->close(d);
}

static void rollback_undoes(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    begin(d);
    must(d, "INSERT INTO t VALUES (1)");
    must(d, "CREATE TABLE u (n INTEGER)");
    d->type->rollback(d);
    assert_false(d->in_group);
    assert_int_equal(d->committed, 0);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 0);
    begin(d); /* in a caller's transaction, what fails outside groups takes that with it */
    assert_false(try(d, "SELECT * FROM u"));
    d->type->rollback(d);
    begin(d);
    assert_int_equal(d->begun, 3);
    commit(d);
    assert_int_equal(d->committed, 3);
    d->type->close(d);
}

static void closing_rolls_back(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    begin(d);
    must(d, "INSERT INTO t VALUES (1)");
    d->type->close(d);
    if (!s->again) {
        return;
    }
    struct al_driver *other = s->again();
    assert_int_equal(number_of(other, "SELECT count(*) FROM t"), 0);
    other->type->close(other);
}

/* The first error stays, and nothing is taken until the rollback. */
static void errors_stick(const struct subject *s)
{
    struct al_driver *d = s->open();
    begin(d);
    must(d, "CREATE TABLE t (n INTEGER)");
    assert_false(try(d, "SELECT wrong FROM t"));
    char message[256];
    al_format(message, sizeof message, "%s", d->error.message);
    assert_true(strstr(message, "wrong"));
    assert_string_equal(d->error.file, "versions/a1_test.mako");
    assert_int_equal(d->error.line, 7);
    assert_string_equal(d->error.revision, "a1");
    assert_string_equal(d->error.statement, "SELECT wrong FROM t");
    assert_false(try(d, "INSERT INTO t VALUES (1)"));
    assert_false(d->type->commit(d) && d->type->settle(d));
    assert_string_equal(d->error.message, message);
    d->type->rollback(d);
    assert_int_equal(d->error.code, ALUDEL_OK);
    must(d, "CREATE TABLE t (n INTEGER)");
    d->type->close(d);
}

static void why_it_failed(const struct subject *s)
{
    static const struct {
        const char *sql;
        enum al_why why;
    } cases[] = {{"SELECT 1 FROM nowhere", AL_WHY_NO_TABLE},
                 {"SELECT wrong FROM t", AL_WHY_NO_COLUMN},
                 {"CREATE TABLE t (n INTEGER)", AL_WHY_EXISTS},
                 {"SELEC 1", AL_WHY_OTHER}};
    struct al_driver *d = s->open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(d);
        must(d, "CREATE TABLE t (n INTEGER)");
        assert_false(try(d, cases[i].sql));
        assert_int_equal(d->type->why(&d->error), cases[i].why);
        d->type->rollback(d);
    }
    struct aludel_error ours = {.code = ALUDEL_FAILED, .message = "no such table"};
    assert_int_equal(d->type->why(&ours), AL_WHY_OTHER);
    d->type->close(d);
}

static void error_has_a_position(const struct subject *s)
{
    struct al_driver *d = s->open();
    assert_false(try(d, "SELECT '\xc3\xa4\xc3\xb6', wrong"));
    assert_int_equal(d->error.position, 14); /* characters, not bytes */
    d->type->close(d);
}

/* ---- Statements ---------------------------------------------------------------------------------- */

static int64_t counted(struct al_driver *d, const char *sql, unsigned flags,
                       const struct aludel_value *values)
{
    int64_t changed = -1;
    struct aludel_statement st = statement(sql, flags);
    struct al_request request = request_of(&st, values);
    check(d, d->type->count(d, &request, &changed));
    return changed;
}

static void count_counts(const struct subject *s)
{
    struct al_driver *d = s->open();
    assert_int_equal(counted(d, "CREATE TABLE t (n INTEGER)", ALUDEL_DDL, NULL), 0);
    assert_int_equal(counted(d, "INSERT INTO t VALUES (1), (2), (3)", 0, NULL), 3);
    assert_int_equal(counted(d, "CREATE INDEX i ON t (n)", ALUDEL_DDL, NULL), 0);
    assert_int_equal(counted(d, "UPDATE t SET n = n + 1 WHERE n > 1", 0, NULL), 2);
    assert_int_equal(counted(d, "UPDATE t SET n = 0 WHERE n > 100", 0, NULL), 0);
    assert_int_equal(counted(d, "DELETE FROM t", 0, NULL), 3);
    d->type->close(d);
}

static void a_whole_statement_only(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    begin(d);
    assert_false(try(d, "INSERT INTO t VALUES (1); DELETE FROM t"));
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 0);
    must(d, "INSERT INTO t VALUES (1); -- and that was it");
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 1);
    d->type->close(d);
}

static void parameters_arrive(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (i BIGINT, f DOUBLE PRECISION, s TEXT, x TEXT, n INTEGER)");
    const char *quotes = "it's \"x\" \\ ; -- $$ \xc3\xa4";
    const struct aludel_value values[] = {aludel_int(INT64_MIN), aludel_float(0.1),
                                          aludel_textual(ALUDEL_STRING, quotes, strlen(quotes)),
                                          ALUDEL_STRING(""), aludel_none()};
    for (int i = 0; i < 40; i++) { /* the statement is kept, and gets along with others between */
        assert_int_equal(counted(d, "INSERT INTO t VALUES (\1, \1, \1, \1, \1)", 0, values), 1);
        char sql[64];
        al_format(sql, sizeof sql, "DELETE FROM t WHERE \1 = %d", i + 1);
        assert_int_equal(counted(d, sql, 0, (const struct aludel_value[]){aludel_int(0)}), 0);
    }
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement("SELECT i, f, s, x, n FROM t WHERE i = \1", ALUDEL_READS);
    struct al_request request = request_of(&st, values);
    struct aludel_value rows;
    check(d, d->type->query(d, &request, &e, &rows));
    assert_int_equal(rows.as.items->count, 40);
    const struct aludel_items *row = rows.as.items->values[39].as.items;
    assert_int_equal(row->values[0].as.integer, INT64_MIN);
    assert_true(row->values[1].as.number == 0.1);
    assert_true(al_is(row->values[2].as.text, quotes));
    assert_int_equal(row->values[3].type, ALUDEL_STRING);
    assert_int_equal(row->values[3].as.text.n, 0);
    assert_int_equal(row->values[4].type, ALUDEL_NONE);
    assert_true(al_is(row->keys[2].as.text, "s"));
    al_arena_free(&arena);
    d->type->close(d);
}

static void odd_values_are_refused(const struct subject *s)
{
    struct aludel_items items = {0};
    const struct aludel_value odd[] = {aludel_textual(ALUDEL_SQL, "now()", 5),
                                       {ALUDEL_LIST, {.items = &items}},
                                       aludel_unset(),
                                       {ALUDEL_DICT, {.items = &items}}};
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct aludel_statement st = statement("INSERT INTO t VALUES (\1)", 0);
        struct al_request request = request_of(&st, &odd[i]);
        assert_false(d->type->send(d, &request) && d->type->settle(d));
        assert_true(strstr(d->error.message, "parameter"));
        d->type->rollback(d);
    }
    d->type->close(d);
}

static void query_can_be_limited(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1), (2), (3)");
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement("SELECT n FROM t ORDER BY n", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    request.limit = 2;
    struct aludel_value rows;
    check(d, d->type->query(d, &request, &e, &rows));
    assert_int_equal(rows.as.items->count, 2);
    struct aludel_statement insert = statement("INSERT INTO t VALUES (4), (5), (6) RETURNING n", 0);
    request = request_of(&insert, NULL);
    request.limit = 1;
    check(d, d->type->query(d, &request, &e, &rows));
    assert_int_equal(rows.as.items->count, 1);
    assert_int_equal(number_of(d, "SELECT count(*) FROM t"), 6);
    al_arena_free(&arena);
    d->type->close(d);
}

/* ---- Cursors --------------------------------------------------------------------------------------- */

struct loop {
    struct aludel_arena arena;
    struct aludel_eval e;
    struct al_cursor *cursor;
};

static void open_loop(struct al_driver *d, struct loop *loop, const char *sql)
{
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    al_arena_init(&loop->arena, NULL);
    loop->e = (struct aludel_eval){.arena = &loop->arena};
    check(d, d->type->open_rows(d, &request, &loop->cursor));
}

static bool next(struct al_driver *d, struct loop *loop, int64_t *n)
{
    struct aludel_value row;
    if (!d->type->next_row(d, loop->cursor, &loop->e, &row)) {
        check(d, d->error.code == ALUDEL_OK);
        return false;
    }
    *n = row.as.items->values[0].as.integer;
    return true;
}

static void close_loop(struct al_driver *d, struct loop *loop)
{
    d->type->close_rows(d, loop->cursor);
    al_arena_free(&loop->arena);
}

/* The body changes the very table that is read. */
static void rows_stand_still(const struct subject *s)
{
    struct al_driver *d = s->open();
    begin(d);
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1), (2), (3)");
    struct loop loop;
    int64_t n, seen = 0, sum = 0;
    open_loop(d, &loop, "SELECT n FROM t ORDER BY n");
    while (next(d, &loop, &n)) {
        must(d, "INSERT INTO t SELECT n + 10 FROM t");
        must(d, "UPDATE t SET n = n + 100");
        seen++;
        sum += n;
    }
    assert_false(next(d, &loop, &n)); /* and stays at the end */
    close_loop(d, &loop);
    assert_int_equal(seen, 3);
    assert_int_equal(sum, 6);
    must(d, "DROP TABLE t");
    commit(d);
    d->type->close(d);
}

static void loops_nest(const struct subject *s)
{
    struct al_driver *d = s->open();
    begin(d);
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1), (2), (3)");
    struct loop outer, inner;
    int64_t a, b, pairs = 0;
    open_loop(d, &outer, "SELECT n FROM t");
    while (next(d, &outer, &a)) {
        open_loop(d, &inner, "SELECT n FROM t");
        while (next(d, &inner, &b)) {
            pairs++;
        }
        close_loop(d, &inner);
        must(d, "CREATE TABLE u (n INTEGER)");
        must(d, "DROP TABLE u");
    }
    close_loop(d, &outer);
    assert_int_equal(pairs, 9);
    commit(d);
    d->type->close(d);
}

static void a_group_ends_its_loops(const struct subject *s)
{
    struct al_driver *d = s->open();
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1), (2), (3)");
    for (int i = 0; i < 2; i++) {
        struct loop loop;
        int64_t n;
        begin(d);
        open_loop(d, &loop, "SELECT n FROM t");
        assert_true(next(d, &loop, &n));
        if (i == 0) {
            d->type->rollback(d);
        } else {
            commit(d);
        }
        al_arena_free(&loop.arena);
        must(d, i ? "DROP TABLE t" : "UPDATE t SET n = 5");
    }
    d->type->close(d);
}

static void a_wrong_query_is_an_error(const struct subject *s)
{
    struct al_driver *d = s->open();
    struct aludel_statement st = statement("SELECT n FROM nowhere", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    assert_false(d->type->open_rows(d, &request, &cursor));
    assert_null(cursor);
    assert_true(strstr(d->error.message, "nowhere"));
    assert_int_equal(d->error.line, 7);
    d->type->close(d);
}

/* ---- Interruption ------------------------------------------------------------------------------------ */

static void interruption_stops(const struct subject *s)
{
    struct al_driver *d = s->open();
    begin(d);
    must(d, "CREATE TABLE t (n INTEGER)");
    d->type->interrupt(d);
    assert_false(try(d, "INSERT INTO t VALUES (1)"));
    assert_int_equal(d->error.code, ALUDEL_INTERRUPTED);
    d->type->rollback(d);
    must(d, "CREATE TABLE t (n INTEGER)");
    d->type->close(d);
}

struct conformance_test {
    const char *name;
    void (*run)(const struct subject *subject);
};

#define TEST(function)      \
    {                       \
#function, function \
    }
static const struct conformance_test conformance_tests[] = {
    TEST(commit_keeps),
    TEST(rollback_undoes),
    TEST(closing_rolls_back),
    TEST(errors_stick),
    TEST(why_it_failed),
    TEST(error_has_a_position),
    TEST(count_counts),
    TEST(a_whole_statement_only),
    TEST(parameters_arrive),
    TEST(odd_values_are_refused),
    TEST(query_can_be_limited),
    TEST(rows_stand_still),
    TEST(loops_nest),
    TEST(a_group_ends_its_loops),
    TEST(a_wrong_query_is_an_error),
    TEST(interruption_stops),
};
#define CONFORMANCE_COUNT (sizeof conformance_tests / sizeof conformance_tests[0])

/* ---- All of it --------------------------------------------------------------------------------------- */

struct pairing {
    const struct conformance_test *test;
    const struct subject *subject;
};

static void run_pairing(void **state)
{
    const struct pairing *p = *state;
    p->test->run(p->subject);
    p->subject->done();
}

#define MOST 160

int run_all(const struct subject *subjects, size_t subject_count, const struct CMUnitTest *own,
            size_t own_count, int (*set_up)(void **state), int (*tear_down)(void **state))
{
    static char names[MOST][80];
    static struct CMUnitTest tests[MOST];
    static struct pairing pairings[MOST];
    size_t count = 0;
    for (size_t s = 0; s < subject_count; s++) {
        for (size_t t = 0; t < CONFORMANCE_COUNT; t++, count++) {
            snprintf(names[count], sizeof names[0], "%s/%s", subjects[s].name, conformance_tests[t].name);
            pairings[count] = (struct pairing){&conformance_tests[t], &subjects[s]};
            tests[count] = (struct CMUnitTest){names[count], run_pairing, NULL, NULL, &pairings[count]};
        }
    }
    for (size_t i = 0; i < own_count; i++) {
        tests[count++] = own[i];
    }
    return _cmocka_run_group_tests("driver", tests, count, set_up, tear_down);
}
