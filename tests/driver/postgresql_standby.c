/* postgresql_standby.c: a server that can be read from only. */
#include "postgresql_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_standby_is_named(void **state)
{
    (void)state;
    struct al_driver *d = open_with((struct al_connect){.url = server_url});
    assert_int_equal(number_of(d, "SELECT count(*) FROM pg_class WHERE relname = 'pg_class'"), 1);
    begin(d);
    assert_false(try(d, "CREATE TABLE t (n integer)"));
    assert_error(d, ALUDEL_READ_ONLY, "the server is a standby, which can't be written to",
                 "the server says: cannot execute CREATE TABLE in a read-only transaction",
                 "give the primary's address; or all of them, and let libpq choose: "
                 "postgresql://HOST1,HOST2/NAME?target_session_attrs=read-write");
    d->type->close(d);
}

static void none_that_can_be_written_to(void **state)
{
    (void)state;
    struct al_connect connect = {.url = url_with("target_session_attrs=read-write")};
    struct al_driver *d = NULL;
    struct aludel_error error = {0};
    assert_false(al_postgresql_driver.open(&d, &connect, &error));
    assert_string_equal(error.hint, "no host in the URL takes writes: is the primary among them?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_standby_is_named),
        cmocka_unit_test(none_that_can_be_written_to),
    };
    return cmocka_run_group_tests_name("driver_postgresql_standby", tests, connect_admin, disconnect_admin);
}
