/*
 * shared.c: a lent connection is changed during a call alone. Several handles share it, in whatever order they are closed, and
 * in between its owner has it as he made it.
 */
#include "apply/support.h"
#include "places.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define EVERY 20 /* milliseconds */

RUNS(up_table, "CREATE TABLE made (t TEXT)", "INSERT INTO made VALUES ('\xc3\xa9')")
RUNS(down_table, "DROP TABLE made")
#define COUNTED \
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT %s) SELECT count(*) FROM c"
RUNS(up_long, "CREATE TABLE made (n INTEGER)",
     "INSERT INTO made WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 3000000) SELECT "
     "count(*) FROM c")

static const struct aludel_registry *one(aludel_step_fn *up)
{
    const struct spec specs[] = {{.id = "aaaa1", .up = up, .down = down_table}};
    return chain(specs, 1);
}

/* ---- Who is told --------------------------------------------------------------------------------------- */

struct listener {
    int ticks, cancel_at;
    int64_t last, gap; /* the longest time without one */
};

static void on_event(void *with, const struct aludel_event *event)
{
    struct listener *l = with;
    if (event->kind == ALUDEL_EVENT_TICK) {
        int64_t at = now();
        l->gap = l->last && at - l->last > l->gap ? at - l->last : l->gap;
        l->last = at;
        if (++l->ticks == l->cancel_at) {
            aludel_interrupt(event->handle);
        }
    }
}

static struct aludel *open_for(const struct lent *lent, const struct aludel_registry *registry,
                               struct listener *listener, unsigned every)
{
    struct aludel_error error;
    struct aludel_config config = {.registry = registry,
                                   .event = listener ? on_event : NULL,
                                   .with = listener,
                                   .tick_milliseconds = every};
    place_lend(&config, lent);
    struct aludel *a = aludel_open(&config, &error);
    MUST(a, &error);
    return a;
}

static bool at_head(struct aludel *a)
{
    struct aludel_error error;
    bool is = false;
    MUST(aludel_is_at_head(a, &is, &error), &error);
    return is;
}

/* ---- PostgreSQL: modes ------------------------------------------------------------------------------------ */

static void is_his(const struct lent *lent, const char *processed)
{
    PGconn *conn = lent->postgresql;
    assert_int_equal(PQisnonblocking(conn), 0);
    assert_string_equal(lent_ask(lent, "SHOW client_encoding"), "LATIN1");
    assert_int_equal(PQpipelineStatus(conn), PQ_PIPELINE_OFF);
    assert_string_equal(processed, "");
    lent_ask(lent, "DROP TABLE IF EXISTS nothing_of_that_name");
    assert_has(processed, "nothing_of_that_name");
}

static void write_down(void *with, const char *text)
{
    snprintf(with, 200, "%s", text);
}

static void libpqs_modes_are_his_between_calls(void **state)
{
    struct place p;
    struct aludel_error error;
    char processed[200] = "";
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    PQsetClientEncoding(lent.postgresql, "LATIN1");
    PQsetNoticeProcessor(lent.postgresql, write_down, processed);
    struct aludel *a = open_for(&lent, one(up_table), NULL, 0);
    struct aludel *b = open_for(&lent, one(up_table), NULL, 0);
    assert_false(at_head(a));
    is_his(&lent, processed);
    processed[0] = '\0';
    assert_false(at_head(b));
    aludel_close(a); /* first opened, first closed */
    is_his(&lent, processed);
    MUST(aludel_upgrade(b, "head", NULL, &error), &error);
    processed[0] = '\0';
    is_his(&lent, processed);
    assert_string_equal(place_ask(&p, "SELECT ascii(t) FROM made"), "233"); /* it spoke UTF-8 */
    assert_true(at_head(b));
    aludel_close(b);
    processed[0] = '\0';
    is_his(&lent, processed);
    place_disconnect(&lent);
    place_end(&p);
}

/* Each call looks: he may have begun something meanwhile, which stays as it is. */
static void what_he_has_begun_is_left_alone(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel *a = open_for(&lent, one(up_table), NULL, 0);
    assert_false(at_head(a));
    assert_true(PQenterPipelineMode(lent.postgresql));
    assert_false(aludel_current(a, NULL, NULL, &error));
    assert_string_equal(error.message, "the connection that was lent is busy: read its results first");
    assert_int_equal(PQpipelineStatus(lent.postgresql), PQ_PIPELINE_ON);
    PQexitPipelineMode(lent.postgresql);
    PQsendQuery(lent.postgresql, "SELECT 'aaaa1'"); /* is no answer to a question of ours */
    assert_false(aludel_current(a, NULL, NULL, &error));
    assert_string_equal(error.message, "the connection that was lent is busy: read its results first");
    PGresult *his = PQgetResult(lent.postgresql);
    assert_string_equal(PQgetvalue(his, 0, 0), "aaaa1");
    PQclear(his);
    assert_null(PQgetResult(lent.postgresql));
    lent_ask(&lent, "BEGIN");
    lent_ask(&lent, "CREATE TABLE his (n INTEGER)");
    aludel_interrupt(a);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_int_equal(PQtransactionStatus(lent.postgresql), PQTRANS_INTRANS);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    lent_ask(&lent, "COMMIT");
    assert_string_equal(place_ask(&p, "SELECT count(*) FROM his, made"), "0");
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

/* ---- SQLite: handlers --------------------------------------------------------------------------------------- */

static void each_call_ticks_for_its_own_handle(void **state)
{
    struct place p;
    struct aludel_error error;
    struct listener first = {0}, second = {0};
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel *a = open_for(&lent, one(up_long), &first, EVERY);
    struct aludel *b = open_for(&lent, one(up_long), &second, EVERY);
    assert_false(at_head(a));
    assert_false(at_head(b));
    second = (struct listener){.cancel_at = 1};
    first = (struct listener){.last = now()};
    int64_t began = now();
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_int_equal(second.ticks, 0);
    assert_true(first.ticks >= (now() - began) / EVERY / 3);
    aludel_close(b);
    MUST(aludel_downgrade(a, "base", NULL, &error), &error);
    first = (struct listener){.cancel_at = 4}; /* inside the statement, after b's end */
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_has(error.statement, "INSERT INTO made");
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

static void his_own_statements_are_his(void **state)
{
    struct place p;
    char sql[200];
    struct listener l = {0};
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel *a = open_for(&lent, one(up_table), &l, EVERY);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    l.ticks = 0;
    snprintf(sql, sizeof sql, COUNTED, "500000");
    assert_string_equal(lent_ask(&lent, sql), "500000");
    aludel_interrupt(a); /* too late for the call, */
    assert_string_equal(lent_ask(&lent, sql), "500000");
    assert_int_equal(l.ticks, 0);
    assert_false(aludel_current(a, NULL, NULL, &error)); /* so it is the next one's */
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

/* A busy_timeout of his would be one long wait without a word. */
static void a_time_out_of_his_is_waited_out_with_ticks(void **state)
{
    struct place p;
    struct aludel_error error;
    struct listener l = {0};
    place_begin(&p, state);
    struct lent lent = place_connect(&p), other = place_connect(&p);
    lent_ask(&other, "CREATE TABLE his (n INTEGER)");
    lent_ask(&other, "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(lent.sqlite, 60000);
    struct aludel *a = open_for(&lent, one(up_table), &l, EVERY);
    l = (struct listener){.cancel_at = 20, .last = now()};
    int64_t began = now();
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_int_equal(l.ticks, 20);
    assert_true(now() - began < 30000);
    assert_string_equal(lent_ask(&lent, "PRAGMA busy_timeout"), "60000");
    lent_ask(&other, "ROLLBACK");
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_string_equal(lent_ask(&lent, "PRAGMA busy_timeout"), "60000");
    aludel_close(a);
    place_disconnect(&other);
    place_disconnect(&lent);
    place_end(&p);
}

/* `wait` is waited once, whoever waits. */
static void wait_is_over_in_time(void **state)
{
    struct place p;
    struct aludel_error error;
    struct listener l = {0};
    const struct aludel_pair wait = {"wait", "300ms"};
    place_begin(&p, state);
    struct lent lent = place_connect(&p), other = place_connect(&p);
    lent_ask(&other, "CREATE TABLE his (n INTEGER)");
    lent_ask(&other, "BEGIN IMMEDIATE");
    for (int timeout = 0; timeout <= 60000; timeout += 60000) {
        sqlite3_busy_timeout(lent.sqlite, timeout);
        struct aludel_config config = {.registry = one(up_table), .event = on_event, .with = &l};
        config.tick_milliseconds = EVERY;
        config.settings = &wait;
        config.settings_count = 1;
        place_lend(&config, &lent);
        struct aludel *a = aludel_open(&config, &error);
        int64_t began = now();
        assert_false(aludel_upgrade(a, "head", NULL, &error));
        assert_int_equal(error.code, ALUDEL_BUSY);
        assert_in_range(now() - began, 290, 30000);
        aludel_close(a);
    }
    place_disconnect(&other);
    place_disconnect(&lent);
    place_end(&p);
}

/* One that is no time-out couldn't be put back: it stays. */
static int on_busy(void *with, int attempt)
{
    (void)attempt;
    ++*(int *)with;
    return 0;
}

static void a_busy_handler_of_his_stays(void **state)
{
    struct place p;
    int called = 0;
    struct listener l = {.cancel_at = 5};
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p), other = place_connect(&p);
    lent_ask(&other, "CREATE TABLE his (n INTEGER)");
    lent_ask(&other, "BEGIN IMMEDIATE");
    sqlite3_busy_handler(lent.sqlite, on_busy, &called);
    struct aludel *a = open_for(&lent, one(up_table), &l, EVERY);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_true(called > 0);
    called = 0;
    assert_int_equal(sqlite3_exec(lent.sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
    assert_int_equal(called, 1);
    aludel_close(a);
    place_disconnect(&other);
    place_disconnect(&lent);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRESQL(libpqs_modes_are_his_between_calls),
        ON_POSTGRESQL(what_he_has_begun_is_left_alone),
        ON_SQLITE(each_call_ticks_for_its_own_handle),
        ON_SQLITE(his_own_statements_are_his),
        ON_SQLITE(a_time_out_of_his_is_waited_out_with_ticks),
        ON_SQLITE(wait_is_over_in_time),
        ON_SQLITE(a_busy_handler_of_his_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
