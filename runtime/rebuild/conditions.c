/* conditions.c: NOT NULL and checks that are new, and the rows that break them. */
#include "rebuild/inner.h"

#include "core/literal.h"

struct condition {
    struct aludel_text column; /* that becomes NOT NULL; none: a check */
    struct aludel_text wrong;  /* true for a row that breaks it */
    struct aludel_text shown;
};

struct conditions {
    struct condition *at;
    size_t count;
};

static void add_not_null(struct al_rebuild *r, struct conditions *list, const struct al_ddl_column *c)
{
    struct aludel_text name = al_shape_name(&r->is, c->name);
    const struct al_ddl_column *before = al_shape_column(&r->was, name);
    struct al_builder b = al_rebuild_sql(r);
    if (!al_column_has(c, AL_DDL_NOT_NULL) || (before && al_column_has(before, AL_DDL_NOT_NULL))) {
        return;
    }
    al_write_name(&b, name);
    al_puts(&b, " IS NULL");
    list->at[list->count++] = (struct condition){.column = name, .wrong = al_built(&b)};
}

static bool has_check(const struct al_shape *s, struct aludel_text value)
{
    const struct al_ddl_constraint *k = s->table.constraints;
    while (k && !(k->kind == AL_DDL_CHECK && al_same(al_ddl_text(&s->table, k->value), value))) {
        k = k->next;
    }
    return k;
}

static void add_checks(struct al_rebuild *r, struct conditions *list)
{
    const struct al_ddl_table *t = &r->is.table;
    for (const struct al_ddl_constraint *k = t->constraints; list->at && k; k = k->next) {
        struct aludel_text value = al_ddl_text(t, k->value);
        struct al_builder b = al_rebuild_sql(r);
        if (k->kind == AL_DDL_CHECK && !has_check(&r->was, value)) {
            al_putf(&b, "NOT %.*s", (int)value.n, value.z);
            list->at[list->count++] =
                (struct condition){.wrong = al_built(&b), .shown = al_ddl_text(t, k->span)};
        }
    }
}

static struct conditions conditions_of(struct al_rebuild *r)
{
    struct conditions list = {0};
    list.at = al_arena_new(&r->arena, al_shape_count(&r->is) * sizeof *list.at);
    for (const struct al_ddl_column *c = r->is.table.columns; list.at && c; c = c->next) {
        add_not_null(r, &list, c);
    }
    add_checks(r, &list);
    return list;
}

void al_rebuild_tell_nulls(struct al_rebuild *r, struct aludel_text column, const char *becomes, int64_t rows)
{
    al_error(r->op->error, ALUDEL_FAILED, "column '%s' of table '%s' becomes %s, and is NULL in %lld row%s",
             column.z, r->was.name.z, becomes, (long long)rows, rows == 1 ? "" : "s");
}

static bool tell(struct al_rebuild *r, const struct condition *c, int64_t count)
{
    struct aludel_error *e = r->op->error;
    struct aludel_text table = r->was.name;
    struct al_builder quoted = al_rebuild_sql(r);
    if (c->column.n) {
        al_rebuild_blame(r, ALUDEL_EDIT_SET_NOT_NULL, c->column);
        al_rebuild_tell_nulls(r, c->column, "NOT NULL", count);
    } else {
        al_rebuild_blame(r, ALUDEL_EDIT_ADD_CONSTRAINT, c->shown);
        al_error(e, ALUDEL_FAILED, "%lld row%s of table '%s' break%s %.*s", (long long)count,
                 count == 1 ? "" : "s", table.z, count == 1 ? "s" : "", (int)c->shown.n, c->shown.z);
    }
    al_write_name(&quoted, table);
    al_error_hint(e, "change them first; SELECT * FROM %s WHERE %s shows them", al_built(&quoted).z,
                  c->wrong.z);
    return false;
}

/* One scan for all of them, which adds up only the rows that break one. */
static struct al_builder question(struct al_rebuild *r, const struct conditions *list,
                                  struct aludel_text table)
{
    struct al_builder b = al_rebuild_sql(r);
    for (size_t i = 0; i < list->count; i++) {
        al_putf(&b, "%s sum(%s)", i ? "," : "SELECT", list->at[i].wrong.z);
    }
    al_putf(&b, " FROM %s", r->prefix);
    al_write_name(&b, table);
    if (!al_same(table, r->was.name)) {
        al_puts(&b, " AS ");
        al_write_name(&b, r->was.name);
    }
    for (size_t i = 0; i < list->count; i++) {
        al_putf(&b, " %s (%s)", i ? "OR" : "WHERE", list->at[i].wrong.z);
    }
    return b;
}

bool al_rebuild_check_rows(struct al_rebuild *r, struct aludel_text table)
{
    struct conditions list = conditions_of(r);
    struct al_builder b = question(r, &list, table);
    struct aludel_value rows;
    if (!list.count) {
        return true;
    }
    if (!al_rebuild_ask(r, &b, NULL, 0, &rows)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct aludel_value v = aludel_column(rows.as.items->values[0], i);
        if (v.type == ALUDEL_INT && v.as.integer > 0) {
            return tell(r, &list.at[i], v.as.integer);
        }
    }
    return true;
}
