#include "trial/power/file.h"

#include "trial/memory.h"

#include <string.h>

/* ---- Memory ---------------------------------------------------------------------------------------- */

void *trial_power_new(size_t size)
{
    return memset(trial_allocator.resize(NULL, NULL, 0, size ? size : 1), 0, size);
}

void trial_power_free(void *block)
{
    if (block)
        trial_allocator.resize(NULL, block, 0, 0);
}

void *trial_power_grow(void *at, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return at;
    size_t more = *room ? *room * 2 : 16;
    at = trial_allocator.resize(NULL, at, *room * size, more * size);
    *room = more;
    return at;
}

void trial_bytes_resize(struct trial_bytes *b, size_t size)
{
    if (size > b->room) {
        size_t room = size + size / 2 + 4096;
        b->at = trial_allocator.resize(NULL, b->at, b->room, room);
        b->room = room;
    }
    if (size > b->size)
        memset(b->at + b->size, 0, size - b->size);
    b->size = size;
}

void trial_bytes_copy(struct trial_bytes *to, const struct trial_bytes *from)
{
    trial_bytes_resize(to, from->size);
    if (from->size)
        memcpy(to->at, from->at, from->size);
}

void trial_bytes_free(struct trial_bytes *b)
{
    trial_power_free(b->at);
    *b = (struct trial_bytes){0};
}

uint64_t trial_dice(uint64_t seed, uint64_t what)
{
    uint64_t z = seed + (what + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* ---- Writing --------------------------------------------------------------------------------------- */

static void put(struct trial_bytes *b, const void *bytes, size_t size, size_t offset)
{
    if (offset + size > b->size)
        trial_bytes_resize(b, offset + size);
    if (size)
        memcpy(b->at + offset, bytes, size);
}

static void note(struct trial_file *f, struct trial_write w)
{
    f->writes = trial_power_grow(f->writes, f->count, &f->room, sizeof *f->writes);
    f->writes[f->count++] = w;
}

void trial_file_write(struct trial_file *f, const void *bytes, size_t size, size_t offset, uint64_t when)
{
    unsigned char *copy = trial_power_new(size);
    memcpy(copy, bytes, size);
    put(&f->now, bytes, size, offset);
    note(f, (struct trial_write){.when = when, .offset = offset, .size = size, .at = copy});
}

void trial_file_truncate(struct trial_file *f, size_t size, uint64_t when)
{
    trial_bytes_resize(&f->now, size);
    note(f, (struct trial_write){.when = when, .size = size});
}

static void forget(struct trial_file *f)
{
    for (size_t i = 0; i < f->count; i++)
        trial_power_free(f->writes[i].at);
    f->count = 0;
}

/* What has changed alone is copied: a sync of a large file is no large thing. */
static void carry_out(struct trial_bytes *b, const struct trial_write *w)
{
    if (w->at)
        put(b, w->at, w->size, w->offset);
    else
        trial_bytes_resize(b, w->size);
}

void trial_file_sync(struct trial_file *f)
{
    for (size_t i = 0; i < f->count; i++)
        carry_out(&f->kept, &f->writes[i]);
    forget(f);
}

void trial_file_free(struct trial_file *f)
{
    forget(f);
    trial_power_free(f->writes);
    trial_bytes_free(&f->now);
    trial_bytes_free(&f->kept);
}

/* ---- What is left ---------------------------------------------------------------------------------- */

static uint64_t between(const struct trial_loss *loss, uint64_t what)
{
    return loss->first + trial_dice(loss->seed, what) % (loss->last - loss->first + 1);
}

/* Writes before that moment are there. `what` is a sector, or SIZE. */
#define SIZE UINT64_MAX
#define ONE_MOMENT (UINT64_MAX - 1)

static uint64_t moment_of(const struct trial_loss *loss, uint64_t what)
{
    switch (loss->kind) {
    case TRIAL_LOSES_ALL: return 0;
    case TRIAL_LOSES_NONE: return UINT64_MAX;
    case TRIAL_LOSES_LATEST:
    case TRIAL_TEARS: return between(loss, ONE_MOMENT);
    default: return between(loss, what);
    }
}

/* The part of a write that lies in one sector. */
struct part {
    size_t begin, end;
};

static struct part part_of(const struct trial_write *w, size_t sector, size_t size)
{
    struct part p = {sector * size, (sector + 1) * size};
    p.begin = p.begin < w->offset ? w->offset : p.begin;
    p.end = p.end > w->offset + w->size ? w->offset + w->size : p.end;
    return p;
}

static void write_what_survives(const struct trial_write *w, const struct trial_loss *loss,
                                struct trial_bytes *left)
{
    if (!w->size)
        return;
    for (size_t s = w->offset / loss->sector; s <= (w->offset + w->size - 1) / loss->sector; s++) {
        struct part p = part_of(w, s, loss->sector);
        if (w->when < moment_of(loss, s))
            put(left, w->at + (p.begin - w->offset), p.end - p.begin, p.begin);
    }
}

void trial_loss_names(struct trial_loss *loss)
{
    loss->names = moment_of(loss, ONE_MOMENT);
}

/* What it grows by later is zeroes then. */
static void cut_what_survives(const struct trial_write *w, const struct trial_loss *loss,
                              struct trial_bytes *left)
{
    if (w->when < loss->names && w->size < left->size)
        memset(left->at + w->size, 0, left->size - w->size);
}

static size_t size_that_survives(const struct trial_file *f, const struct trial_loss *loss)
{
    size_t size = f->kept.size;
    for (size_t i = 0; i < f->count; i++) {
        const struct trial_write *w = &f->writes[i];
        size_t end = w->offset + w->size;
        if (!w->at && w->when < loss->names)
            size = end;
        else if (w->at && w->when < moment_of(loss, SIZE) && end > size)
            size = end;
    }
    return size;
}

/* The beginning of the write, or its end. */
static void tear(const struct trial_file *f, const struct trial_loss *loss, struct trial_bytes *left)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct trial_write *w = &f->writes[i];
        if (w->when != moment_of(loss, SIZE) || !w->at)
            continue;
        size_t there = (size_t)(trial_dice(loss->seed, 1) % (w->size + 1));
        size_t from = trial_dice(loss->seed, 2) & 1 ? w->size - there : 0;
        put(left, w->at + from, there, w->offset + from);
    }
}

static void spoil_sector(const struct trial_loss *loss, size_t sector, struct trial_bytes *left)
{
    size_t from = sector * loss->sector, to = from + loss->sector;
    to = to > left->size ? left->size : to;
    for (size_t at = from; at < to; at++)
        left->at[at] = (unsigned char)(trial_dice(loss->seed ^ sector, at) >> 32);
}

/* One in eight of those that were to be written. */
static void spoil(const struct trial_file *f, const struct trial_loss *loss, struct trial_bytes *left)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct trial_write *w = &f->writes[i];
        size_t end = w->at && w->size ? (w->offset + w->size - 1) / loss->sector + 1 : 0;
        for (size_t s = w->offset / loss->sector; s < end; s++) {
            if (trial_dice(~loss->seed, s) % 8 == 0)
                spoil_sector(loss, s, left);
        }
    }
}

void trial_file_left(const struct trial_file *f, const struct trial_loss *loss, struct trial_bytes *left)
{
    trial_bytes_copy(left, &f->kept);
    for (size_t i = 0; i < f->count; i++) {
        if (f->writes[i].at)
            write_what_survives(&f->writes[i], loss, left);
        else
            cut_what_survives(&f->writes[i], loss, left);
    }
    trial_bytes_resize(left, size_that_survives(f, loss));
    if (loss->kind == TRIAL_TEARS)
        tear(f, loss, left);
    if (loss->kind == TRIAL_SPOILS)
        spoil(f, loss, left);
}
