/*
 * embedded.c: what aludel/embedded.h does to a database, disturbed everywhere: every migration of an image up and down, undone by an
 * older image from the log, and the whole chain each way; and with every size of the arena.
 *
 *     embedded [--points N] [--memory N] [--seed N] [--careless]
 *
 *   --points     at so many writes, reads and syncs (0: at all of them) the power goes, or the disk fails
 *   --memory     at so many allocations (0: at all of them) there is no memory, and so many arenas are too small
 *   --careless   SQLite doesn't sync, which must be found
 *
 * The chain is chain.h's `chain`. Its migrations have rows to work on: its first one makes them.
 */
#include "trial/power/engine.h"
#include "trial/power/experiment.h"

#include "chain.h"

#include <aludel/image.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum action { UP, DOWN, UNDO };

struct task {
    struct trial_engine engine;
    enum action action;
    const struct aludel_image *image;
    const char *target;
    bool asks; /* for its budget, first */
    size_t arena_size;
};

static uint64_t points = 6, places = 6, seed = 1;
static bool careless;
static unsigned wrongs, parts;
static char part[200];

static void wrong(void *with, const char *text)
{
    (void)with;
    wrongs++;
    printf("FAIL  %s: %s\n", part, text);
}

/* ---- The work -------------------------------------------------------------------------------------- */

static size_t arena_of(const struct task *task)
{
    return task->asks ? (size_t)CHAIN_WORK_ARENA : (size_t)CHAIN_ARENA;
}

static bool allow(void *with, const struct aludel_disk_need *need)
{
    (void)with;
    return need->bytes >= 0;
}

static bool call(const struct task *task, const struct aludel_embedded *on, struct aludel_error *error)
{
    switch (task->action) {
    case UP: return aludel_embedded_upgrade(on, task->target, error);
    case DOWN: return aludel_embedded_downgrade(on, task->target, error);
    default: return aludel_embedded_undo(on, error);
    }
}

/* An arena for each: what a cut has left is tried while another call is at work. */
static bool take(const struct task *task, sqlite3 *db, struct aludel_error *error)
{
    void *arena = memset(trial_power_new(task->arena_size), 0xA5, task->arena_size);
    const struct aludel_embedded on = {.image = task->image,
                                       .db = db,
                                       .arena = arena,
                                       .arena_size = task->arena_size,
                                       .budget = task->asks ? allow : NULL,
                                       .work = task->asks ? &chain_work : NULL};
    bool ok = call(task, &on, error);
    trial_power_free(arena);
    return ok;
}

/* In the words of the device's program. */
static bool cannot_open(int rc, struct aludel_error *error)
{
    bool memory = (rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM;
    error->code = memory ? ALUDEL_NO_MEMORY : ALUDEL_CONNECTION;
    snprintf(error->message, sizeof error->message, "%s", sqlite3_errstr(rc));
    return false;
}

static bool work(void *with, const struct trial_disk *disk, struct aludel_error *error)
{
    const struct task *task = with;
    sqlite3 *db = NULL;
    memset(error, 0, sizeof *error);
    int rc = trial_engine_open(&task->engine, disk, &db);
    rc = rc == SQLITE_OK ? sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL) : rc;
    rc = rc == SQLITE_OK && careless ? sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL) : rc;
    bool ok = rc == SQLITE_OK ? take(task, db, error) : cannot_open(rc, error);
    sqlite3_close(db);
    return ok;
}

/* ---- A database at a revision ---------------------------------------------------------------------- */

static void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

/* Of the image's first revisions alone: what an older program has. */
static struct aludel_image older(uint32_t count)
{
    struct aludel_image image = chain;
    image.count = count;
    return image;
}

static struct trial_bytes database_at(uint32_t count)
{
    sqlite3 *db = NULL;
    struct aludel_error error;
    struct trial_bytes bytes = {0};
    sqlite3_int64 size = 0;
    const struct aludel_image image = older(count);
    struct task task = {.action = UP, .image = &image, .arena_size = CHAIN_ARENA};
    if (sqlite3_open(":memory:", &db) != SQLITE_OK || (count && !take(&task, db, &error)))
        die("the chain", count ? error.message : "can't be opened");
    unsigned char *image_of_it = sqlite3_serialize(db, "main", &size, 0);
    trial_bytes_resize(&bytes, (size_t)size);
    if (size)
        memcpy(bytes.at, image_of_it, (size_t)size);
    sqlite3_free(image_of_it);
    sqlite3_close(db);
    return bytes;
}

/* ---- The arena ------------------------------------------------------------------------------------- */

/* Too small for one call, and the next one has enough: whole, at some revision, with an error that says so. */
static void try_arena(struct trial_experiment *e, struct task *task, size_t size)
{
    char where[80];
    struct aludel_error error;
    struct trial_disk *disk = trial_disk_copy(e->start);
    size_t last = e->commit_count - 1;
    snprintf(where, sizeof where, "an arena of %zu bytes", size);
    task->arena_size = size;
    bool ok = work(task, disk, &error);
    task->arena_size = arena_of(task);
    if (!ok && error.code != ALUDEL_NO_MEMORY)
        trial_say_wrong(e, where, "it says: %s", error.message);
    else if (trial_expect_commit(e, disk, ok ? last : 0, last, where) && !ok)
        trial_expect_finish(e, disk, where);
    trial_disk_free(disk);
}

static void try_arenas(struct trial_experiment *e, struct task *task)
{
    size_t all = arena_of(task), step = places && all / 64 > 8 * places ? all / (8 * (size_t)places) : 64;
    for (size_t size = (size_t)seed % step; size < all && !trial_experiment_is_over(e); size += step)
        try_arena(e, task, size);
}

/* ---- All of it ------------------------------------------------------------------------------------- */

static void disturb(struct trial_experiment *e, struct task *task)
{
    struct trial_tally cuts = trial_cut_power(e), faults = {0};
    for (int kind = TRIAL_FAULT_FULL; kind <= TRIAL_FAULT_READ && !careless; kind++)
        faults.taken += trial_break_disk(e, (enum trial_fault_kind)kind).taken;
    e->points = places;
    for (int lasting = 0; lasting < 2 && !careless; lasting++)
        faults.taken += trial_take_memory(e, TRIAL_MEMORY_SQLITE, lasting).taken;
    if (!careless)
        try_arenas(e, task);
    printf("ok    %s: power cut at %" PRIu64 " of %" PRIu64 " changes, %" PRIu64 " disks, %" PRIu64
           " faults\n",
           part, cuts.taken, cuts.points, cuts.tried, faults.taken);
}

/* From a database with so many migrations. */
static void try_task(struct task *task, uint32_t count, const char *what)
{
    char why[200];
    struct aludel_error error = {0};
    struct trial_bytes database = database_at(count);
    task->asks = parts / 4 % 2; /* undoing isn't asked */
    task->arena_size = arena_of(task);
    task->engine = trial_engine_at(parts++ % TRIAL_ENGINES);
    struct trial_disk *disk = trial_engine_disk(&task->engine, &database, why, sizeof why);
    snprintf(part, sizeof part, "%s, journal_mode %s, pages of %u", what,
             trial_journal_name(task->engine.journal), task->engine.page);
    if (!disk)
        die(part, why);
    struct trial_experiment e = {.start = disk,
                                 .work = work,
                                 .with = task,
                                 .seed = seed,
                                 .points = points,
                                 .may_lose = trial_engine_may_lose(&task->engine),
                                 .terse = true,
                                 .wrong = wrong};
    if (!trial_experiment_begin(&e, &error))
        die(part, error.message);
    if (e.commit_count < 2)
        die(part, "it did nothing");
    disturb(&e, task);
    trial_experiment_end(&e);
    trial_disk_free(disk);
    trial_bytes_free(&database);
}

/* The id in front of it, or "base": the chain has no branches. */
static const char *id_before(uint32_t r)
{
    return r ? chain.migrations[r - 1].id : "base";
}

static void try_revision(uint32_t r)
{
    char what[100];
    const char *id = chain.migrations[r].id;
    const struct aludel_image before = older(r);
    snprintf(what, sizeof what, "%s up", id);
    try_task(&(struct task){.action = UP, .image = &chain, .target = id}, r, what);
    snprintf(what, sizeof what, "%s down", id);
    try_task(&(struct task){.action = DOWN, .image = &chain, .target = id_before(r)}, r + 1, what);
    snprintf(what, sizeof what, "%s undone", id);
    if (r)
        try_task(&(struct task){.action = UNDO, .image = &before}, r + 1, what);
}

static void try_chain(void)
{
    const struct aludel_image first = older(1);
    try_task(&(struct task){.action = UP, .image = &chain}, 0, "the chain up");
    try_task(&(struct task){.action = DOWN, .image = &chain, .target = "base"}, chain.count,
             "the chain down");
    try_task(&(struct task){.action = UNDO, .image = &first}, chain.count, "the chain undone");
}

static void read_options(char **argv)
{
    for (; *argv; argv++) {
        if (!strcmp(*argv, "--careless"))
            careless = true;
        else if (argv[1] && !strcmp(*argv, "--points"))
            points = strtoull(*++argv, NULL, 10);
        else if (argv[1] && !strcmp(*argv, "--memory"))
            places = strtoull(*++argv, NULL, 10);
        else if (argv[1] && !strcmp(*argv, "--seed"))
            seed = strtoull(*++argv, NULL, 10);
        else
            die(*argv, "no such option");
    }
}

int main(int argc, char **argv)
{
    (void)argc;
    read_options(argv + 1);
    if (!trial_memory_begin())
        die("SQLite", "it won't take its memory from here");
    for (uint32_t r = 0; r < chain.count; r++)
        try_revision(r);
    try_chain();
    trial_memory_end();
    printf("%u parts, %u wrong\n", parts, wrongs);
    return wrongs != 0;
}
