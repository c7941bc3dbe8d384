/* rows.c: the rows on their way from the old table to the new one, and why one can't go. */
#include "rebuild/inner.h"

#include "core/literal.h"

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
static const char *computed(const struct al_rebuild *r, struct aludel_text name)
{
    const struct aludel_edit *e = al_rebuild_edit(r, ALUDEL_EDIT_COMPUTE, name);
    return e ? e->sql : NULL;
}

/* It may have the name of one that was dropped. */
static bool is_new(const struct al_rebuild *r, struct aludel_text name)
{
    return !al_shape_column(&r->was, name) || al_rebuild_edit(r, ALUDEL_EDIT_DROP_COLUMN, name);
}

static void put_column(const struct al_rebuild *r, struct column_lists *c, struct aludel_text name)
{
    const char *sql = computed(r, name);
    if (!sql && is_new(r, name)) {
        return;
    }
    al_puts(&c->into, c->into.n ? ", " : "");
    al_puts(&c->from, c->from.n ? ", " : "");
    al_write_name(&c->into, name);
    if (sql) {
        al_putf(&c->from, "(%s)", sql);
    } else {
        al_write_name(&c->from, name);
    }
}

/* A name of the old table's rowid that no column of either has; NULL: it has none, or columns have taken all its names. */
static const char *rowid_name(const struct al_shape *was, const struct al_shape *is)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; i < sizeof names / sizeof *names && !was->table.without_rowid; i++) {
        if (!al_shape_column(was, al_text(names[i])) && !al_shape_column(is, al_text(names[i]))) {
            return names[i];
        }
    }
    return NULL;
}

static struct column_lists columns_of(struct al_rebuild *r)
{
    struct column_lists c = {al_rebuild_sql(r), al_rebuild_sql(r)};
    bool numbered = al_shape_rowid(&r->is) || r->is.table.without_rowid;
    const char *rowid = numbered ? NULL : rowid_name(&r->was, &r->is);
    if (rowid) {
        al_puts(&c.into, rowid);
        al_puts(&c.from, rowid);
    }
    for (const struct al_ddl_column *column = r->is.table.columns; column; column = column->next) {
        if (!is_generated(column)) {
            put_column(r, &c, al_shape_name(&r->is, column->name));
        }
    }
    return c;
}

/* ---- The rows ---------------------------------------------------------------------------------------- */

static bool is_named(const struct al_rebuild *r, struct aludel_text name)
{
    bool named = false;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        struct aludel_text sql = al_text(e->kind == ALUDEL_EDIT_COMPUTE ? e->sql : "");
        named = named || al_ddl_mentions(sql, (struct al_ddl_span){0, (uint32_t)sql.n}, name);
    }
    return named;
}

/* A subquery that names the table means the rows that it had. */
static void put_old_rows(struct al_rebuild *r, struct al_builder *b, struct aludel_text old)
{
    const char *rowid = rowid_name(&r->was, &r->was);
    if (is_named(r, r->was.name)) {
        al_puts(b, "WITH ");
        al_write_name(b, r->was.name);
        al_puts(b, " AS (SELECT *");
        if (rowid && is_named(r, al_text(rowid))) {
            al_putf(b, ", %s AS %s", rowid, rowid);
        }
        al_putf(b, " FROM %s", r->prefix);
        al_write_name(b, old);
        al_puts(b, ") ");
    }
}

/* The rows in their order, which a new INTEGER PRIMARY KEY counts, whatever PRAGMA reverse_unordered_selects says. */
static void put_order(struct al_rebuild *r, struct al_builder *b)
{
    const char *rowid = rowid_name(&r->was, &r->was);
    al_puts(b, " NOT INDEXED");
    if (rowid) {
        al_putf(b, " ORDER BY %s", rowid);
    }
}

/* OR ABORT: an ON CONFLICT of the new table must not pass over rows, or replace some. In a script OR ROLLBACK: what runs it
 * may go on behind an error, and would drop the old table. */
static bool insert(struct al_rebuild *r, struct aludel_text old, const struct column_lists *c,
                   int64_t *copied)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "INSERT OR %s INTO %s", r->live ? "ABORT" : "ROLLBACK", r->prefix);
    al_write_name(&b, r->was.name);
    al_putf(&b, " (%.*s) ", (int)c->into.n, c->into.z);
    put_old_rows(r, &b, old);
    al_putf(&b, "SELECT %.*s FROM %s", (int)c->from.n, c->from.z, r->prefix);
    al_write_name(&b, old);
    al_puts(&b, " AS ");
    al_write_name(&b, r->was.name);
    put_order(r, &b);
    return r->live ? al_rebuild_count(r, &b, copied) : al_rebuild_send(r, &b);
}

static bool rows_of(struct al_rebuild *r, struct aludel_text old, const char *where, int64_t *count)
{
    struct al_builder b = al_rebuild_sql(r);
    put_old_rows(r, &b, old);
    al_putf(&b, "SELECT count(*) FROM %s", r->prefix);
    al_write_name(&b, old);
    if (where) {
        al_puts(&b, " AS ");
        al_write_name(&b, r->was.name);
        al_putf(&b, " WHERE (%s) IS NULL", where);
    }
    return al_rebuild_number(r, &b, count);
}

/* The value that a column gets, as an expression; NULL: its default. */
static const char *value_of(struct al_rebuild *r, struct aludel_text name)
{
    struct al_builder b = al_rebuild_sql(r);
    if (computed(r, name) || is_new(r, name)) {
        return computed(r, name);
    }
    al_write_name(&b, name);
    return al_built(&b).z;
}

static bool tell(struct al_rebuild *r, struct aludel_text column, const char *becomes, int64_t count)
{
    al_rebuild_tell_nulls(r, column, becomes, count);
    al_error_hint(r->op->error, "give them a value first: UPDATE … SET … WHERE … IS NULL, or sqlite_using");
    return true;
}

/* A column that comes into the primary key, or is another name for the rowid and may have been NULL before. */
static bool becomes_key(struct al_rebuild *r, const struct al_ddl_column *c, struct aludel_text name)
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
static bool check_key(struct al_rebuild *r, struct aludel_text old)
{
    for (const struct al_ddl_column *c = r->is.table.columns; c; c = c->next) {
        struct aludel_text name = al_shape_name(&r->is, c->name);
        const char *value = becomes_key(r, c, name) ? value_of(r, name) : NULL;
        int64_t count = 0;
        if (value && !rows_of(r, old, value, &count)) {
            return false;
        }
        if (count) {
            al_rebuild_blame(r, ALUDEL_EDIT_COMPUTE, name);
            al_rebuild_blame(r, ALUDEL_EDIT_SET_TYPE, name);
            al_rebuild_blame(r, ALUDEL_EDIT_ADD_CONSTRAINT,
                             al_ddl_text(&r->is.table, al_shape_key(&r->is, name)->span));
            return !tell(r, name, "a primary key", count);
        }
    }
    return true;
}

/* Why the copy failed, where it is for want of a value. */
static bool tell_of_nulls(struct al_rebuild *r, struct aludel_text old, const struct al_ddl_column *c)
{
    struct aludel_text name = al_shape_name(&r->is, c->name);
    const char *value = value_of(r, name);
    struct aludel_error *e = r->op->error;
    int64_t count = 0;
    if (!al_column_has(c, AL_DDL_NOT_NULL) || is_generated(c) || !rows_of(r, old, value, &count) || !count) {
        return false;
    }
    al_rebuild_blame(r, value ? ALUDEL_EDIT_SET_NOT_NULL : ALUDEL_EDIT_ADD_COLUMN, name);
    if (value) {
        return tell(r, name, "NOT NULL", count);
    }
    if (al_column_has(c, AL_DDL_DEFAULT)) {
        return false;
    }
    al_error(e, ALUDEL_FAILED, "column '%s' of table '%s' is new and NOT NULL, and there %s %lld row%s",
             name.z, r->was.name.z, count == 1 ? "is" : "are", (long long)count, count == 1 ? "" : "s");
    al_error_hint(e, "give it a server_default, or make it NOT NULL when every row has a value");
    return true;
}

/* The rows of the copy hold what they held: what they break can be seen in the table as it stands. */
static bool keeps_values(const struct al_rebuild *r)
{
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        switch (r->what->edits[i].kind) {
        case ALUDEL_EDIT_ADD_COLUMN:
        case ALUDEL_EDIT_SET_TYPE:
        case ALUDEL_EDIT_SET_GENERATED:
        case ALUDEL_EDIT_COMPUTE:
        case ALUDEL_EDIT_REDEFINE: return false;
        default: break;
        }
    }
    return true;
}

/* Or where rows break a check. */
static bool tell_of_checks(struct al_rebuild *r, struct aludel_text old)
{
    return keeps_values(r) && !al_rebuild_check_rows(r, old) && r->op->error->code != ALUDEL_OK;
}

/* Whether SQLite's message, "UNIQUE constraint failed: t.a, t.b", is of that constraint. */
static bool is_said_of(struct al_rebuild *r, const struct al_ddl_constraint *k, const char *message)
{
    struct al_builder b = al_rebuild_sql(r);
    struct al_ddl_element e = {0};
    const char *what = strstr(message, "failed: ");
    if (!what || k->kind == AL_DDL_FOREIGN_KEY) {
        return false;
    }
    what += strlen("failed: ");
    if (k->kind == AL_DDL_CHECK) {
        al_putf(&b, "(%s)", what);
        return al_is(al_shape_name(&r->is, k->name), what) ||
               al_ddl_same_tokens(al_built(&b), al_ddl_text(&r->is.table, k->value));
    }
    while (al_ddl_next(&r->is.table, k->columns, &e)) {
        al_putf(&b, "%s%s.%s", b.n ? ", " : "", r->is.name.z, al_shape_name(&r->is, e.name).z);
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
            row ? "row" : "foreign key", r->was.name.z,
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
    al_error(e, ALUDEL_FAILED, "rows of table '%s' break %.*s", r->was.name.z, (int)text.n, text.z);
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
            al_rebuild_blame(r, ALUDEL_EDIT_ADD_CONSTRAINT, al_ddl_text(&r->is.table, k->span));
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
static void explain(struct al_rebuild *r, struct aludel_text old)
{
    struct al_driver *d = r->op->around->driver;
    struct aludel_error said = d->error;
    if (said.code != ALUDEL_FAILED || !r->live) {
        return;
    }
    al_error_clear(&d->error);
    bool told = false;
    for (const struct al_ddl_column *c = r->is.table.columns; c && !told && !d->error.code; c = c->next) {
        told = tell_of_nulls(r, old, c);
    }
    if (!told && (d->error.code || !tell_of_checks(r, old))) {
        point_out(r, &said);
        d->error = said;
    }
}

static bool other_count(struct al_rebuild *r, int64_t copied, int64_t there)
{
    al_error(r->op->error, ALUDEL_FAILED, "the table '%s' had %lld row%s, and its copy has %lld",
             r->was.name.z, (long long)there, there == 1 ? "" : "s", (long long)copied);
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        if (e->kind == ALUDEL_EDIT_COMPUTE) { /* max(a) */
            al_rebuild_blame(r, ALUDEL_EDIT_COMPUTE, al_text(e->name));
            al_error_hint(r->op->error, "sqlite_using must give a value for each row: %s", e->sql);
        }
    }
    return false;
}

bool al_rebuild_copy_rows(struct al_rebuild *r, struct aludel_text old)
{
    struct column_lists c = columns_of(r);
    int64_t copied = 0, there = 0;
    if (!c.into.n) {
        return al_error(r->op->error, ALUDEL_FAILED, "nothing is left of the table '%s' that could be copied",
                        r->was.name.z);
    }
    if (r->live && !check_key(r, old)) {
        return false;
    }
    if (!insert(r, old, &c, &copied)) {
        explain(r, old);
        return false;
    }
    if (r->live && !rows_of(r, old, NULL, &there)) {
        return false;
    }
    return copied == there || other_count(r, copied, there);
}
