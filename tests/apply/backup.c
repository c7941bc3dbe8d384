/*
 * upgrade with a backup: what is copied when, what is kept, and what stands in the way. `statvfs` and `rename`
 * are wrapped, so that the disk can be full or fail.
 */
#include "support.h"

#include "driver/driver.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static bool full, failing;

#ifdef _FILE_OFFSET_BITS /* statvfs is another function then */
#define __real_statvfs __real_statvfs64
#define __wrap_statvfs __wrap_statvfs64
#endif
int __real_statvfs(const char *path, struct statvfs *is);
int __wrap_statvfs(const char *path, struct statvfs *is);
int __wrap_statvfs(const char *path, struct statvfs *is)
{
    int result = __real_statvfs(path, is);
    is->f_bavail = full ? 1 : is->f_bavail;
    is->f_frsize = full ? 512 : is->f_frsize;
    return result;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    errno = EIO;
    return failing ? -1 : __real_rename(from, to);
}

RUNS(up_broken, "CREATE TABLE half (id INTEGER)", "INSERT INTO nowhere VALUES (1)")

/* ---- Copies that are there ------------------------------------------------------------------- */

static void keeps_a_copy_from_before_the_first_change(void **state)
{
    (void)state;
    struct spec specs[4] = {
        linear[0], linear[1], linear[2], {.id = "dddd4", .parents = "cccc3", .up = up_broken}};
    struct world w;
    char copy[128];
    world_begin(&w, chain(specs, 4));
    strcat(strcpy(copy, w.folder), "/be fore%.db");
    struct aludel_options options = {.backup = copy};
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    execute(w.file, "UPDATE aludel_log SET chain = 'another'");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    assert_string_equal(texts(copy, "SELECT version_num FROM alembic_version"), "aaaa1");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    assert_has(w.events, "remark backup kept");
    assert_string_equal(texts(copy, "SELECT version_num FROM alembic_version"), "aaaa1");
    execute(w.file, "UPDATE aludel_log SET chain = 'another'");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    assert_string_equal(texts(copy, "SELECT version_num FROM alembic_version"), "cccc3");
    options.backup = w.folder;
    char message[200];
    snprintf(message, sizeof message, "%s is there already and isn't a copy of this database", w.folder);
    REFUSES(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, message,
            "give another name; nothing has been executed");
    world_end(&w);
}

static void a_copy_of_another_database_is_refused(void **state)
{
    (void)state;
    struct spec specs[3] = {linear[0], linear[1], {.id = "dddd4", .parents = "bbbb2", .up = up_broken}};
    struct world w;
    char copy[128];
    world_begin(&w, chain(specs, 3));
    strcat(strcpy(copy, w.folder), "/copy.db");
    struct aludel_options options = {.backup = copy};
    execute(copy, "CREATE TABLE precious (x)");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "isn't a copy of this");
    SUCCEEDS(&w, aludel_upgrade(w.a, "aaaa1", NULL, &w.error));
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "isn't a copy of this");
    assert_true(exists(copy, "precious"));
    assert_int_equal(unlink(copy), 0);
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    options.backup = w.file;
    char message[200];
    snprintf(message, sizeof message, "`backup` %s: that is the database itself", w.file);
    REFUSES(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_USAGE, message, "");
    options.backup = copy;
    execute(copy, "UPDATE aludel_log SET done_at = '2001'"); /* the same chain, on another database */
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "isn't a copy of this");
    world_end(&w);
}

/* What was there before the log has a copy without one: it is kept as long as the upgrade isn't done. */
static void a_copy_from_before_the_log_is_kept(void **state)
{
    (void)state;
    struct spec specs[3] = {linear[0], linear[1], {.id = "dddd4", .parents = "bbbb2", .up = up_broken}};
    struct world w;
    char copy[128];
    world_begin(&w, chain(specs, 3));
    strcat(strcpy(copy, w.folder), "/copy.db");
    struct aludel_options options = {.backup = copy};
    execute(w.file, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); CREATE TABLE old (x)");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    FAILS(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_FAILED, "nowhere");
    assert_has(w.events, "remark backup kept");
    assert_false(exists(copy, "users"));
    world_end(&w);
}

/* ---- Copies that can't be made ---------------------------------------------------------------- */

/* Nothing was executed, and nothing half written is left. */
static void refuses_copy(struct world *w, const char *copy, const char *message, const char *hint)
{
    char partial[400];
    struct aludel_options options = {.backup = copy};
    REFUSES(w, aludel_upgrade(w->a, "head", &options, &w->error), ALUDEL_FAILED, message, hint);
    snprintf(partial, sizeof partial, "%s.partial", copy);
    assert_int_not_equal(access(copy, F_OK), 0);
    assert_int_not_equal(access(partial, F_OK), 0);
    assert_false(exists(w->file, "users"));
}

static void no_folder_for_the_copy(void **state)
{
    (void)state;
    struct world w;
    char copy[128], message[300];
    world_begin(&w, chain(linear, 3));
    snprintf(copy, sizeof copy, "%s/nowhere/copy.db", w.folder);
    snprintf(message, sizeof message, "the backup can't be written to %s/nowhere: No such file or directory",
             w.folder);
    refuses_copy(&w, copy, message, "give another name; nothing has been executed");
    world_end(&w);
}

static void no_space_for_the_copy(void **state)
{
    (void)state;
    struct world w;
    char copy[128], message[300];
    world_begin(&w, chain(linear, 3));
    execute(w.file, "PRAGMA page_size = 4096; CREATE TABLE mine (id INTEGER)");
    snprintf(copy, sizeof copy, "%s/copy.db", w.folder);
    snprintf(message, sizeof message, "no space for the backup: it needs 8192 bytes, %s has 512", w.folder);
    full = true;
    refuses_copy(&w, copy, message, "free some, or give a file on another disk; nothing has been executed");
    full = false;
    world_end(&w);
}

static void the_disk_fails(void **state)
{
    (void)state;
    struct world w;
    char copy[128], message[300];
    world_begin(&w, chain(linear, 3));
    snprintf(copy, sizeof copy, "%s/copy.db", w.folder);
    snprintf(message, sizeof message, "the backup %s can't be written: Input/output error", copy);
    failing = true;
    refuses_copy(&w, copy, message, "give another name; nothing has been executed");
    failing = false;
    world_end(&w);
}

/* The copy is written under a longer name first. */
static void too_long_a_name(void **state)
{
    (void)state;
    struct world w;
    char copy[400], message[500];
    world_begin(&w, chain(linear, 3));
    snprintf(copy, sizeof copy, "%s/%0250d", w.folder, 0);
    snprintf(message, sizeof message, "the backup %s can't be written", copy);
    refuses_copy(&w, copy, message, "give another name; nothing has been executed");
    assert_has(w.error.detail, "SQLite says: unable to open database: ");
    world_end(&w);
}

/* A lent connection with PostgreSQL behind it: SQLite plays it as far as the question gets. */
static void only_sqlite_is_copied(void **state)
{
    (void)state;
    static struct al_driver_type postgresql;
    static const struct aludel_driver postgresql_driver = {&postgresql};
    struct aludel_options options = {.backup = "copy.db"};
    struct aludel_registry *g = chain(linear, 3);
    struct world w;
    sqlite3 *db;
    postgresql = al_sqlite_driver;
    postgresql.dialect = ALUDEL_POSTGRESQL;
    g->drivers[ALUDEL_POSTGRESQL] = &postgresql_driver;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    world_begin(&w, g);
    w.config.postgresql = (struct pg_conn *)db;
    w.config.url = NULL;
    world_open(&w);
    REFUSES(&w, aludel_upgrade(w.a, "head", &options, &w.error), ALUDEL_USAGE,
            "`backup` copies SQLite databases only", "use pg_dump before the upgrade");
    world_end(&w);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_copy_from_before_the_first_change),
        cmocka_unit_test(a_copy_of_another_database_is_refused),
        cmocka_unit_test(a_copy_from_before_the_log_is_kept),
        cmocka_unit_test(no_folder_for_the_copy),
        cmocka_unit_test(no_space_for_the_copy),
        cmocka_unit_test(the_disk_fails),
        cmocka_unit_test(too_long_a_name),
        cmocka_unit_test(only_sqlite_is_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
