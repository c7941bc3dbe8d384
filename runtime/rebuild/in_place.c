/*
 * in_place.c: the definition written anew where no stored row looks different for it: CHECK, NOT NULL and foreign
 * keys. SQLite's own documentation describes the way ("Making Other Kinds Of Table Schema Changes").
 *
 * Not so with defaults, which rows read that are older than their column, nor with UNIQUE, whose index would be left.
 */
#include "rebuild/inner.h"

static bool changes_no_row(const struct aludel_edit *e)
{
    switch (e->kind) {
    case ALUDEL_EDIT_SET_NOT_NULL:
    case ALUDEL_EDIT_DROP_NOT_NULL:
    case ALUDEL_EDIT_ADD_CONSTRAINT:
    case ALUDEL_EDIT_DROP_CONSTRAINT: return true;
    default: return false;
    }
}

bool al_rebuild_may_stay(struct al_rebuild *r)
{
    struct al_driver *d = r->op->around->driver;
    bool own = !r->what->schema || !al_same_nocase(al_text(r->what->schema), AL_TEXT("temp"));
    if (!r->live || !own || !r->keeps_rows || r->what->edit_count == 0) {
        return false;
    }
    for (uint32_t i = 0; i < r->what->edit_count; i++) {
        if (!changes_no_row(&r->what->edits[i])) {
            return false;
        }
    }
    return d->type->schema_is_writable(d);
}

/* What SQLite wouldn't take must not be written: nobody could open the file any more. */
static bool try_text(struct al_rebuild *r)
{
    struct aludel_text text = al_ddl_unqualified(r->is.table.text, &r->arena, r->was.name);
    struct al_ddl_span name = r->is.table.path.name;
    struct al_builder b = al_rebuild_sql(r);
    char why[256];
    if (!text.z) {
        return al_shape_no_memory(&r->is);
    }
    al_put(&b, text.z, name.at);
    al_putf(&b, "%saludel_probe", r->prefix);
    al_put(&b, text.z + al_ddl_behind(name), text.n - al_ddl_behind(name));
    if (b.failed || al_rebuild_compiles(r, al_built(&b), false, why, sizeof why)) {
        return !b.failed;
    }
    if (!aludel_ok(r->op)) {
        return false;
    }
    al_error(r->op->error, ALUDEL_FAILED, "%s", why);
    al_error_statement(r->op->error, r->is.table.text.z, r->is.table.text.n);
    return false;
}

/* Who may not write to the schema, by the connection's authorizer, has written nothing. */
static bool is_kept(struct al_rebuild *r)
{
    struct aludel_value values[] = {al_name_value(r->was.name), al_name_value(r->is.table.text)}, rows;
    struct al_builder b = al_rebuild_sql(r);
    al_putf(&b, "SELECT 1 FROM %ssqlite_master WHERE type = 'table' AND name = \1 AND sql = \1", r->prefix);
    if (!al_rebuild_ask(r, &b, values, 2, &rows)) {
        return false;
    }
    return al_rows(rows) ||
           al_error(r->op->error, ALUDEL_FAILED, "the new definition of '%s' wasn't kept", r->was.name.z);
}

bool al_rebuild_in_place(struct al_rebuild *r)
{
    struct al_violations violations;
    return try_text(r) && al_rebuild_check_rows(r, r->was.name) && al_keys_count(r, &violations) &&
           al_rebuild_write(r, "table", r->was.name, r->is.table.text) && al_rebuild_reload(r) &&
           is_kept(r) && al_keys_check(r, &violations);
}
