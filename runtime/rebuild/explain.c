/* explain.c: why a row couldn't go from the old table to the new one. SQLite names the column or the constraint; whoever has
 * written the migration wants to know how many rows, at which edit, and what to do. */
#include "rebuild/inner.h"

#include <string.h>

/* Why the copy failed, where it is for want of a value. */
static bool tell_of_nulls(struct al_rebuild *r, const struct al_ddl_column *c)
{
    const char *name = al_shape_name(&r->is, c->name);
    const char *value = al_rebuild_value(r, name);
    int64_t count = 0;
    if (!al_column_has(c, AL_DDL_NOT_NULL) || al_column_has(c, AL_DDL_GENERATED) ||
        !al_rebuild_rows(r, value, &count) || !count) {
        return false;
    }
    al_rebuild_blame(r, value ? ALUDEL_EDIT_SET_NOT_NULL : ALUDEL_EDIT_ADD_COLUMN, name);
    if (value) {
        return !al_rebuild_tell_valueless(r, name, "NOT NULL", count);
    }
    if (al_column_has(c, AL_DDL_DEFAULT)) {
        return false;
    }
    return !al_shape_fail(&r->was, "give it a server_default, or make it NOT NULL when every row has a value",
                          "column '%s' of table '%s' is new and NOT NULL, and there %s %lld row%s", name,
                          r->was.name, count == 1 ? "is" : "are", (long long)count, count == 1 ? "" : "s");
}

/* The rows of the copy hold what they held: what they break can be seen in the table as it stands. */
static bool keeps_values(const struct al_rebuild *r)
{
    return !(r->kinds & (AL_EDITS(ADD_COLUMN) | AL_EDITS(SET_TYPE) | AL_EDITS(SET_GENERATED) |
                         AL_EDITS(COMPUTE) | AL_EDITS(REDEFINE)));
}

/* Or where rows break a check. */
static bool tell_of_checks(struct al_rebuild *r)
{
    return keeps_values(r) && !al_rebuild_check_rows(r, "%p%o AS %t") && r->error->code != ALUDEL_OK;
}

/* Whether SQLite's message, "UNIQUE constraint failed: t.a, t.b", is of that constraint. */
static bool is_said_of(struct al_rebuild *r, const struct al_ddl_constraint *k, const char *message)
{
    struct al_builder b = al_builder(&r->arena);
    struct al_ddl_element e = {0};
    const char *what = strstr(message, "failed: ");
    if (!what || k->kind == AL_DDL_FOREIGN_KEY) {
        return false;
    }
    what += strlen("failed: ");
    if (k->kind == AL_DDL_CHECK) {
        return strcmp(al_shape_name(&r->is, k->name), what) == 0 ||
               al_ddl_same_tokens(al_text(al_rebuild_text(r, "(%z)", what)),
                                  al_ddl_text(&r->is.table, k->value));
    }
    while (al_ddl_next(&r->is.table, k->columns, &e)) {
        al_rebuild_put(r, &b, b.n ? ", %z.%z" : "%z.%z", r->is.name, al_shape_name(&r->is, e.name));
    }
    return b.n && al_same_nocase(al_built(&b), al_text(what));
}

/* Where they are on and can't be switched off: a row that had no parent before, a key that never had its parent's. */
static void hint_at_keys(struct al_rebuild *r, struct aludel_error *e)
{
    bool row = al_words(e->message, "FOREIGN KEY");
    if (row || al_words(e->message, "foreign key mismatch")) {
        al_error_hint(
            e, "a %s of '%s' %s: mend it first, or say PRAGMA foreign_keys=OFF in front of the transaction",
            row ? "row" : "foreign key", r->was.name,
            row ? "has no parent" : "leads to no PRIMARY KEY or UNIQUE while rows are copied");
    }
}

/* In the place of what SQLite said of a statement that its user hasn't written. */
static void tell_of_key(struct al_rebuild *r, const struct al_ddl_constraint *k, struct aludel_error *e)
{
    struct aludel_text text = al_ddl_text(&r->is.table, k->span),
                       names = al_ddl_text(&r->is.table, k->columns);
    struct aludel_text table = al_ddl_text(&r->is.table, r->is.table.path.name);
    int n = (int)names.n - 2;                     /* without the brackets */
    bool is_one = !memchr(names.z, ',', names.n); /* then NULLs, which may repeat, can be left out */
    al_error_clear(e);
    al_error(e, ALUDEL_FAILED, "rows of table '%s' break %.*s", r->was.name, (int)text.n, text.z);
    al_error_hint(
        e,
        "change them first; SELECT %.*s FROM %.*s GROUP BY %.*s HAVING count(%.*s) > 1 shows what they share",
        n, names.z + 1, (int)table.n, table.z, n, names.z + 1, is_one ? n : 1, is_one ? names.z + 1 : "*");
}

/* At the edit that brings the constraint. */
static void point_out(struct al_rebuild *r, struct aludel_error *e)
{
    for (const struct al_ddl_constraint *k = r->is.table.constraints; k; k = k->next) {
        if (is_said_of(r, k, e->message)) {
            al_rebuild_blame_new(r, k);
            if (k->kind != AL_DDL_CHECK && keeps_values(r)) {
                tell_of_key(r, k, e);
            }
            e->file[0] = '\0';
            e->line = 0;
            al_error_at(e, &r->op->at);
        }
    }
    hint_at_keys(r, e);
}

/* The driver's error says less: it stays where there is nothing better. */
void al_rebuild_explain(struct al_rebuild *r)
{
    struct aludel_error *error = &r->op->around->driver->error;
    bool told = false;
    if (error->code != ALUDEL_FAILED || !al_rebuild_live(r)) {
        return;
    }
    struct aludel_error *said = (void *)al_arena_copy(&r->arena, (const char *)error, sizeof *error);
    if (!said) {
        return;
    }
    al_error_clear(error);
    for (const struct al_ddl_column *c = r->is.table.columns; c && !told && !error->code; c = c->next) {
        told = tell_of_nulls(r, c);
    }
    if (!told && (error->code || !tell_of_checks(r))) {
        point_out(r, said);
        *error = *said;
    }
}
