/*
 * postgresql_rows.c: results and cursors; see postgresql_state.h.
 *
 * A cursor of the server's gives rows as they stood when it was declared, whatever the loop's body does, and
 * some hundred rows at a time, so that memory stays constant. Outside a group it is made WITH HOLD.
 */
#include "driver/postgresql_state.h"

#include <math.h>
#include <string.h>

#define FIRST_ROWS 64
#define MOST_ROWS 1024
#define MOST_BYTES ((size_t)1024 * 1024)

struct columns {
    int count;
    struct aludel_value *names;
};

struct al_pg_cursor {
    struct al_pg_cursor *next;
    char name[32];
    bool declared, ended, outside;
    PGresult *rows;   /* the ones in hand */
    int row, at_once; /* how many are fetched at a time */
    struct aludel_place at;
    const char *revision;
};

/* ---- Values ------------------------------------------------------------------------------------- */

static bool bytes_value(struct aludel_arena *arena, const char *text, struct aludel_value *v)
{
    size_t n = 0;
    unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, &n);
    char *copy = bytes ? al_arena_copy(arena, (const char *)bytes, n) : NULL;
    PQfreemem(bytes);
    *v = aludel_textual(ALUDEL_BYTES, copy, n);
    return copy;
}

static bool text_value(struct aludel_arena *arena, struct aludel_text text, struct aludel_value *v)
{
    char *copy = al_arena_copy(arena, text.z, text.n);
    *v = aludel_textual(ALUDEL_STRING, copy, text.n);
    return copy;
}

/* "Infinity" and "NaN" are the server's words for floats that aren't numbers. */
static double float_of(struct aludel_text text)
{
    double d = 0;
    if (al_parse_double(text, &d)) {
        return d;
    }
    return *text.z == 'N' ? NAN : *text.z == '-' ? -INFINITY : INFINITY;
}

/* False: no memory. */
static bool cell_value(const PGresult *r, int row, int column, struct aludel_arena *arena,
                       struct aludel_value *v)
{
    int64_t i = 0;
    struct aludel_text text = {PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column)};
    if (PQgetisnull(r, row, column)) {
        *v = aludel_none();
        return true;
    }
    switch (PQftype(r, column)) {
    case AL_PG_BOOL: *v = aludel_bool(text.z[0] == 't'); return true;
    case AL_PG_INT2:
    case AL_PG_INT4:
    case AL_PG_INT8:
    case AL_PG_OID: *v = al_parse_int(text, &i) ? aludel_int(i) : aludel_none(); return true;
    case AL_PG_FLOAT4:
    case AL_PG_FLOAT8: *v = aludel_float(float_of(text)); return true;
    case AL_PG_BYTEA: return bytes_value(arena, text.z, v);
    default: return text_value(arena, text, v);
    }
}

static bool describe(const PGresult *r, struct aludel_arena *arena, struct columns *columns)
{
    columns->count = PQnfields(r);
    columns->names = al_arena_new(arena, (size_t)columns->count * sizeof *columns->names + 1);
    for (int i = 0; columns->names && i < columns->count; i++) {
        if (!text_value(arena, al_text(PQfname(r, i)), &columns->names[i])) {
            return false;
        }
    }
    return columns->names;
}

static bool make_row(const PGresult *r, int row, const struct columns *columns, struct aludel_arena *arena,
                     struct aludel_value *made)
{
    struct aludel_items *items = al_arena_new(arena, sizeof *items);
    struct aludel_value *values = al_arena_new(arena, (size_t)columns->count * sizeof *values + 1);
    if (!items || !values) {
        return false;
    }
    for (int i = 0; i < columns->count; i++) {
        if (!cell_value(r, row, i, arena, &values[i])) {
            return false;
        }
    }
    *items = (struct aludel_items){.count = (size_t)columns->count, .keys = columns->names, .values = values};
    *made = (struct aludel_value){ALUDEL_ROW, {.items = items}};
    return true;
}

/* ---- All rows at once -------------------------------------------------------------------------- */

static bool make_list(const PGresult *r, uint32_t limit, struct aludel_arena *arena,
                      struct aludel_value *list)
{
    struct columns columns;
    size_t count = (size_t)PQntuples(r);
    count = limit && limit < count ? limit : count;
    struct aludel_items *items = al_arena_new(arena, sizeof *items);
    struct aludel_value *rows = al_arena_new(arena, count * sizeof *rows + 1);
    if (!items || !rows || !describe(r, arena, &columns)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!make_row(r, (int)i, &columns, arena, &rows[i])) {
            return false;
        }
    }
    *items = (struct aludel_items){.count = count, .values = rows};
    *list = (struct aludel_value){ALUDEL_LIST, {.items = items}};
    return true;
}

bool al_pg_query(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                 struct aludel_value *rows)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    *rows = aludel_unset();
    PGresult *r = al_pg_result(s, request);
    if (!r) {
        return false;
    }
    bool ok = make_list(r, request->limit, into->arena, rows) || al_pg_no_memory(s);
    PQclear(r);
    return ok;
}

/* ---- Cursors ------------------------------------------------------------------------------------- */

static void free_cursor(struct al_postgresql *s, struct al_pg_cursor *c)
{
    const struct aludel_allocator *a = &s->head.connect.allocator;
    PQclear(c->rows);
    a->resize(a->with, c, sizeof *c, 0);
}

void al_pg_forget_rows(struct al_postgresql *s)
{
    while (s->cursors) {
        struct al_pg_cursor *c = s->cursors;
        s->cursors = c->next;
        free_cursor(s, c);
    }
}

static bool send_about(struct al_postgresql *s, const struct al_pg_cursor *c, const char *verb,
                       enum al_pg_kind kind)
{
    char sql[80];
    size_t n = al_format(sql, sizeof sql, "%s %s", verb, c->name);
    struct aludel_statement st = {.sql = sql, .length = (uint32_t)n, .at = c->at};
    struct al_request request = {.what = {&st, NULL}};
    return al_pg_push(s, &request, kind);
}

void al_pg_end_rows(struct al_postgresql *s)
{
    for (const struct al_pg_cursor *c = s->cursors; c && s->head.error.code == ALUDEL_OK; c = c->next) {
        if (c->declared && (c->outside || s->head.borrowed_group)) {
            send_about(s, c, "CLOSE", AL_PG_PLAIN);
        }
    }
    al_pg_forget_rows(s);
}

static struct al_pg_cursor *new_cursor(struct al_postgresql *s, const struct al_request *request)
{
    const struct aludel_allocator *a = &s->head.connect.allocator;
    struct al_pg_cursor *c = a->resize(a->with, NULL, 0, sizeof *c);
    if (!c) {
        al_pg_no_memory(s);
        return NULL;
    }
    memset(c, 0, sizeof *c);
    al_format(c->name, sizeof c->name, "aludel_rows_%u", ++s->cursors_made);
    c->outside = !s->head.in_group;
    c->at = request->what.statement->at;
    c->revision = request->revision;
    c->next = s->cursors;
    s->cursors = c;
    return c;
}

static void close_cursor(struct al_postgresql *s, struct al_pg_cursor *cursor)
{
    struct al_driver *d = &s->head;
    for (struct al_pg_cursor **at = &s->cursors; *at; at = &(*at)->next) {
        if (*at == cursor) {
            *at = cursor->next;
            if (cursor->declared && d->error.code == ALUDEL_OK && (cursor->outside || d->in_group)) {
                send_about(s, cursor, "CLOSE", AL_PG_PLAIN);
            }
            free_cursor(s, cursor);
            return;
        }
    }
}

void al_pg_close_rows(struct al_driver *d, struct al_cursor *cursor)
{
    close_cursor((struct al_postgresql *)d, (struct al_pg_cursor *)cursor);
}

/* The statement behind DECLARE; its place is the query's own, so that an error's caret is right. */
static bool declare(struct al_postgresql *s, struct al_pg_cursor *c, const struct al_request *request)
{
    const struct aludel_statement *query = request->what.statement;
    struct al_mark mark = al_arena_mark(&s->text);
    struct al_builder b = al_builder(&s->text);
    al_putf(&b, "DECLARE %s NO SCROLL CURSOR %s HOLD FOR ", c->name, c->outside ? "WITH" : "WITHOUT");
    al_put(&b, query->sql, query->length);
    struct aludel_text text = al_built(&b);
    struct aludel_statement st = *query;
    st.sql = text.z;
    st.length = (uint32_t)text.n;
    struct al_request declaration = *request;
    declaration.what.statement = &st;
    bool ok = text.z ? al_pg_push(s, &declaration, AL_PG_PLAIN) : al_pg_no_memory(s);
    al_arena_release(&s->text, mark);
    return ok;
}

/* Wide rows a few at a time, narrow ones many: about MOST_BYTES. */
static void adapt(struct al_pg_cursor *c)
{
    size_t bytes = PQresultMemorySize(c->rows);
    if (!c->rows) {
        c->at_once = FIRST_ROWS;
    } else if (bytes > MOST_BYTES) {
        c->at_once = c->at_once / 2 + 1;
    } else if (bytes < MOST_BYTES / 4 && c->at_once < MOST_ROWS) {
        c->at_once *= 2;
    }
}

static bool fetch(struct al_postgresql *s, struct al_pg_cursor *c)
{
    char verb[40];
    adapt(c);
    al_format(verb, sizeof verb, "FETCH FORWARD %d FROM", c->at_once);
    PQclear(c->rows);
    c->rows = NULL;
    c->row = 0;
    if (!send_about(s, c, verb, AL_PG_WANTED) || !al_pg_settle(&s->head)) {
        return false;
    }
    c->rows = s->wanted;
    s->wanted = NULL;
    c->ended = c->rows && PQntuples(c->rows) < c->at_once; /* no more after these */
    return true;
}

static bool begins_with(struct aludel_text sql, const char *word)
{
    size_t n = strlen(word);
    return sql.n > n && al_same_nocase((struct aludel_text){sql.z, n}, al_text(word));
}

/* What C in a migration asks comes without flags. */
static bool can_be_declared(const struct aludel_statement *st)
{
    static const char *const words[] = {"select ", "select\n", "values ", "values(", "table "};
    struct aludel_text sql = {st->sql, st->length};
    while (sql.n > 0 && strchr(" \t\r\n(", *sql.z)) {
        sql.z++;
        sql.n--;
    }
    bool can = st->flags & ALUDEL_READS;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        can = can || begins_with(sql, words[i]);
    }
    return can;
}

/* A statement that changes something can't be declared; its rows are taken whole. */
static bool execute_whole(struct al_postgresql *s, struct al_pg_cursor *c, const struct al_request *request)
{
    c->rows = al_pg_result(s, request);
    c->ended = true;
    return c->rows;
}

bool al_pg_open_rows(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    *cursor = NULL;
    if (!al_pg_ready(s)) {
        return false;
    }
    struct al_pg_cursor *c = new_cursor(s, request);
    if (!c) {
        return false;
    }
    c->declared = can_be_declared(request->what.statement);
    if (!(c->declared ? declare(s, c, request) && fetch(s, c) : execute_whole(s, c, request))) {
        close_cursor(s, c);
        return false;
    }
    *cursor = (struct al_cursor *)c;
    return true;
}

bool al_pg_next_row(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                    struct aludel_value *row)
{
    struct al_postgresql *s = (struct al_postgresql *)d;
    struct al_pg_cursor *c = (struct al_pg_cursor *)cursor;
    struct columns columns;
    *row = aludel_unset();
    if (!al_pg_ready(s)) {
        return false;
    }
    if (c->row == PQntuples(c->rows) && (c->ended || !fetch(s, c))) {
        return false;
    }
    if (c->row == PQntuples(c->rows)) {
        return false;
    }
    return (describe(c->rows, into->arena, &columns) &&
            make_row(c->rows, c->row++, &columns, into->arena, row)) ||
           al_pg_no_memory(s);
}
