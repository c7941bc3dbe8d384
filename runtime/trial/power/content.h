/*
 * content.h: all that a database on a disk holds, as digests: the schema, and each column of each table with its rows in order.
 *
 *     struct trial_content before, after;
 *     if (trial_content_read(disk, &before)) …               it opens, and is whole; else before.why says
 *     const char *what = trial_content_differs(&before, &after, NULL);     "books.title", or NULL
 *     trial_content_free(&before);
 */
#ifndef TRIAL_POWER_CONTENT_H
#define TRIAL_POWER_CONTENT_H

#include "core/arena.h"
#include "trial/power/disk.h"

struct trial_part {
    const char *name;
    uint64_t digest;
};

struct trial_content {
    struct aludel_arena arena;
    struct trial_part *parts;
    size_t count, room;
    char why[256];
};

/* Opens it as the next program would, which brings it in order. False: it can't be read, or isn't whole. */
bool trial_content_read(const struct trial_disk *disk, struct trial_content *c);
void trial_content_free(struct trial_content *c);

/* The first part that isn't the same in both, but for those whose names stand in `without`. */
struct trial_names {
    const char **at;
    size_t count, room;
};
const char *trial_content_differs(const struct trial_content *a, const struct trial_content *b,
                                  const struct trial_names *without);
/* Adds the names of all that isn't. They live as long as `a` and `b`. */
void trial_content_unsteady(const struct trial_content *a, const struct trial_content *b,
                            struct trial_names *names);

#endif
