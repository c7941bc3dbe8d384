/* url.c: what applications get of a URL for libpq. url_postgresql.session has the forms. */
#include <aludel/aludel.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct aludel_error error;
static char out[ALUDEL_CONNINFO];

static void assert_conninfo(const char *url, const char *wanted)
{
    assert_true(aludel_postgresql_conninfo(url, out, sizeof out, &error));
    assert_string_equal(out, wanted);
    assert_int_equal(error.code, ALUDEL_OK);
}

static void assert_refused(const char *url, size_t room, const char *said)
{
    out[0] = 'x';
    assert_false(aludel_postgresql_conninfo(url, out, room, &error));
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(room > 0 ? out : "", "");
    if (!strstr(error.message, said)) {
        fail_msg("no \"%s\" in \"%s\"", said, error.message);
    }
    assert_null(strstr(error.message, "secret"));
}

static void the_forms(void **state)
{
    (void)state;
    assert_conninfo("postgresql://me@db/app", "postgresql://me@db/app");
    assert_conninfo("postgresql+asyncpg://me:s@/t@db/app?ssl=require&prepared_statement_cache_size=0",
                    "postgresql://me:s%40%2ft@db/app?sslmode=require");
    assert_conninfo("postgres:///app?host=a:5432&host=b:5433", "postgresql:///app?host=a,b&port=5432,5433");
    assert_conninfo("host=db dbname=app", "host=db dbname=app");
}

static void what_is_refused(void **state)
{
    (void)state;
    assert_refused("", sizeof out, "the database URL is empty");
    assert_refused("sqlite:///app.db", sizeof out, "'sqlite:///app.db' is no PostgreSQL database");
    assert_refused("mysql://me:secret@db/app", sizeof out, "no driver for 'mysql'");
    assert_false(aludel_postgresql_conninfo("app.db", out, sizeof out, NULL));
}

/* To the byte, and never cut. */
static void the_room(void **state)
{
    (void)state;
    static const char url[] = "postgresql://me:secret@db/app";
    assert_true(aludel_postgresql_conninfo(url, out, sizeof url, &error));
    assert_string_equal(out, url);
    for (size_t room = 0; room < sizeof url; room++) {
        assert_refused(url, room, "it is too long");
    }
}

static void what_is_too_long(void **state)
{
    (void)state;
    char url[3000], host[600];
    memset(host, 'a', sizeof host - 1);
    host[sizeof host - 1] = 0;
    snprintf(url, sizeof url, "postgresql:///app?host=%s:5432&host=b", host);
    assert_refused(url, sizeof out, "it is too long");
    snprintf(url, sizeof url, "postgresql://me@%s%s%s%s/app", host, host, host, host);
    assert_refused(url, sizeof out, "it is too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_forms), cmocka_unit_test(what_is_refused),
                                       cmocka_unit_test(the_room), cmocka_unit_test(what_is_too_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
