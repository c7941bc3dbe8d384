/*
 * postgresql_index.c: CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY that were interrupted: the catalogue knows
 * what has come of them; see postgresql_state.h.
 */
#include "driver/postgresql_state.h"

#include <poll.h>
#include <string.h>

#define ASK_EVERY 200 /* milliseconds, whether another has done it */

/* ---- What the statement says --------------------------------------------------------------------- */

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
    const char *sql;
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
    i->sql = sql;
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

/* ---- What the catalogue says ------------------------------------------------------------------------ */

enum index_state { INDEX_UNKNOWN, INDEX_MISSING, INDEX_VALID, INDEX_INVALID, INDEX_AT_WORK };

struct found_index {
    enum index_state state;
    char name[280]; /* with its schema, quoted; as written where there is none */
    char oid[16];
};

/* An index is in its table's schema, whatever the search path. */
static const char ask_created[] =
    "SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid, c.oid "
    "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = "
    "c.relnamespace "
    "WHERE i.indrelid = to_regclass($2) AND c.relname = (parse_ident($1))[1]";
static const char ask_dropped[] =
    "SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid, c.oid "
    "FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = "
    "c.relnamespace "
    "WHERE c.oid = to_regclass($1)";

/* Another process builds the index, or has this very statement in hand, for the same table and not its namesake in
 * another schema: before the index is in the catalogue, and behind the last progress it reports, until it has
 * committed. The server keeps the statement's beginning only. */
static const char ask_at_work[] =
    "SELECT 1 FROM pg_stat_progress_create_index WHERE index_relid = CAST($1 AS oid) "
    "UNION ALL SELECT 1 FROM pg_stat_activity AS a WHERE datname = current_database() AND state = 'active' "
    "AND "
    "query <> '' AND query = left($2, length(query)) AND pid <> pg_backend_pid() AND EXISTS (SELECT 1 FROM "
    "pg_locks AS l WHERE l.pid = a.pid AND l.relation = CAST($3 AS oid))";

static const char ask_table[] = "SELECT coalesce(CAST(to_regclass($2) AS oid), (SELECT indrelid FROM "
                                "pg_index WHERE indexrelid = CAST($1 AS oid)), 0)";

/* Asked as the user who has logged in: under another role the other's doings can't be seen. False: it can't be asked. */
static bool ask_whether_at_work(struct al_postgresql *s, const struct index_statement *i,
                                const struct found_index *found, bool *is)
{
    const char *const which[] = {found->oid, i->creates ? i->table : NULL};
    PGresult *table = al_pg_ask(s, s->solo, ask_table, 2, which);
    bool ok = table && al_pg_is_ok(table) && PQntuples(table) == 1;
    const char *const values[] = {found->oid, i->sql, ok ? PQgetvalue(table, 0, 0) : "0"};
    PGresult *r = ok ? al_pg_ask_watcher(s, ask_at_work, 3, values) : NULL;
    ok = r && al_pg_is_ok(r);
    *is = ok && PQntuples(r) > 0;
    PQclear(table);
    PQclear(r);
    return ok;
}

/* False: the connection is lost, and the statement itself was never sent. */
static bool lose_solo(struct al_postgresql *s)
{
    al_pg_fail_lost(s, s->solo, NULL);
    s->head.failed = s->head.mark;
    al_pg_finish(&s->solo);
    return false;
}

static bool read_index(struct al_postgresql *s, const struct index_statement *i, struct found_index *found)
{
    const char *const values[] = {i->name, i->table};
    PGresult *r = i->creates ? al_pg_ask(s, s->solo, ask_created, 2, values)
                             : al_pg_ask(s, s->solo, ask_dropped, 1, values);
    bool is_there = r && al_pg_is_ok(r) && PQntuples(r) > 0;
    *found = (struct found_index){.state = r && al_pg_is_ok(r) ? INDEX_MISSING : INDEX_UNKNOWN};
    if (is_there) {
        found->state = PQgetvalue(r, 0, 1)[0] == 't' ? INDEX_VALID : INDEX_INVALID;
    }
    al_format(found->name, sizeof found->name, "%s", is_there ? PQgetvalue(r, 0, 0) : i->name);
    al_format(found->oid, sizeof found->oid, "%s", is_there ? PQgetvalue(r, 0, 2) : "0");
    PQclear(r);
    return PQstatus(s->solo) == CONNECTION_OK || lose_solo(s);
}

/* What isn't as the statement would leave it may be about to be: the catalogue's word counts when nobody is at work. */
static bool find_index(struct al_postgresql *s, const struct index_statement *i, struct found_index *found)
{
    bool is_at_work = false;
    if (!read_index(s, i, found)) {
        return false;
    }
    if (found->state == INDEX_UNKNOWN || found->state == (i->creates ? INDEX_VALID : INDEX_MISSING)) {
        return true;
    }
    if (!ask_whether_at_work(s, i, found, &is_at_work)) {
        found->state = INDEX_UNKNOWN;
        return PQstatus(s->solo) == CONNECTION_OK || lose_solo(s);
    }
    if (!is_at_work) {
        return read_index(s, i, found);
    }
    found->state = INDEX_AT_WORK;
    return true;
}

static bool drop_invalid(struct al_postgresql *s, const struct found_index *found)
{
    char sql[320];
    al_driver_tell(&s->head, ALUDEL_EVENT_REMARK,
                   "dropping the INVALID index %s, which an interrupted build has left", found->name);
    al_format(sql, sizeof sql, "DROP INDEX CONCURRENTLY IF EXISTS %s", found->name);
    return al_pg_do(s, &s->solo, sql);
}

static void pause_for(struct al_postgresql *s, int64_t milliseconds)
{
    int64_t until = al_driver_now() + milliseconds;
    for (int64_t left = milliseconds; left > 0 && !*s->head.stop; left = until - al_driver_now()) {
        poll(NULL, 0, al_driver_until_tick(&s->head, left));
        al_driver_tick(&s->head);
    }
}

/* A server goes on when its client has died: that is waited for. */
static bool wait_for_other(struct al_postgresql *s, const struct index_statement *i,
                           struct found_index *found)
{
    int64_t until = al_driver_now() + s->durations.wait;
    if (found->state == INDEX_AT_WORK) {
        al_driver_tell(&s->head, ALUDEL_EVENT_REMARK,
                       "waiting until the index %s is %s: the server is still at it", found->name,
                       i->creates ? "built" : "dropped");
    }
    while (found->state == INDEX_AT_WORK && !*s->head.stop && al_driver_now() < until) {
        pause_for(s, ASK_EVERY);
        if (!find_index(s, i, found)) {
            return false;
        }
    }
    return true;
}

enum al_effect al_pg_effect(struct al_driver *d, const struct al_request *request)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    struct index_statement i = {0};
    struct found_index found;
    const struct aludel_statement *st = request->what.statement;
    if (!read_index_statement(st->sql, st->length, &i) || !al_pg_open_solo(s)) {
        return AL_EFFECT_UNKNOWN;
    }
    if (!find_index(s, &i, &found) || !wait_for_other(s, &i, &found) || !al_pg_ready(s)) {
        return AL_EFFECT_UNKNOWN;
    }
    switch (found.state) {
    case INDEX_MISSING: return i.creates ? AL_EFFECT_NONE : AL_EFFECT_DONE;
    case INDEX_VALID: return i.creates ? AL_EFFECT_DONE : AL_EFFECT_NONE;
    case INDEX_INVALID: return AL_EFFECT_NONE; /* `alone` takes it away */
    default: return AL_EFFECT_UNKNOWN;
    }
}

/* IF NOT EXISTS would be content with an index that is never finished. */
static bool fail_building(struct al_postgresql *s, const struct aludel_statement *st,
                          const struct found_index *found)
{
    struct al_request request = {.what = {st, NULL}};
    al_error(&s->head.error, ALUDEL_BUSY, "the index %s is still being built", found->name);
    al_error_hint(&s->head.error, "let that finish or end it, or wait longer with the setting `wait`");
    s->head.failed = s->head.mark;
    al_driver_blame(&s->head, &request, (struct aludel_text){st->sql, st->length});
    return false;
}

bool al_pg_repair_index(struct al_postgresql *s, const struct aludel_statement *st)
{
    struct index_statement i = {0};
    struct found_index found;
    if (!read_index_statement(st->sql, st->length, &i) || !i.creates) {
        return true;
    }
    if (!find_index(s, &i, &found) || !wait_for_other(s, &i, &found) || !al_pg_ready(s)) {
        return false;
    }
    if (found.state == INDEX_AT_WORK) {
        return fail_building(s, st, &found);
    }
    return found.state != INDEX_INVALID || drop_invalid(s, &found);
}
