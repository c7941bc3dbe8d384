/* postgresql_run.c: statements and their parameters on their way out; see postgresql_state.h. */
#include "driver/postgresql_state.h"

#include <math.h>
#include <string.h>

/* ---- Text ---------------------------------------------------------------------------------------- */

/* A byte ALUDEL_PARAMETER becomes $1, $2 … */
static void put_numbered(struct al_builder *b, const struct aludel_statement *st)
{
    unsigned next = 1;
    uint32_t start = 0;
    for (uint32_t i = 0; i < st->length; i++) {
        if (st->sql[i] == ALUDEL_PARAMETER && next <= st->parameters) {
            al_put(b, st->sql + start, i - start);
            al_putf(b, "$%u", next++);
            start = i + 1;
        }
    }
    al_put(b, st->sql + start, st->length - start);
}

static bool refuse(struct al_postgresql *s, const struct al_request *request, const char *why)
{
    const struct aludel_statement *st = request->what.statement;
    al_error(&s->head.error, ALUDEL_FAILED, "%s", why);
    s->head.failed = s->head.mark;
    al_driver_blame(&s->head, request, (struct aludel_text){st->sql, st->length});
    return false;
}

static bool write_text(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m)
{
    const struct aludel_statement *st = request->what.statement;
    struct al_builder b = al_builder(&s->text);
    struct aludel_eval e = {.arena = &s->text};
    if (!s->head.literal) {
        put_numbered(&b, st);
    } else if (!al_write_values(&e, &b, ALUDEL_POSTGRESQL, &request->what)) {
        return refuse(s, request, e.message);
    }
    struct aludel_text text = al_built(&b);
    if (!text.z) {
        al_pg_no_memory(s);
        return false;
    }
    if (memchr(text.z, '\0', text.n)) {
        return refuse(s, request, "there is a NUL in the statement");
    }
    m->sql = text.z;
    m->length = text.n;
    return true;
}

/* ---- Parameters ------------------------------------------------------------------------------------ */

static const char *number_text(struct al_postgresql *s, const char *format_of_integer, int64_t i)
{
    char text[32];
    size_t n = al_format(text, sizeof text, format_of_integer, (long long)i);
    return al_arena_copy(&s->text, text, n);
}

static const char *float_text(struct al_postgresql *s, double d)
{
    char text[40];
    size_t n = al_format_double(text, sizeof text, d);
    if (isinf(d)) {
        return d > 0 ? "Infinity" : "-Infinity";
    }
    return isnan(d) ? "NaN" : al_arena_copy(&s->text, text, n);
}

static bool put_text(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m,
                     int i)
{
    struct aludel_text text = request->what.values[i].as.text;
    if (text.n && memchr(text.z, '\0', text.n)) {
        return refuse(s, request, "PostgreSQL's text can't hold a NUL, and the value of a parameter has one");
    }
    m->bytes += text.n;
    m->values[i] = al_arena_copy(&s->text, text.z ? text.z : "", text.n);
    return true;
}

static bool put_parameter(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m,
                          int i)
{
    struct aludel_value v = request->what.values[i];
    char why[120];
    switch (v.type) {
    case ALUDEL_NONE: return true;
    case ALUDEL_BOOL: m->values[i] = v.as.boolean ? "true" : "false"; break;
    case ALUDEL_INT: m->values[i] = number_text(s, "%lld", v.as.integer); break;
    case ALUDEL_FLOAT: m->values[i] = float_text(s, v.as.number); break;
    case ALUDEL_STRING:
        if (!put_text(s, request, m, i)) {
            return false;
        }
        break;
    case ALUDEL_BYTES: /* the one value that has a type of its own as a literal, too */
        m->values[i] = v.as.text.n ? v.as.text.z : "";
        m->lengths[i] = (int)v.as.text.n;
        m->bytes += v.as.text.n;
        m->formats[i] = 1;
        m->types[i] = AL_PG_BYTEA;
        break;
    default:
        al_format(why, sizeof why, "%s can't be the value of parameter %d", al_unbindable(v.type), i + 1);
        return refuse(s, request, why);
    }
    return m->values[i] || al_pg_no_memory(s);
}

static bool put_parameters(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m)
{
    size_t count = s->head.literal ? 0 : request->what.statement->parameters;
    m->count = (int)count;
    if (count == 0) {
        return true;
    }
    m->values = al_arena_new(&s->text, count * sizeof *m->values);
    m->lengths = al_arena_new(&s->text, count * sizeof *m->lengths);
    m->formats = al_arena_new(&s->text, count * sizeof *m->formats);
    m->types = al_arena_new(&s->text, count * sizeof *m->types);
    if (!m->values || !m->lengths || !m->formats || !m->types) {
        return al_pg_no_memory(s);
    }
    for (int i = 0; i < m->count; i++) {
        if (!put_parameter(s, request, m, i)) {
            return false;
        }
    }
    return true;
}

bool al_pg_message(struct al_postgresql *s, const struct al_request *request, struct al_pg_message *m)
{
    memset(m, 0, sizeof *m);
    return write_text(s, request, m) && put_parameters(s, request, m);
}

/* ---- Sending ------------------------------------------------------------------------------------------ */

/* It stops where the server is, not where the sending is: what was sent is answered, or cancelled, first. */
static bool stop_here(struct al_postgresql *s)
{
    if (al_pg_settle(&s->head)) {
        s->head.failed = s->head.mark;
        al_error(&s->head.error, ALUDEL_INTERRUPTED, "interrupted");
    }
    return false;
}

bool al_pg_ready(struct al_postgresql *s)
{
    if (s->head.error.code) {
        return false;
    }
    al_driver_tick(&s->head);
    if (*s->head.stop) {
        return stop_here(s);
    }
    if (s->head.lost) {
        return al_error(&s->head.error, ALUDEL_CONNECTION, "the connection to the server is gone");
    }
    if (s->queue.count >= AL_PG_MOST_SENT || s->queue.bytes >= AL_PG_MOST_BYTES) {
        al_pg_make_room(s);
    }
    if (!al_pg_has_spare(s)) {
        al_pg_no_memory(s);
    }
    return s->head.error.code == ALUDEL_OK;
}

static struct al_pg_sent entry_of(struct al_postgresql *s, const struct al_request *request,
                                  enum al_pg_kind kind)
{
    return (struct al_pg_sent){.kind = kind,
                               .missed = request->missed,
                               .mark = s->head.mark,
                               .ticket = s->head.begun,
                               .at = request->what.statement->at,
                               .revision = request->revision};
}

/* The server keeps its answers until it has to wait for more, or is asked: so that it's known when it comes to a
 * migration, it is asked in front of its first statement. */
static void ask_for_answers(struct al_postgresql *s, const struct al_request *request)
{
    if (request->revision && s->head.mark != s->asked) {
        s->asked = s->head.mark;
        PQsendFlushRequest(s->conn);
    }
}

static bool push_message(struct al_postgresql *s, const struct al_request *request,
                         const struct al_pg_message *m, enum al_pg_kind kind)
{
    struct al_pg_sent sent = entry_of(s, request, kind);
    al_pg_enter_pipeline(s);
    ask_for_answers(s, request);
    sent.length = m->length;
    sent.values = m->bytes;
    sent.sql = al_pg_copy(s, m->sql, m->length);
    if (!sent.sql) {
        return al_pg_no_memory(s);
    }
    if (!al_pg_hand_over(s, request, m, &sent)) {
        al_pg_fail_lost(s, s->conn, sent.revision ? &sent : NULL);
        al_pg_resize(s, sent.sql, sent.length + 1, 0);
        return false;
    }
    return al_pg_enqueue(s, &sent);
}

bool al_pg_push(struct al_postgresql *s, const struct al_request *request, enum al_pg_kind kind)
{
    struct al_pg_message m;
    if (!al_pg_ready(s)) {
        return false;
    }
    if (request->revision) {
        al_driver_note_settings(&s->head, request->what.statement);
    }
    struct al_mark mark = al_arena_mark(&s->text);
    bool ok = al_pg_message(s, request, &m) && push_message(s, request, &m, kind);
    al_arena_release(&s->text, mark);
    return ok && (s->head.in_group || al_pg_sync(s));
}

PGresult *al_pg_result(struct al_postgresql *s, const struct al_request *request)
{
    if (!al_pg_push(s, request, AL_PG_WANTED) || !al_pg_settle(&s->head)) {
        return NULL;
    }
    PGresult *r = s->wanted;
    s->wanted = NULL;
    return r;
}

/* ---- The contract ---------------------------------------------------------------------------------------- */

bool al_pg_send(struct al_driver *d, const struct al_request *request)
{
    return al_pg_push((struct al_postgresql *)d, request, AL_PG_PLAIN);
}

bool al_pg_settle(struct al_driver *d)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    /* Outside groups a Sync stands behind everything. (A mere Flush would be enough within one, but not for a
     * pooler, which counts Syncs.) */
    if (d->in_group && s->queue.count > 0 && !d->lost) {
        al_pg_sync(s);
    }
    bool ok = al_pg_drain(s);
    al_pg_leave_pipeline(s);
    return ok;
}

/* "INSERT 0 3", "UPDATE 2"; what only reads, and DDL that says how many rows it made, changed none. */
static int64_t changed_by(const struct al_request *request, PGresult *r)
{
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE", "MERGE"};
    const char *status = PQcmdStatus(r);
    int64_t changed = 0;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strncmp(status, verbs[i], strlen(verbs[i])) == 0 &&
            !(request->what.statement->flags & ALUDEL_DDL)) {
            al_parse_int(al_text(PQcmdTuples(r)), &changed);
        }
    }
    return changed;
}

bool al_pg_count(struct al_driver *d, const struct al_request *request, int64_t *changed)
{
    *changed = 0;
    PGresult *r = al_pg_result((struct al_postgresql *)d, request);
    if (!r) {
        return false;
    }
    *changed = changed_by(request, r);
    PQclear(r);
    return true;
}
