/* copy.c: the rows into a new table of the same name, under which nobody else's definition is touched. */
#include "rebuild/inner.h"

#include "core/literal.h"

#include <string.h>

/* Nor may a temporary one have it: triggers of the connection's own would be taken for that one's. */
static bool is_taken(struct al_rebuild *r, struct aludel_text name, bool *taken)
{
    return !r->live ||
           (al_rebuild_has(r, r->prefix, name, taken) && (*taken || al_rebuild_has(r, "temp.", name, taken)));
}

/* A name for the old table that nobody has. */
static bool choose_name(struct al_rebuild *r, struct aludel_text *name)
{
    for (int i = 0;; i++) {
        struct al_builder b = al_rebuild_sql(r);
        bool taken = false;
        al_putf(&b, "aludel_old_%s", r->was.name.z);
        if (i) {
            al_putf(&b, "_%d", i);
        }
        *name = al_built(&b);
        if (b.failed || !is_taken(r, *name, &taken)) {
            return false;
        }
        if (!taken) {
            return true;
        }
    }
}

static bool refuse_own_name(struct al_rebuild *r)
{
    al_error(r->op->error, ALUDEL_FAILED, "a CHECK or an index of '%s' names the table itself, and %s",
             r->was.name.z, r->live ? "this connection is defensive" : "a script can't rebuild such a table");
    al_error_hint(r->op->error, r->live ? "rebuild it on a connection without SQLITE_DBCONFIG_DEFENSIVE"
                                        : "run the migration against a database, not with an offline handle");
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
    al_write_name(&b, r->was.name);
    al_puts(&b, " RENAME TO ");
    al_write_name(&b, old);
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
    al_write_name(&b, old);
    return al_rebuild_send(r, &b);
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
           rename_away(r, old) && make(r, r->is.table.text, r->is.table.path.name.at) &&
           al_rebuild_copy_rows(r, old) && al_rebuild_keep_mark(r, old) &&
           al_rebuild_forget_statistics(r, old) && drop(r, old) && make_indexes(r) && make_triggers(r) &&
           al_rebuild_put_back(r, "legacy_alter_table", legacy);
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
