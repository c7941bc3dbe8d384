/*
 * users.c: views, triggers and other tables' foreign keys that use the table. SQLite compiles them when they are used,
 * so a statement that uses each is prepared before and behind the rebuild: what could be and can't any more is broken
 * by it, however deep it lies (a view of a view, a trigger of another table).
 */
#include "rebuild/inner.h"

#include <string.h>

enum use { USE_VIEW, USE_INSERT, USE_UPDATE, USE_DELETE, USE_KEY, USES };

struct al_user {
    enum use use;
    const char *name;   /* of a view, or a table */
    const char *prefix; /* where it is: r->prefix, or "temp." */
    bool works_strictly;
    const char
        *turns; /* a column that goes, or their order, which would mean something else to it; or NULL */
};

/* ---- A statement that uses it ------------------------------------------------------------------------ */

/* Every column that may be set, so that each trigger is met, whatever columns it waits for. */
static bool ask_assignments(struct al_rebuild *r, const struct al_user *u, const char **sql)
{
    const struct aludel_items *rows;
    const char *schema = u->prefix == r->prefix ? r->schema : "temp";
    if (!al_rebuild_ask(r, &rows,
                        "SELECT group_concat(printf('\"%%w\" = \"%%w\"', name, name), ', ') "
                        "FROM pragma_table_xinfo(%q, %q) WHERE hidden = 0",
                        u->name, schema)) {
        return false;
    }
    *sql = al_text_at(rows, 0, 0);
    return true;
}

static bool statement_of(struct al_rebuild *r, const struct al_user *u, const char **sql)
{
    static const char *const templates[USES] = {"SELECT * FROM %z%n", "INSERT INTO %z%n DEFAULT VALUES",
                                                "UPDATE %z%n SET %z", "DELETE FROM %z%n",
                                                "PRAGMA %zforeign_key_check = %n"};
    const char *assignments = "";
    if (u->use == USE_UPDATE && !ask_assignments(r, u, &assignments)) {
        return false;
    }
    *sql = al_rebuild_text(r, templates[u->use], u->prefix, u->name, assignments);
    return !r->arena.exhausted;
}

struct trial {
    bool works, works_strictly;
    char why[160];
};

/* A view whose own query doesn't compile has no columns: to ask for them would be an error. */
static bool has_columns(struct al_rebuild *r, struct al_user u, struct trial *t)
{
    const char *sql;
    u.use = USE_VIEW;
    return statement_of(r, &u, &sql) && al_rebuild_compiles(r, sql, false, t->why, sizeof t->why);
}

/* Where foreign keys are on, one that fits no parent stops SQLite before it sees what is wrong behind it. */
static bool stops_at_key(const struct al_user *u, const char *why)
{
    return u->use != USE_KEY && al_words(why, "foreign key mismatch");
}

/* Strictly: SQLite takes "x" for a string where there is no such column. */
static bool try_statement(struct al_rebuild *r, const struct al_user *u, struct trial *t)
{
    const char *sql;
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

/* One user's statement at a time is in memory. */
static bool try_user(struct al_rebuild *r, const struct al_user *u, struct trial *t)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = try_statement(r, u, t);
    al_arena_release(&r->arena, mark);
    return ok;
}

/* ---- What would mean something else ----------------------------------------------------------------- */

static bool goes(struct al_rebuild *r, const struct aludel_edit *e)
{
    return e->kind == ALUDEL_EDIT_DROP_COLUMN && al_shape_column(&r->was, e->name) &&
           !al_shape_column(&r->is, e->name);
}

/* From the edit `i` on, the next column that goes and is named by the text; NULL where there is no other. */
static const char *next_gone(struct al_rebuild *r, uint32_t *i, const char *sql)
{
    while (*i < r->what->edit_count) {
        const struct aludel_edit *e = &r->what->edits[(*i)++];
        if (e->kind == ALUDEL_EDIT_DROP_COLUMN && al_ddl_mentions(al_text(sql), e->name) && goes(r, e)) {
            return e->name;
        }
    }
    return NULL;
}

/* Names and texts: of the view, or of the table's triggers. */
static bool ask_texts(struct al_rebuild *r, const struct al_user *u, const struct aludel_items **rows)
{
    return al_rebuild_ask(
        r, rows, "SELECT name, sql FROM %zsqlite_master WHERE type = %z = %q COLLATE NOCASE", u->prefix,
        u->use == USE_VIEW ? "'view' AND name" : "'trigger' AND tbl_name", u->name);
}

/* On a lent connection nobody tells what is read: there it may be what names the table, or a view. */
static bool may_read(struct al_rebuild *r, const struct al_users *users, const char *sql)
{
    bool may = al_ddl_mentions(al_text(sql), r->was.name);
    for (size_t i = 0; !may && i < users->count; i++) {
        const struct al_user *v = &users->at[i];
        may = v->use == USE_VIEW && al_ddl_mentions(al_text(sql), v->name);
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
static bool find_turns_in(struct al_rebuild *r, const struct al_users *users, struct al_user *u, bool order)
{
    struct al_driver *d = r->op->around->driver;
    const struct aludel_items *rows;
    const char *statement;
    if (!ask_texts(r, u, &rows) || !statement_of(r, u, &statement)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        const char *sql = al_text_at(rows, i, 1);
        const char *name;
        if (order && may_read(r, users, sql) && al_ddl_takes_order(sql, r->was.name)) {
            u->turns = "the order of columns";
        }
        for (uint32_t at = 0; (name = next_gone(r, &at, sql));) {
            if (d->connect.borrowed
                    ? may_read(r, users, sql)
                    : d->type->reads(d, al_text(statement), al_text(r->was.name), al_text(name))) {
                u->turns = name;
            }
        }
    }
    return true;
}

static bool find_turns(struct al_rebuild *r, const struct al_users *users, struct al_user *u, bool order)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = find_turns_in(r, users, u, order);
    al_arena_release(&r->arena, mark);
    return ok;
}

/* ---- Finding them ------------------------------------------------------------------------------------ */

/* Views and tables with triggers, each with its first use, and whether it is temporary. */
static bool ask(struct al_rebuild *r, const struct aludel_items **rows)
{
    return al_rebuild_ask(r, rows,
                          "SELECT name, 0, 0 FROM %m WHERE type = 'view' UNION ALL "
                          "SELECT DISTINCT tbl_name, 1, 0 FROM %m WHERE type = 'trigger' UNION ALL "
                          "SELECT name, 0, 1 FROM temp.sqlite_master WHERE type = 'view' UNION ALL "
                          "SELECT DISTINCT tbl_name, 1, 1 FROM temp.sqlite_master WHERE type = 'trigger' "
                          "AND tbl_name IN (SELECT name FROM temp.sqlite_master)");
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
static bool add_row(struct al_rebuild *r, struct al_users *users, const struct aludel_items *rows, size_t i)
{
    struct al_user u = {.use = (enum use)al_number_at(rows, i, 1), .name = al_text_at(rows, i, 0)};
    u.prefix = al_number_at(rows, i, 2) ? "temp." : r->prefix;
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
        if (*u.name && !add(r, users, u)) {
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
    const struct aludel_items *rows;
    *users = (struct al_users){0};
    if (!ask(r, &rows)) {
        return false;
    }
    size_t most = al_rows(rows) * 3 + al_rows(r->children) + 1;
    users->at = al_arena_new(&r->arena, most * sizeof *users->at);
    if (!users->at) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (!add_row(r, users, rows, i)) {
            return false;
        }
    }
    return add_keys(r, users) && find_all_turns(r, users);
}

/* ---- Whether they work still --------------------------------------------------------------------------- */

/* Those of a table that name a column that is gone; all of them where none does. */
static bool put_triggers(struct al_rebuild *r, struct al_builder *b, const struct al_user *u, bool all)
{
    const struct aludel_items *rows;
    if (!ask_texts(r, u, &rows)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        uint32_t at = 0;
        if (all || next_gone(r, &at, al_text_at(rows, i, 1))) {
            al_rebuild_put(r, b, b->n ? ", '%z'" : "'%z'", al_text_at(rows, i, 0));
        }
    }
    return all || b->n > 0 || put_triggers(r, b, u, true);
}

static bool describe(struct al_rebuild *r, const struct al_user *u, const char *why, const char **said)
{
    struct al_builder names = al_builder(&r->arena);
    const char *what = u->use == USE_VIEW ? "view" : "the foreign key of";
    if (u->use != USE_VIEW && u->use != USE_KEY) {
        if (!put_triggers(r, &names, u, false)) {
            return false;
        }
        what = al_rebuild_text(r, "trigger %z of", al_built(&names).z);
    }
    *said = al_rebuild_text(r, "%z '%z' (%z)", what, u->name, why);
    return !r->arena.exhausted;
}

/* INSERT and UPDATE may meet the same trigger, for which one reason is enough. */
static bool put_once(struct al_builder *all, const char *said)
{
    const char *reason = strstr(said, " (");
    size_t n = reason ? (size_t)(reason - said) : strlen(said);
    for (size_t i = 0; i + n <= all->n; i++) {
        if (memcmp(all->z + i, said, n) == 0) {
            return true;
        }
    }
    al_puts(all, all->n ? "; " : "");
    al_puts(all, said);
    return !all->failed;
}

static bool fail(struct al_rebuild *r, const struct al_builder *b)
{
    return al_shape_fail(&r->was, "drop it in front of the change, and make it anew behind it",
                         "what uses the table '%s' would work no more: %.*s", r->was.name, (int)b->n, b->z);
}

/* First what can't be compiled any more, which says more. */
static bool check_user(struct al_rebuild *r, const struct al_user *u, bool turned, struct al_builder *b)
{
    struct trial t = {0};
    const char *said;
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
    struct al_builder b = al_builder(&r->arena);
    for (size_t i = 0; i < users->count * 2; i++) {
        if (!check_user(r, &users->at[i % users->count], i >= users->count, &b)) {
            return false;
        }
    }
    return b.n == 0 || fail(r, &b);
}
