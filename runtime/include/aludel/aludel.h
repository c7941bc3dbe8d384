/*
 * aludel.h: migrations from inside a C program. The `migrate` command is written against this header.
 *
 *     #include <aludel/aludel.h>
 *     extern const struct aludel_registry app_migrations;      // made by `aludel generate`
 *
 *     struct aludel_config config = {.registry = &app_migrations, .sqlite = db};
 *     struct aludel_error error;
 *     struct aludel *a = aludel_open(&config, &error);
 *     if (!a || !aludel_upgrade(a, "head", NULL, &error)) puts(error.message);
 *     aludel_close(a);
 *
 * No function here prints, exits, or keeps state outside its handle; memory comes from the caller's
 * allocator. A handle is used by one thread at a time, as many handles by as many threads as you like;
 * aludel_interrupt alone may be called from anywhere, a signal handler too. Names begin with aludel_ and
 * ALUDEL_, macros too.
 *
 * A device that has gone back to an older image finds its database newer than the program. Where both were built with the
 * setting carry_downgrades, the older one can undo what the newer one did:
 *
 *     const struct aludel_options undo = {.carried = true};
 *     bool ok = aludel_upgrade(a, "head", NULL, &error) ||
 *               (error.code == ALUDEL_NEWER && aludel_downgrade(a, NULL, &undo, &error));
 *
 * What may be left out. A visitor, `error`, `digest` and `at_head` are NULL where nobody wants to know; without options or an
 * inspection they are all off; an identifier that is NULL is "", and ALUDEL_USAGE where one is needed.
 *
 * Later versions. A field that is 0 or NULL means what was meant before there was one: fill structs with zeroes
 * (`= {0}`, in C++ `{}`). Those that are handed to your functions (events, revisions, steps …) may grow at their ends.
 * When one grows that is yours (aludel_config, aludel_options, aludel_error …), or when anything else changes what a
 * compiled program sees, the shared library's number counts up (libaludel_runtime.so.0), and with it the minor number of
 * the version; functions and enumerators that are added don't do that.
 *
 *   versions              ALUDEL_VERSION_NUMBER, aludel_version_number, aludel_version
 *   errors                aludel_code, aludel_error
 *   surroundings          aludel_allocator, aludel_event, aludel_config
 *   a handle              aludel_open, aludel_open_offline, aludel_close, aludel_interrupt, aludel_shown_url,
 *                         aludel_database_kind
 *   what is compiled in   aludel_revision_count, aludel_revision_at, aludel_history, aludel_heads, aludel_branches, aludel_show
 *   asking                aludel_current, aludel_pending, aludel_is_at_head, aludel_is_compatible, aludel_stored, aludel_plan,
 *                         aludel_budget, aludel_verify, aludel_read_log, aludel_inspect, aludel_check
 *   changing              aludel_upgrade, aludel_downgrade, aludel_stamp, aludel_ensure_version, aludel_resume,
 *                         aludel_wait
 *   the application       aludel_postgresql_conninfo
 */
#ifndef ALUDEL_ALUDEL_H
#define ALUDEL_ALUDEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aludel;
struct aludel_registry;
struct sqlite3;
struct pg_conn;

/* ---- Versions ---------------------------------------------------------------------------- */

/* Of this header: major * 1000000 + minor * 1000 + patch. */
#define ALUDEL_VERSION_NUMBER 1000
/* Of the runtime that is linked; and the same as text: "0.1.0". */
int aludel_version_number(void);
const char *aludel_version(void);

/* ---- Errors ------------------------------------------------------------------------------ */

enum aludel_code {
    ALUDEL_OK = 0,
    ALUDEL_FAILED,      /* see the message */
    ALUDEL_USAGE,       /* an argument that can't be understood: unknown revision, bad identifier, bad URL */
    ALUDEL_NEWER,       /* the database has a revision that the registry doesn't know */
    ALUDEL_INTERRUPTED, /* aludel_interrupt */
    ALUDEL_BUSY,        /* another migrator, or a lock, for longer than `wait` */
    ALUDEL_READ_ONLY,   /* the database can't be written */
    ALUDEL_CONNECTION,  /* no connection, or it was lost */
    ALUDEL_NO_MEMORY,
    ALUDEL_CHANGED /* the plan isn't the one that `expect` is of; verify or check found differences */
};

/* Room for a text; the second figure is the profile's for firmware, where an error stands on a small stack. */
#ifdef ALUDEL_EMBEDDED
#define ALUDEL_ROOM(usual, embedded) (embedded)
#else
#define ALUDEL_ROOM(usual, embedded) (usual)
#endif

/* The first error of a call. Strings are empty rather than NULL and live in the struct, so it can be
 * kept and copied. Passwords are masked in all of them. */
struct aludel_error {
    enum aludel_code code;
    int driver_code;                 /* SQLite's extended result code */
    char sqlstate[6];                /* PostgreSQL's */
    char revision[64];               /* the migration that failed */
    char file[ALUDEL_ROOM(256, 80)]; /* the template and the line that wrote the statement; 0: none */
    int line;                        /* without a file (--strip-messages): the number of the statement */
    int position;          /* 1-based character in `statement` where the server saw it; 0: unknown */
    bool unknown_revision; /* ALUDEL_USAGE because an identifier means no revision of the chain */
    bool servers_hint;     /* `hint` is what the database's server says, word for word */
    char message[ALUDEL_ROOM(1024, 256)];
    char detail[ALUDEL_ROOM(512, 160)];     /* the server's detail and context */
    char hint[ALUDEL_ROOM(512, 160)];       /* what to do next */
    char statement[ALUDEL_ROOM(2048, 160)]; /* the statement, cut when it is longer */
};

/* ---- Memory, events, surroundings ------------------------------------------------------------ */

/* realloc's meaning: size 0 frees; NULL is "no memory". Left out: the C library's. */
struct aludel_allocator {
    void *(*resize)(void *with, void *block, size_t old_size, size_t new_size);
    void *with;
};

enum aludel_event_kind {
    ALUDEL_EVENT_STEP,      /* a migration begins: "Running upgrade a -> b, message" in `text` */
    ALUDEL_EVENT_STEP_DONE, /* and is committed */
    ALUDEL_EVENT_STATEMENT, /* a statement is about to run: its SQL in `text` */
    ALUDEL_EVENT_NOTICE,    /* the server has something to say */
    ALUDEL_EVENT_REMARK,    /* so have we: waiting for a lock, retrying … */
    ALUDEL_EVENT_TICK /* time goes by: to feed a watchdog, to look at a cancel flag; see tick_milliseconds */
};

struct aludel_event {
    enum aludel_event_kind kind;
    const char *text;
    const char *revision;
    size_t step, steps;    /* the step-th of how many, from 1 */
    struct aludel *handle; /* for aludel_interrupt; other calls are refused meanwhile */
};

/* Receives a script, in pieces. False: it can't be written any more. */
typedef bool aludel_writer_fn(void *with, const char *text, size_t length);

struct aludel_pair {
    const char *name, *value;
};

struct aludel_disk_need; /* see aludel_budget */

/* Several registries in one program are several handles. In one database each needs a `version_table` and a `log_table` of
 * its own, which a library sets in its environment's aludel.ini; they lock each other out by the version table. Handles
 * may share a lent connection, as long as calls don't overlap. */
struct aludel_config {
    const struct aludel_registry *registry; /* the one thing that must be given */

    /* Which database, one of them: an open one, lent for the handle's life, or a URL. A lent one is changed during calls alone (PostgreSQL:
     * its encoding, whether it blocks, libpq's own receiver of notices), and must be in no pipeline then, nor in a
     * transaction that has failed. Beside it further connections to the same server are
     * opened, as the same user, where one isn't enough: for statements outside of transactions, and to ask who blocks. With none of them the settings'
     * url_env, env_file and url decide (through `getenv`), and for PostgreSQL libpq's own environment. */
    struct sqlite3 *sqlite;
    struct pg_conn *postgresql;
    const char *url;

    struct aludel_allocator allocator;
    void (*event)(void *with, const struct aludel_event *event);
    const char *(*getenv)(void *with, const char *name); /* NULL: the environment isn't read */
    void *with;                                          /* handed to event and getenv */

    /* So often, at least, ALUDEL_EVENT_TICK is told while a call works or waits: inside a statement, for a lock, for a
     * connection, between two attempts. 0: every 100 ms. What can't be looked into ticks when it is over: the lookup of a
     * host's name, the cancellation of a statement of a server that doesn't answer (TCP's time-out), a flush of the disk, one
     * step of SQLite's (dropping a large table is one).
     * SQLite has one progress handler for each connection and tells nobody which. A lent connection's stays as it is, and
     * ticks come between its statements only, unless this isn't 0 (or `statement_timeout` is set): then it is replaced
     * during a call, and there is none behind that. Its busy_timeout, in which there are no ticks and no interruption, is
     * replaced by the setting `wait` likewise, and put back; a busy handler of another kind stays. */
    unsigned tick_milliseconds;

    const struct aludel_pair *settings; /* override the compiled-in ones */
    size_t settings_count;
    const struct aludel_pair *x; /* what migrations find by x("name") */
    size_t x_count;
    const char *by; /* who, for the log table */

    /* SQLite: told before a run begins what each of its steps may need, and last, with `revision` NULL, what all of it may.
     * False refuses the run, and nothing has changed. The setting `max_bytes` refuses by itself. Tables that a step reads
     * whole are read here, too. */
    bool (*budget)(void *with, const struct aludel_disk_need *budget);
};

/* ---- A handle -------------------------------------------------------------------------------- */

/* Checks the registry's layout and the settings, and remembers the configuration; the database is
 * opened by the first call that needs it. NULL and an error when that isn't possible. */
struct aludel *aludel_open(const struct aludel_config *config, struct aludel_error *error);
/* The same for a script, as `migrate --sql` writes it: no database is opened; what would be executed is written for a dialect ("sqlite",
 * "postgresql", or NULL: the one that the URL names, or the only one there is). */
struct aludel *aludel_open_offline(const struct aludel_config *config, const char *dialect,
                                   aludel_writer_fn *write, void *write_with, struct aludel_error *error);

/* Gives everything back. A connection that was lent stays open. NULL is nothing to close. */
void aludel_close(struct aludel *a);

/* Stops the call that runs on this handle, or else the next one: the statement is cancelled, its transaction rolled
 * back, the call fails with ALUDEL_INTERRUPTED, and the one after it does its work again. Safe in a signal handler, in any
 * thread until aludel_close is called, and in the event function. (On a lent SQLite connection it stops a statement of the
 * caller's that runs at that moment, too: sqlite3_interrupt. What that connection waits for in a busy handler of its own it
 * stops when that returns.) */
void aludel_interrupt(struct aludel *a);

/* The database as it may be shown: no password. "" before it is known. */
const char *aludel_shown_url(const struct aludel *a);

/* Its kind: "sqlite" or "postgresql". "" before it is known. */
const char *aludel_database_kind(const struct aludel *a);

/* ---- What is compiled in (no database needed) ------------------------------------------------ */

struct aludel_revision {
    size_t index; /* in the registry; topological */
    const char *id, *message, *description, *file;
    const char *const *parents; /* down_revision */
    size_t parent_count;
    const char *const *dependencies; /* depends_on, as written */
    size_t dependency_count;
    const char *const *children; /* "Branches into" when there are several */
    size_t child_count;
    const char *const *labels;
    size_t label_count;
    const char *const *replaces; /* the ids that it stands for, its own among them */
    size_t replaces_count;       /* 0: none */
    const char *irreversible;    /* the reason, or NULL */
    bool head;                   /* no child */
    bool effective_head;         /* no child, but another revision depends on it */
    bool base, branchpoint, mergepoint;
    bool current; /* only where the call had looked at the database */
    bool older;   /* than what this program begins with (--since): known, but not compiled in */
    /* The oldest revisions whose programs still work with what its upgrade leaves; "base": any program's. */
    const char *const *compatible_with;
    size_t compatible_count; /* 0: it doesn't say */
};

/* All of them, parents first: `index` counts from 0. The strings and arrays live as long as the handle. */
size_t aludel_revision_count(const struct aludel *a);
const struct aludel_revision *aludel_revision_at(const struct aludel *a, size_t index);

/* A visitor returns false to stop. */
typedef bool aludel_revision_fn(void *with, const struct aludel_revision *revision);

/* Newest first, in Alembic's order. `range` is NULL or "start:end" with either side empty;
 * "current" stands for the database's rows, which are then read; `look` reads them in any case and
 * fills in `current`. */
bool aludel_history(struct aludel *a, const char *range, bool look, aludel_revision_fn *visit, void *with,
                    struct aludel_error *error);
/* Revisions without children; with `resolve_dependencies` without those that others depend on. */
bool aludel_heads(struct aludel *a, bool resolve_dependencies, aludel_revision_fn *visit, void *with,
                  struct aludel_error *error);
/* Revisions with several children. */
bool aludel_branches(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error);
/* Those that identifiers mean: "head", "ae10", "heads" …; "current" reads the database's rows. */
bool aludel_show(struct aludel *a, const char *revisions, aludel_revision_fn *visit, void *with,
                 struct aludel_error *error);

/* ---- Asking the database (nothing is written) ------------------------------------------------ */

/* The rows of the version table: known revisions to `visit`, unknown ones are the error ALUDEL_NEWER
 * after the known ones. */
bool aludel_current(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error);

/* The ids in the version table as they stand there, whether this program knows them or not; without a table none. */
typedef bool aludel_id_fn(void *with, const char *id);
bool aludel_stored(struct aludel *a, aludel_id_fn *visit, void *with, struct aludel_error *error);

/* The revisions that an upgrade to "heads" would run, in that order. */
bool aludel_pending(struct aludel *a, aludel_revision_fn *visit, void *with, struct aludel_error *error);

/* True in `*at_head` when the rows are the heads. As in aludel_upgrade to "head", aludel_current and aludel_pending, that
 * costs one query, and nothing is locked or written; on PostgreSQL within a transaction where the setting `role` is given or
 * one of the caller's is open. */
bool aludel_is_at_head(struct aludel *a, bool *at_head, struct aludel_error *error);

/* True in *compatible when the program works with the database as it is: nothing is pending, or the database is newer, has
 * all that this chain brings, and its log says (by `compatible_with` of the migrations that aren't known here) that programs
 * with these revisions work with it. False in it: an upgrade is pending. ALUDEL_NEWER, and why in the error's detail, where
 * it is newer and that isn't said. What the setting `newer` is doesn't matter here; with `accept` aludel_upgrade,
 * aludel_pending and aludel_wait let such a database pass. */
bool aludel_is_compatible(struct aludel *a, bool *compatible, struct aludel_error *error);

enum aludel_command {
    ALUDEL_UPGRADE,
    ALUDEL_DOWNGRADE,
    ALUDEL_STAMP,
    ALUDEL_PURGE,
    ALUDEL_DOWNGRADE_CARRIED /* aludel_plan: a downgrade with `carried`; "" as its target is none */
};

struct aludel_step {
    enum aludel_command command;
    const struct aludel_revision *revision;
    const char *line; /* "Running upgrade a -> b, message" */
    const char *sql;  /* what it would execute, as far as that is known without running it */
    bool whole;       /* it is known to the end; else up to the first question to the database */
    bool autocommit;
};
typedef bool aludel_step_visit_fn(void *with, const struct aludel_step *step);

/* What upgrade or downgrade would do. `digest` (33 bytes or NULL) is over the start rows and the steps. */
bool aludel_plan(struct aludel *a, enum aludel_command command, const char *target, char *digest,
                 aludel_step_visit_fn *visit, void *with, struct aludel_error *error);

/* What a step may need of the disk at most (SQLite), and why: computed from what the migration was compiled to, and from
 * the file. */
enum aludel_work {
    ALUDEL_WORK_SCHEMA, /* the schema alone: a column, a name, a trigger */
    ALUDEL_WORK_CREATE, /* a table is made */
    ALUDEL_WORK_COPY,   /* a table is rebuilt beside the old one */
    ALUDEL_WORK_SCAN,   /* a table is read, and stays in its place */
    ALUDEL_WORK_INDEX,  /* of all its rows */
    ALUDEL_WORK_INSERT,
    ALUDEL_WORK_UPDATE,
    ALUDEL_WORK_DELETE,
    ALUDEL_WORK_DROP
};

struct aludel_work_row {
    enum aludel_work work;
    const char *table; /* of a dropped index: its own name */
    int64_t rows;      /* at most; 0: none, or they weren't counted */
    int64_t bytes;     /* of new pages */
    int line;          /* in the migration's file */
};

struct aludel_disk_need {
    enum aludel_command command;
    const struct aludel_revision *revision; /* NULL: the whole run */
    const char *line;                       /* "Running upgrade a -> b, message"; "" */
    /* By how much, at most: the database's file grows, the rollback journal becomes large or the WAL grows, and what SQLite
     * puts into temporary files (or memory: PRAGMA temp_store); and all of them at one moment. Of the steps in one
     * transaction each says what they need together so far. */
    int64_t database_bytes, journal_bytes, temporary_bytes, bytes;
    bool certain;        /* else it may be more: */
    const char *unknown; /* why, in words that stand behind a colon; "" */
    int unknown_line;    /* in the migration's file; 0: nowhere in particular */
    const struct aludel_work_row *rows;
    size_t row_count;
};
/* False stops. What it is told lives as long as the call of it. */
typedef bool aludel_budget_fn(void *with, const struct aludel_disk_need *budget);

/* Of each step of what upgrade or downgrade would do, and last of all of them. SQLite alone: ALUDEL_USAGE for
 * anything else. Tables that are copied, indexed, or updated are read to know their size; where SQLite was compiled
 * without dbstat, their old pages are taken for all of the file's. */
bool aludel_budget(struct aludel *a, enum aludel_command command, const char *target, aludel_budget_fn *visit,
                   void *with, struct aludel_error *error);

struct aludel_log_entry {
    int64_t number;
    const char *revision;
    const char *action; /* upgrade, downgrade, stamp, purge */
    const char *at;     /* the server's clock, ISO 8601, UTC */
    int64_t milliseconds;
    const char *sum; /* 32 hexadecimal digits */
    const char *user, *host, *by, *tool;
};
typedef bool aludel_log_fn(void *with, const struct aludel_log_entry *entry);
/* What was done to the database, oldest first; nothing where there is no log yet. */
bool aludel_read_log(struct aludel *a, aludel_log_fn *visit, void *with, struct aludel_error *error);

enum aludel_verdict {
    ALUDEL_SAME,
    ALUDEL_DIFFERS,
    ALUDEL_NOT_RECORDED,
    ALUDEL_SHARED_DIFFERS,
    ALUDEL_SQUASHED /* what was applied isn't compiled in any more: this one replaces it */
};
typedef bool aludel_verify_fn(void *with, const struct aludel_revision *revision, enum aludel_verdict verdict,
                              const char *file);
/* Compares every applied migration with what is compiled in; false with ALUDEL_CHANGED when one differs. */
bool aludel_verify(struct aludel *a, aludel_verify_fn *visit, void *with, struct aludel_error *error);

/* ---- The schema, read back (nothing is written) ----------------------------------------------- */

/* The settings `include`, `exclude` and `include_schemas` hold besides. */
struct aludel_inspection {
    const char *const *
        schemas; /* which; none: the one that names without a schema mean (SQLite: main), and include_schemas */
    size_t schema_count;
    const char *const *without; /* tables to leave out, beside the runtime's own */
    size_t without_count;
    /* The compiled-in target instead of the live database: it is built in a scratch place, read back, and nothing of it
     * stays. SQLite: in memory, and the database isn't even opened. PostgreSQL: a schema of its own in a transaction that is
     * rolled back, for which the user needs the right to create schemas. */
    bool target;
    /* In place of the live database what the chain makes of an empty one, in memory: with aludel_check it is compared with
     * the target. SQLite alone, unless the handle was given another database, which is an error. */
    bool chain;
};

/* A statement; all of them, in the order in which they are visited, make the schema again. Two databases with the same
 * schema have the same statements byte for byte, on PostgreSQL however they were written. */
struct aludel_schema_part {
    const char *
        kind; /* schema, extension, type, sequence, table, constraint, index, function, view, trigger, comment …;
                 not_compared: a comment that says what there is besides */
    const char *schema; /* "": the one that needs no name */
    const char *table;  /* whose it is: a constraint's, an index's, a comment's; else "" */
    const char *name;   /* of a function with the types of its arguments, of a comment with what it is on */
    const char *sql;    /* without `;`; it may end in a comment */
};
/* False stops. */
typedef bool aludel_inspect_fn(void *with, const struct aludel_schema_part *part);

/* The whole schema, in one snapshot. `what` may be NULL. */
bool aludel_inspect(struct aludel *a, const struct aludel_inspection *what, aludel_inspect_fn *visit,
                    void *with, struct aludel_error *error);

enum aludel_side { ALUDEL_MISSING, ALUDEL_LEFT_OVER, ALUDEL_DIFFERENT };

struct aludel_difference {
    enum aludel_side side; /* only the target has it; only the database has it; both, and not alike */
    struct aludel_schema_part part; /* a column or a constraint of a table that both have is a part as well */
    const char *target, *found;     /* both texts; NULL where there is none */
};
typedef bool aludel_difference_fn(void *with, const struct aludel_difference *difference);

/* Compares the database with the target; both must be the chain's: a database that isn't at head is an error. With
 * `chain` no database is looked at. False with ALUDEL_CHANGED when there are differences. */
bool aludel_check(struct aludel *a, const struct aludel_inspection *what, aludel_difference_fn *visit,
                  void *with, struct aludel_error *error);

/* ---- Changing the database ------------------------------------------------------------------- */

struct aludel_options {
    const char *tag;    /* what migrations find by op.tag */
    const char *expect; /* a digest of aludel_plan; anything else is refused */
    const char *backup; /* SQLite: copy the database here before the first change */
    bool single_transaction;
    bool dry_run;      /* run, then roll back */
    bool purge;        /* stamp */
    bool resume_done;  /* resume: the interrupted statement has been done by hand … */
    bool resume_again; /* … or is to be run again */
    bool carried;      /* downgrade: first what this program doesn't know, from the log */
};

/* Targets in Alembic's identifier language: "head", "ae10+2", "-1", "branch@head", "base" … ; with an
 * offline configuration also "start:end". NULL options are all off. */
bool aludel_upgrade(struct aludel *a, const char *target, const struct aludel_options *options,
                    struct aludel_error *error);
/* `carried`, the caller's consent: a downgrade first undoes what this program doesn't know, by what newer programs left in
 * the log (carry_downgrades), step by step, what was done last first; then it goes on to the target, or ends there without
 * one. Every step is looked up and verified before the first is run: where one of them can't be undone that is
 * ALUDEL_NEWER with the reason, and nothing is changed. With nothing to undo it succeeds. */
bool aludel_downgrade(struct aludel *a, const char *target, const struct aludel_options *options,
                      struct aludel_error *error);
/* Writes version rows, and runs nothing. */
bool aludel_stamp(struct aludel *a, const char *const *targets, size_t count,
                  const struct aludel_options *options, struct aludel_error *error);
/* Makes the version table, where there is none. */
bool aludel_ensure_version(struct aludel *a, struct aludel_error *error);
/* Finishes a migration with autocommit steps that was interrupted. */
bool aludel_resume(struct aludel *a, const struct aludel_options *options, struct aludel_error *error);

/* Waits until `target` is applied, at most `milliseconds` (-1: for ever). */
bool aludel_wait(struct aludel *a, const char *target, int64_t milliseconds, struct aludel_error *error);

/* ---- The application's own connections ------------------------------------------------------- */

/* Room for the longest one: a URL that needs more is refused, here and by a handle. */
#define ALUDEL_CONNINFO 2048

/* A PostgreSQL URL in any form that a handle takes (postgresql+asyncpg://…?ssl=require) as libpq takes it: for
 * PQconnectdb, or for PQconnectdbParams as dbname. The password is in `out` as it is in `url`. False with
 * ALUDEL_USAGE and an empty `out` when it is another kind of database's, can't be read, or doesn't fit. */
bool aludel_postgresql_conninfo(const char *url, char *out, size_t room, struct aludel_error *error);

#ifdef __cplusplus
}
#endif

#endif
