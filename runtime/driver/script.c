/*
 * script.c: the driver behind --sql. It executes nothing: what it is sent it writes as a script that psql or
 * sqlite3 can run, one for each dialect. Nothing can be asked of it.
 *
 *     BEGIN;
 *
 *     -- Running upgrade  -> 4f2a, initial
 *
 *     CREATE TABLE …;
 *
 *     COMMIT;
 */
#include "core/literal.h"
#include "driver/driver.h"

#include <assert.h>
#include <string.h>

struct script {
    struct al_driver head;
    struct aludel_arena arena; /* of the statement in hand */
    bool owes_begin;           /* a statement stood outside the group; what comes next opens it again */
};

/* ---- Writing ----------------------------------------------------------------------------------- */

static bool write_text(struct script *s, struct aludel_text text)
{
    const struct al_connect *c = &s->head.connect;
    return text.n == 0 || c->write(c->write_with, text.z, text.n) ||
           al_error(&s->head.error, ALUDEL_FAILED, "the script can't be written any further");
}

/* C code writes $1 and ?1 itself. */
static bool is_numbered(const struct aludel_statement *st)
{
    size_t marks = 0;
    for (uint32_t i = 0; i < st->length; i++) {
        marks += st->sql[i] == ALUDEL_PARAMETER;
    }
    return marks < st->parameters;
}

/* The statement's text with its values as literals. */
static bool put_statement(struct script *s, const struct al_request *request, struct al_builder *b)
{
    struct aludel_eval e = {.arena = &s->arena};
    if (al_write_values(&e, b, al_dialect_of(s->head.type), &request->what)) {
        return true;
    }
    al_error(&s->head.error, e.no_memory ? ALUDEL_NO_MEMORY : ALUDEL_FAILED, "%s", e.message);
    if (is_numbered(request->what.statement)) {
        al_error_hint(&s->head.error,
                      "the statement belongs to C code; guard it with a test for an offline handle");
    }
    return false;
}

/* A comment that runs to the end of the line would swallow the `;`. */
static bool ends_in_line_comment(const struct al_builder *b)
{
    for (size_t i = b->n; i > 1 && b->z[i - 1] != '\n'; i--) {
        if (b->z[i - 1] == '-' && b->z[i - 2] == '-') {
            return true;
        }
    }
    return false;
}

static bool put_end(struct script *s, struct al_builder *b)
{
    al_puts(b, ends_in_line_comment(b) ? "\n;\n\n" : ";\n\n");
    return b->failed ? al_error(&s->head.error, ALUDEL_NO_MEMORY, "out of memory")
                     : write_text(s, al_built(b));
}

static bool pay_begin(struct script *s)
{
    bool owes = s->owes_begin;
    s->owes_begin = false;
    return !owes || write_text(s, AL_TEXT("BEGIN;\n\n"));
}

static bool write_statement(struct script *s, const struct al_request *request)
{
    al_driver_note_settings(&s->head, request->what.statement);
    struct al_mark mark = al_arena_mark(&s->arena);
    struct al_builder b = al_builder(&s->arena);
    bool ok = put_statement(s, request, &b) && put_end(s, &b);
    if (!ok) {
        const struct aludel_statement *st = request->what.statement;
        al_driver_blame(&s->head, request, (struct aludel_text){st->sql, st->length});
    }
    al_arena_release(&s->arena, mark);
    return ok;
}

/* ---- Opening and closing ----------------------------------------------------------------------- */

static void script_close(struct al_driver *d)
{
    struct script *s = (struct script *)d;
    struct aludel_allocator allocator = d->connect.allocator;
    al_arena_free(&s->arena);
    allocator.resize(allocator.with, s, sizeof *s, 0);
}

static bool script_open(const struct al_driver_type *type, struct al_driver **driver,
                        const struct al_connect *connect, struct aludel_error *error)
{
    *driver = NULL;
    assert(connect->write);
    struct script *s = al_driver_new(type, connect, sizeof *s, error);
    if (!s) {
        return false;
    }
    al_arena_init(&s->arena, &s->head.connect.allocator);
    *driver = &s->head;
    return true;
}

static bool script_open_sqlite(struct al_driver **driver, const struct al_connect *connect,
                               struct aludel_error *error)
{
    return script_open(&al_script_sqlite_driver, driver, connect, error);
}

static bool script_open_postgresql(struct al_driver **driver, const struct al_connect *connect,
                                   struct aludel_error *error)
{
    return script_open(&al_script_postgresql_driver, driver, connect, error);
}

/* ---- Groups ------------------------------------------------------------------------------------- */

/* A shell goes on behind an error, and no script can put a setting back. */
static const char rebuilds_head[] =
    "-- A table is rebuilt: run this with `sqlite3 -bail`. Foreign keys stay off behind it.\n\n"
    "PRAGMA foreign_keys=OFF;\n\n";

static bool script_begin(struct al_driver *d, enum al_begin how)
{
    struct script *s = (struct script *)d;
    bool rebuilds = how == AL_BEGIN_REBUILD && al_dialect_of(d->type) == ALUDEL_SQLITE;
    if (d->error.code) {
        return false;
    }
    assert(!d->in_group);
    if (rebuilds && !write_text(s, al_text(rebuilds_head))) {
        return false;
    }
    d->in_group = write_text(s, AL_TEXT("BEGIN;\n\n"));
    d->begun += d->in_group;
    return d->in_group;
}

static bool script_commit(struct al_driver *d)
{
    struct script *s = (struct script *)d;
    if (d->error.code) {
        return false;
    }
    if (d->in_group && !s->owes_begin && !write_text(s, AL_TEXT("COMMIT;\n\n"))) {
        return false;
    }
    s->owes_begin = false;
    d->in_group = false;
    d->committed = d->begun;
    return true;
}

/* What is written is written; an unfinished script has no COMMIT. */
static void script_rollback(struct al_driver *d)
{
    struct script *s = (struct script *)d;
    s->owes_begin = false;
    d->in_group = false;
    al_error_clear(&d->error);
}

/* ---- Statements ----------------------------------------------------------------------------------- */

static bool script_alone(struct al_driver *d, const struct al_request *request)
{
    struct script *s = (struct script *)d;
    if (d->error.code) {
        return false;
    }
    if (d->in_group && !s->owes_begin) {
        if (!write_text(s, AL_TEXT("COMMIT;\n\n"))) {
            return false;
        }
        s->owes_begin = true;
    }
    return write_statement(s, request);
}

static bool script_send(struct al_driver *d, const struct al_request *request)
{
    struct script *s = (struct script *)d;
    if (request->what.statement->flags & ALUDEL_ALONE) {
        return script_alone(d, request);
    }
    return d->error.code == ALUDEL_OK && pay_begin(s) && write_statement(s, request);
}

static bool script_settle(struct al_driver *d)
{
    return d->error.code == ALUDEL_OK;
}

/* Each line becomes a comment of its own. */
static void script_comment(struct al_driver *d, const char *text)
{
    struct script *s = (struct script *)d;
    if (d->error.code || !pay_begin(s)) {
        return;
    }
    struct al_mark mark = al_arena_mark(&s->arena);
    struct al_builder b = al_builder(&s->arena);
    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        al_puts(&b, "-- ");
        al_put(&b, line, strcspn(line, "\r\n"));
        al_putc(&b, '\n');
    }
    al_putc(&b, '\n');
    if (b.failed) {
        al_error(&d->error, ALUDEL_NO_MEMORY, "out of memory");
    } else {
        write_text(s, al_built(&b));
    }
    al_arena_release(&s->arena, mark);
}

/* ---- What needs a database --------------------------------------------------------------------------- */

static bool refuse(struct al_driver *d, const struct al_request *request)
{
    if (d->error.code == ALUDEL_OK) {
        const struct aludel_statement *st = request->what.statement;
        al_error(&d->error, ALUDEL_FAILED,
                 "this needs a live database; an offline handle only writes a script");
        al_error_hint(&d->error, "run it against a database, not with an offline handle");
        al_driver_blame(d, request, (struct aludel_text){st->sql, st->length});
    }
    return false;
}

static bool script_count(struct al_driver *d, const struct al_request *request, int64_t *changed)
{
    *changed = 0;
    return refuse(d, request);
}

static bool script_query(struct al_driver *d, const struct al_request *request, struct aludel_eval *into,
                         struct aludel_value *rows)
{
    (void)into;
    *rows = aludel_unset();
    return refuse(d, request);
}

static bool script_open_rows(struct al_driver *d, const struct al_request *request, struct al_cursor **cursor)
{
    *cursor = NULL;
    return refuse(d, request);
}

static bool script_next_row(struct al_driver *d, struct al_cursor *cursor, struct aludel_eval *into,
                            struct aludel_value *row)
{
    (void)d;
    (void)cursor;
    (void)into;
    *row = aludel_unset();
    return false;
}

static void script_close_rows(struct al_driver *d, struct al_cursor *cursor)
{
    (void)d;
    (void)cursor;
}

static enum al_why script_why(const struct aludel_error *e)
{
    (void)e;
    return AL_WHY_OTHER;
}

static int script_server_version(struct al_driver *d)
{
    (void)d;
    return 0;
}

static void script_interrupt(struct al_driver *d)
{
    (void)d;
}

#define SCRIPT_DRIVER(dialect_, open_)                                                                    \
    {                                                                                                     \
        .dialect = (dialect_), .live = false, .pipelines = false, .open = (open_), .close = script_close, \
        .begin = script_begin, .commit = script_commit, .rollback = script_rollback, .send = script_send, \
        .settle = script_settle, .count = script_count, .alone = script_alone, .query = script_query,     \
        .open_rows = script_open_rows, .next_row = script_next_row, .close_rows = script_close_rows,      \
        .why = script_why, .server_version = script_server_version, .interrupt = script_interrupt,        \
        .comment = script_comment                                                                         \
    }

const struct al_driver_type al_script_sqlite_driver = SCRIPT_DRIVER(ALUDEL_SQLITE, script_open_sqlite);
const struct al_driver_type al_script_postgresql_driver =
    SCRIPT_DRIVER(ALUDEL_POSTGRESQL, script_open_postgresql);
