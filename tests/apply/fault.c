/*
 * What a kill, a crowd, an interruption or a lack of memory leaves behind: a database that the next upgrade
 * finishes, every migration once.
 */
#include "pieces.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct spec with_pieces[] = {
    {.id = "aaaa1"},
    {.id = "pppp2", .parents = "aaaa1", .up = up_pieces, .down = down_pieces, .up_flags = ALUDEL_AUTOCOMMIT},
    {.id = "qqqq3", .parents = "pppp2"}};

/* Each row was written by its migration, so a migration that ran twice shows. */
static void check_linear(const struct world *w)
{
    assert_string_equal(texts(w->file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_string_equal(texts(w->file, "SELECT name FROM users ORDER BY id"), "ann bob");
    assert_string_equal(texts(w->file, "SELECT revision FROM aludel_log ORDER BY number"),
                        "aaaa1 bbbb2 cccc3");
}

static void check_pieces(const struct world *w)
{
    assert_string_equal(texts(w->file, "SELECT version_num FROM alembic_version"), "qqqq3");
    assert_string_equal(texts(w->file, "SELECT n FROM marks ORDER BY n"), PIECES_MARKS);
    assert_int_equal(number(w->file, "SELECT count(*) FROM aludel_journal"), 0);
    assert_string_equal(texts(w->file, "SELECT revision FROM aludel_log ORDER BY number"),
                        "aaaa1 pppp2 qqqq3");
}

static bool upgrade(struct world *w)
{
    return aludel_upgrade(w->a, "head", NULL, &w->error);
}

/* ---- kill -9 ---------------------------------------------------------------------------------- */

static void dies_everywhere(const struct aludel_registry *g, void (*check)(const struct world *w))
{
    bool died = true;
    int n;
    for (n = 1; died; n++) {
        struct world w;
        world_begin(&w, g);
        die_at = n;
        died = dies(&w, upgrade);
        die_at = 0;
        SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
        check(&w);
        world_end(&w);
    }
    assert_true(n > 20); /* it did die on the way */
}

static void killed_at_every_statement(void **state)
{
    (void)state;
    dies_everywhere(chain(linear, 3), check_linear);
}

static void killed_at_every_statement_of_autocommit_parts(void **state)
{
    (void)state;
    dies_everywhere(chain(with_pieces, 3), check_pieces);
}

/* ---- A crowd ---------------------------------------------------------------------------------- */

static void start_all(struct world *w, int count, bool (*child)(struct world *w))
{
    int ready[2], status;
    char byte;
    assert_int_equal(pipe(ready), 0);
    for (int i = 0; i < count; i++) {
        if (fork() == 0) {
            close(ready[1]);
            w->a = aludel_open(&w->config, &w->error);
            byte = (char)read(ready[0], &byte, 1); /* until all are there */
            bool ok = child(w);
            if (!ok) {
                print_message("error: %s (%s)\n", w->error.message, w->error.detail);
            }
            _exit(ok ? 0 : 1);
        }
    }
    close(ready[0]);
    close(ready[1]);
    for (int i = 0; i < count; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
}

static void many_at_once(void **state)
{
    (void)state;
    const int crowds[] = {2, 16};
    for (int i = 0; i < 2; i++) {
        struct world w;
        world_begin(&w, chain(linear, 3));
        start_all(&w, crowds[i], upgrade);
        check_linear(&w);
        world_end(&w);
    }
}

static void many_at_once_in_autocommit_parts(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct world w;
        world_begin(&w, chain(with_pieces, 3));
        start_all(&w, 6, upgrade);
        check_pieces(&w);
        world_end(&w);
    }
}

/* ---- Memory ------------------------------------------------------------------------------------ */

static bool see(void *with, const struct aludel_revision *r)
{
    (void)with;
    return r != NULL;
}

static bool everything(struct aludel *a, struct aludel_error *e)
{
    char digest[33];
    return aludel_plan(a, ALUDEL_UPGRADE, "head", digest, NULL, NULL, e) &&
           aludel_upgrade(a, "head", NULL, e) && aludel_history(a, NULL, true, see, NULL, e) &&
           aludel_current(a, see, NULL, e) && aludel_downgrade(a, "-1", NULL, e) &&
           aludel_upgrade(a, "head", NULL, e);
}

static void memory_runs_out_everywhere(void **state)
{
    (void)state;
    struct aludel_registry *g = chain(with_pieces, 3);
    bool ok = false;
    for (int n = 0; !ok; n++) {
        struct world w;
        world_begin(&w, g);
        struct memory_budget budget = {.left = n};
        w.config.allocator = (struct aludel_allocator){resize_within, &budget};
        struct aludel *a = aludel_open(&w.config, &w.error);
        ok = a && everything(a, &w.error);
        if (!ok) {
            assert_int_equal(w.error.code, ALUDEL_NO_MEMORY);
        }
        aludel_close(a);
        assert_int_equal(budget.held, 0);
        budget.left = INT32_MAX;
        SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
        assert_string_equal(texts(w.file, "SELECT n FROM marks ORDER BY n"), PIECES_MARKS);
        world_end(&w);
    }
}

/* ---- Interruption ------------------------------------------------------------------------------- */

STATEMENT(endless, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
          0);
static timer_t timer;

/* The alarm is set here, so that it comes in no other migration, however slow the machine is. */
static bool up_endless(struct aludel_op *op)
{
    struct itimerspec when = {.it_value = {.tv_nsec = 100000000}};
    timer_settime(timer, 0, &when, NULL);
    return aludel_run(op, &endless, 1);
}
static const struct spec with_endless[] = {{.id = "aaaa1"},
                                           {.id = "eeee2", .parents = "aaaa1", .up = up_endless}};

static struct aludel *interrupted;

static void on_alarm(int number)
{
    (void)number;
    aludel_interrupt(interrupted);
}

static void interrupts_a_statement(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(with_endless, 2));
    interrupted = w.a;
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    assert_int_equal(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_INTERRUPTED, "interrupted");
    timer_delete(timer);
    assert_string_equal(w.error.revision, "eeee2");
    assert_has(w.error.detail, "1 migration was committed before it; 'eeee2' was rolled back");
    SUCCEEDS(&w, aludel_downgrade(w.a, "base", NULL, &w.error)); /* the handle works on */
    world_end(&w);
}

/* ---- A lock ------------------------------------------------------------------------------------- */

static void a_lock_is_waited_for_and_named(void **state)
{
    (void)state;
    struct world w;
    sqlite3 *db;
    const struct aludel_pair wait = {"wait", "150ms"};
    world_begin(&w, chain(linear, 3));
    execute(w.file, "CREATE TABLE mine (id INTEGER)");
    assert_int_equal(sqlite3_open(w.file, &db), SQLITE_OK);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    w.config.settings = &wait;
    w.config.settings_count = 1;
    world_open(&w);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_BUSY, "locked");
    assert_string_equal(w.error.hint, "end what holds the lock, or wait longer with the setting `wait`");
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    world_end(&w);
}

static sqlite3 *reader;
static int tries;

static void start_reading(const char *file)
{
    assert_int_equal(sqlite3_open(file, &reader), SQLITE_OK);
    sqlite3_exec(reader, "BEGIN", NULL, NULL, NULL);
    assert_int_equal(sqlite3_exec(reader, "SELECT * FROM mine", NULL, NULL, NULL), SQLITE_OK);
}

static void stop_reading(void)
{
    sqlite3_close(reader);
    reader = NULL;
}

/* A reader holds COMMIT up until the migration has been tried twice. */
static void on_second_try(void *with, const struct aludel_event *event)
{
    (void)with;
    if (strstr(event->text, "trying again: ") && ++tries == 2) {
        stop_reading();
    }
}

RUNS(up_hook, "CREATE TABLE IF NOT EXISTS hooked (id INTEGER)")

/* In a hook first, then in a migration. */
static void retries_after_a_lock_time_out(void **state)
{
    (void)state;
    struct world w;
    struct aludel_pair settings[] = {{"lock_timeout", "20ms"}, {"retries", "1"}};
    struct aludel_registry *g = chain(linear, 3);
    g->before_upgrade = up_hook;
    world_begin(&w, g);
    execute(w.file, "CREATE TABLE mine (id INTEGER)");
    w.config.settings = settings;
    w.config.settings_count = 2;
    w.config.event = on_second_try;
    world_open(&w);
    start_reading(w.file);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_BUSY, "locked");
    assert_int_equal(tries, 1);
    stop_reading();

    g->before_upgrade = NULL;
    settings[1].value = "2";
    tries = 0;
    world_open(&w);
    start_reading(w.file);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(tries, 2);
    assert_int_equal(number(w.file, "SELECT count(*) FROM users"), 2);
    assert_string_equal(texts(w.file, "SELECT revision FROM aludel_log ORDER BY number"),
                        "aaaa1 bbbb2 cccc3");
    world_end(&w);
}

/* ---- Readers wait, too ------------------------------------------------------------------------ */

static sqlite3 *writer;

static void on_waiting(void *with, const struct aludel_event *event)
{
    (void)with;
    if (writer && strstr(event->text, "waiting ")) {
        sqlite3_close(writer);
        writer = NULL;
    }
}

static void waits_for_a_writer(struct world *w)
{
    struct aludel_pair settings[] = {{"lock_timeout", "20ms"}};
    w->config.settings = settings;
    w->config.settings_count = 1;
    w->config.event = on_waiting;
    world_open(w);
    assert_int_equal(sqlite3_open(w->file, &writer), SQLITE_OK);
    assert_int_equal(sqlite3_exec(writer, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    SUCCEEDS(w, aludel_upgrade(w->a, "head", NULL, &w->error));
    assert_null(writer);
    check_linear(w);
}

/* lock_timeout is a migration's: the version rows are waited for as long as another migrator may take. */
static void reads_when_the_writer_has_ended(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    waits_for_a_writer(&w);
    world_end(&w);
}

static void reads_so_on_a_lent_connection(void **state)
{
    (void)state;
    struct world w;
    sqlite3 *db;
    world_begin(&w, chain(linear, 3));
    assert_int_equal(sqlite3_open(w.file, &db), SQLITE_OK);
    w.config.sqlite = db;
    w.config.url = NULL;
    waits_for_a_writer(&w);
    aludel_close(w.a);
    w.a = NULL;
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    world_end(&w);
}

/* What a look has left in the driver is gone when it looks again. */
static void a_wait_looks_again_behind_a_lock(void **state)
{
    (void)state;
    struct aludel_pair settings[] = {{"wait", "20ms"}};
    struct world w;
    world_begin(&w, chain(linear, 3));
    w.config.settings = settings;
    w.config.settings_count = 1;
    w.config.event = on_waiting;
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(sqlite3_open(w.file, &writer), SQLITE_OK);
    assert_int_equal(sqlite3_exec(writer, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    SUCCEEDS(&w, aludel_wait(w.a, "head", 3000, &w.error));
    assert_null(writer);
    world_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_every_statement),
        cmocka_unit_test(killed_at_every_statement_of_autocommit_parts),
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(many_at_once_in_autocommit_parts),
        cmocka_unit_test(memory_runs_out_everywhere),
        cmocka_unit_test(interrupts_a_statement),
        cmocka_unit_test(a_lock_is_waited_for_and_named),
        cmocka_unit_test(retries_after_a_lock_time_out),
        cmocka_unit_test(reads_when_the_writer_has_ended),
        cmocka_unit_test(reads_so_on_a_lent_connection),
        cmocka_unit_test(a_wait_looks_again_behind_a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
