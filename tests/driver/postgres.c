/* postgres.c: the conformance tests on PostgreSQL (a URL, a borrowed connection, in the caller's transaction). */
#include "conformance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libpq-fe.h>

static const char *url;
static PGconn *lent, *admin;

static void execute(PGconn *conn, const char *sql)
{
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s", PQerrorMessage(conn));
    }
    PQclear(r);
}

static struct al_driver *open_with(struct al_connect connect)
{
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    if (!aludel_postgresql_driver.open(&d, &connect, &error)) {
        fail_msg("%s", error.message);
    }
    return d;
}

/* ---- Subjects ------------------------------------------------------------------------------------ */

static void make_empty(void)
{
    execute(admin,
            "SET client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
}

static struct al_driver *open_url(void)
{
    make_empty();
    return open_with((struct al_connect){.url = url});
}

static struct al_driver *open_again(void)
{
    return open_with((struct al_connect){.url = url});
}

static struct al_driver *open_borrowed(void)
{
    make_empty();
    lent = PQconnectdb(url);
    assert_int_equal(PQstatus(lent), CONNECTION_OK);
    return open_with((struct al_connect){.borrowed = lent});
}

static void close_lent(void)
{
    PQfinish(lent);
}

static void nothing(void)
{
}

static const struct subject subjects[] = {
    {"url", open_url, open_again, nothing},
    {"borrowed", open_borrowed, open_again, close_lent},
};

/* ---- All of it --------------------------------------------------------------------------------------- */

static int connect_admin(void **state)
{
    (void)state;
    url = getenv("ALUDEL_TEST_POSTGRES");
    admin = PQconnectdb(url ? url : "");
    if (PQstatus(admin) != CONNECTION_OK) {
        fprintf(stderr, "no server: %s", PQerrorMessage(admin));
    }
    return PQstatus(admin) != CONNECTION_OK;
}

static int disconnect_admin(void **state)
{
    (void)state;
    PQfinish(admin);
    return 0;
}

int main(void)
{
    return run_all(subjects, sizeof subjects / sizeof *subjects, NULL, 0, connect_admin, disconnect_admin);
}
