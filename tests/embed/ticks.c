/*
 * ticks.c: ALUDEL_EVENT_TICK comes inside long statements and in every wait, and what it is for: the call is given up from
 * within it. Ticks are counted against the time that has gone by, so that a slow machine is no failure.
 */
#include "apply/support.h"
#include "places.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define EVERY 20 /* milliseconds */

/* ---- What is told -------------------------------------------------------------------------------- */

static struct {
    bool begun;    /* by the statement that takes long */
    int64_t at;    /* when */
    int ticks;     /* since */
    int cancel_at; /* at which of them the call is given up; 0: never */
} seen;

static void on_event(void *with, const struct aludel_event *event)
{
    (void)with;
    if (event->kind != ALUDEL_EVENT_TICK || !seen.begun) {
        return;
    }
    if (++seen.ticks == seen.cancel_at) {
        aludel_interrupt(event->handle);
    }
}

static void expect(bool begun, int cancel_at)
{
    memset(&seen, 0, sizeof seen);
    seen.begun = begun;
    seen.at = now();
    seen.cancel_at = cancel_at;
}

/* A third of what was promised is enough: others want the processor, too. */
static void ticked(int64_t at_least)
{
    int64_t took = now() - seen.at;
    if (took < at_least || seen.ticks < took / EVERY / 3) {
        fail_msg("%d ticks in %lld ms", seen.ticks, (long long)took);
    }
}

/* ---- Chains whose second migration takes long ------------------------------------------------------- */

static bool hurry; /* it doesn't */

STATEMENT(table, "CREATE TABLE made (n INTEGER)", ALUDEL_DDL);
#define COUNTED(n)                                                                      \
    "INSERT INTO made WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c" n \
    ") SELECT count(*) FROM c"
STATEMENT(count_long, COUNTED(" LIMIT 3000000"), 0);
STATEMENT(sleep_long, "SELECT pg_sleep(0.8)", 0);
STATEMENT(sleep_alone, "SELECT pg_sleep(0.8)", ALUDEL_ALONE);
STATEMENT(count_forever, COUNTED(""), 0);
STATEMENT(sleep_forever, "SELECT pg_sleep(600)", 0);

static bool up_with(struct aludel_op *op, const struct aludel_statement *slow)
{
    aludel_run(op, &table, 1);
    if (!hurry) {
        seen.begun = true;
        seen.at = now();
        aludel_run(op, slow, 1);
    }
    return aludel_ok(op);
}

static bool up_count_long(struct aludel_op *op)
{
    return up_with(op, &count_long);
}

static bool up_sleep_long(struct aludel_op *op)
{
    return up_with(op, &sleep_long);
}

static bool up_count_forever(struct aludel_op *op)
{
    return up_with(op, &count_forever);
}

static bool up_sleep_forever(struct aludel_op *op)
{
    return up_with(op, &sleep_forever);
}

static bool up_sleep_outside(struct aludel_op *op)
{
    seen.begun = true;
    seen.at = now();
    aludel_autocommit_begin(op);
    aludel_run(op, &sleep_alone, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}

/* aaaa1, then slow2, which runs `up`. */
static const struct aludel_registry *with_slow(aludel_step_fn *up, unsigned flags)
{
    const struct spec specs[] = {{.id = "aaaa1"},
                                 {.id = "slow2", .parents = "aaaa1", .up = up, .up_flags = flags}};
    return chain(specs, 2);
}

static struct aludel_config config_for(const struct place *p, const struct aludel_registry *registry)
{
    struct aludel_config config = place_config(p, registry);
    config.event = on_event;
    config.tick_milliseconds = EVERY;
    return config;
}

/* ---- Inside statements ------------------------------------------------------------------------------- */

static void upgrade_ticks(const struct aludel_config *config)
{
    struct aludel_error error;
    struct aludel *a = aludel_open(config, &error);
    expect(false, 0);
    MUST(a && aludel_upgrade(a, "head", NULL, &error), &error);
    ticked(50);
    aludel_close(a);
}

static void a_long_statement_ticks(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct aludel_config config = config_for(&p, with_slow(p.postgresql ? up_sleep_long : up_count_long, 0));
    upgrade_ticks(&config);
    place_end(&p);
}

static void so_does_one_on_a_lent_connection(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = config_for(&p, with_slow(p.postgresql ? up_sleep_long : up_count_long, 0));
    place_lend(&config, &lent);
    upgrade_ticks(&config);
    place_disconnect(&lent);
    place_end(&p);
}

static void so_does_one_outside_a_transaction(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct aludel_config config = config_for(&p, with_slow(up_sleep_outside, ALUDEL_AUTOCOMMIT));
    upgrade_ticks(&config);
    place_end(&p);
}

/* ---- Given up ------------------------------------------------------------------------------------------ */

/* What was interrupted is rolled back, and the same handle goes on. */
static void is_given_up(struct aludel *a, const struct place *p, struct aludel_error *error)
{
    assert_false(aludel_upgrade(a, "head", NULL, error));
    assert_int_equal(error->code, ALUDEL_INTERRUPTED);
    assert_string_equal(error->revision, "slow2");
    assert_true(now() - seen.at < 60000);
    assert_string_equal(place_ask(p, "SELECT version_num FROM alembic_version"), "aaaa1");
    hurry = true;
    expect(false, 0);
    MUST(aludel_upgrade(a, "head", NULL, error), error);
    hurry = false;
    assert_string_equal(place_ask(p, "SELECT version_num FROM alembic_version"), "slow2");
    assert_string_equal(place_ask(p, "SELECT count(*) FROM made"), "0");
}

static struct aludel_config forever(const struct place *p)
{
    return config_for(p, with_slow(p->postgresql ? up_sleep_forever : up_count_forever, 0));
}

static void a_tick_can_give_up(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = forever(&p);
    struct aludel *a = aludel_open(&config, &error);
    expect(false, 10);
    is_given_up(a, &p, &error);
    aludel_close(a);
    place_end(&p);
}

static void a_tick_can_give_up_on_a_lent_connection(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = forever(&p);
    place_lend(&config, &lent);
    struct aludel *a = aludel_open(&config, &error);
    expect(false, 10);
    is_given_up(a, &p, &error);
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

static void *interrupt_soon(void *with)
{
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    aludel_interrupt(with);
    return NULL;
}

/* Without any handler of ours on SQLite's connection. */
static void so_can_another_thread(void **state)
{
    struct place p;
    pthread_t thread;
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = forever(&p);
    place_lend(&config, &lent);
    config.tick_milliseconds = 0;
    struct aludel *a = aludel_open(&config, &error);
    expect(false, 0);
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, a), 0);
    is_given_up(a, &p, &error);
    pthread_join(thread, NULL);
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

/* An interruption that comes between two calls is the next one's. */
static void the_next_call_is_stopped(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(linear, 1));
    struct aludel *a = aludel_open(&config, &error);
    aludel_interrupt(a);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    aludel_interrupt(a);
    assert_false(aludel_current(a, NULL, NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    aludel_close(a);
    place_end(&p);
}

/* ---- Waiting --------------------------------------------------------------------------------------------- */

static struct lent lock(const struct place *p)
{
    struct lent lent = place_connect(p);
    lent_ask(&lent, p->postgresql ? "BEGIN" : "BEGIN IMMEDIATE");
    lent_ask(&lent, p->postgresql ? "LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"
                                  : "DELETE FROM alembic_version WHERE 0");
    return lent;
}

static void waiting_for_another_migrator_ticks(void **state)
{
    struct place p;
    struct aludel_error error;
    const struct aludel_pair wait = {"wait", "700ms"};
    place_begin(&p, state);
    struct aludel_config config = config_for(&p, chain(linear, 1));
    config.settings = &wait;
    config.settings_count = 1;
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_ensure_version(a, &error), &error);
    struct lent lent = lock(&p);
    expect(true, 0);
    assert_false(aludel_stamp(a, (const char *const[]){"head"}, 1, NULL, &error));
    assert_int_equal(error.code, ALUDEL_BUSY);
    ticked(600);
    expect(true, 5);
    assert_false(aludel_stamp(a, (const char *const[]){"head"}, 1, NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    place_disconnect(&lent);
    aludel_close(a);
    place_end(&p);
}

static bool see(void *with, const struct aludel_revision *r)
{
    (void)with, (void)r;
    return true;
}

/* So do questions, which wait for whoever has the whole table. */
static void asking_ticks(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = config_for(&p, chain(linear, 1));
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_ensure_version(a, &error), &error);
    struct lent lent = place_connect(&p);
    lent_ask(&lent, "BEGIN");
    lent_ask(&lent, "LOCK TABLE alembic_version");
    expect(true, 20);
    assert_false(aludel_current(a, see, NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    lent_ask(&lent, "ROLLBACK");
    MUST(aludel_current(a, see, NULL, &error), &error);
    place_disconnect(&lent);
    aludel_close(a);
    place_end(&p);
}

/* Another builds the very index, and waits itself for whoever writes into the table. */
static void begin_the_same_index(const struct place *p, const struct lent *other)
{
    assert_int_equal(PQsendQuery(other->postgresql, "CREATE INDEX CONCURRENTLY by_n ON made (n)"), 1);
    for (int i = 0; i < 600; i++) {
        if (strcmp(place_ask(p, "SELECT count(*) FROM pg_class WHERE relname = 'by_n'"), "1") == 0) {
            return;
        }
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    }
    fail_msg("nobody builds the index");
}

STATEMENT(index, "CREATE INDEX CONCURRENTLY IF NOT EXISTS by_n ON made (n)", ALUDEL_ALONE);

static bool up_index(struct aludel_op *op)
{
    aludel_autocommit_begin(op);
    aludel_run(op, &index, 1);
    aludel_autocommit_end(op);
    return aludel_ok(op);
}

static void waiting_for_an_index_ticks(void **state)
{
    struct place p;
    struct aludel_error error;
    const struct aludel_pair wait = {"wait", "1500ms"};
    place_begin(&p, state);
    struct lent writer = place_connect(&p), other = place_connect(&p);
    lent_ask(&writer, "CREATE TABLE made (n INTEGER)");
    lent_ask(&writer, "BEGIN");
    lent_ask(&writer, "INSERT INTO made VALUES (1)");
    begin_the_same_index(&p, &other);
    struct aludel_config config = config_for(&p, with_slow(up_index, ALUDEL_AUTOCOMMIT));
    config.settings = &wait;
    config.settings_count = 1;
    struct aludel *a = aludel_open(&config, &error);
    expect(true, 0);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_has(error.message, "is still being built");
    ticked(1400);
    lent_ask(&writer, "COMMIT");
    PQclear(PQgetResult(other.postgresql));
    aludel_close(a);
    place_disconnect(&other);
    place_disconnect(&writer);
    place_end(&p);
}

static void waiting_for_a_revision_ticks(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = config_for(&p, chain(linear, 1));
    struct aludel *a = aludel_open(&config, &error);
    expect(true, 0);
    assert_false(aludel_wait(a, "head", 700, &error));
    assert_int_equal(error.code, ALUDEL_BUSY);
    ticked(600);
    expect(true, 5);
    assert_false(aludel_wait(a, "head", -1, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    aludel_close(a);
    place_end(&p);
}

/* A server that takes the call and says nothing. */
static int listen_silently(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", folder);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 5), 0);
    return fd;
}

static void connecting_ticks(void **state)
{
    struct place p;
    char url[200];
    struct aludel_error error;
    place_begin(&p, state); /* for its folder */
    int fd = listen_silently(p.folder);
    snprintf(url, sizeof url, "postgresql:///app?host=%s&port=5432&connect_timeout=60", p.folder);
    struct aludel_config config = config_for(&p, chain(linear, 1));
    config.url = url;
    struct aludel *a = aludel_open(&config, &error);
    expect(true, 20);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_int_equal(seen.ticks, 20);
    aludel_close(a);
    close(fd);
    place_end(&p);
}

/* ---- A progress handler of the caller's --------------------------------------------------------------------- */

static int progress(void *with)
{
    ++*(int *)with;
    return 0;
}

static void a_lent_connection_keeps_its_progress_handler(void **state)
{
    int calls = 0;
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    sqlite3_progress_handler(lent.sqlite, 1000, progress, &calls);
    struct aludel_config config = config_for(&p, with_slow(up_count_long, 0));
    place_lend(&config, &lent);
    config.tick_milliseconds = 0;
    struct aludel *a = aludel_open(&config, &error);
    expect(true, 0);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_true(seen.ticks > 0); /* between statements */
    aludel_close(a);
    assert_true(calls > 1000); /* it was called in ours */
    calls = 0;
    lent_ask(
        &lent,
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000) SELECT max(x) FROM c");
    assert_true(calls > 0);
    place_disconnect(&lent);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_long_statement_ticks),
        ON_BOTH(so_does_one_on_a_lent_connection),
        ON_POSTGRESQL(so_does_one_outside_a_transaction),
        ON_BOTH(a_tick_can_give_up),
        ON_BOTH(a_tick_can_give_up_on_a_lent_connection),
        ON_BOTH(so_can_another_thread),
        ON_BOTH(the_next_call_is_stopped),
        ON_BOTH(waiting_for_another_migrator_ticks),
        ON_POSTGRESQL(asking_ticks),
        ON_POSTGRESQL(waiting_for_an_index_ticks),
        ON_BOTH(waiting_for_a_revision_ticks),
        ON_SQLITE(connecting_ticks),
        ON_SQLITE(a_lent_connection_keeps_its_progress_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
