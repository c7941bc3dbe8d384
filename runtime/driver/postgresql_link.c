/* postgresql_link.c: connections: waiting on a socket, one question at a time; see postgresql_state.h. */
#include "driver/postgresql_state.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define POLL_FOR 100     /* milliseconds; between two looks whether somebody interrupts */
#define CANCEL_EVERY 250 /* a cancellation that came between two statements has stopped nothing */
#define LOOK_AFTER 1000  /* a wait that is this long may be for a lock */
#define LOOK_EVERY 10000

/* ---- Waiting ----------------------------------------------------------------------------------- */

/* Half of lock_timeout where that is shorter: afterwards there is nobody left to ask about. */
static int64_t look_after(const struct al_postgresql *s)
{
    int64_t half = s->durations.lock_timeout / 2;
    return half > 0 && half < LOOK_AFTER ? half : LOOK_AFTER;
}

struct al_pg_limits al_pg_limits_now(void)
{
    return (struct al_pg_limits){.since = al_driver_now()};
}

/* Where PQcancel goes is another connection, so that it works in the middle of anything. */
static void cancel(PGconn *conn)
{
    char ignored[256];
    PGcancel *cancel = PQgetCancel(conn);
    if (cancel) {
        PQcancel(cancel, ignored, sizeof ignored);
        PQfreeCancel(cancel);
    }
}

/* Asks on another connection, whose answer is waited for as any is. */
static void look_for_blockers(struct al_postgresql *s, PGconn *conn);

static void look_around(struct al_postgresql *s, PGconn *conn, struct al_pg_limits *limits)
{
    al_driver_tick(&s->head);
    int64_t now = al_driver_now();
    if (*s->head.stop && !s->must_finish && now >= limits->next_cancel) {
        cancel(conn);
        limits->next_cancel = now + CANCEL_EVERY;
    }
    if (!limits->next_look) {
        limits->next_look = limits->since + look_after(s);
    }
    if (!s->looking && (conn == s->conn || conn == s->solo) && now >= limits->next_look) {
        limits->next_look = now + LOOK_EVERY;
        look_for_blockers(s, conn);
    }
}

/* POLLIN, and POLLOUT while something is left to write. */
static bool poll_once(PGconn *conn, short events, int milliseconds)
{
    struct pollfd p = {.fd = PQsocket(conn), .events = events};
    return poll(&p, 1, milliseconds) >= 0 || errno == EINTR;
}

bool al_pg_wait(struct al_postgresql *s, PGconn *conn, struct al_pg_limits *limits)
{
    int left = PQflush(conn);
    short events = left > 0 ? POLLIN | POLLOUT : POLLIN;
    int most = al_driver_until_tick(&s->head, POLL_FOR);
    if (PQsocket(conn) < 0 || left < 0 || !poll_once(conn, events, most)) {
        return false;
    }
    look_around(s, conn, limits);
    return PQconsumeInput(conn) == 1;
}

/* ---- One question at a time ------------------------------------------------------------------------ */

bool al_pg_is_ok(const PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The last of what a statement gives; only the first error counts. NULL with an answer to come: the look is over. */
static PGresult *last_result(struct al_postgresql *s, PGconn *conn)
{
    PGresult *last = NULL;
    struct al_pg_limits limits = al_pg_limits_now();
    for (;;) {
        while (PQisBusy(conn)) {
            if (al_pg_look_is_over(s)) {
                PQclear(last);
                return NULL;
            }
            if (!al_pg_wait(s, conn, &limits)) {
                break; /* what libpq knows of the reason comes as a result */
            }
        }
        PGresult *r = PQgetResult(conn);
        if (!r) {
            return last;
        }
        if (last && !al_pg_is_ok(last)) {
            PQclear(r);
            continue;
        }
        PQclear(last);
        last = r;
    }
}

PGresult *al_pg_ask(struct al_postgresql *s, PGconn *conn, const char *sql, int count,
                    const char *const *values)
{
    return PQsendQueryParams(conn, sql, count, NULL, values, NULL, NULL, 0) ? last_result(s, conn) : NULL;
}

PGresult *al_pg_ask_with(struct al_postgresql *s, PGconn *conn, const struct al_pg_message *m)
{
    bool sent = PQsendQueryParams(conn, m->sql, m->count, m->types, m->values, m->lengths, m->formats, 0);
    return sent ? last_result(s, conn) : NULL;
}

/* ---- The watcher: what can't be asked on a connection that waits or has failed --------------------- */

static const char blocked_by[] =
    "SELECT string_agg(format('process %s (%s)', a.pid, concat_ws(', ', nullif(a.usename::text, ''), "
    "nullif(a.application_name, ''), a.state)), ' and ') "
    "FROM unnest(pg_blocking_pids($1::integer)) AS b(pid) JOIN pg_stat_activity AS a ON a.pid = b.pid";

/* No error: what can't be asked isn't known. */
PGresult *al_pg_ask_watcher(struct al_postgresql *s, const char *sql, int count, const char *const *values)
{
    struct aludel_error kept = s->head.error;
    s->looking = true;
    if (!s->watcher) {
        s->watcher = al_pg_twin(s);
    }
    PGresult *r = s->watcher ? al_pg_ask(s, s->watcher, sql, count, values) : NULL;
    if (s->watcher && !r) {
        PQfinish(s->watcher);
        s->watcher = NULL;
    }
    s->looking = false;
    s->head.error = kept;
    return r;
}

bool al_pg_is_standby(struct al_postgresql *s)
{
    PGresult *r = al_pg_ask_watcher(s, "SELECT pg_is_in_recovery()", 0, NULL);
    bool is = r && al_pg_is_ok(r) && PQgetvalue(r, 0, 0)[0] == 't';
    PQclear(r);
    return is;
}

static void remember_blockers(struct al_postgresql *s, const PGresult *r)
{
    s->blockers[0] = '\0';
    if (!al_pg_is_ok(r) || PQntuples(r) != 1 || PQgetisnull(r, 0, 0)) {
        return;
    }
    al_format(s->blockers, sizeof s->blockers, "%s", PQgetvalue(r, 0, 0));
    al_driver_tell(&s->head, ALUDEL_EVENT_REMARK, "waiting for a lock of %s", s->blockers);
}

/* Remembers in `blockers` who holds what the statement on `conn` waits for, and says so. Only as long as there is nothing
 * else to do: behind a pooler whose last connection we have, the watcher would be answered when our transaction has ended,
 * which ends when we go on. */
static void look_for_blockers(struct al_postgresql *s, PGconn *conn)
{
    char pid[16];
    const char *const values[] = {pid};
    al_format(pid, sizeof pid, "%d", PQbackendPID(conn));
    s->waiting = conn;
    s->look_until = 0;
    PGresult *r = al_pg_ask_watcher(s, blocked_by, 1, values);
    s->waiting = NULL;
    if (r) {
        remember_blockers(s, r);
    }
    PQclear(r);
}
