/* keys.c: foreign keys of the table and to it: no row may lose its parent by a rebuild. */
#include "rebuild/inner.h"

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
    case ALUDEL_EDIT_DROP_COLUMN: return !al_shape_key(&r->was, al_text(e->name));
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

/* ---- The tables that refer to this one ---------------------------------------------------------------- */

bool al_keys_read(struct al_rebuild *r)
{
    struct aludel_value values[] = {r->schema, al_name_value(r->was.name)};
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b,
            "SELECT DISTINCT m.name, f.\"to\" FROM %ssqlite_master m, pragma_foreign_key_list(m.name, \1) f "
            "WHERE m.type = 'table' AND f.\"table\" = \1 COLLATE NOCASE ORDER BY 1",
            r->prefix);
    return al_rebuild_ask(r, &b, values, 2, &r->children);
}

struct aludel_text al_keys_child(const struct al_rebuild *r, size_t i)
{
    struct aludel_text name = al_text_at(r->children, i, 0);
    return i && al_same(name, al_text_at(r->children, i - 1, 0)) ? AL_TEXT("") : name;
}

/* ---- Rows without their parent ---------------------------------------------------------------------- */

/* The table itself is the first, whether it is among the children or not. */
static struct aludel_text table_at(const struct al_rebuild *r, size_t i)
{
    struct aludel_text child = i ? al_keys_child(r, i - 1) : r->was.name;
    return i && al_same_nocase(child, r->was.name) ? AL_TEXT("") : child;
}

/* Else SQLite refuses to look at the table's rows. */
static bool fit(struct al_rebuild *r, struct aludel_text table)
{
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "PRAGMA %sforeign_key_check = ", r->prefix);
    al_write_name(&b, table);
    return !b.failed && al_rebuild_compiles(r, al_built(&b), false, NULL, 0);
}

/* A key that doesn't fit its parent is none. */
static bool count(struct al_rebuild *r, size_t i, struct aludel_value *found)
{
    struct aludel_text table = table_at(r, i);
    struct aludel_value values[] = {al_name_value(table), r->schema};
    struct al_builder b = al_rebuild_sql(r);
    *found = aludel_none();
    al_puts(&b,
            "SELECT \"parent\", count(*) FROM pragma_foreign_key_check(\1, \1) GROUP BY 1 COLLATE NOCASE");
    bool counts = table.n && fit(r, table);
    return counts ? al_rebuild_ask(r, &b, values, 2, found) : aludel_ok(r->op);
}

bool al_keys_count(struct al_rebuild *r, struct al_violations *v)
{
    size_t tables = al_rows(r->children) + 1;
    v->of = al_arena_new(&r->arena, tables * sizeof *v->of);
    for (size_t i = 0; v->of && i < tables && may_touch_keys(r); i++) {
        if (!count(r, i, &v->of[i])) {
            return false;
        }
    }
    return v->of || al_shape_no_memory(&r->was);
}

static int64_t number_at(struct aludel_value rows, size_t row)
{
    struct aludel_value v = aludel_column(rows.as.items->values[row], 1);
    return v.type == ALUDEL_INT ? v.as.integer : 0;
}

static int64_t count_in(struct aludel_value rows, struct aludel_text parent)
{
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (al_same_nocase(al_text_at(rows, i, 0), parent)) {
            return number_at(rows, i);
        }
    }
    return 0;
}

static bool fail(struct al_rebuild *r, struct aludel_text child, struct aludel_text parent, int64_t rows)
{
    al_error(r->op->error, ALUDEL_FAILED, "%lld row%s of '%s' %s no parent in '%s'", (long long)rows,
             rows == 1 ? "" : "s", child.z, rows == 1 ? "has" : "have", parent.z);
    al_error_hint(r->op->error, "mend or delete them first, or leave the foreign key as it is");
    return false;
}

bool al_keys_check(struct al_rebuild *r, const struct al_violations *before)
{
    struct aludel_value now;
    for (size_t i = 0; i <= al_rows(r->children) && may_touch_keys(r); i++) {
        if (!count(r, i, &now)) {
            return false;
        }
        for (size_t row = 0; row < al_rows(now); row++) {
            struct aludel_text parent = al_text_at(now, row, 0);
            if (number_at(now, row) > count_in(before->of[i], parent)) {
                return fail(r, table_at(r, i), parent, number_at(now, row));
            }
        }
    }
    return true;
}

/* ---- Foreign keys that are on ------------------------------------------------------------------------ */

/* With them on, DROP TABLE deletes the table's rows first, and what hangs on those by ON DELETE. */
bool al_keys_allow_copy(struct al_rebuild *r)
{
    struct al_builder b = al_rebuild_sql(r);
    int64_t on = 0;
    al_puts(&b, "PRAGMA foreign_keys");
    if (!al_rebuild_number(r, &b, &on)) {
        return false;
    }
    if (!on || !al_rows(r->children)) {
        return true;
    }
    al_error(r->op->error, ALUDEL_FAILED,
             "the table '%s' can't be rebuilt in an open transaction with foreign keys on: "
             "rows of '%s' would be touched",
             r->was.name.z, al_keys_child(r, 0).z);
    al_error_hint(r->op->error,
                  "migrate before the transaction is opened, or say PRAGMA foreign_keys=OFF in front of it");
    return false;
}
