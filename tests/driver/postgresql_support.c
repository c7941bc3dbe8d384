/* postgresql_support.c: see postgresql_support.h. */
#include "postgresql_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char *server_url;
PGconn *admin;

int connect_admin(void **state)
{
    (void)state;
    server_url = getenv("ALUDEL_TEST_POSTGRES");
    admin = PQconnectdb(server_url ? server_url : "");
    if (PQstatus(admin) != CONNECTION_OK) {
        fprintf(stderr, "no server: %s", PQerrorMessage(admin));
    }
    return PQstatus(admin) != CONNECTION_OK;
}

int disconnect_admin(void **state)
{
    (void)state;
    PQfinish(admin);
    return 0;
}

PGconn *connect_to(const char *url)
{
    PGconn *conn = PQconnectdb(url);
    if (PQstatus(conn) != CONNECTION_OK) {
        fail_msg("%s", PQerrorMessage(conn));
    }
    return conn;
}

void execute(PGconn *conn, const char *sql)
{
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s", PQerrorMessage(conn));
    }
    PQclear(r);
}

void assert_answer(PGconn *conn, const char *query, const char *wanted)
{
    PGresult *r = PQexec(conn, query);
    if (PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s", PQerrorMessage(conn));
    }
    assert_string_equal(PQgetvalue(r, 0, 0), wanted);
    PQclear(r);
}

void make_empty(void)
{
    execute(admin,
            "SET client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
}

struct al_driver *open_with(struct al_connect connect)
{
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    if (!al_postgresql_driver.open(&d, &connect, &error)) {
        fail_msg("%s", error.message);
    }
    return d;
}

struct al_driver *open_url(void)
{
    make_empty();
    return open_with((struct al_connect){.url = server_url});
}

const char *url_with(const char *parameter)
{
    static char text[1024];
    snprintf(text, sizeof text, "%s%c%s", server_url, strchr(server_url, '?') ? '&' : '?', parameter);
    return text;
}

bool try(struct al_driver *d, const char *sql)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, NULL);
    return d->type->send(d, &request) && d->type->settle(d);
}

static void check(const struct al_driver *d, bool ok)
{
    if (!ok) {
        fail_msg("%s [%s]", d->error.message, d->error.statement);
    }
}

void begin(struct al_driver *d)
{
    check(d, d->type->begin(d, AL_BEGIN_WRITE));
}

void commit(struct al_driver *d)
{
    check(d, d->type->commit(d) && d->type->settle(d));
}

void send_values(struct al_driver *d, const char *sql, const struct aludel_value *values)
{
    struct aludel_statement st = statement(sql, 0);
    struct al_request request = request_of(&st, values);
    check(d, d->type->send(d, &request));
}

void assert_error(const struct al_driver *d, enum aludel_code code, const char *message, const char *detail,
                  const char *hint)
{
    assert_string_equal(d->error.message, message);
    assert_string_equal(d->error.detail, detail);
    assert_string_equal(d->error.hint, hint);
    assert_int_equal(d->error.code, code);
}

void hear(void *with, const struct aludel_event *event)
{
    static const char *const kinds[] = {[ALUDEL_EVENT_NOTICE] = "notice", [ALUDEL_EVENT_REMARK] = "remark"};
    struct heard *heard = with;
    size_t n = strlen(heard->text);
    if (event->kind == ALUDEL_EVENT_NOTICE || event->kind == ALUDEL_EVENT_REMARK) {
        snprintf(heard->text + n, sizeof heard->text - n, "%s: %s\n", kinds[event->kind], event->text);
    }
}
