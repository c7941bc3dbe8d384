/* postgresql_refused.c: what a server refuses, what stops a statement, what ends a connection; what isn't one. */
#include "postgresql_support.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct heard heard;
static struct al_driver *d;

static void open_as(const char *url, const struct aludel_settings *settings)
{
    heard.text[0] = '\0';
    d = open_with((struct al_connect){.url = url, .settings = settings, .event = hear, .with = &heard});
}

static int open_it(void **state)
{
    (void)state;
    make_empty();
    open_as(server_url, NULL);
    return 0;
}

static int close_it(void **state)
{
    (void)state;
    d->type->close(d);
    return 0;
}

static void open_again(const char *url, const struct aludel_settings *settings)
{
    d->type->close(d);
    open_as(url, settings);
}

/* ---- Reports ------------------------------------------------------------------------------------- */

static void a_report_with_its_detail(void **state)
{
    (void)state;
    must(d, "CREATE TABLE t (n integer CONSTRAINT only_one PRIMARY KEY)");
    must(d, "INSERT INTO t VALUES (1)");
    assert_false(try(d, "INSERT INTO t VALUES (1)"));
    assert_error(d, ALUDEL_FAILED, "duplicate key value violates unique constraint \"only_one\"",
                 "Key (n)=(1) already exists.", "");
    assert_string_equal(d->error.sqlstate, "23505");
    assert_string_equal(d->error.statement, "INSERT INTO t VALUES (1)");
}

static void where_in_a_function(void **state)
{
    (void)state;
    must(d, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELEC 1''; END'");
    assert_false(try(d, "SELECT f()"));
    assert_error(d, ALUDEL_FAILED, "syntax error at or near \"SELEC\"",
                 "in: SELEC 1\ncontext: PL/pgSQL function f() line 1 at EXECUTE", "");
}

static void a_hint_of_ours(void **state)
{
    (void)state;
    static const struct {
        const char *state, *hint;
    } hints[] = {
        {"25001", "put it into `with op.autocommit():`"},
        {"53100", "the server's disk is full: free some space and run it again"},
        {"53200", ""},
        {"53200', HINT = 'You might need to increase max_locks_per_transaction.",
         "one transaction can't lock that many objects: raise max_locks_per_transaction in the server's "
         "configuration, run without `single_transaction`, or make several migrations of this one"},
        {"40001",
         "another transaction was in the way: run it again, or let it be tried again with `retries`"},
        {"40P01",
         "another transaction was in the way: run it again, or let it be tried again with `retries`"},
        {"42501",
         "run it as a user who may do that, or name the role that owns the objects in the setting `role`"},
        {"55P04", "a new value of an enum can't be used in the transaction that adds it: use it in a later "
                  "migration"},
        {"22012", ""},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        char sql[200];
        al_format(sql, sizeof sql, "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END $$",
                  hints[i].state);
        assert_false(try(d, sql));
        assert_error(d, ALUDEL_FAILED, "no", "context: PL/pgSQL function inline_code_block line 1 at RAISE",
                     hints[i].hint);
        d->type->rollback(d);
    }
}

static void what_may_be_otherwise_next_time(void **state)
{
    (void)state;
    static const struct {
        const char *state;
        enum al_why why;
    } cases[] = {{"55P03", AL_WHY_TRANSIENT},  {"40001", AL_WHY_TRANSIENT}, {"40P01", AL_WHY_TRANSIENT},
                 {"26000", AL_WHY_UNPREPARED}, {"42P18", AL_WHY_UNTYPED},   {"42710", AL_WHY_EXISTS}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sql[200];
        al_format(sql, sizeof sql, "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END $$",
                  cases[i].state);
        assert_false(try(d, sql));
        assert_int_equal(d->type->why(&d->error), cases[i].why);
        d->type->rollback(d);
    }
}

/* What it means is for whoever has sent the condition to say. */
static void a_condition_that_does_not_hold(void **state)
{
    (void)state;
    struct aludel_statement st = statement("SELECT CAST('aludel: no' AS integer)", 0);
    struct al_request request = request_of(&st, NULL);
    request.missed = AL_MISSED_ROWS;
    assert_false(d->type->send(d, &request) && d->type->settle(d));
    assert_error(d, ALUDEL_BUSY, "a condition doesn't hold", "", "");
    assert_int_equal(d->missed, AL_MISSED_ROWS);
    d->type->rollback(d);
    assert_int_equal(d->missed, AL_MISSED_NOTHING);
}

static void the_servers_own_hint_is_better(void **state)
{
    (void)state;
    assert_false(
        try(d, "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '42501', HINT = 'do that'; END $$"));
    assert_string_equal(d->error.hint, "do that");
    assert_true(d->error.servers_hint);
}

static void what_can_not_be_in_a_transaction(void **state)
{
    (void)state;
    begin(d);
    assert_false(try(d, "VACUUM"));
    assert_error(d, ALUDEL_FAILED, "VACUUM cannot run inside a transaction block", "",
                 "put it into `with op.autocommit():`");
    d->type->rollback(d);
    struct aludel_statement st = statement("VACUUM", 0);
    struct al_request request = request_of(&st, NULL);
    begin(d);
    assert_false(d->type->alone(d, &request));
    assert_error(d, ALUDEL_FAILED, "the statement can't run inside a transaction", "",
                 "put it into `with op.autocommit():`");
}

static void transactions_are_read_only(void **state)
{
    (void)state;
    open_again(url_with("options=-c%20default_transaction_read_only%3Don"), NULL);
    begin(d);
    assert_false(try(d, "CREATE TABLE t (n integer)"));
    assert_error(
        d, ALUDEL_READ_ONLY, "the server takes no changes from this user: transactions are read-only",
        "the server says: cannot execute CREATE TABLE in a read-only transaction",
        "default_transaction_read_only is set, for the server, the database or the user: take it away, or "
        "use another user");
}

/* ---- Time-outs and interruption ----------------------------------------------------------------------- */

static void statement_timeout(void **state)
{
    (void)state;
    const struct aludel_settings settings = {.statement_timeout = "100ms"};
    open_again(server_url, &settings);
    begin(d);
    must(d, "SET LOCAL statement_timeout = '100ms'");
    assert_false(try(d, "SELECT pg_sleep(60)"));
    assert_error(d, ALUDEL_FAILED, "canceling statement due to statement timeout", "",
                 "that is the limit of statement_timeout; 0 switches it off");
}

static void alone_its_settings_are_on_the_session(void **state)
{
    (void)state;
    const struct aludel_settings settings = {.statement_timeout = "100ms"};
    struct aludel_statement st = statement("SELECT pg_sleep(60)", 0);
    struct al_request request = request_of(&st, NULL);
    open_again(server_url, &settings);
    assert_false(d->type->alone(d, &request));
    assert_error(d, ALUDEL_FAILED, "canceling statement due to statement timeout", "",
                 "that is the limit of statement_timeout; 0 switches it off");
}

static void lock_timeout(void **state)
{
    (void)state;
    const struct aludel_settings settings = {.lock_timeout = "800ms"};
    char message[200], event[200];
    open_again(server_url, &settings);
    must(d, "CREATE TABLE t (n integer)");
    PGconn *blocker = connect_to(url_with("application_name=nightly"));
    execute(blocker, "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
    begin(d);
    must(d, "SET LOCAL lock_timeout = '800ms'");
    assert_false(try(d, "ALTER TABLE t ADD m integer"));
    snprintf(message, sizeof message,
             "canceling statement due to lock timeout: the lock is held by process %d (%s, nightly, idle in "
             "transaction)",
             PQbackendPID(blocker), PQuser(blocker));
    snprintf(event, sizeof event,
             "remark: waiting for a lock of process %d (%s, nightly, idle in transaction)\n",
             PQbackendPID(blocker), PQuser(blocker));
    assert_error(
        d, ALUDEL_BUSY, message, "",
        "end what holds the lock, or wait longer (the setting `lock_timeout`), or let it be tried again with "
        "`retries`");
    assert_string_equal(heard.text, event);
    PQfinish(blocker);
}

static void *interrupt_soon(void *with)
{
    (void)with;
    poll(NULL, 0, 300);
    d->type->interrupt(d);
    return NULL;
}

static void assert_interrupted(bool (*sleeps)(struct al_driver *d, const struct al_request *request))
{
    struct aludel_statement st = statement("SELECT pg_sleep(60)", 0);
    struct al_request request = request_of(&st, NULL);
    pthread_t thread;
    int64_t before = al_driver_now();
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
    assert_false(sleeps(d, &request) && d->type->settle(d));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_true(al_driver_now() - before < 1300);
    assert_error(d, ALUDEL_INTERRUPTED, "interrupted", "", "");
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT 5"), 5);
}

static void an_interruption_stops_what_runs(void **state)
{
    (void)state;
    begin(d);
    assert_interrupted(d->type->send);
    assert_interrupted(d->type->send);
    assert_interrupted(d->type->alone);
}

/* ---- Connections that end ------------------------------------------------------------------------------- */

static void *terminate_soon(void *pid)
{
    char sql[80];
    poll(NULL, 0, 300);
    al_format(sql, sizeof sql, "SELECT pg_terminate_backend(%d)", *(int *)pid);
    PQclear(PQexec(admin, sql));
    return NULL;
}

static void a_terminated_connection_is_lost(void **state)
{
    (void)state;
    pthread_t thread;
    int pid = (int)number_of(d, "SELECT pg_backend_pid()");
    begin(d);
    assert_int_equal(pthread_create(&thread, NULL, terminate_soon, &pid), 0);
    assert_false(try(d, "SELECT pg_sleep(60)"));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_error(d, ALUDEL_CONNECTION, "terminating connection due to administrator command", "", "");
    assert_true(d->lost);
    d->type->rollback(d);
    assert_false(d->type->begin(d, AL_BEGIN_WRITE));
    assert_error(d, ALUDEL_CONNECTION, "the connection to the server is gone", "", "");
}

/* The main one goes on. */
static void a_lost_connection_of_its_own(void **state)
{
    (void)state;
    struct aludel_statement st = statement("SELECT pg_terminate_backend(pg_backend_pid())", 0);
    struct al_request request = request_of(&st, NULL);
    assert_false(d->type->alone(d, &request));
    assert_error(d, ALUDEL_CONNECTION, "terminating connection due to administrator command", "",
                 "whether the statement took effect isn't known: the next run looks, or asks");
    assert_true(d->unsure);
    assert_false(d->lost);
    d->type->rollback(d);
    assert_int_equal(number_of(d, "SELECT 5"), 5);
    st = statement("VACUUM", 0);
    assert_true(d->type->alone(d, &request));
}

/* ---- Poolers ------------------------------------------------------------------------------------------------ */

static void a_pooler_is_said_to_be_between(void **state)
{
    (void)state;
    const struct aludel_settings settings = {.pooled = "yes"};
    assert_true(d->type->direct(d));
    open_again(server_url, &settings);
    assert_false(d->type->direct(d));
    assert_error(
        d, ALUDEL_FAILED, "statements outside transactions can't go through a transaction pooler", "",
        "give the server's own address, in the first of the variables of `url_env`, say: DIRECT_URL");
}

/* ---- No connection ------------------------------------------------------------------------------------------- */

static void assert_no_connection(const char *url, const char *message, const char *hint)
{
    struct al_connect connect = {.url = url};
    struct al_driver *none = NULL;
    struct aludel_error error = {0};
    assert_false(al_postgresql_driver.open(&none, &connect, &error));
    assert_null(none);
    if (!strstr(error.message, message)) {
        fail_msg("not '%s', but '%s'", message, error.message);
    }
    assert_null(strchr(error.message, '\n'));
    assert_string_equal(error.hint, hint);
    assert_int_equal(error.code, ALUDEL_CONNECTION);
}

static void nobody_is_there(void **state)
{
    (void)state;
    assert_no_connection("postgresql://127.0.0.1:1/app", "failed: Connection refused",
                         "is the server running, and is that its port?");
    assert_no_connection("postgresql:///app?host=/nowhere", "failed: No such file or directory",
                         "is the server running, and is that the folder of its socket?");
    assert_no_connection("postgresql://nowhere.invalid/app",
                         "could not translate host name \"nowhere.invalid\" to address",
                         "is the host's name right?");
}

static void there_is_no_such_database(void **state)
{
    (void)state;
    char url[600];
    snprintf(url, sizeof url, "postgresql:///nowhere?host=%s&port=%s&user=%s", PQhost(admin), PQport(admin),
             PQuser(admin));
    assert_no_connection(url, "database \"nowhere\" does not exist",
                         "create it first, or look whether the name in the URL is right");
    snprintf(url, sizeof url, "postgresql:///%s?host=%s&port=%s&user=nobody_known", PQdb(admin),
             PQhost(admin), PQport(admin));
    assert_no_connection(url, "role \"nobody_known\" does not exist",
                         "create it first, or look whether the name in the URL is right");
}

static void the_password_is_wrong(void **state)
{
    (void)state;
    char url[600];
    unsetenv("PGPASSWORD");
    setenv("PGPASSFILE", "/nowhere", 1);
    execute(admin, "SET password_encryption = 'scram-sha-256'; DROP ROLE IF EXISTS scram; "
                   "CREATE ROLE scram LOGIN PASSWORD 'right'");
    int n = snprintf(url, sizeof url, "postgresql:///%s?host=%s&port=%s&user=scram", PQdb(admin),
                     PQhost(admin), PQport(admin));
    assert_no_connection(
        url, "no password supplied",
        "give it in the URL's environment variable, in PGPASSWORD or in the file that PGPASSFILE "
        "names");
    snprintf(url + n, sizeof url - (size_t)n, "&password=wrong");
    assert_no_connection(
        url, "password authentication failed for user \"scram\"",
        "the password comes from the URL, from PGPASSWORD or from the file that PGPASSFILE names");
    snprintf(url + n, sizeof url - (size_t)n, "&password=right");
    open_again(url, NULL);
    assert_null(strstr(d->shown_url, "right"));
    d->type->close(d);
    open_as(server_url, NULL);
    execute(admin, "DROP ROLE scram");
}

/* A port that takes connections, and nobody who speaks. */
static int silent_socket(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(made, (struct sockaddr *)&address, length), 0);
    assert_int_equal(listen(made, 5), 0);
    assert_int_equal(getsockname(made, (struct sockaddr *)&address, &length), 0);
    *port = ntohs(address.sin_port);
    return made;
}

static void nobody_answers(void **state)
{
    (void)state;
    char url[100];
    int port, made = silent_socket(&port);
    int64_t before = al_driver_now();
    snprintf(url, sizeof url, "postgresql://127.0.0.1:%d/app?connect_timeout=1", port);
    assert_no_connection(
        url, "the server at 127.0.0.1 doesn't answer",
        "is it running, and is the address right? connect_timeout=SECONDS in the URL says how long "
        "to wait");
    assert_in_range(al_driver_now() - before, 900, 3000);
    close(made);
}

int main(void)
{
#define OPEN(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        OPEN(a_report_with_its_detail),
        OPEN(where_in_a_function),
        OPEN(a_hint_of_ours),
        OPEN(what_may_be_otherwise_next_time),
        OPEN(a_condition_that_does_not_hold),
        OPEN(the_servers_own_hint_is_better),
        OPEN(what_can_not_be_in_a_transaction),
        OPEN(transactions_are_read_only),
        OPEN(statement_timeout),
        OPEN(alone_its_settings_are_on_the_session),
        OPEN(lock_timeout),
        OPEN(an_interruption_stops_what_runs),
        OPEN(a_terminated_connection_is_lost),
        OPEN(a_lost_connection_of_its_own),
        OPEN(a_pooler_is_said_to_be_between),
        OPEN(nobody_is_there),
        OPEN(there_is_no_such_database),
        OPEN(the_password_is_wrong),
        OPEN(nobody_answers),
    };
    return cmocka_run_group_tests_name("driver_postgresql_refused", tests, connect_admin, disconnect_admin);
}
