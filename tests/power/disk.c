/*
 * disk.c: the disk itself: what survives a cut and what doesn't, locks between connections, and the calls that fail.
 */
#include "trial/power/disk.h"
#include "trial/power/memory.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 200

/* ---- A file --------------------------------------------------------------------------------------------------- */

static struct trial_bytes left_of(const struct trial_file *f, enum trial_loss_kind kind, uint64_t seed)
{
    struct trial_bytes left = {0};
    struct trial_loss loss = {.kind = kind, .seed = seed, .first = 2, .last = 5, .sector = 512};
    trial_loss_names(&loss);
    trial_file_left(f, &loss, &left);
    return left;
}

/* Three sectors that are certain, and three writes that aren't: the second sector, the third and a fourth, the third again. */
static struct trial_file written(void)
{
    struct trial_file f = {0};
    char sectors[4][512];
    for (int i = 0; i < 4; i++)
        memset(sectors[i], 'a' + i, sizeof sectors[i]);
    trial_file_write(&f, sectors[0], 512, 0, 1);
    trial_file_write(&f, sectors[0], 512, 512, 1);
    trial_file_write(&f, sectors[0], 512, 1024, 1);
    trial_file_sync(&f);
    trial_file_write(&f, sectors[1], 512, 512, 2);
    trial_file_write(&f, sectors[2], 1024, 1024, 3); /* c, d */
    trial_file_write(&f, sectors[1], 512, 1024, 4);
    return f;
}

/* A letter for each sector; ? for one that isn't the same all over. */
static const char *letters(struct trial_bytes *b)
{
    static char text[16];
    memset(text, 0, sizeof text);
    for (size_t s = 0; s < (b->size + 511) / 512; s++) {
        size_t end = (s + 1) * 512 < b->size ? (s + 1) * 512 : b->size;
        text[s] = b->at[s * 512] ? (char)b->at[s * 512] : '0';
        for (size_t i = s * 512; i < end; i++)
            text[s] = b->at[i] == b->at[s * 512] ? text[s] : '?';
    }
    trial_bytes_free(b);
    return text;
}

static const char *after(const struct trial_file *f, enum trial_loss_kind kind, uint64_t seed)
{
    struct trial_bytes left = left_of(f, kind, seed);
    return letters(&left);
}

/* Each of these comes, and nothing else. */
static void expect_all_of(const struct trial_file *f, enum trial_loss_kind kind, const char *const *all)
{
    size_t came[32] = {0}, count = 0;
    while (all[count])
        count++;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const char *text = after(f, kind, seed);
        size_t i = 0;
        while (i < count && strcmp(all[i], text) != 0)
            i++;
        if (i == count)
            fail_msg("left is %s", text);
        came[i]++;
    }
    for (size_t i = 0; i < count; i++) {
        if (!came[i])
            fail_msg("%s never comes", all[i]);
    }
}

static void what_is_synced_survives(void **state)
{
    (void)state;
    struct trial_file f = written();
    assert_string_equal(after(&f, TRIAL_LOSES_ALL, 1), "aaa");
    assert_string_equal(after(&f, TRIAL_LOSES_NONE, 1), "abbd");
    expect_all_of(&f, TRIAL_LOSES_LATEST, (const char *const[]){"aaa", "aba", "abcd", "abbd", NULL});
    expect_all_of(&f, TRIAL_LOSES_ANY,
                  (const char *const[]){"aaa", "aba", "aac", "abc", "aab", "abb", "aaad", "abad", "aacd",
                                        "abcd", "aabd", "abbd", "aaa0", "aba0", "aac0", "abc0", "aab0",
                                        "abb0", NULL});
    trial_file_sync(&f);
    for (int kind = 0; kind < TRIAL_LOSSES; kind++)
        assert_string_equal(after(&f, (enum trial_loss_kind)kind, 7), "abbd");
    trial_file_free(&f);
}

static void a_write_is_torn_from_one_end(void **state)
{
    size_t torn = 0, spoilt = 0;
    (void)state;
    struct trial_file f = written();
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const char *text = after(&f, TRIAL_TEARS, seed);
        torn += strchr(text, '?') != NULL;
        if (text[0] != 'a' || (strchr(text, '?') && strchr(strchr(text, '?') + 1, '?')))
            fail_msg("torn in two places: %s", text);
    }
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const char *text = after(&f, TRIAL_SPOILS, seed);
        spoilt += strchr(text, '?') != NULL;
        assert_int_equal(text[0], 'a'); /* nobody has written there */
    }
    assert_true(torn > SEEDS / 4 && spoilt > SEEDS / 8);
    trial_file_free(&f);
}

static void a_file_is_cut_off(void **state)
{
    (void)state;
    struct trial_file f = written();
    trial_file_sync(&f);
    trial_file_truncate(&f, 600, 3);
    trial_file_write(&f, "z", 1, 2047, 4);
    assert_int_equal(f.now.size, 2048);
    expect_all_of(&f, TRIAL_LOSES_LATEST, (const char *const[]){"abbd", "ab", "a?0?", NULL});
    trial_file_free(&f);
}

/* ---- The folder ----------------------------------------------------------------------------------------------- */

static const struct trial_device device = {.sector = 512, .powersafe = true};

static sqlite3 *opened(const struct trial_disk *disk)
{
    sqlite3 *db = NULL;
    assert_int_equal(trial_disk_open(disk, &db), SQLITE_OK);
    return db;
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int n = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return n;
}

static int rows_after(const struct trial_disk *disk, enum trial_loss_kind kind)
{
    struct trial_disk *later = trial_disk_after_cut(disk, kind, 1);
    sqlite3 *db = opened(later);
    int n = number(db, "SELECT count(*) FROM t");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_false(trial_disk_is_open(later));
    trial_disk_free(later);
    return n;
}

/* The journal of a commit comes back, unless the folder is synced behind its deletion. */
static void a_deletion_may_be_lost(void **state)
{
    (void)state;
    struct trial_disk *disk = trial_disk_new(&device);
    sqlite3 *db = opened(disk);
    assert_int_equal(run(db, "PRAGMA synchronous = FULL; CREATE TABLE t (a); INSERT INTO t VALUES (1)"),
                     SQLITE_OK);
    assert_int_equal(rows_after(disk, TRIAL_LOSES_ALL), 0);
    assert_int_equal(rows_after(disk, TRIAL_LOSES_NONE), 1);
    assert_int_equal(run(db, "PRAGMA synchronous = EXTRA; INSERT INTO t VALUES (2)"), SQLITE_OK);
    assert_int_equal(rows_after(disk, TRIAL_LOSES_ALL), 2);
    assert_true(trial_disk_is_open(disk));
    sqlite3_close(db);
    trial_disk_free(disk);
}

/* ---- Several connections -------------------------------------------------------------------------------------- */

static void connections_keep_one_another_out(void **state)
{
    (void)state;
    struct trial_disk *disk = trial_disk_new(&device);
    sqlite3 *one = opened(disk), *two = opened(disk);
    assert_int_equal(run(one, "CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)"), SQLITE_OK);
    assert_int_equal(number(two, "SELECT count(*) FROM t"), 0);
    assert_int_equal(run(two, "BEGIN IMMEDIATE"), SQLITE_BUSY);
    assert_int_equal(run(two, "BEGIN; SELECT * FROM t"), SQLITE_OK);
    assert_int_equal(run(one, "COMMIT"), SQLITE_BUSY); /* two reads */
    assert_int_equal(run(two, "COMMIT"), SQLITE_OK);
    assert_int_equal(run(two, "SELECT * FROM t"), SQLITE_BUSY); /* one waits to write */
    assert_int_equal(run(one, "COMMIT"), SQLITE_OK);
    assert_int_equal(number(two, "SELECT count(*) FROM t"), 1);
    sqlite3_close(one);
    sqlite3_close(two);
    trial_disk_free(disk);
}

static void so_they_do_with_a_wal(void **state)
{
    (void)state;
    struct trial_disk *disk = trial_disk_new(&device);
    sqlite3 *one = opened(disk), *two = opened(disk);
    assert_int_equal(run(one, "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)"),
                     SQLITE_OK);
    assert_int_equal(run(two, "BEGIN"), SQLITE_OK);
    assert_int_equal(number(two, "SELECT count(*) FROM t"), 1);
    assert_int_equal(run(one, "INSERT INTO t VALUES (2)"), SQLITE_OK);
    assert_int_equal(number(two, "SELECT count(*) FROM t"), 1); /* as it began */
    assert_int_equal(run(two, "INSERT INTO t VALUES (3)"), SQLITE_BUSY);
    assert_int_equal(run(two, "ROLLBACK; BEGIN IMMEDIATE"), SQLITE_OK);
    assert_int_equal(run(one, "INSERT INTO t VALUES (3)"), SQLITE_BUSY);
    assert_int_equal(run(two, "COMMIT"), SQLITE_OK);
    assert_int_equal(number(two, "SELECT count(*) FROM t"), 2);
    sqlite3_close(one);
    sqlite3_close(two);
    assert_false(trial_disk_is_open(disk));
    trial_disk_free(disk);
}

/* ---- What fails ------------------------------------------------------------------------------------------------ */

static void a_full_disk_is_mended(void **state)
{
    (void)state;
    struct trial_disk *disk = trial_disk_new(&device);
    sqlite3 *db = opened(disk);
    assert_int_equal(run(db, "CREATE TABLE t (a)"), SQLITE_OK);
    trial_disk_fail(disk, TRIAL_FAULT_FULL, 2);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_FULL);
    assert_true(trial_disk_calls(disk) >= 2);
    trial_disk_fail(disk, TRIAL_FAULT_ERROR, 1);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_CANTOPEN); /* the journal can't be made */
    trial_disk_fail(disk, TRIAL_FAULT_ERROR, 2);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_IOERR);
    trial_disk_fail(disk, TRIAL_FAULT_ONCE, 3);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_IOERR);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_OK);
    trial_disk_fail(disk, TRIAL_FAULT_ERROR, 0);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
    sqlite3_close(db);
    trial_disk_free(disk);
}

static void memory_runs_out_when_it_is_told_to(void **state)
{
    (void)state;
    struct trial_disk *disk = trial_disk_new(&device);
    sqlite3 *db = opened(disk);
    assert_int_equal(run(db, "CREATE TABLE t (a)"), SQLITE_OK);
    trial_memory_fail(TRIAL_MEMORY_SQLITE, 3, true);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_NOMEM);
    assert_true(trial_memory_calls(TRIAL_MEMORY_SQLITE) >= 3);
    trial_memory_fail(TRIAL_MEMORY_SQLITE, 0, false);
    assert_int_equal(run(db, "INSERT INTO t VALUES (1)"), SQLITE_OK);
    sqlite3_close(db);
    trial_disk_free(disk);
    const struct aludel_allocator *a = &trial_memory_allocator;
    int64_t before = trial_memory_pieces(TRIAL_MEMORY_RUNTIME);
    void *block = a->resize(a->with, NULL, 0, 10);
    trial_memory_fail(TRIAL_MEMORY_RUNTIME, 1, false);
    assert_null(a->resize(a->with, block, 10, 20));
    assert_int_equal(trial_memory_pieces(TRIAL_MEMORY_RUNTIME), before + 1);
    block = a->resize(a->with, block, 10, 20);
    assert_non_null(block);
    assert_null(a->resize(a->with, block, 20, 0));
    assert_int_equal(trial_memory_pieces(TRIAL_MEMORY_RUNTIME), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_synced_survives),
        cmocka_unit_test(a_write_is_torn_from_one_end),
        cmocka_unit_test(a_file_is_cut_off),
        cmocka_unit_test(a_deletion_may_be_lost),
        cmocka_unit_test(connections_keep_one_another_out),
        cmocka_unit_test(so_they_do_with_a_wal),
        cmocka_unit_test(a_full_disk_is_mended),
        cmocka_unit_test(memory_runs_out_when_it_is_told_to),
    };
    if (!trial_memory_begin())
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    trial_memory_end();
    return failed;
}
