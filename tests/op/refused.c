/* refused.c: what generated code and C functions of a migration can't do, and what is said about it. */
#include "support.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <cmocka.h>

static struct bench b;

static int open_live(void **state)
{
    (void)state;
    bench_open(&b, &al_sqlite_driver, NULL);
    return 0;
}

static int open_script(void **state)
{
    (void)state;
    bench_open(&b, &al_script_sqlite_driver, NULL);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

static void assert_refused(const char *message, const char *hint)
{
    assert_int_equal(b.error.code, ALUDEL_FAILED);
    assert_string_equal(b.error.message, message);
    assert_string_equal(b.error.hint, hint);
    bench_again(&b);
}

/* ---- Statements ---------------------------------------------------------------------------------- */

static void too_long_a_statement(void **state)
{
    (void)state;
#if SIZE_MAX > UINT32_MAX /* else there is none */
    struct aludel_statement st;
    struct aludel_text sql = {"SELECT", (size_t)UINT32_MAX + 1}; /* only its length is looked at */
    assert_false(al_op_statement(&b.op, sql, 0, &st));
    assert_refused("a statement of 4294967296 bytes is too long", "");
#endif
}

static void too_many_values(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 20};
    aludel_sql_open(&b.op, &at, 0);
    aludel_sql_text(&b.op, "SELECT 1 IN (", 13);
    for (int i = 0; i <= UINT16_MAX; i++) {
        aludel_sql_text(&b.op, ", ", i ? 2 : 0);
        aludel_sql_parameter(&b.op, aludel_int(i));
    }
    aludel_sql_text(&b.op, ")", 1);
    assert_string_equal(shown(aludel_scalar(&b.op, aludel_sql_close(&b.op))), "<unset>");
    assert_int_equal(b.error.line, 20);
    assert_refused("65536 values in one statement are too many: it holds 65535", "");
    static struct aludel_value values[UINT16_MAX + 1];
    aludel_execute_sql(&b.op, "SELECT 1", UINT16_MAX + 1, values);
    assert_refused("65536 values in one statement are too many: it holds 65535", "");
}

static void a_list_as_a_parameter(void **state)
{
    (void)state;
    const struct aludel_value values[] = {aludel_int(1),
                                          aludel_py(list_of, aludel_eval(&b.op), aludel_int(2))};
    aludel_execute_sql(&b.op, "SELECT ?1, ?2", 2, values);
    assert_string_equal(b.error.statement, "SELECT ?1, ?2");
    assert_refused("a list can't be the value of parameter 2", "");
}

static void what_can_not_be_in_a_transaction(void **state)
{
    (void)state;
    struct aludel_statement vacuum = statement_at("VACUUM", ALUDEL_ALONE, 4);
    assert_true(b.driver->type->begin(b.driver, AL_BEGIN_WRITE));
    assert_false(aludel_run(&b.op, &vacuum, 1));
    assert_refused("cannot VACUUM from within a transaction", "put it into `with op.autocommit():`");
}

static bool done_before(struct aludel_op *op, const struct al_request *request, bool *skip,
                        struct al_outcome *outcome)
{
    (void)op;
    (void)request;
    *skip = true;
    outcome->changed = 1;
    return true;
}

static void the_result_of_an_interrupted_run(void **state)
{
    (void)state;
    static const struct al_autocommit hooks = {.before = done_before};
    struct aludel_statement insert = statement_at("INSERT INTO t VALUES (1) RETURNING n", 0, 3);
    b.around.autocommit = &hooks;
    assert_string_equal(shown(aludel_scalar(&b.op, (struct aludel_bound){&insert, NULL})), "<unset>");
    assert_refused("an interrupted run has executed this already, and its result isn't known",
                   "finish the migration by hand, then `stamp` its revision");
}

static bool each_row(struct aludel_op *op, struct aludel_value row, void *with)
{
    (void)op;
    (void)row;
    (void)with;
    return true;
}

static void rows_in_autocommit(void **state)
{
    (void)state;
    struct aludel_statement rows = statement_at("SELECT n FROM t", ALUDEL_READS, 8);
    struct aludel_rows loop;
    const char hint[] =
        "every statement there is a transaction of its own, and rows end with theirs: read them "
        "in front of it";
    aludel_autocommit_begin(&b.op);
    aludel_rows_open(&b.op, &loop, (struct aludel_bound){&rows, NULL}, NULL, 0);
    assert_int_equal(b.error.line, 8);
    assert_refused("op.query can't read rows in op.autocommit()", hint);
    aludel_autocommit_begin(&b.op);
    assert_false(aludel_query_sql(&b.op, "SELECT 1", 0, NULL, each_row, NULL));
    assert_refused("aludel_query_sql can't read rows in op.autocommit()", hint);
}

static void a_script_has_no_answers(void **state)
{
    (void)state;
    struct aludel_statement count = statement_at("SELECT count(*) FROM t", ALUDEL_READS, 9);
    aludel_scalar(&b.op, (struct aludel_bound){&count, NULL});
    assert_int_equal(b.error.line, 9);
    assert_refused("op.scalar needs a live database; an offline handle only writes a script",
                   "run the migration against a database, not with an offline handle");
}

/* ---- C functions ---------------------------------------------------------------------------------- */

static void a_nul_for_c(void **state)
{
    (void)state;
    assert_null(aludel_to_text(&b.op, aludel_textual(ALUDEL_STRING, "a\0b", 3)));
    assert_refused("a string with a NUL in it can't be given to a C function", "");
}

static void nobody_says_why(void **state)
{
    (void)state;
    al_op_failed(&b.op); /* as apply/ does for a function that returned false */
    assert_refused("the migration failed and doesn't say why", "");
}

/* ---- The system ------------------------------------------------------------------------------------ */

/* The runtime's getrandom() is this one (CMakeLists.txt), which may be an old kernel's. */
static bool old_kernel;
ssize_t __real_getrandom(void *out, size_t n, unsigned flags);
ssize_t __wrap_getrandom(void *out, size_t n, unsigned flags);

ssize_t __wrap_getrandom(void *out, size_t n, unsigned flags)
{
    if (!old_kernel) {
        return __real_getrandom(out, n, flags);
    }
    errno = ENOSYS;
    return -1;
}

static void random_numbers_without_files(void **state)
{
    (void)state;
    for (int old = 0; old < 2; old++) {
        old_kernel = old;
        assert_int_equal(strlen(shown(aludel_uuid4(&b.op))),
                         strlen("'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'"));
    }
    old_kernel = false;
}

static void no_random_numbers(void **state)
{
    (void)state;
    old_kernel = true;
    struct rlimit files, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
    none = files;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct aludel_value id = aludel_uuid4(&b.op);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    old_kernel = false;
    assert_string_equal(shown(id), "<unset>");
    assert_refused(
        "uuid4() takes its random numbers from /dev/urandom, which can't be read: Too many open files", "");
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, open_live, close_bench)
#define SCRIPT(test) cmocka_unit_test_setup_teardown(test, open_script, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIVE(too_long_a_statement),
        LIVE(too_many_values),
        LIVE(a_list_as_a_parameter),
        LIVE(what_can_not_be_in_a_transaction),
        LIVE(the_result_of_an_interrupted_run),
        LIVE(rows_in_autocommit),
        SCRIPT(a_script_has_no_answers),
        LIVE(a_nul_for_c),
        LIVE(nobody_says_why),
        LIVE(random_numbers_without_files),
        LIVE(no_random_numbers),
    };
    return cmocka_run_group_tests_name("op_refused", tests, NULL, NULL);
}
