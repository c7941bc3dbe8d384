/*
 * sqlite_rows.c: results and cursors; see sqlite_state.h.
 *
 * A cursor must give the rows as they stood when it was opened, whatever the loop's body does to their table.
 * Where the statement's flags don't promise that the body leaves it alone, the rows are copied first: into a
 * temporary database of its own, which SQLite keeps on disk beyond a small cache. A temporary table in the
 * connection itself couldn't be dropped while an outer loop reads, and would be a change of the schema.
 */
#include "driver/sqlite_state.h"

#include <string.h>

struct columns {
    int count;
    const struct aludel_value *names;
    const bool *boolean; /* declared BOOLEAN */
};

struct al_sqlite_cursor {
    struct al_sqlite_cursor *next;
    struct aludel_arena arena; /* of the columns */
    struct columns columns;
    struct al_sqlite_run run; /* the query, while it is read directly */
    sqlite3 *copy;            /* the temporary database */
    sqlite3_stmt *copied;
    bool ended;
    struct aludel_statement statement; /* for errors: the query's place */
    const char *revision;
};

static bool no_memory(struct al_sqlite *s)
{
    return al_error(&s->head.error, ALUDEL_NO_MEMORY, "out of memory");
}

/* ---- Columns and rows ------------------------------------------------------------------------ */

static bool is_boolean(const char *declared)
{
    struct aludel_text type = al_text(declared ? declared : "");
    return al_same_nocase(type, AL_TEXT("boolean")) || al_same_nocase(type, AL_TEXT("bool"));
}

static const char *declared_type(sqlite3_stmt *stmt, int i)
{
#ifdef SQLITE_OMIT_DECLTYPE
    (void)stmt, (void)i;
    return NULL;
#else
    return sqlite3_column_decltype(stmt, i);
#endif
}

static bool describe(sqlite3_stmt *stmt, struct aludel_arena *arena, struct columns *columns)
{
    int count = sqlite3_column_count(stmt);
    struct aludel_value *names = al_arena_new(arena, (size_t)count * sizeof *names);
    bool *boolean = al_arena_new(arena, (size_t)count * sizeof *boolean);
    for (int i = 0; names && boolean && i < count; i++) {
        const char *name = sqlite3_column_name(stmt, i);
        size_t n = name ? strlen(name) : 0;
        char *copy = name ? al_arena_copy(arena, name, n) : NULL;
        if (!copy) {
            return false;
        }
        names[i] = aludel_textual(ALUDEL_STRING, copy, n);
        boolean[i] = is_boolean(declared_type(stmt, i));
    }
    *columns = (struct columns){count, names, boolean};
    return names && boolean;
}

/* False: no memory. */
static bool text_value(sqlite3_stmt *stmt, int i, enum aludel_type type, struct aludel_arena *arena,
                       struct aludel_value *v)
{
    const void *z = type == ALUDEL_BYTES ? sqlite3_column_blob(stmt, i) : sqlite3_column_text(stmt, i);
    size_t n = (size_t)sqlite3_column_bytes(stmt, i);
    char *copy = z || n == 0 ? al_arena_copy(arena, z, n) : NULL;
    *v = aludel_textual(type, copy, n);
    return copy;
}

static bool column_value(sqlite3_stmt *stmt, int i, bool boolean, struct aludel_arena *arena,
                         struct aludel_value *v)
{
    switch (sqlite3_column_type(stmt, i)) {
    case SQLITE_INTEGER: {
        int64_t n = sqlite3_column_int64(stmt, i);
        *v = boolean && (n == 0 || n == 1) ? aludel_bool(n == 1) : aludel_int(n);
        return true;
    }
    case SQLITE_FLOAT: *v = aludel_float(sqlite3_column_double(stmt, i)); return true;
    case SQLITE_TEXT: return text_value(stmt, i, ALUDEL_STRING, arena, v);
    case SQLITE_BLOB: return text_value(stmt, i, ALUDEL_BYTES, arena, v);
    default: *v = aludel_none(); return true;
    }
}

/* A row over the columns' names as they are. */
static bool make_row(sqlite3_stmt *stmt, const struct columns *columns, struct aludel_arena *arena,
                     struct aludel_value *row)
{
    struct aludel_items *items = al_arena_new(arena, sizeof *items);
    struct aludel_value *values = al_arena_new(arena, (size_t)columns->count * sizeof *values);
    if (!items || !values) {
        return false;
    }
    for (int i = 0; i < columns->count; i++) {
        if (!column_value(stmt, i, columns->boolean[i], arena, &values[i])) {
            return false;
        }
    }
    *items = (struct aludel_items){.count = (size_t)columns->count, .keys = columns->names, .values = values};
    *row = (struct aludel_value){ALUDEL_ROW, {.items = items}};
    return true;
}

/* The names, copied, so that a row may outlive its cursor. */
static bool copy_names(const struct columns *from, struct aludel_arena *arena, struct columns *to)
{
    struct aludel_value *names = al_arena_new(arena, (size_t)from->count * sizeof *names);
    for (int i = 0; names && i < from->count; i++) {
        struct aludel_text name = from->names[i].as.text;
        char *copy = al_arena_copy(arena, name.z, name.n);
        if (!copy) {
            return false;
        }
        names[i] = aludel_textual(ALUDEL_STRING, copy, name.n);
    }
    *to = (struct columns){from->count, names, from->boolean};
    return names;
}

/* ---- All rows at once -------------------------------------------------------------------------- */

struct list {
    struct aludel_value *rows;
    size_t count, room;
};

static bool append(struct list *list, struct aludel_arena *arena, struct aludel_value row)
{
    struct aludel_value *rows = al_arena_grow(arena, list->rows, list->count, &list->room, sizeof *rows);
    if (!rows) {
        return false;
    }
    list->rows = rows;
    list->rows[list->count++] = row;
    return true;
}

static bool read_all(struct al_sqlite *s, const struct al_request *request, sqlite3_stmt *stmt,
                     struct aludel_arena *arena, struct list *list)
{
    struct columns columns;
    int rc = SQLITE_DONE;
    if (stmt && !describe(stmt, arena, &columns)) {
        return no_memory(s);
    }
    while (stmt && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct aludel_value row;
        if (request->limit && list->count == request->limit) {
            if (request->what.statement->flags & ALUDEL_READS) {
                return true;
            }
            continue; /* what it changes is to be changed to the end */
        }
        if (!make_row(stmt, &columns, arena, &row) || !append(list, arena, row)) {
            return no_memory(s);
        }
    }
    return rc == SQLITE_DONE || al_sqlite_fail(s, s->db, request, al_text(sqlite3_sql(stmt)));
}

static bool query_once(struct al_sqlite *s, const struct al_request *request, struct aludel_eval *into,
                       struct aludel_value *rows)
{
    struct al_sqlite_run run;
    struct list list = {0};
    *rows = aludel_unset();
    if (!al_sqlite_start(s, request, &run)) {
        return false;
    }
    al_sqlite_clock_on(s);
    bool ok = read_all(s, request, run.stmt, into->arena, &list);
    al_sqlite_clock_off(s);
    al_sqlite_finish(&run);
    struct aludel_items *items = ok ? al_arena_new(into->arena, sizeof *items) : NULL;
    if (!items) {
        return ok ? no_memory(s) : false;
    }
    *items = (struct aludel_items){.count = list.count, .values = list.rows};
    *rows = (struct aludel_value){ALUDEL_LIST, {.items = items}};
    return true;
}

bool al_sqlite_query(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                     struct aludel_value *rows)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    for (int attempt = 0; !query_once(s, request, into, rows); attempt++) {
        if (!al_sqlite_may_repeat(s, attempt)) {
            return false;
        }
    }
    return true;
}

/* ---- Cursors ------------------------------------------------------------------------------------- */

static void free_cursor(struct al_sqlite *s, struct al_sqlite_cursor *c)
{
    al_sqlite_finish(&c->run);
    sqlite3_finalize(c->copied);
    sqlite3_close(c->copy);
    al_arena_free(&c->arena);
    const struct aludel_allocator *a = &s->head.connect.allocator;
    a->resize(a->with, c, sizeof *c, 0);
}

static void close_cursor(struct al_sqlite *s, struct al_sqlite_cursor *cursor)
{
    for (struct al_sqlite_cursor **at = &s->cursors; *at; at = &(*at)->next) {
        if (*at == cursor) {
            *at = cursor->next;
            free_cursor(s, cursor);
            return;
        }
    }
}

void al_sqlite_close_rows(struct al_driver *d, struct al_cursor *cursor)
{
    close_cursor((struct al_sqlite *)d, (struct al_sqlite_cursor *)cursor);
}

void al_sqlite_close_all_rows(struct al_sqlite *s)
{
    while (s->cursors) {
        close_cursor(s, s->cursors);
    }
}

static struct al_sqlite_cursor *new_cursor(struct al_sqlite *s, const struct al_request *request)
{
    const struct aludel_allocator *a = &s->head.connect.allocator;
    struct al_sqlite_cursor *c = a->resize(a->with, NULL, 0, sizeof *c);
    if (c) {
        memset(c, 0, sizeof *c);
        al_arena_init(&c->arena, a);
        c->statement.at = request->what.statement->at;
        c->revision = request->revision;
        c->next = s->cursors;
        s->cursors = c;
    }
    return c;
}

static bool fail_at(struct al_sqlite *s, const struct al_sqlite_cursor *c, sqlite3 *db, sqlite3_stmt *stmt)
{
    struct al_request request = {.what = {&c->statement, NULL}, .revision = c->revision};
    const char *sql = stmt ? sqlite3_sql(stmt) : NULL;
    return al_sqlite_fail(s, db, &request, al_text(sql ? sql : ""));
}

/* CREATE TABLE r(c0,c1 …), or the INSERT with as many parameters: columns without a type, which leave every
 * value as it is. */
static bool with_columns(struct al_sqlite_cursor *c, const char *before, const char *each, const char *after,
                         struct aludel_text *sql)
{
    struct al_builder b = al_builder(&c->arena);
    al_puts(&b, before);
    for (int i = 0; i < c->columns.count; i++) {
        al_puts(&b, i ? "," : "");
        al_puts(&b, each);
        al_putf(&b, "%d", i + 1);
    }
    al_puts(&b, after);
    *sql = al_built(&b);
    return !b.failed;
}

static bool open_copy(struct al_sqlite *s, struct al_sqlite_cursor *c, sqlite3_stmt **insert)
{
    struct aludel_text create, text;
    if (!with_columns(c, "CREATE TABLE r(", "c", ");BEGIN", &create) ||
        !with_columns(c, "INSERT INTO r VALUES(", "?", ")", &text)) {
        return false;
    }
    const int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE;
    const char *place = al_sqlite_has_temporary_folder(s) ? "" : ":memory:";
    return sqlite3_open_v2(place, &c->copy, how, NULL) == SQLITE_OK &&
           sqlite3_exec(c->copy, "PRAGMA journal_mode=OFF;PRAGMA cache_size=-256", NULL, NULL, NULL) ==
               SQLITE_OK &&
           sqlite3_exec(c->copy, create.z, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(c->copy, text.z, (int)text.n, insert, NULL) == SQLITE_OK;
}

static bool copy_row(sqlite3_stmt *from, sqlite3_stmt *insert, int columns)
{
    for (int i = 0; i < columns; i++) {
        if (sqlite3_bind_value(insert, i + 1, sqlite3_column_value(from, i)) != SQLITE_OK) {
            return false;
        }
    }
    bool ok = sqlite3_step(insert) == SQLITE_DONE;
    return sqlite3_reset(insert) == SQLITE_OK && ok;
}

static bool copy_rows(struct al_sqlite *s, struct al_sqlite_cursor *c)
{
    sqlite3_stmt *insert = NULL;
    int rc = SQLITE_DONE;
    bool copied = open_copy(s, c, &insert);
    while (copied && (rc = al_sqlite_step(s, c->run.stmt)) == SQLITE_ROW) {
        copied = copy_row(c->run.stmt, insert, c->columns.count);
    }
    sqlite3_finalize(insert);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
        return fail_at(s, c, s->db, c->run.stmt);
    }
    if (!copied || sqlite3_prepare_v2(c->copy, "SELECT * FROM r", -1, &c->copied, NULL) != SQLITE_OK) {
        return c->copy ? fail_at(s, c, c->copy, c->run.stmt) : no_memory(s);
    }
    al_sqlite_finish(&c->run);
    return true;
}

/* ALUDEL_DIRECT speaks of the tables that query and body name. Triggers, views and foreign keys reach
 * further: where the schema has any, the rows are copied after all. */
static bool names_tell_all(struct al_sqlite *s)
{
    static const char question[] = "SELECT count(*) FROM (SELECT type, sql FROM main.sqlite_master UNION ALL "
                                   "SELECT type, sql FROM temp.sqlite_master) "
                                   "WHERE type IN ('trigger', 'view') OR sql LIKE '%references%'";
    sqlite3_stmt *stmt = NULL;
    bool all = sqlite3_prepare_v2(s->db, question, -1, &stmt, NULL) == SQLITE_OK &&
               sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 0;
    sqlite3_finalize(stmt);
    return all;
}

/* A statement without rows (an UPDATE, say) is executed and gives none. */
static bool prepare_rows(struct al_sqlite *s, struct al_sqlite_cursor *c, const struct aludel_statement *st)
{
    if (c->run.stmt && sqlite3_column_count(c->run.stmt) > 0) {
        if (!describe(c->run.stmt, &c->arena, &c->columns)) {
            return no_memory(s);
        }
        return (st->flags & ALUDEL_DIRECT && names_tell_all(s)) || copy_rows(s, c);
    }
    c->ended = true;
    if (c->run.stmt && al_sqlite_step(s, c->run.stmt) != SQLITE_DONE) {
        return fail_at(s, c, s->db, c->run.stmt);
    }
    return true;
}

bool al_sqlite_open_rows(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    *cursor = NULL;
    if (d->error.code) {
        return false;
    }
    struct al_sqlite_cursor *c = new_cursor(s, request);
    if (!c) {
        return no_memory(s);
    }
    if (!al_sqlite_start(s, request, &c->run) || !prepare_rows(s, c, request->what.statement)) {
        close_cursor(s, c);
        return false;
    }
    *cursor = (struct al_cursor *)c;
    return true;
}

bool al_sqlite_next_row(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                        struct aludel_value *row)
{
    struct al_sqlite *s = (struct al_sqlite *)d;
    struct al_sqlite_cursor *c = (struct al_sqlite_cursor *)cursor;
    *row = aludel_unset();
    if (d->error.code || c->ended) {
        return false;
    }
    if (*s->head.stop) {
        return al_error(&d->error, ALUDEL_INTERRUPTED, "interrupted");
    }
    sqlite3_stmt *stmt = c->copied ? c->copied : c->run.stmt;
    int rc = al_sqlite_step(s, stmt);
    struct columns columns;
    if (rc == SQLITE_ROW) {
        return (copy_names(&c->columns, into->arena, &columns) &&
                make_row(stmt, &columns, into->arena, row)) ||
               no_memory(s);
    }
    c->ended = true;
    return rc == SQLITE_DONE ? false : fail_at(s, c, c->copied ? c->copy : s->db, stmt);
}
