#include "trial/power/content.h"

#include "core/literal.h"
#include "trial/memory.h"

#include <sqlite3.h>
#include <string.h>

struct reading {
    sqlite3 *db;
    struct trial_content *c;
};

static bool failed(struct reading *r, const char *what)
{
    al_format(r->c->why, sizeof r->c->why, "%s: %s", what, sqlite3_errmsg(r->db));
    return false;
}

/* ---- Digests --------------------------------------------------------------------------------------- */

#define START 0xcbf29ce484222325u

static uint64_t add_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * 0x100000001b3u;
    return trial_dice(h, n);
}

static uint64_t add_cell(uint64_t h, sqlite3_stmt *row, int column)
{
    int type = sqlite3_column_type(row, column);
    h = add_bytes(h, &type, sizeof type);
    if (type == SQLITE_INTEGER) {
        sqlite3_int64 n = sqlite3_column_int64(row, column);
        return add_bytes(h, &n, sizeof n);
    }
    if (type == SQLITE_FLOAT) {
        double n = sqlite3_column_double(row, column);
        return add_bytes(h, &n, sizeof n);
    }
    const void *bytes = sqlite3_column_blob(row, column);
    return add_bytes(h, bytes, bytes ? (size_t)sqlite3_column_bytes(row, column) : 0);
}

static struct trial_part *add_part(struct trial_content *c, const char *table, const char *column)
{
    if (c->count == c->room)
        c->parts = al_arena_grow(&c->arena, c->parts, c->count, &c->room, sizeof *c->parts);
    const char *name = *column ? trial_format(&c->arena, "%s.%s", table, column)
                               : al_arena_copy(&c->arena, table, strlen(table));
    c->parts[c->count] = (struct trial_part){name, START};
    return &c->parts[c->count++];
}

/* ---- Reading --------------------------------------------------------------------------------------- */

static sqlite3_stmt *prepare(struct reading *r, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(r->db, sql, -1, &s, NULL) != SQLITE_OK)
        failed(r, "it can't be read");
    return s;
}

/* Each column's rows in order, as a part; without any, too. */
static bool read_rows(struct reading *r, const char *name, const char *sql)
{
    sqlite3_stmt *s = prepare(r, sql);
    if (!s)
        return false;
    size_t first = r->c->count;
    int columns = sqlite3_column_count(s), rc;
    for (int i = 0; i < columns; i++)
        add_part(r->c, name, sqlite3_column_name(s, i));
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            struct trial_part *p = &r->c->parts[first + (size_t)i];
            p->digest = add_cell(p->digest, s, i);
        }
    }
    sqlite3_finalize(s);
    return rc == SQLITE_DONE || failed(r, "it can't be read");
}

/* An index may hold the columns in another order. */
static bool read_table(struct reading *r, const char *name)
{
    struct al_builder sql = al_builder(&r->c->arena);
    al_puts(&sql, "SELECT * FROM ");
    al_write_name(&sql, al_text(name));
    al_puts(&sql, " NOT INDEXED");
    return read_rows(r, name, al_built(&sql).z);
}

static bool read_tables(struct reading *r)
{
    sqlite3_stmt *s =
        prepare(r, "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY 1");
    bool ok = s != NULL;
    while (ok && sqlite3_step(s) == SQLITE_ROW)
        ok = read_table(r, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return ok;
}

static bool is_whole(struct reading *r)
{
    sqlite3_stmt *s = prepare(r, "PRAGMA integrity_check(1)");
    if (!s)
        return false;
    int rc = sqlite3_step(s);
    const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : sqlite3_errmsg(r->db);
    bool ok = said && !strcmp(said, "ok");
    if (!ok)
        al_format(r->c->why, sizeof r->c->why, "integrity_check says: %s", said ? said : "");
    for (char *z = r->c->why; *z; z++)
        *z = *z == '\n' ? ' ' : *z;
    sqlite3_finalize(s);
    return ok;
}

static bool read_all(struct reading *r)
{
    return is_whole(r) &&
           read_rows(r, "the schema", "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2") &&
           read_rows(r, "the header", "SELECT * FROM pragma_user_version, pragma_application_id") &&
           read_tables(r);
}

bool trial_content_read(const struct trial_disk *disk, struct trial_content *c)
{
    struct reading r = {.c = c};
    *c = (struct trial_content){0};
    al_arena_init(&c->arena, &trial_allocator);
    int rc = trial_disk_open(disk, &r.db);
    if (rc != SQLITE_OK)
        al_format(c->why, sizeof c->why, "it can't be opened: %s", sqlite3_errstr(rc));
    bool ok = rc == SQLITE_OK && read_all(&r);
    sqlite3_close(r.db);
    return ok;
}

void trial_content_free(struct trial_content *c)
{
    al_arena_free(&c->arena);
    *c = (struct trial_content){0};
}

/* ---- Comparing ------------------------------------------------------------------------------------- */

static bool has_name(const struct trial_names *names, const char *name)
{
    for (size_t i = 0; names && i < names->count; i++) {
        if (!strcmp(names->at[i], name))
            return true;
    }
    return false;
}

/* Tables come by name, so that parts of two databases with one schema stand at the same places; where they don't, the schema, which
 * comes first, differs. */
static const struct trial_part *other_than(const struct trial_content *a, const struct trial_content *b,
                                           size_t from, const struct trial_names *without)
{
    for (size_t i = from; i < a->count; i++) {
        const struct trial_part *p = &a->parts[i];
        bool same = i < b->count && !strcmp(p->name, b->parts[i].name) && p->digest == b->parts[i].digest;
        if (!same && !has_name(without, p->name))
            return p;
    }
    return NULL;
}

const char *trial_content_differs(const struct trial_content *a, const struct trial_content *b,
                                  const struct trial_names *without)
{
    const struct trial_part *p = other_than(a, b, 0, without);
    p = p ? p : other_than(b, a, 0, without);
    return p ? p->name : NULL;
}

void trial_content_unsteady(const struct trial_content *a, const struct trial_content *b,
                            struct trial_names *names)
{
    const struct trial_part *p;
    for (size_t i = 0; (p = other_than(a, b, i, names)) != NULL; i = (size_t)(p - a->parts) + 1) {
        names->at = trial_power_grow(names->at, names->count, &names->room, sizeof *names->at);
        names->at[names->count++] = p->name;
    }
}
