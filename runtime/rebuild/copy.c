/* copy.c: the rows into a new table of the same name, under which nobody else's definition is touched. */
#include "rebuild/rebuild.h"

#include "core/literal.h"

#include <string.h>

/* ---- What goes where ------------------------------------------------------------------------------- */

struct columns { /* of the INSERT and of its SELECT */
    struct al_builder into, from;
};

static bool is_generated(const struct al_ddl_column *c)
{
    return al_column_has(c, AL_DDL_GENERATED);
}

/* What the copy puts into a column; NULL: what it holds. */
static const char *computed(const struct al_rebuild *r, struct aludel_text name)
{
    const char *sql = NULL;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        if (e->kind == ALUDEL_EDIT_COMPUTE && al_same_nocase(al_text(e->name), name)) {
            sql = e->sql;
        }
    }
    return sql;
}

/* It may have the name of one that was dropped. */
static bool is_new(const struct al_rebuild *r, struct aludel_text name)
{
    bool there = al_shape_column(&r->was, name);
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        if (e->kind == ALUDEL_EDIT_DROP_COLUMN && al_same_nocase(al_text(e->name), name)) {
            there = false;
        }
    }
    return !there;
}

static void put_column(const struct al_rebuild *r, struct columns *c, struct aludel_text name)
{
    const char *sql = computed(r, name);
    if (!sql && is_new(r, name)) {
        return;
    }
    al_puts(&c->into, c->into.n ? ", " : "");
    al_puts(&c->from, c->from.n ? ", " : "");
    al_put_name(&c->into, name);
    if (sql) {
        al_putf(&c->from, "(%s)", sql);
    } else {
        al_put_name(&c->from, name);
    }
}

/* By which name the rowid can be copied; NULL: it is a column, there is none, or columns have taken all its names. */
static const char *rowid_name(const struct al_rebuild *r)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    if (r->was.table.without_rowid || al_shape_rowid(&r->is)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!al_shape_column(&r->was, al_text(names[i])) && !al_shape_column(&r->is, al_text(names[i]))) {
            return names[i];
        }
    }
    return NULL;
}

static struct columns columns_of(struct al_rebuild *r)
{
    struct columns c = {al_rebuild_sql(r), al_rebuild_sql(r)};
    const char *rowid = rowid_name(r);
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

/* A subquery that names the table means the rows that it had. */
static void put_old_rows(struct al_rebuild *r, struct al_builder *b, struct aludel_text old)
{
    bool named = false;
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        struct aludel_text sql = al_text(e->kind == ALUDEL_EDIT_COMPUTE ? e->sql : "");
        named =
            named || al_ddl_mentions(sql, &r->arena, (struct al_ddl_span){0, (uint32_t)sql.n}, r->was.name);
    }
    if (named) {
        al_puts(b, "WITH ");
        al_put_name(b, r->was.name);
        al_putf(b, " AS (SELECT * FROM %s", r->prefix);
        al_put_name(b, old);
        al_puts(b, ") ");
    }
}

/* OR ABORT: an ON CONFLICT of the new table must not pass over rows, or replace some. NOT INDEXED: in the order of the
 * rows, which a new INTEGER PRIMARY KEY counts. */
static bool insert(struct al_rebuild *r, struct aludel_text old, const struct columns *c, int64_t *copied)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "INSERT OR ABORT INTO %s", r->prefix);
    al_put_name(&b, r->was.name);
    al_putf(&b, " (%.*s) ", (int)c->into.n, c->into.z);
    put_old_rows(r, &b, old);
    al_putf(&b, "SELECT %.*s FROM %s", (int)c->from.n, c->from.z, r->prefix);
    al_put_name(&b, old);
    al_puts(&b, " AS ");
    al_put_name(&b, r->was.name);
    al_puts(&b, " NOT INDEXED");
    return r->live ? al_rebuild_count(r, &b, copied) : al_rebuild_send(r, &b);
}

static bool rows_of(struct al_rebuild *r, struct aludel_text old, const char *where, int64_t *count)
{
    struct al_builder b = al_rebuild_sql(r);
    put_old_rows(r, &b, old);
    al_putf(&b, "SELECT count(*) FROM %s", r->prefix);
    al_put_name(&b, old);
    if (where) {
        al_puts(&b, " AS ");
        al_put_name(&b, r->was.name);
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
    al_put_name(&b, name);
    return al_built(&b).z;
}

/* Why the copy failed, where it is for want of a value. */
static bool tell_of_nulls(struct al_rebuild *r, struct aludel_text old, const struct al_ddl_column *c)
{
    struct aludel_text name = al_shape_name(&r->is, c->name);
    const char *value = value_of(r, name);
    struct aludel_error *e = &r->op->error;
    int64_t count = 0;
    if (!al_column_has(c, AL_DDL_NOT_NULL) || is_generated(c) || !rows_of(r, old, value, &count) || !count) {
        return false;
    }
    al_rebuild_blame(r, value ? ALUDEL_EDIT_SET_NOT_NULL : ALUDEL_EDIT_ADD_COLUMN, name);
    if (value) {
        al_error(e, ALUDEL_FAILED,
                 "column '%.*s' of table '%.*s' becomes NOT NULL, and is NULL in %lld row%s", (int)name.n,
                 name.z, (int)r->was.name.n, r->was.name.z, (long long)count, count == 1 ? "" : "s");
        al_error_hint(e, "give them a value first: UPDATE … SET … WHERE … IS NULL, or sqlite_using");
        return true;
    }
    if (al_column_has(c, AL_DDL_DEFAULT)) {
        return false;
    }
    al_error(e, ALUDEL_FAILED, "column '%.*s' of table '%.*s' is new and NOT NULL, and there %s %lld row%s",
             (int)name.n, name.z, (int)r->was.name.n, r->was.name.z, count == 1 ? "is" : "are",
             (long long)count, count == 1 ? "" : "s");
    al_error_hint(e, "give it a server_default, or make it NOT NULL when every row has a value");
    return true;
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
    if (!told) {
        d->error = said;
    }
}

static bool copy_rows(struct al_rebuild *r, struct aludel_text old)
{
    struct columns c = columns_of(r);
    int64_t copied = 0, there = 0;
    if (!c.into.n) {
        return al_error(&r->op->error, ALUDEL_FAILED,
                        "nothing is left of the table '%.*s' that could be copied", (int)r->was.name.n,
                        r->was.name.z);
    }
    if (!insert(r, old, &c, &copied)) {
        explain(r, old);
        return false;
    }
    if (r->live && !rows_of(r, old, NULL, &there)) {
        return false;
    }
    return copied == there || al_error(&r->op->error, ALUDEL_FAILED, "only %lld rows of %lld were copied",
                                       (long long)copied, (long long)there);
}

/* ---- The tables ------------------------------------------------------------------------------------ */

static bool is_taken(struct al_rebuild *r, struct aludel_text name, bool *taken)
{
    struct aludel_value value = al_name_value(name), rows;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "SELECT 1 FROM %ssqlite_master WHERE name = \1 COLLATE NOCASE", r->prefix);
    bool ok = al_rebuild_ask(r, &b, &value, 1, &rows);
    *taken = ok && al_rows(rows) > 0;
    return ok;
}

/* A name for the old table that nobody has. */
static bool choose_name(struct al_rebuild *r, struct aludel_text *name)
{
    for (int i = 0;; i++) {
        struct al_builder b = al_rebuild_sql(r);
        bool taken = false;
        al_putf(&b, "aludel_old_%.*s", (int)r->was.name.n, r->was.name.z);
        if (i) {
            al_putf(&b, "_%d", i);
        }
        *name = al_built(&b);
        if (b.failed || (r->live && !is_taken(r, *name, &taken))) {
            return false;
        }
        if (!taken) {
            return true;
        }
    }
}

static bool refuse_own_name(struct al_rebuild *r)
{
    al_error(&r->op->error, ALUDEL_FAILED, "a CHECK or an index of '%.*s' names the table itself, and %s",
             (int)r->was.name.n, r->was.name.z,
             r->live ? "this connection is defensive" : "a script can't rebuild such a table");
    al_error_hint(&r->op->error, r->live ? "rebuild it on a connection without SQLITE_DBCONFIG_DEFENSIVE"
                                         : "run the migration against a database, without --sql");
    return false;
}

/* A definition that says table.column would not be true any more under the other name. */
static bool forget_own_name(struct al_rebuild *r, const char *type, struct aludel_text name,
                            struct aludel_text sql, bool *any)
{
    struct al_driver *d = r->op->around->driver;
    struct aludel_text plain = al_ddl_unqualified(sql, &r->arena, r->was.name);
    if (!plain.z || plain.n == sql.n) {
        return plain.z || al_shape_no_memory(&r->was);
    }
    *any = true;
    return r->live && d->type->schema_is_writable(d) ? al_rebuild_write(r, type, name, plain)
                                                     : refuse_own_name(r);
}

static bool forget_own_names(struct al_rebuild *r)
{
    bool any = false;
    if (!forget_own_name(r, "table", r->was.name, r->was.table.text, &any)) {
        return false;
    }
    for (size_t i = 0; i < r->indexes.count; i++) {
        if (!forget_own_name(r, "index", r->indexes.at[i].name, r->indexes.at[i].sql, &any)) {
            return false;
        }
    }
    return !any || al_rebuild_reload(r);
}

static bool rename_away(struct al_rebuild *r, struct aludel_text old)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "ALTER TABLE %s", r->prefix);
    al_put_name(&b, r->was.name);
    al_puts(&b, " RENAME TO ");
    al_put_name(&b, old);
    return al_rebuild_send(r, &b);
}

/* SQLite keeps definitions without the schema: what is made there must say so. `at`: where the name stands. */
static bool make(struct al_rebuild *r, struct aludel_text sql, size_t at)
{
    struct al_builder b = al_rebuild_sql(r);
    al_put(&b, sql.z, at);
    al_puts(&b, r->live ? r->prefix : "");
    al_put(&b, sql.z + at, sql.n - at);
    return al_rebuild_send(r, &b);
}

static bool drop(struct al_rebuild *r, struct aludel_text old)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "DROP TABLE %s", r->prefix);
    al_put_name(&b, old);
    return al_rebuild_send(r, &b);
}

static bool counts(const struct al_shape *s)
{
    for (const struct al_ddl_column *c = s->table.columns; c; c = c->next) {
        const struct al_ddl_constraint *key = al_column_has(c, AL_DDL_PRIMARY_KEY);
        if (key && key->autoincrement) {
            return true;
        }
    }
    for (const struct al_ddl_constraint *k = s->table.constraints; k; k = k->next) {
        if (k->autoincrement) {
            return true;
        }
    }
    return false;
}

/* AUTOINCREMENT's mark, which is perhaps higher than any rowid that is left. */
static bool keep_mark(struct al_rebuild *r, struct aludel_text old)
{
    struct al_builder forget = al_rebuild_sql(r), take = al_rebuild_sql(r);
    if (!counts(&r->was) || !counts(&r->is)) {
        return true;
    }
    al_putf(&forget, "DELETE FROM %ssqlite_sequence WHERE name = ", r->prefix);
    al_write_string(&forget, r->was.name);
    al_putf(&take, "UPDATE %ssqlite_sequence SET name = ", r->prefix);
    al_write_string(&take, r->was.name);
    al_puts(&take, " WHERE name = ");
    al_write_string(&take, old);
    return al_rebuild_send(r, &forget) && al_rebuild_send(r, &take);
}

/* What ANALYZE has found about an index that goes, or about a key whose number another one has now. */
static void put_stale(struct al_rebuild *r, struct al_builder *b, struct aludel_text old)
{
    struct al_builder schema = al_rebuild_sql(r), name = al_rebuild_sql(r);
    al_write_string(&schema, r->schema.as.text);
    al_write_string(&name, old);
    struct aludel_text s = al_built(&schema), o = al_built(&name);
    al_putf(b,
            "(SELECT group_concat(quote(name)) FROM pragma_index_info(idx, %.*s)) IS NOT (SELECT "
            "group_concat(quote(name)) FROM pragma_index_info(CASE WHEN idx = tbl THEN %.*s WHEN idx LIKE "
            "'sqlite_autoindex_%%' THEN 'sqlite_autoindex_' || %.*s || substr(idx, 18 + length(tbl)) ELSE "
            "idx END, %.*s))",
            (int)s.n, s.z, (int)o.n, o.z, (int)o.n, o.z, (int)s.n, s.z);
    for (size_t i = 0; i < r->indexes.count; i++) {
        if (r->indexes.at[i].goes) {
            al_puts(b, " OR idx = ");
            al_write_string(b, r->indexes.at[i].name);
        }
    }
}

static bool forget_in(struct al_rebuild *r, struct aludel_text old, const char *statistics)
{
    struct al_builder b = al_rebuild_sql(r);
    bool there = false;
    if (!is_taken(r, al_text(statistics), &there)) {
        return false;
    }
    al_putf(&b, "DELETE FROM %s%s WHERE tbl = ", r->prefix, statistics);
    al_write_string(&b, r->was.name);
    al_puts(&b, " AND (");
    put_stale(r, &b, old);
    al_putc(&b, ')');
    return !there || al_rebuild_send(r, &b);
}

/* With both tables there, and their keys' indexes. */
static bool forget_statistics(struct al_rebuild *r, struct aludel_text old)
{
    bool stale = !r->keeps_rows;
    for (size_t i = 0; i < r->indexes.count; i++) {
        stale = stale || r->indexes.at[i].goes;
    }
    return !r->live || !stale || (forget_in(r, old, "sqlite_stat1") && forget_in(r, old, "sqlite_stat4"));
}

static size_t behind(struct aludel_text sql, const char *words)
{
    return al_begins(sql, words) ? strlen(words) : 0;
}

static bool make_indexes(struct al_rebuild *r)
{
    for (size_t i = 0; i < r->indexes.count; i++) {
        struct aludel_text sql = r->indexes.at[i].sql;
        size_t at = behind(sql, "CREATE INDEX ") + behind(sql, "CREATE UNIQUE INDEX ");
        if (!r->indexes.at[i].goes && !make(r, sql, at)) {
            return false;
        }
    }
    return true;
}

static bool make_temporary(struct al_rebuild *r, struct aludel_text sql)
{
    struct al_builder b = al_rebuild_sql(r);
    size_t n = behind(sql, "CREATE ");
    al_putf(&b, "CREATE TEMP %.*s", (int)(sql.n - n), sql.z + n);
    return al_rebuild_send(r, &b);
}

static bool make_triggers(struct al_rebuild *r)
{
    for (size_t i = 0; i < r->triggers.count; i++) {
        const struct al_own *t = &r->triggers.at[i];
        if (!(t->temporary ? make_temporary(r, t->sql)
                           : make(r, t->sql, behind(t->sql, "CREATE TRIGGER ")))) {
            return false;
        }
    }
    return true;
}

/* legacy_alter_table: else the renaming would follow into views, triggers and other tables' keys. */
static bool replace(struct al_rebuild *r)
{
    struct aludel_text old;
    bool legacy;
    return choose_name(r, &old) && forget_own_names(r) && al_rebuild_set(r, "legacy_alter_table", &legacy) &&
           rename_away(r, old) && make(r, r->is.table.text, r->is.table.path.name.at) && copy_rows(r, old) &&
           keep_mark(r, old) && forget_statistics(r, old) && drop(r, old) && make_indexes(r) &&
           make_triggers(r) && al_rebuild_put_back(r, "legacy_alter_table", legacy);
}

bool al_rebuild_copy(struct al_rebuild *r)
{
    struct al_users users;
    struct al_violations before;
    if (!r->live) {
        return replace(r);
    }
    return al_keys_allow_copy(r) && al_users_find(r, &users) && al_keys_count(r, &before) && replace(r) &&
           al_users_check(r, &users) && al_keys_check(r, &before);
}
