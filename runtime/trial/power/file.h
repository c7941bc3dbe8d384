/*
 * file.h: a file on a disk whose power may be cut: what programs read, what is certain to be on the medium, and the writes
 * between the two. Until a file is synced its disk may have carried out any of them, and none.
 *
 *     struct trial_file f = {0};
 *     trial_file_write(&f, bytes, size, offset, now);       `now` counts up over all files of a disk
 *     trial_file_sync(&f);
 *     trial_file_left(&f, &loss, &left);                    what the next start may find
 *     trial_file_free(&f);
 */
#ifndef TRIAL_POWER_FILE_H
#define TRIAL_POWER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trial_bytes {
    unsigned char *at;
    size_t size, room;
};

struct trial_write { /* `at` NULL: the file is cut off at `size` */
    uint64_t when;
    size_t offset, size;
    unsigned char *at;
};

struct trial_file {
    struct trial_bytes now, kept;
    struct trial_write *writes; /* since the last sync, in order */
    size_t count, room;
};

void trial_file_write(struct trial_file *f, const void *bytes, size_t size, size_t offset, uint64_t when);
void trial_file_truncate(struct trial_file *f, size_t size, uint64_t when);
void trial_file_sync(struct trial_file *f);
void trial_file_free(struct trial_file *f);

/* How a disk loses what wasn't synced. A sector is written as a whole and for itself: each is as it was at some moment since the
 * last sync, and so are the file's size, as far as it grew, and the names in the folder together with what was cut off. */
enum trial_loss_kind {
    TRIAL_LOSES_ALL,
    TRIAL_LOSES_NONE,
    TRIAL_LOSES_LATEST,  /* all after one moment, the same everywhere */
    TRIAL_LOSES_ANY,     /* each sector has a moment of its own: writes overtake one another */
    TRIAL_LOSES_ANY_TOO, /* the same with other dice */
    TRIAL_TEARS,         /* all after one write, of which the beginning or the end is there, to the byte */
    TRIAL_SPOILS, /* as ANY, and sectors that were to be written may hold anything: no powersafe overwrite */
    TRIAL_LOSSES
};

struct trial_loss {
    enum trial_loss_kind kind;
    uint64_t seed;
    uint64_t first, last; /* moments: of the earliest write that isn't synced, and behind the latest */
    uint64_t
        names; /* changes of the folder before that moment are there, and cuts: set by trial_loss_names */
    size_t sector;
};

void trial_loss_names(struct trial_loss *loss);

void trial_file_left(const struct trial_file *f, const struct trial_loss *loss, struct trial_bytes *left);

/* Made larger, with zeroes, or smaller. */
void trial_bytes_resize(struct trial_bytes *b, size_t size);
void trial_bytes_copy(struct trial_bytes *to, const struct trial_bytes *from);
void trial_bytes_free(struct trial_bytes *b);

/* All memory of the disk's: there always is some, or the program ends. */
void *trial_power_new(size_t size);
void trial_power_free(void *block);
/* Room for one more behind `count`. */
void *trial_power_grow(void *at, size_t count, size_t *room, size_t size);

/* Dice: always the same for the same. */
uint64_t trial_dice(uint64_t seed, uint64_t what);

#endif
