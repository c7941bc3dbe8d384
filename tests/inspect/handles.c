/*
 * handles.c: inspect and check through the API: on SQLite with memory that runs out everywhere, on a lent handle, and on a
 * lent PostgreSQL connection, in its owner's transaction.
 */
#include "../apply/support.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

static const char *url;

RUNS(meant, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, more TEXT, CHECK (id > 0))",
     "CREATE INDEX by_name ON users (name)", "CREATE VIEW names AS SELECT name FROM users")
static const struct aludel_migration target = {
    .id = "", .message = "", .file = "schema.sql", .ways = {{.run = meant}}};

#define OTHER "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE over (id INTEGER);"

static struct aludel_registry *with_target(void)
{
    static const struct spec one[] = {{.id = "aaaa1"}};
    struct aludel_registry *g = chain(one, 1);
    g->target = &target;
    return g;
}

struct seen {
    char text[4096];
    size_t count, most;
};

static bool see(void *with, const struct aludel_schema_part *part)
{
    struct seen *s = with;
    strncat(s->text, part->sql, sizeof s->text - strlen(s->text) - 1);
    strncat(s->text, ";", sizeof s->text - strlen(s->text) - 1);
    return ++s->count != s->most;
}

static bool see_difference(void *with, const struct aludel_difference *d)
{
    static const char *const words[] = {"-", "+", "~"};
    struct seen *s = with;
    char line[256];
    snprintf(line, sizeof line, "%s%s %s.%s ", words[d->side], d->part.kind, d->part.table, d->part.name);
    strncat(s->text, line, sizeof s->text - strlen(s->text) - 1);
    return ++s->count != s->most;
}

#define DIFFERENCES                                                                               \
    "~column users.name -column users.more -constraint users. -index users.by_name -view .names " \
    "+table .over "

static void check_differences(struct aludel *a, struct aludel_error *error)
{
    struct seen all = {{0}, 0, 0}, two = {{0}, 0, 2};
    assert_false(aludel_check(a, NULL, see_difference, &all, error));
    assert_int_equal(error->code, ALUDEL_CHANGED);
    assert_string_equal(all.text, DIFFERENCES);
    assert_false(aludel_check(a, NULL, see_difference, &two, error));
    assert_int_equal(two.count, 2);
}

/* ---- SQLite ------------------------------------------------------------------------------------------ */

struct budget {
    int left;
    int64_t held;
};

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct budget *b = with;
    if (new_size > 0 && --b->left < 0) {
        return NULL;
    }
    b->held += (int64_t)new_size - (int64_t)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static bool see_id(void *with, const char *id)
{
    assert_string_equal(id, "aaaa1");
    ++*(int *)with;
    return true;
}

static bool everything(struct aludel *a, struct aludel_error *e)
{
    static const struct aludel_inspection of_target = {.target = true}, of_chain = {.chain = true};
    struct seen live = {{0}, 0, 0}, meant_there = live, made = live, differences = live;
    int ids = 0;
    return aludel_inspect(a, NULL, see, &live, e) && aludel_inspect(a, &of_target, see, &meant_there, e) &&
           aludel_inspect(a, &of_chain, see, &made, e) && aludel_stored(a, see_id, &ids, e) && ids == 1 &&
           (aludel_check(a, NULL, see_difference, &differences, e) ||
            (e->code == ALUDEL_CHANGED && !strcmp(differences.text, DIFFERENCES)));
}

static void memory_runs_out_everywhere(void **state)
{
    (void)state;
    struct world w;
    const struct aludel_pair settings[] = {{"exclude", "tmp_*"}, {"include", "*"}};
    bool ok = false;
    int n;
    world_begin(&w, with_target());
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    execute(w.file, OTHER "CREATE TABLE tmp_x (y)");
    w.config.settings = settings;
    w.config.settings_count = 2;
    for (n = 0; !ok; n++) {
        struct budget budget = {.left = n};
        w.config.allocator = (struct aludel_allocator){resize, &budget};
        struct aludel *a = aludel_open(&w.config, &w.error);
        ok = a && everything(a, &w.error);
        if (!ok) {
            assert_int_equal(w.error.code, ALUDEL_NO_MEMORY);
        }
        aludel_close(a);
        assert_int_equal(budget.held, 0);
    }
    assert_true(n > 20);
    world_end(&w);
}

static void on_a_lent_handle(void **state)
{
    (void)state;
    struct world w;
    sqlite3 *db;
    struct seen attached = {{0}, 0, 0};
    const char *const aux[] = {"aux"};
    const struct aludel_inspection of_aux = {.schemas = aux, .schema_count = 1};
    world_begin(&w, with_target());
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(sqlite3_open(w.file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; " OTHER, NULL, NULL, NULL), SQLITE_OK);
    struct aludel_config config = w.config;
    config.url = NULL;
    config.sqlite = db;
    struct aludel *a = aludel_open(&config, &w.error);
    check_differences(a, &w.error);
    assert_int_equal(sqlite3_get_autocommit(db), 0);
    assert_int_equal(
        sqlite3_exec(db, "ROLLBACK; ATTACH ':memory:' AS aux; CREATE TABLE aux.x (y)", NULL, NULL, NULL),
        SQLITE_OK);
    SUCCEEDS(&w, aludel_inspect(a, &of_aux, see, &attached, &w.error));
    assert_string_equal(attached.text, "CREATE TABLE x (y);");
    aludel_close(a);
    sqlite3_close(db);
    world_end(&w);
}

/* ---- PostgreSQL -------------------------------------------------------------------------------------- */

static const char *answer(PGconn *conn, const char *sql)
{
    static char value[256];
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        fail_msg("%s%s", PQerrorMessage(conn), sql);
    }
    value[0] = '\0';
    if (PQntuples(r) == 1) {
        strncpy(value, PQgetvalue(r, 0, 0), sizeof value - 1);
    }
    PQclear(r);
    return value;
}

#define OF_POSTGRESQL                                                                                    \
    "-column users.more ~column users.name -constraint users.users_id_check -index users.by_name -view " \
    ".names "                                                                                            \
    "+table .over "

/* What the owner's transaction has made is seen; it goes on as it was, its settings too. */
static void on_a_lent_connection(void **state)
{
    (void)state;
    struct aludel_error error;
    struct seen all = {{0}, 0, 0}, some = {{0}, 0, 1};
    const struct aludel_inspection of_target = {.target = true}, of_chain = {.chain = true};
    const char *const without[] = {"over"};
    const struct aludel_inspection but_one = {.without = without, .without_count = 1};
    PGconn *conn = PQconnectdb(url);
    struct aludel_config config = {.registry = with_target(), .postgresql = conn};
    struct aludel *a = aludel_open(&config, &error);
    answer(conn, "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    assert_true(aludel_upgrade(a, "head", NULL, &error));
    answer(conn, "BEGIN; SET LOCAL statement_timeout = '77s'; SET LOCAL join_collapse_limit = 7");
    answer(conn, OTHER);
    assert_false(aludel_check(a, NULL, see_difference, &all, &error));
    assert_int_equal(error.code, ALUDEL_CHANGED);
    assert_string_equal(all.text, OF_POSTGRESQL);
    memset(&all, 0, sizeof all);
    assert_true(aludel_inspect(a, &but_one, see, &all, &error));
    assert_null(strstr(all.text, "over"));
    assert_true(aludel_inspect(a, &of_target, see, &some, &error));
    assert_int_equal(some.count, 1);
    assert_false(aludel_check(a, &of_chain, see_difference, &some, &error));
    assert_int_equal(error.code, ALUDEL_USAGE);
    assert_string_equal(answer(conn, "SHOW search_path"), "\"$user\", public");
    assert_string_equal(answer(conn, "SHOW statement_timeout"), "77s");
    assert_string_equal(answer(conn, "SHOW join_collapse_limit"), "7");
    assert_string_equal(answer(conn, "SHOW enable_mergejoin"), "on");
    assert_string_equal(answer(conn, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'aludel%'"), "0");
    assert_int_equal(PQtransactionStatus(conn), PQTRANS_INTRANS);
    answer(conn, "ROLLBACK");
    aludel_close(a);
    PQfinish(conn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_runs_out_everywhere),
        cmocka_unit_test(on_a_lent_handle),
        cmocka_unit_test(on_a_lent_connection),
    };
    url = getenv("ALUDEL_TEST_POSTGRES");
    return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}
