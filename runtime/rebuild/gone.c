/* gone.c: columns that go, and what of the table itself names them: constraints, indexes, triggers that wait for them. */
#include "rebuild/inner.h"

#include <string.h>

/* What concerns no column that stays goes with it. */
static bool goes_with(struct al_rebuild *r, const char *sql, const char *column)
{
    for (const struct al_ddl_column *c = r->was.table.columns; c; c = c->next) {
        const char *other = al_shape_name(&r->was, c->name);
        bool stays = !al_same_name(other, column) && al_shape_column(&r->is, other);
        if (stays && al_ddl_index_names(sql, other)) {
            return false;
        }
    }
    return true;
}

static void tell(struct al_rebuild *r, struct al_builder *users, const char *what, const char *name)
{
    al_rebuild_put(r, users, users->n ? ", the %z '%z'" : "the %z '%z'", what, name);
}

static void check_indexes(struct al_rebuild *r, const char *column, struct al_builder *users)
{
    for (size_t i = 0; i < r->indexes.count; i++) {
        struct al_own *index = &r->indexes.at[i];
        if (!al_ddl_index_names(index->sql, column)) {
            continue;
        }
        index->goes = goes_with(r, index->sql, column);
        if (!index->goes) {
            tell(r, users, "index", index->name);
        }
    }
}

/* UPDATE OF column: such a trigger would be made again, and never fire. */
static void check_triggers(struct al_rebuild *r, const char *column, struct al_builder *users)
{
    for (size_t i = 0; i < r->triggers.count; i++) {
        const struct al_own *trigger = &r->triggers.at[i];
        if (al_ddl_trigger_waits(trigger->sql, column)) {
            tell(r, users, "trigger", trigger->name);
        }
    }
}

/* Other tables' foreign keys that lead to the column; the table's own are its constraints. */
static void check_children(struct al_rebuild *r, const char *column, struct al_builder *users)
{
    for (size_t i = 0; i < al_rows(r->children); i++) {
        const char *table = al_text_at(r->children, i, 0);
        bool leads = al_number_at(r->children, i, 2) && al_same_name(al_text_at(r->children, i, 1), column);
        if (leads && !al_same_name(table, r->was.name)) {
            tell(r, users, "foreign key of table", table);
        }
    }
}

/* Full-text indexes over the table, which read its columns when they are asked. */
static bool check_virtual(struct al_rebuild *r, const char *column, struct al_builder *users)
{
    const struct aludel_items *rows = NULL;
    if (al_rebuild_live(r) &&
        !al_rebuild_ask(r, &rows,
                        "SELECT name, sql FROM %m WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL %%' "
                        "ORDER BY 1")) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (al_ddl_content_names(al_text_at(rows, i, 1), r->was.name, column)) {
            tell(r, users, "virtual table", al_text_at(rows, i, 0));
        }
    }
    return true;
}

static bool check_column(struct al_rebuild *r, const char *name, struct al_builder *all)
{
    struct al_builder users = al_builder(&r->arena);
    al_shape_users(&r->is, name, &users);
    check_indexes(r, name, &users);
    check_triggers(r, name, &users);
    check_children(r, name, &users);
    if (!check_virtual(r, name, &users)) {
        return false;
    }
    if (users.n) {
        al_puts(all, all->n ? "; " : "");
        al_rebuild_put(r, all, "column '%z' can't be dropped: it is used by %z", name, al_built(&users).z);
    }
    return true;
}

static bool check_columns(struct al_rebuild *r)
{
    struct al_builder all = al_builder(&r->arena);
    for (const struct al_ddl_column *c = r->was.table.columns; c; c = c->next) {
        const char *name = al_shape_name(&r->was, c->name);
        if (!al_shape_column(&r->is, name) && !check_column(r, name, &all)) {
            return false;
        }
    }
    return !all.n || al_shape_fail(&r->was, "drop them first, or change them so that they do without", "%s",
                                   al_built(&all).z);
}

bool al_rebuild_check_columns(struct al_rebuild *r)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = check_columns(r);
    al_arena_release(&r->arena, mark);
    return ok;
}
