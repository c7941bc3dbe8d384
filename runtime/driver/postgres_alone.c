/*
 * postgres_alone.c: what runs outside transactions, and who is kept out meanwhile; see postgres_state.h.
 *
 * A statement that can't be in a transaction runs on a connection of its own, whose session has the settings
 * that are LOCAL elsewhere. Between its groups the lock is held by a third connection, idle in a READ
 * COMMITTED transaction: that has no snapshot, so that CREATE INDEX CONCURRENTLY doesn't wait for it.
 */
#include "driver/postgres_state.h"

#include <string.h>

/* ---- Connections ------------------------------------------------------------------------------------- */

static void finish(PGconn **conn)
{
    if (*conn) {
        PQfinish(*conn);
        *conn = NULL;
    }
}

void al_pg_close_others(struct al_postgres *s)
{
    finish(&s->keeper);
    finish(&s->solo);
    finish(&s->watcher);
}

/* One statement of ours on another connection; false sets the driver's error. */
static bool ask(struct al_postgres *s, PGconn **conn, const char *sql, enum al_missed missed,
                PGresult **result)
{
    struct al_pg_sent sent = {.missed = missed, .sql = (char *)sql, .length = strlen(sql)};
    PGresult *r = al_pg_ask(s, *conn, sql, 0, NULL);
    bool ok = r && al_pg_is_ok(r);
    if (!ok && (!r || al_pg_is_lost(r))) {
        al_pg_fail_lost(s, *conn, &sent);
        if (*conn != s->conn) { /* which is closed by whoever opened it */
            finish(conn);
        }
    } else if (!ok) {
        al_pg_fail(s, r, &sent);
    }
    if (ok && result) {
        *result = r;
        return true;
    }
    PQclear(r);
    return ok;
}

bool al_pg_do(struct al_postgres *s, PGconn **conn, const char *sql)
{
    return ask(s, conn, sql, AL_MISSED_NOTHING, NULL);
}

static bool set(struct al_postgres *s, const char *name, const char *value)
{
    const char *const values[] = {name, value};
    PGresult *r = al_pg_ask(s, s->solo, "SELECT set_config($1, $2, false)", 2, values);
    struct al_pg_sent sent = {0};
    bool ok = r && al_pg_is_ok(r);
    if (!ok && r && PQresultErrorField(r, PG_DIAG_SQLSTATE)) {
        al_pg_fail(s, r, &sent);
    } else if (!ok) {
        al_pg_fail_lost(s, s->solo, &sent);
    }
    PQclear(r);
    return ok;
}

static bool set_duration(struct al_postgres *s, const char *name, int64_t milliseconds)
{
    char value[32];
    al_format(value, sizeof value, "%lldms", (long long)milliseconds);
    return milliseconds == 0 || set(s, name, value);
}

static bool set_all(struct al_postgres *s)
{
    static const struct aludel_settings none;
    const struct aludel_settings *given = s->head.connect.settings ? s->head.connect.settings : &none;
    bool role = given->role && *given->role, path = given->search_path && *given->search_path;
    return (!role || set(s, "role", given->role)) && set(s, "standard_conforming_strings", "on") &&
           set_duration(s, "lock_timeout", s->durations.lock_timeout) &&
           set_duration(s, "statement_timeout", s->durations.statement_timeout) &&
           (!path || set(s, "search_path", given->search_path));
}

bool al_pg_open_solo(struct al_postgres *s)
{
    if (s->solo) {
        return true;
    }
    s->solo = al_pg_twin(s);
    if (!s->solo) {
        return false;
    }
    PQsetNoticeReceiver(s->solo, al_pg_notice, s);
    if (!set_all(s)) {
        finish(&s->solo);
    }
    return s->solo != NULL;
}

/* ---- Is there a pooler? ---------------------------------------------------------------------------------- */

static bool pid_of(struct al_postgres *s, PGconn **conn, char *pid, size_t room)
{
    PGresult *r = NULL;
    if (!ask(s, conn, "SELECT pg_backend_pid()", AL_MISSED_NOTHING, &r)) {
        return false;
    }
    al_format(pid, room, "%s", PQgetvalue(r, 0, 0));
    PQclear(r);
    return true;
}

/* A connection that holds a transaction open never shares its server process, and a session keeps its own. */
static bool shares_processes(struct al_postgres *s, PGconn **twin, bool *shares)
{
    char before[16], other[16], after[16];
    bool ok = pid_of(s, &s->conn, before, sizeof before) && al_pg_do(s, twin, "BEGIN") &&
              pid_of(s, twin, other, sizeof other) && pid_of(s, &s->conn, after, sizeof after) &&
              al_pg_do(s, twin, "ROLLBACK");
    *shares = ok && (strcmp(before, other) == 0 || strcmp(before, after) != 0);
    return ok;
}

/* With nothing set on its session: behind a pooler that would be somebody else's a moment later. */
static bool is_behind_pooler(struct al_postgres *s, bool *pooled)
{
    PGconn *twin = al_pg_twin(s);
    bool ok = twin && shares_processes(s, &twin, pooled);
    finish(&twin);
    return ok;
}

bool al_pg_direct(struct al_driver *d)
{
    struct al_postgres *s = (struct al_postgres *)d;
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

static bool execute(struct al_postgres *s, const struct al_request *request, const struct al_pg_message *m)
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
        finish(&s->solo);
    }
    PQclear(r);
    return ok;
}

static bool refuse_in_transaction(struct al_postgres *s, const struct al_request *request)
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
    struct al_postgres *s = (struct al_postgres *)d;
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
static bool take_hold(struct al_postgres *s, const struct al_pg_message *lock, enum al_missed missed)
{
    char pid[16];
    int64_t number = 0;
    bool ok =
        al_pg_do(s, &s->keeper, "BEGIN ISOLATION LEVEL READ COMMITTED") &&
        ask(s, &s->keeper, lock->sql, missed, NULL) && pid_of(s, &s->keeper, pid, sizeof pid) &&
        (PQserverVersion(s->conn) < 170000 || al_pg_do(s, &s->keeper, "SET LOCAL transaction_timeout = 0")) &&
        al_pg_do(s, &s->keeper, "SET LOCAL idle_in_transaction_session_timeout = 0") &&
        al_parse_int(al_text(pid), &number);
    s->head.keeper = ok ? (int)number : 0;
    return ok;
}

/* Closed or rolled back: the lock is gone either way. */
static void end_hold(struct al_postgres *s)
{
    struct aludel_error kept = s->head.error;
    enum al_missed missed = s->head.missed;
    al_error_clear(&s->head.error);
    if (s->keeper && !al_pg_do(s, &s->keeper, "ROLLBACK")) {
        finish(&s->keeper);
    }
    s->head.error = kept;
    s->head.missed = missed;
    s->head.keeper = 0;
}

bool al_pg_hold(struct al_driver *d, const struct al_request *lock)
{
    struct al_postgres *s = (struct al_postgres *)d;
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
    struct al_postgres *s = (struct al_postgres *)d;
    if (d->keeper) {
        end_hold(s);
    }
}
