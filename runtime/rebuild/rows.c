/* rows.c: the rows on their way from the old table to the new one. */
#include "rebuild/inner.h"

#include <string.h>

/* ---- What goes where ------------------------------------------------------------------------------- */

struct column_lists { /* of the INSERT and of its SELECT */
    struct al_builder into, from;
};

/* What the copy puts into a column; NULL: what it holds. */
static const char *computed(const struct al_rebuild *r, const char *name)
{
    const struct aludel_edit *e = al_rebuild_edit(r, ALUDEL_EDIT_COMPUTE, name);
    return e ? e->sql : NULL;
}

/* It may have the name of one that was dropped. */
static bool is_new(const struct al_rebuild *r, const char *name)
{
    return !al_shape_column(&r->was, name) || al_rebuild_edit(r, ALUDEL_EDIT_DROP_COLUMN, name);
}

const char *al_rebuild_value(struct al_rebuild *r, const char *name)
{
    const char *sql = computed(r, name);
    return sql || is_new(r, name) ? sql : al_rebuild_text(r, "%n", name);
}

static void put_column(struct al_rebuild *r, struct column_lists *c, const char *name)
{
    const char *sql = computed(r, name);
    if (sql || !is_new(r, name)) {
        al_rebuild_put(r, &c->into, c->into.n ? ", %n" : "%n", name);
        al_puts(&c->from, c->from.n ? ", " : "");
        al_rebuild_put(r, &c->from, sql ? "(%z)" : "%z", al_rebuild_value(r, name));
    }
}

/* A name of the old table's rowid that no column of either has; NULL: it has none, or columns have taken all its names. */
static const char *rowid_name(const struct al_shape *was, const struct al_shape *is)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; i < sizeof names / sizeof *names && !was->table.without_rowid; i++) {
        if (!al_shape_column(was, names[i]) && !al_shape_column(is, names[i])) {
            return names[i];
        }
    }
    return NULL;
}

static void list_columns(struct al_rebuild *r, struct column_lists *c)
{
    bool numbered = al_shape_rowid(&r->is) || r->is.table.without_rowid;
    const char *rowid = numbered ? NULL : rowid_name(&r->was, &r->is);
    *c = (struct column_lists){al_builder(&r->arena), al_builder(&r->arena)};
    if (rowid) {
        al_puts(&c->into, rowid);
        al_puts(&c->from, rowid);
    }
    for (const struct al_ddl_column *column = r->is.table.columns; column; column = column->next) {
        if (!al_column_has(column, AL_DDL_GENERATED)) {
            put_column(r, c, al_shape_name(&r->is, column->name));
        }
    }
}

/* ---- The rows ---------------------------------------------------------------------------------------- */

static bool is_named(const struct al_rebuild *r, const char *name)
{
    bool named = false;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        named = named || (e->kind == ALUDEL_EDIT_COMPUTE && al_ddl_mentions(al_text(e->sql), name));
    }
    return named;
}

/* A subquery that names the table means the rows that it had. */
static const char *with_old_rows(struct al_rebuild *r, const char *rowid)
{
    if (!is_named(r, r->was.name)) {
        return "";
    }
    bool numbered = rowid && is_named(r, rowid);
    return al_rebuild_text(
        r, numbered ? "WITH %t AS (SELECT *, %z AS %z FROM %p%o) " : "WITH %t AS (SELECT * FROM %p%o) ",
        rowid, rowid);
}

/* OR ABORT: an ON CONFLICT of the new table must not pass over rows, or replace some. In a script OR ROLLBACK: what runs it
 * may go on behind an error, and would drop the old table. The rows in their order, which a new INTEGER PRIMARY KEY counts,
 * whatever PRAGMA reverse_unordered_selects says. */
static bool insert(struct al_rebuild *r, struct column_lists *c, int64_t *copied)
{
    const char *rowid = rowid_name(&r->was, &r->was);
    const char *sql = al_rebuild_text(
        r, "INSERT OR %z INTO %p%t (%z) %zSELECT %z FROM %p%o AS %t NOT INDEXED%z%z",
        al_rebuild_live(r) ? "ABORT" : "ROLLBACK", al_built(&c->into).z, with_old_rows(r, rowid),
        al_built(&c->from).z, rowid ? " ORDER BY " : "", rowid ? rowid : "");
    return al_rebuild_live(r) ? al_rebuild_count(r, sql, copied) : al_rebuild_send(r, "%z", sql);
}

bool al_rebuild_rows(struct al_rebuild *r, const char *where, int64_t *count)
{
    const char *with = with_old_rows(r, rowid_name(&r->was, &r->was));
    return al_rebuild_number(r,
                             al_rebuild_text(r,
                                             where ? "%zSELECT count(*) FROM %p%o AS %t WHERE (%z) IS NULL"
                                                   : "%zSELECT count(*) FROM %p%o",
                                             with, where),
                             count);
}

bool al_rebuild_tell_valueless(struct al_rebuild *r, const char *column, const char *becomes, int64_t count)
{
    al_rebuild_tell_nulls(r, column, becomes, count);
    al_error_hint(r->error, "give them a value first: UPDATE … SET … WHERE … IS NULL, or sqlite_using");
    return false;
}

/* A column that comes into the primary key, or is another name for the rowid and may have been NULL before. */
static bool becomes_key(struct al_rebuild *r, const struct al_ddl_column *c, const char *name)
{
    const struct al_ddl_column *before = al_shape_rowid(&r->was);
    if (!al_shape_key(&r->is, name)) {
        return false;
    }
    if (al_shape_rowid(&r->is) == c) {
        return computed(r, name) || !before || !al_shape_is(&r->was, before->name, name);
    }
    return !al_shape_key(&r->was, name);
}

/* SQLite would make up numbers for what is NULL and becomes the rowid, and keep the NULLs of other keys. */
static bool check_key(struct al_rebuild *r)
{
    for (const struct al_ddl_column *c = r->is.table.columns; c; c = c->next) {
        const char *name = al_shape_name(&r->is, c->name);
        const char *value = becomes_key(r, c, name) ? al_rebuild_value(r, name) : NULL;
        int64_t count = 0;
        if (value && !al_rebuild_rows(r, value, &count)) {
            return false;
        }
        if (count) {
            al_rebuild_blame(r, ALUDEL_EDIT_COMPUTE, name);
            al_rebuild_blame(r, ALUDEL_EDIT_SET_TYPE, name);
            al_rebuild_blame_new(r, al_shape_key(&r->is, name));
            return al_rebuild_tell_valueless(r, name, "a primary key", count);
        }
    }
    return true;
}

static bool other_count(struct al_rebuild *r, int64_t copied, int64_t there)
{
    al_shape_fail(&r->was, NULL, "the table '%s' had %lld row%s, and its copy has %lld", r->was.name,
                  (long long)there, there == 1 ? "" : "s", (long long)copied);
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        if (e->kind == ALUDEL_EDIT_COMPUTE) { /* max(a) */
            al_rebuild_blame(r, ALUDEL_EDIT_COMPUTE, e->name);
            al_error_hint(r->error, "sqlite_using must give a value for each row: %s", e->sql);
        }
    }
    return false;
}

static bool copy_rows(struct al_rebuild *r)
{
    struct column_lists c;
    int64_t copied = 0, there = 0;
    list_columns(r, &c);
    if (!c.into.n) {
        return al_shape_fail(&r->was, NULL, "nothing is left of the table '%s' that could be copied",
                             r->was.name);
    }
    if (al_rebuild_live(r) && !check_key(r)) {
        return false;
    }
    if (!insert(r, &c, &copied) || (al_rebuild_live(r) && !al_rebuild_rows(r, NULL, &there))) {
        return false;
    }
    return copied == there || other_count(r, copied, there);
}

bool al_rebuild_copy_rows(struct al_rebuild *r)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = copy_rows(r);
    al_arena_release(&r->arena, mark);
    return ok;
}
