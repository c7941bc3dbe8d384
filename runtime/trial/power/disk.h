/*
 * disk.h: a disk in memory, under an SQLite VFS of its own. Its power can be cut, it can be full, and it can fail. Any program that
 * has SQLite may be tried out on one:
 *
 *     struct trial_disk *disk = trial_disk_new(&device);
 *     sqlite3 *db;
 *     trial_disk_open(disk, &db);                            or any connection with the VFS trial_disk_vfs(disk)
 *     …
 *     sqlite3_close(db);
 *     struct trial_disk *later = trial_disk_after_cut(disk, TRIAL_LOSES_ANY, seed);      power comes back
 *     trial_disk_free(later), trial_disk_free(disk);
 *
 * What SQLite relies on is kept, and no more (sqlite.org/atomiccommit.html): what was synced stays; a name in the folder does
 * once a journal or a WAL was synced, or a deletion asked for that; a sector is written from one end to the other. A device
 * that isn't powersafe may spoil a whole sector when it loses power in the middle of it. Shared memory and temporary files are gone.
 *
 * SQLite's clock stands still on it, so that two runs write the same. One thread at a time; no connection outlives its disk.
 */
#ifndef TRIAL_POWER_DISK_H
#define TRIAL_POWER_DISK_H

#include "trial/power/file.h"

struct sqlite3;
struct trial_disk;

struct trial_device {
    unsigned sector; /* a power of two from 512 to 65536 */
    /* SQLITE_IOCAP_POWERSAFE_OVERWRITE: bytes beside those that are written stay as they are. */
    bool powersafe;
    /* The file system has no journal (FAT): one file may be cut off before the name of another is gone. */
    bool unordered;
};

/* Where the database stands on every disk; there is an empty file from the beginning. */
#define TRIAL_DISK_DATABASE "/aludel-power.db"

struct trial_disk *trial_disk_new(const struct trial_device *device);
struct trial_disk *trial_disk_copy(
    const struct trial_disk *disk); /* of what programs see, as if it were synced */
void trial_disk_free(struct trial_disk *disk);

const struct trial_device *trial_disk_device(const struct trial_disk *disk);
const char *trial_disk_vfs(const struct trial_disk *disk);
/* Some connection has a file of it open. */
bool trial_disk_is_open(const struct trial_disk *disk);
/* SQLite's result code; where it fails there is no connection. */
int trial_disk_open(const struct trial_disk *disk, struct sqlite3 **db);

/* The database's file, durable; whatever else there was is gone. Nobody may have it open. */
void trial_disk_put(struct trial_disk *disk, const void *bytes, size_t size);

/* What the next start may find when the power is cut now. */
struct trial_disk *trial_disk_after_cut(const struct trial_disk *disk, enum trial_loss_kind kind,
                                        uint64_t seed);
/* Of all files, with their names. */
uint64_t trial_disk_digest(const struct trial_disk *disk);

/* ---- Watching -------------------------------------------------------------------------------------- */

/* Called behind each change: a write, a sync, a file cut off, made or deleted. `what` says which: "write of 4096 bytes at 8192 of
 * the journal". */
struct trial_disk_watch {
    void (*changed)(void *with, const char *what);
    void (*committed)(void *with); /* a transaction has just been committed */
    void *with;
};
void trial_disk_watch(struct trial_disk *disk, const struct trial_disk_watch *watch);

/* ---- Failing --------------------------------------------------------------------------------------- */

enum trial_fault_kind {
    TRIAL_FAULT_FULL,  /* what would make a file larger: SQLITE_FULL */
    TRIAL_FAULT_ERROR, /* any change: SQLITE_IOERR */
    TRIAL_FAULT_ONCE,  /* a single one, and then it is well again */
    TRIAL_FAULT_READ   /* reading, once */
};

/* The n-th call of that kind fails, from 1 on, and those behind it; 0: it is mended. */
void trial_disk_fail(struct trial_disk *disk, enum trial_fault_kind kind, uint64_t n);
/* How many calls of that kind there were since, those that failed as well. */
uint64_t trial_disk_calls(const struct trial_disk *disk);

#endif
