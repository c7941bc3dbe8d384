/* rows.c: the rows on their way from the old table to the new one, and why one can't go. */
#include "rebuild/inner.h"

#include <string.h>

/* ---- What goes where ------------------------------------------------------------------------------- */

struct column_lists { /* of the INSERT and of its SELECT */
    struct al_builder into, from;
};

static bool is_generated(const struct al_ddl_column *c)
{
    return al_column_has(c, AL_DDL_GENERATED);
}

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

/* The value that a column gets, as an expression; NULL: its default. */
static const char *value_of(struct al_rebuild *r, const char *name)
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
        al_rebuild_put(r, &c->from, sql ? "(%z)" : "%z", value_of(r, name));
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
        if (!is_generated(column)) {
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

static bool rows_of(struct al_rebuild *r, const char *where, int64_t *count)
{
    const char *with = with_old_rows(r, rowid_name(&r->was, &r->was));
    return al_rebuild_number(r,
                             al_rebuild_text(r,
                                             where ? "%zSELECT count(*) FROM %p%o AS %t WHERE (%z) IS NULL"
                                                   : "%zSELECT count(*) FROM %p%o",
                                             with, where),
                             count);
}

static bool tell(struct al_rebuild *r, const char *column, const char *becomes, int64_t count)
{
    al_rebuild_tell_nulls(r, column, becomes, count);
    al_error_hint(r->error, "give them a value first: UPDATE … SET … WHERE … IS NULL, or sqlite_using");
    return true;
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
        const char *value = becomes_key(r, c, name) ? value_of(r, name) : NULL;
        int64_t count = 0;
        if (value && !rows_of(r, value, &count)) {
            return false;
        }
        if (count) {
            al_rebuild_blame(r, ALUDEL_EDIT_COMPUTE, name);
            al_rebuild_blame(r, ALUDEL_EDIT_SET_TYPE, name);
            al_rebuild_blame_new(r, al_shape_key(&r->is, name));
            return !tell(r, name, "a primary key", count);
        }
    }
    return true;
}

/* Why the copy failed, where it is for want of a value. */
static bool tell_of_nulls(struct al_rebuild *r, const struct al_ddl_column *c)
{
    const char *name = al_shape_name(&r->is, c->name);
    const char *value = value_of(r, name);
    int64_t count = 0;
    if (!al_column_has(c, AL_DDL_NOT_NULL) || is_generated(c) || !rows_of(r, value, &count) || !count) {
        return false;
    }
    al_rebuild_blame(r, value ? ALUDEL_EDIT_SET_NOT_NULL : ALUDEL_EDIT_ADD_COLUMN, name);
    if (value) {
        return tell(r, name, "NOT NULL", count);
    }
    if (al_column_has(c, AL_DDL_DEFAULT)) {
        return false;
    }
    return !al_rebuild_fail(r, "give it a server_default, or make it NOT NULL when every row has a value",
                            "column '%s' of table '%s' is new and NOT NULL, and there %s %lld row%s", name,
                            r->was.name, count == 1 ? "is" : "are", (long long)count, count == 1 ? "" : "s");
}

/* The rows of the copy hold what they held: what they break can be seen in the table as it stands. */
static bool keeps_values(const struct al_rebuild *r)
{
    return !(r->kinds & (AL_EDITS(ADD_COLUMN) | AL_EDITS(SET_TYPE) | AL_EDITS(SET_GENERATED) |
                         AL_EDITS(COMPUTE) | AL_EDITS(REDEFINE)));
}

/* Or where rows break a check. */
static bool tell_of_checks(struct al_rebuild *r)
{
    return keeps_values(r) && !al_rebuild_check_rows(r, "%p%o AS %t") && r->error->code != ALUDEL_OK;
}

/* Whether SQLite's message, "UNIQUE constraint failed: t.a, t.b", is of that constraint. */
static bool is_said_of(struct al_rebuild *r, const struct al_ddl_constraint *k, const char *message)
{
    struct al_builder b = al_builder(&r->arena);
    struct al_ddl_element e = {0};
    const char *what = strstr(message, "failed: ");
    if (!what || k->kind == AL_DDL_FOREIGN_KEY) {
        return false;
    }
    what += strlen("failed: ");
    if (k->kind == AL_DDL_CHECK) {
        al_putf(&b, "(%s)", what);
        return strcmp(al_shape_name(&r->is, k->name), what) == 0 ||
               al_ddl_same_tokens(al_built(&b), al_ddl_text(&r->is.table, k->value));
    }
    while (al_ddl_next(&r->is.table, k->columns, &e)) {
        al_putf(&b, "%s%s.%s", b.n ? ", " : "", r->is.name, al_shape_name(&r->is, e.name));
    }
    return b.n && al_same_nocase(al_built(&b), al_text(what));
}

/* Where they are on and can't be switched off: a row that had no parent before, a key that never had its parent's. */
static void hint_at_keys(struct al_rebuild *r, struct aludel_error *e)
{
    bool row = al_begins(al_text(e->message), "FOREIGN KEY");
    if (row || al_begins(al_text(e->message), "foreign key mismatch")) {
        al_error_hint(
            e, "a %s of '%s' %s: mend it first, or say PRAGMA foreign_keys=OFF in front of the transaction",
            row ? "row" : "foreign key", r->was.name,
            row ? "has no parent" : "leads to no PRIMARY KEY or UNIQUE while rows are copied");
    }
}

/* In the place of what SQLite said of a statement that its user hasn't written. */
static void tell_of_key(struct al_rebuild *r, const struct al_ddl_constraint *k, struct aludel_error *e)
{
    struct aludel_text text = al_ddl_text(&r->is.table, k->span),
                       names = al_ddl_text(&r->is.table, k->columns);
    struct aludel_text table = al_ddl_text(&r->is.table, r->is.table.path.name);
    int n = (int)names.n - 2;                     /* without the brackets */
    bool is_one = !memchr(names.z, ',', names.n); /* then NULLs, which may repeat, can be left out */
    al_error_clear(e);
    al_error(e, ALUDEL_FAILED, "rows of table '%s' break %.*s", r->was.name, (int)text.n, text.z);
    al_error_hint(
        e,
        "change them first; SELECT %.*s FROM %.*s GROUP BY %.*s HAVING count(%.*s) > 1 shows what they share",
        n, names.z + 1, (int)table.n, table.z, n, names.z + 1, is_one ? n : 1, is_one ? names.z + 1 : "*");
}

/* At the edit that brings the constraint. */
static void point_out(struct al_rebuild *r, struct aludel_error *e)
{
    for (const struct al_ddl_constraint *k = r->is.table.constraints; k; k = k->next) {
        if (is_said_of(r, k, e->message)) {
            al_rebuild_blame_new(r, k);
            if (k->kind != AL_DDL_CHECK && keeps_values(r)) {
                tell_of_key(r, k, e);
            }
            e->file[0] = '\0';
            e->line = 0;
            al_error_at(e, &r->op->at);
        }
    }
    hint_at_keys(r, e);
}

/* The driver's error says less: it stays where there is nothing better. */
static void explain(struct al_rebuild *r)
{
    struct aludel_error *error = &r->op->around->driver->error;
    struct aludel_error *said = (void *)al_arena_copy(&r->arena, (const char *)error, sizeof *error);
    bool told = false;
    if (error->code != ALUDEL_FAILED || !al_rebuild_live(r) || !said) {
        return;
    }
    al_error_clear(error);
    for (const struct al_ddl_column *c = r->is.table.columns; c && !told && !error->code; c = c->next) {
        told = tell_of_nulls(r, c);
    }
    if (!told && (error->code || !tell_of_checks(r))) {
        point_out(r, said);
        *error = *said;
    }
}

static bool other_count(struct al_rebuild *r, int64_t copied, int64_t there)
{
    al_rebuild_fail(r, NULL, "the table '%s' had %lld row%s, and its copy has %lld", r->was.name,
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

bool al_rebuild_copy_rows(struct al_rebuild *r)
{
    struct column_lists c;
    int64_t copied = 0, there = 0;
    list_columns(r, &c);
    if (!c.into.n) {
        return al_rebuild_fail(r, NULL, "nothing is left of the table '%s' that could be copied",
                               r->was.name);
    }
    if (al_rebuild_live(r) && !check_key(r)) {
        return false;
    }
    if (!insert(r, &c, &copied)) {
        explain(r);
        return false;
    }
    if (al_rebuild_live(r) && !rows_of(r, NULL, &there)) {
        return false;
    }
    return copied == there || other_count(r, copied, there);
}
