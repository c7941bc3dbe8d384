/* upgrade, downgrade, stamp: what they do to a file, and what they leave when they fail. */
#include "support.h"

#include "driver/driver.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Up and down ----------------------------------------------------------------------------- */

static void goes_up_and_down(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(w.events, "step Running upgrade  -> aaaa1, users\ndone aaaa1\n"
                                  "step Running upgrade aaaa1 -> bbbb2, two of them\ndone bbbb2\n"
                                  "step Running upgrade bbbb2 -> cccc3\ndone cccc3\n");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_int_equal(number(w.file, "SELECT count(*) FROM users"), 2);
    w.events[0] = '\0';
    SUCCEEDS(&w, aludel_downgrade(w.a, "-2", NULL, &w.error));
    assert_string_equal(w.events, "step Running downgrade cccc3 -> bbbb2\ndone cccc3\n"
                                  "step Running downgrade bbbb2 -> aaaa1, two of them\ndone bbbb2\n");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    assert_false(exists(w.file, "orders"));
    SUCCEEDS(&w, aludel_downgrade(w.a, "base", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "");
    assert_true(exists(w.file, "alembic_version"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "+1", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    world_end(&w);
}

static void follows_branches_and_merges(void **state)
{
    (void)state;
    static const struct spec specs[] = {{.id = "base1"},
                                        {.id = "left1", .parents = "base1", .label = "left"},
                                        {.id = "right1", .parents = "base1"},
                                        {.id = "merge1", .parents = "left1 right1"}};
    struct world w;
    world_begin(&w, chain(specs, 4));
    SUCCEEDS(&w, aludel_upgrade(w.a, "left1", NULL, &w.error));
    SUCCEEDS(&w, aludel_upgrade(w.a, "right1", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version ORDER BY 1"), "left1 right1");
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "merge1");
    SUCCEEDS(&w, aludel_downgrade(w.a, "left1", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version ORDER BY 1"), "left1 right1");
    world_end(&w);
}

static void writes_nothing_when_there_is_nothing_to_do(void **state)
{
    (void)state;
    struct world w;
    struct stat before, after;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "base", NULL, &w.error));
    assert_false(exists(w.file, "alembic_version"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "heads", NULL, &w.error));
    assert_int_equal(stat(w.file, &before), 0);
    trace_connections();
    traced = 0;
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(traced, 1);
    assert_has(last_traced, "SELECT version_num FROM alembic_version");
    assert_int_equal(stat(w.file, &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
    sqlite3_reset_auto_extension();
    world_end(&w);
}

/* ---- Failing --------------------------------------------------------------------------------- */

RUNS(up_broken, "CREATE TABLE half (id INTEGER)", "INSERT INTO nowhere VALUES (1)")

static void rolls_a_failing_migration_back(void **state)
{
    (void)state;
    struct spec specs[4] = {linear[0], linear[1], {.id = "dddd4", .parents = "bbbb2", .up = up_broken}};
    struct world w;
    world_begin(&w, chain(specs, 3));
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "no such table: nowhere");
    assert_string_equal(w.error.revision, "dddd4");
    assert_string_equal(w.error.file, "versions/test.mako");
    assert_true(w.error.line > 0);
    assert_string_equal(w.error.statement, "INSERT INTO nowhere VALUES (1)");
    assert_has(w.error.detail, "2 migrations were committed before it; 'dddd4' was rolled back");
    assert_false(exists(w.file, "half"));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "bbbb2");
    world_end(&w);
}

RUNS(up_secret, "INSERT INTO nowhere VALUES ('postgresql://me:secret@db/app', 'é', 'password=secret')")

static void shows_no_password(void **state)
{
    (void)state;
    struct spec specs[2] = {linear[0], {.id = "dddd4", .parents = "aaaa1", .up = up_secret}};
    struct world w;
    world_begin(&w, chain(specs, 2));
    w.config.by = "ci at postgresql://me:secret@db/ci";
    world_open(&w);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "no such table: nowhere");
    assert_string_equal(w.error.statement,
                        "INSERT INTO nowhere VALUES ('postgresql://me:***@db/app', 'é', 'password=***')");
    assert_string_equal(texts(w.file, "SELECT done_by FROM aludel_log"), "ci at postgresql://me:***@db/ci");
    world_end(&w);
}

static void suggests_stamp_for_a_database_without_a_version(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    execute(w.file, "CREATE TABLE users (id INTEGER)");
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED, "already exists");
    assert_has(w.error.hint, "stamp");
    assert_false(exists(w.file, "alembic_version"));
    world_end(&w);
}

static void refuses_the_irreversible_before_anything_runs(void **state)
{
    (void)state;
    struct spec specs[3] = {linear[0], linear[1], linear[2]};
    specs[1].irreversible = "the seed is gone";
    struct world w;
    world_begin(&w, chain(specs, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    FAILS(&w, aludel_downgrade(w.a, "base", NULL, &w.error), ALUDEL_FAILED, "the seed is gone");
    assert_string_equal(w.error.file, "versions/bbbb2.mako");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    SUCCEEDS(&w, aludel_downgrade(w.a, "bbbb2", NULL, &w.error));
    world_end(&w);
}

static void asks_for_the_environment_before_anything_runs(void **state)
{
    (void)state;
    struct spec specs[3] = {linear[0], linear[1], linear[2]};
    specs[2].needs = "EMBEDDING_DIM";
    struct world w;
    world_begin(&w, chain(specs, 3));
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "'cccc3' needs the environment variable EMBEDDING_DIM, which isn't set", "");
    assert_string_equal(w.error.revision, "cccc3");
    assert_false(exists(w.file, "users"));
    w.env[0] = "EMBEDDING_DIM", w.env[1] = "7";
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    world_end(&w);
}

static void names_a_read_only_database(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    char url[200] = "sqlite:///";
    strcat(strcat(url, w.file), "?mode=ro");
    w.config.url = url;
    world_open(&w);
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_READ_ONLY, "read-only");
    bool at_head = true;
    SUCCEEDS(&w, aludel_is_at_head(w.a, &at_head, &w.error));
    assert_false(at_head);
    world_end(&w);
}

/* ---- One transaction, dry runs ------------------------------------------------------------------ */

static void single_transaction_is_all_or_nothing(void **state)
{
    (void)state;
    struct spec specs[3] = {linear[0], linear[1], {.id = "dddd4", .parents = "bbbb2", .up = up_broken}};
    struct aludel_options options = {.single_transaction = true};
    struct world w;
    world_begin(&w, chain(specs, 3));
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    assert_has(w.error.detail, "nothing has been committed");
    assert_false(exists(w.file, "users"));
    assert_false(exists(w.file, "alembic_version"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", &options, &w.error));
    assert_has(w.events, "done aaaa1\ndone bbbb2\n");
    const struct aludel_pair all = {"transaction", "all"};
    w.config.settings = &all;
    w.config.settings_count = 1;
    world_open(&w);
    SUCCEEDS(&w, aludel_downgrade(w.a, "base", NULL, &w.error));
    assert_false(exists(w.file, "users"));
    world_end(&w);
}

static void a_dry_run_leaves_nothing(void **state)
{
    (void)state;
    struct world w;
    char copy[128];
    world_begin(&w, chain(linear, 3));
    strcat(strcpy(copy, w.folder), "/copy.db");
    struct aludel_options options = {.dry_run = true, .backup = copy};
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", &options, &w.error));
    assert_int_not_equal(access(copy, F_OK), 0);
    assert_has(w.events, "step Running upgrade bbbb2 -> cccc3");
    assert_null(strstr(w.events, "done"));
    assert_has(w.events, "remark dry run");
    assert_false(exists(w.file, "users"));
    assert_false(exists(w.file, "alembic_version"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    SUCCEEDS(&w, aludel_downgrade(w.a, "base", &options, &w.error));
    assert_int_equal(number(w.file, "SELECT count(*) FROM users"), 2);
    world_end(&w);
}

static void a_dry_run_waits_no_longer_than_asked(void **state)
{
    (void)state;
    const struct aludel_pair wait = {"wait", "100ms"};
    struct aludel_options options = {.dry_run = true};
    struct world w;
    sqlite3 *other = NULL;
    world_begin(&w, chain(linear, 3));
    w.config.settings = &wait;
    w.config.settings_count = 1;
    world_open(&w);
    assert_int_equal(sqlite3_open(w.file, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_BUSY, "gave up after 1");
    sqlite3_close(other);
    world_end(&w);
}

/* ---- What a plan shows ------------------------------------------------------------------------ */

static bool count_step(void *with, const struct aludel_step *step)
{
    char *out = with;
    strcat(strcat(strcat(out, step->line), step->whole ? "|" : "?"), step->sql);
    return true;
}

static void assert_order(const char *text, const char *const *parts)
{
    for (; *parts; parts++) {
        const char *at = strstr(text, *parts);
        assert_non_null(at);
        text = at + strlen(*parts);
    }
}

/* ---- Hooks ----------------------------------------------------------------------------------- */

STATEMENT(make_notes, "CREATE TABLE IF NOT EXISTS notes (n INTEGER PRIMARY KEY, what TEXT)", ALUDEL_DDL);
#define NOTE(name, text)                                                               \
    STATEMENT(name##_statement, "INSERT INTO notes (what) VALUES ('" text "')", 0);    \
    static bool name(struct aludel_op *op)                                             \
    {                                                                                  \
        return aludel_run(op, &make_notes, 1) && aludel_run(op, &name##_statement, 1); \
    }
NOTE(note_each_before, "each[")
NOTE(note_each_after, "]each")
NOTE(note_before, "before")
NOTE(note_after, "after")
NOTE(note_step, "step")

static void hooks_run_in_order_and_with_their_transactions(void **state)
{
    (void)state;
    struct spec specs[3] = {{.id = "aaaa1", .up = note_step, .down = note_step},
                            {.id = "bbbb2", .parents = "aaaa1", .up = note_step, .down = note_step},
                            {.id = "dddd4", .parents = "bbbb2", .up = up_broken}};
    struct aludel_registry *g = chain(specs, 3);
    g->before_each = note_each_before;
    g->after_each = note_each_after;
    g->before_upgrade = g->before_downgrade = note_before;
    g->after_upgrade = g->after_downgrade = note_after;
    struct world w;
    world_begin(&w, g);
    char shown[4096] = "";
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "bbbb2", NULL, count_step, shown, &w.error));
    assert_order(shown, (const char *const[]){
                            "-> aaaa1|-- before_upgrade()", "('before')", "-- before_each()", "('each[')",
                            "-- aaaa1", "('step')", "-- after_each()", "aaaa1 -> bbbb2|-- before_each()",
                            "-- bbbb2", "('step')", "(']each')", "-- after_upgrade()", "('after')", NULL});
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT what FROM notes ORDER BY n"),
                        "before each[ step ]each each[ step ]each after");
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error)); /* nothing to do: no hooks */
    assert_int_equal(number(w.file, "SELECT count(*) FROM notes"), 8);
    FAILS(&w, aludel_upgrade(w.a, "dddd4", NULL, &w.error), ALUDEL_FAILED, "nowhere");
    assert_string_equal(texts(w.file, "SELECT what FROM notes WHERE n > 8 ORDER BY n"), "before");
    SUCCEEDS(&w, aludel_downgrade(w.a, "-1", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT what FROM notes WHERE n > 9 ORDER BY n"),
                        "before each[ step ]each after");
    world_end(&w);
}

/* ---- Another's table, another's transaction -------------------------------------------------- */

static void continues_where_alembic_stopped(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    execute(w.file,
            "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\tCONSTRAINT "
            "alembic_version_pkc PRIMARY KEY (version_num)\n);"
            "INSERT INTO alembic_version VALUES ('aaaa1'); CREATE TABLE users (id INTEGER, name TEXT)");
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_int_equal(number(w.file, "SELECT count(*) FROM users"), 2);
    world_end(&w);
}

static void makes_the_table_that_alembic_makes(void **state)
{
    (void)state;
    struct world w;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_ensure_version(w.a, &w.error));
    SUCCEEDS(&w, aludel_ensure_version(w.a, &w.error));
    assert_string_equal(
        texts(w.file, "SELECT sql FROM sqlite_schema"),
        "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT "
        "alembic_version_pkc PRIMARY KEY (version_num)\n) NULL");
    world_end(&w);
}

static void works_inside_a_callers_transaction(void **state)
{
    (void)state;
    struct world w;
    sqlite3 *db;
    world_begin(&w, chain(linear, 3));
    assert_int_equal(sqlite3_open(w.file, &db), SQLITE_OK);
    w.config.sqlite = db;
    w.config.url = NULL;
    world_open(&w);
    sqlite3_exec(db, "BEGIN; CREATE TABLE mine (id INTEGER)", NULL, NULL, NULL);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_int_equal(sqlite3_get_autocommit(db), 0);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    assert_false(exists(w.file, "users"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    assert_true(exists(w.file, "users"));
    aludel_close(w.a);
    w.a = NULL;
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    world_end(&w);
}

/* ---- Stamp ----------------------------------------------------------------------------------- */

static void stamps_without_running(void **state)
{
    (void)state;
    const char *const head[] = {"head"}, *const first[] = {"aaaa1"}, *const base[] = {"base"};
    struct aludel_options purge = {.purge = true};
    struct world w;
    world_begin(&w, chain(linear, 3));
    SUCCEEDS(&w, aludel_stamp(w.a, head, 1, NULL, &w.error));
    assert_has(w.events, "step Running stamp_revision  -> cccc3");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_false(exists(w.file, "users"));
    SUCCEEDS(&w, aludel_stamp(w.a, first, 1, NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    SUCCEEDS(&w, aludel_stamp(w.a, base, 1, NULL, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "");
    execute(w.file, "DROP TABLE alembic_version; CREATE TABLE alembic_version (version_num BLOB);"
                    "INSERT INTO alembic_version VALUES (NULL), (x'00ff'), (7), ('zz'), ('zz')");
    FAILS(&w, aludel_stamp(w.a, first, 1, NULL, &w.error), ALUDEL_NEWER,
          "Can't locate revision identified by");
    SUCCEEDS(&w, aludel_stamp(w.a, head, 1, &purge, &w.error));
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "cccc3");
    assert_string_equal(texts(w.file, "SELECT action || ':' || revision FROM aludel_log ORDER BY number"),
                        "stamp:cccc3 stamp:aaaa1 stamp:base purge: stamp:cccc3");
    world_end(&w);
}

/* ---- Plans ----------------------------------------------------------------------------------- */

static void a_plan_can_be_held_to(void **state)
{
    (void)state;
    char digest[33], again[33], shown[4096] = "";
    struct world w;
    struct aludel_registry *g = chain(linear, 3);
    struct aludel_file_sum shared = {.file = "env.mako"};
    world_begin(&w, g);
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "head", digest, count_step, shown, &w.error));
    assert_int_equal(strlen(digest), 32);
    assert_has(shown, "Running upgrade  -> aaaa1, users|CREATE TABLE users");
    assert_has(shown, "VALUES ('bob')");
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "head", again, NULL, NULL, &w.error));
    assert_string_equal(digest, again);
    g->shared = &shared; /* env.mako, say: its hooks are a part of what runs */
    g->shared_count = 1;
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "head", again, NULL, NULL, &w.error));
    assert_string_not_equal(digest, again);
    shared.sum.bytes[3] = 1;
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_UPGRADE, "head", digest, NULL, NULL, &w.error));
    assert_string_not_equal(digest, again);
    struct aludel_options expect = {.expect = digest};
    FAILS(&w, aludel_upgrade(w.a, "bbbb2", &expect, &w.error), ALUDEL_CHANGED,
          "the plan isn't the expected one");
    assert_false(access(w.file, F_OK) == 0 && exists(w.file, "users"));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", &expect, &w.error));
    FAILS(&w, aludel_upgrade(w.a, "head", &expect, &w.error), ALUDEL_CHANGED, digest);
    SUCCEEDS(&w, aludel_plan(w.a, ALUDEL_DOWNGRADE, "-1", again, count_step, shown, &w.error));
    assert_string_not_equal(digest, again);
    world_end(&w);
}

/* ---- A COMMIT that may fail --------------------------------------------------------------------- */

static int settled;

static bool settle_and_count(struct al_driver *d)
{
    settled++;
    return al_sqlite_driver.settle(d);
}

/* How often an upgrade to bbbb2 waits for answers, in a chain whose cccc3 has `flags`. */
static int waits(unsigned up_flags, unsigned down_flags)
{
    static struct al_driver_type counting;
    static const struct aludel_driver counting_driver = {&counting};
    struct spec specs[] = {linear[0], linear[1], linear[2]};
    struct world w;
    specs[2].up_flags = up_flags;
    specs[2].down_flags = down_flags;
    struct aludel_registry *g = chain(specs, 3);
    counting = al_sqlite_driver;
    counting.settle = settle_and_count;
    g->drivers[ALUDEL_SQLITE] = &counting_driver;
    settled = 0;
    world_begin(&w, g);
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    world_end(&w);
    return settled;
}

static void waits_for_each_commit_that_may_fail(void **state)
{
    (void)state;
    int once = waits(ALUDEL_LIVE, 0);
    assert_int_equal(waits(ALUDEL_DEFERS, 0), once + 2);
    assert_int_equal(waits(0, ALUDEL_DEFERS), once + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_up_and_down),
        cmocka_unit_test(follows_branches_and_merges),
        cmocka_unit_test(writes_nothing_when_there_is_nothing_to_do),
        cmocka_unit_test(rolls_a_failing_migration_back),
        cmocka_unit_test(shows_no_password),
        cmocka_unit_test(suggests_stamp_for_a_database_without_a_version),
        cmocka_unit_test(refuses_the_irreversible_before_anything_runs),
        cmocka_unit_test(asks_for_the_environment_before_anything_runs),
        cmocka_unit_test(names_a_read_only_database),
        cmocka_unit_test(single_transaction_is_all_or_nothing),
        cmocka_unit_test(a_dry_run_leaves_nothing),
        cmocka_unit_test(a_dry_run_waits_no_longer_than_asked),
        cmocka_unit_test(hooks_run_in_order_and_with_their_transactions),
        cmocka_unit_test(continues_where_alembic_stopped),
        cmocka_unit_test(makes_the_table_that_alembic_makes),
        cmocka_unit_test(works_inside_a_callers_transaction),
        cmocka_unit_test(stamps_without_running),
        cmocka_unit_test(a_plan_can_be_held_to),
        cmocka_unit_test(waits_for_each_commit_that_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
