/*
 * embedded.h: migrations on a device: SQLite alone, and no memory but what the caller lends. The profile's whole API.
 *
 *     #include <aludel/embedded.h>
 *     #include "device_migrations.h"                  // aludel generate --profile embedded
 *
 *     static unsigned char room[DEVICE_MIGRATIONS_ARENA];
 *     struct aludel_embedded on = {.image = &device_migrations, .db = db, .arena = room, .arena_size = sizeof room};
 *     struct aludel_error error;
 *     if (!aludel_embedded_upgrade(&on, NULL, &error)) log(error.message);
 *
 * Compile it, libaludel (or aludel.c) and the generated files with -DALUDEL_EMBEDDED: errors are shorter then, so that one
 * stands on a small stack. Nothing here takes memory from anywhere else, opens a file, reads the environment, uses stdio or
 * a locale, or keeps state; what SQLite itself allocates is SQLite's. The arena is used during a call alone, and may be
 * any memory of that size (SQLite's MEMSYS5 pool isn't it).
 *
 * Each migration runs in a transaction of its own, with its version row and its log row. A loss of power at any moment leaves
 * the database at one revision or the next, and the next call goes on from there.
 *
 *   what to work on   struct aludel_embedded
 *   asking            aludel_embedded_is_current, aludel_embedded_is_compatible, aludel_embedded_stored,
 *                     aludel_embedded_pending, aludel_embedded_budget
 *   changing          aludel_embedded_upgrade, aludel_embedded_downgrade, aludel_embedded_stamp
 *   going back        aludel_embedded_undo
 *   a command         aludel_embedded_main
 */
#ifndef ALUDEL_EMBEDDED_H
#define ALUDEL_EMBEDDED_H

#ifndef ALUDEL_EMBEDDED
#error "the profile for firmware: compile what includes this, and Aludel with it, with -DALUDEL_EMBEDDED"
#endif

#include <aludel/aludel.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aludel_image;
struct aludel_image_work;

/* What every call needs of the arena, by the number of revisions in the image; rebuilds and functions need more: the generated
 * header has the sum. */
#define ALUDEL_EMBEDDED_ARENA(revisions) (ALUDEL_EMBEDDED_STATE + ((size_t)(revisions) + 7) / 8 * 4)
#define ALUDEL_EMBEDDED_STATE (16 * sizeof(void *) * 20 + 2304)
/* And what a budget needs besides. */
#define ALUDEL_EMBEDDED_WORK(tables, rows, text)                                                          \
    (ALUDEL_EMBEDDED_WORK_STATE + (tables)*ALUDEL_EMBEDDED_WORK_TABLE + (rows)*ALUDEL_EMBEDDED_WORK_ROW + \
     (text))
#define ALUDEL_EMBEDDED_LARGER(a, b) ((a) > (b) ? (a) : (b))
#define ALUDEL_EMBEDDED_WORK_STATE 1280
#define ALUDEL_EMBEDDED_WORK_TABLE 320
#define ALUDEL_EMBEDDED_WORK_ROW 40

/* A connection that is open, and the caller's: its pragmas stay as they are, but that foreign keys are off while a
 * migration rebuilds a table. Where a transaction is open the migrations are savepoints in it. What waits for a lock is
 * its busy handler. */
struct aludel_embedded {
    const struct aludel_image *image;
    struct sqlite3 *db;
    void *arena;       /* the generated header says how much */
    size_t arena_size; /* in bytes; more is fine */

    /* What begins and is done (STEP, STEP_DONE), what is said (REMARK); TICK in front of every statement: feed a watchdog there. NULL: nobody
     * listens. `event->handle` is NULL. */
    void (*event)(void *with, const struct aludel_event *event);
    void *with;
    const volatile int *stop; /* not 0: give up, and roll back what is under way; looked at with every TICK */
    const char *by;           /* who, for the log table; may be NULL */

    /* Told before an upgrade or a downgrade begins what each of its steps may need of the disk, and last, with `revision` NULL,
     * what all of it may. False refuses the run, and nothing has changed; the setting `max_bytes` refuses by itself. Of a
     * revision it has id, message, file and index. Tables that a step reads whole are read here, too. Both are needed: `work` is
     * the generated NAME_work, and with it the arena is NAME_WORK_ARENA; who doesn't name it doesn't link it. */
    aludel_budget_fn *budget;
    const struct aludel_image_work *work;
};

/* ---- Asking (nothing is written) ------------------------------------------------------------- */

/* True in `*current` when there is nothing to do. One query, and no lock beyond it. A database that this program doesn't
 * know is the error ALUDEL_NEWER, unless the setting `newer` lets it pass. */
bool aludel_embedded_is_current(const struct aludel_embedded *on, bool *current, struct aludel_error *error);

/* True in `*compatible` when this image works with the database as it is: nothing is pending, or it is newer and its log
 * says so (`compatible_with` of migrations that this image doesn't know). False in it: an upgrade is pending. ALUDEL_NEWER,
 * and why in the error's detail, where that isn't said. With the setting `newer = accept` upgrade, is_current and pending
 * let such a database pass, and the header's arena has room for forty revisions that it doesn't know; with another one it
 * takes more than that: what the log says of each. */
bool aludel_embedded_is_compatible(const struct aludel_embedded *on, bool *compatible,
                                   struct aludel_error *error);

/* The rows of the version table, known or not. A visitor returns false to stop. */
typedef bool aludel_embedded_row_fn(void *with, const char *id, bool known);
bool aludel_embedded_stored(const struct aludel_embedded *on, aludel_embedded_row_fn *visit, void *with,
                            struct aludel_error *error);

/* The ids that an upgrade to the heads would run, in that order. */
bool aludel_embedded_pending(const struct aludel_embedded *on, aludel_id_fn *visit, void *with,
                             struct aludel_error *error);

/* The same of what an upgrade or a downgrade to `target` would do, and no refusal; false stops. `on->work` is needed, but
 * where the image has a limit (`max_bytes`), and with it its own. */
bool aludel_embedded_budget(const struct aludel_embedded *on, enum aludel_command command, const char *target,
                            aludel_budget_fn *visit, void *with, struct aludel_error *error);

/* ---- Changing -------------------------------------------------------------------------------- */

/* Up to `target`, a whole revision id; NULL: all heads. A database that is there costs one query. */
bool aludel_embedded_upgrade(const struct aludel_embedded *on, const char *target,
                             struct aludel_error *error);
/* Down to `target`, which is applied: its children, and what stands on those, are undone (what only depends on it stays, as
 * with Alembic); "base": everything. */
bool aludel_embedded_downgrade(const struct aludel_embedded *on, const char *target,
                               struct aludel_error *error);
/* Writes the version rows of a database that is at `target` already (NULL: at the heads; "base": at none), and runs nothing:
 * for one that was made before there were migrations. Rows of other branches stay. */
bool aludel_embedded_stamp(const struct aludel_embedded *on, const char *target, struct aludel_error *error);

/* Undoes what newer images have done and this one doesn't know, by what their upgrades have left in the log
 * (`carry_downgrades`), newest first, until all rows are known. Nothing is done unless all of it can be: what is
 * irreversible, needs code, or isn't what was written, is an error. Calling it is the consent. What can't be known before is
 * how much of the arena a step takes, or whether the disk is full: where one stops for that, it is whole or not done, those
 * before it stay undone, and the next call goes on from there. The generated header has room for rebuilds of small tables, or
 * for as much as the setting `undo_room` says; the build of a newer image tells where it does what needs more. */
bool aludel_embedded_undo(const struct aludel_embedded *on, struct aludel_error *error);

/* ---- A command (the library aludel_embedded_cli) ------------------------------------------------- */

/* What main() is in a `migrate` of this profile: upgrade, downgrade, undo, stamp, current, plan, budget, history, heads. It
 * reads the environment for the setting url_env, and writes to standard output and standard error. The result is the exit status. */
int aludel_embedded_main(int argc, char **argv, const struct aludel_image *image, void *arena,
                         size_t arena_size);

#ifdef __cplusplus
}
#endif

#endif
