/* ram_disk.c: SQLite on a board without an operating system (SQLITE_OS_OTHER): a few files in memory. */
#include "board.h"

#include <sqlite3.h>
#include <string.h>

#define FILES 3
#define ROOM (1024 * 1024)

struct file {
    char name[32]; /* "": it isn't there */
    uint32_t size;
    unsigned char *bytes;
};

__attribute__((section(".disk"))) static unsigned char disk[FILES][ROOM];
static struct file files[FILES];
static unsigned writes, fail_from;

void board_fail_writes(unsigned from)
{
    fail_from = from;
    writes = 0;
}

unsigned board_writes(void)
{
    return writes;
}

static int may_write(void)
{
    writes++;
    return !fail_from || writes < fail_from ? SQLITE_OK : SQLITE_FULL;
}

static struct file *find(const char *name)
{
    for (size_t i = 0; i < FILES; i++) {
        if (files[i].name[0] && strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    return NULL;
}

static struct file *make(const char *name)
{
    for (size_t i = 0; i < FILES; i++) {
        if (!files[i].name[0] && strlen(name) < sizeof files[i].name) {
            strcpy(files[i].name, name);
            files[i].size = 0;
            files[i].bytes = disk[i];
            return &files[i];
        }
    }
    return NULL;
}

/* ---- A file that is open ------------------------------------------------------------------------- */

struct opened {
    sqlite3_file head;
    struct file *file;
};

static struct file *file_of(sqlite3_file *f)
{
    return ((struct opened *)f)->file;
}

static int close_file(sqlite3_file *f)
{
    (void)f;
    return SQLITE_OK;
}

static int read_file(sqlite3_file *f, void *into, int n, sqlite3_int64 at)
{
    struct file *file = file_of(f);
    size_t there = at < file->size ? file->size - (size_t)at : 0, got = there < (size_t)n ? there : (size_t)n;
    if (got) {
        memcpy(into, file->bytes + at, got);
    }
    memset((char *)into + got, 0, (size_t)n - got);
    return got == (size_t)n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    struct file *file = file_of(f);
    int rc = may_write();
    if (rc != SQLITE_OK || at + n > ROOM) {
        return SQLITE_FULL;
    }
    if (at > file->size) {
        memset(file->bytes + file->size, 0, (size_t)at - file->size);
    }
    memcpy(file->bytes + at, from, (size_t)n);
    file->size = at + n > file->size ? (uint32_t)(at + n) : file->size;
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
    file_of(f)->size = (uint32_t)size;
    return SQLITE_OK;
}

static int size_of_file(sqlite3_file *f, sqlite3_int64 *size)
{
    *size = file_of(f)->size;
    return SQLITE_OK;
}

static int take_flags(sqlite3_file *f, int flags) /* sync, lock, unlock: there is nobody else */
{
    (void)f;
    (void)flags;
    return SQLITE_OK;
}

static int is_reserved(sqlite3_file *f, int *reserved)
{
    (void)f;
    *reserved = 0;
    return SQLITE_OK;
}

static int control(sqlite3_file *f, int what, void *with)
{
    (void)f;
    (void)what;
    (void)with;
    return SQLITE_NOTFOUND;
}

static int sector(sqlite3_file *f)
{
    (void)f;
    return 512;
}

static int characteristics(sqlite3_file *f)
{
    (void)f;
    return 0;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = take_flags,
    .xFileSize = size_of_file,
    .xLock = take_flags,
    .xUnlock = take_flags,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector,
    .xDeviceCharacteristics = characteristics,
};

/* ---- The disk ------------------------------------------------------------------------------------- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *got)
{
    struct opened *o = (struct opened *)f;
    (void)vfs;
    o->head.pMethods = NULL;
    o->file = name ? find(name) : NULL; /* temporary ones are kept in SQLite's memory: SQLITE_TEMP_STORE=3 */
    if (name && !o->file && flags & SQLITE_OPEN_CREATE) {
        o->file = make(name);
    }
    if (!o->file) {
        return SQLITE_CANTOPEN;
    }
    o->head.pMethods = &methods;
    if (got) {
        *got = flags;
    }
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct file *file = find(name);
    (void)vfs;
    (void)sync;
    if (!file) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    file->name[0] = '\0';
    return SQLITE_OK;
}

static int is_there(sqlite3_vfs *vfs, const char *name, int flags, int *there)
{
    (void)vfs;
    (void)flags;
    *there = find(name) != NULL;
    return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    if (strlen(name) >= (size_t)room) {
        return SQLITE_CANTOPEN;
    }
    strcpy(out, name);
    return SQLITE_OK;
}

/* A device takes them from its hardware. */
static int randomness(sqlite3_vfs *vfs, int n, char *out)
{
    static uint32_t state = 2463534242u;
    (void)vfs;
    for (int i = 0; i < n; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        out[i] = (char)state;
    }
    return n;
}

static int sleep_a_while(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

/* Milliseconds of the Julian calendar: 2026-01-01, and one more with every question. */
static int now_in_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *now)
{
    static sqlite3_int64 asked;
    (void)vfs;
    *now = 212633856000000 + asked++;
    return SQLITE_OK;
}

static int now_in_days(sqlite3_vfs *vfs, double *now)
{
    sqlite3_int64 milliseconds;
    now_in_milliseconds(vfs, &milliseconds);
    *now = (double)milliseconds / 86400000.0;
    return SQLITE_OK;
}

static sqlite3_vfs ram = {
    .iVersion = 2,
    .szOsFile = sizeof(struct opened),
    .mxPathname = 31,
    .zName = "ram",
    .xOpen = open_file,
    .xDelete = delete_file,
    .xAccess = is_there,
    .xFullPathname = full_name,
    .xRandomness = randomness,
    .xSleep = sleep_a_while,
    .xCurrentTime = now_in_days,
    .xCurrentTimeInt64 = now_in_milliseconds,
};

int board_disk(void)
{
    return sqlite3_vfs_register(&ram, 1);
}

#ifdef SQLITE_OS_OTHER
int sqlite3_os_init(void)
{
    return board_disk();
}

int sqlite3_os_end(void)
{
    return SQLITE_OK;
}
#endif
