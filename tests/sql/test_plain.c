/* Two texts of SQLite's that say the same are the same text; a string, a number, another word makes another one. */
#include "sql/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static jmp_buf no_memory;

static const char *plain(struct arena *a, const char *text)
{
    return plain_sql(a, ALUDEL_SQLITE, al_text(text)).z;
}

static void same_texts(void **state)
{
    static const char *const pairs[][2] = {
        {"a > 0", "A>0"},
        {"a > 0", "((a > 0))"},
        {"a > 0", "a /* said */ > -- so\n 0"},
        {"a > -1", "a>-1"},
        {"lower(a)", "LOWER ( \"a\" )"},
        {"[two words] = `b`", "\"two words\" = b"},
        {"\"a\"\"b\"", "`a\"b`"},
        {"a IS NOT NULL and b", "A is not null AND B"},
        {"(a) + (b)", "(A)+(B)"},
        {"CREATE VIEW v AS SELECT 1", "create  view \"v\" as select 1"},
    };
    struct arena a;
    (void)state;
    arena_init(&a, &no_memory);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(plain(&a, pairs[i][0]), plain(&a, pairs[i][1]));
    arena_free(&a);
}

static void other_texts(void **state)
{
    static const char *const pairs[][2] = {
        {"a <> 'X'", "a <> 'x'"},
        {"a > 0", "a > 1"},
        {"a = \"null\"", "a = null"},
        {"(a) + (b)", "a) + (b"},
        {"(a + b) * c", "a + b * c"},
        {"a = 'b'", "a = b"},
        {"a = ' b'", "a = 'b'"},
        {"a || b", "a | b"},
        {"a = x'0f'", "a = '0f'"},
        {"\"a b\" = c", "a b = c"},
        {"1.0", "1"},
        {"\"1\"", "1"},
        {"a = '(' || b", "a = b"},
    };
    struct arena a;
    (void)state;
    arena_init(&a, &no_memory);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_not_equal(plain(&a, pairs[i][0]), plain(&a, pairs[i][1]));
    arena_free(&a);
}

/* PostgreSQL gives its own texts, of which every letter counts. */
static void own_texts(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a, &no_memory);
    assert_string_equal(plain_sql(&a, ALUDEL_POSTGRESQL, AL_TEXT("(A > 0)")).z, "(A > 0)");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_texts), cmocka_unit_test(other_texts),
                                       cmocka_unit_test(own_texts)};
    if (setjmp(no_memory))
        return 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
