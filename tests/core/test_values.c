/* What Python can't be asked about: sql, rows, unset variables, values known at run time only, memory. */
#include "core/value_ops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct aludel_arena arena;
static struct aludel_eval e;

static int setup(void **state)
{
    (void)state;
    al_arena_init(&arena, NULL);
    e = (struct aludel_eval){.arena = &arena};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    al_arena_free(&arena);
    return 0;
}

static struct aludel_value string(const char *z)
{
    return aludel_textual(ALUDEL_STRING, z, strlen(z));
}

static struct aludel_value sql(const char *z)
{
    return aludel_textual(ALUDEL_SQL, z, strlen(z));
}

/* repr of the value, or "! message"; ready for the next computation. */
static const char *shown(struct aludel_value v)
{
    struct al_builder b = al_builder(&arena);
    if (e.failed) {
        assert_int_equal(v.type, ALUDEL_UNSET);
        al_putf(&b, "! %s", e.message);
    } else {
        al_write_repr(&b, v);
    }
    e.failed = false;
    return al_built(&b).z;
}

static void is(struct aludel_value v, const char *expected)
{
    assert_string_equal(shown(v), expected);
}

static void sql_is_a_type(void **state)
{
    (void)state;
    is(aludel_py(add, &e, sql("a"), sql("b")), "sql('ab')");
    assert_non_null(strstr(shown(aludel_py(add, &e, sql("a"), string("b"))), "`id` for a name"));
    assert_non_null(strstr(shown(aludel_py(add, &e, string("b"), sql("a"))), "`n` for raw"));
    is(aludel_py(add, &e, sql("1 /"), sql("* 2")), "! sql text that begins with '*' would begin a comment behind "
                                            "sql text that ends with '/': put a space "
                                            "between");
    assert_non_null(strstr(shown(aludel_py(mul, &e, sql("-"), aludel_int(2))), "ends with '-'"));
    assert_non_null(
        strstr(shown(aludel_py(m_join, &e, sql("-"), aludel_py(list_of, &e, sql("1"), sql(""), sql("2")))), "a comment"));
    is(aludel_py(add, &e, sql("1 -"), sql("")), "sql('1 -')");
    is(aludel_py(add, &e, string("1 -"), string("-1")), "'1 --1'");
    is(aludel_py(add, &e, sql("a"), aludel_int(1)), "! unsupported operand type(s) for +: 'sql' and 'int'");
    is(aludel_py(trim, &e, sql(" a ")), "sql('a')");
    is(aludel_py(upper, &e, sql("a")), "sql('A')");
    is(aludel_py(m_lower, &e, sql("A")), "sql('a')");
    is(aludel_py(len, &e, sql("abc")), "3");
    is(aludel_py(str, &e, sql("abc")), "'abc'");
    is(aludel_py(eq, &e, sql("abc"), string("abc")), "True");
    is(aludel_py(in, &e, string("b"), sql("abc")), "True");
    is(aludel_py(m_replace, &e, sql("a"), string("a"), string("b")), "! 'sql' object has no attribute 'replace'");
    is(aludel_py(m_join, &e, sql(", "), aludel_py(list_of, &e, sql("a"), sql("b"))), "sql('a, b')");
    is(aludel_py(m_join, &e, string(", "), aludel_py(list_of, &e, sql("a"))),
       "! sequence item 0: expected str instance, sql found");
}

static struct aludel_value a_row(void)
{
    const struct aludel_value keys[] = {string("id"), string("name")},
                              values[] = {aludel_int(7), string("x")};
    return al_new_items(&e, ALUDEL_ROW, 2, keys, values);
}

static void rows(void **state)
{
    struct aludel_value row = a_row(), item;
    (void)state;
    is(aludel_py(attribute, &e, row, string("name")), "'x'");
    is(aludel_py(attribute, &e, row, string("nmae")), "! row has no column 'nmae'; did you mean 'name'?");
    is(aludel_py(index, &e, row, aludel_int(-1)), "'x'");
    is(aludel_py(index, &e, row, string("id")), "7");
    is(aludel_py(index, &e, row, aludel_int(2)), "! Row index out of range");
    is(aludel_py(m_keys, &e, row), "['id', 'name']");
    is(aludel_py(m_values, &e, row), "[7, 'x']");
    is(aludel_py(m_items, &e, row), "[('id', 7), ('name', 'x')]");
    is(aludel_py(m_get, &e, row, string("zz")), "None");
    is(aludel_py(dict, &e, row), "{'id': 7, 'name': 'x'}");
    is(aludel_py(len, &e, row), "2");
    is(aludel_py(list, &e, row), "[7, 'x']");
    is(aludel_py(eq, &e, row, aludel_py(tuple_of, &e, aludel_int(7), string("x"))), "True");
    is(aludel_py(slice, &e, row, aludel_int(0), aludel_int(1), aludel_none()), "(7,)");
    assert_true(al_item(&e, row, 1, &item));
    is(item, "'x'");
    assert_false(al_item(&e, row, 2, &item));
    is(aludel_py(attribute, &e, string("s"), string("x")), "! 'str' object has no attribute 'x'");
}

static void unset_variables(void **state)
{
    struct aludel_value none = aludel_none();
    (void)state;
    is(aludel_py(add, &e, aludel_unset(), aludel_int(1)), "! a variable is used before it is set");
    is(aludel_py(eq, &e, none, aludel_unset()), "! a variable is used before it is set");
    is(aludel_py(list_of, &e, none, aludel_unset()), "! a variable is used before it is set");
    is(aludel_py(dict_of, &e, string("a"), aludel_unset()), "! a variable is used before it is set");
    is(aludel_py(len, &e, aludel_unset()), "! a variable is used before it is set");
    is(aludel_py(join, &e, string("a"), aludel_unset()), "! a variable is used before it is set");
    is(py_len(&e, 0, NULL), "! 1 argument is missing");
}

/* The first error stays, and nothing is computed after it. */
static void errors_are_sticky(void **state)
{
    (void)state;
    aludel_py(add, &e, aludel_int(1), string("a"));
    assert_true(e.failed);
    assert_int_equal(aludel_py(len, &e, string("abc")).type, ALUDEL_UNSET);
    assert_int_equal(aludel_py(list_of, &e, string("abc")).type, ALUDEL_UNSET);
    al_raise(&e, "another");
    assert_string_equal(e.message, "unsupported operand type(s) for +: 'int' and 'str'");
}

static void known_later(void **state)
{
    int object;
    struct aludel_value later = {ALUDEL_DEFERRED, {.object = &object}};
    struct aludel_value list = aludel_py(list_of, &e, aludel_int(1), later), item;
    (void)state;
    assert_true(list.as.items->deferred && al_has_deferred(list));
    assert_true(al_has_deferred(aludel_py(tuple_of, &e, list)));
    assert_false(al_has_deferred(aludel_py(list_of, &e, aludel_int(1))));
    is(aludel_py(len, &e, list), "2");
    assert_ptr_equal(aludel_py(index, &e, list, aludel_int(1)).as.object, &object);
    is(aludel_py(len, &e, aludel_py(add, &e, list, list)), "4");
    is(aludel_py(len, &e, aludel_py(mul, &e, list, aludel_int(3))), "6");
    is(aludel_py(len, &e, aludel_py(slice, &e, list, aludel_int(1), aludel_none(), aludel_none())), "1");
    assert_false(al_has_deferred(aludel_py(slice, &e, list, aludel_none(), aludel_int(1), aludel_none())));
    is(aludel_py(len, &e, aludel_py(zip, &e, list, list)), "2");
    is(aludel_py(len, &e, aludel_py(enumerate, &e, list)), "2");
    is(aludel_py(bool, &e, list), "True");
    assert_true(al_item(&e, list, 1, &item) && item.type == ALUDEL_DEFERRED);
    struct aludel_value dict = aludel_py(dict_of, &e, string("a"), later);
    assert_true(al_has_deferred(dict) && al_has_deferred(aludel_py(m_items, &e, dict)));
    assert_ptr_equal(aludel_py(index, &e, dict, string("a")).as.object, &object);
    assert_non_null(strstr(shown(aludel_py(eq, &e, list, list)), "internal error"));
    assert_non_null(strstr(shown(aludel_py(sorted, &e, list)), "internal error"));
    assert_non_null(strstr(shown(aludel_py(str, &e, list)), "internal error"));
    assert_non_null(strstr(shown(aludel_py(add, &e, later, later)),
                           "internal error: a value known at run time only where a value must be known"));
    assert_non_null(strstr(shown(aludel_py(dict_of, &e, later, aludel_int(1))), "internal error"));
}

static void integers_overflow(void **state)
{
    struct aludel_value most = aludel_int(INT64_MAX), least = aludel_int(INT64_MIN), one = aludel_int(1);
    (void)state;
    is(aludel_py(add, &e, most, one), "! integer overflow");
    is(aludel_py(sub, &e, least, one), "! integer overflow");
    is(aludel_py(mul, &e, least, aludel_int(-1)), "! integer overflow");
    is(aludel_py(floordiv, &e, least, aludel_int(-1)), "! integer overflow");
    is(aludel_py(mod, &e, least, aludel_int(-1)), "0");
    is(aludel_py(neg, &e, least), "! integer overflow");
    is(aludel_py(abs, &e, least), "! integer overflow");
    is(aludel_py(pow, &e, aludel_int(2), aludel_int(63)), "! integer overflow");
    is(aludel_py(pow, &e, aludel_int(2), aludel_int(62)), "4611686018427387904");
    is(aludel_py(int, &e, string("9223372036854775808")), "! integer overflow");
    is(aludel_py(int, &e, aludel_float(1e19)), "! integer overflow");
    is(aludel_py(sum, &e, aludel_py(list_of, &e, most, one)), "! integer overflow");
}

static void large_results_are_refused(void **state)
{
    struct aludel_value much = aludel_int(INT64_MAX);
    (void)state;
    is(aludel_py(range, &e, aludel_int(10000001)), "! range() of more than 10000000 elements");
    is(aludel_py(mul, &e, string("ab"), much), "! out of memory");
    is(aludel_py(mul, &e, aludel_py(list_of, &e, much), much), "! out of memory");
    is(aludel_py(m_ljust, &e, string("a"), much), "! out of memory");
    is(aludel_py(format, &e, aludel_int(1), string("2147483647")), "! out of memory");
    is(aludel_py(mod, &e, string("%.2147483647f"), aludel_float(1)), "! out of memory");
}

static void typed_after_the_default(void **state)
{
    (void)state;
    is(al_typed_after(&e, "DAYS", " 7\n", aludel_int(1)), "7");
    is(al_typed_after(&e, "DAYS", "7d", aludel_int(1)),
       "! DAYS is '7d', which isn't a 64-bit integer as its default is");
    is(al_typed_after(&e, "RATE", "2", aludel_float(1)), "2.0");
    is(al_typed_after(&e, "RATE", "x", aludel_float(1)),
       "! RATE is 'x', which isn't a number as its default is");
    is(al_typed_after(&e, "ON", "Yes", aludel_bool(false)), "True");
    is(al_typed_after(&e, "ON", "off", aludel_bool(true)), "False");
    assert_non_null(strstr(shown(al_typed_after(&e, "ON", "", aludel_bool(true))), "isn't a boolean"));
    is(al_typed_after(&e, "NAME", " x ", string("d")), "' x '");
    is(al_typed_after(&e, "NAME", "x", aludel_unset()), "'x'");
}

static void copies_are_deep(void **state)
{
    struct aludel_arena other;
    (void)state;
    al_arena_init(&other, NULL);
    char text[] = "changes";
    struct aludel_value v = aludel_py(dict_of, &e, string("k"), aludel_py(list_of, &e, string(text), a_row()));
    struct aludel_value copy = al_copy_value(&other, v);
    text[0] = 'X';
    al_arena_free(&arena);
    al_arena_init(&arena, NULL);
    is(copy, "{'k': ['changes', (7, 'x')]}");
    al_arena_free(&other);
}

static void keys_of_every_kind(void **state)
{
    struct aludel_value dict = aludel_py(dict_of, &e, aludel_int(1), string("a"), aludel_float(1), string("b"),
                                  aludel_bool(true), string("c"), aludel_py(tuple_of, &e, string("x")), string("d"));
    (void)state;
    is(dict, "{1: 'c', ('x',): 'd'}");
    is(aludel_py(set_of, &e, aludel_float(0), aludel_float(-0.0), aludel_int(0), string("")), "{0.0, ''}");
    is(aludel_py(set_of, &e, aludel_py(list_of, &e, aludel_int(1))), "! unhashable type: 'list'");
    struct aludel_value numbers = aludel_py(range, &e, aludel_int(20000));
    is(aludel_py(len, &e, aludel_py(set, &e, aludel_py(add, &e, numbers, numbers))), "20000");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(sql_is_a_type),
                                       TEST(rows),
                                       TEST(unset_variables),
                                       TEST(errors_are_sticky),
                                       TEST(known_later),
                                       TEST(integers_overflow),
                                       TEST(large_results_are_refused),
                                       TEST(typed_after_the_default),
                                       TEST(copies_are_deep),
                                       TEST(keys_of_every_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
