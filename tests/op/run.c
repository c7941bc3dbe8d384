/* run.c: statements, holes, loops, values, errors. */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

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
    bench_open(&b, &al_script_postgresql_driver, NULL);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

static struct aludel_value text(const char *z)
{
    return aludel_textual(ALUDEL_STRING, z, strlen(z));
}

/* ---- Statements -------------------------------------------------------------------------------- */

static void constant_rows_run_in_order(void **state)
{
    (void)state;
    const struct aludel_statement rows[] = {
        statement_at("CREATE TABLE t (n)", ALUDEL_DDL, 3), statement_at("INSERT INTO t VALUES (1)", 0, 4),
        statement_at("INSERT INTO u VALUES (1)", 0, 5), statement_at("INSERT INTO t VALUES (2)", 0, 6)};
    assert_false(aludel_run(&b.op, rows, 4));
    assert_false(aludel_ok(&b.op));
    assert_string_equal(b.error.message, "no such table: u");
    assert_string_equal(b.error.file, "versions/a1_test.mako");
    assert_int_equal(b.error.line, 5);
    assert_string_equal(b.error.revision, "a1");
    assert_string_equal(b.error.statement, "INSERT INTO u VALUES (1)");
    bench_again(&b);
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 1);
}

static void execute_and_scalar(void **state)
{
    (void)state;
    struct aludel_statement insert = statement_at("INSERT INTO t VALUES (\1), (\1)", 0, 3);
    struct aludel_statement select =
        statement_at("SELECT n, 'x' FROM t WHERE n > \1 ORDER BY n", ALUDEL_READS, 4);
    bench_run(&b, "CREATE TABLE t (n)");
    assert_string_equal(shown(aludel_execute(&b.op, aludel_bind(&insert, aludel_int(1), aludel_int(2)))),
                        "2");
    assert_string_equal(shown(aludel_scalar(&b.op, aludel_bind(&select, aludel_int(0)))), "1");
    assert_string_equal(shown(aludel_scalar(&b.op, aludel_bind(&select, aludel_int(9)))), "None");
    aludel_send(&b.op, aludel_bind(&insert, aludel_int(3), text("four")));
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 4);
}

static void raw_is_one_statement(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 12};
    aludel_execute_raw(&b.op, &at, text("CREATE TABLE t (n); "));
    assert_string_equal(shown(aludel_execute_raw(&b.op, &at, text("INSERT INTO t VALUES (';')"))), "1");
    assert_true(aludel_ok(&b.op));
    aludel_execute_raw(&b.op, &at, text("DELETE FROM t; DROP TABLE t"));
    assert_string_equal(b.error.message, "more than one statement where one is expected");
    assert_int_equal(b.error.line, 12);
    bench_again(&b);
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 1);
    aludel_execute_raw(&b.op, &at, aludel_int(5));
    assert_string_equal(b.error.message, "op.execute_raw takes a string, not 'int'");
}

static void one_statement_is_certain(void **state)
{
    static const struct {
        enum aludel_dialect dialect;
        const char *sql, *why;
    } cases[] = {
        {ALUDEL_SQLITE, "SELECT ';' ;  ", ""},
        {ALUDEL_SQLITE, "SELECT 1; -- done", ""},
        {ALUDEL_SQLITE, "SELECT [;], `;`, \";\"", ""},
        {ALUDEL_SQLITE, "SELECT 1; SELECT 2", "it goes on behind a ';'"},
        {ALUDEL_SQLITE, "SELECT 'a", "a quote is left open"},
        {ALUDEL_SQLITE, "SELECT 1 /* a", "a comment is left open"},
        {ALUDEL_SQLITE, " -- nothing", "it is empty"},
        {ALUDEL_SQLITE, "/* /* */ SELECT 1", ""},
        {ALUDEL_POSTGRESQL, "/* /* */ SELECT 1", "a comment is left open"},
        {ALUDEL_POSTGRESQL, "DO $x$ BEGIN; END $x$", ""},
        {ALUDEL_POSTGRESQL, "DO $x$ BEGIN; END $y$", "a dollar quote is left open"},
        {ALUDEL_POSTGRESQL, "SELECT a$b$;", ""},
        {ALUDEL_POSTGRESQL, "SELECT E'\\';'", ""},
        {ALUDEL_POSTGRESQL, "SELECT '\\';'", "it goes on behind a ';'"},
        {ALUDEL_POSTGRESQL, "SELECT a[1];", ""},
        {ALUDEL_POSTGRESQL, "SELECT $1; $1", "it goes on behind a ';'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *why;
        bool one = al_one_statement(cases[i].dialect, al_text(cases[i].sql), &why);
        assert_string_equal(why, cases[i].why);
        assert_int_equal(one, cases[i].why[0] == '\0');
    }
}

static void statements_are_put_together(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 20};
    bench_run(&b, "CREATE TABLE t (n, s)");
    aludel_sql_open(&b.op, &at, 0);
    aludel_sql_text(&b.op, "INSERT INTO t VALUES (", 22);
    struct aludel_loop loop = {0};
    while (aludel_turn(&b.op, &loop) && loop.turn <= 3) { /* the text outlives the turns */
        struct aludel_value s = aludel_py(add, aludel_eval(&b.op), text("it's "), text("x"));
        aludel_sql_text(&b.op, loop.turn > 1 ? "), (" : "", loop.turn > 1 ? 4 : 0);
        aludel_sql_parameter(&b.op, s);
        aludel_sql_text(&b.op, ", ", 2);
        aludel_sql_hole(&b.op, ALUDEL_HOLE_LITERAL, NULL, s);
    }
    aludel_sql_text(&b.op, ")", 1);
    assert_string_equal(shown(aludel_execute(&b.op, aludel_sql_close(&b.op))), "3");
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t WHERE n = s AND s = 'it''s x'"), 3);
}

static void a_hole_may_ask_in_the_middle(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 20};
    aludel_sql_open(&b.op, &at, ALUDEL_READS);
    aludel_sql_text(&b.op, "SELECT ", 7);
    aludel_sql_open(&b.op, &at, ALUDEL_READS);
    aludel_sql_text(&b.op, "SELECT 40 + ", 12);
    aludel_sql_hole(&b.op, ALUDEL_HOLE_LITERAL, NULL, aludel_int(2));
    struct aludel_value inner = aludel_scalar(&b.op, aludel_sql_close(&b.op));
    aludel_sql_hole(&b.op, ALUDEL_HOLE_LITERAL, NULL, inner);
    assert_string_equal(shown(aludel_scalar(&b.op, aludel_sql_close(&b.op))), "42");
}

static void a_refused_hole_names_its_statement(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 20};
    aludel_sql_open(&b.op, &at, 0);
    aludel_sql_text(&b.op, "SELECT ", 7);
    aludel_sql_hole(&b.op, ALUDEL_HOLE_RAW, NULL, text("1; DROP TABLE t"));
    aludel_send(&b.op, aludel_sql_close(&b.op));
    assert_int_equal(b.error.code, ALUDEL_FAILED);
    assert_int_equal(b.error.line, 20);
}

/* ---- Loops --------------------------------------------------------------------------------------- */

static void rows_and_what_outlives_them(void **state)
{
    (void)state;
    bench_run(&b, "CREATE TABLE t (n INTEGER, s TEXT)");
    bench_run(&b, "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    struct aludel_statement select = statement_at("SELECT n, s FROM t ORDER BY n", ALUDEL_READS, 3);
    struct aludel_statement insert = statement_at("INSERT INTO t VALUES (\1, \1)", 0, 4);
    struct aludel_value joined = ALUDEL_STRING(""), last = aludel_none(), row;
    struct aludel_value *const kept[] = {&joined, &last};
    struct aludel_rows rows;
    aludel_rows_open(&b.op, &rows, (struct aludel_bound){&select, NULL}, kept, 2);
    while (aludel_rows_next(&b.op, &rows, &row)) {
        joined = aludel_py(add, aludel_eval(&b.op), joined,
                           aludel_py(attribute, aludel_eval(&b.op), row, text("s")));
        last = row;
        aludel_send(&b.op,
                    aludel_bind(&insert, aludel_py(index, aludel_eval(&b.op), row, aludel_int(0)), joined));
    }
    assert_true(aludel_ok(&b.op));
    assert_string_equal(shown(joined), "'abc'");
    assert_string_equal(shown(last), "(3, 'c')");
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 6);
}

static void a_loop_can_be_left(void **state)
{
    (void)state;
    bench_run(&b, "CREATE TABLE t (n INTEGER)");
    bench_run(&b, "INSERT INTO t VALUES (1), (2)");
    struct aludel_statement select = statement_at("SELECT n FROM t", ALUDEL_READS | ALUDEL_DIRECT, 3);
    struct aludel_rows rows;
    struct aludel_value row;
    aludel_rows_open(&b.op, &rows, (struct aludel_bound){&select, NULL}, NULL, 0);
    assert_true(aludel_rows_next(&b.op, &rows, &row));
    aludel_rows_close(&b.op, &rows);
    aludel_rows_close(&b.op, &rows);
    bench_run(&b, "DROP TABLE t"); /* which a cursor left open would lock */
}

static void errors_end_loops(void **state)
{
    (void)state;
    struct aludel_statement wrong = statement_at("SELECT n FROM nowhere", ALUDEL_READS, 8);
    struct aludel_rows rows;
    struct aludel_value row, item;
    aludel_rows_open(&b.op, &rows, (struct aludel_bound){&wrong, NULL}, NULL, 0);
    assert_false(aludel_rows_next(&b.op, &rows, &row));
    assert_int_equal(b.error.line, 8);
    struct aludel_loop loop = {0};
    assert_false(aludel_turn(&b.op, &loop));
    assert_false(aludel_item(&b.op, text("abc"), 0, &item));
    assert_false(aludel_true(&b.op, aludel_bool(true)));
    assert_string_equal(b.error.message, "no such table: nowhere");
}

static void unpacking(void **state)
{
    (void)state;
    struct aludel_value x, y;
    struct aludel_value *const into[] = {&x, &y};
    aludel_unpack(&b.op, text("ab"), 2, into);
    assert_string_equal(shown(y), "'b'");
    aludel_unpack(&b.op, text("a"), 2, into);
    assert_string_equal(b.error.message, "not enough values to unpack (expected 2, got 1)");
    bench_again(&b);
    aludel_unpack(&b.op, text("abc"), 2, into);
    assert_string_equal(b.error.message, "too many values to unpack (expected 2)");
}

/* ---- Surroundings ------------------------------------------------------------------------------------ */

static const char *give(void *with, const char *name)
{
    (void)with;
    return strcmp(name, "DAYS") == 0  ? "14"
           : strcmp(name, "ON") == 0  ? "yes"
           : strcmp(name, "BAD") == 0 ? "x"
                                      : NULL;
}

static void environment(void **state)
{
    (void)state;
    b.around.getenv = give;
    assert_string_equal(shown(aludel_env(&b.op, "DAYS", aludel_int(7))), "14");
    assert_string_equal(shown(aludel_env(&b.op, "DAYS", ALUDEL_STRING("7"))), "'14'");
    assert_string_equal(shown(aludel_env(&b.op, "DAYS", aludel_unset())), "'14'");
    assert_string_equal(shown(aludel_env(&b.op, "ON", aludel_bool(false))), "True");
    assert_string_equal(shown(aludel_env(&b.op, "NONE", aludel_float(0.5))), "0.5");
    aludel_at(&b.op, &(struct aludel_place){"versions/a1_test.mako", 33});
    aludel_env(&b.op, "NONE", aludel_unset());
    assert_string_equal(b.error.message,
                        "environment variable NONE isn't set, and the migration has no default for it");
    assert_int_equal(b.error.line, 33);
    bench_again(&b);
    aludel_env(&b.op, "BAD", aludel_int(7));
    assert_non_null(strstr(b.error.message, "BAD"));
}

static void arguments(void **state)
{
    (void)state;
    const struct aludel_pair x[] = {{"days", "1"}, {"days", "2"}};
    b.config.x = x;
    b.config.x_count = 2;
    assert_string_equal(shown(aludel_x(&b.op, "days", aludel_int(7))), "2");
    assert_string_equal(shown(aludel_x(&b.op, "other", aludel_int(7))), "7");
    aludel_x(&b.op, "other", aludel_unset());
    assert_string_equal(b.error.hint, "give it: -x other=VALUE, or a default as x()'s second argument");
}

static void chance_and_time(void **state)
{
    (void)state;
    struct aludel_value u = aludel_uuid4(&b.op), v = aludel_uuid4(&b.op), now = aludel_utcnow(&b.op);
    assert_int_equal(u.as.text.n, 36);
    assert_int_equal(u.as.text.z[14], '4');
    assert_non_null(strchr("89ab", u.as.text.z[19]));
    assert_false(al_same(u.as.text, v.as.text));
    assert_int_equal(now.as.text.n, strlen("2026-01-01 00:00:00.000000"));
    assert_true(aludel_server_version(&b.op).as.integer >= 3030000);
}

static void interruption(void **state)
{
    (void)state;
    b.interrupted = 1;
    struct aludel_statement st = statement_at("CREATE TABLE t (n)", 0, 3);
    assert_false(aludel_run(&b.op, &st, 1));
    assert_int_equal(b.error.code, ALUDEL_INTERRUPTED);
    b.interrupted = 0;
    bench_again(&b);
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM sqlite_master"), 0);
}

static void failing(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 40};
    aludel_fail(&b.op, &at, text("no more"));
    aludel_failf(&b.op, "too late");
    assert_string_equal(b.error.message, "no more");
    assert_int_equal(b.error.line, 40);
    bench_again(&b);
    struct aludel_value wrong = aludel_py(add, aludel_eval(&b.op), aludel_int(1), text("x"));
    assert_int_equal(wrong.type, ALUDEL_UNSET);
    assert_false(aludel_ok(&b.op));
    struct aludel_statement st = statement_at("CREATE TABLE t (n)", 0, 41);
    assert_false(aludel_run(&b.op, &st, 1));
    assert_int_equal(b.error.line, 41);
    assert_non_null(strstr(b.error.message, "unsupported operand"));
}

/* ---- C ---------------------------------------------------------------------------------------------------
 */

static bool add_up(struct aludel_op *op, struct aludel_value row, void *with)
{
    int64_t *sum = with;
    *sum += aludel_to_int(op, aludel_column(row, 0));
    return *sum < 3;
}

static void c_functions(void **state)
{
    (void)state;
    int64_t sum = 0;
    const struct aludel_value values[] = {aludel_int(1), aludel_int(2), aludel_int(3)};
    aludel_execute_sql(&b.op, "CREATE TABLE t (n)", 0, NULL);
    assert_int_equal(aludel_execute_sql(&b.op, "INSERT INTO t VALUES (?1), (?2), (?3)", 3, values), 3);
    assert_true(
        aludel_query_sql(&b.op, "SELECT n FROM t WHERE n > ?1 - 1 ORDER BY n", 1, values, add_up, &sum));
    assert_int_equal(sum, 3);
    assert_string_equal(aludel_to_text(&b.op, text("abc")), "abc");
    assert_null(aludel_to_text(&b.op, aludel_none()));
    assert_string_equal(shown(aludel_from_text(&b.op, NULL)), "None");
    assert_string_equal(shown(ALUDEL_FROM_C(&b.op, aludel_to_double(&b.op, aludel_int(2)))), "2.0");
    assert_non_null(aludel_alloc(&b.op, 100));
    aludel_to_int(&b.op, text("x"));
    assert_string_equal(b.error.message, "a C function takes an integer here, not 'str'");
}

/* ---- Autocommit --------------------------------------------------------------------------------------- */

static char calls[256];

static bool before(struct aludel_op *op, const struct al_request *request, bool *skip,
                   struct al_outcome *outcome)
{
    (void)request;
    strcat(calls, op->in_autocommit ? "B" : "b");
    *skip = op->ordinal == 2;
    outcome->changed = 77;
    return true;
}

static bool after(struct aludel_op *op, const struct al_request *request, const struct al_outcome *outcome)
{
    (void)op;
    (void)request;
    strcat(calls, outcome->changed == 1 ? "1" : "a");
    return true;
}

static bool enter(struct aludel_op *op)
{
    (void)op;
    strcat(calls, "(");
    return true;
}

static bool leave(struct aludel_op *op)
{
    (void)op;
    strcat(calls, ")");
    return true;
}

static void autocommit_hooks(void **state)
{
    static const struct al_autocommit hooks = {before, after, enter, leave};
    (void)state;
    b.around.autocommit = &hooks;
    struct aludel_statement insert = statement_at("INSERT INTO t VALUES (1)", 0, 3);
    struct aludel_statement vacuum = statement_at("VACUUM", ALUDEL_ALONE, 4);
    bench_run(&b, "CREATE TABLE t (n)");
    assert_string_equal(shown(aludel_execute(&b.op, (struct aludel_bound){&insert, NULL})), "77");
    aludel_autocommit_begin(&b.op);
    aludel_send(&b.op, (struct aludel_bound){&vacuum, NULL});
    aludel_autocommit_end(&b.op);
    assert_string_equal(shown(aludel_execute(&b.op, (struct aludel_bound){&insert, NULL})), "1");
    assert_int_equal(bench_number(&b, "SELECT count(*) FROM t"), 1);
    assert_string_equal(calls, "bab(Ba)b1ba"); /* the last two: the number that was asked for */
    assert_int_equal(b.op.ordinal, 5);
}

/* ---- Scripts ------------------------------------------------------------------------------------------- */

static void a_script_is_written(void **state)
{
    (void)state;
    struct aludel_place at = {"versions/a1_test.mako", 5};
    struct aludel_statement insert = statement_at("INSERT INTO t VALUES (\1)", 0, 3);
    aludel_send(&b.op, aludel_bind(&insert, text("it's")));
    aludel_remark(&b.op, &at, text("two lines\nof it"));
    aludel_execute_raw(&b.op, &at, text("DO $$ BEGIN PERFORM 1; END $$;"));
    assert_int_equal(aludel_execute_sql(&b.op, "SELECT 2", 0, NULL), -1);
    assert_string_equal(b.script, "INSERT INTO t VALUES ('it''s');\n\n-- two lines\n-- of it\n\nDO $$ BEGIN "
                                  "PERFORM 1; END $$;\n\nSELECT 2;\n\n");
    aludel_execute_raw(&b.op, &at, text("SELECT 'open"));
    assert_string_equal(b.error.message, "op.execute_raw takes one whole statement: a quote is left open");
}

static void a_script_answers_nothing(void **state)
{
    (void)state;
    struct aludel_statement st = statement_at("SELECT 1", ALUDEL_READS, 9);
    struct aludel_bound what = {&st, NULL};
    struct aludel_rows rows;
    aludel_scalar(&b.op, what);
    assert_string_equal(b.error.message,
                        "op.scalar needs a live database; an offline handle only writes a script");
    assert_int_equal(b.error.line, 9);
    bench_again(&b);
    aludel_execute(&b.op, what);
    assert_non_null(strstr(b.error.message, "live database"));
    bench_again(&b);
    aludel_rows_open(&b.op, &rows, what, NULL, 0);
    assert_non_null(strstr(b.error.message, "op.query needs a live database"));
    bench_again(&b);
    aludel_has_table(&b.op, text("t"), aludel_none());
    assert_non_null(strstr(b.error.message, "has_table needs a live database"));
    bench_again(&b);
    aludel_server_version(&b.op);
    assert_non_null(strstr(b.error.message, "server_version needs a live database"));
    assert_int_equal(b.script_length, 0);
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, open_live, close_bench)
#define SCRIPT(test) cmocka_unit_test_setup_teardown(test, open_script, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIVE(constant_rows_run_in_order),
        LIVE(execute_and_scalar),
        LIVE(raw_is_one_statement),
        cmocka_unit_test(one_statement_is_certain),
        LIVE(statements_are_put_together),
        LIVE(a_hole_may_ask_in_the_middle),
        LIVE(a_refused_hole_names_its_statement),
        LIVE(rows_and_what_outlives_them),
        LIVE(a_loop_can_be_left),
        LIVE(errors_end_loops),
        LIVE(unpacking),
        LIVE(environment),
        LIVE(arguments),
        LIVE(chance_and_time),
        LIVE(interruption),
        LIVE(failing),
        LIVE(c_functions),
        LIVE(autocommit_hooks),
        SCRIPT(a_script_is_written),
        SCRIPT(a_script_answers_nothing),
    };
    return cmocka_run_group_tests_name("op", tests, NULL, NULL);
}
