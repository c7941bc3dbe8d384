#include "trial/power/disk_state.h"

#include "core/text.h"

#include <string.h>

/* ---- Disks ----------------------------------------------------------------------------------------- */

static struct trial_disk *new_disk(const struct trial_device *device)
{
    struct trial_disk *d = trial_power_new(sizeof *d);
    d->device = *device;
    d->clock = 1;
    al_format(d->name, sizeof d->name, "aludel-power-%llx", (unsigned long long)(uintptr_t)d);
    trial_vfs_init(d);
    sqlite3_vfs_register(&d->vfs, 0);
    return d;
}

/* Durable. */
static void add_file(struct trial_disk *d, const char *name, const struct trial_bytes *bytes)
{
    struct trial_inode *inode = trial_inode_new(d);
    trial_bytes_copy(&inode->file.now, bytes);
    trial_bytes_copy(&inode->file.kept, bytes);
    trial_folder_add(&d->now, name, inode, 0);
    trial_folder_add(&d->kept, name, inode, 0);
}

struct trial_disk *trial_disk_new(const struct trial_device *device)
{
    struct trial_disk *d = new_disk(device);
    add_file(d, TRIAL_DISK_DATABASE, &(struct trial_bytes){0});
    return d;
}

struct trial_disk *trial_disk_copy(const struct trial_disk *from)
{
    struct trial_disk *d = new_disk(&from->device);
    for (size_t i = 0; i < from->now.count; i++)
        add_file(d, from->now.at[i].text, &from->now.at[i].inode->file.now);
    return d;
}

void trial_disk_put(struct trial_disk *d, const void *bytes, size_t size)
{
    struct trial_bytes content = {0};
    trial_bytes_resize(&content, size);
    if (size)
        memcpy(content.at, bytes, size);
    trial_folder_empty(d, &d->now);
    trial_folder_empty(d, &d->changes);
    trial_folder_empty(d, &d->kept);
    add_file(d, TRIAL_DISK_DATABASE, &content);
    trial_bytes_free(&content);
}

void trial_disk_free(struct trial_disk *d)
{
    if (!d)
        return;
    sqlite3_vfs_unregister(&d->vfs);
    trial_folder_empty(d, &d->now);
    trial_folder_empty(d, &d->changes);
    trial_folder_empty(d, &d->kept);
    while (d->inode_count)
        trial_inode_free(d->inodes[--d->inode_count]);
    trial_power_free(d->inodes);
    trial_power_free(d->now.at);
    trial_power_free(d->kept.at);
    trial_power_free(d->changes.at);
    trial_power_free(d);
}

const char *trial_disk_vfs(const struct trial_disk *d)
{
    return d->name;
}

const struct trial_device *trial_disk_device(const struct trial_disk *d)
{
    return &d->device;
}

/* More have it than the names in the three folders. */
bool trial_disk_is_open(const struct trial_disk *d)
{
    size_t users = 0, names = d->now.count + d->kept.count;
    for (size_t i = 0; i < d->inode_count; i++)
        users += d->inodes[i]->users;
    for (size_t i = 0; i < d->changes.count; i++)
        names += d->changes.at[i].inode != NULL;
    return users > names;
}

int trial_disk_open(const struct trial_disk *d, sqlite3 **db)
{
    int rc = sqlite3_open_v2(TRIAL_DISK_DATABASE, db, SQLITE_OPEN_READWRITE, d->name);
    if (rc != SQLITE_OK) {
        sqlite3_close(*db);
        *db = NULL;
    }
    return rc;
}

/* ---- The cut --------------------------------------------------------------------------------------- */

static uint64_t first_change(const struct trial_disk *d)
{
    uint64_t first = d->changes.count ? d->changes.at[0].when : d->clock;
    for (size_t i = 0; i < d->inode_count; i++) {
        const struct trial_file *f = &d->inodes[i]->file;
        first = f->count && f->writes[0].when < first ? f->writes[0].when : first;
    }
    return first;
}

static void leave_names(const struct trial_disk *d, const struct trial_loss *loss, struct trial_folder *left,
                        struct trial_disk *books)
{
    for (size_t i = 0; i < d->kept.count; i++)
        trial_folder_add(left, d->kept.at[i].text, d->kept.at[i].inode, 0);
    for (size_t i = 0; i < d->changes.count && d->changes.at[i].when < loss->names; i++)
        trial_folder_change(books, left, &d->changes.at[i]);
}

static bool has_own_dice(enum trial_loss_kind kind)
{
    return kind != TRIAL_LOSES_LATEST && kind != TRIAL_TEARS;
}

struct trial_disk *trial_disk_after_cut(const struct trial_disk *from, enum trial_loss_kind kind,
                                        uint64_t seed)
{
    struct trial_disk *d = new_disk(&from->device);
    struct trial_loss loss = {.kind = kind,
                              .seed = trial_dice(seed, kind),
                              .first = first_change(from),
                              .last = from->clock,
                              .sector = from->device.sector};
    struct trial_folder left = {0};
    struct trial_bytes bytes = {0};
    trial_loss_names(&loss);
    leave_names(from, &loss, &left, d);
    for (size_t i = 0; i < left.count; i++) {
        struct trial_loss own = loss;
        own.seed = has_own_dice(kind) ? trial_dice(loss.seed, left.at[i].inode->number) : loss.seed;
        if (from->device.unordered)
            trial_loss_names(&own);
        trial_file_left(&left.at[i].inode->file, &own, &bytes);
        add_file(d, left.at[i].text, &bytes);
    }
    trial_folder_empty(d, &left);
    trial_power_free(left.at);
    trial_bytes_free(&bytes);
    return d;
}

static uint64_t digest_file(const struct trial_name *n)
{
    const struct trial_bytes *b = &n->inode->file.now;
    uint64_t h = trial_dice(b->size, strlen(n->text));
    for (const char *z = n->text; *z; z++)
        h = (h ^ (unsigned char)*z) * 0x100000001b3u;
    for (size_t i = 0; i < b->size; i += 8) {
        uint64_t word = 0;
        memcpy(&word, b->at + i, b->size - i < 8 ? b->size - i : 8);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    return h;
}

uint64_t trial_disk_digest(const struct trial_disk *d)
{
    uint64_t h = 0;
    for (size_t i = 0; i < d->now.count; i++)
        h += digest_file(&d->now.at[i]);
    return h;
}
