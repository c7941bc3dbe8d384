/*
 * postgresql_alone.c: what runs outside transactions, and who is kept out meanwhile; see postgresql_state.h.
 *
 * A statement that can't be in a transaction runs on a connection of its own. Between its groups the lock is held by
 * a third connection, idle in a READ COMMITTED transaction: that has no snapshot, so that CREATE INDEX CONCURRENTLY
 * doesn't wait for it.
 */
#include "driver/postgresql_state.h"

#include <string.h>

/* ---- Is there a pooler? ---------------------------------------------------------------------------------- */

static bool pid_of(struct al_postgresql *s, PGconn **conn, char *pid, size_t room)
{
    PGresult *r = NULL;
    if (!al_pg_ask_other(s, conn, "SELECT pg_backend_pid()", AL_MISSED_NOTHING, &r)) {
        return false;
    }
    al_format(pid, room, "%s", PQgetvalue(r, 0, 0));
    PQclear(r);
    return true;
}

/* A connection that holds a transaction open never shares its server process, and a session keeps its own. */
static bool shares_processes(struct al_postgresql *s, PGconn **twin, bool *shares)
{
    char before[16], other[16], after[16];
    bool ok = pid_of(s, &s->conn, before, sizeof before) && al_pg_do(s, twin, "BEGIN") &&
              pid_of(s, twin, other, sizeof other) && pid_of(s, &s->conn, after, sizeof after) &&
              al_pg_do(s, twin, "ROLLBACK");
    *shares = ok && (strcmp(before, other) == 0 || strcmp(before, after) != 0);
    return ok;
}

/* With nothing set on its session: behind a pooler that would be somebody else's a moment later. */
static bool is_behind_pooler(struct al_postgresql *s, bool *pooled)
{
    PGconn *twin = al_pg_twin(s);
    bool ok = twin && shares_processes(s, &twin, pooled);
    al_pg_finish(&twin);
    return ok;
}

bool al_pg_direct(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    bool pooled = al_pg_is_pooled(s);
    if (!al_pg_ready(s) || !al_pg_settle(d)) {
        return false;
    }
    if (!s->owned && PQtransactionStatus(s->conn) != PQTRANS_IDLE) {
        al_error(&d->error, ALUDEL_FAILED, "statements outside transactions can't be part of the caller's");
        al_error_hint(&d->error, "commit the transaction of the connection that was lent");
        return false;
    }
    if (!pooled && !is_behind_pooler(s, &pooled)) {
        return false;
    }
    if (pooled) {
        al_error(&d->error, ALUDEL_FAILED,
                 "statements outside transactions can't go through a transaction pooler");
        al_error_hint(&d->error, "give the server's own address, in the first of the variables of `url_env`, "
                                 "say: DIRECT_URL");
    }
    return !pooled;
}

/* ---- Statements alone ---------------------------------------------------------------------------------------- */

static bool execute(struct al_postgresql *s, const struct al_request *request, const struct al_pg_message *m)
{
    struct al_pg_sent sent = {.sql = (char *)m->sql,
                              .length = m->length,
                              .at = request->what.statement->at,
                              .revision = request->revision,
                              .mark = s->head.mark};
    al_driver_tell_statement(&s->head, request->revision, (struct aludel_text){m->sql, m->length});
    PGresult *r = al_pg_ask_with(s, s->solo, m);
    bool ok = r && al_pg_is_ok(r);
    if (!ok) {
        s->head.failed = s->head.mark;
        if (r && PQresultErrorField(r, PG_DIAG_SQLSTATE)) {
            al_pg_fail(s, r, &sent);
        } else {
            al_pg_fail_lost(s, s->solo, &sent);
        }
        s->head.unsure = !r || al_pg_is_lost(r); /* the server may go on with it */
    }
    if (s->head.unsure) {
        al_error_hint(&s->head.error,
                      "whether the statement took effect isn't known: the next run looks, or asks");
    }
    if (PQstatus(s->solo) != CONNECTION_OK) {
        al_pg_finish(&s->solo);
    }
    PQclear(r);
    return ok;
}

static bool refuse_in_transaction(struct al_postgresql *s, const struct al_request *request)
{
    const struct aludel_statement *st = request->what.statement;
    al_error(&s->head.error, ALUDEL_FAILED, "the statement can't run inside a transaction");
    al_error_hint(&s->head.error, s->head.in_group
                                      ? "put it into `with op.autocommit():`"
                                      : "commit the transaction of the connection that was lent");
    al_driver_blame(&s->head, request, (struct aludel_text){st->sql, st->length});
    return false;
}

bool al_pg_alone(struct al_driver *d, const struct al_request *request)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    struct al_pg_message m;
    if (!al_pg_ready(s) || !al_pg_settle(d)) {
        return false;
    }
    if (d->in_group ||
        PQtransactionStatus(s->conn) != PQTRANS_IDLE) { /* libpq learns of ours at a Sync only */
        return refuse_in_transaction(s, request);
    }
    struct al_mark mark = al_arena_mark(&s->text);
    bool ok = al_pg_open_solo(s) && al_pg_repair_index(s, request->what.statement) &&
              al_pg_message(s, request, &m) && execute(s, request, &m);
    al_arena_release(&s->text, mark);
    return ok;
}

/* ---- Keeping others out ----------------------------------------------------------------------------------------- */

/* By the extended protocol the last SELECT's portal lives on, and with it a snapshot that CREATE INDEX CONCURRENTLY
 * would wait for: a SET behind it ends that. */
static bool take_hold(struct al_postgresql *s, const struct al_pg_message *lock, enum al_missed missed)
{
    char pid[16];
    int64_t number = 0;
    bool ok =
        al_pg_do(s, &s->keeper, "BEGIN ISOLATION LEVEL READ COMMITTED") &&
        al_pg_ask_other(s, &s->keeper, lock->sql, missed, NULL) && pid_of(s, &s->keeper, pid, sizeof pid) &&
        (PQserverVersion(s->conn) < 170000 || al_pg_do(s, &s->keeper, "SET LOCAL transaction_timeout = 0")) &&
        al_pg_do(s, &s->keeper, "SET LOCAL idle_in_transaction_session_timeout = 0") &&
        al_parse_int(al_text(pid), &number);
    s->head.keeper = ok ? (int)number : 0;
    return ok;
}

/* Closed or rolled back: the lock is gone either way. */
static void end_hold(struct al_postgresql *s)
{
    struct aludel_error kept = s->head.error;
    enum al_missed missed = s->head.missed;
    al_error_clear(&s->head.error);
    if (s->keeper && !al_pg_do(s, &s->keeper, "ROLLBACK")) {
        al_pg_finish(&s->keeper);
    }
    s->head.error = kept;
    s->head.missed = missed;
    s->head.keeper = 0;
}

bool al_pg_hold(struct al_driver *d, const struct al_request *lock)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    struct al_pg_message m;
    if (!al_pg_ready(s) || !al_pg_settle(d)) {
        return false;
    }
    al_pg_let_go(d);
    if (!s->keeper) {
        s->keeper = al_pg_twin(s);
    }
    struct al_mark mark = al_arena_mark(&s->text);
    bool ok = s->keeper && al_pg_message(s, lock, &m) && take_hold(s, &m, lock->missed);
    al_arena_release(&s->text, mark);
    if (!ok) {
        end_hold(s);
    }
    return ok;
}

void al_pg_let_go(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    if (d->keeper) {
        end_hold(s);
    }
}
