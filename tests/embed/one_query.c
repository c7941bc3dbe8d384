/*
 * one_query.c: what it costs to ask a database that is current whether it is: one query, and no write. libpq's and SQLite's
 * functions are counted on their way (the linker's --wrap), whoever opened the connection.
 */
#include "apply/support.h"
#include "places.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- What is sent --------------------------------------------------------------------------------- */

static int queries;
static char query[2048]; /* all of them */

static void count(const char *sql)
{
    size_t n = strlen(query);
    queries++;
    snprintf(query + n, sizeof query - n, "%s\n", sql);
}

int __real_PQsendQueryParams(PGconn *conn, const char *sql, int n, const Oid *types,
                             const char *const *values, const int *lengths, const int *formats, int format);
int __wrap_PQsendQueryParams(PGconn *conn, const char *sql, int n, const Oid *types,
                             const char *const *values, const int *lengths, const int *formats, int format);
int __wrap_PQsendQueryParams(PGconn *conn, const char *sql, int n, const Oid *types,
                             const char *const *values, const int *lengths, const int *formats, int format)
{
    count(sql);
    return __real_PQsendQueryParams(conn, sql, n, types, values, lengths, formats, format);
}

int __real_PQsendPrepare(PGconn *conn, const char *name, const char *sql, int n, const Oid *types);
int __wrap_PQsendPrepare(PGconn *conn, const char *name, const char *sql, int n, const Oid *types);
int __wrap_PQsendPrepare(PGconn *conn, const char *name, const char *sql, int n, const Oid *types)
{
    count(sql);
    return __real_PQsendPrepare(conn, name, sql, n, types);
}

PGresult *__real_PQexec(PGconn *conn, const char *sql);
PGresult *__wrap_PQexec(PGconn *conn, const char *sql);
PGresult *__wrap_PQexec(PGconn *conn, const char *sql)
{
    count(sql);
    return __real_PQexec(conn, sql);
}

int __wrap_PQsetClientEncoding(PGconn *conn, const char *encoding);
int __wrap_PQsetClientEncoding(PGconn *conn, const char *encoding)
{
    (void)conn;
    fail_msg("SET client_encoding TO %s", encoding);
    return -1;
}

static int on_statement(unsigned mask, void *with, void *statement, void *sql)
{
    (void)mask, (void)with, (void)statement;
    count(sql);
    return 0;
}

static int on_open(sqlite3 *db, const char **message, const struct sqlite3_api_routines *api)
{
    (void)message, (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_statement, NULL);
}

RUNS(up_table, "CREATE TABLE users (id INTEGER PRIMARY KEY)")
RUNS(down_table, "DROP TABLE users")
static const struct spec three[] = {{.id = "aaaa1", .up = up_table, .down = down_table},
                                    {.id = "bbbb2", .parents = "aaaa1"},
                                    {.id = "cccc3", .parents = "bbbb2"}};

/* ---- What is asked ----------------------------------------------------------------------------------- */

static bool see(void *with, const struct aludel_revision *r)
{
    (void)r;
    ++*(int *)with;
    return true;
}

static bool see_step(void *with, const struct aludel_step *step)
{
    (void)with, (void)step;
    return false;
}

typedef bool ask_fn(struct aludel *a, struct aludel_error *error);

static bool upgrade(struct aludel *a, struct aludel_error *error)
{
    return aludel_upgrade(a, "head", NULL, error);
}

static bool at_head(struct aludel *a, struct aludel_error *error)
{
    bool is = false;
    return aludel_is_at_head(a, &is, error) && is;
}

static bool current(struct aludel *a, struct aludel_error *error)
{
    int n = 0;
    return aludel_current(a, see, &n, error) && n == 1;
}

static bool pending(struct aludel *a, struct aludel_error *error)
{
    int n = 0;
    return aludel_pending(a, see, &n, error) && n == 0;
}

static bool plan(struct aludel *a, struct aludel_error *error)
{
    return aludel_plan(a, ALUDEL_UPGRADE, "head", NULL, see_step, NULL, error);
}

static bool ensure(struct aludel *a, struct aludel_error *error)
{
    return aludel_ensure_version(a, error);
}

static bool wait_for(struct aludel *a, struct aludel_error *error)
{
    return aludel_wait(a, "head", 0, error);
}

static ask_fn *const asks[] = {upgrade, at_head, current, pending, plan, ensure, wait_for};

/* ---- That nothing is written ------------------------------------------------------------------------- */

struct mark { /* of a file, or of a database: of what its writers leave behind */
    struct stat is;
    char text[200];
};

static struct mark mark_of(const struct place *p)
{
    struct mark m;
    memset(&m, 0, sizeof m);
    if (p->postgresql) { /* the next number that a transaction which writes would get, and who made our tables' rows */
        strcpy(m.text,
               place_ask(p, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text || ' ' || xmin || ctid "
                            "FROM alembic_version"));
        return m;
    }
    assert_int_equal(stat(p->file, &m.is), 0);
    memset(&m.is.st_atim, 0, sizeof m.is.st_atim);
    return m;
}

/* No -journal, no -wal. */
static int files_in(const struct place *p)
{
    char path[120];
    static const char *const others[] = {"-journal", "-wal", "-shm"};
    int n = 0;
    for (size_t i = 0; i < 3; i++) {
        strcpy(path, p->file);
        strcat(path, others[i]);
        n += access(path, F_OK) == 0;
    }
    return n;
}

static void costs_one(const struct place *p, const struct aludel_config *config, bool opens, ask_fn *ask)
{
    struct aludel_error error;
    struct mark before = mark_of(p);
    queries = 0;
    query[0] = '\0';
    struct aludel *a = aludel_open(config, &error);
    assert_non_null(a);
    assert_int_equal(queries, 0);
    for (int again = 1; again <= 2; again++) {
        MUST(ask(a, &error), &error);
        if (queries != again) {
            fail_msg("%d queries (%s connection):\n%s", queries, opens ? "own" : "lent", query);
        }
        assert_int_equal(strncmp(query, "SELECT ", 7), 0);
        assert_int_equal(files_in(p), 0);
    }
    aludel_close(a);
    assert_int_equal(queries, 2);
    struct mark after = mark_of(p);
    assert_memory_equal(&before, &after, sizeof before);
}

static void a_current_database_costs_one_query(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(three, 3));
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    aludel_close(a);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        costs_one(&p, &config, true, asks[i]);
    }
    struct lent lent = place_connect(&p);
    place_lend(&config, &lent);
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        costs_one(&p, &config, false, asks[i]);
    }
    place_disconnect(&lent);
    place_end(&p);
}

/* What is pending is found out with one, too; a database that isn't there is neither made nor an error. */
static void so_does_one_that_is_behind(void **state)
{
    int n = 0;
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(three, 3));
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_pending(a, see, &n, &error), &error);
    assert_int_equal(n, 3);
    assert_true(p.postgresql || access(p.file, F_OK) != 0);
    MUST(aludel_upgrade(a, "aaaa1", NULL, &error), &error);
    queries = n = 0;
    MUST(aludel_pending(a, see, &n, &error), &error);
    assert_int_equal(n, 2);
    assert_int_equal(queries, 1);
    aludel_close(a);
    place_end(&p);
}

/* A database that can't be written at all is good enough for a start on one that is current. */
static void a_read_only_database_will_do(void **state)
{
    struct place p;
    struct aludel_error error;
    place_begin(&p, state);
    struct aludel_config config = place_config(&p, chain(three, 3));
    struct aludel *a = aludel_open(&config, &error);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    aludel_close(a);
    struct lent lent = place_connect(&p);
    lent_ask(&lent, p.postgresql ? "SET default_transaction_read_only = on" : "PRAGMA query_only = on");
    place_lend(&config, &lent);
    a = aludel_open(&config, &error);
    MUST(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_false(aludel_downgrade(a, "-1", NULL, &error));
    assert_int_equal(error.code, ALUDEL_READ_ONLY);
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_current_database_costs_one_query),
        ON_BOTH(so_does_one_that_is_behind),
        ON_BOTH(a_read_only_database_will_do),
    };
    sqlite3_auto_extension((void (*)(void))on_open);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
