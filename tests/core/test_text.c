/* Text, numbers, UTF-8, SHA-256, the ini reader, errors. */
#include "core/error.h"
#include "core/ini.h"
#include "core/sha256.h"
#include "core/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void format_like_printf(void **state)
{
    char out[64];
    (void)state;
    assert_int_equal(al_format(out, sizeof out, "%s %d|%5d|%-5d|%05d", "a", -3, 42, 42, -42), 22);
    assert_string_equal(out, "a -3|   42|42   |-0042");
    al_format(out, sizeof out, "%.*s|%.2s|%-4s|%4s|%c%%", 2, "xyz", "pq!", "ab", "cd", 'z');
    assert_string_equal(out, "xy|pq|ab  |  cd|z%");
    al_format(out, sizeof out, "%lld %llu %zu %02x %lx", INT64_MIN + 0LL, UINT64_MAX + 0ULL, (size_t)7, 10u,
              255ul);
    assert_string_equal(out, "-9223372036854775808 18446744073709551615 7 0a ff");
    assert_int_equal(al_format(out, 4, "%s", "longer"), 6);
    assert_string_equal(out, "lon");
    assert_int_equal(al_format(NULL, 0, "%s", "longer"), 6);
}

static void white_space(void **state)
{
    (void)state;
    assert_true(al_is(al_trimmed(AL_TEXT(" \t\r\n\f\v a b \v\f\n")), "a b"));
    assert_true(al_is(al_trimmed_end(AL_TEXT(" a \r\n")), " a"));
    assert_int_equal(al_trimmed(AL_TEXT(" \n")).n, 0);
    assert_int_equal(al_trimmed((struct aludel_text){NULL, 0}).n, 0);
    assert_true(al_is(al_trimmed(AL_TEXT("\xC2\xA0")), "\xC2\xA0"));
    assert_false(al_is_space('\0') || al_is_space('\b') || al_is_space('\x0E'));
}

static void builder_grows(void **state)
{
    struct aludel_arena arena;
    (void)state;
    al_arena_init(&arena, NULL);
    struct al_builder b = al_builder(&arena);
    assert_true(al_is(al_built(&b), ""));
    for (int i = 0; i < 1000; i++) {
        al_putf(&b, "%03d,", i);
    }
    char longer[400];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    al_putf(&b, "<%s>", longer);
    struct aludel_text t = al_built(&b);
    assert_int_equal(t.n, 4000 + 401);
    assert_memory_equal(t.z + 3996, "999,<xxx", 8);
    assert_int_equal(t.z[t.n], '\0');
    al_arena_free(&arena);
}

static void numbers_by_text(void **state)
{
    static const struct {
        const char *text, *back;
    } cases[] = {{"0", "0.0"},
                 {"-0.0", "-0.0"},
                 {"5e-324", "5e-324"},
                 {"2.4703282292062327e-324", "0.0"},
                 {"2.4703282292062328e-324", "5e-324"},
                 {"1.7976931348623157e308", "1.7976931348623157e+308"},
                 {"1e309", "inf"},
                 {"0.1", "0.1"},
                 {"9007199254740993", "9007199254740992.0"},
                 {"9007199254740993.0000000000000000000000000001", "9007199254740994.0"},
                 {"1e23", "1e+23"},
                 {"5.684341886080802e-14", "5.684341886080802e-14"},
                 {"1e16", "1e+16"},
                 {"123456789012345680", "1.2345678901234568e+17"},
                 {"0.0001", "0.0001"},
                 {"0.00001", "1e-05"},
                 {"-Infinity", "-inf"},
                 {"nan", "nan"},
                 {".5", "0.5"},
                 {"5.", "5.0"},
                 {"1e-400", "0.0"},
                 {"2.2250738585072011e-308", "2.225073858507201e-308"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double d;
        char out[40];
        assert_true(al_parse_double(al_text(cases[i].text), &d));
        al_format_double(out, sizeof out, d);
        assert_string_equal(out, cases[i].back);
    }
    static const char *const bad[] = {"",   "-",   ".",   "e5",  "1e",  "1e+",  "1 ",
                                      " 1", "1_0", "0x1", "1,5", "--1", "infin"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double d;
        assert_false(al_parse_double(al_text(bad[i]), &d));
    }
}

static void integers_by_text(void **state)
{
    int64_t i;
    (void)state;
    assert_true(al_parse_int(AL_TEXT("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(al_parse_int(AL_TEXT("+9223372036854775807"), &i) && i == INT64_MAX);
    static const char *const bad[] = {"9223372036854775808", "-9223372036854775809", "", "-", "1a", " 1",
                                      "99999999999999999999"};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        assert_false(al_parse_int(al_text(bad[k]), &i));
    }
}

static void utf8_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        char z[4];
        size_t n;
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        size_t made = al_utf8_encode(c, z);
        assert_int_equal(al_utf8_decode(z, made, &n), c);
        assert_int_equal(n, made);
    }
    static const char *const bad[] = {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                      "\xC3", "\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t n;
        char byte[4];
        assert_false(al_utf8_valid(al_text(bad[i])));
        uint32_t c = al_utf8_decode(bad[i], strlen(bad[i]), &n);
        assert_int_equal(n, 1);
        assert_int_equal(al_utf8_encode(c, byte), 1);
        assert_int_equal(byte[0], bad[i][0]);
    }
    assert_true(al_utf8_valid(AL_TEXT("a\xC3\xA4\xF0\x9F\x98\x80")));
}

static void control_characters(void **state)
{
    (void)state;
    assert_int_equal(al_control("a", 1), 0);
    assert_int_equal(al_control("\x1b[0m", 4), 1);
    assert_int_equal(al_control("\x7f", 1), 1);
    assert_int_equal(al_control("\xC2\x9B"
                                "0m",
                                4),
                     2);
    assert_int_equal(al_control("\xC2\xA0", 2), 0); /* a blank that doesn't break */
    assert_int_equal(al_control("\xC2", 1), 0);
}

static void nearest_name(void **state)
{
    static const char *const names[] = {"create_index", "create_table", "drop_table", "get"};
    (void)state;
    assert_string_equal(al_nearest(AL_TEXT("create_indx"), names, 4), "create_index");
    assert_string_equal(al_nearest(AL_TEXT("crate_table"), names, 4), "create_table");
    assert_string_equal(al_nearest(AL_TEXT("gte"), names, 4), "get");
    assert_null(al_nearest(AL_TEXT("zzz"), names, 4));
    assert_null(al_nearest(AL_TEXT(""), names, 4));
}

static void sha_vectors(void **state)
{
    static const struct {
        const char *text, *digest;
    } cases[] = {{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                 {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                 {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
    uint8_t digest[32];
    char hex[65];
    struct al_sha256 s;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        al_sha256_init(&s);
        al_sha256_add(&s, cases[i].text, strlen(cases[i].text));
        al_sha256_end(&s, digest);
        al_hex(hex, digest, 32);
        assert_string_equal(hex, cases[i].digest);
    }
    al_sha256_init(&s);
    for (int i = 0; i < 1000000; i += 8) { /* a million a's, never in whole blocks */
        al_sha256_add(&s, "aaa", 3);
        al_sha256_add(&s, "aaaaa", 5);
    }
    al_sha256_end(&s, digest);
    al_hex(hex, digest, 32);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

struct seen {
    char text[400];
    size_t n;
};

static bool see(void *with, const struct al_ini_entry *e)
{
    struct seen *s = with;
    s->n += al_format(s->text + s->n, sizeof s->text - s->n, "%.*s.%.*s=%.*s@%d:%d,%d:%d;", (int)e->section.n,
                      e->section.z, (int)e->name.n, e->name.z, (int)e->value.n, e->value.z, e->line,
                      e->column, e->value_line, e->value_column);
    return !al_is(e->name, "stop");
}

static void ini_entries(void **state)
{
    struct seen s = {0};
    int line;
    const char *reason;
    (void)state;
    assert_true(al_ini_read(
        AL_TEXT("\xEF\xBB\xBF# first\r\n[aludel]\r\nurl = sqlite:///%(here)s/a.db \r\n\r\n"
                "; second\nlist =\n   one\n\n   two # kept\nempty =\n[other section]\n  k: v=w\n"),
        see, &s, &line, &reason));
    assert_string_equal(s.text,
                        "aludel.url=sqlite:///%(here)s/a.db@3:1,3:7;aludel.list=one\n\n   two # kept@6:1,7:4;"
                        "aludel.empty=@10:1,10:8;other section.k=v=w@12:3,12:6;");
    memset(&s, 0, sizeof s);
    assert_true(al_ini_read(AL_TEXT("[a]\nstop = 1\nbad"), see, &s, &line, &reason));
    assert_string_equal(s.text, "a.stop=1@2:1,2:8;");
    assert_true(al_ini_read(AL_TEXT(""), see, &s, &line, &reason));
}

static void ini_errors(void **state)
{
    static const struct {
        const char *text, *reason;
        int line;
    } cases[] = {{"[a]\nx = 1\nnonsense\n", "expected 'name = value'", 3},
                 {"x = 1\n", "a setting stands before the first [section]", 1},
                 {"[a\n", "a section's name ends with ']'", 1},
                 {"\n[]\n", "a section has a name", 2},
                 {"[a]\n= 1\n", "a name is missing before '='", 2},
                 {"[a]\nx =\n  1\n# why\n  2\n",
                  "a comment can't stand inside a value that goes on over several lines", 5}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct seen s = {0};
        int line = 0;
        const char *reason = NULL;
        assert_false(al_ini_read(al_text(cases[i].text), see, &s, &line, &reason));
        assert_string_equal(reason, cases[i].reason);
        assert_int_equal(line, cases[i].line);
    }
    int line = 0;
    const char *reason = NULL;
    assert_false(al_ini_read(AL_TEXT("x\n\n\0[a]\n"), see, NULL, &line, &reason));
    assert_string_equal(reason, "this file isn't text: it holds a NUL byte");
    assert_int_equal(line, 3);
    assert_false(al_ini_read(AL_TEXT("\xFF\xFE[\0a\0"), see, NULL, &line, &reason));
    assert_string_equal(reason, "this file is UTF-16: save it as UTF-8");
    assert_false(al_ini_read(AL_TEXT("[a]\n# \xC3\xA9\nx = caf\xE9\n"), see, NULL, &line, &reason));
    assert_string_equal(reason, "this line isn't UTF-8: save the file as UTF-8");
    assert_int_equal(line, 3);
}

static void first_error_wins(void **state)
{
    struct aludel_error error;
    (void)state;
    al_error_clear(&error);
    assert_false(al_error(&error, ALUDEL_BUSY, "first %d", 1));
    assert_false(al_error(&error, ALUDEL_FAILED, "second"));
    al_error_hint(&error, "wait");
    al_error_hint(&error, "no");
    al_error_at(&error, &(struct aludel_place){"a.mako", 3});
    al_error_at(&error, &(struct aludel_place){"b.mako", 4});
    al_error_statement(&error, "SELECT 1;", 8);
    assert_int_equal(error.code, ALUDEL_BUSY);
    assert_string_equal(error.message, "first 1");
    assert_string_equal(error.hint, "wait");
    assert_string_equal(error.file, "a.mako");
    assert_string_equal(error.statement, "SELECT 1");
    assert_false(al_error(NULL, ALUDEL_FAILED, "nobody asked"));
}

static void a_text_that_is_too_long_says_so(void **state)
{
    char longer[2000] = "";
    struct aludel_error error;
    (void)state;
    for (size_t i = 0; i + 2 < sizeof longer; i += 2) {
        memcpy(longer + i, "é", sizeof "é");
    }
    al_error_clear(&error);
    al_error(&error, ALUDEL_FAILED, "%s", longer);
    assert_true(al_utf8_valid(al_text(error.message)));
    assert_string_equal(error.message + strlen(error.message) - 5, "é…");
    al_error_statement(&error, longer, strlen(longer));
    assert_string_equal(error.statement, longer);
}

/* A password is gone before a text is cut within it. */
static void errors_hold_no_password(void **state)
{
    char before[2041];
    struct aludel_error error;
    (void)state;
    memset(before, 'x', sizeof before);
    before[sizeof before - 1] = '\0';
    al_error_clear(&error);
    al_error(&error, ALUDEL_FAILED, "%.*spostgresql://u:secret@h/db", 1004, before);
    assert_null(strstr(error.message, "u:s"));
    al_error_hint(&error, "password=secret");
    assert_string_equal(error.hint, "password=***");
    al_error_said(&error, "%.*spostgresql://u:secret@h/db", 490, before);
    assert_null(strstr(error.detail, "u:s"));
    error.position = 7;
    char sql[sizeof before + 40];
    size_t n = al_format(sql, sizeof sql, "%s %s", "://u:secret@h/db", before);
    al_error_statement(&error, sql, n);
    assert_int_equal(strncmp(error.statement, "://u:***@h/db xxx", 17), 0);
    assert_int_equal(error.position, 0);
    error.statement[0] = '\0';
    n = al_format(sql, sizeof sql, "%.*s://u:secret@h/db", 2038, before);
    al_error_statement(&error, sql, n);
    assert_null(strstr(error.statement, "u:s"));
}

/* What we add isn't lost behind what the database says. */
static void details_make_room(void **state)
{
    char longer[600];
    struct aludel_error error;
    (void)state;
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    al_error_clear(&error);
    al_error_said(&error, "%s", "");
    al_error_said(&error, "one");
    al_error_detail(&error, "two");
    assert_string_equal(error.detail, "one\ntwo");
    al_error_said(&error, "%s", longer);
    assert_int_equal(strlen(error.detail), sizeof error.detail - 1);
    assert_string_equal(error.detail + strlen(error.detail) - 4, "x…");
    al_error_said(&error, "nothing more has room");
    assert_string_equal(error.detail + strlen(error.detail) - 4, "x…");
    al_error_detail(&error, "'a1' was rolled back");
    assert_int_equal(strncmp(error.detail, "one\ntwo\nxxx", 11), 0);
    assert_non_null(strstr(error.detail, "x…\n'a1' was rolled back"));
    al_error_detail(&error, "%s", longer);
    assert_string_equal(error.detail + strlen(error.detail) - 4, "x…");
    al_error_detail(NULL, "nobody asked");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(format_like_printf),
                                       cmocka_unit_test(builder_grows),
                                       cmocka_unit_test(white_space),
                                       cmocka_unit_test(numbers_by_text),
                                       cmocka_unit_test(integers_by_text),
                                       cmocka_unit_test(utf8_there_and_back),
                                       cmocka_unit_test(nearest_name),
                                       cmocka_unit_test(control_characters),
                                       cmocka_unit_test(sha_vectors),
                                       cmocka_unit_test(ini_entries),
                                       cmocka_unit_test(ini_errors),
                                       cmocka_unit_test(first_error_wins),
                                       cmocka_unit_test(a_text_that_is_too_long_says_so),
                                       cmocka_unit_test(details_make_room),
                                       cmocka_unit_test(errors_hold_no_password)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
