/* sqlite_error.c: result codes -> errors that say what happened and what to do; see sqlite_state.h. */
#include "driver/sqlite_state.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name_of(const struct al_sqlite *s)
{
    return s->memory || !s->file[0] ? "the database" : s->file;
}

/* The temporary database of a cursor, whose rows are copied. */
static bool is_copy(const struct al_sqlite *s, const sqlite3 *db)
{
    return db != s->db;
}

/* The folder of the file, "." for a name alone. */
static void folder_of(const char *file, char *out, size_t room)
{
    const char *slash = strrchr(file, '/');
    if (!slash) {
        al_format(out, room, ".");
    } else {
        al_format(out, room, "%.*s", slash == file ? 1 : (int)(slash - file), file);
    }
}

/* ---- Read-only ---------------------------------------------------------------------------------- */

/* Reading alone would have written: a journal is to be rolled back, a WAL needs its index. */
static bool needs_recovery(int code)
{
    return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY ||
           code == SQLITE_READONLY_CANTLOCK || code == SQLITE_READONLY_CANTINIT ||
           code == SQLITE_READONLY_DIRECTORY;
}

static void hint_recovery(const char *file, const char *folder, struct aludel_error *e)
{
    al_error_hint(
        e,
        "even to be read it needs the files beside it (-journal, -wal, -shm) brought in order, and this user "
        "may not do that: chmod u+w %s %s, or run as its owner",
        file, folder);
}

static void hint_read_only(struct al_sqlite *s, int code, struct aludel_error *e)
{
    char folder[1024];
    folder_of(s->file, folder, sizeof folder);
    if (s->read_only && needs_recovery(code)) {
        hint_recovery(s->file, folder, e);
    } else if (s->read_only) {
        al_error_hint(e, "it was opened read-only: %s", s->read_only);
    } else if (!s->file[0]) {
        al_error_hint(e, "PRAGMA query_only forbids it to the connection: switch it off");
    } else if (access(s->file, W_OK) != 0 && errno == EROFS) {
        al_error_hint(e, "%s is on a read-only file system: mount it writable, or give another url", s->file);
    } else if (access(s->file, W_OK) != 0) {
        al_error_hint(e, "this user may not write the file: chmod u+w %s, or run as its owner", s->file);
    } else if (access(folder, W_OK) != 0) {
        al_error_hint(e,
                      "SQLite writes a journal beside the file, and this user may not create files in %s: "
                      "chmod u+w %s, or run as its owner",
                      folder, folder);
    } else {
        al_error_hint(e,
                      "the connection was opened read-only, or PRAGMA query_only is on: open it for writing");
    }
}

bool al_sqlite_fail_read_only(struct al_sqlite *s, int code)
{
    struct aludel_error *e = &s->head.error;
    if (e->code) {
        return false;
    }
    al_error(e, ALUDEL_READ_ONLY, "%s is read-only", name_of(s));
    e->driver_code = code ? code : SQLITE_READONLY;
    hint_read_only(s, e->driver_code, e);
    return false;
}

/* ---- Stopped from outside ------------------------------------------------------------------------ */

static void say_interrupted(struct al_sqlite *s, struct aludel_error *e)
{
    char limit[32];
    if (!s->timed_out) {
        al_error(e, ALUDEL_INTERRUPTED, "interrupted");
        return;
    }
    al_show_duration(limit, sizeof limit, s->durations.statement_timeout);
    al_error(e, ALUDEL_FAILED, "the statement took longer than %s", limit);
    al_error_hint(e, "that is the limit of statement_timeout; 0 switches it off");
}

static void say_busy(struct al_sqlite *s, struct aludel_error *e)
{
    char waited[32];
    if (*s->head.stop) {
        al_error(e, ALUDEL_INTERRUPTED, "interrupted");
        return;
    }
    const char *who = s->holder[0] ? s->holder : "another connection";
    if (s->waited > 0) {
        al_show_duration(waited, sizeof waited, s->waited);
        al_error(e, ALUDEL_BUSY, "%s is locked by %s; gave up after %s", name_of(s), who, waited);
    } else {
        al_error(e, ALUDEL_BUSY, "%s is locked by %s", name_of(s), who);
    }
    al_error_hint(e, "end what holds the lock, or wait longer with the setting `wait`");
}

/* ---- What is wrong with the file ------------------------------------------------------------------- */

static bool say_folder(const struct al_sqlite *s, struct aludel_error *e)
{
    struct stat is;
    if (stat(s->file, &is) != 0 || !S_ISDIR(is.st_mode)) {
        return false;
    }
    al_error(e, ALUDEL_CONNECTION, "%s is a folder", s->file);
    al_error_hint(e, "name the file in it: sqlite:///%s/app.db", s->file);
    return true;
}

static void say_io(const struct al_sqlite *s, const sqlite3 *db, int code, struct aludel_error *e)
{
    static const struct {
        int code;
        const char *what;
    } names[] = {
        {SQLITE_IOERR_READ, "reading"},
        {SQLITE_IOERR_SHORT_READ, "reading"},
        {SQLITE_IOERR_WRITE, "writing"},
        {SQLITE_IOERR_FSYNC, "syncing"},
        {SQLITE_IOERR_DIR_FSYNC, "syncing the folder of"},
        {SQLITE_IOERR_TRUNCATE, "truncating"},
        {SQLITE_IOERR_FSTAT, "looking at"},
        {SQLITE_IOERR_LOCK, "locking"},
        {SQLITE_IOERR_RDLOCK, "locking"},
        {SQLITE_IOERR_UNLOCK, "unlocking"},
        {SQLITE_IOERR_DELETE, "deleting the journal of"},
        {SQLITE_IOERR_SHMOPEN, "opening the shared memory of"},
        {SQLITE_IOERR_SHMSIZE, "growing the shared memory of"},
        {SQLITE_IOERR_MMAP, "mapping"},
        {SQLITE_IOERR_GETTEMPPATH, "finding a folder for temporary files for"},
    };
    const char *what = "reading or writing";
    if (!is_copy(s, db) && say_folder(s, e)) { /* it can be opened, but not read */
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        what = names[i].code == code ? names[i].what : what;
    }
    al_error(e, ALUDEL_FAILED, "I/O error while %s %s", what, is_copy(s, db) ? "temporary data" : name_of(s));
    if (code == SQLITE_IOERR_DELETE && s->file[0]) {
        char folder[1024];
        folder_of(s->file, folder, sizeof folder);
        hint_recovery(s->file, folder, e);
    }
    al_error_hint(e, "the system's log has the cause; a failing disk, a full one, a limit on file size or a "
                     "network share are the usual ones");
}

static void say_full(const struct al_sqlite *s, const sqlite3 *db, struct aludel_error *e)
{
    if (is_copy(s, db)) {
        al_error(e, ALUDEL_FAILED, "no space left for temporary data");
        al_error_hint(e, "free some, or name another folder in SQLITE_TMPDIR");
    } else if (s->memory) {
        al_error(e, ALUDEL_FAILED, "the database in memory is full");
        al_error_hint(e, "PRAGMA max_page_count is its limit");
    } else {
        al_error(e, ALUDEL_FAILED, "no space left for %s", s->file);
        al_error_hint(e, "free some on its file system, or raise PRAGMA max_page_count");
    }
}

/* Where a file can't grow, SQLite knows SQLITE_FULL for the database and its journal only. */
static bool is_no_space(sqlite3 *db)
{
    int why = db ? sqlite3_system_errno(db) : 0;
    return why == ENOSPC || why == EDQUOT;
}

static void say_not_a_database(const struct al_sqlite *s, struct aludel_error *e)
{
    al_error(e, ALUDEL_FAILED, "%s is not an SQLite database", name_of(s));
    al_error_hint(e, "look at the url; an encrypted database can't be read either");
}

static void say_corrupt(const struct al_sqlite *s, struct aludel_error *e)
{
    al_error(e, ALUDEL_FAILED, "%s is damaged", name_of(s));
    al_error_hint(e,
                  "restore it from a backup; `sqlite3 %s \"PRAGMA integrity_check\"` shows the damage, "
                  "`.recover` saves what can be read",
                  s->memory ? "FILE" : s->file);
}

/* What is wrong with the folder of the file. */
static bool say_no_way_in(const struct al_sqlite *s, const char *folder, struct aludel_error *e)
{
    struct stat is;
    if (stat(folder, &is) == 0 ? !S_ISDIR(is.st_mode) : errno != EACCES) {
        al_error(e, ALUDEL_CONNECTION, "can't open %s: there is no folder %s", s->file, folder);
    } else if (access(folder, X_OK) != 0) {
        al_error(e, ALUDEL_CONNECTION, "can't open %s: this user may not enter %s", s->file, folder);
        al_error_hint(e, "chmod u+rwx %s, or what is above it, or run as its owner", folder);
    }
    return e->code != ALUDEL_OK;
}

static void say_cannot_open(const struct al_sqlite *s, struct aludel_error *e)
{
    char folder[1024];
    folder_of(s->file, folder, sizeof folder);
    if (say_folder(s, e) || say_no_way_in(s, folder, e)) {
        return;
    }
    if (access(s->file, F_OK) != 0 && s->no_create) {
        al_error(e, ALUDEL_CONNECTION, "can't open %s: there is no such file", s->file);
        al_error_hint(e, "it isn't created: %s", s->no_create);
    } else if (access(s->file, F_OK) != 0 && access(folder, W_OK) != 0) {
        al_error(e, ALUDEL_CONNECTION, "can't create %s: this user may not create files in %s", s->file,
                 folder);
        al_error_hint(e, "chmod u+w %s, or run as its owner", folder);
    } else if (access(s->file, R_OK) != 0) {
        al_error(e, ALUDEL_CONNECTION, "can't open %s: this user may not read it", s->file);
        al_error_hint(e, "chmod u+rw %s, or run as its owner", s->file);
    } else {
        al_error(e, ALUDEL_CONNECTION, "can't open %s or a file beside it", name_of(s));
        al_error_hint(
            e, "look at what ends with -journal, -wal and -shm beside it, and at the permissions of %s",
            folder);
    }
}

static void say_no_temporary_file(struct aludel_error *e)
{
    al_error(e, ALUDEL_FAILED, "can't make a file for temporary data");
    al_error_hint(e, "name a folder for it in SQLITE_TMPDIR that this user may write");
}

/* ALTER TABLE compiles every view and trigger of the database, whatever it changes. */
static void say_other(const char *said, struct aludel_error *e)
{
    al_error(e, ALUDEL_FAILED, "%s", said);
    if (al_begins(al_text(said), "error in view ") || al_begins(al_text(said), "error in trigger ")) {
        al_error_hint(e, strstr(said, " after ")
                             ? "drop it in front of the change, and make it anew behind it"
                             : "SQLite's ALTER TABLE looks at every one: mend or drop it first");
    }
}

/* ---- All of it --------------------------------------------------------------------------------------- */

static void explain(struct al_sqlite *s, sqlite3 *db, int code, const char *said, struct aludel_error *e)
{
    switch (code & 0xff) {
    case SQLITE_INTERRUPT: say_interrupted(s, e); break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: say_busy(s, e); break;
    case SQLITE_FULL: say_full(s, db, e); break;
    case SQLITE_IOERR: is_no_space(db) ? say_full(s, db, e) : say_io(s, db, code, e); break;
    case SQLITE_NOTADB: say_not_a_database(s, e); break;
    case SQLITE_CORRUPT: say_corrupt(s, e); break;
    case SQLITE_CANTOPEN: is_copy(s, db) ? say_no_temporary_file(e) : say_cannot_open(s, e); break;
    case SQLITE_NOMEM: al_error(e, ALUDEL_NO_MEMORY, "out of memory"); break;
    default: say_other(said, e); return;
    }
    if (e->code != ALUDEL_INTERRUPTED && (code & 0xff) != SQLITE_INTERRUPT && (code & 0xff) != SQLITE_NOMEM) {
        al_error_said(e, "SQLite says: %s (%d)", said, code);
    }
}

/* SQLite has one code for all of these. */
enum al_why al_sqlite_why(const struct aludel_error *e)
{
    static const struct {
        const char *said;
        enum al_why why;
    } words[] = {{"no such table", AL_WHY_NO_TABLE},
                 {"no such column", AL_WHY_NO_COLUMN},
                 {"already exists", AL_WHY_EXISTS}};
    int code = e->driver_code & 0xff; /* SCHEMA: somebody changed it just then, and the table isn't there */
    bool said = code == SQLITE_ERROR || code == SQLITE_SCHEMA;
    for (size_t i = 0; said && i < sizeof words / sizeof words[0]; i++) {
        if (strstr(e->message, words[i].said)) {
            return words[i].why;
        }
    }
    return AL_WHY_OTHER;
}

/* SQLITE_LOCKED within one connection is no matter of waiting: "database table is locked". */
static bool is_own_lock(int code)
{
    return code == SQLITE_LOCKED;
}

/* The character at which SQLite stopped, counted from 1. */
static int position(int offset, struct aludel_text sql)
{
    int characters = 1;
    if (offset < 0 || (size_t)offset > sql.n) {
        return 0;
    }
    for (size_t i = 0; i < (size_t)offset; characters++) {
        i += al_utf8_length(sql.z + i, sql.n - i);
    }
    return characters;
}

bool al_sqlite_fail(struct al_sqlite *s, sqlite3 *db, const struct al_request *request,
                    struct aludel_text shown)
{
    struct aludel_error *e = &s->head.error;
    int offset = -1;
#if SQLITE_VERSION_NUMBER >= 3038000
    offset = sqlite3_error_offset(db);
#endif
    if (e->code) {
        return false;
    }
    int code = sqlite3_extended_errcode(db);
    if ((code & 0xff) == SQLITE_READONLY) {
        al_sqlite_fail_read_only(s, code);
    } else if (is_own_lock(code)) {
        al_error(e, ALUDEL_FAILED, "%s", sqlite3_errmsg(db));
    } else {
        explain(s, db, code, sqlite3_errmsg(db), e);
    }
    if (request && (request->what.statement->flags & ALUDEL_ALONE) && s->head.in_group) {
        al_error_hint(e, "put it into `with op.autocommit():`");
    }
    e->driver_code = code;
    e->position = position(offset, shown);
    al_driver_blame(&s->head, request, shown);
    return false;
}

bool al_sqlite_fail_open(struct al_sqlite *s, int code, const char *said, struct aludel_error *error)
{
    if (error->code == ALUDEL_OK) {
        explain(s, s->db, code, said, error);
        error->driver_code = code;
    }
    return false;
}
