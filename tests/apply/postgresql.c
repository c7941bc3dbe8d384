/* postgresql.c: a connection lent by the caller, in his transaction too; being stopped; memory that runs out. */
#include "support.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *url;
static PGconn *conn;

static void sql(const char *text)
{
    PGresult *r = PQexec(conn, text);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s%s", PQerrorMessage(conn), text);
    }
    PQclear(r);
}

static const char *answer(const char *text)
{
    static char value[256];
    PGresult *r = PQexec(conn, text);
    value[0] = '\0';
    if (PQntuples(r) == 1) {
        strncpy(value, PQgetvalue(r, 0, 0), sizeof value - 1);
    }
    PQclear(r);
    return value;
}

/* ---- A chain ------------------------------------------------------------------------------------- */

RUNS(up_users, "CREATE TABLE users (id serial PRIMARY KEY, name text)",
     "INSERT INTO users (name) VALUES ('ann')")
RUNS(down_users, "DROP TABLE users")
RUNS(up_orders, "CREATE TABLE orders (id serial PRIMARY KEY)", "SET LOCAL timezone = 'Asia/Tokyo'")
RUNS(down_orders, "DROP TABLE orders")

static const struct spec three[] = {
    {.id = "aaaa1", .up = up_users, .down = down_users},
    {.id = "bbbb2", .parents = "aaaa1"},
    {.id = "cccc3", .parents = "bbbb2", .up = up_orders, .down = down_orders},
};

static void succeeds(bool ok, const struct aludel_error *error)
{
    if (!ok) {
        fail_msg("%s [%s]", error->message, error->statement);
    }
}

/* ---- Being stopped -------------------------------------------------------------------------------- */

RUNS(up_slow, "CREATE TABLE slow (n integer)", "SELECT pg_sleep(60)")

static struct aludel *stopped;

/* While dddd4 is sent, the server is at bbbb2. */
static bool up_stops(struct aludel_op *op)
{
    static const char sleeps[] =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
        "query = 'SELECT pg_sleep(60)' AND state = 'active'";
    (void)op;
    for (int i = 0; strcmp(answer(sleeps), "1") != 0; i++) {
        assert_true(i < 20000);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    aludel_interrupt(stopped);
    return true;
}

/* What is told is told of bbbb2: that is what was rolled back. */
static void stopped_while_it_sends(void **state)
{
    (void)state;
    static const struct spec specs[] = {{.id = "aaaa1"},
                                        {.id = "bbbb2", .parents = "aaaa1", .up = up_slow},
                                        {.id = "cccc3", .parents = "bbbb2"},
                                        {.id = "dddd4", .parents = "cccc3", .up = up_stops},
                                        {.id = "eeee5", .parents = "dddd4"}};
    struct aludel_error error;
    struct aludel_config config = {.registry = chain(specs, 5), .url = url};
    stopped = aludel_open(&config, &error);
    assert_non_null(stopped);
    assert_false(aludel_upgrade(stopped, "head", NULL, &error));
    aludel_close(stopped);
    assert_int_equal(error.code, ALUDEL_INTERRUPTED);
    assert_string_equal(error.revision, "bbbb2");
    assert_string_equal(error.statement, "SELECT pg_sleep(60)");
    assert_string_equal(error.detail, "1 migration was committed before it; 'bbbb2' was rolled back");
    assert_string_equal(answer("SELECT version_num FROM alembic_version"), "aaaa1");
}

/* ---- A lent connection ------------------------------------------------------------------------- */

static int lend(void **state)
{
    (void)state;
    conn = PQconnectdb(url);
    sql("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    return 0;
}

static int take_back(void **state)
{
    (void)state;
    PQfinish(conn);
    return 0;
}

static struct aludel *open_on(struct aludel_config *config, struct aludel_error *error)
{
    config->registry = chain(three, 3);
    config->postgresql = conn;
    struct aludel *a = aludel_open(config, error);
    assert_non_null(a);
    return a;
}

static void upgrades_on_a_lent_connection(void **state)
{
    (void)state;
    struct aludel_error error;
    struct aludel_config config = {0};
    struct aludel *a = open_on(&config, &error);
    succeeds(aludel_upgrade(a, "head", NULL, &error), &error);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);
    assert_int_equal(PQpipelineStatus(conn), PQ_PIPELINE_OFF); /* usable between two calls */
    assert_string_equal(answer("SELECT version_num FROM alembic_version"), "cccc3");
    assert_true(aludel_downgrade(a, "base", NULL, &error));
    aludel_close(a);
    assert_int_equal(PQisnonblocking(conn), 0);
    assert_string_equal(answer("SELECT count(*) FROM alembic_version"), "0");
}

/* Nothing is committed that he doesn't commit, and his settings are his. */
static void the_callers_transaction(void **state)
{
    (void)state;
    struct aludel_error error;
    const struct aludel_pair settings[] = {{"lock_timeout", "7s"}, {"search_path", "public"}};
    struct aludel_config config = {.settings = settings, .settings_count = 2};
    sql("BEGIN");
    sql("CREATE TABLE mine (n integer)");
    struct aludel *a = open_on(&config, &error);
    succeeds(aludel_upgrade(a, "head", NULL, &error), &error);
    aludel_close(a);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_INTRANS);
    assert_string_not_equal(answer("SHOW timezone"), "Asia/Tokyo"); /* which a migration has set */
    assert_string_equal(answer("SHOW lock_timeout"), "0");
    assert_string_equal(answer("SHOW search_path"), "\"$user\", public");
    assert_string_equal(answer("SELECT version_num FROM alembic_version"), "cccc3");
    sql("ROLLBACK");
    assert_string_equal(answer("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

RUNS(wrong, "CREATE TABLE extra (n integer)", "SELECT 1/0")

/* What he did before stays; what we did is undone to the savepoint. */
static void an_error_in_the_callers_transaction(void **state)
{
    (void)state;
    static const struct spec specs[] = {{.id = "aaaa1"}, {.id = "bbbb2", .parents = "aaaa1", .up = wrong}};
    struct aludel_error error;
    struct aludel_config config = {.registry = chain(specs, 2), .postgresql = conn};
    sql("BEGIN");
    sql("CREATE TABLE mine (n integer)");
    struct aludel *a = aludel_open(&config, &error);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_string_equal(error.message, "division by zero");
    aludel_close(a);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_INTRANS);
    assert_string_equal(answer("SELECT version_num FROM alembic_version"), "aaaa1");
    sql("COMMIT");
    assert_string_equal(answer("SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE "
                               "schemaname = 'public'"),
                        "alembic_version aludel_log mine");
}

/* What can't be in a transaction can't be in his: nothing is begun. */
static void no_autocommit_in_the_callers_transaction(void **state)
{
    (void)state;
    static const struct spec specs[] = {{.id = "aaaa1"},
                                        {.id = "bbbb2", .parents = "aaaa1", .up_flags = ALUDEL_AUTOCOMMIT}};
    struct aludel_error error;
    struct aludel_config config = {.registry = chain(specs, 2), .postgresql = conn};
    sql("BEGIN");
    struct aludel *a = aludel_open(&config, &error);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_string_equal(error.message, "statements outside transactions can't be part of the caller's");
    assert_string_equal(error.hint, "commit the transaction of the connection that was lent");
    aludel_close(a);
    sql("COMMIT");
    assert_string_equal(answer("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

/* ---- Memory --------------------------------------------------------------------------------------- */

struct books {
    size_t calls, fail_at, live;
};

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct books *b = with;
    if (new_size && ++b->calls == b->fail_at) {
        return NULL;
    }
    b->live += new_size - old_size;
    if (!new_size) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static bool upgrade_with(struct books *books, struct aludel_error *error)
{
    struct aludel_config config = {.registry = chain(three, 3), .url = url, .allocator = {resize, books}};
    struct aludel *a = aludel_open(&config, error);
    bool ok = a && aludel_upgrade(a, "head", NULL, error);
    aludel_close(a);
    return ok;
}

/* Every allocation fails in turn: a clear error, nothing half-done, nothing kept. */
static void memory_runs_out(void **state)
{
    (void)state;
    bool done = false;
    size_t n = 1;
    for (; !done; n++) {
        struct aludel_error error;
        struct books books = {.fail_at = n};
        sql("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        done = upgrade_with(&books, &error) && books.calls < n;
        if (!done && error.code != ALUDEL_OK && error.code != ALUDEL_NO_MEMORY) {
            fail_msg("allocation %zu: %s [%s]", n, error.message, error.statement);
        }
        assert_int_equal(books.live, 0);
    }
    assert_true(n > 40); /* they did fail on the way */
    assert_string_equal(answer("SELECT count(*) || ' ' || count(DISTINCT revision) FROM aludel_log"), "3 3");
}

static int find_server(void **state)
{
    (void)state;
    url = getenv("ALUDEL_TEST_POSTGRES");
    return url ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(upgrades_on_a_lent_connection, lend, take_back),
        cmocka_unit_test_setup_teardown(the_callers_transaction, lend, take_back),
        cmocka_unit_test_setup_teardown(an_error_in_the_callers_transaction, lend, take_back),
        cmocka_unit_test_setup_teardown(no_autocommit_in_the_callers_transaction, lend, take_back),
        cmocka_unit_test_setup_teardown(stopped_while_it_sends, lend, take_back),
        cmocka_unit_test_setup_teardown(memory_runs_out, lend, take_back),
    };
    return cmocka_run_group_tests(tests, find_server, NULL);
}
