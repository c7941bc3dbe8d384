/*
 * driver.h: what a database client must be able to do. One vtable; sqlite.c, postgresql.c and script.c
 * (which writes SQL text instead of executing it) are behind it.
 *
 * Sending and settling. A driver may execute what it is sent at once (SQLite), or send it ahead and
 * look at the answers later (PostgreSQL's pipeline). So `send`, `begin`, `commit` return true for
 * "taken"; `settle` waits for all answers. `query` and `count` settle first, since they need an answer.
 * After an error nothing more is taken until `rollback`. Errors carry the place of the statement that
 * caused them, however late they are seen.
 *
 * Groups. From begin to commit is a group: one transaction. Each begin takes a ticket (a number that
 * counts up); `committed` is the highest ticket that is known to be committed, so that after an error
 * the caller knows where the database stands.
 *
 * Marks. What is sent carries the number that the caller has put into `mark` (which step it belongs to). When
 * answers come, `reached` follows, `failed` tells whose statement failed, and `answered` is called.
 *
 * Conditions. A request that `missed` names is one of ours that errs when something isn't as it must be (the
 * lock is taken, the version rows have changed): that is no error of a migration, and the driver says which; what it
 * means is for whoever has sent it to say.
 *
 * A caller's own transaction (a borrowed handle that had one open) is neither begun nor committed by us: the
 * group is a savepoint in it.
 *
 * Calls. A lent connection is changed while one of the API's calls uses it, and is its owner's in between, who may have
 * lent it to others, too: `take` changes what must be changed, `give_back` puts it back. A driver that was opened has taken
 * it, and `close` gives it back.
 *
 * Outside groups. `alone` executes one statement outside any transaction and settles.
 *
 * Cursors end with the group in which they were opened: begin, commit and rollback close what is open.
 *
 *   what is asked        struct al_connect, enum al_begin, enum al_missed, enum al_why, struct al_request, struct al_client
 *   the contract         struct al_driver_type, struct al_driver
 *   what drivers share   al_driver_new, al_driver_blame, al_driver_tell, al_driver_durations, al_write_values, al_duration …
 */
#ifndef AL_DRIVER_H
#define AL_DRIVER_H

#include "core/error.h"

#include <stdatomic.h>

struct al_driver;

struct al_connect {  /* how to reach the database; strings live as long as the driver */
    const char *url; /* NULL with a borrowed handle */
    void *borrowed;  /* sqlite3 * or PGconn * */
    const struct aludel_settings *settings; /* with the configuration's overrides */
    struct aludel_allocator allocator;
    aludel_writer_fn *write; /* the script writer's */
    void *write_with;
    void (*event)(void *with,
                  const struct aludel_event *event); /* masks what it is told; NULL: nobody listens */
    void *with;
    unsigned
        tick_every; /* milliseconds; 0: AL_TICK_EVERY, and on a lent SQLite connection none inside statements */
    atomic_int *interrupted; /* looked at while a connection is made; NULL: nobody interrupts that */
    atomic_int *stop;        /* see the driver's; NULL: it has one of its own */
    bool read_only;          /* a command that must not write: don't create the file */
};

enum al_begin {
    AL_BEGIN_READ,   /* a snapshot to read from */
    AL_BEGIN_WRITE,  /* takes the write lock, waiting at most the settings' `wait` */
    AL_BEGIN_REBUILD /* the same; SQLite: foreign keys are off until its end, where they can be switched off */
};

enum al_missed {
    AL_MISSED_NOTHING,
    AL_MISSED_LOCK,   /* another migrator is at work */
    AL_MISSED_ROWS,   /* the version rows aren't the planned ones */
    AL_MISSED_WRITE,  /* they aren't what was written */
    AL_MISSED_KEEPER, /* what kept others out between groups is gone */
    AL_MISSED_LOG     /* the log table is a newer program's */
};

/* What an error of the database's is about, where that matters to whoever asked. */
enum al_why {
    AL_WHY_OTHER,
    AL_WHY_NO_TABLE,
    AL_WHY_NO_COLUMN,
    AL_WHY_EXISTS,    /* what is created is there already */
    AL_WHY_TRANSIENT, /* others were in the way; the same may do another time */
    AL_WHY_UNTYPED,   /* a parameter whose type the server can't tell */
    AL_WHY_UNPREPARED /* a prepared statement is gone */
};

struct al_request {
    struct aludel_bound what;
    const char *revision;  /* whose statement it is, or NULL: our own */
    uint32_t limit;        /* query: so many rows are enough; 0: all */
    enum al_missed missed; /* pipelines: what the server's refusal means; AL_MISSED_NOTHING: an error */
};

/* Of a statement that was interrupted outside a transaction: has it been done? */
enum al_effect { AL_EFFECT_UNKNOWN, AL_EFFECT_NONE, AL_EFFECT_DONE };

/* The library through which a driver talks to its database. */
struct al_client {
    const char *name;   /* "SQLite", "libpq" */
    char version[32];   /* "3.40.1", "15.20"; "" where the program was built without it */
    const char *source; /* what it was built from, or NULL */
};

/* Rows being read: a driver's own structure behind this name. */
struct al_cursor;

/* SQLite: bytes that a write of the file's VFS may tear, 512 where writes are safe; those at each page's end that are nobody's; those
 * of the file as it is stored, without what a WAL or a cache has of it. */
struct al_disk {
    unsigned sector, reserved;
    uint64_t stored;
};

struct al_driver_type {
    enum aludel_dialect dialect;
    /* A run goes the way of a database: it can be asked, is locked and guarded. False: the script writer. */
    bool live;
    /* Answers may come later than `send`. Then conditions are statements that err in the server (`missed`), and the
     * driver itself moves `reached` and `committed`, sets `failed`, calls `answered` behind each answer, and tells
     * STATEMENT of a request that has a `revision`. */
    bool pipelines;

    /* A server that speaks PostgreSQL's protocol and differs in what it can do (no advisory locks, one change
     * of the schema a transaction, COMMIT that fails with 40001 as a matter of course) will be a type of its
     * own with flags here. */

    /* Reads the URL, fills in `shown_url`. A run may open twice, `read_only` first. False: *driver is NULL. */
    bool (*open)(struct al_driver **driver, const struct al_connect *connect, struct aludel_error *error);
    void (*close)(struct al_driver *d);
    /* Of a lent connection; see "Calls" and al_driver_take. NULL: there is nothing to change. */
    bool (*take)(struct al_driver *d, struct aludel_error *error);
    void (*give_back)(struct al_driver *d);

    bool (*begin)(struct al_driver *d, enum al_begin how);
    bool (*commit)(struct al_driver *d);
    void (*rollback)(struct al_driver *d); /* also after a lost connection; never fails */

    bool (*send)(struct al_driver *d, const struct al_request *request);
    bool (*settle)(struct al_driver *d);
    bool (*count)(struct al_driver *d, const struct al_request *request, int64_t *changed);
    bool (*alone)(struct al_driver *d, const struct al_request *request);

    /* All rows of a small result, in the arena: a LIST of ROWs, which has its (empty) items without any, too. */
    bool (*query)(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                  struct aludel_value *rows);
    /* Rows one by one, as they stood at the open, in constant memory; several may be open. A row lives
     * in `into` until the caller releases it. False with no error set at the end of the rows; *cursor isn't NULL
     * where it is opened, rows or none. */
    bool (*open_rows)(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor);
    bool (*next_row)(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                     struct aludel_value *row);
    void (*close_rows)(struct al_driver *d, struct al_cursor *cursor);

    /* Around statements outside groups, where a driver needs it (NULL: it doesn't).
     *   direct   can they be executed on this connection? False with an error when a pooler stands between
     *   hold     executes `lock` in a transaction of its own that stays open until `let_go`, so that others are
     *            kept out between groups too; `keeper` is then that connection's process in the server
     *   effect   what a statement that was interrupted has come to; what it left half-done is taken away */
    bool (*direct)(struct al_driver *d);
    bool (*hold)(struct al_driver *d, const struct al_request *lock);
    void (*let_go)(struct al_driver *d);
    enum al_effect (*effect)(struct al_driver *d, const struct al_request *request);

    /* A lent connection is in a transaction of the caller's. */
    bool (*is_within)(struct al_driver *d);

    /* SQLite: whether a statement can be compiled now; that it can't is no error, and `why` (may be NULL) says what
     * SQLite says. Where SQLite couldn't look (no memory, a disk that fails) that is the driver's error. Strictly: "x" is
     * never a string. */
    bool (*compiles)(struct al_driver *d, struct aludel_text sql, bool strictly, char *why, size_t room);

    /* SQLite, on a connection of ours: whether views or triggers that the statement uses read the table's column. A lent
     * connection may have an authorizer of its own, which nobody can put back. */
    bool (*reads)(struct al_driver *d, struct aludel_text sql, struct aludel_text table,
                  struct aludel_text column);

    /* SQLite: the schema may be written as text (writable_schema): SQLITE_DBCONFIG_DEFENSIVE forbids it. */
    bool (*schema_is_writable)(struct al_driver *d);

    /* SQLite: of the file. */
    void (*disk)(struct al_driver *d, struct al_disk *disk);

    /* Of an error that this driver has set: by the database's own code, or its words where it has none. */
    enum al_why (*why)(const struct aludel_error *e);

    /* NULL: there is none. */
    void (*client)(struct al_client *out);

    int (*server_version)(struct al_driver *d); /* 150004, 3040001; 0: not known */
    /* Also in a signal handler: what runs is stopped, and what is sent next fails with ALUDEL_INTERRUPTED, until rollback.
     * Another thread can't know that the driver is still there: it sets `stop`, which is looked at while something runs,
     * and calls `interrupt_lent` (where there is one) for connections into which nothing of ours looks. */
    void (*interrupt)(struct al_driver *d);
    void (*interrupt_lent)(void *borrowed);

    /* Text that is no statement (script writer: a comment line, as `-- Running upgrade a -> b`); others
     * ignore it. */
    void (*comment)(struct al_driver *d, const char *text);
};

/* What stands between us and a server's process. */
enum al_between { AL_BETWEEN_UNKNOWN, AL_BETWEEN_NOTHING, AL_BETWEEN_POOLER };

struct al_driver { /* the head of every driver's own struct */
    const struct al_driver_type *type;
    struct al_connect connect;
    struct aludel_error error; /* the first since the last rollback */
    uint64_t begun;            /* the ticket of the latest begin */
    uint64_t committed;        /* the highest ticket known to be committed */
    atomic_int *stop;          /* not 0: what is sent next fails with ALUDEL_INTERRUPTED, until rollback */
    atomic_int own_stop;
    bool at_rest; /* between two calls: the connection is its owner's */
    bool in_group;
    bool borrowed_group; /* the caller's own transaction was open before us: we neither begin nor commit */
    bool lost;           /* the connection is gone */
    bool unsure;         /* and with it the answer to a COMMIT */
    enum al_between between;
    bool repeats; /* for whoever sends now a prepared statement that is gone is no failure */
    bool literal; /* pipelines: values are written into statements, not bound */
    enum al_missed missed;
    uint32_t mark, reached, failed;
    void (*answered)(void *with);
    void *answered_with;
    int64_t next_tick;                   /* of al_driver_now's clock; 0: none was told yet */
    int process;                         /* the server's for this connection; 0: there is none */
    int keeper;                          /* see `hold`; 0: nobody */
    bool keys_paused;                    /* SQLite: foreign keys were on, and are off for the group in hand */
    char put_back[48];                   /* SQLite: what undoes a setting when the group is rolled back; "" */
    bool has_set;                        /* statements have changed settings (PostgreSQL), */
    bool has_set_path;                   /* the search path perhaps */
    char shown_url[ALUDEL_ROOM(512, 4)]; /* without a password */
};

extern const struct al_driver_type al_sqlite_driver;
extern const struct al_driver_type al_postgresql_driver;
/* The first two by the names that registries have for them (generated.h); NULL: not of this registry. */
const struct al_driver_type *al_driver_of(const struct aludel_registry *registry,
                                          enum aludel_dialect dialect);
extern const struct al_driver_type al_script_sqlite_driver;
extern const struct al_driver_type al_script_postgresql_driver;

/* ALUDEL_ONLY_SQLITE and ALUDEL_ONLY_POSTGRESQL make programs for one database alone. There the compiler knows which it is,
 * so that what is for the other one goes. */
static inline enum aludel_dialect al_known_dialect(enum aludel_dialect dialect)
{
#if defined(ALUDEL_ONLY_SQLITE)
    (void)dialect;
    return ALUDEL_SQLITE;
#elif defined(ALUDEL_ONLY_POSTGRESQL)
    (void)dialect;
    return ALUDEL_POSTGRESQL;
#else
    return dialect;
#endif
}
static inline enum aludel_dialect al_dialect_of(const struct al_driver_type *type)
{
    return al_known_dialect(type->dialect);
}
static inline const struct al_driver_type *al_script_of(enum aludel_dialect dialect)
{
    return al_known_dialect(dialect) == ALUDEL_SQLITE ? &al_script_sqlite_driver
                                                      : &al_script_postgresql_driver;
}

/* ---- What drivers share (driver.c) ----------------------------------------------------------- */

/* A driver's structure, which begins with its `struct al_driver`: zeroed, `type`, `connect` (with an allocator) and `stop` in
 * place. NULL and an error when there is no memory; `close` gives it back. */
void *al_driver_new(const struct al_driver_type *type, const struct al_connect *connect, size_t size,
                    struct aludel_error *error);
/* A call begins to use the driver, once or again; it is over. False with an error: the connection can't be taken, and is as it
 * was. */
bool al_driver_take(struct al_driver *d, struct aludel_error *error);
void al_driver_rest(struct al_driver *d);
/* Adds to the error that has just been set whose statement caused it: place, revision, text. `sql` is what
 * the server was given. */
void al_driver_blame(struct al_driver *d, const struct al_request *request, struct aludel_text sql);
/* An event of the driver's own: TICK, NOTICE, REMARK. */
void al_driver_tell(struct al_driver *d, enum aludel_event_kind kind, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* TICK, where it is due: called in passing wherever time is spent. */
void al_driver_tick(struct al_driver *d);
/* How long may be waited at a stretch, at most `milliseconds`, so that the next one comes in time. */
int al_driver_until_tick(const struct al_driver *d, int64_t milliseconds);
#define AL_TICK_EVERY 100
/* The event STATEMENT; ALUDEL_PARAMETERs become "?". */
void al_driver_tell_statement(struct al_driver *d, const char *revision, struct aludel_text sql);
int64_t al_driver_now(void); /* milliseconds of a clock that only goes forward */

/* `wait`, `lock_timeout` and `statement_timeout` of the settings, in milliseconds. */
struct al_durations {
    int64_t wait, lock_timeout, statement_timeout;
};
bool al_driver_durations(const struct aludel_settings *settings, struct al_durations *d,
                         struct aludel_error *error);
/* The statement's text with its values as literals; false with the reason in `e`. */
bool al_write_values(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                     const struct aludel_bound *what);
/* Notes in has_set and has_set_path that the statement changes settings, or may. */
void al_driver_note_settings(struct al_driver *d, const struct aludel_statement *st);
/* "a list", "a piece of SQL": what can't be the value of a parameter. */
const char *al_unbindable(enum aludel_type type);

/* A setting of kind DURATION in milliseconds: "10s", "500ms", "10min", "1.5h", "2d"; a bare number is
 * seconds. NULL and "" are `fallback`. False: it can't be read. */
bool al_duration(const char *text, const char *fallback, int64_t *milliseconds);
/* "850ms", "2s", "1min 5s" */
void al_show_duration(char *out, size_t room, int64_t milliseconds);

#endif
