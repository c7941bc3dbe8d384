/* postgresql_error.c: the server's reports -> errors that say what happened and what to do; see postgresql_state.h. */
#include "driver/postgresql_state.h"

#include <string.h>

const char *al_pg_field(const PGresult *r, int code)
{
    const char *text = PQresultErrorField(r, code);
    return text ? text : "";
}

static bool is_state(const PGresult *r, const char *state)
{
    return strcmp(al_pg_field(r, PG_DIAG_SQLSTATE), state) == 0;
}

bool al_pg_no_memory(struct al_postgresql *s)
{
    return al_error(&s->head.error, ALUDEL_NO_MEMORY, "out of memory");
}

/* ---- Whose statement --------------------------------------------------------------------------- */

/* The query of a row loop, without the DECLARE that we put in front. */
struct aludel_text al_pg_shown(const struct al_pg_sent *sent)
{
    static const char declare[] = "DECLARE aludel_rows_", hold[] = " HOLD FOR ";
    struct aludel_text sql = {sent->sql, sent->length};
    const char *query =
        sql.z && strncmp(sql.z, declare, sizeof declare - 1) == 0 ? strstr(sql.z, hold) : NULL;
    if (query) {
        query += sizeof hold - 1;
        sql = (struct aludel_text){query, sql.n - (size_t)(query - sql.z)};
    }
    return sql;
}

/* RAISE in a DO block: the author's own words say what is wrong, its code would only stand in their way. */
static bool is_own_refusal(const struct aludel_error *e, struct aludel_text sql)
{
    struct aludel_text first = {sql.z, sql.n < 2 ? sql.n : 2};
    return strcmp(e->sqlstate, "P0001") == 0 && al_same_nocase(first, AL_TEXT("DO"));
}

static void blame(struct al_postgresql *s, const struct al_pg_sent *sent)
{
    if (sent->sql) {
        struct aludel_text sql = al_pg_shown(sent);
        if (!is_own_refusal(&s->head.error, sql)) {
            al_error_statement(&s->head.error, sql.z, sql.n);
        }
        al_error_at(&s->head.error, &sent->at);
        al_error_revision(&s->head.error, sent->revision);
    }
}

static int position_in(const PGresult *r, const struct al_pg_sent *sent)
{
    int64_t position = 0;
    al_parse_int(al_text(al_pg_field(r, PG_DIAG_STATEMENT_POSITION)), &position);
    if (!sent->sql || position <= 0) {
        return 0;
    }
    return (int)position - (int)(al_pg_shown(sent).z - sent->sql); /* what stands in front is ASCII */
}

/* ---- What it is ---------------------------------------------------------------------------------- */

static enum aludel_code code_of(struct al_postgresql *s, const PGresult *r)
{
    if (is_state(r, "57014") && *s->head.stop) {
        return ALUDEL_INTERRUPTED;
    }
    if (al_pg_is_lost(r)) {
        return ALUDEL_CONNECTION;
    }
    return is_state(r, "55P03") ? ALUDEL_BUSY : ALUDEL_FAILED;
}

enum al_why al_pg_why(const struct aludel_error *e)
{
    static const struct {
        const char *state;
        enum al_why why;
    } states[] = {
        {"42P01", AL_WHY_NO_TABLE},  {"42703", AL_WHY_NO_COLUMN},
        {"42P07", AL_WHY_EXISTS}, /* a relation */
        {"42710", AL_WHY_EXISTS},    {"42P06", AL_WHY_EXISTS},
        {"42723", AL_WHY_EXISTS}, /* schema, function */
        {"42701", AL_WHY_EXISTS},    {"42P04", AL_WHY_EXISTS},
        {"55P03", AL_WHY_TRANSIENT}, /* column, database */
        {"40001", AL_WHY_TRANSIENT}, {"40P01", AL_WHY_TRANSIENT},
        {"42P18", AL_WHY_UNTYPED},   {"26000", AL_WHY_UNPREPARED},
    };
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(e->sqlstate, states[i].state) == 0) {
            return states[i].why;
        }
    }
    return AL_WHY_OTHER;
}

/* ---- What to do ----------------------------------------------------------------------------------- */

static const struct {
    const char *state, *hint;
} state_hints[] = {
    {"25001", "put it into `with op.autocommit():`"},
    {"53100", "the server's disk is full: free some space and run it again"},
    {"40001", "another transaction was in the way: run it again, or let it be tried again with `retries`"},
    {"40P01", "another transaction was in the way: run it again, or let it be tried again with `retries`"},
    {"42501",
     "run it as a user who may do that, or name the role that owns the objects in the setting `role`"},
    {"55P03",
     "end what holds the lock, or wait longer (the setting `lock_timeout`), or let it be tried again with "
     "`retries`"},
    {"55P04", "a new value of an enum can't be used in the transaction that adds it: use it in a later "
              "migration"},
    {"42P18", "give the value a type: CAST(${…} AS text)"},
};

static const char *hint_for(const PGresult *r)
{
    for (size_t i = 0; i < sizeof state_hints / sizeof state_hints[0]; i++) {
        if (is_state(r, state_hints[i].state)) {
            return state_hints[i].hint;
        }
    }
    return NULL;
}

/* The state alone doesn't tell: a query may have found no memory either. The setting's name is in all languages. */
static bool is_full_of_locks(const PGresult *r)
{
    return is_state(r, "53200") && strstr(al_pg_field(r, PG_DIAG_MESSAGE_HINT), "max_locks_per_transaction");
}

static void add_hint(struct al_postgresql *s, const PGresult *r)
{
    if (is_full_of_locks(r)) {
        al_error_hint(&s->head.error,
                      "one transaction can't lock that many objects: raise max_locks_per_transaction in the "
                      "server's configuration, run without `single_transaction`, or make several migrations "
                      "of this one");
        return;
    }
    const char *ours = hint_for(r), *theirs = al_pg_field(r, PG_DIAG_MESSAGE_HINT);
    if (*theirs) {
        al_error_hint(&s->head.error, "%s", theirs);
        s->head.error.servers_hint = true;
    } else if (is_state(r, "57014") && s->durations.statement_timeout) {
        al_error_hint(&s->head.error, "that is the limit of statement_timeout; 0 switches it off");
    } else if (ours) {
        al_error_hint(&s->head.error, "%s", ours);
    }
}

static void add_detail(struct al_postgresql *s, const PGresult *r)
{
    struct aludel_error *e = &s->head.error;
    const char *query = al_pg_field(r, PG_DIAG_INTERNAL_QUERY), *context = al_pg_field(r, PG_DIAG_CONTEXT);
    al_error_said(e, "%s", al_pg_field(r, PG_DIAG_MESSAGE_DETAIL));
    al_error_said(e, "%s%s", *query ? "in: " : "", query);
    al_error_said(e, "%s%s", *context ? "context: " : "", context);
}

/* Who had the lock is as much of the message as that there was one. */
static void say_what(struct al_postgresql *s, const PGresult *r)
{
    bool waited = is_state(r, "55P03") || is_state(r, "57014");
    const char *who = waited ? s->blockers : "";
    al_error(&s->head.error, code_of(s, r), "%s%s%s", al_pg_field(r, PG_DIAG_MESSAGE_PRIMARY),
             *who ? ": the lock is held by " : "", who);
}

/* Servers before 14 don't tell of themselves. */
static bool is_standby(struct al_postgresql *s)
{
    const char *told = PQparameterStatus(s->conn, "in_hot_standby");
    return told ? strcmp(told, "on") == 0 : al_pg_is_standby(s);
}

/* By the function that reports it: the message is in the server's language. */
static bool is_several_statements(const PGresult *r)
{
    return is_state(r, "42601") && strcmp(al_pg_field(r, PG_DIAG_SOURCE_FUNCTION), "exec_parse_message") == 0;
}

static void fail_several_statements(struct al_postgresql *s)
{
    al_error(&s->head.error, ALUDEL_FAILED, "more than one statement where one is expected");
    al_error_hint(&s->head.error, "execute them one by one");
}

/* A standby, or a default that somebody has set. */
static bool fail_read_only(struct al_postgresql *s, const PGresult *r)
{
    struct aludel_error *e = &s->head.error;
    if (is_standby(s)) {
        al_error(e, ALUDEL_READ_ONLY, "the server is a standby, which can't be written to");
        al_error_hint(e, "give the primary's address; or all of them, and let libpq choose: "
                         "postgresql://HOST1,HOST2/NAME?target_session_attrs=read-write");
    } else {
        al_error(e, ALUDEL_READ_ONLY,
                 "the server takes no changes from this user: transactions are read-only");
        al_error_hint(
            e, "default_transaction_read_only is set, for the server, the database or the user: take it "
               "away, or use another user");
    }
    al_error_said(e, "the server says: %s", al_pg_field(r, PG_DIAG_MESSAGE_PRIMARY));
    return false;
}

/* ---- Reports ----------------------------------------------------------------------------------------- */

/* What a condition of ours fails with: its cast; of those that keep others out a lock, too, or a table that somebody
 * makes at the same moment. */
static bool is_miss(enum al_missed missed, const PGresult *r)
{
    if (missed == AL_MISSED_LOG) {
        return is_state(r, "22P02");
    }
    return is_state(r, "22P02") || is_state(r, "55P03") || is_state(r, "23505") || is_state(r, "42P07") ||
           is_state(r, "40P01");
}

bool al_pg_is_lost(const PGresult *r)
{
    const char *state = al_pg_field(r, PG_DIAG_SQLSTATE),
               *severity = al_pg_field(r, PG_DIAG_SEVERITY_NONLOCALIZED);
    return !*state || strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0;
}

static const char unsure_hint[] = "whether the last transaction was committed isn't known: `current` tells";

bool al_pg_fail(struct al_postgresql *s, const PGresult *r, const struct al_pg_sent *sent)
{
    struct aludel_error *e = &s->head.error;
    if (e->code) {
        return false;
    }
    if (!r || !PQresultErrorField(r, PG_DIAG_SQLSTATE)) {
        return al_pg_fail_lost(s, s->conn, sent);
    }
    if (is_state(r, "25006")) {
        fail_read_only(s, r);
    } else if (sent->missed && is_miss(sent->missed, r)) {
        s->head.missed = sent->missed;
        al_error(e, ALUDEL_BUSY, "a condition doesn't hold");
    } else if (code_of(s, r) == ALUDEL_INTERRUPTED) {
        al_error(e, ALUDEL_INTERRUPTED, "interrupted");
    } else if (is_several_statements(r)) {
        fail_several_statements(s);
    } else {
        say_what(s, r);
        add_detail(s, r);
        add_hint(s, r);
    }
    if (s->head.unsure) {
        al_error_hint(e, "%s", unsure_hint);
    }
    al_format(e->sqlstate, sizeof e->sqlstate, "%s", al_pg_field(r, PG_DIAG_SQLSTATE));
    e->position = position_in(r, sent);
    blame(s, sent);
    return false;
}

bool al_pg_fail_lost(struct al_postgresql *s, PGconn *conn, const struct al_pg_sent *sent)
{
    struct aludel_error *e = &s->head.error;
    const char *said = conn ? PQerrorMessage(conn) : "";
    if (e->code) {
        return false;
    }
    if (conn == s->conn) {
        s->head.lost = true;
    }
    al_error(e, ALUDEL_CONNECTION, "the connection to the server was lost");
    al_error_said(e, "%.*s", al_pg_trimmed(said, strcspn(said, "\n")), said);
    if (s->head.unsure) {
        al_error_hint(e, "%s", unsure_hint);
    }
    if (sent) {
        blame(s, sent);
    }
    return false;
}

bool al_pg_fail_copy(struct al_postgresql *s, const struct al_pg_sent *sent)
{
    struct aludel_error *e = &s->head.error;
    if (e->code) {
        return false;
    }
    al_error(e, ALUDEL_FAILED, "COPY from and to the client can't be part of a migration");
    al_error_hint(e, "write INSERT statements, or COPY from a file on the server");
    blame(s, sent);
    return false;
}
