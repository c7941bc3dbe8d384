#include "cmocka.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static jmp_buf end_of_test;

/* ---- Saying and failing ------------------------------------------------------------------------ */

void print_message(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
}

void cmocka_fail(const char *file, int line, const char *format, ...)
{
    va_list list;
    printf("%s:%d: ", file, line);
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
    longjmp(end_of_test, 1);
}

void cmocka_skip(void)
{
    longjmp(end_of_test, 2);
}

void cmocka_true(const char *file, int line, bool holds, const char *what)
{
    if (!holds) {
        cmocka_fail(file, line, "it doesn't hold that %s", what);
    }
}

void cmocka_equal(const char *file, int line, bool equal, uintmax_t a, uintmax_t b)
{
    if ((a == b) != equal) {
        cmocka_fail(file, line, "%" PRIdMAX " (%#" PRIxMAX ") %s %" PRIdMAX " (%#" PRIxMAX ")", (intmax_t)a,
                    a, equal ? "isn't" : "is", (intmax_t)b, b);
    }
}

void cmocka_string(const char *file, int line, bool equal, const char *a, const char *b)
{
    if (!a || !b) {
        cmocka_fail(file, line, "NULL is no string");
    }
    if ((strcmp(a, b) == 0) != equal) {
        cmocka_fail(file, line, "\"%s\" %s \"%s\"", a, equal ? "isn't" : "is", b);
    }
}

void cmocka_memory(const char *file, int line, bool equal, const void *a, const void *b, size_t size)
{
    if ((memcmp(a, b, size) == 0) != equal) {
        cmocka_fail(file, line, "%zu bytes %s equal", size, equal ? "aren't" : "are");
    }
}

void cmocka_range(const char *file, int line, uintmax_t value, uintmax_t least, uintmax_t most)
{
    if (value < least || value > most) {
        cmocka_fail(file, line, "%" PRIdMAX " isn't between %" PRIdMAX " and %" PRIdMAX, (intmax_t)value,
                    (intmax_t)least, (intmax_t)most);
    }
}

/* ---- Running ----------------------------------------------------------------------------------- */

static bool runs(CMUnitTestFunction *test, void **state)
{
    switch (setjmp(end_of_test)) {
    case 0: test(state); return true;
    case 2: print_message("skipped: "); return true;
    default: return false;
    }
}

static bool prepares(CMFixtureFunction *fixture, void **state)
{
    if (setjmp(end_of_test) != 0) {
        return false;
    }
    return !fixture || fixture(state) == 0;
}

/* A test that has failed is torn down, too. */
static bool passes(const struct CMUnitTest *test, void *group_state)
{
    void *state = test->initial_state ? test->initial_state : group_state;
    if (!prepares(test->setup_func, &state)) {
        return false;
    }
    bool ok = runs(test->test_func, &state);
    return prepares(test->teardown_func, &state) && ok;
}

int _cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                            CMFixtureFunction *setup, CMFixtureFunction *teardown)
{
    void *state = NULL;
    int failed = 0;
    if (!prepares(setup, &state)) {
        printf("FAIL %s: it couldn't be set up\n", name);
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        bool ok = passes(&tests[i], state);
        printf("%s %s\n", ok ? "ok  " : "FAIL", tests[i].name);
        failed += !ok;
    }
    return failed + !prepares(teardown, &state);
}
