/*
 * lent.c: connections that are lent stay what they were: their handlers, hooks and modes, whatever a call comes to. And in
 * which state they are taken.
 */
#include "apply/support.h"
#include "places.h"

#include <stdio.h>
#include <string.h>

RUNS(up_table, "CREATE TABLE users (id INTEGER PRIMARY KEY)")
RUNS(up_row, "INSERT INTO users VALUES (1)")
RUNS(down_row, "DELETE FROM users")
RUNS(down_table, "DROP TABLE users")
RUNS(up_mistake, "CREATE TABLE made (n INTEGER)", "SELECT nonsense FROM made")

static const struct aludel_registry *sound_and_failing(bool fails)
{
    const struct spec specs[] = {{.id = "aaaa1", .up = up_table, .down = down_table},
                                 {.id = "bbbb2", .parents = "aaaa1", .up = up_row, .down = down_row},
                                 {.id = "ffff3", .parents = "bbbb2", .up = fails ? up_mistake : NULL}};
    return chain(specs, 3);
}

/* Up, into an error, down: all that a call may come to. */
static void use(struct aludel_config *config)
{
    struct aludel_error error;
    config->registry = sound_and_failing(true);
    struct aludel *a = aludel_open(config, &error);
    assert_non_null(a);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_has(error.message, "nonsense");
    MUST(aludel_downgrade(a, "base", NULL, &error), &error);
    aludel_close(a);
}

/* ---- SQLite -------------------------------------------------------------------------------------------- */

static int busy_calls, authorized, committed;

static int on_busy(void *with, int attempt)
{
    (void)with, (void)attempt;
    busy_calls++;
    return 0;
}

static int on_authorize(void *with, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)with, (void)action, (void)a, (void)b, (void)c, (void)d;
    authorized++;
    return SQLITE_OK;
}

static int on_commit(void *with)
{
    (void)with;
    committed++;
    return 0;
}

static void assert_own_handlers(const struct place *p, struct lent *lent)
{
    struct lent other = place_connect(p);
    lent_ask(&other, "BEGIN IMMEDIATE");
    busy_calls = authorized = committed = 0;
    assert_int_equal(sqlite3_exec(lent->sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
    assert_int_equal(busy_calls, 1);
    assert_int_not_equal(authorized, 0);
    lent_ask(&other, "ROLLBACK");
    lent_ask(lent, "CREATE TABLE theirs (n INTEGER)");
    lent_ask(lent, "DROP TABLE theirs");
    assert_int_equal(committed, 2);
    place_disconnect(&other);
}

static void sqlites_handlers(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = {0};
    sqlite3_busy_handler(lent.sqlite, on_busy, NULL);
    sqlite3_set_authorizer(lent.sqlite, on_authorize, NULL);
    sqlite3_commit_hook(lent.sqlite, on_commit, NULL);
    place_lend(&config, &lent);
    use(&config);
    assert_own_handlers(&p, &lent);
    place_disconnect(&lent);
    place_end(&p);
}

static void sqlites_pragmas(void **state)
{
    static const char *const pragmas[] = {"foreign_keys",       "synchronous",    "query_only",
                                          "legacy_alter_table", "busy_timeout",   "journal_mode",
                                          "recursive_triggers", "writable_schema"};
    struct place p;
    char before[8][40], sql[60];
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = {0};
    lent_ask(&lent, "PRAGMA foreign_keys = on");
    lent_ask(&lent, "PRAGMA synchronous = off");
    lent_ask(&lent, "PRAGMA busy_timeout = 1234");
    for (int i = 0; i < 8; i++) {
        snprintf(sql, sizeof sql, "PRAGMA %s", pragmas[i]);
        snprintf(before[i], sizeof before[i], "%s", lent_ask(&lent, sql));
    }
    place_lend(&config, &lent);
    use(&config);
    for (int i = 0; i < 8; i++) {
        snprintf(sql, sizeof sql, "PRAGMA %s", pragmas[i]);
        assert_string_equal(lent_ask(&lent, sql), before[i]);
    }
    place_disconnect(&lent);
    place_end(&p);
}

/* ---- PostgreSQL ------------------------------------------------------------------------------------------ */

static int notices;

static void on_notice(void *with, const PGresult *r)
{
    (void)with, (void)r;
    notices++;
}

static void a_notice(const struct lent *lent)
{
    notices = 0;
    lent_ask(lent, "DROP TABLE IF EXISTS nothing_of_that_name");
    assert_int_equal(notices, 1);
}

static void libpqs_modes(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    PGconn *conn = lent.postgresql;
    struct aludel_config config = {0};
    PQsetNoticeReceiver(conn, on_notice, NULL);
    PQsetClientEncoding(conn, "LATIN1");
    PQsetErrorVerbosity(conn, PQERRORS_TERSE);
    PQsetnonblocking(conn, 1);
    place_lend(&config, &lent);
    use(&config);
    assert_int_equal(PQisnonblocking(conn), 1);
    PQsetnonblocking(conn, 0);
    assert_int_equal(PQpipelineStatus(conn), PQ_PIPELINE_OFF);
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_IDLE);
    assert_string_equal(lent_ask(&lent, "SHOW client_encoding"), "LATIN1");
    assert_int_equal(PQsetErrorVerbosity(conn, PQERRORS_DEFAULT), PQERRORS_TERSE);
    assert_string_equal(lent_ask(&lent, "SELECT count(*) FROM pg_prepared_statements"), "0");
    a_notice(&lent);
    place_disconnect(&lent);
    place_end(&p);
}

static bool see(void *with, const struct aludel_revision *r)
{
    (void)with, (void)r;
    return true;
}

/* His, whichever call came last; a question leaves no transaction open, nor an answer to come. */
static void free_between_calls(void **state)
{
    struct place p;
    struct aludel_error error;
    bool at_head = false;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    struct aludel_config config = {.registry = sound_and_failing(false)};
    place_lend(&config, &lent);
    struct aludel *a = aludel_open(&config, &error);
    for (int call = 0; call < 4; call++) {
        bool ok = call == 0   ? aludel_upgrade(a, "bbbb2", NULL, &error)
                  : call == 1 ? aludel_current(a, see, NULL, &error)
                  : call == 2 ? aludel_pending(a, see, NULL, &error)
                              : aludel_is_at_head(a, &at_head, &error);
        MUST(ok, &error);
        assert_int_equal(PQpipelineStatus(lent.postgresql), PQ_PIPELINE_OFF);
        assert_int_equal(PQtransactionStatus(lent.postgresql), PQTRANS_IDLE);
        lent_ask(&lent, "BEGIN");
        lent_ask(&lent, "SELECT 1");
        lent_ask(&lent, "COMMIT");
    }
    aludel_close(a);
    place_disconnect(&lent);
    place_end(&p);
}

static void not_taken(const struct lent *lent, enum aludel_code code, const char *message)
{
    struct aludel_error error;
    struct aludel_config config = {.registry = sound_and_failing(false)};
    place_lend(&config, lent);
    struct aludel *a = aludel_open(&config, &error);
    assert_false(aludel_upgrade(a, "head", NULL, &error));
    assert_int_equal(error.code, code);
    assert_string_equal(error.message, message);
    assert_false(aludel_pending(a, NULL, NULL, &error));
    assert_string_equal(error.message, message);
    aludel_close(a);
}

static void a_pipeline(void **state)
{
    static const char busy[] = "the connection that was lent is busy: read its results first";
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    assert_true(PQenterPipelineMode(lent.postgresql));
    not_taken(&lent, ALUDEL_USAGE, busy);
    assert_int_equal(PQpipelineStatus(lent.postgresql), PQ_PIPELINE_ON);
    PQexitPipelineMode(lent.postgresql);
    PQsendQuery(lent.postgresql, "SELECT 1");
    not_taken(&lent, ALUDEL_USAGE, busy);
    PQclear(PQgetResult(lent.postgresql));
    assert_null(PQgetResult(lent.postgresql));
    place_disconnect(&lent);
    place_end(&p);
}

static void an_aborted_transaction(void **state)
{
    struct place p;
    place_begin(&p, state);
    struct lent lent = place_connect(&p);
    lent_ask(&lent, "BEGIN");
    PQclear(PQexec(lent.postgresql, "SELECT 1/0"));
    not_taken(&lent, ALUDEL_USAGE,
              "the transaction of the connection that was lent has failed: roll it back first");
    assert_int_equal(PQtransactionStatus(lent.postgresql), PQTRANS_INERROR);
    place_disconnect(&lent);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SQLITE(sqlites_handlers),       ON_SQLITE(sqlites_pragmas), ON_POSTGRESQL(libpqs_modes),
        ON_POSTGRESQL(free_between_calls), ON_POSTGRESQL(a_pipeline),  ON_POSTGRESQL(an_aborted_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
