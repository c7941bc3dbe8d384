/* gone.c: columns that go, and what of the table itself names them: constraints, indexes, triggers that wait for them. */
#include "rebuild/inner.h"

#include <string.h>

/* What concerns no column that stays goes with it. */
static bool goes_with(struct al_rebuild *r, struct aludel_text sql, struct aludel_text column)
{
    for (const struct al_ddl_column *c = r->was.table.columns; c; c = c->next) {
        struct aludel_text other = al_shape_name(&r->was, c->name);
        bool stays = !al_same_nocase(other, column) && al_shape_column(&r->is, other);
        if (stays && al_ddl_index_names(sql, other)) {
            return false;
        }
    }
    return true;
}

static void tell(struct al_builder *users, const char *what, struct aludel_text name)
{
    al_putf(users, "%sthe %s '%s'", users->n ? ", " : "", what, name.z);
}

static void check_indexes(struct al_rebuild *r, struct aludel_text column, struct al_builder *users)
{
    for (size_t i = 0; i < r->indexes.count; i++) {
        struct al_own *index = &r->indexes.at[i];
        if (!al_ddl_index_names(index->sql, column)) {
            continue;
        }
        index->goes = goes_with(r, index->sql, column);
        if (!index->goes) {
            tell(users, "index", index->name);
        }
    }
}

/* UPDATE OF column: such a trigger would be made again, and never fire. */
static void check_triggers(struct al_rebuild *r, struct aludel_text column, struct al_builder *users)
{
    for (size_t i = 0; i < r->triggers.count; i++) {
        const struct al_own *trigger = &r->triggers.at[i];
        if (al_ddl_trigger_waits(trigger->sql, column)) {
            tell(users, "trigger", trigger->name);
        }
    }
}

/* Other tables' foreign keys that lead to the column; the table's own are its constraints. Full-text indexes over the
 * table, which read its columns when they are asked. */
static bool check_others(struct al_rebuild *r, struct aludel_text column, struct al_builder *users)
{
    struct aludel_value rows;
    struct al_builder b = al_rebuild_sql(r);
    if (!r->live) {
        return true;
    }
    for (size_t i = 0; i < al_rows(r->children); i++) {
        struct aludel_text table = al_text_at(r->children, i, 0);
        struct aludel_value to =
            aludel_column(r->children.as.items->values[i], 1); /* none: the primary key */
        if (to.type == ALUDEL_STRING && al_same_nocase(to.as.text, column) &&
            !al_same_nocase(table, r->was.name)) {
            tell(users, "foreign key of table", table);
        }
    }
    al_putf(&b,
            "SELECT name, sql FROM %ssqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL %%' "
            "ORDER BY 1",
            r->prefix);
    if (!al_rebuild_ask(r, &b, NULL, 0, &rows)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (al_ddl_content_names(al_text_at(rows, i, 1), r->was.name, column)) {
            tell(users, "virtual table", al_text_at(rows, i, 0));
        }
    }
    return true;
}

static bool fail(struct al_rebuild *r, struct al_builder *b)
{
    struct aludel_text said = al_built(b);
    if (b->failed) {
        return al_shape_no_memory(&r->was);
    }
    al_error(r->op->error, ALUDEL_FAILED, "%s", said.z);
    al_error_hint(r->op->error, "drop them first, or change them so that they do without");
    return false;
}

bool al_rebuild_check_columns(struct al_rebuild *r)
{
    struct al_builder all = al_rebuild_sql(r);
    for (const struct al_ddl_column *c = r->was.table.columns; c; c = c->next) {
        struct aludel_text name = al_shape_name(&r->was, c->name);
        struct al_builder users = al_rebuild_sql(r);
        if (al_shape_column(&r->is, name)) {
            continue;
        }
        al_shape_users(&r->is, name, &users);
        check_indexes(r, name, &users);
        check_triggers(r, name, &users);
        if (!check_others(r, name, &users)) {
            return false;
        }
        struct aludel_text list = al_built(&users);
        if (list.n) {
            al_putf(&all, "%scolumn '%s' can't be dropped: it is used by %s", all.n ? "; " : "", name.z,
                    list.z);
        }
    }
    return all.n == 0 || fail(r, &all);
}
