/*
 * disk_state.h: what a disk is made of; for folder.c, vfs.c and disk.c, each of which needs those in front of it.
 *
 * A file is apart from its names: one that is deleted lives on for who has it open, and on the medium its name may come back.
 */
#ifndef TRIAL_POWER_DISK_STATE_H
#define TRIAL_POWER_DISK_STATE_H

#include "trial/power/disk.h"

#include <sqlite3.h>

enum { TRIAL_SHARED_REGIONS = 64, TRIAL_LONGEST_NAME = 128 };

struct trial_shared { /* a WAL's index: memory, which a cut loses */
    void *regions[TRIAL_SHARED_REGIONS];
    unsigned readers[SQLITE_SHM_NLOCK];
    bool taken[SQLITE_SHM_NLOCK];
};

struct trial_inode {
    struct trial_file file;
    unsigned users; /* names and handles */
    unsigned number;
    unsigned readers; /* locks of connections, as SQLite's five levels have them */
    const void *reserved, *pending, *exclusive;
    struct trial_shared shared;
};

struct trial_name {
    char text[TRIAL_LONGEST_NAME];
    struct trial_inode *inode; /* NULL in a change: it is gone */
    uint64_t when;             /* of a change */
};

struct trial_folder {
    struct trial_name *at;
    size_t count, room;
};

struct trial_disk {
    struct trial_device device;
    sqlite3_vfs vfs;
    char name[48];
    struct trial_folder now, kept; /* what is seen, and what is certain */
    struct trial_folder changes;   /* between the two, in order */
    struct trial_inode **inodes;   /* all that a cut may bring back */
    size_t inode_count, inode_room;
    unsigned made;
    uint64_t clock; /* counts changes */
    struct trial_disk_watch watch;
    enum trial_fault_kind fault;
    uint64_t fails_at, calls;
};

/* folder.c */
struct trial_inode *trial_inode_new(struct trial_disk *d);
void trial_inode_free(struct trial_inode *inode);
void trial_folder_add(struct trial_folder *f, const char *name, struct trial_inode *inode, uint64_t when);
void trial_folder_change(struct trial_disk *d, struct trial_folder *f, const struct trial_name *change);
void trial_folder_empty(struct trial_disk *d, struct trial_folder *f);
struct trial_inode *trial_disk_find(struct trial_disk *d, const char *name);
struct trial_inode *trial_disk_make(struct trial_disk *d, const char *name); /* NULL: without a name */
void trial_disk_remove(struct trial_disk *d, const char *name);
void trial_disk_let_go(struct trial_disk *d, struct trial_inode *inode);
/* Names are on the medium from now on. */
void trial_disk_sync_folder(struct trial_disk *d);
/* Behind a change. */
void trial_disk_changed(struct trial_disk *d, const char *what, long long size, long long offset,
                        const char *name);

/* A call of that kind is due: it fails. */
bool trial_disk_fails(struct trial_disk *d, enum trial_fault_kind kind);

/* vfs.c */
void trial_vfs_init(struct trial_disk *d);

#endif
