/* Names chosen by patterns. */
#include "core/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool fits(const char *pattern, const char *name)
{
    return al_pattern_fits(al_text(pattern), al_text(name), false);
}

static void stars_and_marks(void **state)
{
    (void)state;
    assert_true(fits("", "") && fits("*", "") && fits("**", "abc") && fits("abc", "abc") &&
                fits("a?c", "abc"));
    assert_true(fits("a*", "a") && fits("*a", "aaa") && fits("a*b*c", "axbxbxc") && fits("*.*", "x.y"));
    assert_true(fits("*ab*ab", "abab") && fits("*a?a*", "xxabaxx") && fits("t_?*", "t_x"));
    assert_false(fits("", "a") || fits("a", "") || fits("?", "") || fits("abc", "abcd") ||
                 fits("a*b", "abc"));
    assert_false(fits("*ab*ab", "ab") || fits("t_?*", "t_") || fits("A", "a"));
    assert_true(al_pattern_fits(AL_TEXT("TMP_*"), AL_TEXT("tmp_Ä"), true));
}

/* Each star is gone back to from the last one alone: no name takes long. */
static void many_stars(void **state)
{
    char pattern[64], name[4096];
    (void)state;
    memset(name, 'a', sizeof name);
    for (size_t i = 0; i < sizeof pattern; i++) {
        pattern[i] = i % 2 ? 'a' : '*';
    }
    pattern[sizeof pattern - 1] = 'b';
    assert_false(al_pattern_fits((struct aludel_text){pattern, sizeof pattern},
                                 (struct aludel_text){name, sizeof name}, false));
}

static void lists(void **state)
{
    const char *list = " a_*, audit.x\tview:main.y \n";
    struct al_pattern p;
    struct aludel_text bad;
    (void)state;
    assert_true(al_pattern_next(&list, &p, &bad));
    assert_true(!p.kind.n && !p.schema.n && al_is(p.name, "a_*"));
    assert_true(al_pattern_next(&list, &p, &bad));
    assert_true(!p.kind.n && al_is(p.schema, "audit") && al_is(p.name, "x"));
    assert_true(al_pattern_next(&list, &p, &bad));
    assert_true(al_is(p.kind, "view") && al_is(p.schema, "main") && al_is(p.name, "y"));
    assert_false(al_pattern_next(&list, &p, &bad) || bad.n);
    list = NULL;
    assert_false(al_pattern_next(&list, &p, &bad) || bad.n);
}

static void no_patterns(void **state)
{
    static const char *const wrong[] = {"a.b.c", "view:", "schema.", "a:b:c", "View:x", "1:x", "view:x."};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *list = wrong[i];
        struct al_pattern p;
        struct aludel_text bad;
        assert_false(al_pattern_next(&list, &p, &bad));
        assert_true(al_is(bad, wrong[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stars_and_marks), cmocka_unit_test(many_stars),
                                       cmocka_unit_test(lists), cmocka_unit_test(no_patterns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
