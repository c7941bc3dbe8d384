/* postgresql_values.c: values on their way to PostgreSQL and back, each as what it is. */
#include "postgresql_support.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct al_driver *d;
static struct aludel_arena arena;

static int open_it(void **state)
{
    (void)state;
    d = open_url();
    al_arena_init(&arena, NULL);
    return 0;
}

static int close_it(void **state)
{
    (void)state;
    d->type->close(d);
    al_arena_free(&arena);
    return 0;
}

static struct aludel_value asked_with(const char *sql, const struct aludel_value *values)
{
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement(sql, ALUDEL_READS);
    struct al_request request = request_of(&st, values);
    struct aludel_value rows;
    if (!d->type->query(d, &request, &e, &rows)) {
        fail_msg("%s", d->error.message);
    }
    return rows.as.items->values[0].as.items->values[0];
}

static struct aludel_value asked(const char *sql)
{
    return asked_with(sql, NULL);
}

static void assert_text(struct aludel_value v, enum aludel_type type, const char *z, size_t n)
{
    assert_int_equal(v.type, type);
    assert_int_equal(v.as.text.n, n);
    assert_memory_equal(v.as.text.z, z, n);
}

static void assert_string(const char *sql, const char *wanted)
{
    assert_text(asked(sql), ALUDEL_STRING, wanted, strlen(wanted));
}

/* ---- To the server ------------------------------------------------------------------------------- */

#define ONE(value)                \
    (const struct aludel_value[]) \
    {                             \
        value                     \
    }

static void true_of(const char *condition, struct aludel_value value)
{
    char sql[300];
    must(d, "DELETE FROM v");
    al_format(sql, sizeof sql, "INSERT INTO v (%.*s) VALUES (\1)", (int)strcspn(condition, " "), condition);
    send_values(d, sql, ONE(value));
    al_format(sql, sizeof sql, "SELECT count(*) FROM v WHERE %s", condition);
    if (number_of(d, sql) != 1) {
        fail_msg("not so: %s", condition);
    }
}

static void make_columns(void)
{
    must(d, "CREATE TABLE v (flag boolean, small smallint, big bigint, r real, d double precision, "
            "n numeric, t text, c char(3), y bytea, j json, jb jsonb, day date, at timestamptz, "
            "u uuid, a integer[], i interval)");
}

static void numbers_and_flags_arrive(void **state)
{
    (void)state;
    make_columns();
    true_of("flag = true", aludel_bool(true));
    true_of("flag = false", aludel_bool(false));
    true_of("small = -32768", aludel_int(-32768));
    true_of("big = 9223372036854775807", aludel_int(INT64_MAX));
    true_of("big = -9223372036854775808", aludel_int(INT64_MIN));
    true_of("n = 9223372036854775807", aludel_int(INT64_MAX));
    true_of("d = 0.1::float8", aludel_float(0.1));
    true_of("d = 5e-324::float8", aludel_float(5e-324));
    true_of("d = 1.7976931348623157e308::float8", aludel_float(1.7976931348623157e308));
    true_of("d = 'Infinity'", aludel_float((double)INFINITY));
    true_of("d = '-Infinity'", aludel_float((double)-INFINITY));
    true_of("d = 'NaN'", aludel_float((double)NAN));
    true_of("r = 'NaN'", aludel_float((double)NAN));
    true_of("n = 0.1", aludel_float(0.1));
    true_of("flag IS NULL", aludel_none());
    true_of("y IS NULL", aludel_none());
}

/* A string is an untyped literal: the column says what it is. */
static void strings_arrive_as_any_type(void **state)
{
    (void)state;
    make_columns();
    true_of("t = ''", ALUDEL_STRING(""));
    true_of("t = E'\\\\ \\\\n '' \" $1 $$ ; -- /*'", ALUDEL_STRING("\\ \\n ' \" $1 $$ ; -- /*"));
    true_of("t = U&'\\00e4\\20ac\\+01F600'", ALUDEL_STRING("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
    true_of("c = 'ab '", ALUDEL_STRING("ab"));
    true_of("j ->> 'a' = 'it''s'", ALUDEL_STRING("{\"a\": \"it's\"}"));
    true_of("jb = '[1, 2, null]'", ALUDEL_STRING("[1,2,null]"));
    true_of("day = '2024-02-29'", ALUDEL_STRING("2024-02-29"));
    true_of("at = '2024-02-29 12:00:00+00'", ALUDEL_STRING("2024-02-29 13:00:00+01"));
    true_of("u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
            ALUDEL_STRING("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"));
    true_of("a = ARRAY[1, NULL, 3]", ALUDEL_STRING("{1,NULL,3}"));
    true_of("i = '90 minutes'", ALUDEL_STRING("1h 30min"));
    true_of("n = 12345678901234567890.1", ALUDEL_STRING("12345678901234567890.1"));
}

static void every_byte_arrives(void **state)
{
    (void)state;
    char bytes[512];
    for (int i = 0; i < 512; i++) {
        bytes[i] = (char)i;
    }
    make_columns();
    send_values(d, "INSERT INTO v (y) VALUES (\1)", ONE(aludel_textual(ALUDEL_BYTES, bytes, sizeof bytes)));
    assert_text(asked("SELECT y FROM v"), ALUDEL_BYTES, bytes, sizeof bytes);
    assert_int_equal(asked("SELECT get_byte(y, 200) FROM v").as.integer, 200);
    true_of("y = ''", aludel_textual(ALUDEL_BYTES, NULL, 0));
}

static void five_megabytes_arrive(void **state)
{
    (void)state;
    size_t n = 5 * 1024 * 1024;
    char *text = malloc(n);
    assert_non_null(text);
    for (size_t i = 0; i < n; i++) {
        text[i] = (char)('a' + i % 26);
    }
    make_columns();
    begin(d);
    for (int i = 0; i < 3; i++) { /* the third is prepared */
        send_values(d, "INSERT INTO v (t) VALUES (\1)", ONE(aludel_textual(ALUDEL_STRING, text, n)));
    }
    commit(d);
    assert_text(asked("SELECT t FROM v LIMIT 1"), ALUDEL_STRING, text, n);
    assert_int_equal(asked("SELECT count(DISTINCT t) FROM v").as.integer, 1);
    free(text);
}

static void backslashes_are_no_escapes_in_values(void **state)
{
    (void)state;
    d->type->close(d);
    d = open_with((struct al_connect){.url = url_with("options=-c%20standard_conforming_strings%3Doff")});
    assert_string("SHOW standard_conforming_strings", "off");
    static const char odd[] = "a\\b\\'c\\\\";
    assert_text(asked_with("SELECT CAST(\1 AS text)", ONE(ALUDEL_STRING("a\\b\\'c\\\\"))), ALUDEL_STRING, odd,
                strlen(odd));
}

static void what_can_not_arrive_is_refused(void **state)
{
    (void)state;
    struct aludel_statement st = statement("SELECT CAST(\1 AS text)", 0);
    struct al_request request = request_of(&st, ONE(aludel_textual(ALUDEL_STRING, "a\0b", 3)));
    assert_false(d->type->send(d, &request));
    assert_error(d, ALUDEL_FAILED, "PostgreSQL's text can't hold a NUL, and the value of a parameter has one",
                 "", "");
    d->type->rollback(d);
    request = request_of(&st, ONE(aludel_unset()));
    assert_false(d->type->send(d, &request));
    assert_error(d, ALUDEL_FAILED, "a value that was never set can't be the value of parameter 1", "", "");
    d->type->rollback(d);
    st = (struct aludel_statement){.sql = "SELECT 'a\0b'", .length = 12};
    request = request_of(&st, NULL);
    assert_false(d->type->send(d, &request));
    assert_error(d, ALUDEL_FAILED, "there is a NUL in the statement", "", "");
    d->type->rollback(d);
    assert_true(try(d, "SELECT 1"));
}

/* Where the server can't say what a parameter is. */
static void a_type_can_be_missing(void **state)
{
    (void)state;
    must(d, "CREATE TABLE any_type (v text)");
    send_values(d, "SELECT pg_typeof(\1)", ONE(ALUDEL_STRING("x")));
    assert_false(d->type->settle(d));
    assert_error(d, ALUDEL_FAILED, "could not determine data type of parameter $1", "",
                 "give the value a type: CAST(${…} AS text)");
    assert_string_equal(d->error.sqlstate, "42P18");
    d->type->rollback(d);
    d->literal = true;
    assert_string("SELECT CAST(pg_typeof('x') AS text)", "unknown");
    assert_text(asked_with("SELECT CAST(pg_typeof(\1) AS text)", ONE(aludel_int(1))), ALUDEL_STRING,
                "integer", 7);
    d->literal = false;
}

static void values_arrive_outside_transactions(void **state)
{
    (void)state;
    struct aludel_statement st = statement("INSERT INTO v (y, t, big) VALUES (\1, \1, \1)", 0);
    char bytes[] = {'\0', '\\', '\'', (char)200};
    const struct aludel_value values[] = {aludel_textual(ALUDEL_BYTES, bytes, sizeof bytes),
                                          ALUDEL_STRING("it's"), aludel_none()};
    struct al_request request = request_of(&st, values);
    make_columns();
    if (!d->type->alone(d, &request)) {
        fail_msg("%s", d->error.message);
    }
    assert_text(asked("SELECT y FROM v"), ALUDEL_BYTES, bytes, sizeof bytes);
    assert_int_equal(number_of(d, "SELECT count(*) FROM v WHERE t = 'it''s' AND big IS NULL"), 1);
}

/* ---- From the server --------------------------------------------------------------------------------- */

static void numbers_come_back(void **state)
{
    (void)state;
    assert_int_equal(asked("SELECT NULL::integer").type, ALUDEL_NONE);
    assert_int_equal(asked("SELECT NULL::bytea").type, ALUDEL_NONE);
    assert_int_equal(asked("SELECT true").type, ALUDEL_BOOL);
    assert_true(asked("SELECT true").as.boolean);
    assert_false(asked("SELECT false").as.boolean);
    assert_int_equal(asked("SELECT (-32768)::int2").as.integer, -32768);
    assert_int_equal(asked("SELECT 2147483647").as.integer, 2147483647);
    assert_true(asked("SELECT 9223372036854775807").as.integer == INT64_MAX);
    assert_true(asked("SELECT (-9223372036854775808)::int8").as.integer == INT64_MIN);
    assert_int_equal(asked("SELECT 4294967295::oid").as.integer, 4294967295);
}

static double float_asked(const char *sql)
{
    struct aludel_value v = asked(sql);
    assert_int_equal(v.type, ALUDEL_FLOAT);
    return v.as.number;
}

static void floats_come_back(void **state)
{
    (void)state;
    assert_true(float_asked("SELECT 0.1::float8") == 0.1);
    assert_true(float_asked("SELECT 0.1::float4") == 0.1);
    assert_true(float_asked("SELECT 5e-324::float8") == 5e-324);
    assert_true(signbit(float_asked("SELECT '-0'::float8")));
    assert_true(float_asked("SELECT 'Infinity'::float8") == (double)INFINITY);
    assert_true(float_asked("SELECT '-Infinity'::float4") == (double)-INFINITY);
    assert_true(isnan(float_asked("SELECT 'NaN'::float8")));
    assert_true(isnan(float_asked("SELECT 'NaN'::float4")));
}

static void everything_else_comes_back_as_text(void **state)
{
    (void)state;
    must(d, "SET TIME ZONE 'UTC'");
    must(d, "SET datestyle = 'ISO'");
    assert_string("SELECT ''", "");
    assert_string("SELECT 12345678901234567890.10", "12345678901234567890.10");
    assert_string("SELECT 'NaN'::numeric", "NaN");
    assert_string("SELECT timestamptz '2024-02-29 12:00:00.5+00'", "2024-02-29 12:00:00.5+00");
    assert_string("SELECT date '2024-02-29'", "2024-02-29");
    assert_string("SELECT ARRAY[1, NULL, 3]", "{1,NULL,3}");
    assert_string("SELECT ARRAY['a b', 'c\"d']", "{\"a b\",\"c\\\"d\"}");
    assert_string("SELECT '{\"a\": 1}'::jsonb", "{\"a\": 1}");
    assert_string("SELECT ROW(1, 'x y')", "(1,\"x y\")");
    assert_string("SELECT '\xc3\xa4'", "\xc3\xa4");
}

static void columns_have_their_names(void **state)
{
    (void)state;
    struct aludel_eval e = {.arena = &arena};
    struct aludel_statement st = statement("SELECT 1 AS \"A b\", 2 AS two, 3", ALUDEL_READS);
    struct al_request request = request_of(&st, NULL);
    struct aludel_value rows;
    assert_true(d->type->query(d, &request, &e, &rows));
    const struct aludel_items *row = rows.as.items->values[0].as.items;
    assert_int_equal(row->count, 3);
    assert_text(row->keys[0], ALUDEL_STRING, "A b", 3);
    assert_text(row->keys[1], ALUDEL_STRING, "two", 3);
    assert_text(row->keys[2], ALUDEL_STRING, "?column?", 8);
}

int main(void)
{
#define OPEN(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)
    const struct CMUnitTest tests[] = {
        OPEN(numbers_and_flags_arrive),
        OPEN(strings_arrive_as_any_type),
        OPEN(every_byte_arrives),
        OPEN(values_arrive_outside_transactions),
        OPEN(five_megabytes_arrive),
        OPEN(backslashes_are_no_escapes_in_values),
        OPEN(what_can_not_arrive_is_refused),
        OPEN(a_type_can_be_missing),
        OPEN(numbers_come_back),
        OPEN(floats_come_back),
        OPEN(everything_else_comes_back_as_text),
        OPEN(columns_have_their_names),
    };
    return cmocka_run_group_tests_name("driver_postgresql_values", tests, connect_admin, disconnect_admin);
}
