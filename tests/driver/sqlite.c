/* sqlite.c: the conformance tests on SQLite (a file, memory, a borrowed handle), and what is special there.
 */
#include "conformance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static char folder[64], url[128];
static sqlite3 *lent;

static struct al_driver *open_with(struct al_connect connect)
{
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    if (!al_sqlite_driver.open(&d, &connect, &error)) {
        fail_msg("%s", error.message);
    }
    return d;
}

/* ---- Subjects ------------------------------------------------------------------------------------ */

static struct al_driver *open_file(void)
{
    return open_with((struct al_connect){.url = url});
}

static void remove_file(void)
{
    unlink(url + strlen("sqlite:///"));
}

static struct al_driver *open_memory(void)
{
    return open_with((struct al_connect){.url = "sqlite://"});
}

static struct al_driver *open_borrowed(void)
{
    assert_int_equal(sqlite3_open(":memory:", &lent), SQLITE_OK);
    return open_with((struct al_connect){.borrowed = lent});
}

/* Inside the caller's own transaction: our groups are savepoints. */
static struct al_driver *open_in_transaction(void)
{
    struct al_driver *d = open_borrowed();
    assert_int_equal(sqlite3_exec(lent, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    return d;
}

static void close_lent(void)
{
    assert_int_equal(sqlite3_close(lent), SQLITE_OK);
}

static void nothing(void)
{
}

static const struct subject subjects[] = {
    {"file", open_file, open_file, remove_file},
    {"memory", open_memory, NULL, nothing},
    {"borrowed", open_borrowed, NULL, close_lent},
    {"in_transaction", open_in_transaction, NULL, close_lent},
};

/* ---- SQLite's own --------------------------------------------------------------------------------- */

static struct aludel_value value_of(struct al_driver *d, struct aludel_arena *arena, const char *sql)
{
    struct aludel_eval e = {.arena = arena};
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct aludel_value rows;
    if (!d->type->query(d, &request, &e, &rows)) {
        fail_msg("%s", d->error.message);
    }
    return rows.as.items->values[0].as.items->values[0];
}

static void storage_classes_survive(void **state)
{
    (void)state;
    struct al_driver *d = open_memory();
    must(d, "CREATE TABLE t (flag BOOLEAN, v)");
    must(d, "INSERT INTO t VALUES (1, 1), (0, 1.0), (2, '1'), (NULL, x'0031'), ('yes', NULL)");
    const enum aludel_type flags[] = {ALUDEL_BOOL, ALUDEL_BOOL, ALUDEL_INT, ALUDEL_NONE, ALUDEL_STRING};
    const enum aludel_type values[] = {ALUDEL_INT, ALUDEL_FLOAT, ALUDEL_STRING, ALUDEL_BYTES, ALUDEL_NONE};
    const unsigned how[] = {ALUDEL_READS, ALUDEL_READS | ALUDEL_DIRECT};
    for (int pass = 0; pass < 2; pass++) {
        struct aludel_arena arena;
        al_arena_init(&arena, NULL);
        struct aludel_eval e = {.arena = &arena};
        struct aludel_statement st = statement("SELECT flag, v FROM t ORDER BY rowid", how[pass]);
        struct al_request request = request_of(&st, NULL);
        struct al_cursor *cursor;
        struct aludel_value row;
        assert_true(d->type->open_rows(d, &request, &cursor));
        for (int i = 0; i < 5; i++) {
            assert_true(d->type->next_row(d, cursor, &e, &row));
            assert_int_equal(row.as.items->values[0].type, flags[i]);
            assert_int_equal(row.as.items->values[1].type, values[i]);
        }
        assert_false(d->type->next_row(d, cursor, &e, &row));
        d->type->close_rows(d, cursor);
        d->type->close_rows(d, cursor); /* once more does nothing */
        al_arena_free(&arena);
    }
    d->type->close(d);
}

static void own_connections_are_durable(void **state)
{
    (void)state;
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    struct al_driver *d = open_file();
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    assert_int_equal(value_of(d, &arena, "PRAGMA synchronous").as.integer, 2);
    assert_true(d->type->commit(d));
    d->type->close(d);
    al_arena_free(&arena);
    remove_file();
}

static void borrowed_pragmas_stay(void **state)
{
    (void)state;
    struct al_driver *d = open_borrowed();
    struct aludel_arena arena;
    al_arena_init(&arena, NULL);
    must(d, "PRAGMA synchronous=OFF");
    must(d, "PRAGMA busy_timeout=1234");
    assert_true(d->type->begin(d, AL_BEGIN_WRITE) && d->type->commit(d));
    assert_int_equal(value_of(d, &arena, "PRAGMA synchronous").as.integer, 0);
    assert_int_equal(value_of(d, &arena, "PRAGMA busy_timeout").as.integer, 1234);
    al_arena_free(&arena);
    d->type->close(d);
    close_lent();
}

static void the_callers_transaction_is_his(void **state)
{
    (void)state;
    struct al_driver *d = open_in_transaction();
    must(d, "CREATE TABLE t (n INTEGER)");
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    assert_true(d->borrowed_group);
    must(d, "INSERT INTO t VALUES (1)");
    assert_true(d->type->commit(d));
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    must(d, "INSERT INTO t VALUES (2)");
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT sum(n) FROM t"), 1);
    struct aludel_statement st = statement("VACUUM", ALUDEL_ALONE);
    struct al_request request = request_of(&st, NULL);
    assert_false(d->type->alone(d, &request));
    assert_string_equal(d->error.message, "the statement can't run inside a transaction");
    d->type->close(d);
    assert_int_equal(sqlite3_get_autocommit(lent), 0); /* still open */
    close_lent();
}

static void a_statement_may_not_end_the_transaction(void **state)
{
    (void)state;
    struct al_driver *d = open_memory();
    struct aludel_statement st = statement("COMMIT", 0);
    struct al_request request = request_of(&st, NULL);
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    assert_false(d->type->send(d, &request));
    assert_string_equal(d->error.message, "the statement ended the migration's transaction");
    d->type->rollback(d);
    st = statement("BEGIN", 0);
    assert_false(d->type->send(d, &request));
    assert_string_equal(d->error.message, "the statement opened a transaction of its own");
    d->type->close(d);
}

static void vacuum_runs_alone(void **state)
{
    (void)state;
    struct al_driver *d = open_file();
    struct aludel_statement st = statement("VACUUM", ALUDEL_ALONE | ALUDEL_REPEATS);
    struct al_request request = request_of(&st, NULL);
    must(d, "CREATE TABLE t (n INTEGER)");
    assert_true(d->type->alone(d, &request));
    d->type->close(d);
    remove_file();
}

static void a_reader_makes_no_file(void **state)
{
    (void)state;
    struct al_driver *d = open_with((struct al_connect){.url = url, .read_only = true});
    assert_int_equal(number_of(d, "SELECT count(*) FROM sqlite_master"), 0);
    assert_int_not_equal(access(url + strlen("sqlite:///"), F_OK), 0);
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_int_equal(d->error.code, ALUDEL_READ_ONLY);
    d->type->close(d);
}

/* A journal left by a crash is to be rolled back, by a reader too. */
static void a_reader_recovers_a_journal(void **state)
{
    (void)state;
    struct al_driver *d = open_file();
    must(d, "CREATE TABLE t (n INTEGER)");
    must(d, "INSERT INTO t VALUES (1)");
    d->type->close(d);
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(url + strlen("sqlite:///"), &db);
        sqlite3_exec(
            db,
            "PRAGMA cache_size=2; BEGIN; UPDATE t SET n = 2; CREATE TABLE u AS WITH RECURSIVE c(x) AS"
            " (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 20000) SELECT x, randomblob(100) FROM c",
            NULL, NULL, NULL);
        _exit(0); /* as a crash does: no rollback */
    }
    waitpid(child, NULL, 0);
    d = open_with((struct al_connect){.url = url, .read_only = true});
    assert_int_equal(number_of(d, "SELECT n FROM t"), 1);
    d->type->close(d);
    remove_file();
}

static void folders_are_made(void **state)
{
    (void)state;
    char deep[160];
    snprintf(deep, sizeof deep, "sqlite:///%s/a/b%%20c/app.db", folder);
    struct al_driver *d = open_with((struct al_connect){.url = deep});
    must(d, "CREATE TABLE t (n INTEGER)");
    d->type->close(d);
    snprintf(deep, sizeof deep, "rm -r %s/a", folder);
    char path[160];
    snprintf(path, sizeof path, "%s/a/b c/app.db", folder);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(system(deep), 0);
}

static struct aludel_settings with_wait(const char *wait)
{
    return (struct aludel_settings){.wait = wait};
}

/* A process that executes `sql` and holds what it locks until `finish` is written to. */
static pid_t holder(const char *sql, int *finish)
{
    int ready[2], end[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(end), 0);
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(url + strlen("sqlite:///"), &db);
        int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
        _exit(write(ready[1], "x", 1) == 1 && read(end[0], &byte, 1) == 1 && rc == 0 ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    *finish = end[1];
    return child;
}

static void assert_names(const struct al_driver *d, pid_t process)
{
    char expected[64];
    assert_int_equal(d->error.code, ALUDEL_BUSY);
    assert_true(strstr(d->error.message, "is locked by"));
    assert_true(strstr(d->error.message, "gave up after 1"));
    snprintf(expected, sizeof expected, "process %d", (int)process);
    if (access("/proc/locks", R_OK) == 0 && !strstr(d->error.message, "by another connection;")) {
        assert_true(strstr(d->error.message, expected));
    }
}

static void let_go(pid_t process, int finish)
{
    assert_int_equal(write(finish, "x", 1), 1);
    waitpid(process, NULL, 0);
}

static void busy_names_the_holder(void **state)
{
    (void)state;
    int finish;
    struct aludel_settings settings = with_wait("100ms");
    struct al_driver *d = open_with((struct al_connect){.url = url, .settings = &settings});
    must(d, "CREATE TABLE t (n INTEGER)");
    pid_t child = holder("BEGIN IMMEDIATE", &finish);
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_names(d, child);
    d->type->rollback(d);
    let_go(child, finish);
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    d->type->close(d);
    remove_file();
}

/* A COMMIT waits for readers; the write lock that is in the list, too, is our own. */
static void a_commit_names_the_reader(void **state)
{
    (void)state;
    int finish;
    struct aludel_settings settings = with_wait("100ms");
    struct al_driver *d = open_with((struct al_connect){.url = url, .settings = &settings});
    must(d, "CREATE TABLE t (n INTEGER)");
    pid_t child = holder("BEGIN; SELECT * FROM t", &finish);
    assert_true(d->type->begin(d, AL_BEGIN_WRITE));
    must(d, "INSERT INTO t VALUES (1)");
    assert_false(d->type->commit(d));
    assert_names(d, child);
    d->type->rollback(d);
    let_go(child, finish);
    d->type->close(d);
    remove_file();
}

static void waiting_can_be_borrowed_too(void **state)
{
    (void)state;
    struct aludel_settings settings = with_wait("50ms");
    struct al_driver *holder = open_file();
    assert_true(holder->type->begin(holder, AL_BEGIN_WRITE));
    assert_int_equal(sqlite3_open(url + strlen("sqlite:///"), &lent), SQLITE_OK);
    struct al_driver *d = open_with((struct al_connect){.borrowed = lent, .settings = &settings});
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_int_equal(d->error.code, ALUDEL_BUSY);
    d->type->close(d);
    close_lent();
    holder->type->close(holder);
    remove_file();
}

#define FOREVER "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"

static void time_is_limited(void **state)
{
    (void)state;
    struct aludel_settings settings = {.statement_timeout = "50ms"};
    struct al_driver *d = open_with((struct al_connect){.url = "sqlite://", .settings = &settings});
    struct aludel_statement st = statement(FOREVER, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    assert_false(d->type->send(d, &request));
    assert_int_equal(d->error.code, ALUDEL_FAILED);
    assert_string_equal(d->error.message, "the statement took longer than 50ms");
    d->type->rollback(d);
    must(d, "SELECT 1");
    d->type->close(d);
}

static struct al_driver *ticking;
static int ticks;

static void on_event(void *with, const struct aludel_event *event)
{
    (void)with;
    if (event->kind == ALUDEL_EVENT_TICK && ++ticks == 2) {
        ticking->type->interrupt(ticking);
    }
}

static void a_long_statement_ticks_and_stops(void **state)
{
    (void)state;
    ticking = open_with((struct al_connect){.url = "sqlite://", .event = on_event});
    struct aludel_statement st = statement(FOREVER, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    assert_false(ticking->type->send(ticking, &request));
    assert_int_equal(ticking->error.code, ALUDEL_INTERRUPTED);
    assert_int_equal(ticks, 2);
    ticking->type->close(ticking);
}

/* ---- All of it --------------------------------------------------------------------------------------- */

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/aludel-driver-XXXXXX");
    if (!mkdtemp(folder)) {
        return 1;
    }
    snprintf(url, sizeof url, "sqlite:///%s/app.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* SQLite says so with another code where the schema has just been changed by somebody else. */
static void a_table_goes_meanwhile(void **state)
{
    (void)state;
    struct aludel_error e = {.driver_code = SQLITE_SCHEMA, .message = "no such table: t"};
    assert_int_equal(al_sqlite_driver.why(&e), AL_WHY_NO_TABLE);
    e.driver_code = SQLITE_CORRUPT;
    assert_int_equal(al_sqlite_driver.why(&e), AL_WHY_OTHER);
}

int main(void)
{
    static const struct CMUnitTest own[] = {
        cmocka_unit_test(storage_classes_survive),
        cmocka_unit_test(own_connections_are_durable),
        cmocka_unit_test(borrowed_pragmas_stay),
        cmocka_unit_test(the_callers_transaction_is_his),
        cmocka_unit_test(a_statement_may_not_end_the_transaction),
        cmocka_unit_test(vacuum_runs_alone),
        cmocka_unit_test(a_reader_makes_no_file),
        cmocka_unit_test(a_reader_recovers_a_journal),
        cmocka_unit_test(folders_are_made),
        cmocka_unit_test(busy_names_the_holder),
        cmocka_unit_test(a_commit_names_the_reader),
        cmocka_unit_test(waiting_can_be_borrowed_too),
        cmocka_unit_test(time_is_limited),
        cmocka_unit_test(a_long_statement_ticks_and_stops),
        cmocka_unit_test(a_table_goes_meanwhile),
    };
    return run_all(subjects, sizeof subjects / sizeof *subjects, own, sizeof own / sizeof *own, make_folder,
                   remove_folder);
}
