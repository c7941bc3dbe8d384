/* fault.c: the disk is full or fails, or there is no memory: the work is begun anew for each call that may fail. It says so, nothing
 * is lost, and when all is well again the next start finishes. */
#include "trial/power/experiment.h"

#include "core/text.h"

#include <string.h>

struct fault {
    struct trial_experiment *e;
    bool of_memory;
    enum trial_fault_kind disk;
    enum trial_memory_kind memory;
    bool lasting;
    size_t committed;
};

static void arm(const struct fault *f, struct trial_disk *disk, uint64_t n)
{
    if (f->of_memory)
        trial_memory_fail(f->memory, n, f->lasting);
    else
        trial_disk_fail(disk, f->disk, n);
}

static uint64_t calls_of(const struct fault *f, const struct trial_disk *disk)
{
    return f->of_memory ? trial_memory_calls(f->memory) : trial_disk_calls(disk);
}

/* ---- How it is told -------------------------------------------------------------------------------- */

static const char *const disks[] = {[TRIAL_FAULT_FULL] = "disk full",
                                    [TRIAL_FAULT_ERROR] = "disk fails",
                                    [TRIAL_FAULT_ONCE] = "disk fails once",
                                    [TRIAL_FAULT_READ] = "disk can't be read once"};
static const char *const memories[] = {
    [TRIAL_MEMORY_SQLITE] = "SQLite gets no memory", [TRIAL_MEMORY_RUNTIME] = "the runtime gets no memory"};

static void put_where(const struct fault *f, uint64_t n, char *out, size_t room)
{
    const char *what = f->of_memory ? memories[f->memory] : disks[f->disk];
    const char *how = f->of_memory && f->lasting ? " and those behind it" : "";
    al_format(out, room, "%s at call %llu%s", what, (unsigned long long)n, how);
}

static bool tells(const struct fault *f, const struct aludel_error *error)
{
    if (f->of_memory)
        return error->code == ALUDEL_NO_MEMORY && *error->message;
    if (f->disk == TRIAL_FAULT_FULL && !strstr(error->message, "space") && !strstr(error->message, "full"))
        return false;
    return error->code != ALUDEL_OK && error->code != ALUDEL_NO_MEMORY && *error->message &&
           (*error->hint || f->e->terse);
}

/* ---- One ------------------------------------------------------------------------------------------- */

static void on_commit(void *with)
{
    struct fault *f = with;
    f->committed++;
}

static void expect_given_back(const struct fault *f, const struct trial_disk *disk, const int64_t *before,
                              const char *where)
{
    if (trial_disk_is_open(disk))
        trial_say_wrong(f->e, where, "a connection is left open");
    for (int kind = 0; kind < TRIAL_MEMORIES; kind++) {
        int64_t left = trial_memory_pieces((enum trial_memory_kind)kind) - before[kind];
        if (left)
            trial_say_wrong(f->e, where, "%lld pieces of memory aren't given back (%s)", (long long)left,
                            kind == TRIAL_MEMORY_SQLITE ? "SQLite's" : "the runtime's");
    }
}

static void judge(const struct fault *f, const struct trial_disk *disk, bool ok,
                  const struct aludel_error *error, const char *where)
{
    size_t last = f->e->commit_count - 1;
    if (ok) { /* SQLite can do without some pieces of memory */
        trial_expect_commit(f->e, disk, last, last, where);
        return;
    }
    if (!tells(f, error))
        trial_say_wrong(f->e, where, "it says: %s (%s)", error->message,
                        *error->hint ? error->hint : "no hint");
    if (trial_expect_commit(f->e, disk, f->e->takes_back ? 0 : f->committed, f->committed + 1, where))
        trial_expect_finish(f->e, disk, where);
}

/* False: there are fewer calls. */
static bool try_one(struct fault *f, uint64_t n)
{
    char where[160];
    int64_t before[TRIAL_MEMORIES];
    struct aludel_error error = {0};
    struct trial_disk *disk = trial_disk_copy(f->e->start);
    const struct trial_disk_watch watch = {.committed = on_commit, .with = f}, none = {0};
    for (int kind = 0; kind < TRIAL_MEMORIES; kind++)
        before[kind] = trial_memory_pieces((enum trial_memory_kind)kind);
    put_where(f, n, where, sizeof where);
    f->committed = 0;
    trial_disk_watch(disk, &watch);
    arm(f, disk, n);
    bool ok = f->e->work(f->e->with, disk, &error);
    bool reached = calls_of(f, disk) >= n;
    arm(f, disk, 0);
    trial_disk_watch(disk, &none);
    expect_given_back(f, disk, before, where);
    if (reached)
        judge(f, disk, ok, &error, where);
    trial_disk_free(disk);
    return reached;
}

/* ---- All of them ----------------------------------------------------------------------------------- */

static uint64_t count_calls(const struct fault *f)
{
    struct aludel_error error = {0};
    struct trial_disk *disk = trial_disk_copy(f->e->start);
    arm(f, disk, 0);
    f->e->work(f->e->with, disk, &error);
    uint64_t calls = calls_of(f, disk);
    trial_disk_free(disk);
    return calls;
}

static struct trial_tally try_all(struct fault *f)
{
    struct trial_tally tally = {.points = count_calls(f)};
    uint64_t stride = trial_stride(f->e, tally.points);
    f->e->wrongs = 0;
    for (uint64_t n = 1 + f->e->seed % stride; !trial_experiment_is_over(f->e); n += stride) {
        if (!try_one(f, n))
            break;
        tally.taken++;
    }
    return tally;
}

struct trial_tally trial_break_disk(struct trial_experiment *e, enum trial_fault_kind kind)
{
    struct fault f = {.e = e, .disk = kind};
    return try_all(&f);
}

struct trial_tally trial_take_memory(struct trial_experiment *e, enum trial_memory_kind kind, bool lasting)
{
    struct fault f = {.e = e, .of_memory = true, .memory = kind, .lasting = lasting};
    return try_all(&f);
}
