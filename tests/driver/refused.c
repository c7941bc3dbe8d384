/*
 * refused.c: what stands in SQLite's way that no URL can show: a lent connection, a read-only file system,
 * no room for temporary data. `access` is wrapped, so that it can be that of another file system.
 */
#include "support.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static bool read_only_system;

int __real_access(const char *path, int how);
int __wrap_access(const char *path, int how);
int __wrap_access(const char *path, int how)
{
    if (read_only_system && (how & W_OK)) {
        errno = EROFS;
        return -1;
    }
    return __real_access(path, how);
}

static struct al_driver *open_lent(sqlite3 *db)
{
    struct al_connect connect = {.borrowed = db};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    assert_true(al_sqlite_driver.open(&d, &connect, &error));
    return d;
}

static bool run(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    return d->type->send(d, &request);
}

static void assert_error(const struct al_driver *d, enum aludel_code code, const char *message,
                         const char *detail, const char *hint)
{
    assert_string_equal(d->error.message, message);
    assert_string_equal(d->error.detail, detail);
    assert_string_equal(d->error.hint, hint);
    assert_int_equal(d->error.code, code);
}

/* ---- Settings ------------------------------------------------------------------------------------ */

static void a_setting_is_no_duration(void **state)
{
    (void)state;
    const struct aludel_settings settings = {.lock_timeout = "soon"};
    struct al_connect connect = {.url = "sqlite://", .settings = &settings};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    assert_false(al_sqlite_driver.open(&d, &connect, &error));
    assert_null(d);
    assert_string_equal(error.message, "'soon' is no duration (setting lock_timeout)");
    assert_string_equal(error.hint, "write 10s, 500ms or 10min");
    assert_int_equal(error.code, ALUDEL_USAGE);
}

/* ---- Read-only ------------------------------------------------------------------------------------- */

static char file[] = "/tmp/aludel-driver-XXXXXX";

static int make_file(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    strcpy(file, "/tmp/aludel-driver-XXXXXX");
    int made = mkstemp(file);
    bool ok = made >= 0 && sqlite3_open(file, &db) == SQLITE_OK &&
              sqlite3_exec(db, "CREATE TABLE t (n)", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    close(made);
    return ok ? 0 : -1;
}

static int remove_file(void **state)
{
    (void)state;
    read_only_system = false;
    return unlink(file);
}

static void assert_read_only(const char *hint, ...)
{
    char message[64], expected[200];
    sqlite3 *db;
    va_list args;
    va_start(args, hint);
    vsnprintf(expected, sizeof expected, hint, args);
    va_end(args);
    snprintf(message, sizeof message, "%s is read-only", file);
    assert_int_equal(sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    struct al_driver *d = open_lent(db);
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_error(d, ALUDEL_READ_ONLY, message, "", expected);
    d->type->close(d);
    sqlite3_close(db);
}

static void a_lent_connection_that_only_reads(void **state)
{
    (void)state;
    assert_read_only("the connection was opened read-only, or PRAGMA query_only is on: open it for writing");
}

static void a_read_only_file_system(void **state)
{
    (void)state;
    read_only_system = true;
    assert_read_only("%s is on a read-only file system: mount it writable, or give another url", file);
}

static void a_lent_connection_with_query_only(void **state)
{
    (void)state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    struct al_driver *d = open_lent(db);
    assert_true(run(d, "PRAGMA query_only=ON"));
    assert_false(run(d, "CREATE TABLE t (n)"));
    assert_error(d, ALUDEL_READ_ONLY, "the database is read-only", "",
                 "PRAGMA query_only forbids it to the connection: switch it off");
    d->type->close(d);
    sqlite3_close(db);
}

/* ---- SQLite's own limit --------------------------------------------------------------------------- */

static void a_statement_beyond_the_limit(void **state)
{
    (void)state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 20);
    struct al_driver *d = open_lent(db);
    assert_false(run(d, "SELECT 'more than twenty'"));
    assert_error(d, ALUDEL_FAILED, "statement too long", "", "");
    d->type->close(d);
    sqlite3_close(db);
}

/* ---- Temporary data: the copies of rows ------------------------------------------------------------ */

#define MANY                                                                                              \
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 9000) SELECT x, zeroblob(200) " \
    "FROM c"

static bool small; /* every database that is opened from now on has room for next to nothing */

static int on_open(sqlite3 *db, const char **message, const struct sqlite3_api_routines *api)
{
    (void)message;
    (void)api;
    return small ? sqlite3_exec(db, "PRAGMA max_page_count=9", NULL, NULL, NULL) : SQLITE_OK;
}

static void assert_no_copy(const char *message, const char *detail, const char *hint,
                           void (*hinder)(bool now))
{
    sqlite3 *db;
    struct aludel_statement st = statement(MANY, ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    struct al_driver *d = open_lent(db);
    hinder(true);
    bool opened = d->type->open_rows(d, &request, &cursor);
    hinder(false);
    assert_false(opened);
    assert_error(d, ALUDEL_FAILED, message, detail, hint);
    assert_string_equal(d->error.statement, MANY);
    d->type->close(d);
    sqlite3_close(db);
}

static void make_small(bool now)
{
    small = now;
}

static void no_space_for_temporary_data(void **state)
{
    (void)state;
    sqlite3_auto_extension((void (*)(void))on_open);
    assert_no_copy("no space left for temporary data", "SQLite says: database or disk is full (13)",
                   "free some, or name another folder in SQLITE_TMPDIR", make_small);
    sqlite3_reset_auto_extension();
}

static void limit(int what, rlim_t most, bool now)
{
    static struct rlimit before;
    if (now) {
        assert_int_equal(getrlimit(what, &before), 0);
    }
    struct rlimit limit = {now ? most : before.rlim_cur, before.rlim_max};
    assert_int_equal(setrlimit(what, &limit), 0);
}

static void limit_file_size(bool now)
{
    limit(RLIMIT_FSIZE, 4096, now);
}

static void temporary_data_can_not_be_written(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    assert_no_copy("I/O error while writing temporary data", "SQLite says: disk I/O error (778)",
                   "the system's log has the cause; a failing disk, a full one, a limit on file size or a "
                   "network share are the usual ones",
                   limit_file_size);
}

static void limit_files(bool now)
{
    limit(RLIMIT_NOFILE, 0, now);
}

static void no_file_for_temporary_data(void **state)
{
    (void)state;
    assert_no_copy("can't make a file for temporary data", "SQLite says: unable to open database file (14)",
                   "name a folder for it in SQLITE_TMPDIR that this user may write", limit_files);
}

int main(void)
{
#define WITH_FILE(test) cmocka_unit_test_setup_teardown(test, make_file, remove_file)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_setting_is_no_duration),
        WITH_FILE(a_lent_connection_that_only_reads),
        WITH_FILE(a_read_only_file_system),
        cmocka_unit_test(a_lent_connection_with_query_only),
        cmocka_unit_test(a_statement_beyond_the_limit),
        cmocka_unit_test(no_space_for_temporary_data),
        cmocka_unit_test(temporary_data_can_not_be_written),
        cmocka_unit_test(no_file_for_temporary_data),
    };
    return cmocka_run_group_tests_name("driver_refused", tests, NULL, NULL);
}
