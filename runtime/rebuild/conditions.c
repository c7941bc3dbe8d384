/* conditions.c: NOT NULL and checks that are new, and the rows that break them. */
#include "rebuild/inner.h"

struct condition {
    const char *column; /* that becomes NOT NULL, or */
    const struct al_ddl_constraint *check;
    const char *wrong; /* true for a row that breaks it */
};

struct conditions {
    struct condition *at;
    size_t count;
    struct al_builder sums, any; /* how many rows break each; which break one */
};

static void add(struct al_rebuild *r, struct conditions *list, struct condition c)
{
    al_rebuild_put(r, &list->sums, list->count ? ", sum(%z)" : "sum(%z)", c.wrong);
    al_rebuild_put(r, &list->any, list->count ? " OR (%z)" : "(%z)", c.wrong);
    list->at[list->count++] = c;
}

static void add_not_null(struct al_rebuild *r, struct conditions *list, const struct al_ddl_column *c)
{
    const char *name = al_shape_name(&r->is, c->name);
    const struct al_ddl_column *before = al_shape_column(&r->was, name);
    if (al_column_has(c, AL_DDL_NOT_NULL) && !(before && al_column_has(before, AL_DDL_NOT_NULL))) {
        add(r, list, (struct condition){.column = name, .wrong = al_rebuild_text(r, "%n IS NULL", name)});
    }
}

static bool has_check(const struct al_shape *s, struct aludel_text value)
{
    const struct al_ddl_constraint *k = s->table.constraints;
    while (k && !(k->kind == AL_DDL_CHECK && al_same(al_ddl_text(&s->table, k->value), value))) {
        k = k->next;
    }
    return k;
}

static void add_check(struct al_rebuild *r, struct conditions *list, const struct al_ddl_constraint *k)
{
    const struct al_ddl_table *t = &r->is.table;
    struct aludel_text value = al_ddl_text(t, k->value);
    if (k->kind == AL_DDL_CHECK && !has_check(&r->was, value)) {
        add(r, list, (struct condition){.check = k, .wrong = al_rebuild_text(r, "NOT %s", value)});
    }
}

static void find(struct al_rebuild *r, struct conditions *list)
{
    *list = (struct conditions){.sums = al_builder(&r->arena), .any = al_builder(&r->arena)};
    list->at = al_arena_new(&r->arena, al_shape_count(&r->is) * sizeof *list->at);
    for (const struct al_ddl_column *c = r->is.table.columns; list->at && c; c = c->next) {
        add_not_null(r, list, c);
    }
    for (const struct al_ddl_constraint *k = r->is.table.constraints; list->at && k; k = k->next) {
        add_check(r, list, k);
    }
}

void al_rebuild_tell_nulls(struct al_rebuild *r, const char *column, const char *becomes, int64_t rows)
{
    al_shape_fail(&r->was, NULL, "column '%s' of table '%s' becomes %s, and is NULL in %lld row%s", column,
                  r->was.name, becomes, (long long)rows, rows == 1 ? "" : "s");
}

static bool tell(struct al_rebuild *r, const struct condition *c, int64_t count)
{
    const char *s = count == 1 ? "" : "s";
    if (c->column) {
        al_rebuild_blame(r, ALUDEL_EDIT_SET_NOT_NULL, c->column);
        al_rebuild_tell_nulls(r, c->column, "NOT NULL", count);
    } else {
        struct aludel_text check = al_ddl_text(&r->is.table, c->check->span);
        al_rebuild_blame_new(r, c->check);
        al_shape_fail(&r->was, NULL, "%lld row%s of table '%s' break%s %.*s", (long long)count, s,
                      r->was.name, *s ? "" : "s", (int)check.n, check.z);
    }
    al_error_hint(r->error, "%s",
                  al_rebuild_text(r, "change them first; SELECT * FROM %t WHERE %z shows them", c->wrong));
    return false;
}

/* One scan for all of them, which adds up only the rows that break one. */
static bool check_rows(struct al_rebuild *r, const char *table)
{
    struct conditions list;
    const struct aludel_items *rows;
    find(r, &list);
    if (!list.count) {
        return true;
    }
    const char *from = al_rebuild_text(r, table);
    if (!al_rebuild_ask(r, &rows, "SELECT %z FROM %z WHERE %z", al_built(&list.sums).z, from,
                        al_built(&list.any).z)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        int64_t count = al_number_at(rows, 0, i);
        if (count > 0) {
            return tell(r, &list.at[i], count);
        }
    }
    return true;
}

bool al_rebuild_check_rows(struct al_rebuild *r, const char *table)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = check_rows(r, table);
    al_arena_release(&r->arena, mark);
    return ok;
}
