/*
 * engines.c: experiments on plain SQLite, as any program may make them. What SQLite promises holds; and each promise that a
 * program throws away is found out: the shim isn't blind.
 */
#include "trial/power/engine.h"
#include "trial/power/experiment.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct program {
    const char *pragmas, *change;
    unsigned wrongs;
    char first[1400]; /* what was found first */
};

/* ---- The work: ten transactions, of which those that are committed aren't done again -------------------------- */

#define CHANGE                                                                                               \
    "UPDATE t SET a = a + 1, b = printf('%.300c', 'x') || a WHERE id % 3 = 0; INSERT INTO t (a) VALUES (1);" \
    "DELETE FROM t WHERE id % 7 = 1 AND a > 3;"
/* What is kept stands behind what is deleted, and moves to the front. */
#define VACUUMS                                                                                           \
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO t (a, b) " \
    "SELECT i, printf('%.200c', 'x') || i FROM n; DELETE FROM t WHERE id <= (SELECT max(id) FROM t) - 20;"

static int one_step(sqlite3 *db, const struct program *p, int step)
{
    char sql[1024];
    snprintf(sql, sizeof sql, "BEGIN IMMEDIATE; %s UPDATE done SET n = %d; COMMIT", p->change, step);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (rc == SQLITE_OK && !strcmp(p->change, VACUUMS))
        rc = sqlite3_exec(db, "VACUUM", NULL, NULL, NULL);
    return rc;
}

static int steps_done(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    int n = -1;
    if (sqlite3_prepare_v2(db, "SELECT n FROM done", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return n;
}

static bool say(struct aludel_error *error, sqlite3 *db, int rc)
{
    bool memory = (rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM;
    error->code = memory ? ALUDEL_NO_MEMORY : ALUDEL_FAILED;
    snprintf(error->message, sizeof error->message, "%s", db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    snprintf(error->hint, sizeof error->hint, "another disk");
    return false;
}

static bool work(void *with, const struct trial_disk *disk, struct aludel_error *error)
{
    const struct program *p = with;
    sqlite3 *db = NULL;
    memset(error, 0, sizeof *error);
    int rc = trial_disk_open(disk, &db);
    rc = rc == SQLITE_OK ? sqlite3_exec(db, p->pragmas, NULL, NULL, NULL) : rc;
    int n = rc == SQLITE_OK ? steps_done(db) : -1;
    rc = rc == SQLITE_OK && n < 0 ? sqlite3_errcode(db) : rc;
    while (rc == SQLITE_OK && n < 10)
        rc = one_step(db, p, ++n);
    bool ok = rc == SQLITE_OK || say(error, db, sqlite3_extended_errcode(db));
    sqlite3_close(db);
    return ok;
}

/* ---- An experiment -------------------------------------------------------------------------------------------- */

static void wrong(void *with, const char *text)
{
    struct program *p = with;
    if (!p->wrongs++)
        snprintf(p->first, sizeof p->first, "%s", text);
}

static struct trial_disk *start_on(const struct trial_device *device, unsigned page, const char *journal)
{
    char sql[512];
    sqlite3 *db = NULL;
    struct trial_disk *disk = trial_disk_new(device), *synced;
    assert_int_equal(trial_disk_open(disk, &db), SQLITE_OK);
    snprintf(sql, sizeof sql,
             "PRAGMA page_size = %u; PRAGMA journal_mode = %s; CREATE TABLE done (n INTEGER); INSERT INTO "
             "done VALUES (0);"
             "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT); CREATE INDEX t_a ON t (a, b);"
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO t "
             "(a) SELECT i FROM n",
             page, journal);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    synced = trial_disk_copy(disk);
    trial_disk_free(disk);
    return synced;
}

struct subject {
    const char *pragmas, *change, *journal;
    struct trial_device device;
    unsigned page, may_lose;
};

static struct trial_tally try_out(const struct subject *s, struct program *p)
{
    struct aludel_error error;
    struct trial_disk *disk = start_on(&s->device, s->page, s->journal ? s->journal : "DELETE");
    struct trial_experiment e = {.start = disk,
                                 .work = work,
                                 .with = p,
                                 .seed = 1,
                                 .points = 30,
                                 .may_lose = s->may_lose,
                                 .wrong = wrong,
                                 .wrong_with = p};
    *p = (struct program){.pragmas = s->pragmas, .change = s->change ? s->change : CHANGE};
    if (!trial_experiment_begin(&e, &error))
        fail_msg("%s: %s", s->pragmas, error.message);
    struct trial_tally tally = trial_cut_power(&e);
    trial_experiment_end(&e);
    trial_disk_free(disk);
    return tally;
}

#define SMALL                            \
    {                                    \
        .sector = 512, .powersafe = true \
    }
#define LARGE          \
    {                  \
        .sector = 4096 \
    }
#define WITHOUT_JOURNAL                                     \
    {                                                       \
        .sector = 512, .powersafe = true, .unordered = true \
    }

static void what_sqlite_promises_holds(void **state)
{
    static const struct subject all[] = {
        {"PRAGMA synchronous = FULL", NULL, NULL, SMALL, 1024, 1},
        {"PRAGMA synchronous = EXTRA", NULL, NULL, SMALL, 1024, 0},
        {"PRAGMA synchronous = EXTRA", NULL, NULL, LARGE, 512, 0},
        {"PRAGMA synchronous = FULL; PRAGMA cache_size = 5", NULL, NULL, LARGE, 512, 1}, /* pages are spilt */
        {"PRAGMA synchronous = FULL; PRAGMA cache_size = 5; PRAGMA journal_mode = PERSIST", NULL, NULL, LARGE,
         1024, 0},
        {"PRAGMA synchronous = FULL; PRAGMA journal_mode = TRUNCATE", NULL, NULL, LARGE, 512, 0},
        {"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20", NULL, "WAL", SMALL, 1024, 0},
        {"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20", NULL, "WAL", LARGE, 512, 0},
        {"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20; PRAGMA cache_size = 5", NULL, "WAL",
         LARGE, 4096, 0},
        {"PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 20", NULL, "WAL", LARGE, 1024, 100},
        {"PRAGMA synchronous = FULL", VACUUMS, NULL, SMALL, 512, 1},
        {"PRAGMA synchronous = EXTRA", VACUUMS, NULL, WITHOUT_JOURNAL, 512, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program p;
        struct trial_tally tally = try_out(&all[i], &p);
        if (p.wrongs)
            fail_msg("%s: %s", all[i].pragmas, p.first);
        assert_true(tally.taken > 15 && tally.tried > tally.taken && tally.again > 2);
    }
}

static void what_a_program_throws_away_is_found(void **state)
{
    static const struct {
        struct subject subject;
        const char *said;
    } all[] = {
        {{"PRAGMA synchronous = OFF", NULL, NULL, SMALL, 1024, 1}, "writes had overtaken one another"},
        {{"PRAGMA synchronous = OFF", NULL, "WAL", SMALL, 1024, 0}, "transaction"},
        {{"PRAGMA journal_mode = OFF", NULL, NULL, SMALL, 1024, 1}, "power cut behind change"},
        {{"PRAGMA journal_mode = MEMORY", NULL, NULL, SMALL, 1024, 1}, "power cut behind change"},
        /* reported, and gone */
        {{"PRAGMA synchronous = FULL", NULL, NULL, SMALL, 1024, 0}, "as transaction"},
        {{"PRAGMA synchronous = NORMAL", NULL, "WAL", SMALL, 1024, 0}, "as transaction"},
        /* the file is cut off before the journal is gone: SQLite's, where a file system has no journal; EXTRA helps */
        {{"PRAGMA synchronous = FULL", VACUUMS, NULL, WITHOUT_JOURNAL, 512, 1}, "power cut behind change"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program p;
        try_out(&all[i].subject, &p);
        if (!p.wrongs || !strstr(p.first, all[i].said))
            fail_msg("%zu: %s, %s: found %u: %s", i, all[i].subject.pragmas,
                     all[i].subject.journal ? all[i].subject.journal : "", p.wrongs, p.first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_sqlite_promises_holds),
        cmocka_unit_test(what_a_program_throws_away_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
