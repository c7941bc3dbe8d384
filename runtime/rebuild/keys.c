/* keys.c: foreign keys of the table and to it: no row may lose its parent by a rebuild. */
#include "rebuild/inner.h"

#include <string.h>

static bool brings_key(const struct al_rebuild *r, const char *column)
{
    const struct al_ddl_column *c = al_shape_column(&r->is, column);
    return c && al_column_has(c, AL_DDL_FOREIGN_KEY);
}

/* Edits behind which a key may have become another one, or a value. */
static bool may_touch_keys(const struct al_rebuild *r)
{
    unsigned harmless = AL_EDITS(MOVE_COLUMN) | AL_EDITS(SET_NOT_NULL) | AL_EDITS(DROP_NOT_NULL) |
                        AL_EDITS(SET_DEFAULT) | AL_EDITS(ADD_COLUMN) | AL_EDITS(DROP_COLUMN);
    if (r->keeps_rows && r->keeps_foreign_keys) { /* then those of constraints are of checks */
        harmless |= AL_EDITS(ADD_CONSTRAINT) | AL_EDITS(DROP_CONSTRAINT);
    }
    bool may = r->kinds & ~harmless;
    for (uint32_t i = 0; !may && i < r->what->edit_count; i++) {
        const struct aludel_edit *e = &r->what->edits[i];
        may = e->kind == ALUDEL_EDIT_ADD_COLUMN    ? brings_key(r, e->name)
              : e->kind == ALUDEL_EDIT_DROP_COLUMN ? al_shape_key(&r->was, e->name) != NULL
                                                   : false;
    }
    return may;
}

/* ---- The tables that refer to this one ---------------------------------------------------------------- */

bool al_keys_read(struct al_rebuild *r)
{
    return al_rebuild_ask(r, &r->children,
                          "SELECT DISTINCT m.name, f.\"to\", f.\"to\" IS NOT NULL FROM %m m, "
                          "pragma_foreign_key_list(m.name, %S) f "
                          "WHERE m.type = 'table' AND f.\"table\" = %T COLLATE NOCASE ORDER BY 1");
}

const char *al_keys_child(const struct al_rebuild *r, size_t i)
{
    const char *name = al_text_at(r->children, i, 0);
    return i && strcmp(name, al_text_at(r->children, i - 1, 0)) == 0 ? "" : name;
}

/* ---- Rows without their parent ---------------------------------------------------------------------- */

/* The table itself is the first, whether it is among the children or not. */
static const char *table_at(const struct al_rebuild *r, size_t i)
{
    const char *child = i ? al_keys_child(r, i - 1) : r->was.name;
    return i && al_same_name(child, r->was.name) ? "" : child;
}

/* Where a key doesn't fit its parent it is none, and SQLite refuses to look at the table. */
static bool ask_orphans(struct al_rebuild *r, const char *table, const struct aludel_items **found)
{
    if (!*table || !al_rebuild_compiles(r, al_rebuild_text(r, "PRAGMA %pforeign_key_check = %n", table),
                                        false, NULL, 0)) {
        return aludel_ok(r->op);
    }
    return al_rebuild_ask(r, found,
                          "SELECT \"parent\", count(*) FROM pragma_foreign_key_check(%q, %S) "
                          "GROUP BY 1 COLLATE NOCASE",
                          table);
}

/* A row for each parent; NULL where all is well, as in most tables: then nothing is kept. */
static bool count(struct al_rebuild *r, size_t i, const struct aludel_items **found)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    *found = NULL;
    bool ok = ask_orphans(r, table_at(r, i), found);
    if (!al_rows(*found)) {
        al_arena_release(&r->arena, mark);
        *found = NULL;
    }
    return ok;
}

bool al_keys_count(struct al_rebuild *r)
{
    size_t tables = al_rows(r->children) + 1;
    if (!may_touch_keys(r)) {
        return true;
    }
    r->violations = al_arena_new(&r->arena, tables * sizeof *r->violations);
    for (size_t i = 0; r->violations && i < tables; i++) {
        if (!count(r, i, &r->violations[i])) {
            return false;
        }
    }
    return r->violations;
}

static int64_t count_in(const struct aludel_items *rows, const char *parent)
{
    for (size_t i = 0; i < al_rows(rows); i++) {
        if (al_same_name(al_text_at(rows, i, 0), parent)) {
            return al_number_at(rows, i, 1);
        }
    }
    return 0;
}

static bool check(struct al_rebuild *r, size_t i)
{
    const struct aludel_items *now;
    if (!count(r, i, &now)) {
        return false;
    }
    for (size_t row = 0; row < al_rows(now); row++) {
        const char *parent = al_text_at(now, row, 0);
        int64_t rows = al_number_at(now, row, 1);
        if (rows > count_in(r->violations[i], parent)) {
            return al_shape_fail(&r->was, "mend or delete them first, or leave the foreign key as it is",
                                 "%lld row%s of '%s' %s no parent in '%s'", (long long)rows,
                                 rows == 1 ? "" : "s", table_at(r, i), rows == 1 ? "has" : "have", parent);
        }
    }
    return true;
}

bool al_keys_check(struct al_rebuild *r)
{
    bool ok = true;
    for (size_t i = 0; ok && r->violations && i <= al_rows(r->children); i++) {
        ok = check(r, i);
    }
    return ok;
}

/* ---- Foreign keys that are on ------------------------------------------------------------------------ */

/* With them on, DROP TABLE deletes the table's rows first, and what hangs on those by ON DELETE. */
bool al_keys_allow_copy(struct al_rebuild *r)
{
    int64_t on = 0;
    if (!al_rebuild_number(r, "PRAGMA foreign_keys", &on)) {
        return false;
    }
    return !on || !al_rows(r->children) ||
           al_shape_fail(&r->was,
                         "migrate before the transaction is opened, or say PRAGMA foreign_keys=OFF in front "
                         "of it",
                         "the table '%s' can't be rebuilt in an open transaction with foreign keys on: "
                         "rows of '%s' would be touched",
                         r->was.name, al_keys_child(r, 0));
}
