/* What a run may need of the disk: told before it begins, step by step; and refused when nothing has changed yet. */
#include "support.h"

#include <stdio.h>
#include <string.h>

RUNS(up_tables, "CREATE TABLE readings (id INTEGER PRIMARY KEY, note TEXT)",
     "INSERT INTO readings WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 2000) "
     "SELECT i, 'the note of ' || i FROM k")
RUNS(up_index, "CREATE INDEX i ON readings (note)")
RUNS(up_column, "ALTER TABLE readings ADD COLUMN unit TEXT")

/* What stands in the third is as a generator before this one would have it: nothing. */
static const struct spec specs[] = {
    {.id = "aaaa1", .up = up_tables, .work = "@3;T8:readingsz60;@4;?21:how many rows a query"},
    {.id = "bbbb2", .parents = "aaaa1", .up = up_index, .work = "@7;I8:readingsz30;n4:note"},
    {.id = "cccc3", .parents = "bbbb2", .up = up_column}};

struct told {
    char revisions[64], unknown[3][128];
    int64_t bytes[4];
    bool certain[4];
    size_t count, stop_at;
    struct aludel_work_row row;
};

static bool note(void *with, const struct aludel_disk_need *b)
{
    struct told *t = with;
    size_t n = strlen(t->revisions);
    snprintf(t->revisions + n, sizeof t->revisions - n, "%s ", b->revision ? b->revision->id : "all");
    assert_int_equal(b->command, ALUDEL_UPGRADE);
    assert_true(b->bytes <= b->database_bytes + b->journal_bytes + b->temporary_bytes);
    assert_true(b->revision ? *b->line : !*b->line);
    if (b->row_count) {
        t->row = b->rows[0];
        t->row.table = strcmp(b->rows[0].table, "readings") ? "another" : "readings";
    }
    t->bytes[t->count] = b->bytes;
    t->certain[t->count] = b->certain;
    if (t->count < 3) {
        snprintf(t->unknown[t->count], sizeof t->unknown[0], "%s", b->unknown);
    }
    return ++t->count != t->stop_at;
}

static void tells_each_step_and_all(void **state)
{
    (void)state;
    struct world w;
    struct told told = {0};
    world_begin(&w, chain(specs, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    SUCCEEDS(&w, aludel_budget(w.a, ALUDEL_UPGRADE, "head", note, &told, &w.error));
    assert_string_equal(told.revisions, "bbbb2 cccc3 all ");
    assert_true(told.certain[0]);
    assert_false(told.certain[1]);
    assert_false(told.certain[2]);
    assert_string_equal(told.unknown[1], "it was compiled with budget = no");
    assert_int_equal(told.row.work, ALUDEL_WORK_INDEX);
    assert_string_equal(told.row.table, "readings");
    assert_int_equal(told.row.rows, 2000);
    assert_int_equal(told.row.line, 7);
    assert_true(told.row.bytes >= 40000);
    assert_true(told.bytes[2] >= told.bytes[0]);
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    world_end(&w);
}

static void stops_when_told_so(void **state)
{
    (void)state;
    struct world w;
    struct told told = {.stop_at = 1};
    world_begin(&w, chain(specs, 3));
    SUCCEEDS(&w, aludel_budget(w.a, ALUDEL_UPGRADE, "head", note, &told, &w.error));
    assert_string_equal(told.revisions, "aaaa1 ");
    assert_string_equal(told.unknown[0], "how many rows a query");
    SUCCEEDS(&w, aludel_budget(w.a, ALUDEL_UPGRADE, "head", NULL, NULL, &w.error));
    FAILS(&w, aludel_budget(w.a, ALUDEL_STAMP, "head", note, &told, &w.error), ALUDEL_USAGE,
          "there are plans for upgrade and downgrade only");
    world_end(&w);
}

RUNS(up_follows, "CREATE TABLE made (x TEXT, y TEXT AS (x || x) STORED)",
     "CREATE VIRTUAL TABLE words USING fts5 (x)")

static const struct spec followed[] = {{.id = "aaaa1", .up = up_follows},
                                       {.id = "bbbb2", .parents = "aaaa1", .work = "@3;U4:madez10;a1:x"},
                                       {.id = "cccc3", .parents = "bbbb2", .work = "@3;V5:wordsm1;z10;"}};

static void does_not_know_what_follows(void **state)
{
    (void)state;
    struct world w;
    struct told told = {0};
    world_begin(&w, chain(followed, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    SUCCEEDS(&w, aludel_budget(w.a, ALUDEL_UPGRADE, "head", note, &told, &w.error));
    for (int i = 0; i < 3; i++) {
        assert_false(told.certain[i]);
    }
    assert_string_equal(told.unknown[0], "the table has generated columns, or indexes of expressions");
    assert_string_equal(told.unknown[1], "what a virtual table keeps");
    assert_string_equal(told.unknown[2], "the table has generated columns, or indexes of expressions");
    world_end(&w);
}

/* ---- Refusing ------------------------------------------------------------------------------------- */

static void with_limit(struct world *w, struct aludel_pair *pair, const char *most)
{
    *pair = (struct aludel_pair){"max_bytes", most};
    w->config.settings = pair;
    w->config.settings_count = 1;
    world_open(w);
}

static void refuses_what_is_too_large(void **state)
{
    (void)state;
    struct world w;
    struct aludel_pair pair;
    world_begin(&w, chain(specs, 3));
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    with_limit(&w, &pair, "20 KiB");
    FAILS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error), ALUDEL_FAILED,
          " of the disk may be needed, and max_bytes allows 20.0 KiB");
    assert_has(w.error.detail, "at most: database ");
    assert_has(w.error.hint,
               "`plan --budget` says which migration needs what; fewer of them at a time may do");
    assert_string_equal(texts(w.file, "SELECT version_num FROM alembic_version"), "aaaa1");
    assert_int_equal(number(w.file, "SELECT count(*) FROM sqlite_master WHERE name = 'i'"), 0);
    with_limit(&w, &pair, "64MiB");
    SUCCEEDS(&w, aludel_upgrade(w.a, "bbbb2", NULL, &w.error));
    world_end(&w);
}

static void refuses_what_is_not_known(void **state)
{
    (void)state;
    struct world w;
    struct aludel_pair pair;
    world_begin(&w, chain(specs, 3));
    with_limit(&w, &pair, "1 GiB");
    REFUSES(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
            "what 'aaaa1' may need of the disk isn't known: how many rows a query",
            "max_bytes refuses that, too; leave it out, or decide in aludel_config.budget");
    assert_false(exists(w.file, "readings"));
    with_limit(&w, &pair, "0");
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    with_limit(&w, &pair, "");
    pair.value = "many";
    assert_null(aludel_open(&w.config, &w.error));
    assert_string_equal(w.error.message,
                        "setting max_bytes: 'many' isn't a size like 512KiB, 64MiB or 4096 (0: off)");
    world_end(&w);
}

static struct told asked;

static bool allow(void *with, const struct aludel_disk_need *b)
{
    (void)with;
    return note(&asked, b);
}

static void asks_the_program(void **state)
{
    (void)state;
    struct world w;
    memset(&asked, 0, sizeof asked);
    world_begin(&w, chain(specs, 3));
    w.config.budget = allow;
    world_open(&w);
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    assert_string_equal(asked.revisions, "aaaa1 all ");
    memset(&asked, 0, sizeof asked);
    asked.stop_at = 2; /* the second step */
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
          "the program refuses 'cccc3', which may need up to ");
    assert_int_equal(number(w.file, "SELECT count(*) FROM sqlite_master WHERE name = 'i'"), 0);
    memset(&asked, 0, sizeof asked);
    asked.stop_at = 3; /* all of it */
    FAILS(&w, aludel_upgrade(w.a, "head", NULL, &w.error), ALUDEL_FAILED,
          "the program refuses what is planned, which may need up to ");
    memset(&asked, 0, sizeof asked);
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error));
    SUCCEEDS(&w, aludel_upgrade(w.a, "head", NULL, &w.error)); /* nothing to ask for */
    assert_string_equal(asked.revisions, "bbbb2 cccc3 all ");
    world_end(&w);
}

/* ---- Where nothing can be said ---------------------------------------------------------------------- */

static bool write_nowhere(void *with, const char *text, size_t length)
{
    (void)with, (void)text, (void)length;
    return true;
}

static void is_for_files(void **state)
{
    (void)state;
    struct world w;
    struct told told = {0};
    world_begin(&w, chain(specs, 3));
    struct aludel *script = aludel_open_offline(&w.config, "sqlite", write_nowhere, NULL, &w.error);
    FAILS(&w, aludel_budget(script, ALUDEL_UPGRADE, "head", note, &told, &w.error), ALUDEL_USAGE,
          "what migrations need of the disk is known for SQLite's files alone");
    aludel_close(script);
    world_end(&w);
}

static int no_pages(void *with, int action, const char *name, const char *value, const char *schema,
                    const char *trigger)
{
    (void)with, (void)value, (void)schema, (void)trigger;
    return action == SQLITE_PRAGMA && !strcmp(name, "page_size") ? SQLITE_DENY : SQLITE_OK;
}

static void says_when_it_may_not_ask(void **state)
{
    (void)state;
    struct world w;
    struct told told = {0};
    sqlite3 *db;
    world_begin(&w, chain(specs, 3));
    assert_int_equal(sqlite3_open(w.file, &db), SQLITE_OK);
    sqlite3_set_authorizer(db, no_pages, NULL);
    w.config.url = NULL;
    w.config.sqlite = db;
    world_open(&w);
    FAILS(&w, aludel_budget(w.a, ALUDEL_UPGRADE, "head", note, &told, &w.error), ALUDEL_FAILED,
          "this SQLite doesn't say how large its pages are");
    world_end(&w);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_each_step_and_all),
        cmocka_unit_test(stops_when_told_so),
        cmocka_unit_test(does_not_know_what_follows),
        cmocka_unit_test(refuses_what_is_too_large),
        cmocka_unit_test(refuses_what_is_not_known),
        cmocka_unit_test(asks_the_program),
        cmocka_unit_test(is_for_files),
        cmocka_unit_test(says_when_it_may_not_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
