/* A connection that is lent, with foreign keys on: they are on again behind every end, and the children are there. */
#include "apply/support.h"

#include <stdio.h>
#include <string.h>

#define TABLE "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)"

static const struct aludel_place at = {"versions/test.mako", 7};
static const struct aludel_edit wider[] = {{.kind = ALUDEL_EDIT_SET_TYPE, .name = "n", .sql = "BIGINT"}};
static const struct aludel_edit back[] = {{.kind = ALUDEL_EDIT_SET_TYPE, .name = "n", .sql = "INTEGER"}};
static const struct aludel_edit stopped[] = {
    {.kind = ALUDEL_EDIT_COMPUTE, .name = "n", .sql = "stop_at(n, 50)"}};
static const struct aludel_edit filled[] = {{.kind = ALUDEL_EDIT_SET_NOT_NULL, .name = "n"}};

static bool rebuild(struct aludel_op *op, const struct aludel_edit *edits)
{
    const struct aludel_rebuilt what = {.table = "t", .edits = edits, .edit_count = 1};
    aludel_rebuild(op, &at, &what);
    return aludel_ok(op);
}

/* A failure behind a rebuild, as long as there is no such table. */
STATEMENT(needs, "INSERT INTO needed VALUES (1)", 0);

static bool up_wider(struct aludel_op *op)
{
    return rebuild(op, wider);
}
static bool down_wider(struct aludel_op *op)
{
    return rebuild(op, back);
}
static bool up_filled(struct aludel_op *op)
{
    return rebuild(op, filled) && aludel_run(op, &needs, 1);
}
static bool up_stopped(struct aludel_op *op)
{
    return rebuild(op, stopped);
}
static bool up_failing(struct aludel_op *op)
{
    return rebuild(op, wider) && aludel_run(op, &needs, 1);
}

RUNS(up_family, TABLE, "CREATE TABLE c (t NOT NULL REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE)",
     "CREATE TABLE d (t REFERENCES t ON DELETE SET NULL)", "CREATE INDEX i ON t (n)",
     "INSERT INTO t WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 100) SELECT i, "
     "i FROM k",
     "INSERT INTO c SELECT id FROM t", "INSERT INTO d SELECT id FROM t")

static const struct spec two[] = {{.id = "aaaa1", .up = up_family},
                                  {.id = "bbbb2",
                                   .parents = "aaaa1",
                                   .up = up_wider,
                                   .down = down_wider,
                                   .up_flags = ALUDEL_REBUILDS,
                                   .down_flags = ALUDEL_REBUILDS}};
static const struct spec failing[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_failing, .up_flags = ALUDEL_REBUILDS}};
static const struct spec in_place[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_filled, .up_flags = ALUDEL_REBUILDS}};
static const struct spec stopping[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_stopped, .up_flags = ALUDEL_REBUILDS}};

/* What relies on foreign keys: behind a rebuild, and beside one. */
STATEMENT(orphan, "INSERT INTO c VALUES (999)", 0);

static bool up_orphan(struct aludel_op *op)
{
    return rebuild(op, wider) && aludel_run(op, &orphan, 1);
}
RUNS(up_cascade, "DELETE FROM t WHERE id <= 40")
RUNS(up_alone, "INSERT INTO c VALUES (999)")
static bool hook_orphan(struct aludel_op *op)
{
    return aludel_run(op, &orphan, 1);
}

static const struct spec orphaning[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_orphan, .up_flags = ALUDEL_REBUILDS | ALUDEL_WRITES}};
static const struct spec mixed[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_alone},
    {.id = "cccc3", .parents = "bbbb2", .up = up_wider, .up_flags = ALUDEL_REBUILDS}};
static const struct spec cascading[] = {
    {.id = "aaaa1", .up = up_family},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_wider, .up_flags = ALUDEL_REBUILDS},
    {.id = "cccc3", .parents = "bbbb2", .up = up_cascade, .up_flags = ALUDEL_CASCADES}};

/* ---- A world with a lent connection ------------------------------------------------------------------ */

static const struct aludel_pair soon = {"wait", "100ms"};

struct lent {
    struct aludel_registry *chain;
    struct world w;
    sqlite3 *db;
};

static int pragma(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int value = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static void say(sqlite3 *db, const char *sql)
{
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* At the first revision, with foreign keys on. */
static void begin_with(struct lent *l, const struct spec *specs, size_t count)
{
    l->chain = chain(specs, count);
    world_begin(&l->w, l->chain);
    assert_int_equal(sqlite3_open(l->w.file, &l->db), SQLITE_OK);
    l->w.config.sqlite = l->db;
    l->w.config.url = NULL;
    l->w.config.settings = &soon;
    l->w.config.settings_count = 1;
    world_open(&l->w);
    SUCCEEDS(&l->w, aludel_upgrade(l->w.a, "aaaa1", NULL, &l->w.error));
    say(l->db, "PRAGMA foreign_keys=ON");
}

static void begin(struct lent *l, const struct spec *specs)
{
    begin_with(l, specs, 2);
}

static void end(struct lent *l)
{
    aludel_close(l->w.a);
    l->w.a = NULL;
    assert_int_equal(sqlite3_close(l->db), SQLITE_OK);
    world_end(&l->w);
}

static void settings_are_back(struct lent *l)
{
    assert_int_equal(pragma(l->db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(pragma(l->db, "PRAGMA legacy_alter_table"), 0);
    assert_int_equal(pragma(l->db, "PRAGMA writable_schema"), 0);
}

static void all_are_there(struct lent *l)
{
    settings_are_back(l);
    assert_string_equal(texts(l->w.file, "SELECT count(*) FROM t UNION ALL SELECT count(*) FROM c UNION ALL "
                                         "SELECT count(t) FROM d"),
                        "100 100 100");
    assert_string_equal(texts(l->w.file, "PRAGMA integrity_check"), "ok");
    assert_string_equal(texts(l->w.file, "PRAGMA foreign_key_check"), "");
}

static void is_as_it_was(struct lent *l)
{
    all_are_there(l);
    assert_string_equal(texts(l->w.file, "SELECT sql FROM sqlite_master WHERE name = 't'"), TABLE);
    assert_string_equal(texts(l->w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    assert_int_equal(number(l->w.file, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'aludel_old%'"),
                     0);
}

static void is_done(struct lent *l)
{
    all_are_there(l);
    assert_string_equal(texts(l->w.file, "SELECT version_num FROM alembic_version"), "bbbb2");
}

/* ---- The ends it can come to --------------------------------------------------------------------------- */

static void succeeds(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, two);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    is_done(&l);
    SUCCEEDS(&l.w, aludel_downgrade(l.w.a, "aaaa1", NULL, &l.w.error));
    is_as_it_was(&l);
    say(l.db, "DELETE FROM t WHERE id <= 40");
    assert_string_equal(texts(l.w.file, "SELECT count(*) FROM c UNION ALL SELECT count(t) FROM d"), "60 60");
    end(&l);
}

static void leaves_them_off_where_they_were(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, two);
    say(l.db, "PRAGMA foreign_keys=OFF");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    assert_int_equal(pragma(l.db, "PRAGMA foreign_keys"), 0);
    end(&l);
}

static void fails_behind(const struct spec *specs)
{
    struct lent l;
    struct aludel_options single = {.single_transaction = true};
    begin(&l, specs);
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, "no such table: needed");
    is_as_it_was(&l);
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error), ALUDEL_FAILED, "no such table: needed");
    is_as_it_was(&l);
    say(l.db, "CREATE TABLE needed (n)");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error));
    is_done(&l);
    end(&l);
}

static void a_statement_behind_it_fails(void **state)
{
    (void)state;
    fails_behind(failing);
    fails_behind(in_place);
}

static const char left[] = "1 row of 'c' would be left without the row that its foreign key leads to";
static const char look[] =
    "foreign keys are off while SQLite rebuilds a table: look at what else writes in the same "
    "transaction";

/* Rows without a parent are refused, which foreign keys would have done, had they been on. */
static void leaves_no_orphan(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, orphaning);
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, left, look);
    is_as_it_was(&l);
    say(l.db, "PRAGMA foreign_keys=OFF; CREATE TABLE bad (x REFERENCES t (n)); INSERT INTO bad VALUES (1); "
              "PRAGMA foreign_keys=ON"); /* a key that fits nothing */
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, left, look);
    say(l.db, "PRAGMA foreign_keys=OFF; DROP TABLE bad");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    end(&l);
}

static void leaves_no_orphan_in_a_hook(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, two);
    l.chain->before_each = hook_orphan;
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, left, look);
    is_as_it_was(&l);
    end(&l);
}

static void leaves_no_orphan_in_one_transaction(void **state)
{
    (void)state;
    struct lent l;
    struct aludel_options single = {.single_transaction = true};
    begin_with(&l, mixed, 3);
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error), ALUDEL_FAILED, left, look);
    is_as_it_was(&l);
    say(l.db, "PRAGMA foreign_keys=OFF");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error));
    end(&l);
}

static void relies_on_keys_beside_a_rebuild(void **state)
{
    (void)state;
    struct lent l;
    struct aludel_options single = {.single_transaction = true};
    begin_with(&l, cascading, 3);
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error), ALUDEL_FAILED,
            "'bbbb2' rebuilds a table, with foreign keys off, and 'cccc3' relies on them (ON DELETE, ON "
            "UPDATE): they "
            "can't be in one transaction",
            "run it without `single_transaction` (`transaction = migration`)");
    struct aludel_options dry = {.dry_run = true};
    REFUSES(&l.w, aludel_upgrade(l.w.a, "head", &dry, &l.w.error), ALUDEL_FAILED,
            "'bbbb2' rebuilds a table, with foreign keys off, and 'cccc3' relies on them (ON DELETE, ON "
            "UPDATE): they "
            "can't be in one transaction",
            "a rehearsal is one transaction: try them one after another, each with the database as the one "
            "before "
            "leaves it");
    is_as_it_was(&l);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    assert_string_equal(texts(l.w.file, "SELECT count(*) FROM c UNION ALL SELECT count(t) FROM d"), "60 60");
    end(&l);
    begin_with(&l, cascading, 3);
    say(l.db, "PRAGMA foreign_keys=OFF");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", &single, &l.w.error));
    assert_string_equal(texts(l.w.file, "SELECT count(*) FROM c UNION ALL SELECT count(t) FROM d"),
                        "100 100");
    end(&l);
}

static void is_only_tried(void **state)
{
    (void)state;
    struct lent l;
    struct aludel_options dry = {.dry_run = true};
    begin(&l, two);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", &dry, &l.w.error));
    is_as_it_was(&l);
    end(&l);
}

/* In the middle of the INSERT. */
static void stop_at(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_int(values[0]) == sqlite3_value_int(values[1]) && sqlite3_user_data(context)) {
        sqlite3_interrupt(sqlite3_context_db_handle(context));
    }
    sqlite3_result_value(context, values[0]);
}

static void is_interrupted_in_the_copy(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, stopping);
    sqlite3_create_function(l.db, "stop_at", 2, SQLITE_UTF8, &l, stop_at, NULL, NULL);
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_INTERRUPTED, "interrupted");
    is_as_it_was(&l);
    sqlite3_create_function(l.db, "stop_at", 2, SQLITE_UTF8, NULL, stop_at, NULL, NULL);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    is_done(&l);
    end(&l);
}

static void meets_an_open_query(void **state)
{
    (void)state;
    struct lent l;
    sqlite3_stmt *reads;
    begin(&l, two);
    assert_int_equal(sqlite3_prepare_v2(l.db, "SELECT * FROM t", -1, &reads, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(reads), SQLITE_ROW);
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, "locked");
    sqlite3_finalize(reads);
    is_as_it_was(&l);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    is_done(&l);
    end(&l);
}

static void is_in_the_callers_transaction(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, two);
    say(l.db, "BEGIN; CREATE TABLE mine (n)");
    REFUSES(
        &l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED,
        "the table 't' can't be rebuilt in an open transaction with foreign keys on: rows of 'c' would be "
        "touched",
        "migrate before the transaction is opened, or say PRAGMA foreign_keys=OFF in front of it");
    assert_int_equal(sqlite3_get_autocommit(l.db), 0);
    say(l.db, "COMMIT");
    assert_true(exists(l.w.file, "mine"));
    is_as_it_was(&l);
    say(l.db, "PRAGMA foreign_keys=OFF; BEGIN");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    say(l.db, "COMMIT; PRAGMA foreign_keys=ON");
    is_done(&l);
    end(&l);
}

/* Its schema is read again, too, where only a part of a transaction is rolled back. */
static void fails_in_the_callers_transaction(const struct spec *specs)
{
    struct lent l;
    begin(&l, specs);
    say(l.db, "PRAGMA foreign_keys=OFF; BEGIN; CREATE TABLE mine (n)");
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, "no such table: needed");
    assert_int_equal(sqlite3_get_autocommit(l.db), 0);
    say(l.db,
        "INSERT INTO t VALUES (101, NULL); DELETE FROM t WHERE id = 101; COMMIT; PRAGMA foreign_keys=ON");
    assert_true(exists(l.w.file, "mine"));
    is_as_it_was(&l);
    end(&l);
}

static void a_part_of_the_callers_transaction_is_undone(void **state)
{
    (void)state;
    fails_in_the_callers_transaction(failing);
    fails_in_the_callers_transaction(in_place);
}

static void the_file_is_locked(void **state)
{
    (void)state;
    struct lent l;
    sqlite3 *other;
    begin(&l, two);
    assert_int_equal(sqlite3_open(l.w.file, &other), SQLITE_OK);
    say(other, "BEGIN IMMEDIATE");
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_BUSY, "locked");
    settings_are_back(&l);
    sqlite3_close(other);
    is_as_it_was(&l);
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    is_done(&l);
    end(&l);
}

/* What it set itself stays: where the caller's own transaction is rolled back, too. */
static void keeps_the_callers_settings(void **state)
{
    (void)state;
    struct lent l;
    begin(&l, failing);
    say(l.db, "PRAGMA legacy_alter_table=ON");
    FAILS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error), ALUDEL_FAILED, "no such table: needed");
    assert_int_equal(pragma(l.db, "PRAGMA legacy_alter_table"), 1);
    say(l.db, "CREATE TABLE needed (n)");
    SUCCEEDS(&l.w, aludel_upgrade(l.w.a, "head", NULL, &l.w.error));
    assert_int_equal(pragma(l.db, "PRAGMA legacy_alter_table"), 1);
    assert_int_equal(pragma(l.db, "PRAGMA foreign_keys"), 1);
    end(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(succeeds),
        cmocka_unit_test(leaves_them_off_where_they_were),
        cmocka_unit_test(a_statement_behind_it_fails),
        cmocka_unit_test(leaves_no_orphan),
        cmocka_unit_test(leaves_no_orphan_in_a_hook),
        cmocka_unit_test(leaves_no_orphan_in_one_transaction),
        cmocka_unit_test(relies_on_keys_beside_a_rebuild),
        cmocka_unit_test(is_only_tried),
        cmocka_unit_test(is_interrupted_in_the_copy),
        cmocka_unit_test(meets_an_open_query),
        cmocka_unit_test(is_in_the_callers_transaction),
        cmocka_unit_test(a_part_of_the_callers_transaction_is_undone),
        cmocka_unit_test(the_file_is_locked),
        cmocka_unit_test(keeps_the_callers_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
