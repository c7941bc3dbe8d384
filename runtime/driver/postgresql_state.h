/*
 * postgresql_state.h: the PostgreSQL driver's own state, shared by its files. From the ground up:
 *
 *   postgresql_connect.c  making a connection, and others like it
 *   postgresql_link.c     connections: waiting on a socket, cancelling, one question at a time
 *   postgresql_error.c    the server's reports -> errors that say what to do
 *   postgresql_queue.c    what was sent and isn't answered yet: libpq's pipeline
 *   postgresql_again.c    statements that come again
 *   postgresql_run.c      statements and their parameters on their way out
 *   postgresql_rows.c     results and cursors
 *   postgresql_others.c   connections beside the driver's own
 *   postgresql_index.c    indexes whose building was interrupted
 *   postgresql_alone.c    what runs outside transactions, and who is kept out meanwhile
 *   postgresql.c          opening, closing, transactions; the vtable
 *
 * Everything goes by the extended protocol, a statement a message, through one pipeline: it is sent ahead as
 * far as the queue has room, and its answers are taken when somebody needs one, when the queue is full, and in
 * passing. Parameters are sent without types, so that the server infers them as it would for literals.
 *
 * No session state: what a group sets is LOCAL, and what it prepares it deallocates before COMMIT (our own statements
 * apart, where nothing stands between us and the server), so that a transaction pooler may stand between. The exceptions are connections of their own (postgresql_alone.c).
 */
#ifndef AL_POSTGRESQL_STATE_H
#define AL_POSTGRESQL_STATE_H

#include "driver/driver.h"

#include "core/value_ops.h"

#include <libpq-fe.h>
#include <signal.h>

/* The types that values of ours have, by the numbers that never change in pg_type. */
enum {
    AL_PG_BOOL = 16,
    AL_PG_BYTEA = 17,
    AL_PG_INT8 = 20,
    AL_PG_INT2 = 21,
    AL_PG_INT4 = 23,
    AL_PG_OID = 26,
    AL_PG_FLOAT4 = 700,
    AL_PG_FLOAT8 = 701
};

/* ---- What was sent --------------------------------------------------------------------------- */

enum al_pg_kind {
    AL_PG_PLAIN,   /* its answer is looked at only for errors */
    AL_PG_PREPARE, /* likewise; the statement itself stands behind it */
    AL_PG_WANTED,  /* somebody waits for its result */
    AL_PG_COMMIT,  /* ends a group of ours */
    AL_PG_SYNC     /* where the server takes breath after an error */
};

struct al_pg_sent {
    enum al_pg_kind kind;
    enum al_missed missed;
    uint32_t mark;
    uint64_t ticket;
    struct aludel_place at;
    const char *revision;  /* NULL: a statement of ours */
    char *sql;             /* as the server got it */
    size_t length, values; /* its bytes, and those of its values, which libpq may still hold */
};

struct al_pg_queue {
    struct al_pg_sent *at;
    size_t head, count, room; /* at[head] … at[head + count - 1] */
    size_t bytes;             /* of their texts and values */
    bool running;             /* the head has been told of */
};

#define AL_PG_SPARE \
    64 /* there is always room for so many, so that what was begun can be undone without memory */
#define AL_PG_MOST_SENT 1024                   /* statements ahead of their answers, */
#define AL_PG_MOST_BYTES ((size_t)1024 * 1024) /* and their texts and values */

/* ---- Statements that come again ------------------------------------------------------------------ */

#define AL_PG_KEPT 16

struct al_pg_kept {
    char *sql; /* as it came, with ALUDEL_PARAMETER */
    uint32_t length;
    uint64_t prepared; /* its number; 0: it isn't */
    uint64_t used;
};

struct al_pg_known {
    struct al_pg_kept at[AL_PG_KEPT];
};

/* ---- The driver ---------------------------------------------------------------------------------- */

struct al_pg_limits { /* of one wait for an answer */
    int64_t since;    /* when it began */
    int64_t next_cancel, next_look;
};

struct al_postgresql {
    struct al_driver head;
    PGconn *conn;
    bool owned;
    bool theirs;      /* the caller's own transaction is open */
    bool broken;      /* the server has refused something since the last rollback */
    bool must_finish; /* what is asked just now: it isn't cancelled */
    struct {          /* a borrowed connection, put back at the end of each call */
        int nonblocking, encoding;
        bool replaced; /* the receiver of notices was libpq's own; a caller's stays */
    } before;
    PQnoticeReceiver notices; /* libpq's own; NULL: no memory to find that out */
    struct al_durations durations;

    struct al_pg_queue queue;
    uint32_t asked;           /* the mark of the group for which answers were asked for */
    PGresult *wanted;         /* the answer to the AL_PG_WANTED that came last */
    struct aludel_arena text; /* of the statement in hand */
    struct al_pg_known group, session;
    uint64_t uses, prepares;
    struct al_pg_cursor *cursors;
    unsigned cursors_made;

    PGconn *keeper;  /* holds the lock between groups */
    PGconn *solo;    /* for statements outside transactions, with the settings on its session */
    PGconn *watcher; /* asks who blocks us */
    bool looking;
    PGconn *waiting;    /* the connection that a look is about; NULL outside of one */
    int64_t look_until; /* that has its answer: so long the look may still take; 0: it hasn't */
    char blockers[300]; /* "process 4711 (app, psql)", as of the last look */
};

/* ---- postgresql_connect.c ---- */
bool al_pg_open_url(struct al_postgresql *s, struct aludel_error *error);
/* Another connection to the same server and database, as the same user. NULL sets the driver's error. */
PGconn *al_pg_twin(struct al_postgresql *s);
/* There is something else to do than to look who blocks. */
bool al_pg_look_is_over(struct al_postgresql *s);
/* How long a text of libpq's is without the line break that it ends with. */
int al_pg_trimmed(const char *text, size_t n);

/* ---- postgresql_link.c ---- */
/* Waits until `conn` has something to read, writing what is due; ticks, passes an interruption on to the
 * server, looks who blocks. False: the connection is gone. */
bool al_pg_wait(struct al_postgresql *s, PGconn *conn, struct al_pg_limits *limits);
struct al_pg_limits al_pg_limits_now(void);
struct al_pg_message { /* a statement as the server gets it, and its parameters */
    const char *sql;
    size_t length;
    int count;
    size_t bytes; /* of the values */
    const char **values;
    int *lengths, *formats;
    Oid *types;
};
/* One statement on a connection that has no pipeline, and its result (NULL: the connection is gone). */
PGresult *al_pg_ask(struct al_postgresql *s, PGconn *conn, const char *sql, int count,
                    const char *const *values);
PGresult *al_pg_ask_with(struct al_postgresql *s, PGconn *conn, const struct al_pg_message *m);
bool al_pg_is_ok(const PGresult *r);
/* A question to the watcher, which has taken on no role. NULL: it can't be asked. */
PGresult *al_pg_ask_watcher(struct al_postgresql *s, const char *sql, int count, const char *const *values);
/* Asks on a connection of its own. */
bool al_pg_is_standby(struct al_postgresql *s);

/* ---- postgresql_error.c ---- */
/* All of these set the driver's error, unless there is one, and return false. */
bool al_pg_fail(struct al_postgresql *s, const PGresult *r, const struct al_pg_sent *sent);
bool al_pg_fail_lost(struct al_postgresql *s, PGconn *conn, const struct al_pg_sent *sent);
bool al_pg_fail_copy(struct al_postgresql *s, const struct al_pg_sent *sent);
bool al_pg_no_memory(struct al_postgresql *s);
bool al_pg_is_lost(const PGresult *r);                /* a report that the server ends the connection with */
const char *al_pg_field(const PGresult *r, int code); /* of a report; "" where it isn't there */
enum al_why al_pg_why(const struct aludel_error *e);
/* What was sent, without what we put in front of it. */
struct aludel_text al_pg_shown(const struct al_pg_sent *sent);

/* ---- postgresql_queue.c ---- */
void *al_pg_resize(struct al_postgresql *s, void *block, size_t old_size, size_t new_size);
char *al_pg_copy(struct al_postgresql *s, const char *z, size_t n); /* n + 1 bytes; NULL: no memory */
/* Into the queue with what libpq has just been given; owns `sent->sql` from here on. False sets an error. */
bool al_pg_enqueue(struct al_postgresql *s, const struct al_pg_sent *sent);
/* Room for AL_PG_SPARE of them. False: no memory, which sets no error. */
bool al_pg_has_spare(struct al_postgresql *s);
/* A Sync. */
bool al_pg_sync(struct al_postgresql *s);
/* A statement of ours without parameters. */
bool al_pg_push_text(struct al_postgresql *s, const char *sql, enum al_pg_kind kind);
/* Takes all answers that are due. False: there is an error (now or from before). */
bool al_pg_drain(struct al_postgresql *s);
/* Takes those that are there already, and waits for more while the queue is full. */
void al_pg_make_room(struct al_postgresql *s);
/* Everything that was sent is forgotten: the connection is gone. */
void al_pg_forget_queue(struct al_postgresql *s);
void al_pg_enter_pipeline(struct al_postgresql *s);
void al_pg_leave_pipeline(struct al_postgresql *s); /* when nothing is due */
void al_pg_notice(void *with, const PGresult *r);

/* ---- postgresql_again.c ---- */
/* To libpq, prepared when it comes again. False: see the driver's error, or libpq's. */
bool al_pg_hand_over(struct al_postgresql *s, const struct al_request *request, const struct al_pg_message *m,
                     const struct al_pg_sent *sent);
/* What the group has prepared: a DEALLOCATE each. */
void al_pg_push_deallocates(struct al_postgresql *s);
void al_pg_forget_kept(struct al_postgresql *s, struct al_pg_known *known);
bool al_pg_is_pooled(const struct al_postgresql *s);

/* ---- postgresql_run.c ---- */
/* True when something may be sent. */
bool al_pg_ready(struct al_postgresql *s);
/* In s->text. */
bool al_pg_message(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m);
bool al_pg_push(struct al_postgresql *s, const struct al_request *request, enum al_pg_kind kind);
/* Pushes, waits, and gives the result, which the caller clears; NULL with the error set. */
PGresult *al_pg_result(struct al_postgresql *s, const struct al_request *request);

bool al_pg_send(struct al_driver *d, const struct al_request *request);
bool al_pg_settle(struct al_driver *d);
bool al_pg_count(struct al_driver *d, const struct al_request *request, int64_t *changed);

/* ---- postgresql_rows.c ---- */
bool al_pg_query(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                 struct aludel_value *rows);
bool al_pg_open_rows(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor);
bool al_pg_next_row(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                    struct aludel_value *row);
void al_pg_close_rows(struct al_driver *d, struct al_cursor *cursor);
void al_pg_forget_rows(struct al_postgresql *s); /* the group's end closes them */
/* The same where nothing else does: they would stay on the session, or in the caller's transaction. */
void al_pg_end_rows(struct al_postgresql *s);

/* ---- postgresql_others.c ---- */
void al_pg_finish(PGconn **conn);
void al_pg_close_others(struct al_postgresql *s);
bool al_pg_open_solo(struct al_postgresql *s);
/* A statement of ours on another connection; one that is lost is closed. False sets the error. */
bool al_pg_do(struct al_postgresql *s, PGconn **conn, const char *sql);
/* The same with what its failure means, and its result, which the caller clears, unless `result` is NULL. */
bool al_pg_ask_other(struct al_postgresql *s, PGconn **conn, const char *sql, enum al_missed missed,
                     PGresult **result);

/* ---- postgresql_index.c ---- */
enum al_effect al_pg_effect(struct al_driver *d, const struct al_request *request);
/* In front of CREATE INDEX CONCURRENTLY: an INVALID one of that name is dropped, with which IF NOT EXISTS would be
 * content. */
bool al_pg_repair_index(struct al_postgresql *s, const struct aludel_statement *st);

/* ---- postgresql_alone.c ---- */
bool al_pg_direct(struct al_driver *d);
bool al_pg_alone(struct al_driver *d, const struct al_request *request);
bool al_pg_hold(struct al_driver *d, const struct al_request *lock);
void al_pg_let_go(struct al_driver *d);

#endif
