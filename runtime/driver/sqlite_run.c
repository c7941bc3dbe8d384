/* sqlite_run.c: preparing, binding, executing; see sqlite_state.h. */
#include "driver/sqlite_state.h"

#include <string.h>

static void *resize(struct al_sqlite *s, void *block, size_t old_size, size_t new_size)
{
    const struct aludel_allocator *a = &s->head.connect.allocator;
    return a->resize(a->with, block, old_size, new_size);
}

static bool no_memory(struct al_sqlite *s)
{
    return al_error(&s->head.error, ALUDEL_NO_MEMORY, "out of memory");
}

/* ---- Statement text ---------------------------------------------------------------------------- */

/* A byte ALUDEL_PARAMETER becomes ?1, ?2 …; the result is `*room` bytes from the allocator. */
static char *numbered(struct al_sqlite *s, const struct aludel_statement *st, size_t *room, size_t *length)
{
    *room = (size_t)st->length + (size_t)st->parameters * 6 + 1;
    char *out = resize(s, NULL, 0, *room);
    if (!out) {
        return NULL;
    }
    size_t n = 0;
    unsigned next = 1;
    for (uint32_t i = 0; i < st->length; i++) {
        if (st->sql[i] == ALUDEL_PARAMETER && next <= st->parameters) {
            n += al_format(out + n, *room - n, "?%u", next++);
        } else {
            out[n++] = st->sql[i];
        }
    }
    out[n] = '\0';
    *length = n;
    return out;
}

/* What stands behind the first statement may be white space and comments, nothing else. */
static bool nothing_behind(struct al_sqlite *s, const char *tail, const char *end)
{
    while (tail < end && (*tail == ' ' || *tail == '\n' || *tail == '\t' || *tail == '\r' || *tail == ';')) {
        tail++;
    }
    sqlite3_stmt *more = NULL;
    if (tail == end) {
        return true;
    }
    if (*tail == '\0') {
        return false;
    }
    int rc = sqlite3_prepare_v2(s->db, tail, (int)(end - tail), &more, NULL);
    bool nothing = rc == SQLITE_OK && !more;
    sqlite3_finalize(more);
    return nothing;
}

static bool prepare_text(struct al_sqlite *s, const struct al_request *request, struct aludel_text sql,
                         unsigned how, sqlite3_stmt **stmt)
{
    const char *tail = NULL;
    int length = sql.n < INT32_MAX ? (int)sql.n : INT32_MAX; /* which is beyond SQLite's own limit */
    if (sqlite3_prepare_v3(s->db, sql.z, length, how, stmt, &tail) != SQLITE_OK) {
        return al_sqlite_fail(s, s->db, request, sql);
    }
    if (!nothing_behind(s, tail, sql.z + sql.n)) {
        sqlite3_finalize(*stmt);
        *stmt = NULL;
        al_error(&s->head.error, ALUDEL_FAILED, "more than one statement where one is expected");
        al_error_hint(&s->head.error, "execute them one by one");
        al_driver_blame(&s->head, request, sql);
        return false;
    }
    return true;
}

/* ---- Kept statements ----------------------------------------------------------------------------- */

static void drop_kept(struct al_sqlite *s, struct al_sqlite_kept *k)
{
    sqlite3_finalize(k->stmt);
    resize(s, k->sql, k->length + 1u, 0);
    *k = (struct al_sqlite_kept){0};
}

void al_sqlite_forget(struct al_sqlite *s)
{
    for (int i = 0; i < AL_SQLITE_KEPT; i++) {
        if (s->kept[i].stmt) {
            drop_kept(s, &s->kept[i]);
        }
    }
}

/* Found by text, not by address: a statement that was put together at run time may come back at the same
 * address with another text. */
static struct al_sqlite_kept *find_kept(struct al_sqlite *s, const struct aludel_statement *st)
{
    for (int i = 0; i < AL_SQLITE_KEPT; i++) {
        struct al_sqlite_kept *k = &s->kept[i];
        if (k->stmt && !k->in_use && k->length == st->length && memcmp(k->sql, st->sql, st->length) == 0) {
            return k;
        }
    }
    return NULL;
}

static struct al_sqlite_kept *room_for_kept(struct al_sqlite *s)
{
    struct al_sqlite_kept *oldest = NULL;
    for (int i = 0; i < AL_SQLITE_KEPT; i++) {
        struct al_sqlite_kept *k = &s->kept[i];
        if (!k->in_use && (!oldest || k->used < oldest->used)) {
            oldest = k;
        }
    }
    if (oldest && oldest->stmt) {
        drop_kept(s, oldest);
    }
    return oldest;
}

/* Keeps a freshly prepared statement, where there is room and memory. */
static struct al_sqlite_kept *keep(struct al_sqlite *s, const struct aludel_statement *st, sqlite3_stmt *stmt)
{
    struct al_sqlite_kept *k = room_for_kept(s);
    char *copy = k ? resize(s, NULL, 0, st->length + 1u) : NULL;
    if (!copy) {
        return NULL;
    }
    memcpy(copy, st->sql, st->length);
    *k = (struct al_sqlite_kept){.stmt = stmt, .sql = copy, .length = st->length};
    return k;
}

static bool prepare(struct al_sqlite *s, const struct al_request *request, struct al_sqlite_run *run)
{
    const struct aludel_statement *st = request->what.statement;
    if (st->parameters == 0) {
        return prepare_text(s, request, (struct aludel_text){st->sql, st->length}, 0, &run->stmt);
    }
    run->kept = find_kept(s, st);
    if (run->kept) {
        run->stmt = run->kept->stmt;
    } else {
        size_t room = 0, length = 0;
        char *sql = numbered(s, st, &room, &length);
        if (!sql) {
            return no_memory(s);
        }
        bool ok = prepare_text(s, request, (struct aludel_text){sql, length}, SQLITE_PREPARE_PERSISTENT,
                               &run->stmt);
        resize(s, sql, room, 0);
        if (!ok) {
            return false;
        }
        run->kept = run->stmt ? keep(s, st, run->stmt) : NULL;
    }
    if (run->kept) {
        run->kept->in_use = true;
        run->kept->used = ++s->uses;
    }
    return true;
}

/* ---- Binding --------------------------------------------------------------------------------------- */

static int bind_one(sqlite3_stmt *stmt, int at, struct aludel_value v)
{
    const char *z = v.as.text.z ? v.as.text.z : "";
    switch (v.type) {
    case ALUDEL_NONE: return sqlite3_bind_null(stmt, at);
    case ALUDEL_BOOL: return sqlite3_bind_int(stmt, at, v.as.boolean);
    case ALUDEL_INT: return sqlite3_bind_int64(stmt, at, v.as.integer);
    case ALUDEL_FLOAT: return sqlite3_bind_double(stmt, at, v.as.number);
    case ALUDEL_STRING: return sqlite3_bind_text64(stmt, at, z, v.as.text.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    case ALUDEL_BYTES: return sqlite3_bind_blob64(stmt, at, z, v.as.text.n, SQLITE_TRANSIENT);
    default: return SQLITE_MISMATCH;
    }
}

static struct aludel_text shown(sqlite3_stmt *stmt)
{
    const char *sql = stmt ? sqlite3_sql(stmt) : NULL;
    return al_text(sql ? sql : "");
}

static bool bind(struct al_sqlite *s, const struct al_request *request, sqlite3_stmt *stmt)
{
    const struct aludel_statement *st = request->what.statement;
    int wanted = sqlite3_bind_parameter_count(stmt);
    if (wanted != st->parameters) {
        al_error(&s->head.error, ALUDEL_FAILED, "the statement has %d parameter%s, but %d value%s given",
                 wanted, wanted == 1 ? "" : "s", st->parameters, st->parameters == 1 ? " is" : "s are");
        al_driver_blame(&s->head, request, shown(stmt));
        return false;
    }
    for (int i = 0; i < st->parameters; i++) {
        struct aludel_value v = request->what.values[i];
        int rc = bind_one(stmt, i + 1, v);
        if (rc == SQLITE_MISMATCH) {
            al_error(&s->head.error, ALUDEL_FAILED, "%s can't be the value of parameter %d",
                     al_unbindable(v.type), i + 1);
            al_driver_blame(&s->head, request, shown(stmt));
            return false;
        }
        if (rc != SQLITE_OK) {
            return al_sqlite_fail(s, s->db, request, shown(stmt));
        }
    }
    return true;
}

/* ---- Executing --------------------------------------------------------------------------------------- */

bool al_sqlite_start(struct al_sqlite *s, const struct al_request *request, struct al_sqlite_run *run)
{
    *run = (struct al_sqlite_run){0};
    if (s->head.error.code) {
        return false;
    }
    al_driver_tick(&s->head);
    if (*s->head.stop) {
        return al_error(&s->head.error, ALUDEL_INTERRUPTED, "interrupted");
    }
    if (!prepare(s, request, run)) {
        return false;
    }
    if (run->stmt && !bind(s, request, run->stmt)) {
        al_sqlite_finish(run);
        return false;
    }
    return true;
}

void al_sqlite_finish(struct al_sqlite_run *run)
{
    if (run->kept) {
        sqlite3_reset(run->stmt);
        sqlite3_clear_bindings(run->stmt);
        run->kept->in_use = false;
    } else {
        sqlite3_finalize(run->stmt);
    }
    *run = (struct al_sqlite_run){0};
}

int al_sqlite_step(struct al_sqlite *s, sqlite3_stmt *stmt)
{
    al_sqlite_clock_on(s);
    int rc = sqlite3_step(stmt);
    al_sqlite_clock_off(s);
    return rc;
}

int al_sqlite_exec(struct al_sqlite *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL);
}

/* A migration that ends the transaction it runs in would leave half of itself behind. */
static bool still_in_group(struct al_sqlite *s, bool was, const struct al_request *request)
{
    bool is = !sqlite3_get_autocommit(s->db);
    if (is == was) {
        return true;
    }
    struct aludel_text sql = {request->what.statement->sql, request->what.statement->length};
    if (is) {
        al_sqlite_exec(s, "ROLLBACK");
    }
    al_error(&s->head.error, ALUDEL_FAILED,
             is ? "the statement opened a transaction of its own"
                : "the statement ended the migration's transaction");
    al_error_hint(&s->head.error, "BEGIN, COMMIT and ROLLBACK belong to the runtime");
    al_driver_blame(&s->head, request, sql);
    return false;
}

static int64_t changes(sqlite3 *db)
{
#if SQLITE_VERSION_NUMBER >= 3037000
    return sqlite3_changes64(db);
#else
    return sqlite3_changes(db);
#endif
}

static int64_t total_changes(sqlite3 *db)
{
#if SQLITE_VERSION_NUMBER >= 3037000
    return sqlite3_total_changes64(db);
#else
    return sqlite3_total_changes(db);
#endif
}

/* Steps to the end, whatever rows come. */
static bool run_whole(struct al_sqlite *s, const struct al_request *request, int64_t *changed)
{
    struct al_sqlite_run run;
    bool was_in_group = !sqlite3_get_autocommit(s->db);
    int64_t before = total_changes(s->db);
    if (!al_sqlite_start(s, request, &run)) {
        return false;
    }
    int rc = SQLITE_DONE;
    al_sqlite_clock_on(s);
    while (run.stmt && (rc = sqlite3_step(run.stmt)) == SQLITE_ROW) {
    }
    al_sqlite_clock_off(s);
    bool ok = rc == SQLITE_DONE || al_sqlite_fail(s, s->db, request, shown(run.stmt));
    /* sqlite3_changes keeps the number of an earlier statement behind one that changes no rows. */
    bool is_ddl = request->what.statement->flags & ALUDEL_DDL;
    *changed = ok && !is_ddl && total_changes(s->db) != before ? changes(s->db) : 0;
    al_sqlite_finish(&run);
    return ok && still_in_group(s, was_in_group, request);
}

bool al_sqlite_send(struct al_driver *d, const struct al_request *request)
{
    int64_t changed = 0;
    return run_whole((struct al_sqlite *)d, request, &changed);
}

bool al_sqlite_count(struct al_driver *d, const struct al_request *request, int64_t *changed)
{
    *changed = 0;
    return run_whole((struct al_sqlite *)d, request, changed);
}

bool al_sqlite_alone(struct al_driver *d, const struct al_request *request)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    int64_t changed = 0;
    if (!d->error.code && !sqlite3_get_autocommit(s->db)) {
        al_error(&d->error, ALUDEL_FAILED, "the statement can't run inside a transaction");
        al_error_hint(&d->error, d->in_group ? "hooks run in a transaction: put it into a migration"
                                             : "commit the transaction of the connection that was lent");
        al_driver_blame(d, request,
                        (struct aludel_text){request->what.statement->sql, request->what.statement->length});
        return false;
    }
    al_sqlite_be_patient(s, true);
    bool ok = run_whole(s, request, &changed);
    for (int attempt = 0; !ok && al_sqlite_may_repeat(s, attempt); attempt++) {
        ok = run_whole(s, request, &changed);
    }
    al_sqlite_be_patient(s, false);
    return ok;
}

/* ---- Only compiling ------------------------------------------------------------------------------------- */

/* "x" is a string, where there is no such column: as it was, or never. */
static void let_strings(sqlite3 *db, int dml, int ddl)
{
#ifdef SQLITE_DBCONFIG_DQS_DML
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, dml, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, ddl, NULL);
#endif
}

static void ask_strings(sqlite3 *db, int *dml, int *ddl)
{
    *dml = *ddl = 1;
#ifdef SQLITE_DBCONFIG_DQS_DML
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, -1, dml);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, -1, ddl);
#endif
}

/* Not the statement is wrong: it couldn't be looked at. */
bool al_sqlite_is_no_answer(int code)
{
    switch (code & 0xff) {
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_INTERRUPT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB: return true;
    default: return false;
    }
}

bool al_sqlite_compiles(struct al_driver *d, struct aludel_text sql, bool strictly, char *why, size_t room)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    sqlite3_stmt *stmt = NULL;
    int dml, ddl;
    ask_strings(s->db, &dml, &ddl);
    if (strictly) {
        let_strings(s->db, 0, 0);
    }
    bool ok = sqlite3_prepare_v2(s->db, sql.z, (int)sql.n, &stmt, NULL) == SQLITE_OK;
    if (why) {
        al_format(why, room, "%s", ok ? "" : sqlite3_errmsg(s->db));
    }
    if (!ok && al_sqlite_is_no_answer(sqlite3_errcode(s->db))) {
        al_sqlite_fail(s, s->db, NULL, (struct aludel_text){"", 0});
    }
    sqlite3_finalize(stmt);
    let_strings(s->db, dml, ddl);
    return ok;
}

#ifdef SQLITE_OMIT_AUTHORIZATION
/* Then nobody can tell, and whoever asks has found the name in the text. */
bool al_sqlite_reads(struct al_driver *d, struct aludel_text sql, struct aludel_text table,
                     struct aludel_text column)
{
    (void)d, (void)sql, (void)table, (void)column;
    return true;
}
#else
struct reading {
    struct aludel_text table, column;
    bool found;
};

static int note_reading(void *with, int action, const char *table, const char *column, const char *schema,
                        const char *within)
{
    struct reading *r = with;
    (void)schema;
    if (action == SQLITE_READ && within && al_same_nocase(al_text(table), r->table) &&
        al_same_nocase(al_text(column), r->column)) {
        r->found = true;
    }
    return SQLITE_OK;
}

bool al_sqlite_reads(struct al_driver *d, struct aludel_text sql, struct aludel_text table,
                     struct aludel_text column)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    struct reading reading = {table, column, false};
    sqlite3_set_authorizer(s->db, note_reading, &reading);
    al_sqlite_compiles(d, sql, false, NULL, 0);
    sqlite3_set_authorizer(s->db, NULL, NULL);
    return reading.found;
}
#endif
