/* inspect.c: what migrations ask about a live SQLite schema. */
#include "support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct bench b;

static struct aludel_value text(const char *z)
{
    return aludel_textual(ALUDEL_STRING, z, strlen(z));
}

static int open_bench(void **state)
{
    (void)state;
    bench_open(&b, &al_sqlite_driver, NULL);
    bench_run(&b, "CREATE TABLE parent (id INTEGER PRIMARY KEY, a INT, b INT, \"odd name\" TEXT UNIQUE,"
                  " CONSTRAINT \"uq \"\"ab\" UNIQUE (a, b))");
    bench_run(&b,
              "CREATE TABLE child ( -- a comment with CONSTRAINT nothing UNIQUE (x)\n"
              " id INTEGER PRIMARY KEY, p INT NOT NULL CONSTRAINT fk_p REFERENCES parent ON DELETE CASCADE,"
              " a INT DEFAULT (1 + 2), b VARCHAR(32) DEFAULT 'x' /* unique */ CONSTRAINT nn NOT NULL,"
              " g INT GENERATED ALWAYS AS (a * 2),"
              " CONSTRAINT ck CHECK (a > 0 AND b <> 'UNIQUE (')"
              " CONSTRAINT fk_ab FOREIGN KEY (a, b) REFERENCES parent (a, b) DEFERRABLE INITIALLY DEFERRED,"
              " UNIQUE (a, b))");
    bench_run(&b, "CREATE INDEX ix_expression ON child (a, lower(b))");
    bench_run(&b, "CREATE UNIQUE INDEX ix_unique ON child (b DESC) WHERE a > 1");
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close(&b);
    return 0;
}

#define NONE aludel_none()

static void questions(void **state)
{
    (void)state;
    assert_string_equal(shown(aludel_has_table(&b.op, text("Child"), NONE)), "True");
    assert_string_equal(shown(aludel_has_table(&b.op, text("child"), text("main"))), "True");
    assert_string_equal(shown(aludel_has_table(&b.op, text("child"), text("temp"))), "False");
    assert_string_equal(shown(aludel_has_table(&b.op, text("nobody"), NONE)), "False");
    assert_string_equal(shown(aludel_has_column(&b.op, text("child"), text("G"), NONE)), "True");
    assert_string_equal(shown(aludel_has_column(&b.op, text("child"), text("x"), NONE)), "False");
    assert_string_equal(shown(aludel_has_index(&b.op, text("child"), text("ix_unique"), NONE)), "True");
    assert_string_equal(shown(aludel_has_index(&b.op, text("parent"), text("ix_unique"), NONE)), "False");
    const char *const there[] = {"fk_p", "nn", "ck", "FK_AB"};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(shown(aludel_has_constraint(&b.op, text("child"), text(there[i]), NONE)), "True");
    }
    assert_string_equal(shown(aludel_has_constraint(&b.op, text("child"), text("nothing"), NONE)), "False");
    assert_string_equal(shown(aludel_has_constraint(&b.op, text("parent"), text("uq \"ab"), text("main"))),
                        "True");
    assert_string_equal(shown(aludel_has_extension(&b.op, text("vector"))), "False");
    assert_true(aludel_ok(&b.op));
}

static void shapes(void **state)
{
    (void)state;
    assert_string_equal(shown(aludel_get_table_names(&b.op, NONE)), "['child', 'parent']");
    assert_string_equal(
        shown(aludel_get_columns(&b.op, text("child"), NONE)),
        "[{'name': 'id', 'type': 'INTEGER', 'nullable': True, 'default': None, 'autoincrement': 'auto',"
        " 'primary_key': 1, 'comment': None},"
        " {'name': 'p', 'type': 'INT', 'nullable': False, 'default': None, 'autoincrement': 'auto',"
        " 'primary_key': 0, 'comment': None},"
        " {'name': 'a', 'type': 'INT', 'nullable': True, 'default': '1 + 2', 'autoincrement': 'auto',"
        " 'primary_key': 0, 'comment': None},"
        " {'name': 'b', 'type': 'VARCHAR(32)', 'nullable': False, 'default': \"'x'\", 'autoincrement': "
        "'auto',"
        " 'primary_key': 0, 'comment': None},"
        " {'name': 'g', 'type': 'INT', 'nullable': True, 'default': None, 'autoincrement': 'auto',"
        " 'primary_key': 0, 'comment': None}]");
    assert_string_equal(shown(aludel_get_indexes(&b.op, text("child"), NONE)),
                        "[{'name': 'ix_expression', 'column_names': ['a', None], 'unique': False},"
                        " {'name': 'ix_unique', 'column_names': ['b'], 'unique': True}]");
    assert_string_equal(
        shown(aludel_get_foreign_keys(&b.op, text("child"), NONE)),
        "[{'name': 'fk_p', 'constrained_columns': ['p'], 'referred_schema': None, 'referred_table': 'parent',"
        " 'referred_columns': ['id'], 'options': {'ondelete': 'CASCADE'}},"
        " {'name': 'fk_ab', 'constrained_columns': ['a', 'b'], 'referred_schema': None, 'referred_table': "
        "'parent',"
        " 'referred_columns': ['a', 'b'], 'options': {'deferrable': True, 'initially': 'DEFERRED'}}]");
    assert_string_equal(
        shown(aludel_get_unique_constraints(&b.op, text("parent"), NONE)),
        "[{'name': None, 'column_names': ['odd name']}, {'name': 'uq \"ab', 'column_names': ['a', 'b']}]");
    assert_string_equal(shown(aludel_get_unique_constraints(&b.op, text("child"), text("main"))),
                        "[{'name': None, 'column_names': ['a', 'b']}]");
    assert_string_equal(shown(aludel_get_foreign_keys(&b.op, text("parent"), NONE)), "[]");
}

static void keys_and_views(void **state)
{
    (void)state;
    assert_string_equal(shown(aludel_get_view_names(&b.op, NONE)), "[]");
    bench_run(&b, "CREATE VIEW seen AS SELECT a FROM parent");
    bench_run(&b, "CREATE TABLE pair (a INT, b INT, CONSTRAINT pk_pair PRIMARY KEY (b, a))");
    assert_string_equal(shown(aludel_get_view_names(&b.op, text("main"))), "['seen']");
    assert_string_equal(shown(aludel_get_pk_constraint(&b.op, text("child"), NONE)),
                        "{'constrained_columns': ['id'], 'name': None}");
    assert_string_equal(shown(aludel_get_pk_constraint(&b.op, text("pair"), text("main"))),
                        "{'constrained_columns': ['b', 'a'], 'name': 'pk_pair'}");
    assert_string_equal(shown(aludel_get_pk_constraint(&b.op, text("seen"), NONE)),
                        "{'constrained_columns': [], 'name': None}");
    assert_int_equal(aludel_get_pk_constraint(&b.op, text("nobody"), NONE).type, ALUDEL_UNSET);
    assert_string_equal(b.error.message, "get_pk_constraint: there is no table 'nobody'");
}

static void nothing_there(void **state)
{
    (void)state;
    assert_int_equal(aludel_get_columns(&b.op, text("nobody"), NONE).type, ALUDEL_UNSET);
    assert_string_equal(b.error.message, "get_columns: there is no table 'nobody'");
    bench_again(&b);
    aludel_has_table(&b.op, aludel_int(5), NONE);
    assert_string_equal(b.error.message, "has_table takes names as strings, not 'int'");
}

/* Ours, and those that a virtual table keeps for itself, may hold rows. */
static void rows(void **state)
{
    (void)state;
    const struct aludel_place at = {"versions/a1_x.py", 7};
    b.around.own_tables[0] = "Versions";
    bench_run(&b, "CREATE TABLE versions AS SELECT 1 AS a");
    bench_run(&b, "CREATE VIRTUAL TABLE found USING fts5(body)");
    assert_true(bench_number(&b, "SELECT count(*) FROM found_data") > 0);
    aludel_refuse_rows(&b.op, &at);
    assert_true(aludel_ok(&b.op));
    bench_run(&b, "CREATE TABLE \"it's\"\" odd\" AS SELECT 1 AS a");
    aludel_refuse_rows(&b.op, &at);
    assert_string_equal(b.error.message,
                        "\"it's\"\" odd\" holds rows, and what this migration does with rows was "
                        "left out (skip_data)");
    assert_int_equal(b.error.line, 7);
    bench_again(&b);
    bench_run(&b, "DELETE FROM \"it's\"\" odd\"");
    bench_run(&b, "INSERT INTO found VALUES ('text')");
    aludel_refuse_rows(&b.op, &at);
    assert_non_null(strstr(b.error.message, "\"found\" holds rows"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(questions, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(shapes, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(keys_and_views, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(nothing_there, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(rows, open_bench, close_bench),
    };
    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
