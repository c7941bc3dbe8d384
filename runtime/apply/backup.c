/*
 * backup.c: `upgrade --backup FILE`: a copy of an SQLite database before the first change.
 *
 * It is written beside its place and renamed when it is whole. A copy that a failed attempt of the same
 * chain left is kept, since it is from before the first change; an older copy of this database is replaced;
 * any other file there is refused. The log tells which is which: a copy's last row stands in the database's
 * log, too. A copy from before there was a log is known by its schema.
 */
#include "apply/apply.h"

#include "core/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* rename */
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define ANOTHER_NAME "give another name; nothing has been executed"

/* ---- A copy that is there already ------------------------------------------------------------ */

enum there { THERE_NOTHING, THERE_KEEP, THERE_REPLACE, THERE_ERROR };

/* A second connection, to the copy: same type, its own driver, read only. */
static bool open_copy(struct aludel *a, const char *path, struct al_driver **driver)
{
    struct al_builder url = al_builder(&a->scratch);
    static const char digits[] = "0123456789ABCDEF";
    al_puts(&url, path[0] == '/' ? "sqlite:////" : "sqlite:///");
    for (const char *p = path + (path[0] == '/'); *p; p++) {
        if (strchr("%?#&+@: ", *p)) {
            al_putf(&url, "%%%c%c", digits[(unsigned char)*p >> 4], digits[*p & 15]);
        } else {
            al_putc(&url, *p);
        }
    }
    struct al_connect connect = {.url = al_built(&url).z,
                                 .settings = &a->settings,
                                 .allocator = a->config.allocator,
                                 .read_only = true};
    struct aludel_error ignored;
    al_error_clear(&ignored);
    return connect.url && a->type->open(driver, &connect, &ignored);
}

struct copy {
    int64_t number; /* its last log row; 0: it has none */
    const char *revision, *at;
    const char *schema;
    bool versioned; /* it has a version table */
};

/* The whole text of the schema of the connection in use; NULL: it isn't a database. */
static const char *schema_of(struct aludel *a)
{
    struct aludel_value rows;
    return al_ask_sql(a,
                      "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT "
                      "NULL ORDER BY name)",
                      "", NULL, 0, &rows, NULL)
               ? al_cell_text(a, rows, 0, 0)
               : NULL;
}

static bool read_last_row(struct aludel *a, struct copy *c)
{
    struct aludel_value rows;
    bool missing = false;
    if (!a->log_table) {
        return true;
    }
    if (!al_ask_sql(a, "SELECT number, revision, done_at FROM %s ORDER BY number DESC LIMIT 1", a->log_table,
                    NULL, 0, &rows, &missing)) {
        return false;
    }
    if (!missing && al_row_count(rows) > 0) {
        struct aludel_value number = al_cell(rows, 0, 0);
        c->number = number.type == ALUDEL_INT ? number.as.integer : 0;
        c->revision = al_cell_text(a, rows, 0, 1);
        c->at = al_cell_text(a, rows, 0, 2);
    }
    return true;
}

static bool read_copy(struct aludel *a, struct al_driver *driver, struct copy *c)
{
    struct al_driver *own = a->driver;
    struct aludel_value rows;
    bool missing = false;
    a->driver = driver;
    bool ok = read_last_row(a, c) && (c->schema = schema_of(a)) != NULL &&
              al_ask_sql(a, "SELECT 1 FROM %s LIMIT 1", a->version_table, NULL, 0, &rows, &missing);
    c->versioned = !missing;
    al_error_clear(a->error);
    a->driver = own;
    return ok;
}

/* True for an earlier state of this very database. */
static bool is_of_ours(struct aludel *a, const struct copy *c)
{
    struct aludel_value rows, v[] = {aludel_int(c->number), al_string(c->revision), al_string(c->at)};
    bool missing = false;
    if (c->number == 0) {
        const char *schema = schema_of(a);
        return schema && (!*c->schema || strcmp(schema, c->schema) == 0);
    }
    return al_ask_sql(a, "SELECT 1 FROM %s WHERE number = " P " AND revision = " P " AND done_at = " P,
                      a->log_table, v, 3, &rows, &missing) &&
           !missing && al_row_count(rows) == 1;
}

/* True when all that was done since row `number` was done by this very chain. */
static bool done_by_us_since(struct aludel *a, int64_t number, bool *any)
{
    struct aludel_value rows, v = aludel_int(number);
    bool missing = false;
    char hex[33];
    al_hex(hex, a->registry->sum.bytes, sizeof a->registry->sum.bytes);
    *any = false;
    if (!al_ask_sql(a, "SELECT DISTINCT chain FROM %s WHERE number > " P " AND action <> 'shared'",
                    a->log_table, &v, 1, &rows, &missing)) {
        return false;
    }
    *any = al_row_count(rows) > 0;
    return al_row_count(rows) == 1 && strcmp(al_cell_text(a, rows, 0, 0), hex) == 0;
}

static bool is_the_database(struct aludel *a, const char *path)
{
    struct aludel_value rows;
    struct stat own, other;
    return stat(path, &other) == 0 && al_ask_sql(a, "PRAGMA database_list", "", NULL, 0, &rows, NULL) &&
           al_row_count(rows) > 0 && stat(al_cell_text(a, rows, 0, 2), &own) == 0 &&
           own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

static enum there look(struct aludel *a, const char *path)
{
    struct stat is;
    struct al_driver *driver = NULL;
    struct copy copy = {0};
    bool any = false;
    if (stat(path, &is) != 0) {
        return THERE_NOTHING;
    }
    if (!S_ISREG(is.st_mode) || !open_copy(a, path, &driver)) {
        return THERE_ERROR;
    }
    bool readable = read_copy(a, driver, &copy);
    driver->type->close(driver);
    if (!readable) {
        return THERE_ERROR;
    }
    bool ours = is_of_ours(a, &copy);
    bool before_the_log = copy.number == 0 && copy.versioned;
    if (a->log_table && done_by_us_since(a, copy.number, &any) && any && (ours || before_the_log)) {
        return THERE_KEEP;
    }
    return ours ? THERE_REPLACE : THERE_ERROR;
}

/* ---- Making one ------------------------------------------------------------------------------ */

static int64_t ask_number(struct aludel *a, const char *sql)
{
    struct aludel_value rows;
    if (!al_ask_sql(a, sql, "", NULL, 0, &rows, NULL) || al_row_count(rows) == 0 ||
        al_cell(rows, 0, 0).type != ALUDEL_INT) {
        return -1;
    }
    return al_cell(rows, 0, 0).as.integer;
}

static const char *folder_of(struct aludel *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    return !slash ? "." : n == 0 ? "/" : al_arena_copy(&a->scratch, path, n);
}

static bool check_space(struct aludel *a, const char *path)
{
    struct statvfs fs;
    int64_t pages = ask_number(a, "PRAGMA page_count"), size = ask_number(a, "PRAGMA page_size");
    const char *folder = folder_of(a, path);
    if (pages < 0 || size < 0 || !folder) {
        return al_driver_failed(a);
    }
    if (statvfs(folder, &fs) != 0) {
        al_fail(a, ALUDEL_FAILED, "the backup can't be written to %s: %s", folder, strerror(errno));
        al_error_hint(a->error, ANOTHER_NAME);
        return false;
    }
    uint64_t room = (uint64_t)fs.f_bavail * fs.f_frsize, wanted = (uint64_t)pages * (uint64_t)size;
    if (room < wanted) {
        al_fail(a, ALUDEL_FAILED, "no space for the backup: it needs %llu bytes, %s has %llu",
                (unsigned long long)wanted, folder, (unsigned long long)room);
        al_error_hint(a->error, "free some, or give a file on another disk; nothing has been executed");
        return false;
    }
    return true;
}

static bool sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = file >= 0 && fsync(file) == 0;
    if (file >= 0) {
        close(file);
    }
    return ok;
}

/* The driver's words are about the database itself; that SQLite can't write the copy is said here. */
static bool say_unwritable(struct aludel *a, const char *path)
{
    const struct aludel_error *said = &a->driver->error;
    if ((said->code != ALUDEL_FAILED && said->code != ALUDEL_CONNECTION) || !said->detail[0]) {
        return al_driver_failed(a);
    }
    al_fail(a, ALUDEL_FAILED, "the backup %s can't be written", path);
    al_error_hint(a->error, ANOTHER_NAME);
    al_error_said(a->error, "%s", said->detail);
    return false;
}

static bool copy_into(struct aludel *a, const char *partial, const char *path)
{
    struct aludel_value v = al_string(partial);
    struct aludel_statement statement = {.sql = "VACUUM INTO " P,
                                         .length = sizeof "VACUUM INTO " P - 1,
                                         .parameters = 1,
                                         .flags = ALUDEL_ALONE};
    struct al_request request = {.what = {&statement, &v}};
    return a->type->alone(a->driver, &request) || say_unwritable(a, path);
}

static bool make(struct aludel *a, const char *path)
{
    struct al_builder b = al_builder(&a->scratch);
    al_puts(&b, path);
    al_puts(&b, ".partial");
    const char *partial = al_built(&b).z;
    if (!partial) {
        return al_fail_no_memory(a);
    }
    unlink(partial);
    if (!check_space(a, path) || !copy_into(a, partial, path)) {
        unlink(partial);
        return false;
    }
    if (!sync_file(partial) || rename(partial, path) != 0 || !sync_file(folder_of(a, path))) {
        int reason = errno;
        unlink(partial);
        al_fail(a, ALUDEL_FAILED, "the backup %s can't be written: %s", path, strerror(reason));
        al_error_hint(a->error, ANOTHER_NAME);
        return false;
    }
    al_remark(a, "backup written: %s", path);
    return true;
}

bool al_backup(struct aludel *a, const char *path)
{
    if (a->offline) {
        return al_fail(a, ALUDEL_USAGE, "`backup` and an offline handle exclude one another");
    }
    if (al_dialect_of(a->type) != ALUDEL_SQLITE) {
        al_fail(a, ALUDEL_USAGE, "`backup` copies SQLite databases only");
        al_error_hint(a->error, "use pg_dump before the upgrade");
        return false;
    }
    if (is_the_database(a, path)) {
        return al_fail(a, ALUDEL_USAGE, "`backup` %s: that is the database itself", path);
    }
    switch (look(a, path)) {
    case THERE_ERROR:
        al_fail(a, ALUDEL_FAILED, "%s is there already and isn't a copy of this database", path);
        al_error_hint(a->error, ANOTHER_NAME);
        return false;
    case THERE_KEEP:
        al_remark(a, "backup kept: %s is from before the first change of this upgrade", path);
        return true;
    default: return make(a, path);
    }
}
