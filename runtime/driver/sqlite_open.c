/* sqlite_open.c: from a URL and its parameters to an open database; see sqlite_state.h. */
#include "driver/sqlite_state.h"

#include "driver/url.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- Parameters ------------------------------------------------------------------------------ */

struct parameters {
    char mode[16];  /* ro, rw, rwc, memory */
    char cache[16]; /* shared, private */
    char vfs[64];
    char timeout[32];
    char immutable[8], nolock[8], psow[8], modeof[512];
    char ignored[64];
};

/* SQLite's own, pysqlite's and SQLAlchemy's. */
static const struct {
    const char *name;
    size_t at, room;
} known[] = {
#define PARAMETER(name)                                                                  \
    {                                                                                    \
#name, offsetof(struct parameters, name), sizeof(((struct parameters *)0)->name) \
    }
#define IGNORED(name)                                                                          \
    {                                                                                          \
#name, offsetof(struct parameters, ignored), sizeof(((struct parameters *)0)->ignored) \
    }
    PARAMETER(mode),
    PARAMETER(cache),
    PARAMETER(vfs),
    PARAMETER(timeout),
    PARAMETER(immutable),
    PARAMETER(nolock),
    PARAMETER(psow),
    PARAMETER(modeof),
    IGNORED(uri),
    IGNORED(isolation_level),
    IGNORED(detect_types),
    IGNORED(check_same_thread),
    IGNORED(cached_statements),
    IGNORED(factory),
    IGNORED(autocommit),
    IGNORED(charset),
#undef PARAMETER
#undef IGNORED
};
#define KNOWN (sizeof known / sizeof known[0])

static bool unknown_parameter(struct aludel_text name, struct aludel_error *error)
{
    const char *names[KNOWN];
    for (size_t i = 0; i < KNOWN; i++) {
        names[i] = known[i].name;
    }
    const char *near = al_nearest(name, names, KNOWN);
    al_error(error, ALUDEL_USAGE, "unknown parameter '%.*s' in the database URL", (int)name.n, name.z);
    if (near) {
        al_error_hint(error, "did you mean '%s'?", near);
    } else {
        al_error_hint(error, "known are mode, cache, timeout, immutable, nolock, psow, vfs and uri");
    }
    return false;
}

static bool set_parameter(struct parameters *p, struct aludel_text name, struct aludel_text value,
                          struct aludel_error *error)
{
    for (size_t i = 0; i < KNOWN; i++) {
        if (al_is(name, known[i].name)) {
            char *into = (char *)p + known[i].at;
            if (!al_url_decode(into, known[i].room, value)) {
                return al_error(error, ALUDEL_USAGE, "the value of '%s' in the database URL is too long",
                                known[i].name);
            }
            return true;
        }
    }
    return unknown_parameter(name, error);
}

static bool read_parameters(struct parameters *p, const char *query, struct aludel_error *error)
{
    while (*query) {
        size_t n = strcspn(query, "&");
        size_t equals = strcspn(query, "=&");
        struct aludel_text name = {query, equals};
        struct aludel_text value =
            equals < n ? (struct aludel_text){query + equals + 1, n - equals - 1} : al_text("");
        if (n > 0 && !set_parameter(p, name, value, error)) {
            return false;
        }
        query += n + (query[n] == '&');
    }
    static const char *const modes[] = {"", "ro", "rw", "rwc", "memory"};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strcmp(p->mode, modes[i]) == 0) {
            return true;
        }
    }
    return al_error(error, ALUDEL_USAGE, "mode=%s in the database URL: it is ro, rw, rwc or memory", p->mode);
}

/* ---- Paths ------------------------------------------------------------------------------------- */

/* file:x, file:/x, file:///x, file://localhost/x -> the path. */
static const char *without_file(const char *path)
{
    if (strncmp(path, "file:", 5) != 0) {
        return path;
    }
    path += 5;
    if (strncmp(path, "//", 2) == 0) {
        const char *slash = strchr(path + 2, '/');
        return slash ? slash : "";
    }
    return path;
}

static bool make_folders(const char *file, struct aludel_error *error)
{
    char folder[1024];
    for (const char *slash = strchr(file + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        al_format(folder, sizeof folder, "%.*s", (int)(slash - file), file);
        if (mkdir(folder, 0777) != 0 && errno != EEXIST && errno != EISDIR && errno != EROFS) {
            al_error(error, ALUDEL_CONNECTION, "can't make the folder %s for the database: %s", folder,
                     strerror(errno));
            return false;
        }
    }
    return true;
}

/* ---- SQLite's own form of a file name --------------------------------------------------------------- */

static void put_encoded(struct al_builder *b, const char *path)
{
    for (const char *p = path; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '%' || c == '?' || c == '#' || c <= ' ' || c >= 0x7f) {
            al_putf(b, "%%%02x", (unsigned)c);
        } else {
            al_putc(b, (char)c);
        }
    }
}

static void put_parameter(struct al_builder *b, const char *name, const char *value)
{
    if (value[0]) {
        al_puts(b, memchr(b->z, '?', b->n) ? "&" : "?");
        al_puts(b, name);
        al_putc(b, '=');
        put_encoded(b, value);
    }
}

static struct aludel_text uri_of(struct al_builder *b, const char *path, bool memory,
                                 const struct parameters *p)
{
    while (path[0] == '/' && path[1] == '/') {
        path++;
    }
    al_puts(b, "file:");
    put_encoded(b, memory && !path[0] ? ":memory:" : path);
    put_parameter(b, "mode", memory && path[0] ? "memory" : "");
    put_parameter(b, "cache", p->cache);
    put_parameter(b, "immutable", p->immutable);
    put_parameter(b, "nolock", p->nolock);
    put_parameter(b, "psow", p->psow);
    put_parameter(b, "modeof", p->modeof);
    return al_built(b);
}

static bool is_on(const char *value)
{
    return value[0] && strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "no") != 0 &&
           strcmp(value, "off") != 0;
}

/* ---- Opening ------------------------------------------------------------------------------------- */

static bool open_uri(struct al_sqlite *s, const char *uri, int flags, const char *vfs,
                     struct aludel_error *error)
{
    int rc = sqlite3_open_v2(uri, &s->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, vfs[0] ? vfs : NULL);
    if (rc != SQLITE_OK) {
        char said[256];
        int code = s->db ? sqlite3_extended_errcode(s->db) : rc;
        al_format(said, sizeof said, "%s", s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc));
        al_sqlite_fail_open(s, code, said, error);
        sqlite3_close(s->db);
        s->db = NULL;
    }
    return rc == SQLITE_OK;
}

static bool forbid_writing(struct al_sqlite *s, struct aludel_error *error)
{
    int rc = sqlite3_exec(s->db, "PRAGMA query_only=ON", NULL, NULL, NULL);
    return rc == SQLITE_OK || al_sqlite_fail_open(s, rc, sqlite3_errmsg(s->db), error);
}

/* A database that is only to be read may need a writer's hand all the same: a journal left by a crash is to
 * be rolled back, a WAL needs its shared memory. Then it is opened for writing, and statements that write are
 * refused. */
static bool reopen_for_recovery(struct al_sqlite *s, const char *uri, const char *vfs,
                                struct aludel_error *error)
{
    /* The schema is read, which the first statement needs anyway: that is no statement of its own. */
    int rc =
        sqlite3_table_column_metadata(s->db, "main", "sqlite_master", NULL, NULL, NULL, NULL, NULL, NULL);
    int primary = rc & 0xff;
    if (primary != SQLITE_READONLY && primary != SQLITE_CANTOPEN) {
        return true; /* good, or an error that the first statement will report */
    }
    sqlite3_close(s->db);
    s->db = NULL;
    return open_uri(s, uri, SQLITE_OPEN_READWRITE, vfs, error) && forbid_writing(s, error);
}

static int flags_for(struct al_sqlite *s, const struct parameters *p, bool read_only)
{
    if (strcmp(p->mode, "ro") == 0) {
        s->read_only = "mode=ro in the URL";
    } else if (is_on(p->immutable)) {
        s->read_only = "immutable=1 in the URL";
    } else if (read_only) {
        s->read_only = "this command only reads";
    }
    if (s->memory) {
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    s->no_create = strcmp(p->mode, "rw") == 0 ? "mode=rw in the URL" : s->read_only;
    if (s->read_only) {
        return SQLITE_OPEN_READONLY;
    }
    return SQLITE_OPEN_READWRITE | (s->no_create ? 0 : SQLITE_OPEN_CREATE);
}

static bool is_missing(const char *file)
{
    struct stat is;
    return stat(file, &is) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* To open a pipe is to wait for whoever opens its other end; a device is no database. */
static bool may_be_file(const char *file, struct aludel_error *error)
{
    struct stat is;
    if (stat(file, &is) != 0 || S_ISREG(is.st_mode) || S_ISDIR(is.st_mode)) {
        return true;
    }
    return al_error(error, ALUDEL_CONNECTION, "can't open %s: it isn't a file", file);
}

static bool apply_timeout(struct al_sqlite *s, const struct parameters *p, struct aludel_error *error)
{
    int64_t limit = 0;
    if (!al_duration(p->timeout, "0", &limit)) {
        return al_error(error, ALUDEL_USAGE, "timeout=%s in the database URL is no number of seconds",
                        p->timeout);
    }
    if (s->durations.lock_timeout == 0) {
        s->durations.lock_timeout = limit;
    }
    return true;
}

/* `query_only` guards what a reader gets in place of a missing file. */
static bool open_nothing(struct al_sqlite *s, struct aludel_error *error)
{
    s->memory = true;
    return open_uri(s, "file::memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "", error) &&
           forbid_writing(s, error);
}

static bool open_path(struct al_sqlite *s, const char *path, const struct parameters *p, bool read_only,
                      struct aludel_error *error)
{
    struct aludel_arena arena;
    s->memory = strcmp(p->mode, "memory") == 0 || !path[0] || strcmp(path, ":memory:") == 0;
    int flags = flags_for(s, p, read_only);
    bool may_create = !s->memory && p->mode[0] != 'r' && !is_on(p->immutable);
    may_create = may_create || strcmp(p->mode, "rwc") == 0;
    if (!s->memory) {
        al_format(s->file, sizeof s->file, "%s", path);
    }
    if (read_only && may_create && is_missing(path)) {
        return open_nothing(s, error);
    }
    if (!s->memory && !p->vfs[0] && !may_be_file(path, error)) {
        return false;
    }
    if ((flags & SQLITE_OPEN_CREATE) && !s->memory && !make_folders(path, error)) {
        return false;
    }
    al_arena_init(&arena, &s->head.connect.allocator);
    struct al_builder b = al_builder(&arena);
    const char *named = strcmp(path, ":memory:") == 0 ? "" : path;
    struct aludel_text uri = uri_of(&b, named, s->memory, p);
    bool ok = b.failed ? al_error(error, ALUDEL_NO_MEMORY, "out of memory")
                       : open_uri(s, uri.z, flags, p->vfs, error);
    if (ok && read_only && flags == SQLITE_OPEN_READONLY && !is_on(p->immutable)) {
        ok = reopen_for_recovery(s, uri.z, p->vfs, error);
    }
    al_arena_free(&arena);
    return ok;
}

bool al_sqlite_open_url(struct al_sqlite *s, const char *url, bool read_only, struct aludel_error *error)
{
    struct al_url parsed;
    struct parameters p = {0};
    if (!al_url_parse(&parsed, url, error)) {
        return false;
    }
    al_format(s->head.shown_url, sizeof s->head.shown_url, "%s", parsed.shown);
    if (parsed.dialect != ALUDEL_SQLITE) {
        return al_error(error, ALUDEL_USAGE, "%s is no SQLite database", parsed.shown);
    }
    return read_parameters(&p, parsed.query, error) && apply_timeout(s, &p, error) &&
           open_path(s, without_file(parsed.path), &p, read_only, error);
}

/* ---- Temporary files ------------------------------------------------------------------------------ */

/* SQLite's own way of looking for one is asked; what else may be wrong with it, the statement that needs it will say. */
static bool finds_no_folder(sqlite3_vfs *vfs)
{
    sqlite3_file *file = vfs ? sqlite3_malloc(vfs->szOsFile) : NULL;
    if (!file) {
        return false;
    }
    memset(file, 0, (size_t)vfs->szOsFile);
    const int how = SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                    SQLITE_OPEN_EXCLUSIVE | SQLITE_OPEN_DELETEONCLOSE;
    int rc = vfs->xOpen(vfs, NULL, file, how, NULL);
    if (file->pMethods) {
        file->pMethods->xClose(file);
    }
    sqlite3_free(file);
    return rc == SQLITE_IOERR_GETTEMPPATH;
}

bool al_sqlite_has_temporary_folder(struct al_sqlite *s)
{
    if (!s->looked) {
        s->homeless = finds_no_folder(sqlite3_vfs_find(NULL));
        s->looked = true;
    }
    return !s->homeless;
}
