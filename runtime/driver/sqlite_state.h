/*
 * sqlite_state.h: the SQLite driver's own state, shared by its files. From the ground up:
 *
 *   sqlite_error.c   result codes -> errors that say what to do
 *   sqlite_wait.c    locks, time-outs, interruption
 *   sqlite_open.c    a URL's parameters -> sqlite3_open_v2
 *   sqlite_run.c     preparing, binding, executing
 *   sqlite_rows.c    results and cursors
 *   sqlite.c         opening, closing, transactions; the vtable
 */
#ifndef AL_SQLITE_STATE_H
#define AL_SQLITE_STATE_H

#include "driver/driver.h"

#include <signal.h>
#include <sqlite3.h>

#define AL_SQLITE_KEPT ALUDEL_ROOM(16, 4) /* prepared statements that are kept */

struct al_sqlite_kept {
    sqlite3_stmt *stmt;
    char *sql; /* as it came, with ALUDEL_PARAMETER */
    uint32_t length;
    bool in_use;
    uint64_t used; /* when, for the choice of the one to replace */
};

struct al_sqlite {
    struct al_driver head;
    sqlite3 *db;
    bool owned;                      /* opened by us: our pragmas, our busy handler */
    bool waits;                      /* our busy handler is in place */
    int busy_timeout;                /* a lent connection's, which ours is in place of; 0: none */
    bool memory;                     /* no file */
    bool ready_to_write;             /* the pragmas of a writer are set */
    bool looked, homeless;           /* for a folder for temporary files; there is none */
    const char *no_create;           /* why a missing file isn't made, or NULL */
    const char *read_only;           /* why it was opened so ("mode=ro in the URL"), or NULL */
    char file[ALUDEL_ROOM(1024, 4)]; /* "" in memory */

    struct al_durations durations;
    int64_t patience; /* how long the statement in hand waits for a lock */
    int64_t wait_since, waited;
    int64_t deadline; /* of the statement in hand; 0: none */
    bool timed_out, told;
    char holder[ALUDEL_ROOM(128, 4)]; /* who has the lock, as far as is known */

    struct al_sqlite_kept kept[AL_SQLITE_KEPT];
    uint64_t uses;
    struct al_sqlite_cursor *cursors;
};

/* ---- sqlite_error.c ---- */
/* Reports what SQLite last said about `db` (ours, or a cursor's). `shown` is the statement as it was given to
 * SQLite. Always false. */
bool al_sqlite_fail(struct al_sqlite *s, sqlite3 *db, const struct al_request *request,
                    struct aludel_text shown);
/* The database isn't to be written: why, and the way out. Always false. */
bool al_sqlite_fail_read_only(struct al_sqlite *s, int code);
/* A file that can't be opened; `error` is the caller's. Always false. */
bool al_sqlite_fail_open(struct al_sqlite *s, int code, const char *said, struct aludel_error *error);
enum al_why al_sqlite_why(const struct aludel_error *e);

/* ---- sqlite_wait.c ---- */
/* Handlers for locks, time-outs and ticks: on connections of our own for good, on borrowed ones only what is needed, during a
 * call. The driver's `take` and `give_back`. */
bool al_sqlite_watch(struct al_driver *d, struct aludel_error *error);
void al_sqlite_unwatch(struct al_driver *d);
/* Waits a little for a lock; false when patience is over or the run interrupted. `attempt` counts from 0. */
bool al_sqlite_wait_a_little(struct al_sqlite *s, int attempt);
/* The same for a statement by itself that has failed on a borrowed connection, where the busy handler is its owner's. */
bool al_sqlite_may_repeat(struct al_sqlite *s, int attempt);
/* How long what comes next waits. */
void al_sqlite_be_patient(struct al_sqlite *s, bool in_migration);
/* The statement's time begins and ends. */
void al_sqlite_clock_on(struct al_sqlite *s);
void al_sqlite_clock_off(struct al_sqlite *s);

/* ---- sqlite_open.c ---- */
bool al_sqlite_open_url(struct al_sqlite *s, const char *url, bool read_only, struct aludel_error *error);
/* False where SQLite finds no folder for temporary files: a read-only root without /tmp. They are kept in memory then. */
bool al_sqlite_has_temporary_folder(struct al_sqlite *s);

/* ---- sqlite_disk.c ---- */
void al_sqlite_disk(struct al_driver *d, struct al_disk *disk);

/* ---- sqlite_run.c ---- */
struct al_sqlite_run {  /* one execution of a prepared statement */
    sqlite3_stmt *stmt; /* NULL: nothing to do (a comment) */
    struct al_sqlite_kept *kept;
};
/* Prepares (or finds) and binds; the values are copied. */
bool al_sqlite_start(struct al_sqlite *s, const struct al_request *request, struct al_sqlite_run *run);
void al_sqlite_finish(struct al_sqlite_run *run);
/* One step under the time-out: SQLITE_ROW, SQLITE_DONE, or an error code that isn't reported yet. */
int al_sqlite_step(struct al_sqlite *s, sqlite3_stmt *stmt);
/* Our own statements without parameters or results: BEGIN, COMMIT, PRAGMA … */
int al_sqlite_exec(struct al_sqlite *s, const char *sql);
void al_sqlite_forget(struct al_sqlite *s); /* the kept statements */

bool al_sqlite_send(struct al_driver *d, const struct al_request *request);
bool al_sqlite_count(struct al_driver *d, const struct al_request *request, int64_t *changed);
bool al_sqlite_alone(struct al_driver *d, const struct al_request *request);
bool al_sqlite_is_no_answer(int code); /* of a statement that doesn't compile: it couldn't be looked at */
bool al_sqlite_compiles(struct al_driver *d, struct aludel_text sql, bool strictly, char *why, size_t room);
bool al_sqlite_reads(struct al_driver *d, struct aludel_text sql, struct aludel_text table,
                     struct aludel_text column);

/* ---- sqlite_rows.c ---- */
bool al_sqlite_query(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                     struct aludel_value *rows);
bool al_sqlite_open_rows(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor);
bool al_sqlite_next_row(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                        struct aludel_value *row);
void al_sqlite_close_rows(struct al_driver *d, struct al_cursor *cursor);
void al_sqlite_close_all_rows(struct al_sqlite *s);

#endif
