/* postgresql_lent.c: a connection that is lent, and a transaction on it, are the caller's: he gets them back. */
#include "postgresql_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static PGconn *lent;

static int lend(void **state)
{
    (void)state;
    make_empty();
    lent = connect_to(server_url);
    execute(lent, "CREATE TABLE theirs (n integer)");
    return 0;
}

static int finish(void **state)
{
    (void)state;
    PQfinish(lent);
    return 0;
}

static struct al_driver *open_lent(void)
{
    return open_with((struct al_connect){.borrowed = lent});
}

static void assert_refused(enum aludel_code code, const char *message)
{
    struct al_connect connect = {.borrowed = lent};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    assert_false(al_postgresql_driver.open(&d, &connect, &error));
    assert_null(d);
    assert_string_equal(error.message, message);
    assert_int_equal(error.code, code);
}

/* ---- His transaction ----------------------------------------------------------------------------- */

static void a_group_is_a_savepoint(void **state)
{
    (void)state;
    execute(lent, "BEGIN; SET LOCAL lock_timeout = '7s'; SET LOCAL search_path = public, pg_temp");
    struct al_driver *d = open_lent();
    begin(d);
    assert_true(d->borrowed_group);
    must(d, "SET LOCAL lock_timeout = '1s'");
    must(d, "SET LOCAL search_path = public");
    must(d, "SET LOCAL standard_conforming_strings = off");
    must(d, "INSERT INTO theirs VALUES (1)");
    commit(d);
    assert_false(d->borrowed_group);
    d->type->close(d);
    assert_int_equal(PQtransactionStatus(lent), PQTRANS_INTRANS);
    assert_answer(lent, "SHOW lock_timeout", "7s");
    assert_answer(lent, "SHOW search_path", "public, pg_temp");
    assert_answer(lent, "SHOW standard_conforming_strings", "on");
    assert_answer(admin, "SELECT count(*) FROM theirs", "0");
    execute(lent, "COMMIT");
    assert_answer(admin, "SELECT count(*) FROM theirs", "1");
}

static void the_savepoint_is_gone_afterwards(void **state)
{
    (void)state;
    execute(lent, "BEGIN");
    struct al_driver *d = open_lent();
    begin(d);
    commit(d);
    d->type->close(d);
    PGresult *r = PQexec(lent, "RELEASE SAVEPOINT aludel_group");
    assert_string_equal(PQresultErrorField(r, PG_DIAG_SQLSTATE), "3B001");
    PQclear(r);
}

static void an_error_leaves_his_earlier_work(void **state)
{
    (void)state;
    const struct aludel_value two[] = {aludel_int(2)};
    execute(lent, "BEGIN; SET LOCAL lock_timeout = '7s'; INSERT INTO theirs VALUES (1)");
    struct al_driver *d = open_lent();
    begin(d);
    must(d, "SET LOCAL lock_timeout = '1s'");
    for (int i = 0; i < 3; i++) {
        send_values(d, "INSERT INTO theirs VALUES (\1)", two);
    }
    assert_false(try(d, "SELECT 1 / 0"));
    assert_error(d, ALUDEL_FAILED, "division by zero", "", "");
    d->type->rollback(d);
    assert_int_equal(d->error.code, ALUDEL_OK);
    begin(d);
    send_values(d, "INSERT INTO theirs VALUES (\1)", two);
    commit(d);
    d->type->close(d);
    assert_int_equal(PQtransactionStatus(lent), PQTRANS_INTRANS);
    assert_answer(lent, "SHOW lock_timeout", "7s");
    assert_answer(lent, "SELECT string_agg(n::text, ' ' ORDER BY n) FROM theirs", "1 2");
    assert_answer(lent, "SELECT count(*) FROM pg_prepared_statements", "0");
    execute(lent, "COMMIT");
}

static void closing_undoes_the_open_group_alone(void **state)
{
    (void)state;
    execute(lent, "BEGIN; INSERT INTO theirs VALUES (1)");
    struct al_driver *d = open_lent();
    begin(d);
    must(d, "INSERT INTO theirs VALUES (2)");
    d->type->close(d);
    assert_int_equal(PQtransactionStatus(lent), PQTRANS_INTRANS);
    assert_answer(lent, "SELECT sum(n) FROM theirs", "1");
    execute(lent, "COMMIT");
}

static void his_failed_transaction_stays_failed(void **state)
{
    (void)state;
    execute(lent, "BEGIN");
    PQclear(PQexec(lent, "SELECT 1 / 0"));
    assert_refused(ALUDEL_USAGE,
                   "the transaction of the connection that was lent has failed: roll it back first");
    assert_int_equal(PQtransactionStatus(lent), PQTRANS_INERROR);
    execute(lent, "ROLLBACK");
}

static void statements_outside_transactions_wait_for_its_end(void **state)
{
    (void)state;
    struct aludel_statement st = statement("VACUUM theirs", 0);
    struct al_request request = request_of(&st, NULL);
    execute(lent, "BEGIN");
    struct al_driver *d = open_lent();
    assert_false(d->type->alone(d, &request));
    assert_error(d, ALUDEL_FAILED, "the statement can't run inside a transaction", "",
                 "commit the transaction of the connection that was lent");
    assert_string_equal(d->error.statement, "VACUUM theirs");
    d->type->rollback(d);
    execute(lent, "COMMIT");
    assert_true(d->type->alone(d, &request));
    d->type->close(d);
}

static void open_loop(struct al_driver *d)
{
    struct aludel_statement st = statement("SELECT n FROM theirs", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct al_cursor *cursor;
    assert_true(d->type->open_rows(d, &request, &cursor));
    assert_true(d->type->settle(d));
}

static void no_cursor_stays(void **state)
{
    (void)state;
    for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        execute(lent, in_transaction ? "BEGIN" : "SELECT 1");
        struct al_driver *d = open_lent();
        open_loop(d);
        assert_int_equal(number_of(d, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'"), 1);
        begin(d);
        assert_int_equal(number_of(d, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'"), 0);
        open_loop(d);
        commit(d);
        assert_int_equal(number_of(d, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'"), 0);
        open_loop(d);
        d->type->rollback(d);
        assert_int_equal(number_of(d, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'"), 0);
        open_loop(d);
        d->type->close(d);
        assert_answer(lent, "SELECT count(*) FROM pg_cursors WHERE name ~ 'aludel'", "0");
        execute(lent, in_transaction ? "COMMIT" : "SELECT 1");
    }
}

/* ---- His connection -------------------------------------------------------------------------------- */

static void use(void)
{
    struct al_driver *d = open_lent();
    begin(d);
    must(d, "INSERT INTO theirs VALUES (1)");
    assert_true(d->type->commit(d)); /* its answer isn't waited for */
    d->type->close(d);
}

static void encoding_and_blocking_come_back(void **state)
{
    (void)state;
    for (int nonblocking = 0; nonblocking < 2; nonblocking++) {
        assert_int_equal(PQsetClientEncoding(lent, "LATIN1"), 0);
        PQsetnonblocking(lent, nonblocking);
        use();
        assert_int_equal(PQisnonblocking(lent), nonblocking);
        assert_int_equal(PQpipelineStatus(lent), PQ_PIPELINE_OFF);
        assert_string_equal(pg_encoding_to_char(PQclientEncoding(lent)), "LATIN1");
        assert_answer(lent, "SHOW client_encoding", "LATIN1");
    }
    assert_answer(admin, "SELECT count(*) FROM theirs", "2");
}

static void texts_are_utf_8_meanwhile(void **state)
{
    (void)state;
    assert_int_equal(PQsetClientEncoding(lent, "LATIN1"), 0);
    struct al_driver *d = open_lent();
    assert_int_equal(number_of(d, "SELECT ascii('€')"), 0x20ac);
    d->type->close(d);
    assert_string_equal(pg_encoding_to_char(PQclientEncoding(lent)), "LATIN1");
}

static const char notice[] = "DO $$ BEGIN RAISE NOTICE 'psst'; END $$";

static void count_notice(void *with, const PGresult *r)
{
    assert_string_equal(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY), "psst");
    ++*(int *)with;
}

/* libpq gives its receiver out, but not what that is called with: it isn't replaced. */
static void a_receiver_of_his_hears_notices(void **state)
{
    (void)state;
    int count = 0;
    struct heard heard = {""};
    PQsetNoticeReceiver(lent, count_notice, &count);
    struct al_driver *d = open_with((struct al_connect){.borrowed = lent, .event = hear, .with = &heard});
    must(d, notice);
    assert_int_equal(count, 1);
    assert_string_equal(heard.text, "");
    d->type->close(d);
    execute(lent, notice);
    assert_int_equal(count, 2);
}

static void write_down(void *with, const char *text)
{
    snprintf(with, 100, "%s", text);
}

/* Without one, notices are events while the connection is lent, and the processor's again afterwards. */
static void notices_are_events_otherwise(void **state)
{
    (void)state;
    char processed[100] = "";
    struct heard heard = {""};
    PQsetNoticeProcessor(lent, write_down, processed);
    struct al_driver *d = open_with((struct al_connect){.borrowed = lent, .event = hear, .with = &heard});
    must(d, notice);
    d->type->close(d);
    assert_string_equal(heard.text, "notice: NOTICE: psst\n");
    assert_string_equal(processed, "");
    execute(lent, notice);
    assert_string_equal(processed, "NOTICE:  psst\n");
}

static void its_url_is_put_together(void **state)
{
    (void)state;
    char wanted[600];
    struct al_driver *d = open_lent();
    snprintf(wanted, sizeof wanted, "postgresql://%s@%s:%s/%s", PQuser(lent), PQhost(lent), PQport(lent),
             PQdb(lent));
    assert_string_equal(d->shown_url, wanted);
    d->type->close(d);
}

static void one_that_can_not_go_on_is_left_to_him(void **state)
{
    (void)state;
    struct al_driver *d = open_lent();
    begin(d);
    assert_false(try(d, "COPY theirs TO STDOUT"));
    assert_true(d->lost);
    d->type->rollback(d);
    d->type->close(d);
    PQreset(lent);
    assert_answer(lent, "SELECT count(*) FROM theirs", "0");
}

/* ---- What can't be lent ------------------------------------------------------------------------------ */

static void one_that_is_not_open(void **state)
{
    (void)state;
    lent = PQconnectdb("host=/nowhere");
    assert_refused(ALUDEL_CONNECTION, "the connection that was lent isn't open");
}

static void one_that_is_busy(void **state)
{
    (void)state;
    assert_int_equal(PQsendQuery(lent, "SELECT 1"), 1);
    assert_refused(ALUDEL_USAGE, "the connection that was lent is busy: read its results first");
    PQclear(PQgetResult(lent));
    assert_null(PQgetResult(lent));
    assert_int_equal(PQenterPipelineMode(lent), 1);
    assert_refused(ALUDEL_USAGE, "the connection that was lent is busy: read its results first");
    assert_int_equal(PQexitPipelineMode(lent), 1);
    use();
}

int main(void)
{
#define LENT(test) cmocka_unit_test_setup_teardown(test, lend, finish)
    const struct CMUnitTest tests[] = {
        LENT(a_group_is_a_savepoint),
        LENT(the_savepoint_is_gone_afterwards),
        LENT(an_error_leaves_his_earlier_work),
        LENT(closing_undoes_the_open_group_alone),
        LENT(his_failed_transaction_stays_failed),
        LENT(statements_outside_transactions_wait_for_its_end),
        LENT(no_cursor_stays),
        LENT(encoding_and_blocking_come_back),
        LENT(texts_are_utf_8_meanwhile),
        LENT(a_receiver_of_his_hears_notices),
        LENT(notices_are_events_otherwise),
        LENT(one_that_can_not_go_on_is_left_to_him),
        LENT(its_url_is_put_together),
        cmocka_unit_test_teardown(one_that_is_not_open, finish),
        LENT(one_that_is_busy),
    };
    return cmocka_run_group_tests_name("driver_postgresql_lent", tests, connect_admin, disconnect_admin);
}
