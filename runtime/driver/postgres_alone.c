/*
 * postgres_alone.c: what runs outside transactions, and who is kept out meanwhile; see postgres.h.
 *
 * A statement that can't be in a transaction runs on a connection of its own, whose session has the settings
 * that are LOCAL elsewhere. Between its groups the lock is held by a third connection, idle in a READ
 * COMMITTED transaction: that has no snapshot, so that CREATE INDEX CONCURRENTLY doesn't wait for it.
 */
#include "driver/postgres.h"

#include <poll.h>
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
    struct al_pg_sent sent = {.missed = missed, .sql = (char *)(uintptr_t)sql, .length = strlen(sql)};
    PGresult *r = al_pg_ask(s, *conn, sql, 0, NULL);
    bool ok = r && al_pg_is_ok(r);
    if (!ok && (!r || al_pg_is_lost(r))) {
        al_pg_fail_lost(s, *conn, &sent);
        finish(conn);
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

static bool do_it(struct al_postgres *s, PGconn **conn, const char *sql)
{
    return ask(s, conn, sql, AL_MISSED_NOTHING, NULL);
}

static bool set(struct al_postgres *s, const char *name, const char *value)
{
    const char *const values[] = {name, value};
    PGresult *r = al_pg_ask(s, s->solo, "SELECT set_config($1, $2, false)", 2, values);
    struct al_pg_sent sent = {0};
    bool ok = (r && al_pg_is_ok(r)) || al_pg_fail(s, r, &sent);
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

static bool open_solo(struct al_postgres *s)
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
static bool shares_processes(struct al_postgres *s, bool *shares)
{
    char before[16], other[16], after[16];
    if (!pid_of(s, &s->conn, before, sizeof before) || !do_it(s, &s->solo, "BEGIN")) {
        return false;
    }
    bool ok = pid_of(s, &s->solo, other, sizeof other) && pid_of(s, &s->conn, after, sizeof after) &&
              do_it(s, &s->solo, "ROLLBACK");
    *shares = ok && (strcmp(before, other) == 0 || strcmp(before, after) != 0);
    return ok;
}

static bool is_yes(const char *value)
{
    return value && (strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0 ||
                     strcmp(value, "1") == 0);
}

bool al_pg_direct(struct al_driver *d)
{
    struct al_postgres *s = (struct al_postgres *)d;
    bool pooled = d->connect.settings && is_yes(d->connect.settings->pooled);
    if (!al_pg_ready(s) || !al_pg_settle(d)) {
        return false;
    }
    if (!pooled && (!open_solo(s) || !shares_processes(s, &pooled))) {
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

/* ---- CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY ------------------------------------------------- */

struct reader {
    const char *z, *end;
};

static void skip_blanks(struct reader *r)
{
    for (;;) {
        while (r->z < r->end && strchr(" \t\r\n", *r->z)) {
            r->z++;
        }
        if (r->end - r->z > 1 && r->z[0] == '-' && r->z[1] == '-') {
            while (r->z < r->end && *r->z != '\n') {
                r->z++;
            }
        } else if (r->end - r->z > 1 && r->z[0] == '/' && r->z[1] == '*') {
            const char *close = strstr(r->z + 2, "*/");
            r->z = close && close < r->end ? close + 2 : r->end;
        } else {
            return;
        }
    }
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (c & 0x80);
}

static bool take_word(struct reader *r, const char *word)
{
    skip_blanks(r);
    size_t n = strlen(word);
    bool fits = (size_t)(r->end - r->z) >= n &&
                al_same_nocase((struct aludel_text){r->z, n}, al_text(word)) &&
                (r->z + n == r->end || !is_word(r->z[n]));
    r->z += fits ? n : 0;
    return fits;
}

/* A name as it is written, with its schema. */
static struct aludel_text take_name(struct reader *r)
{
    skip_blanks(r);
    const char *start = r->z;
    for (bool quoted = false; r->z < r->end; r->z++) {
        quoted = quoted != (*r->z == '"');
        if (!quoted && *r->z != '"' && *r->z != '.' && !is_word(*r->z)) {
            break;
        }
    }
    return (struct aludel_text){start, (size_t)(r->z - start)};
}

struct index_statement {
    bool creates;
    char name[200], table[200]; /* as written; the table of CREATE only */
};

static bool copy(char *out, size_t room, struct aludel_text text)
{
    al_format(out, room, "%.*s", (int)text.n, text.z);
    return text.n > 0 && text.n < room;
}

/* False: it is another statement, or one whose index has no name. */
static bool read_index_statement(const char *sql, size_t length, struct index_statement *i)
{
    struct reader r = {sql, sql + length};
    i->creates = take_word(&r, "create");
    if (!i->creates && !take_word(&r, "drop")) {
        return false;
    }
    take_word(&r, "unique");
    if (!take_word(&r, "index") || !take_word(&r, "concurrently")) {
        return false;
    }
    if (take_word(&r, "if")) {
        take_word(&r, "not");
        take_word(&r, "exists");
    }
    if (!copy(i->name, sizeof i->name, take_name(&r)) || !i->creates) {
        return !i->creates && i->name[0];
    }
    if (!take_word(&r, "on")) {
        return false; /* "ON" was the name: CREATE INDEX CONCURRENTLY ON t */
    }
    take_word(&r, "only");
    return copy(i->table, sizeof i->table, take_name(&r));
}

enum index_state { INDEX_UNKNOWN, INDEX_MISSING, INDEX_VALID, INDEX_INVALID, INDEX_BUILDING };

struct found_index {
    enum index_state state;
    char name[280]; /* with its schema, quoted */
};

/* An index is in its table's schema, whatever the search path. */
static const char ask_created[] =
    "SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid, EXISTS (SELECT 1 FROM "
    "pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid) "
    "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = "
    "c.relnamespace "
    "WHERE i.indrelid = to_regclass($2) AND c.relname = (parse_ident($1))[1]";
static const char ask_dropped[] =
    "SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid, false "
    "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = "
    "c.relnamespace "
    "WHERE c.oid = to_regclass($1)";

static void find_index(struct al_postgres *s, const struct index_statement *i, struct found_index *found)
{
    const char *const values[] = {i->name, i->table};
    PGresult *r = i->creates ? al_pg_ask(s, s->solo, ask_created, 2, values)
                             : al_pg_ask(s, s->solo, ask_dropped, 1, values);
    *found = (struct found_index){.state = INDEX_UNKNOWN};
    if (r && al_pg_is_ok(r)) {
        found->state = PQntuples(r) == 0               ? INDEX_MISSING
                       : PQgetvalue(r, 0, 1)[0] == 't' ? INDEX_VALID
                       : PQgetvalue(r, 0, 2)[0] == 't' ? INDEX_BUILDING
                                                       : INDEX_INVALID;
        al_format(found->name, sizeof found->name, "%s",
                  found->state == INDEX_MISSING ? "" : PQgetvalue(r, 0, 0));
    }
    PQclear(r);
}

static bool drop_invalid(struct al_postgres *s, const struct found_index *found)
{
    char sql[320], text[400];
    al_format(text, sizeof text, "dropping the INVALID index %s, which an interrupted build has left",
              found->name);
    al_driver_tell(&s->head, ALUDEL_EVENT_REMARK, text);
    al_format(sql, sizeof sql, "DROP INDEX CONCURRENTLY IF EXISTS %s", found->name);
    return do_it(s, &s->solo, sql);
}

/* A server goes on building when its client has died: that is waited for. */
static void wait_for_builder(struct al_postgres *s, const struct index_statement *i,
                             struct found_index *found)
{
    int64_t until = al_driver_now() + s->durations.wait;
    char text[400];
    if (found->state == INDEX_BUILDING) {
        al_format(text, sizeof text, "waiting until the index %s is built: the server is still at it",
                  found->name);
        al_driver_tell(&s->head, ALUDEL_EVENT_REMARK, text);
    }
    while (found->state == INDEX_BUILDING && !s->interrupted && al_driver_now() < until) {
        poll(NULL, 0, 200);
        find_index(s, i, found);
    }
}

enum al_effect al_pg_effect(struct al_driver *d, const struct al_request *request)
{
    struct al_postgres *s = (struct al_postgres *)d;
    struct index_statement i = {0};
    struct found_index found;
    const struct aludel_statement *st = request->what.statement;
    if (!read_index_statement(st->sql, st->length, &i) || !open_solo(s)) {
        return AL_EFFECT_UNKNOWN;
    }
    find_index(s, &i, &found);
    wait_for_builder(s, &i, &found);
    switch (found.state) {
    case INDEX_MISSING: return i.creates ? AL_EFFECT_NONE : AL_EFFECT_DONE;
    case INDEX_VALID: return i.creates ? AL_EFFECT_DONE : AL_EFFECT_NONE;
    case INDEX_INVALID: return AL_EFFECT_NONE; /* `alone` takes it away */
    default: return AL_EFFECT_UNKNOWN;
    }
}

/* IF NOT EXISTS would be content with an INVALID one. */
static bool repair(struct al_postgres *s, const struct aludel_statement *st)
{
    struct index_statement i = {0};
    struct found_index found;
    if (!read_index_statement(st->sql, st->length, &i) || !i.creates) {
        return true;
    }
    find_index(s, &i, &found);
    return found.state != INDEX_INVALID || drop_invalid(s, &found);
}

/* ---- Statements alone ---------------------------------------------------------------------------------------- */

static bool execute(struct al_postgres *s, const struct al_request *request, const struct al_pg_message *m)
{
    struct al_pg_sent sent = {.sql = m->sql,
                              .length = m->length,
                              .at = request->what.statement->at,
                              .revision = request->revision,
                              .mark = s->head.mark};
    al_driver_tell_statement(&s->head, request->revision, (struct aludel_text){m->sql, m->length});
    PGresult *r = al_pg_ask(s, s->solo, m->sql, m->count, m->values);
    bool ok = r && al_pg_is_ok(r);
    if (!ok) {
        s->head.failed = s->head.mark;
        if (r && PQresultErrorField(r, PG_DIAG_SQLSTATE)) {
            al_pg_fail(s, r, &sent);
        } else {
            al_pg_fail_lost(s, s->solo, &sent);
        }
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
    if (PQtransactionStatus(s->conn) != PQTRANS_IDLE) {
        return refuse_in_transaction(s, request);
    }
    struct al_mark mark = al_arena_mark(&s->text);
    bool ok = open_solo(s) && repair(s, request->what.statement) && al_pg_message(s, request, &m) &&
              execute(s, request, &m);
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
    bool ok = do_it(s, &s->keeper, "BEGIN ISOLATION LEVEL READ COMMITTED") &&
              ask(s, &s->keeper, lock->sql, missed, NULL) && pid_of(s, &s->keeper, pid, sizeof pid) &&
              do_it(s, &s->keeper, "SET LOCAL idle_in_transaction_session_timeout = 0") &&
              al_parse_int(al_text(pid), &number);
    s->head.keeper = ok ? (int)number : 0;
    return ok;
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
        finish(&s->keeper);
    }
    return ok;
}

void al_pg_let_go(struct al_driver *d)
{
    struct al_postgres *s = (struct al_postgres *)d;
    struct aludel_error kept = d->error;
    if (d->keeper && s->keeper && !do_it(s, &s->keeper, "ROLLBACK")) {
        finish(&s->keeper);
    }
    d->error = kept; /* closed or rolled back: it is gone either way */
    d->keeper = 0;
}
