/*
 * cmocka.h: as much of cmocka as our unit tests use, for machines that Debian has no package of it for. The same names
 * mean the same; what is missing doesn't compile. The program's status is how many tests have failed.
 */
#ifndef TESTS_CROSS_CMOCKA_H
#define TESTS_CROSS_CMOCKA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Tests ------------------------------------------------------------------------------------- */

typedef void CMUnitTestFunction(void **state);
typedef int CMFixtureFunction(void **state);

struct CMUnitTest {
    const char *name;
    CMUnitTestFunction *test_func;
    CMFixtureFunction *setup_func, *teardown_func;
    void *initial_state;
};

#define cmocka_unit_test(f) cmocka_unit_test_prestate(f, NULL)
#define cmocka_unit_test_prestate(f, state) \
    {                                       \
#f, f, NULL, NULL, state            \
    }
#define cmocka_unit_test_setup_teardown(f, setup, teardown) \
    {                                                       \
#f, f, setup, teardown, NULL                        \
    }
#define cmocka_unit_test_teardown(f, teardown) cmocka_unit_test_setup_teardown(f, NULL, teardown)

#define cmocka_run_group_tests(tests, setup, teardown) \
    cmocka_run_group_tests_name(#tests, tests, setup, teardown)
#define cmocka_run_group_tests_name(name, tests, setup, teardown) \
    _cmocka_run_group_tests(name, tests, sizeof(tests) / sizeof *(tests), setup, teardown)
int _cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                            CMFixtureFunction *setup, CMFixtureFunction *teardown);

/* ---- What they say ----------------------------------------------------------------------------- */

__attribute__((format(printf, 1, 2))) void print_message(const char *format, ...);
/* Ends the test that runs. */
__attribute__((noreturn, format(printf, 3, 4))) void cmocka_fail(const char *file, int line,
                                                                 const char *format, ...);
/* Likewise: it has nothing to say on this machine. */
__attribute__((noreturn)) void cmocka_skip(void);
#define skip() cmocka_skip()
#define fail_msg(...) cmocka_fail(__FILE__, __LINE__, __VA_ARGS__)
#define fail() fail_msg("fail()")

/* ---- What must hold ---------------------------------------------------------------------------- */

#define CMOCKA_HERE __FILE__, __LINE__
void cmocka_true(const char *file, int line, bool holds, const char *what);
void cmocka_equal(const char *file, int line, bool equal, uintmax_t a, uintmax_t b);
void cmocka_string(const char *file, int line, bool equal, const char *a, const char *b);
void cmocka_memory(const char *file, int line, bool equal, const void *a, const void *b, size_t size);
void cmocka_range(const char *file, int line, uintmax_t value, uintmax_t least, uintmax_t most);

#define assert_true(c) cmocka_true(CMOCKA_HERE, !!(c), #c)
#define assert_false(c) cmocka_true(CMOCKA_HERE, !(c), "!(" #c ")")
#define assert_non_null(p) cmocka_true(CMOCKA_HERE, (p) != NULL, #p " != NULL")
#define assert_null(p) cmocka_true(CMOCKA_HERE, (p) == NULL, #p " == NULL")
#define assert_ptr_equal(a, b) cmocka_true(CMOCKA_HERE, (const void *)(a) == (const void *)(b), #a " == " #b)
#define assert_int_equal(a, b) cmocka_equal(CMOCKA_HERE, true, (uintmax_t)(a), (uintmax_t)(b))
#define assert_int_not_equal(a, b) cmocka_equal(CMOCKA_HERE, false, (uintmax_t)(a), (uintmax_t)(b))
#define assert_string_equal(a, b) cmocka_string(CMOCKA_HERE, true, a, b)
#define assert_string_not_equal(a, b) cmocka_string(CMOCKA_HERE, false, a, b)
#define assert_memory_equal(a, b, size) cmocka_memory(CMOCKA_HERE, true, a, b, size)
#define assert_memory_not_equal(a, b, size) cmocka_memory(CMOCKA_HERE, false, a, b, size)
#define assert_in_range(value, least, most) \
    cmocka_range(CMOCKA_HERE, (uintmax_t)(value), (uintmax_t)(least), (uintmax_t)(most))

#endif
