/*
 * device.h: what the files of embedded/ share: one call at work. From the ground up:
 *
 *     room.c      the caller's memory as an allocator
 *     error.c     core/error.h's functions for small errors, without masking
 *     driver.c    the driver that op/ and rebuild/ see: statements by driver/sqlite_run.c and sqlite_rows.c
 *     database.c  asking and telling SQLite directly; groups
 *     graph.c     sets of revisions; how the version rows change with a step
 *     version.c   the version table
 *     log.c       the log table
 *     way.c       a direction of a migration, carried out
 *     parts.c     what of it is a rebuild or a function; linked where the image says so
 *     step.c      a step in its transaction, with its rows
 *     change.c    upgrade, downgrade, stamp
 *     budget.c    what a way may need of the disk; linked by those who ask
 *     ask.c       is_current, stored, pending
 *     newer.c     whether a newer database is compatible
 *     undo.c      what newer images have done, undone by the log
 *
 * A struct al_device stands at the begin of the arena, sets of revisions behind it; the rest is for rebuilds and functions.
 */
#ifndef AL_DEVICE_H
#define AL_DEVICE_H

#include "driver/sqlite_state.h"
#include "recipe/recipe.h"

#include <aludel/embedded.h>
#include <aludel/image.h>

/* ---- Memory: room.c --------------------------------------------------------------------------- */

struct al_room { /* a piece of memory, as an allocator gives it out */
    struct al_room_block *first;
    size_t most, used; /* bytes that were in use at most, and are */
};
/* False: it is too small for anything. */
bool al_room_init(struct al_room *room, void *memory, size_t size);
struct aludel_allocator al_room_allocator(struct al_room *room);
void al_room_arena(struct al_room *room, struct aludel_arena *arena); /* one that grows in it */
void *al_room_take(struct al_room *room, size_t size); /* zeroed; NULL: there isn't that much */
void al_room_give(struct al_room *room, void *block);

/* ---- A call ----------------------------------------------------------------------------------- */

#define AL_NOBODY UINT32_MAX
struct al_device_orphans;

struct al_device {
    struct al_sqlite sqlite; /* the driver; its error is moved to `error` */
    const struct aludel_embedded *on;
    const struct aludel_image *image;
    struct aludel_error *error, own_error; /* the caller's; where there is none, its own */
    struct al_room room;
    unsigned char *rows, *closed, *wanted, *scratch; /* sets of revisions */
    size_t unknown;                                  /* version rows that the image doesn't know, */
    char stranger[64];                               /* one of them */
    bool has_versions, has_log;                      /* the tables are there, as far as was looked */
    uint32_t revision;                               /* in hand; AL_NOBODY: a hook, or nothing */
    const char *id, *file;                           /* of that, for errors */
    enum aludel_direction direction;
    size_t step, steps;
    struct al_device_orphans *orphans; /* parts.c's */
    char text[640];                    /* a statement of ours */
};

/* In the caller's arena. NULL and an error where it is too small, or the image is another version's. */
struct al_device *al_device_begin(const struct aludel_embedded *on, struct aludel_error *error);
/* The driver's error becomes the call's, with the revision. Always false. */
bool al_device_failed(struct al_device *d);
void al_device_tell(struct al_device *d, enum aludel_event_kind kind, const char *text);

bool al_device_may_write_schema(struct al_driver *d); /* driver.c */

/* ---- SQLite: database.c ------------------------------------------------------------------------ */

/* A statement of ours, made of `format`. False with the error; `*missing` (may be NULL: an error, too): there is no
 * such table. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
bool al_device_prepare(struct al_device *d, sqlite3_stmt **stmt, bool *missing, const char *format, ...);
/* Text ?1, ?2 …: NULL is NULL. False, with the error, for want of memory: the statement is gone then. */
bool al_device_bind(struct al_device *d, sqlite3_stmt *stmt, int count, const char *const *values);
/* SQLITE_ROW, SQLITE_DONE, or -1 with the error. */
int al_device_step(struct al_device *d, sqlite3_stmt *stmt);
bool al_device_finish(struct al_device *d, sqlite3_stmt *stmt); /* steps to the end, finalizes */

/* A group: BEGIN IMMEDIATE, or a savepoint in the caller's transaction; `rebuilds`: with foreign keys off. */
bool al_device_open(struct al_device *d, bool rebuilds);
bool al_device_commit(struct al_device *d);
void al_device_rollback(struct al_device *d);

/* ---- Revisions: graph.c ------------------------------------------------------------------------- */

bool al_bits_has(const unsigned char *set, uint32_t r);
void al_bits_add(unsigned char *set, uint32_t r);
void al_bits_remove(unsigned char *set, uint32_t r);
void al_bits_clear(const struct al_device *d, unsigned char *set);
void al_bits_fill(const struct al_device *d, unsigned char *set);
void al_bits_copy(const struct al_device *d, unsigned char *to, const unsigned char *from);
bool al_bits_same(const struct al_device *d, const unsigned char *a, const unsigned char *b);
void al_bits_ancestors(const struct al_device *d, unsigned char *set);   /* joined by all that it needs */
void al_bits_descendants(const struct al_device *d, unsigned char *set); /* by all that need it */
uint32_t al_device_find(const struct al_device *d, const char *id);      /* AL_NOBODY: none */
/* Of d->wanted what isn't there; what is, downwards. */
bool al_device_is_pending(const struct al_device *d, uint32_t r, enum aludel_direction direction);
const uint32_t *al_device_needs(const struct al_device *d, uint32_t r, uint32_t *count);

/* ---- The version table: version.c ---------------------------------------------------------------- */

bool al_versions_visit(struct al_device *d, aludel_embedded_row_fn *visit, void *with);
/* d->rows, d->unknown; in d->closed all that is applied. */
bool al_versions_read(struct al_device *d);
bool al_versions_known(struct al_device *d); /* false with ALUDEL_NEWER */
/* That, or what the image doesn't know may pass: then d->unknown isn't 0, and there is nothing to do of d->wanted. */
bool al_versions_pass(struct al_device *d);
/* What stands for a revision that was squashed and isn't in the image; NULL: nothing does. */
const char *al_device_replacement(const struct al_device *d, const char *id);
bool al_device_refuse_squashed(struct al_device *d, const char *id); /* always false */
bool al_versions_make(struct al_device *d);
bool al_versions_insert(struct al_device *d, const char *id);
bool al_versions_delete(struct al_device *d, const char *id);
/* The rows, in the table and in d->rows, as they are behind a step. */
bool al_versions_step(struct al_device *d, uint32_t r, enum aludel_direction direction);

/* ---- The log: log.c ------------------------------------------------------------------------------ */

bool al_record_prepare(struct al_device *d);
/* What its row carries: the way back of an upgrade, or what it stands for. NULL: nothing. */
const char *al_record_carried(const struct al_device *d, bool upgrade, uint32_t r);
bool al_record(struct al_device *d, const char *action, const char *id, uint32_t r);

/* ---- What a migration does: way.c ------------------------------------------------------------------ */

unsigned al_way_flags(const struct al_device *d, uint32_t r, enum aludel_direction direction);
/* Of the revision in hand. */
bool al_way_recipe(struct al_device *d, struct al_recipe recipe);
bool al_way_run(struct al_device *d, uint32_t r, enum aludel_direction direction);
bool al_way_hook(struct al_device *d, enum aludel_image_hook hook);
bool al_way_has_hook(const struct al_device *d, enum aludel_image_hook hook);

/* ---- What not every chain has: parts.c ------------------------------------------------------------- */

struct aludel_image_rebuilds {
    bool (*run)(struct al_device *d, struct al_recipe recipe); /* one with rebuilds in it */
    /* Rows without a parent: foreign keys are off while a table is rebuilt. */
    bool (*count_orphans)(struct al_device *d);
    bool (*check_orphans)(struct al_device *d); /* that there are no more of them */
};
struct aludel_image_calls {
    bool (*run)(struct al_device *d, aludel_step_fn *fn);
};
struct aludel_image_budget { /* budget.c */
    bool (*check)(struct al_device *d,
                  enum aludel_direction direction); /* what is pending; false with the error */
    bool (*tell)(struct al_device *d, const struct aludel_image_work *work, enum aludel_direction direction,
                 const char *target, aludel_budget_fn *visit, void *with);
};
struct aludel_image_newer {               /* newer.c */
    bool (*accepts)(struct al_device *d); /* what it doesn't know; false with the error */
};

/* What the call has for budgets: the caller's, or the image's. NULL, with the error: nothing. ask.c */
const struct aludel_image_work *al_device_work(struct al_device *d);

/* ---- Steps: step.c --------------------------------------------------------------------------------- */

/* "Running upgrade a -> b, message", in d->text. */
void al_device_line(struct al_device *d, uint32_t r, enum aludel_direction direction);
/* Whether it can be done at all: it is in this image, and it can be undone. */
bool al_device_may_step(struct al_device *d, uint32_t r, enum aludel_direction direction);
/* One step in its transaction. `*missed`: the rows are others than d->rows; they have been read, and nothing was done. */
bool al_device_take_step(struct al_device *d, uint32_t r, enum aludel_direction direction, bool *missed);
/* Around all of them, in a transaction of its own. */
bool al_device_hook(struct al_device *d, enum aludel_image_hook hook);

/* ---- Ways: change.c ---------------------------------------------------------------------------------- */

/* In d->wanted what lies on the way to `target`; false with the error, also where a step of it can't be done. */
bool al_device_plan(struct al_device *d, enum aludel_direction direction, const char *target);

#endif
