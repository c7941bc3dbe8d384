/* vfs.c: a disk as SQLite sees it. */
#include "trial/power/disk_state.h"

#include "core/text.h"

#include <string.h>

struct handle { /* an sqlite3_file */
    sqlite3_file base;
    struct trial_disk *disk;
    struct trial_inode *inode;
    const char *name; /* "": a temporary file, of which nobody is told */
    int lock;
    bool is_journal; /* its first sync syncs the folder, too */
    bool deletes;
    uint16_t shared, alone; /* its locks on the WAL's index */
};

static struct handle *handle_of(sqlite3_file *f)
{
    return (struct handle *)(void *)f;
}

/* ---- Reading and writing --------------------------------------------------------------------------- */

static int file_read(sqlite3_file *f, void *into, int size, sqlite3_int64 offset)
{
    struct handle *h = handle_of(f);
    const struct trial_bytes *b = &h->inode->file.now;
    size_t at = (size_t)offset, n = (size_t)size;
    if (trial_disk_fails(h->disk, TRIAL_FAULT_READ))
        return SQLITE_IOERR_READ;
    size_t there = at < b->size ? b->size - at : 0;
    there = there > n ? n : there;
    if (there)
        memcpy(into, b->at + at, there);
    memset((char *)into + there, 0, n - there);
    return there == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static void changed(struct handle *h, const char *what, long long size, long long offset)
{
    if (*h->name)
        trial_disk_changed(h->disk, what, size, offset, h->name);
}

static int file_write(sqlite3_file *f, const void *bytes, int size, sqlite3_int64 offset)
{
    struct handle *h = handle_of(f);
    bool grows = (size_t)(offset + size) > h->inode->file.now.size;
    if (trial_disk_fails(h->disk, TRIAL_FAULT_ERROR))
        return SQLITE_IOERR_WRITE;
    if (grows && trial_disk_fails(h->disk, TRIAL_FAULT_FULL))
        return SQLITE_FULL;
    trial_file_write(&h->inode->file, bytes, (size_t)size, (size_t)offset, h->disk->clock);
    if (!*h->name)
        trial_file_sync(&h->inode->file); /* it won't be there after a cut */
    changed(h, "write", size, offset);
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct handle *h = handle_of(f);
    if (trial_disk_fails(h->disk, TRIAL_FAULT_ERROR))
        return SQLITE_IOERR_TRUNCATE;
    trial_file_truncate(&h->inode->file, (size_t)size, h->disk->clock);
    changed(h, "cutting off", -1, 0);
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *f, int flags)
{
    struct handle *h = handle_of(f);
    (void)flags;
    if (trial_disk_fails(h->disk, TRIAL_FAULT_ERROR))
        return SQLITE_IOERR_FSYNC;
    trial_file_sync(&h->inode->file);
    if (h->is_journal) {
        trial_disk_sync_folder(h->disk);
        h->is_journal = false;
    }
    changed(h, "sync", -1, 0);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)handle_of(f)->inode->file.now.size;
    return SQLITE_OK;
}

/* ---- Locks ----------------------------------------------------------------------------------------- */

static int file_unlock(sqlite3_file *f, int level)
{
    struct handle *h = handle_of(f);
    struct trial_inode *i = h->inode;
    if (h->lock > SQLITE_LOCK_SHARED) {
        i->reserved = i->reserved == h ? NULL : i->reserved;
        i->pending = i->pending == h ? NULL : i->pending;
        i->exclusive = i->exclusive == h ? NULL : i->exclusive;
    }
    if (level == SQLITE_LOCK_NONE && h->lock >= SQLITE_LOCK_SHARED)
        i->readers--;
    h->lock = level < h->lock ? level : h->lock;
    return SQLITE_OK;
}

static int take_shared(struct handle *h)
{
    struct trial_inode *i = h->inode;
    if (i->pending || i->exclusive)
        return SQLITE_BUSY;
    i->readers++;
    h->lock = SQLITE_LOCK_SHARED;
    return SQLITE_OK;
}

static int take_exclusive(struct handle *h)
{
    struct trial_inode *i = h->inode;
    if (i->pending && i->pending != h)
        return SQLITE_BUSY;
    i->pending = h;
    if (i->readers > 1) {
        h->lock = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    i->exclusive = h;
    h->lock = SQLITE_LOCK_EXCLUSIVE;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *f, int level)
{
    struct handle *h = handle_of(f);
    struct trial_inode *i = h->inode;
    if (level <= h->lock)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED)
        return take_shared(h);
    if (level == SQLITE_LOCK_EXCLUSIVE)
        return take_exclusive(h);
    if (i->reserved && i->reserved != h)
        return SQLITE_BUSY;
    i->reserved = h;
    h->lock = SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

static int file_is_reserved(sqlite3_file *f, int *out)
{
    const struct trial_inode *i = handle_of(f)->inode;
    *out = i->reserved || i->pending || i->exclusive;
    return SQLITE_OK;
}

/* ---- What it is ------------------------------------------------------------------------------------ */

static int file_control(sqlite3_file *f, int what, void *with)
{
    struct handle *h = handle_of(f);
    (void)with;
    if (what != SQLITE_FCNTL_COMMIT_PHASETWO)
        return SQLITE_NOTFOUND;
    if (h->disk->watch.committed && *h->name)
        h->disk->watch.committed(h->disk->watch.with);
    return SQLITE_OK;
}

static int file_sector(sqlite3_file *f)
{
    return (int)handle_of(f)->disk->device.sector;
}

static int file_traits(sqlite3_file *f)
{
    return handle_of(f)->disk->device.powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

/* ---- The WAL's index ------------------------------------------------------------------------------- */

static int shared_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    struct trial_shared *s = &handle_of(f)->inode->shared;
    *out = NULL;
    if (region >= TRIAL_SHARED_REGIONS)
        return SQLITE_IOERR_SHMSIZE;
    if (!s->regions[region] && extend)
        s->regions[region] = trial_power_new((size_t)size);
    *out = s->regions[region];
    return SQLITE_OK;
}

static bool is_free(const struct trial_shared *s, const struct handle *h, int slot, bool alone)
{
    unsigned others = s->readers[slot] - ((h->shared >> slot) & 1u);
    bool theirs = s->taken[slot] && !((h->alone >> slot) & 1u);
    return !theirs && !(alone && others);
}

static void set_slot(struct trial_shared *s, struct handle *h, int slot, int flags)
{
    uint16_t bit = (uint16_t)(1u << slot);
    uint16_t *mask = flags & SQLITE_SHM_SHARED ? &h->shared : &h->alone;
    bool locks = flags & SQLITE_SHM_LOCK, had = *mask & bit;
    if (locks == had)
        return;
    *mask = (uint16_t)(locks ? *mask | bit : *mask & ~bit);
    if (flags & SQLITE_SHM_EXCLUSIVE)
        s->taken[slot] = locks;
    else
        s->readers[slot] = locks ? s->readers[slot] + 1 : s->readers[slot] - 1;
}

static int shared_lock(sqlite3_file *f, int first, int n, int flags)
{
    struct handle *h = handle_of(f);
    struct trial_shared *s = &h->inode->shared;
    for (int i = first; (flags & SQLITE_SHM_LOCK) && i < first + n; i++) {
        if (!is_free(s, h, i, flags & SQLITE_SHM_EXCLUSIVE))
            return SQLITE_BUSY;
    }
    for (int i = first; i < first + n; i++)
        set_slot(s, h, i, flags);
    return SQLITE_OK;
}

static void shared_barrier(sqlite3_file *f)
{
    (void)f;
}

static int shared_unmap(sqlite3_file *f, int deletes)
{
    struct trial_shared *s = &handle_of(f)->inode->shared;
    for (size_t i = 0; deletes && i < TRIAL_SHARED_REGIONS; i++) {
        trial_power_free(s->regions[i]);
        s->regions[i] = NULL;
    }
    return SQLITE_OK;
}

/* ---- Files ----------------------------------------------------------------------------------------- */

static int file_close(sqlite3_file *f)
{
    struct handle *h = handle_of(f);
    file_unlock(f, SQLITE_LOCK_NONE);
    if (h->deletes && *h->name && trial_disk_find(h->disk, h->name) == h->inode)
        trial_disk_remove(h->disk, h->name);
    trial_disk_let_go(h->disk, h->inode);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_is_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = shared_map,
    .xShmLock = shared_lock,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = shared_unmap,
};

static struct trial_disk *disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    struct trial_disk *d = disk_of(vfs);
    struct handle *h = handle_of(f);
    struct trial_inode *inode = name ? trial_disk_find(d, name) : NULL;
    f->pMethods = NULL;
    bool makes = !inode && (!name || (flags & SQLITE_OPEN_CREATE));
    if ((!inode && !makes) || (name && strlen(name) >= TRIAL_LONGEST_NAME))
        return SQLITE_CANTOPEN;
    if (makes && name && trial_disk_fails(d, TRIAL_FAULT_ERROR))
        return SQLITE_CANTOPEN;
    if (makes)
        inode = trial_disk_make(d, name);
    inode->users++;
    *h = (struct handle){.base.pMethods = &methods,
                         .disk = d,
                         .inode = inode,
                         .name = name ? name : "",
                         .is_journal = makes && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL |
                                                          SQLITE_OPEN_SUPER_JOURNAL)),
                         .deletes = flags & SQLITE_OPEN_DELETEONCLOSE};
    if (out_flags)
        *out_flags = flags;
    if (makes && name)
        trial_disk_changed(d, "making", -1, 0, name);
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    struct trial_disk *d = disk_of(vfs);
    if (!trial_disk_find(d, name))
        return SQLITE_IOERR_DELETE_NOENT;
    if (trial_disk_fails(d, TRIAL_FAULT_ERROR))
        return SQLITE_IOERR_DELETE;
    trial_disk_remove(d, name);
    if (sync_folder)
        trial_disk_sync_folder(d);
    trial_disk_changed(d, "deletion", -1, 0, name);
    return SQLITE_OK;
}

/* As SQLite's own: an empty file isn't there. */
static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    const struct trial_inode *inode = trial_disk_find(disk_of(vfs), name);
    *out = inode && (flags != SQLITE_ACCESS_EXISTS || inode->file.now.size > 0);
    return SQLITE_OK;
}

static int vfs_full_name(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    al_format(out, (size_t)room, "%s", name);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    for (int i = 0; i < size; i++)
        out[i] = (char)trial_dice(disk_of(vfs)->clock, (uint64_t)i);
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

#define NOON 212501966400000 /* 2021-12-17, in milliseconds of the Julian calendar */

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds)
{
    (void)vfs;
    *milliseconds = NOON;
    return SQLITE_OK;
}

static int vfs_days(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    *days = (double)NOON / 86400000.0;
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int room, char *out)
{
    (void)vfs;
    if (room > 0)
        *out = '\0';
    return 0;
}

void trial_vfs_init(struct trial_disk *d)
{
    d->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct handle),
        .mxPathname = TRIAL_LONGEST_NAME - 1,
        .zName = d->name,
        .pAppData = d,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_name,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_days,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
}
