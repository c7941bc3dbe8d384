/*
 * play_postgresql piped|stepwise CONNECTION SCRIPT: sends the statements of a script with libpq. A script is strings, each
 * with a NUL at its end:
 *
 *   S SQL N VALUE…       a statement with N values: `=` in front of each, or `0` alone for NULL
 *   P NAME SQL           a statement is prepared
 *   E NAME N VALUE…      and executed
 *   -                    a Sync
 *
 * `piped` sends all ahead of the answers, `stepwise` waits for each and has no use for a Sync. Nothing faster can be written
 * with libpq: it is what others are measured against.
 */
#include "script.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VALUES = 32, TURN = 64 };

static PGconn *conn;
static long due; /* Syncs that aren't answered yet */

static void fail(void)
{
    fprintf(stderr, "%s\n", PQerrorMessage(conn));
    exit(1);
}

static void check(PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    if (status == PGRES_PIPELINE_SYNC) {
        due--;
    } else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
        fail();
    }
    PQclear(r);
}

/* What has arrived; nothing blocks. Between two statements' results libpq gives one NULL. */
static void take_what_is_there(void)
{
    int nothing = 0;
    while (due > 0 && nothing < 2 && !PQisBusy(conn)) {
        PGresult *r = PQgetResult(conn);
        nothing = r ? 0 : nothing + 1;
        if (r) {
            check(r);
        }
    }
}

/* Sends what waits to be sent, reading meanwhile, so that neither side stands; `all`: until every Sync is answered. */
static void pump(int all)
{
    for (;;) {
        int unsent = PQflush(conn);
        if (unsent < 0) {
            fail();
        }
        if (!unsent && !(all && due > 0)) {
            return;
        }
        struct pollfd p = {.fd = PQsocket(conn), .events = (short)(POLLIN | (unsent ? POLLOUT : 0))};
        if (poll(&p, 1, -1) < 0 && errno != EINTR) {
            fail();
        }
        if (p.revents & ~POLLOUT) {
            if (!PQconsumeInput(conn)) {
                fail();
            }
            take_what_is_there();
        }
    }
}

static int read_values(struct script *s, const char **values)
{
    int count = atoi(script_next(s));
    for (int i = 0; i < count && i < MOST_VALUES; i++) {
        const char *value = script_next(s);
        values[i] = *value == '=' ? value + 1 : NULL;
    }
    return count;
}

static void sync_pipe(void)
{
    if (!PQpipelineSync(conn)) {
        fail();
    }
    due++;
}

static void send_one(struct script *s, char kind)
{
    const char *values[MOST_VALUES], *text = kind == '-' ? "" : script_next(s);
    int count = kind == 'S' || kind == 'E' ? read_values(s, values) : 0, sent = 1;
    switch (kind) {
    case '-': sync_pipe(); break;
    case 'P': sent = PQsendPrepare(conn, text, script_next(s), 0, NULL); break;
    case 'E': sent = PQsendQueryPrepared(conn, text, count, values, NULL, NULL, 0); break;
    default: sent = PQsendQueryParams(conn, text, count, NULL, values, NULL, NULL, 0); break;
    }
    if (!sent) {
        fail();
    }
}

static void piped(struct script *s)
{
    const char *kind;
    PQenterPipelineMode(conn);
    PQsetnonblocking(conn, 1);
    for (int i = 1; (kind = script_next(s)); i++) {
        send_one(s, *kind);
        if (i % TURN == 0) {
            PQsendFlushRequest(conn);
            pump(0);
        }
    }
    sync_pipe();
    pump(1);
}

static void stepwise(struct script *s)
{
    const char *kind;
    while ((kind = script_next(s))) {
        if (*kind == 'S') {
            check(PQexec(conn, script_next(s)));
            script_next(s); /* no values */
        }
    }
}

int main(int count, char **arguments)
{
    struct script script;
    if (count != 4 || !script_open(&script, arguments[3])) {
        fputs("usage: play_postgresql piped|stepwise CONNECTION SCRIPT\n", stderr);
        return 2;
    }
    conn = PQconnectdb(arguments[2]);
    if (PQstatus(conn) != CONNECTION_OK) {
        fail();
    }
    if (strcmp(arguments[1], "piped") == 0) {
        piped(&script);
    } else {
        stepwise(&script);
    }
    PQfinish(conn);
    return 0;
}
