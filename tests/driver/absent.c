/* absent.c: a program whose SQLite client wasn't built says so where it would be opened. */
#include "driver/driver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void opening_says_so(void **state)
{
    (void)state;
    struct al_connect connect = {.url = "sqlite:///app.db"};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    assert_false(al_sqlite_driver.open(&d, &connect, &error));
    assert_null(d);
    assert_int_equal(error.code, ALUDEL_CONNECTION);
    assert_string_equal(error.message, "this program was built without SQLite");
    assert_string_equal(error.hint, "build it with -DALUDEL_SQLITE=ON where that client is available, or use "
                                    "an offline handle and run its output");
}

static void its_client_has_no_version(void **state)
{
    (void)state;
    struct al_client client;
    al_sqlite_driver.client(&client);
    assert_string_equal(client.name, "SQLite");
    assert_string_equal(client.version, "");
    assert_null(client.source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opening_says_so),
                                       cmocka_unit_test(its_client_has_no_version)};
    return cmocka_run_group_tests_name("driver_absent", tests, NULL, NULL);
}
