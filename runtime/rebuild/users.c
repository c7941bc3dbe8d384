/*
 * users.c: views, triggers and other tables' foreign keys that use the table. SQLite compiles them when they are used,
 * so a statement that uses each is prepared before and behind the rebuild: what could be and can't any more is broken
 * by it, however deep it lies (a view of a view, a trigger of another table).
 */
#include "rebuild/inner.h"

#include "core/literal.h"

#include <string.h>

enum use { USE_VIEW, USE_INSERT, USE_UPDATE, USE_DELETE, USE_KEY, USES };

struct al_user {
    enum use use;
    struct aludel_text name; /* of a view, or a table */
    const char *prefix;      /* where it is: r->prefix, or "temp." */
    bool works_strictly;
    const char
        *turns; /* a column that goes, or their order, which would mean something else to it; or NULL */
};

/* ---- A statement that uses it ------------------------------------------------------------------------ */

/* Every column that may be set, so that each trigger is met, whatever columns it waits for. */
static bool put_assignments(struct al_rebuild *r, struct al_builder *b, const struct al_user *u)
{
    struct aludel_value values[] = {al_name_value(u->name),
                                    u->prefix == r->prefix ? r->schema : al_name_value(AL_TEXT("temp"))};
    struct aludel_value rows;
    struct al_builder ask = al_rebuild_sql(r);
    al_puts(&ask, "SELECT name FROM pragma_table_xinfo(\1, \1) WHERE hidden = 0");
    if (!al_rebuild_ask(r, &ask, values, 2, &rows)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        al_puts(b, i ? ", " : " SET ");
        al_write_name(b, al_text_at(rows, i, 0));
        al_puts(b, " = ");
        al_write_name(b, al_text_at(rows, i, 0));
    }
    return true;
}

static bool statement_of(struct al_rebuild *r, const struct al_user *u, struct aludel_text *sql)
{
    static const char *const before[USES] = {"SELECT * FROM ", "INSERT INTO ", "UPDATE ", "DELETE FROM ",
                                             "PRAGMA "};
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "%s%s%s", before[u->use], u->prefix, u->use == USE_KEY ? "foreign_key_check = " : "");
    al_write_name(&b, u->name);
    al_puts(&b, u->use == USE_INSERT ? " DEFAULT VALUES" : "");
    if (u->use == USE_UPDATE && !put_assignments(r, &b, u)) {
        return false;
    }
    *sql = al_built(&b);
    return !b.failed;
}

struct trial {
    bool works, works_strictly;
    char why[160];
};

/* A view whose own query doesn't compile has no columns: to ask for them would be an error. */
static bool has_columns(struct al_rebuild *r, struct al_user u, struct trial *t)
{
    struct aludel_text sql;
    u.use = USE_VIEW;
    return statement_of(r, &u, &sql) && al_rebuild_compiles(r, sql, false, t->why, sizeof t->why);
}

/* Where foreign keys are on, one that fits no parent stops SQLite before it sees what is wrong behind it. */
static bool stops_at_key(const struct al_user *u, const char *why)
{
    return u->use != USE_KEY && al_begins(al_text(why), "foreign key mismatch");
}

/* Strictly: SQLite takes "x" for a string where there is no such column. */
static bool try_user(struct al_rebuild *r, const struct al_user *u, struct trial *t)
{
    struct aludel_text sql;
    t->works = t->works_strictly = false;
    if (u->use == USE_UPDATE && !has_columns(r, *u, t)) {
        return aludel_ok(r->op);
    }
    if (!statement_of(r, u, &sql)) {
        return false;
    }
    bool compiles = al_rebuild_compiles(r, sql, false, t->why, sizeof t->why);
    t->works = compiles || stops_at_key(u, t->why);
    t->works_strictly = compiles && al_rebuild_compiles(r, sql, true, t->why, sizeof t->why);
    return aludel_ok(r->op);
}

/* ---- What would mean something else ----------------------------------------------------------------- */

static bool mentions(struct aludel_text sql, struct aludel_text name)
{
    return al_ddl_mentions(sql, (struct al_ddl_span){0, (uint32_t)sql.n}, name);
}

static bool goes(struct al_rebuild *r, const struct aludel_edit *e)
{
    return e->kind == ALUDEL_EDIT_DROP_COLUMN && al_shape_column(&r->was, al_text(e->name)) &&
           !al_shape_column(&r->is, al_text(e->name));
}

/* From the edit `i` on, the next column that goes and is named by the text; NULL where there is no other. */
static const char *next_gone(struct al_rebuild *r, uint32_t *i, struct aludel_text sql)
{
    while (*i < r->what->edit_count) {
        const struct aludel_edit *e = &r->what->edits[(*i)++];
        if (e->kind == ALUDEL_EDIT_DROP_COLUMN && mentions(sql, al_text(e->name)) && goes(r, e)) {
            return e->name;
        }
    }
    return NULL;
}

/* Names and texts: of the view, or of the table's triggers. */
static bool ask_texts(struct al_rebuild *r, const struct al_user *u, struct aludel_value *rows)
{
    struct aludel_value name = al_name_value(u->name);
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "SELECT name, sql FROM %ssqlite_master WHERE type = %s = \1 COLLATE NOCASE", u->prefix,
            u->use == USE_VIEW ? "'view' AND name" : "'trigger' AND tbl_name");
    return al_rebuild_ask(r, &b, &name, 1, rows);
}

/* On a lent connection nobody tells what is read: there it may be what names the table, or a view. */
static bool may_read(struct al_rebuild *r, const struct al_users *users, struct aludel_text sql)
{
    bool may = mentions(sql, r->was.name);
    for (size_t i = 0; !may && i < users->count; i++) {
        const struct al_user *v = &users->at[i];
        may = v->use == USE_VIEW && mentions(sql, v->name);
    }
    return may;
}

/* As many columns as before, and others in some places: with another number nothing that goes by them compiles. */
static bool changes_order(const struct al_rebuild *r)
{
    const struct al_ddl_column *a = r->was.table.columns, *b = r->is.table.columns;
    bool same = true;
    for (; a && b; a = a->next, b = b->next) {
        same = same && al_shape_is(&r->is, b->name, al_shape_name(&r->was, a->name));
    }
    return !a && !b && !same;
}

/* What reads a column and names it, and can be compiled when that is gone, has found another one of the name: a table's
 * around a subquery, its own result. */
static bool find_turns(struct al_rebuild *r, const struct al_users *users, struct al_user *u, bool order)
{
    struct al_driver *d = r->op->around->driver;
    struct aludel_value rows;
    struct aludel_text statement;
    if (!ask_texts(r, u, &rows) || !statement_of(r, u, &statement)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        struct aludel_text sql = al_text_at(rows, i, 1);
        const char *name;
        if (order && may_read(r, users, sql) && al_ddl_takes_order(sql, r->was.name)) {
            u->turns = "the order of columns";
        }
        for (uint32_t at = 0; (name = next_gone(r, &at, sql));) {
            if (d->connect.borrowed ? may_read(r, users, sql)
                                    : d->type->reads(d, statement, r->was.name, al_text(name))) {
                u->turns = name;
            }
        }
    }
    return true;
}

/* ---- Finding them ------------------------------------------------------------------------------------ */

/* Views and tables with triggers, each with its first use, and whether it is temporary. */
static bool ask(struct al_rebuild *r, struct aludel_value *rows)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b,
            "SELECT name, 0, 0 FROM %ssqlite_master WHERE type = 'view' UNION ALL "
            "SELECT DISTINCT tbl_name, 1, 0 FROM %ssqlite_master WHERE type = 'trigger'",
            r->prefix, r->prefix);
    al_puts(&b, " UNION ALL SELECT name, 0, 1 FROM temp.sqlite_master WHERE type = 'view' UNION ALL "
                "SELECT DISTINCT tbl_name, 1, 1 FROM temp.sqlite_master WHERE type = 'trigger' "
                "AND tbl_name IN (SELECT name FROM temp.sqlite_master)");
    return al_rebuild_ask(r, &b, NULL, 0, rows);
}

static bool add(struct al_rebuild *r, struct al_users *users, struct al_user u)
{
    struct trial t;
    if (!try_user(r, &u, &t)) {
        return false;
    }
    u.works_strictly = t.works_strictly;
    if (t.works) {
        users->at[users->count++] = u;
    }
    return true;
}

/* Of a table with triggers: INSERT, UPDATE and DELETE. */
static bool add_row(struct al_rebuild *r, struct al_users *users, const struct aludel_value *row)
{
    struct al_user u = {.use = (enum use)row[1].as.integer, .name = row[0].as.text};
    u.prefix = row[2].as.integer ? "temp." : r->prefix;
    for (int more = u.use == USE_INSERT ? 2 : 0; more >= 0; more--, u.use++) {
        if (!add(r, users, u)) {
            return false;
        }
    }
    return true;
}

static bool add_keys(struct al_rebuild *r, struct al_users *users)
{
    for (size_t i = 0; i < al_rows(r->children); i++) {
        struct al_user u = {.use = USE_KEY, .name = al_keys_child(r, i), .prefix = r->prefix};
        if (u.name.n && !add(r, users, u)) {
            return false;
        }
    }
    return true;
}

static bool loses_columns(struct al_rebuild *r)
{
    uint32_t i = 0;
    while (i < r->what->edit_count && !goes(r, &r->what->edits[i])) {
        i++;
    }
    return i < r->what->edit_count;
}

static bool find_all_turns(struct al_rebuild *r, const struct al_users *users)
{
    bool order = changes_order(r), loses = loses_columns(r);
    for (size_t i = 0; (order || loses) && i < users->count; i++) {
        if (users->at[i].use != USE_KEY && !find_turns(r, users, &users->at[i], order)) {
            return false;
        }
    }
    return true;
}

bool al_users_find(struct al_rebuild *r, struct al_users *users)
{
    struct aludel_value rows;
    *users = (struct al_users){0};
    if (!ask(r, &rows)) {
        return false;
    }
    size_t most = al_rows(rows) * 3 + al_rows(r->children) + 1;
    users->at = al_arena_new(&r->arena, most * sizeof *users->at);
    if (!users->at) {
        return al_shape_no_memory(&r->was);
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (!add_row(r, users, rows.as.items->values[i].as.items->values)) {
            return false;
        }
    }
    return add_keys(r, users) && find_all_turns(r, users);
}

/* ---- Whether they work still --------------------------------------------------------------------------- */

/* Those of a table that name a column that is gone; all of them where none does. */
static bool put_triggers(struct al_rebuild *r, struct al_builder *b, const struct al_user *u, bool all)
{
    struct aludel_value rows;
    if (!ask_texts(r, u, &rows)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        struct aludel_text trigger = al_text_at(rows, i, 0);
        uint32_t at = 0;
        if (all || next_gone(r, &at, al_text_at(rows, i, 1))) {
            al_putf(b, "%s'%s'", b->n ? ", " : "", trigger.z);
        }
    }
    return all || b->n > 0 || put_triggers(r, b, u, true);
}

static bool describe(struct al_rebuild *r, const struct al_user *u, const char *why, struct aludel_text *said)
{
    struct al_builder b = al_rebuild_sql(r), names = al_rebuild_sql(r);
    if (u->use == USE_VIEW || u->use == USE_KEY) {
        al_putf(&b, "%s '%s' (%s)", u->use == USE_VIEW ? "view" : "the foreign key of", u->name.z, why);
    } else if (put_triggers(r, &names, u, false)) {
        al_putf(&b, "trigger %s of '%s' (%s)", al_built(&names).z, u->name.z, why);
    } else {
        return false;
    }
    *said = al_built(&b);
    return !b.failed;
}

/* INSERT and UPDATE may meet the same trigger, for which one reason is enough. */
static bool put_once(struct al_builder *all, struct aludel_text said)
{
    const char *reason = strstr(said.z, " (");
    size_t n = reason ? (size_t)(reason - said.z) : said.n;
    for (size_t i = 0; i + n <= all->n; i++) {
        if (memcmp(all->z + i, said.z, n) == 0) {
            return true;
        }
    }
    al_puts(all, all->n ? "; " : "");
    al_put(all, said.z, said.n);
    return !all->failed;
}

static bool fail(struct al_rebuild *r, const struct al_builder *b)
{
    al_error(r->op->error, ALUDEL_FAILED, "what uses the table '%s' would work no more: %.*s", r->was.name.z,
             (int)b->n, b->z);
    al_error_hint(r->op->error, "drop it in front of the change, and make it anew behind it");
    return false;
}

/* First what can't be compiled any more, which says more. */
static bool check_user(struct al_rebuild *r, const struct al_user *u, bool turned, struct al_builder *b)
{
    struct trial t = {0};
    struct aludel_text said;
    if (!try_user(r, u, &t)) {
        return false;
    }
    bool broken = !t.works || (u->works_strictly && !t.works_strictly);
    if (turned ? broken || !u->turns : !broken) {
        return true;
    }
    if (turned) {
        al_format(t.why, sizeof t.why, "%s would mean something else", u->turns);
    }
    return describe(r, u, t.why, &said) && put_once(b, said);
}

bool al_users_check(struct al_rebuild *r, const struct al_users *users)
{
    struct al_builder b = al_rebuild_sql(r);
    for (size_t i = 0; i < users->count * 2; i++) {
        if (!check_user(r, &users->at[i % users->count], i >= users->count, &b)) {
            return false;
        }
    }
    return b.n == 0 || fail(r, &b);
}
