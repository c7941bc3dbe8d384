/*
 * in_place.c: the definition written anew where no stored row looks different for it: CHECK, NOT NULL and foreign
 * keys. SQLite's own documentation describes the way ("Making Other Kinds Of Table Schema Changes").
 *
 * Not so with defaults, which rows read that are older than their column, nor with UNIQUE, whose index would be left.
 */
#include "rebuild/inner.h"

bool al_rebuild_may_stay(struct al_rebuild *r)
{
    struct al_driver *d = r->op->around->driver;
    unsigned changes_no_row = AL_EDITS(SET_NOT_NULL) | AL_EDITS(DROP_NOT_NULL) | AL_EDITS(ADD_CONSTRAINT) |
                              AL_EDITS(DROP_CONSTRAINT);
    return al_rebuild_live(r) && r->keeps_rows && r->kinds && !(r->kinds & ~changes_no_row) &&
           !al_same_name(r->schema, "temp") && d->type->schema_is_writable(d);
}

/* What SQLite wouldn't take must not be written: nobody could open the file any more. */
static bool compiles(struct al_rebuild *r)
{
    const char *sql = al_ddl_unqualified(r->is.table.text.z, &r->arena, r->was.name);
    struct al_ddl_span name = r->is.table.path.name;
    char why[256];
    const char *trial = al_rebuild_text(r, "%s%paludel_probe%z", (struct aludel_text){sql, name.at},
                                        sql + al_ddl_behind(name));
    if (al_rebuild_compiles(r, trial, false, why, sizeof why)) {
        return true;
    }
    al_shape_fail(&r->is, NULL, "%s", why);
    al_error_statement(r->error, r->is.table.text.z, r->is.table.text.n);
    return false;
}

static bool try_text(struct al_rebuild *r)
{
    struct al_mark mark = al_arena_mark(&r->arena);
    bool ok = compiles(r);
    al_arena_release(&r->arena, mark);
    return ok;
}

/* Who may not write to the schema, by the connection's authorizer, has written nothing. */
static bool is_kept(struct al_rebuild *r)
{
    const struct aludel_items *rows;
    return al_rebuild_ask(r, &rows, "SELECT 1 FROM %m WHERE type = 'table' AND name = %T AND sql = %q",
                          r->is.table.text.z) &&
           (al_rows(rows) ||
            al_shape_fail(&r->was, NULL, "the new definition of '%s' wasn't kept", r->was.name));
}

bool al_rebuild_in_place(struct al_rebuild *r)
{
    return try_text(r) && al_rebuild_check_rows(r, "%p%t") && al_keys_count(r) &&
           al_rebuild_write(r, "table", r->was.name, r->is.table.text.z) && al_rebuild_reload(r) &&
           is_kept(r) && al_keys_check(r);
}
