/* postgresql.c: the PostgreSQL driver: opening, closing, transactions. The rest is listed in postgresql_state.h. */
#include "driver/postgresql_state.h"

#include <assert.h>
#include <string.h>

/* ---- Opening and closing --------------------------------------------------------------------- */

/* libpq tells a connection's receiver of notices, but not what that is called with, so that a caller's own couldn't be
 * put back. libpq's ignores it; which one that is shows a connection that nobody has used. */
static PQnoticeReceiver libpqs_receiver(void)
{
    static const char *const unknown[] = {"no such option", NULL};
    PGconn *unused = PQconnectStartParams(unknown, unknown, 0); /* not even begun */
    PQnoticeReceiver own = unused ? PQsetNoticeReceiver(unused, NULL, NULL) : NULL;
    PQfinish(unused);
    return own;
}

static bool may_borrow(PGconn *conn, struct aludel_error *error)
{
    if (PQstatus(conn) != CONNECTION_OK) {
        return al_error(error, ALUDEL_CONNECTION, "the connection that was lent isn't open");
    }
    if (PQpipelineStatus(conn) != PQ_PIPELINE_OFF || PQtransactionStatus(conn) == PQTRANS_ACTIVE) {
        return al_error(error, ALUDEL_USAGE, "the connection that was lent is busy: read its results first");
    }
    if (PQtransactionStatus(conn) == PQTRANS_INERROR) {
        return al_error(error, ALUDEL_USAGE,
                        "the transaction of the connection that was lent has failed: roll it back first");
    }
    return true;
}

/* To set it is a question to the server, which is saved where there is nothing to set. It isn't given up in the middle: in a
 * transaction of the owner's that would be its end. */
static bool speak(struct al_postgresql *s, const char *encoding)
{
    char sql[60];
    if (strcmp(pg_encoding_to_char(PQclientEncoding(s->conn)), encoding) == 0) {
        return true;
    }
    al_format(sql, sizeof sql, "SET client_encoding TO '%s'", encoding);
    s->must_finish = true;
    bool ok = al_pg_do(s, &s->conn, sql);
    s->must_finish = false;
    return ok;
}

static void take_notices(struct al_postgresql *s)
{
    s->before.replaced = s->notices && PQsetNoticeReceiver(s->conn, NULL, NULL) == s->notices;
    if (s->before.replaced) {
        PQsetNoticeReceiver(s->conn, al_pg_notice, s);
    }
}

static void put_modes_back(struct al_postgresql *s)
{
    PQsetnonblocking(s->conn, s->before.nonblocking);
    bool ours = PQsetNoticeReceiver(s->conn, NULL, NULL) == al_pg_notice;
    if (s->before.replaced && ours) {
        PQsetNoticeReceiver(s->conn, s->notices, NULL);
    }
}

static bool pg_take(struct al_driver *d, struct aludel_error *error)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    if (s->owned) {
        return true;
    }
    if (!may_borrow(s->conn, error)) {
        return false;
    }
    s->before.nonblocking = PQisnonblocking(s->conn);
    s->before.encoding = PQclientEncoding(s->conn);
    PQsetnonblocking(s->conn, 1);
    take_notices(s);
    if (!speak(s, "UTF8")) {
        *error = d->error;
        al_error_clear(&d->error);
        put_modes_back(s);
        return false;
    }
    d->process = PQbackendPID(s->conn);
    return true;
}

static void pg_give_back(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    if (s->owned || !s->conn) {
        return;
    }
    al_pg_leave_pipeline(s);
    if (!d->lost && PQtransactionStatus(s->conn) != PQTRANS_INERROR &&
        !speak(s, pg_encoding_to_char(s->before.encoding))) {
        al_error_clear(&d->error); /* it is gone, and its owner will see that */
    }
    put_modes_back(s);
}

static bool borrow(struct al_postgresql *s, struct aludel_error *error)
{
    s->conn = s->head.connect.borrowed;
    s->notices = libpqs_receiver();
    if (!pg_take(&s->head, error)) {
        return false;
    }
    const char *host = PQhost(s->conn), *port = PQport(s->conn), *user = PQuser(s->conn);
    al_format(s->head.shown_url, sizeof s->head.shown_url, "postgresql://%s%s%s%s%s/%s", user ? user : "",
              user ? "@" : "", host ? host : "", port && *port ? ":" : "", port ? port : "", PQdb(s->conn));
    return true;
}

static void forget_prepared(struct al_postgresql *s)
{
    al_pg_forget_kept(s, &s->group);
    al_pg_forget_kept(s, &s->session);
}

static void pg_close(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    struct aludel_allocator allocator = d->connect.allocator;
    if (s->conn && (d->in_group || s->queue.count > 0 || s->cursors)) {
        d->type->rollback(d);
    }
    al_pg_close_others(s);
    al_pg_forget_rows(s);
    forget_prepared(s);
    al_pg_forget_queue(s);
    al_arena_free(&s->text);
    al_driver_rest(d);
    if (s->conn && s->owned) {
        PQfinish(s->conn);
    }
    PQclear(s->wanted);
    allocator.resize(allocator.with, s, sizeof *s, 0);
}

static bool pg_open(struct al_driver **driver, const struct al_connect *connect, struct aludel_error *error)
{
    *driver = NULL;
    struct al_postgresql *s = al_driver_new(&al_postgresql_driver, connect, sizeof *s, error);
    if (!s) {
        return false;
    }
    s->owned = !connect->borrowed;
    al_arena_init(&s->text, &s->head.connect.allocator);
    al_arena_new(&s->text, 1); /* its first block stays */
    bool ok = al_driver_durations(connect->settings, &s->durations, error) &&
              (s->owned ? al_pg_open_url(s, error) : borrow(s, error));
    if (!ok) {
        s->conn = s->owned ? s->conn : NULL;
        pg_close(&s->head);
        return false;
    }
    if (s->owned) {
        PQsetNoticeReceiver(s->conn, al_pg_notice, s);
        s->head.process = PQbackendPID(s->conn);
    }
    *driver = &s->head;
    return true;
}

/* ---- Groups ---------------------------------------------------------------------------------- */

static const char begin_write[] = "BEGIN ISOLATION LEVEL READ COMMITTED";
static const char begin_read[] = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";

/* In a caller's transaction LOCAL settings outlive our savepoint: they are kept in one of their own. */
static const char keep_settings[] =
    "SELECT set_config('aludel.role', current_setting('role'), true), set_config('aludel.kept', "
    "(SELECT json_object_agg(name, setting)::text FROM pg_catalog.pg_settings WHERE context IN ('user', "
    "'superuser')), "
    "true)";
static const char put_role_back[] = "SELECT set_config('role', current_setting('aludel.role'), true)";
static const char put_settings_back[] =
    "SELECT count(set_config(name, value, true)) FROM json_each_text(current_setting('aludel.kept')::json) "
    "AS "
    "kept(name, value) JOIN pg_catalog.pg_settings AS s USING (name) WHERE s.setting IS DISTINCT FROM value";

static bool begin_in_theirs(struct al_postgresql *s)
{
    return al_pg_push_text(s, "SAVEPOINT aludel_group", AL_PG_PLAIN) &&
           al_pg_push_text(s, keep_settings, AL_PG_PLAIN);
}

static bool pg_begin(struct al_driver *d, enum al_begin how)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    al_pg_make_room(s);
    assert(!d->in_group);
    if (!al_pg_ready(s)) {
        return false;
    }
    al_pg_end_rows(s);
    al_pg_enter_pipeline(s);
    d->borrowed_group = s->theirs;
    d->in_group = true;
    d->begun++;
    s->asked = 0;
    bool ok = d->borrowed_group
                  ? begin_in_theirs(s)
                  : al_pg_push_text(s, how == AL_BEGIN_READ ? begin_read : begin_write, AL_PG_PLAIN);
    d->in_group = ok;
    return ok;
}

static bool pg_commit(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    if (d->error.code || !d->in_group) {
        return d->error.code == ALUDEL_OK;
    }
    if (!al_pg_ready(s)) {
        return false;
    }
    al_pg_push_deallocates(s);
    al_pg_end_rows(s);
    bool ok = !d->borrowed_group || (al_pg_push_text(s, put_role_back, AL_PG_PLAIN) &&
                                     al_pg_push_text(s, put_settings_back, AL_PG_PLAIN));
    ok = ok &&
         al_pg_push_text(s, d->borrowed_group ? "RELEASE SAVEPOINT aludel_group" : "COMMIT", AL_PG_COMMIT) &&
         al_pg_sync(s);
    /* A savepoint that isn't released must be rolled back to: there the answer is waited for. */
    if (!ok || (d->borrowed_group && !al_pg_drain(s))) {
        return false;
    }
    al_pg_forget_kept(s, &s->group);
    d->in_group = false;
    d->borrowed_group = false;
    return true;
}

/* What was sent is answered first, groups behind an error included: they fail at their BEGIN. */
static void come_to_rest(struct al_postgresql *s)
{
    if (!s->head.lost && (s->head.in_group || s->queue.count > 0)) {
        al_pg_sync(s);
        al_pg_drain(s);
    }
    *s->head.stop = 0;
}

static void undo(struct al_postgresql *s, bool borrowed_group)
{
    for (int attempt = 0; attempt < 3 && !s->head.lost; attempt++) { /* a late cancellation may hit it */
        PGTransactionStatusType status = PQtransactionStatus(s->conn);
        bool open = status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
        bool done = s->theirs && (!borrowed_group || (attempt > 0 && status == PQTRANS_INTRANS));
        if (!open || done) {
            return;
        }
        al_error_clear(&s->head.error);
        s->broken = false;
        if (borrowed_group) {
            al_pg_push_text(s, "ROLLBACK TO SAVEPOINT aludel_group", AL_PG_PLAIN);
            al_pg_push_text(s, "RELEASE SAVEPOINT aludel_group", AL_PG_PLAIN);
        } else {
            al_pg_push_text(s, "ROLLBACK", AL_PG_PLAIN);
        }
        al_pg_push_deallocates(s);
        al_pg_sync(s);
        al_pg_drain(s);
    }
}

static void pg_rollback(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    bool borrowed_group = d->borrowed_group && d->in_group;
    come_to_rest(s);
    d->in_group = false;
    d->borrowed_group = false;
    if (!d->lost) {
        undo(s, borrowed_group);
        al_error_clear(&d->error);
        al_pg_end_rows(s);
        al_pg_drain(s);
    }
    al_pg_forget_rows(s);
    forget_prepared(s); /* the server may have skipped it behind an error */
    if (!d->lost) {
        al_pg_leave_pipeline(s);
    }
    d->missed = AL_MISSED_NOTHING;
    d->unsure = d->unsure && d->lost;
    s->broken = false;
    *s->head.stop = 0;
    s->blockers[0] = '\0';
    al_error_clear(&d->error);
}

/* ---- The rest -------------------------------------------------------------------------------- */

/* 150020 is 15.20. */
static void pg_client(struct al_client *out)
{
    int n = PQlibVersion();
    *out = (struct al_client){.name = "libpq"};
    al_format(out->version, sizeof out->version, "%d.%d", n / 10000, n % 10000);
}

static bool pg_is_within(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    bool off = PQpipelineStatus(s->conn) == PQ_PIPELINE_OFF;
    return !s->owned && (off ? PQtransactionStatus(s->conn) != PQTRANS_IDLE : s->theirs);
}

static int pg_server_version(struct al_driver *d)
{
    return PQserverVersion(((struct al_postgresql *)d)->conn);
}

/* Whoever waits for an answer sees it within a tenth of a second, and passes it on. */
static void pg_interrupt(struct al_driver *d)
{
    *d->stop = 1;
}

static void pg_comment(struct al_driver *d, const char *text)
{
    (void)d;
    (void)text;
}

const struct al_driver_type al_postgresql_driver = {
    .dialect = ALUDEL_POSTGRESQL,
    .live = true,
    .pipelines = true,
    .open = pg_open,
    .close = pg_close,
    .take = pg_take,
    .give_back = pg_give_back,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .send = al_pg_send,
    .settle = al_pg_settle,
    .count = al_pg_count,
    .alone = al_pg_alone,
    .query = al_pg_query,
    .open_rows = al_pg_open_rows,
    .next_row = al_pg_next_row,
    .close_rows = al_pg_close_rows,
    .direct = al_pg_direct,
    .hold = al_pg_hold,
    .let_go = al_pg_let_go,
    .effect = al_pg_effect,
    .is_within = pg_is_within,
    .why = al_pg_why,
    .client = pg_client,
    .server_version = pg_server_version,
    .interrupt = pg_interrupt,
    .comment = pg_comment,
};

const struct aludel_driver aludel_postgresql_driver = {&al_postgresql_driver};
