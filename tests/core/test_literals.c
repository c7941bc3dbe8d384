/* Values in every kind of hole, for both databases: what is written, and what is refused. */
#include "core/literal.h"
#include "core/value_ops.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct aludel_arena arena;
static struct aludel_eval e;
static struct al_builder b;

static int setup(void **state)
{
    (void)state;
    al_arena_init(&arena, NULL);
    e = (struct aludel_eval){.arena = &arena};
    b = al_builder(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    al_arena_free(&arena);
    return 0;
}

/* Writes behind `before`; gives what was added, or "! message". */
static const char *hole_in(const char *before, enum aludel_dialect dialect, enum aludel_hole how,
                           const char *tag, struct aludel_value v)
{
    e.failed = false;
    b = al_builder(&arena);
    al_puts(&b, before);
    if (al_write_hole(&e, &b, dialect, how, tag, v)) {
        return al_built(&b).z + strlen(before);
    }
    struct al_builder message = al_builder(&arena);
    al_putf(&message, "! %s", e.message);
    return al_built(&message).z;
}

static const char *hole(enum aludel_dialect dialect, enum aludel_hole how, struct aludel_value v)
{
    return hole_in(" ", dialect, how, NULL, v);
}

static struct aludel_value string(const char *z)
{
    return aludel_textual(ALUDEL_STRING, z, strlen(z));
}

static struct aludel_value sql(const char *z)
{
    return aludel_textual(ALUDEL_SQL, z, strlen(z));
}

static void is_both(enum aludel_hole how, struct aludel_value v, const char *sqlite, const char *postgresql)
{
    assert_string_equal(hole(ALUDEL_SQLITE, how, v), sqlite);
    assert_string_equal(hole(ALUDEL_POSTGRESQL, how, v), postgresql);
}

static bool refused(const char *result)
{
    return strncmp(result, "! ", 2) == 0;
}

static void literals(void **state)
{
    struct aludel_value two = aludel_py(list_of, &e, aludel_int(1), string("a'b"));
    enum aludel_hole how = ALUDEL_HOLE_LITERAL;
    (void)state;
    is_both(how, aludel_none(), "NULL", "NULL");
    is_both(how, aludel_bool(true), "1", "true");
    is_both(how, aludel_bool(false), "0", "false");
    is_both(how, aludel_int(INT64_MIN), "-9223372036854775808", "-9223372036854775808");
    is_both(how, aludel_float(0.1), "0.1", "0.1");
    is_both(how, aludel_float(HUGE_VAL), "9e999", "'Infinity'::float8");
    is_both(how, aludel_float(-HUGE_VAL), "-9e999", "'-Infinity'::float8");
    is_both(how, aludel_float((double)NAN), "! SQLite has no NaN", "'NaN'::float8");
    is_both(how, string("it's \\ \"x\"; --"), "'it''s \\ \"x\"; --'", "'it''s \\ \"x\"; --'");
    is_both(how, string(""), "''", "''");
    is_both(how, aludel_textual(ALUDEL_BYTES, "\0\xFFz", 3), "x'00ff7a'", "'\\x00ff7a'::bytea");
    is_both(how, sql("now()"), "now()", "now()");
    is_both(how, two, "(1, 'a''b')", "(1, 'a''b')");
    is_both(how, aludel_py(tuple_of, &e, two, two), "((1, 'a''b'), (1, 'a''b'))", "((1, 'a''b'), (1, 'a''b'))");
}

static void refused_literals(void **state)
{
    struct aludel_value empty = al_new_items(&e, ALUDEL_LIST, 0, NULL, NULL);
    struct aludel_value dict = aludel_py(dict_of, &e, string("a"), aludel_int(1));
    enum aludel_hole how = ALUDEL_HOLE_LITERAL;
    (void)state;
    assert_non_null(strstr(hole(ALUDEL_SQLITE, how, empty), "an empty list"));
    assert_non_null(strstr(hole(ALUDEL_SQLITE, how, dict), "`json`"));
    assert_true(refused(hole(ALUDEL_SQLITE, how, aludel_textual(ALUDEL_STRING, "a\0b", 3))));
    assert_true(refused(hole(ALUDEL_SQLITE, how, string("a\1b"))));
    assert_true(refused(hole(ALUDEL_SQLITE, how, string("a\xFF"))));
    assert_non_null(strstr(hole(ALUDEL_SQLITE, how, aludel_unset()), "before it is set"));
}

static void refusals_say_what_is_wrong(void **state)
{
    struct aludel_value list = aludel_py(list_of, &e, aludel_int(1));
    (void)state;
    assert_string_equal(hole(ALUDEL_SQLITE, ALUDEL_HOLE_IDENTIFIER, aludel_int(1)),
                        "! a name must be a string, not int");
    assert_string_equal(
        hole_in("$b$ x := ", ALUDEL_POSTGRESQL, ALUDEL_HOLE_LITERAL, "$b$", string("a $b$ b")),
        "! a value that holds or ends with part of the dollar quote's tag $b$ can't stand inside it");
    e.failed = false;
    al_filter_raw(&e, list, false);
    assert_string_equal(e.message, "the filter `n` takes text or a number, not list");
}

/* What stands in front must not melt into the value. */
static void kept_apart(void **state)
{
    enum aludel_hole how = ALUDEL_HOLE_LITERAL;
    (void)state;
    assert_string_equal(hole_in("E", ALUDEL_POSTGRESQL, how, NULL, string("\\")), " '\\'");
    assert_string_equal(hole_in("'a'", ALUDEL_SQLITE, how, NULL, string("b")), " 'b'");
    assert_string_equal(hole_in("U&", ALUDEL_POSTGRESQL, how, NULL, string("b")), " 'b'");
    assert_string_equal(hole_in("a", ALUDEL_SQLITE, how, NULL, aludel_textual(ALUDEL_BYTES, "", 0)), " x''");
    assert_string_equal(hole_in("1-", ALUDEL_SQLITE, how, NULL, aludel_int(-1)), " -1");
    assert_string_equal(hole_in("1-", ALUDEL_SQLITE, how, NULL, aludel_float(-1.5)), " -1.5");
    assert_string_equal(hole_in("1-", ALUDEL_SQLITE, how, NULL, sql("-1")), " -1");
    assert_string_equal(hole_in("1/", ALUDEL_SQLITE, how, NULL, sql("*1")), " *1");
    assert_string_equal(hole_in("(", ALUDEL_SQLITE, how, NULL, string("b")), "'b'");
}

static void inside_quotes(void **state)
{
    struct aludel_value list = aludel_py(list_of, &e, aludel_int(1));
    (void)state;
    is_both(ALUDEL_HOLE_STRING, string("it's \\"), "it''s \\", "it''s \\");
    is_both(ALUDEL_HOLE_ESTRING, string("it's \\"), "it''s \\\\", "it''s \\\\");
    is_both(ALUDEL_HOLE_DQUOTED, string("a\"b'"), "a\"\"b'", "a\"\"b'");
    is_both(ALUDEL_HOLE_BACKTICK, string("a`b"), "a``b", "a``b");
    is_both(ALUDEL_HOLE_BRACKET, string("a[b"), "a[b", "a[b");
    is_both(ALUDEL_HOLE_STRING, aludel_int(7), "7", "7");
    is_both(ALUDEL_HOLE_STRING, aludel_float(1.5), "1.5", "1.5");
    is_both(ALUDEL_HOLE_STRING, aludel_bool(true), "1", "true");
    is_both(ALUDEL_HOLE_STRING, sql("\"a\".'b'"), "\"a\".''b''", "\"a\".''b''");
    assert_true(refused(hole(ALUDEL_SQLITE, ALUDEL_HOLE_BRACKET, string("a]b"))));
    for (int how = ALUDEL_HOLE_STRING; how <= ALUDEL_HOLE_DOLLAR; how++) {
        assert_true(refused(hole(ALUDEL_POSTGRESQL, (enum aludel_hole)how, aludel_none())));
        assert_true(refused(hole(ALUDEL_POSTGRESQL, (enum aludel_hole)how, list)));
        assert_true(
            refused(hole(ALUDEL_POSTGRESQL, (enum aludel_hole)how, aludel_textual(ALUDEL_BYTES, "a", 1))));
        assert_true(
            refused(hole(ALUDEL_POSTGRESQL, (enum aludel_hole)how, aludel_textual(ALUDEL_STRING, "\0", 1))));
        assert_true(refused(hole(ALUDEL_POSTGRESQL, (enum aludel_hole)how, string("\xC3"))));
    }
}

static void in_comments(void **state)
{
    enum aludel_hole line = ALUDEL_HOLE_LINE_COMMENT, block = ALUDEL_HOLE_BLOCK_COMMENT;
    (void)state;
    is_both(line, string("it's; $$ */"), "it's; $$ */", "it's; $$ */");
    assert_true(refused(hole(ALUDEL_SQLITE, line, string("a\nb"))));
    assert_true(refused(hole(ALUDEL_SQLITE, line, string("a\rb"))));
    is_both(block, string("it's\n--"), "it's\n--", "it's\n--");
    static const char *const marks[] = {"a */ b", "/*", "a*", "a/", "*a", "/a"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        assert_true(refused(hole(ALUDEL_SQLITE, block, string(marks[i]))));
    }
}

static void in_dollar_bodies(void **state)
{
    enum aludel_dialect pg = ALUDEL_POSTGRESQL;
    (void)state;
    assert_string_equal(hole_in("$$ x := ", pg, ALUDEL_HOLE_LITERAL, "$$", string("it's $1")), "'it''s $1'");
    assert_true(refused(hole_in("$$ x := ", pg, ALUDEL_HOLE_LITERAL, "$$", string("a $$ b"))));
    assert_string_equal(hole_in("$b$ x := ", pg, ALUDEL_HOLE_LITERAL, "$b$", string("a $$ b")), "'a $$ b'");
    assert_true(refused(hole_in("$b$ x := ", pg, ALUDEL_HOLE_LITERAL, "$b$", string("a $b$ b"))));
    assert_true(refused(hole_in("$$ '", pg, ALUDEL_HOLE_STRING, "$$", string("a$"))));
    assert_true(refused(hole_in("$b$ '", pg, ALUDEL_HOLE_STRING, "$b$", string("a$b"))));
    assert_true(refused(hole_in("$$ a$", pg, ALUDEL_HOLE_DOLLAR, "$$", string("$x"))));
    assert_string_equal(hole_in("$$ ", pg, ALUDEL_HOLE_DOLLAR, "$$", string("it's")), "it's");
    assert_true(refused(hole_in("$$ ", pg, ALUDEL_HOLE_LITERAL, "$", string("a $ b"))));
    assert_true(refused(hole_in("$$ ", pg, ALUDEL_HOLE_LITERAL, "$$", sql("$$"))));
    assert_true(refused(hole_in("$$ ", pg, ALUDEL_HOLE_IDENTIFIER, "$$", string("a$$b"))));
}

static void raw_text(void **state)
{
    static const char *const bad[] = {";", "'", "\"", "$", "\\", "`", "a--b", "a/*b", "a-", "a/"};
    (void)state;
    is_both(ALUDEL_HOLE_RAW, string("a.b DESC"), "a.b DESC", "a.b DESC");
    is_both(ALUDEL_HOLE_RAW, aludel_int(-5), "-5", "-5");
    assert_string_equal(hole_in("1-", ALUDEL_SQLITE, ALUDEL_HOLE_RAW, NULL, string("-1")), " -1");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_true(refused(hole(ALUDEL_SQLITE, ALUDEL_HOLE_RAW, string(bad[i]))));
        e.failed = false;
        assert_int_equal(al_filter_raw(&e, string(bad[i]), true).type, ALUDEL_SQL);
    }
}

static void identifiers(void **state)
{
    (void)state;
    is_both(ALUDEL_HOLE_IDENTIFIER, string("a.b\"c.D"), "\"a\".\"b\"\"c\".\"D\"", "\"a\".\"b\"\"c\".\"D\"");
    static const char *const bad[] = {"", ".", "a.", ".a", "a..b", "a\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_true(refused(hole(ALUDEL_SQLITE, ALUDEL_HOLE_IDENTIFIER, string(bad[i]))));
    }
    assert_true(
        refused(hole(ALUDEL_SQLITE, ALUDEL_HOLE_IDENTIFIER, aludel_textual(ALUDEL_STRING, "a\0", 2))));
    assert_true(refused(hole(ALUDEL_SQLITE, ALUDEL_HOLE_IDENTIFIER, aludel_int(1))));
    e.failed = false;
    assert_string_equal(al_filter_id(&e, string("t")).as.text.z, "\"t\"");
}

static void json(void **state)
{
    struct aludel_value v =
        aludel_py(dict_of, &e, string("it's"), aludel_py(list_of, &e, aludel_none(), aludel_bool(true)));
    (void)state;
    assert_string_equal(al_filter_json(&e, ALUDEL_SQLITE, v).as.text.z, "'{\"it''s\": [null, true]}'");
    assert_int_equal(al_filter_json(&e, ALUDEL_SQLITE, aludel_textual(ALUDEL_BYTES, "", 0)).type,
                     ALUDEL_UNSET);
    assert_string_equal(e.message, "Object of type bytes is not JSON serializable");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(literals),
                                       TEST(refused_literals),
                                       TEST(refusals_say_what_is_wrong),
                                       TEST(kept_apart),
                                       TEST(inside_quotes),
                                       TEST(in_comments),
                                       TEST(in_dollar_bodies),
                                       TEST(raw_text),
                                       TEST(identifiers),
                                       TEST(json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
