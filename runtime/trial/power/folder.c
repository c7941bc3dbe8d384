/* folder.c: files and their names on a disk, what is told of changes, and which calls fail. */
#include "trial/power/disk_state.h"

#include "core/text.h"

#include <string.h>

/* ---- Names ----------------------------------------------------------------------------------------- */

static struct trial_name *find(const struct trial_folder *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (!strcmp(f->at[i].text, name))
            return &f->at[i];
    }
    return NULL;
}

void trial_folder_add(struct trial_folder *f, const char *name, struct trial_inode *inode, uint64_t when)
{
    f->at = trial_power_grow(f->at, f->count, &f->room, sizeof *f->at);
    struct trial_name *n = &f->at[f->count++];
    *n = (struct trial_name){.inode = inode, .when = when};
    al_format(n->text, sizeof n->text, "%s", name);
    if (inode)
        inode->users++;
}

static void take_out(struct trial_disk *d, struct trial_folder *f, struct trial_name *n)
{
    struct trial_inode *inode = n->inode;
    *n = f->at[--f->count];
    if (inode)
        trial_disk_let_go(d, inode);
}

void trial_folder_change(struct trial_disk *d, struct trial_folder *f, const struct trial_name *change)
{
    struct trial_name *old = find(f, change->text);
    if (old)
        take_out(d, f, old);
    if (change->inode)
        trial_folder_add(f, change->text, change->inode, 0);
}

void trial_folder_empty(struct trial_disk *d, struct trial_folder *f)
{
    while (f->count)
        take_out(d, f, &f->at[f->count - 1]);
}

/* ---- Files ----------------------------------------------------------------------------------------- */

struct trial_inode *trial_inode_new(struct trial_disk *d)
{
    struct trial_inode *inode = trial_power_new(sizeof *inode);
    d->inodes = trial_power_grow(d->inodes, d->inode_count, &d->inode_room, sizeof(struct trial_inode *));
    inode->number = ++d->made;
    d->inodes[d->inode_count++] = inode;
    return inode;
}

void trial_inode_free(struct trial_inode *inode)
{
    for (size_t i = 0; i < TRIAL_SHARED_REGIONS; i++)
        trial_power_free(inode->shared.regions[i]);
    trial_file_free(&inode->file);
    trial_power_free(inode);
}

void trial_disk_let_go(struct trial_disk *d, struct trial_inode *inode)
{
    if (--inode->users)
        return;
    for (size_t i = 0; i < d->inode_count; i++) {
        if (d->inodes[i] == inode) {
            d->inodes[i] = d->inodes[--d->inode_count];
            break;
        }
    }
    trial_inode_free(inode);
}

struct trial_inode *trial_disk_find(struct trial_disk *d, const char *name)
{
    struct trial_name *n = find(&d->now, name);
    return n ? n->inode : NULL;
}

struct trial_inode *trial_disk_make(struct trial_disk *d, const char *name)
{
    struct trial_inode *inode = trial_inode_new(d);
    if (name) {
        trial_folder_add(&d->now, name, inode, 0);
        trial_folder_add(&d->changes, name, inode, d->clock);
    }
    return inode;
}

void trial_disk_remove(struct trial_disk *d, const char *name)
{
    trial_folder_add(&d->changes, name, NULL, d->clock);
    take_out(d, &d->now, find(&d->now, name));
}

void trial_disk_sync_folder(struct trial_disk *d)
{
    for (size_t i = 0; i < d->changes.count; i++)
        trial_folder_change(d, &d->kept, &d->changes.at[i]);
    trial_folder_empty(d, &d->changes);
}

/* ---- Watching and failing -------------------------------------------------------------------------- */

void trial_disk_watch(struct trial_disk *d, const struct trial_disk_watch *watch)
{
    d->watch = *watch;
}

static const char *called(const char *name)
{
    return strstr(name, "-journal") ? "the journal" : strstr(name, "-wal") ? "the WAL" : "the database";
}

void trial_disk_changed(struct trial_disk *d, const char *what, long long size, long long offset,
                        const char *name)
{
    char text[160];
    d->clock++;
    if (!d->watch.changed)
        return;
    if (size < 0)
        al_format(text, sizeof text, "%s of %s", what, called(name));
    else
        al_format(text, sizeof text, "%s of %lld bytes at %lld of %s", what, size, offset, called(name));
    d->watch.changed(d->watch.with, text);
}

void trial_disk_fail(struct trial_disk *d, enum trial_fault_kind kind, uint64_t n)
{
    d->fault = kind;
    d->fails_at = n;
    d->calls = 0;
}

uint64_t trial_disk_calls(const struct trial_disk *d)
{
    return d->calls;
}

bool trial_disk_fails(struct trial_disk *d, enum trial_fault_kind kind)
{
    bool once = d->fault == TRIAL_FAULT_ONCE || d->fault == TRIAL_FAULT_READ;
    bool counts = kind == d->fault || (kind == TRIAL_FAULT_ERROR && d->fault == TRIAL_FAULT_ONCE);
    if (!counts)
        return false;
    d->calls++;
    return d->fails_at && (once ? d->calls == d->fails_at : d->calls >= d->fails_at);
}
