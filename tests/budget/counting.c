#include "counting.h"

#include <string.h>

struct counting_file {
    sqlite3_file base;
    enum counted kind;
    sqlite3_int64 size;
    sqlite3_file *real;
};

sqlite3_int64 counting_size[COUNTED_KINDS], counting_largest[COUNTED_KINDS], counting_together;
static sqlite3_int64 base;
static sqlite3_vfs *real_vfs;

static sqlite3_int64 sum(void)
{
    sqlite3_int64 all = 0;
    for (int i = 0; i < COUNTED_KINDS; i++) {
        all += counting_size[i];
    }
    return all;
}

static void resize(struct counting_file *f, sqlite3_int64 size)
{
    counting_size[f->kind] += size - f->size;
    f->size = size;
    if (counting_size[f->kind] > counting_largest[f->kind]) {
        counting_largest[f->kind] = counting_size[f->kind];
    }
    if (sum() - base > counting_together) {
        counting_together = sum() - base;
    }
}

void counting_reset(void)
{
    memcpy(counting_largest, counting_size, sizeof counting_largest);
    base = sum();
    counting_together = 0;
}

/* ---- A file --------------------------------------------------------------------------------------- */

#define REAL(f) (((struct counting_file *)(f))->real)
#define PASS(name, parameters, ...)                                    \
    static int name parameters                                         \
    {                                                                  \
        return REAL(file)->pMethods->x##name(REAL(file), __VA_ARGS__); \
    }

static int Close(sqlite3_file *file)
{
    struct counting_file *f = (struct counting_file *)file;
    int rc = f->real->pMethods->xClose(f->real);
    if (f->kind == COUNTED_TEMPORARY) {
        resize(f, 0);
    }
    sqlite3_free(f->real);
    return rc;
}

static int Write(sqlite3_file *file, const void *data, int n, sqlite3_int64 at)
{
    struct counting_file *f = (struct counting_file *)file;
    int rc = f->real->pMethods->xWrite(f->real, data, n, at);
    if (rc == SQLITE_OK && at + n > f->size) {
        resize(f, at + n);
    }
    return rc;
}

static int Truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct counting_file *f = (struct counting_file *)file;
    int rc = f->real->pMethods->xTruncate(f->real, size);
    if (rc == SQLITE_OK && size < f->size) {
        resize(f, size);
    }
    return rc;
}

static int FileControl(sqlite3_file *file, int op, void *argument)
{
    return op == SQLITE_FCNTL_MMAP_SIZE ? SQLITE_NOTFOUND
                                        : REAL(file)->pMethods->xFileControl(REAL(file), op, argument);
}

static int SectorSize(sqlite3_file *file)
{
    return REAL(file)->pMethods->xSectorSize(REAL(file));
}

static int DeviceCharacteristics(sqlite3_file *file)
{
    return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file));
}

static void ShmBarrier(sqlite3_file *file)
{
    REAL(file)->pMethods->xShmBarrier(REAL(file));
}

PASS(Read, (sqlite3_file * file, void *data, int n, sqlite3_int64 at), data, n, at)
PASS(Sync, (sqlite3_file * file, int flags), flags)
PASS(FileSize, (sqlite3_file * file, sqlite3_int64 *size), size)
PASS(Lock, (sqlite3_file * file, int how), how)
PASS(Unlock, (sqlite3_file * file, int how), how)
PASS(CheckReservedLock, (sqlite3_file * file, int *out), out)
PASS(ShmMap, (sqlite3_file * file, int page, int size, int extend, void volatile **out), page, size, extend,
     out)
PASS(ShmLock, (sqlite3_file * file, int from, int n, int flags), from, n, flags)
PASS(ShmUnmap, (sqlite3_file * file, int drop), drop)

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = Close,
    .xRead = Read,
    .xWrite = Write,
    .xTruncate = Truncate,
    .xSync = Sync,
    .xFileSize = FileSize,
    .xLock = Lock,
    .xUnlock = Unlock,
    .xCheckReservedLock = CheckReservedLock,
    .xFileControl = FileControl,
    .xSectorSize = SectorSize,
    .xDeviceCharacteristics = DeviceCharacteristics,
    .xShmMap = ShmMap,
    .xShmLock = ShmLock,
    .xShmBarrier = ShmBarrier,
    .xShmUnmap = ShmUnmap,
};

/* ---- The VFS -------------------------------------------------------------------------------------- */

static enum counted kind_of(int flags)
{
    return flags & SQLITE_OPEN_MAIN_DB        ? COUNTED_DATABASE
           : flags & SQLITE_OPEN_MAIN_JOURNAL ? COUNTED_JOURNAL
           : flags & SQLITE_OPEN_WAL          ? COUNTED_WAL
                                              : COUNTED_TEMPORARY;
}

static int Open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct counting_file *f = (struct counting_file *)file;
    (void)vfs;
    *f = (struct counting_file){.kind = kind_of(flags), .real = sqlite3_malloc(real_vfs->szOsFile)};
    if (!f->real) {
        return SQLITE_NOMEM;
    }
    memset(f->real, 0, (size_t)real_vfs->szOsFile);
    int rc = real_vfs->xOpen(real_vfs, name, f->real, flags, out);
    if (rc != SQLITE_OK) {
        sqlite3_free(f->real);
        return rc;
    }
    f->base.pMethods = &methods;
    sqlite3_int64 size = 0;
    f->real->pMethods->xFileSize(f->real, &size);
    if (f->kind != COUNTED_TEMPORARY) { /* it is the only one of its kind */
        counting_size[f->kind] = f->size = 0;
    }
    resize(f, size);
    return SQLITE_OK;
}

static int Delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    size_t n = strlen(name);
    (void)vfs;
    int rc = real_vfs->xDelete(real_vfs, name, sync);
    if (rc == SQLITE_OK && n > 8 && !strcmp(name + n - 8, "-journal")) {
        counting_size[COUNTED_JOURNAL] = 0;
    }
    return rc;
}

void counting_register(void)
{
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "counting";
    vfs.szOsFile = sizeof(struct counting_file);
    vfs.xOpen = Open;
    vfs.xDelete = Delete;
    vfs.pNext = NULL;
    sqlite3_vfs_register(&vfs, 0);
}
