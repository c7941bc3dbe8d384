/* copy.c: the rows into a new table of the same name, under which nobody else's definition is touched. */
#include "rebuild/inner.h"

#include <string.h>

/* Nor may a temporary one have it: triggers of the connection's own would be taken for that one's. */
static bool is_taken(struct al_rebuild *r, bool *taken)
{
    return !al_rebuild_live(r) || (al_rebuild_has(r, r->prefix, r->old, taken) &&
                                   (*taken || al_rebuild_has(r, "temp.", r->old, taken)));
}

/* A name for the old table that nobody has. */
static bool choose_name(struct al_rebuild *r)
{
    char number[16] = "";
    bool taken = true;
    for (int i = 1; taken; i++) {
        taken = false;
        r->old = al_rebuild_text(r, "aludel_old_%z%z", r->was.name, number);
        if (r->arena.exhausted || !is_taken(r, &taken)) {
            return false;
        }
        al_format(number, sizeof number, "_%d", i);
    }
    return true;
}

static bool refuse_own_name(struct al_rebuild *r)
{
    return al_shape_fail(
        &r->was,
        al_rebuild_live(r) ? "rebuild it on a connection without SQLITE_DBCONFIG_DEFENSIVE"
                           : "run the migration against a database, not with an offline handle",
        "a CHECK or an index of '%s' names the table itself, and %s", r->was.name,
        al_rebuild_live(r) ? "this connection is defensive" : "a script can't rebuild such a table");
}

/* A definition that says table.column would not be true any more under the other name. */
static bool forget_own_name(struct al_rebuild *r, const char *type, const char *name, const char *sql,
                            bool *any)
{
    struct al_driver *d = r->op->around->driver;
    const char *plain = al_ddl_unqualified(sql, &r->arena, r->was.name);
    if (plain == sql) {
        return true;
    }
    *any = true;
    return al_rebuild_live(r) && d->type->schema_is_writable(d) ? al_rebuild_write(r, type, name, plain)
                                                                : refuse_own_name(r);
}

static bool forget_own_names(struct al_rebuild *r)
{
    bool any = false, ok = forget_own_name(r, "table", r->was.name, r->was.table.text.z, &any);
    for (size_t i = 0; ok && i < r->indexes.count; i++) {
        ok = forget_own_name(r, "index", r->indexes.at[i].name, r->indexes.at[i].sql, &any);
    }
    return ok && (!any || al_rebuild_reload(r));
}

/* SQLite keeps definitions without the schema: what is made there must say so. `at`: where the name stands. */
static bool make(struct al_rebuild *r, const char *sql, size_t at)
{
    return al_rebuild_send(r, "%s%z%z", (struct aludel_text){sql, at}, al_rebuild_live(r) ? r->prefix : "",
                           sql + at);
}

static bool make_indexes(struct al_rebuild *r)
{
    bool ok = true;
    for (size_t i = 0; ok && i < r->indexes.count; i++) {
        const char *sql = r->indexes.at[i].sql;
        size_t at = al_words(sql, "CREATE INDEX ") + al_words(sql, "CREATE UNIQUE INDEX ");
        ok = r->indexes.at[i].goes || make(r, sql, at);
    }
    return ok;
}

static bool make_trigger(struct al_rebuild *r, const struct al_own *t)
{
    return t->temporary ? al_rebuild_send(r, "CREATE TEMP %z", t->sql + al_words(t->sql, "CREATE "))
                        : make(r, t->sql, al_words(t->sql, "CREATE TRIGGER "));
}

static bool make_triggers(struct al_rebuild *r)
{
    bool ok = true;
    for (size_t i = 0; ok && i < r->triggers.count; i++) {
        ok = make_trigger(r, &r->triggers.at[i]);
    }
    return ok;
}

static bool copy_rows(struct al_rebuild *r)
{
    bool copied = al_rebuild_copy_rows(r);
#ifndef ALUDEL_EMBEDDED /* for the log of a device the driver's error is good enough */
    if (!copied) {
        al_rebuild_explain(r);
    }
#endif
    return copied;
}

/* legacy_alter_table: else the renaming would follow into views, triggers and other tables' keys. */
static bool replace(struct al_rebuild *r)
{
    bool legacy;
    return choose_name(r) && forget_own_names(r) && al_rebuild_set(r, "legacy_alter_table", &legacy) &&
           al_rebuild_send(r, "ALTER TABLE %p%t RENAME TO %o") &&
           make(r, r->is.table.text.z, r->is.table.path.name.at) && copy_rows(r) && al_rebuild_keep_mark(r) &&
           al_rebuild_forget_statistics(r) && al_rebuild_send(r, "DROP TABLE %p%o") && make_indexes(r) &&
           make_triggers(r) && al_rebuild_put_back(r, "legacy_alter_table", legacy);
}

bool al_rebuild_copy(struct al_rebuild *r)
{
    struct al_users users;
    if (!al_rebuild_live(r)) {
        return replace(r);
    }
    return al_keys_allow_copy(r) && al_users_find(r, &users) && al_keys_count(r) && replace(r) &&
           al_users_check(r, &users) && al_keys_check(r);
}
