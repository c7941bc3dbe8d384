/* keys.c: foreign keys of the table and to it: no row may lose its parent by a rebuild. */
#include "rebuild/rebuild.h"

#include "core/literal.h"

static bool brings_key(const struct al_rebuild *r, const char *column)
{
    const struct al_ddl_column *c = al_shape_column(&r->is, al_text(column));
    return c && al_column_has(c, AL_DDL_FOREIGN_KEY);
}

/* Edits behind which a key can't have become another one, nor a value. */
static bool touches_no_key(const struct al_rebuild *r, const struct aludel_edit *e)
{
    switch (e->kind) {
    case ALUDEL_EDIT_ADD_COLUMN: return !brings_key(r, e->name);
    case ALUDEL_EDIT_MOVE_COLUMN:
    case ALUDEL_EDIT_SET_NOT_NULL:
    case ALUDEL_EDIT_DROP_NOT_NULL:
    case ALUDEL_EDIT_SET_DEFAULT: return true;
    case ALUDEL_EDIT_ADD_CONSTRAINT: /* a check */
    case ALUDEL_EDIT_DROP_CONSTRAINT: return r->keeps_rows && r->keeps_foreign_keys;
    default: return false;
    }
}

static bool may_touch_keys(const struct al_rebuild *r)
{
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        if (!touches_no_key(r, &r->what->edits[i])) {
            return true;
        }
    }
    return false;
}

/* ---- Rows without their parent ---------------------------------------------------------------------- */

/* The tables that refer to this one. */
static bool ask_children(struct al_rebuild *r, struct aludel_value *tables)
{
    struct aludel_value values[] = {r->schema, al_name_value(r->was.name)};
    struct al_builder b = al_rebuild_sql(r);
    al_putf(
        &b,
        "SELECT DISTINCT m.name FROM %ssqlite_master m, pragma_foreign_key_list(m.name, \1) f WHERE m.type = "
        "'table' AND f.\"table\" = \1 COLLATE NOCASE ORDER BY 1",
        r->prefix);
    return al_rebuild_ask(r, &b, values, 2, tables);
}

/* A key that doesn't fit its parent is none: SQLite refuses to look. */
static bool fits(struct al_rebuild *r, struct aludel_text table)
{
    struct al_driver *d = r->op->around->driver;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "PRAGMA %sforeign_key_check(", r->prefix);
    al_put_name(&b, table);
    al_puts(&b, ")");
    return !b.failed && d->type->compiles(d, al_built(&b), false, NULL, 0);
}

static void put_table(struct al_rebuild *r, struct al_builder *b, struct aludel_text table)
{
    if (!fits(r, table)) {
        return;
    }
    al_puts(b, b->n ? " UNION ALL SELECT " : "SELECT ");
    al_write_string(b, table);
    al_puts(b, ", \"parent\", count(*) FROM pragma_foreign_key_check(");
    al_write_string(b, table);
    al_puts(b, ", ");
    al_write_string(b, r->schema.as.text);
    al_puts(b, ") GROUP BY 2");
}

/* Of the table, and of those that refer to it. */
static bool count(struct al_rebuild *r, struct aludel_value *found)
{
    struct aludel_value tables;
    struct al_builder b = al_rebuild_sql(r);
    *found = aludel_none();
    if (!ask_children(r, &tables)) {
        return false;
    }
    put_table(r, &b, r->was.name);
    for (size_t i = 0; i < al_rows(tables); i++) {
        if (!al_same(al_text_at(tables, i, 0), r->was.name)) {
            put_table(r, &b, al_text_at(tables, i, 0));
        }
    }
    return b.n == 0 || al_rebuild_ask(r, &b, NULL, 0, found);
}

bool al_keys_count(struct al_rebuild *r, struct al_violations *v)
{
    v->rows = aludel_none();
    return !may_touch_keys(r) || count(r, &v->rows);
}

static int64_t number_at(struct aludel_value rows, size_t row)
{
    struct aludel_value v = aludel_column(rows.as.items->values[row], 2);
    return v.type == ALUDEL_INT ? v.as.integer : 0;
}

static int64_t count_in(struct aludel_value rows, struct aludel_text child, struct aludel_text parent)
{
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (al_same(al_text_at(rows, i, 0), child) && al_same(al_text_at(rows, i, 1), parent)) {
            return number_at(rows, i);
        }
    }
    return 0;
}

static bool fail(struct al_rebuild *r, struct aludel_text child, struct aludel_text parent, int64_t rows)
{
    al_error(&r->op->error, ALUDEL_FAILED, "%lld row%s of '%s' %s no parent in '%s'", (long long)rows,
             rows == 1 ? "" : "s", child.z, rows == 1 ? "has" : "have", parent.z);
    al_error_hint(&r->op->error, "mend or delete them first, or leave the foreign key as it is");
    return false;
}

bool al_keys_check(struct al_rebuild *r, const struct al_violations *before)
{
    struct aludel_value now;
    if (!may_touch_keys(r)) {
        return true;
    }
    if (!count(r, &now)) {
        return false;
    }
    for (size_t i = 0; i < al_rows(now); i++) {
        struct aludel_text child = al_text_at(now, i, 0), parent = al_text_at(now, i, 1);
        if (number_at(now, i) > count_in(before->rows, child, parent)) {
            return fail(r, child, parent, number_at(now, i));
        }
    }
    return true;
}

/* ---- Foreign keys that are on ------------------------------------------------------------------------ */

/* With them on, DROP TABLE deletes the table's rows first, and what hangs on those by ON DELETE. */
bool al_keys_allow_copy(struct al_rebuild *r)
{
    struct al_builder b = al_rebuild_sql(r);
    struct aludel_value tables;
    int64_t on = 0;
    al_puts(&b, "PRAGMA foreign_keys");
    if (!al_rebuild_number(r, &b, &on) || (on && !ask_children(r, &tables))) {
        return false;
    }
    if (!on || !al_rows(tables)) {
        return true;
    }
    struct aludel_text child = al_text_at(tables, 0, 0);
    al_error(&r->op->error, ALUDEL_FAILED,
             "the table '%s' can't be rebuilt in an open transaction with foreign keys on: rows of '%s' "
             "would be "
             "touched",
             r->was.name.z, child.z);
    al_error_hint(&r->op->error,
                  "migrate before the transaction is opened, or say PRAGMA foreign_keys=OFF in front of it");
    return false;
}
