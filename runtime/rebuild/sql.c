/* sql.c: a rebuild's way to the database: asking, sending, settings of the connection, definitions written as text; and
 * whose edit an error is. */
#include "rebuild/inner.h"

#include "core/literal.h"

#include <string.h>

/* ---- Templates -------------------------------------------------------------------------------------- */

static void put_argument(struct al_builder *b, char letter, const char *z)
{
    switch (letter) {
    case 'n': al_write_name(b, al_text(z)); break;
    case 'q': al_write_string(b, al_text(z)); break;
    default: al_puts(b, z); break;
    }
}

/* Of the letter's meaning: a name for a small one, a string for a capital. */
static void put_own(struct al_rebuild *r, struct al_builder *b, char letter)
{
    char small = (char)(letter | 32);
    const char *name = small == 't' ? r->was.name : small == 'o' ? r->old : r->schema;
    put_argument(b, small == letter ? 'n' : 'q', name);
}

static void put(struct al_rebuild *r, struct al_builder *b, const char *sql, va_list args)
{
    struct aludel_text text;
    for (; *sql; sql++) {
        if (*sql != '%') {
            al_putc(b, *sql);
            continue;
        }
        switch (*++sql) {
        case 'n':
        case 'q':
        case 'z': put_argument(b, *sql, va_arg(args, const char *)); break;
        case 's':
            text = va_arg(args, struct aludel_text);
            al_put(b, text.z, text.n);
            break;
        case 'm':
        case 'p':
            al_puts(b, r->prefix);
            al_puts(b, *sql == 'm' ? "sqlite_master" : "");
            break;
        case '%': al_putc(b, '%'); break;
        default: put_own(r, b, *sql); break;
        }
    }
}

void al_rebuild_put(struct al_rebuild *r, struct al_builder *b, const char *sql, ...)
{
    va_list args;
    va_start(args, sql);
    put(r, b, sql, args);
    va_end(args);
}

static const char *text_of(struct al_rebuild *r, struct aludel_arena *arena, const char *sql, va_list args)
{
    struct al_builder b = al_builder(arena);
    put(r, &b, sql, args);
    return al_built(&b).z;
}

const char *al_rebuild_text(struct al_rebuild *r, const char *sql, ...)
{
    va_list args;
    va_start(args, sql);
    const char *text = text_of(r, &r->arena, sql, args);
    va_end(args);
    return text;
}

/* ---- Sending and asking ----------------------------------------------------------------------------- */

/* Its length fits: SQLite's definitions end at a thousand million bytes. */
struct aludel_statement al_rebuild_statement(const struct al_rebuild *r, const char *sql)
{
    return (struct aludel_statement){.sql = sql, .length = (uint32_t)strlen(sql), .at = r->op->at};
}

/* Sent; asked, or counted, where somebody wants to know. */
static bool execute(struct al_rebuild *r, const char *sql, int64_t *changed, const struct aludel_items **rows)
{
    struct aludel_op *op = r->op;
    struct al_driver *d = op->around->driver;
    struct aludel_statement st = al_rebuild_statement(r, sql);
    struct aludel_value list;
    if (r->arena.exhausted || !al_op_ready(op, NULL)) { /* a name, a text is missing somewhere */
        return false;
    }
    st.flags = rows ? ALUDEL_READS : changed ? 0 : ALUDEL_DDL;
    struct al_request request = al_op_request(op, (struct aludel_bound){&st, NULL});
    if (!rows) {
        al_op_tell(op, &st);
        return changed ? d->type->count(d, &request, changed) : d->type->send(d, &request);
    }
    bool ok = d->type->query(d, &request, &r->eval, &list);
    *rows = ok ? list.as.items : NULL;
    return ok;
}

/* The text in memory of its own, which is given back at once: of a rebuild's statements only what they find is kept. */
static bool write_and_execute(struct al_rebuild *r, const struct aludel_items **rows, const char *sql,
                              va_list args)
{
    struct aludel_arena arena;
    al_arena_init(&arena, &r->arena.allocator);
    const char *text = text_of(r, &arena, sql, args);
    r->arena.exhausted |= arena.exhausted;
    bool ok = execute(r, text, NULL, rows);
    al_arena_free(&arena);
    return ok;
}

bool al_rebuild_send(struct al_rebuild *r, const char *sql, ...)
{
    va_list args;
    va_start(args, sql);
    bool ok = write_and_execute(r, NULL, sql, args);
    va_end(args);
    return ok;
}

bool al_rebuild_count(struct al_rebuild *r, const char *sql, int64_t *changed)
{
    return execute(r, sql, changed, NULL);
}

bool al_rebuild_ask(struct al_rebuild *r, const struct aludel_items **rows, const char *sql, ...)
{
    va_list args;
    va_start(args, sql);
    bool ok = write_and_execute(r, rows, sql, args);
    va_end(args);
    return ok;
}

bool al_rebuild_number(struct al_rebuild *r, const char *sql, int64_t *number)
{
    const struct aludel_items *rows = NULL;
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = execute(r, sql, NULL, &rows);
    *number = al_rows(rows) ? al_number_at(rows, 0, 0) : 0;
    al_arena_release(&r->arena, mark);
    return ok;
}

bool al_rebuild_compiles(struct al_rebuild *r, const char *sql, bool strictly, char *why, size_t room)
{
    struct al_driver *d = r->op->around->driver;
    bool compiles = !r->arena.exhausted && d->type->compiles(d, al_text(sql), strictly, why, room);
    if (r->arena.exhausted) {
        al_error(r->op->error, ALUDEL_NO_MEMORY, "out of memory");
    } else if (d->error.code != ALUDEL_OK) {
        al_op_failed(r->op);
    }
    return compiles;
}

/* ---- Answers ---------------------------------------------------------------------------------------- */

size_t al_rows(const struct aludel_items *rows)
{
    return rows ? rows->count : 0;
}

static const struct aludel_value *cell(const struct aludel_items *rows, size_t row, size_t column)
{
    return &rows->values[row].as.items->values[column];
}

const char *al_text_at(const struct aludel_items *rows, size_t row, size_t column)
{
    const struct aludel_value *v = cell(rows, row, column);
    return v->type == ALUDEL_STRING ? v->as.text.z : "";
}

int64_t al_number_at(const struct aludel_items *rows, size_t row, size_t column)
{
    const struct aludel_value *v = cell(rows, row, column);
    return v->type == ALUDEL_INT ? v->as.integer : v->type == ALUDEL_BOOL ? v->as.boolean : 0;
}

bool al_rebuild_has(struct al_rebuild *r, const char *prefix, const char *name, bool *there)
{
    const struct aludel_items *rows;
    bool ok = al_rebuild_ask(r, &rows, "SELECT 1 FROM %zsqlite_master WHERE name = %q COLLATE NOCASE", prefix,
                             name);
    *there = ok && al_rows(rows) > 0;
    return ok;
}

/* ---- Settings of the connection --------------------------------------------------------------------- */

bool al_rebuild_set(struct al_rebuild *r, const char *pragma, bool *was)
{
    struct al_driver *d = r->op->around->driver;
    int64_t value = 0;
    if (al_rebuild_live(r) && !al_rebuild_number(r, al_rebuild_text(r, "PRAGMA %z", pragma), &value)) {
        return false;
    }
    *was = value != 0;
    if (*was) {
        return true;
    }
    al_format(d->put_back, sizeof d->put_back, "PRAGMA %s=OFF", pragma);
    return al_rebuild_send(r, "PRAGMA %z=ON", pragma);
}

bool al_rebuild_put_back(struct al_rebuild *r, const char *pragma, bool was)
{
    if (!was && !al_rebuild_send(r, "PRAGMA %z=OFF", pragma)) {
        return false;
    }
    r->op->around->driver->put_back[0] = '\0';
    return true;
}

/* ---- Definitions -------------------------------------------------------------------------------------- */

bool al_rebuild_write(struct al_rebuild *r, const char *type, const char *name, const char *sql)
{
    bool was = false;
    return al_rebuild_set(r, "writable_schema", &was) &&
           al_rebuild_send(r, "UPDATE %m SET sql = %q WHERE type = '%z' AND name = %q", sql, type, name) &&
           al_rebuild_put_back(r, "writable_schema", was);
}

bool al_rebuild_reload(struct al_rebuild *r)
{
    int64_t version = 0;
    char next[24];
    if (!al_rebuild_number(r, al_rebuild_text(r, "PRAGMA %pschema_version"), &version)) {
        return false;
    }
    al_format(next, sizeof next, "%lld", (long long)version + 1);
    return al_rebuild_send(r, "PRAGMA %pschema_version = %z", next);
}

/* ---- Edits, and whose an error is ------------------------------------------------------------------- */

void al_rebuild_stand_at(struct al_rebuild *r, const struct aludel_edit *e)
{
    r->op->at = e && e->at ? *e->at : r->at;
}

const struct aludel_edit *al_rebuild_edit(const struct al_rebuild *r, enum aludel_edit_kind kind,
                                          const char *name)
{
    const struct aludel_edit *last = NULL;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        last = e->kind == kind && e->name && al_same_name(e->name, name) ? e : last;
    }
    return last;
}

void al_rebuild_blame(struct al_rebuild *r, enum aludel_edit_kind kind, const char *name)
{
    const struct aludel_edit *e = al_rebuild_edit(r, kind, name);
    if (e) {
        al_rebuild_stand_at(r, e);
    }
}

void al_rebuild_blame_new(struct al_rebuild *r, const struct al_ddl_constraint *k)
{
    struct aludel_text text = al_ddl_text(&r->is.table, k->span);
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        if (e->kind == ALUDEL_EDIT_ADD_CONSTRAINT && strncmp(e->sql, text.z, text.n) == 0) {
            al_rebuild_stand_at(r, e);
        }
    }
}
