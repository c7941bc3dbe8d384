/*
 * experiment.h: some work on a database, disturbed at every point where it may be disturbed. Whatever happened, the database is whole, it
 * holds exactly what it held behind one of the work's commits, and the same work, begun again, finishes.
 *
 *     struct trial_experiment e = {.start = disk, .work = work, .with = &mine, .wrong = wrong, .wrong_with = &mine};
 *     if (trial_experiment_begin(&e, &error)) {                undisturbed, twice: what it must come to is known then
 *         trial_cut_power(&e);
 *         trial_break_disk(&e, TRIAL_FAULT_FULL);
 *         trial_take_memory(&e, TRIAL_MEMORY_SQLITE, true);
 *     }
 *     trial_experiment_end(&e);
 *
 * The work opens a connection with the VFS of the disk that it is given, and closes it. It has nothing to do where all has been done
 * before. It reports an error as the runtime does; what fails for want of memory says ALUDEL_NO_MEMORY.
 */
#ifndef TRIAL_POWER_EXPERIMENT_H
#define TRIAL_POWER_EXPERIMENT_H

#include "trial/power/content.h"
#include "trial/power/memory.h"

typedef bool trial_work_fn(void *with, const struct trial_disk *disk, struct aludel_error *error);

struct trial_tally {
    uint64_t points,
        taken; /* changes, calls, allocations: how many there are, and at how many of them something was done */
    uint64_t tried; /* different disks that the next start was given */
    uint64_t again; /* of these starts, so many lost their power as well */
};

struct trial_experiment {
    const struct trial_disk *start;
    trial_work_fn *work;
    void *with;
    uint64_t seed;
    uint64_t points; /* at so many at most, evenly spread; 0: at all of them */
    unsigned
        may_lose; /* commits that a cut may take back: with a journal that is deleted, and without synchronous=EXTRA, 1 */
    bool
        takes_back; /* where it fails, the work may take back what it has committed itself: a note in a journal */
    bool terse;     /* errors may have no hint: the profile for firmware */
    struct trial_names
        unsteady; /* parts of the content that aren't the same each time: "aludel_log.milliseconds" */
    void (*wrong)(void *with, const char *text);
    void *wrong_with;
    bool (*stops)(void); /* nothing more is tried; NULL: never */

    /* Found by begin. */
    struct trial_content *commits, *again; /* behind each of them; [0]: the start */
    size_t commit_count, commit_room, again_count, again_room;
    uint64_t changes;
    unsigned wrongs; /* of the part in hand: after a few it ends */
};

/* False: the work fails even so, with its error; or it isn't the same twice. */
bool trial_experiment_begin(struct trial_experiment *e, struct aludel_error *error);
void trial_experiment_end(struct trial_experiment *e);

/* Each tells `wrong` what it finds. */
struct trial_tally trial_cut_power(struct trial_experiment *e);
struct trial_tally trial_break_disk(struct trial_experiment *e, enum trial_fault_kind kind);
struct trial_tally trial_take_memory(struct trial_experiment *e, enum trial_memory_kind kind, bool lasting);

/* ---- For cut.c and fault.c ------------------------------------------------------------------------- */

/* A commit from `first` to `last` that the content is of; or -1. */
int trial_commit_of(const struct trial_experiment *e, const struct trial_content *c, size_t first,
                    size_t last);
/* The disk holds what one of these commits has left; else that is wrong. Nothing changes on it. */
bool trial_expect_commit(struct trial_experiment *e, const struct trial_disk *disk, size_t first, size_t last,
                         const char *where);
/* The work is begun again, and finishes. */
bool trial_expect_finish(struct trial_experiment *e, const struct trial_disk *disk, const char *where);
void trial_say_wrong(struct trial_experiment *e, const char *where, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
bool trial_experiment_is_over(const struct trial_experiment *e);
/* One in so many. */
uint64_t trial_stride(const struct trial_experiment *e, uint64_t points);

#endif
