/*
 * whole_table.c: two texts of an SQLite table compared, column by column and constraint by constraint: SQLite keeps what was
 * typed, and white space, comments, quotes and case mean nothing in it. Neither does the order of columns and constraints:
 * ALTER TABLE can't choose it.
 */
#include "inspect/whole.h"

#include "ddl/ddl.h"

struct comparing {
    struct aludel_arena *arena;
    const struct aludel_schema_part *part;
    struct al_differences *out;
};

static const char *copy(const struct comparing *c, const struct al_ddl_table *t, struct al_ddl_span span)
{
    struct aludel_text text = al_ddl_text(t, span);
    return span.n ? al_arena_copy(c->arena, text.z, text.n) : NULL;
}

static const char *name_of(const struct comparing *c, const struct al_ddl_table *t, struct al_ddl_span span)
{
    struct aludel_text name = al_ddl_name(t, c->arena, span);
    return al_arena_copy(c->arena, name.z ? name.z : "", name.n);
}

/* `target` and `found`: NULL where there is none. */
static bool add(const struct comparing *c, const char *kind, const char *name, const char *target,
                const char *found)
{
    struct aludel_difference d = {.part = *c->part, .target = target, .found = found};
    d.side = !found ? ALUDEL_MISSING : !target ? ALUDEL_LEFT_OVER : ALUDEL_DIFFERENT;
    d.part.kind = kind;
    d.part.table = c->part->name;
    d.part.name = name;
    d.part.sql = target ? target : found;
    return !c->arena->exhausted && al_difference_add(c->arena, c->out, d);
}

/* ---- Columns ------------------------------------------------------------------------------------- */

static const struct al_ddl_column *find_column(const struct al_ddl_table *t, struct aludel_text name)
{
    const struct al_ddl_column *column = t->columns;
    while (column && !al_ddl_is(t, column->name, name)) {
        column = column->next;
    }
    return column;
}

static bool compare_columns(const struct comparing *c, const struct al_ddl_table *target,
                            const struct al_ddl_table *found)
{
    bool ok = true;
    for (const struct al_ddl_column *k = target->columns; ok && k; k = k->next) {
        const char *name = name_of(c, target, k->name);
        const struct al_ddl_column *other = name ? find_column(found, al_text(name)) : NULL;
        bool same = other && al_ddl_alike(al_ddl_text(target, k->span), al_ddl_text(found, other->span));
        ok = same ||
             add(c, "column", name, copy(c, target, k->span), other ? copy(c, found, other->span) : NULL);
    }
    for (const struct al_ddl_column *k = found->columns; ok && k; k = k->next) {
        const char *name = name_of(c, found, k->name);
        ok = name &&
             (find_column(target, al_text(name)) || add(c, "column", name, NULL, copy(c, found, k->span)));
    }
    return ok;
}

/* ---- Constraints --------------------------------------------------------------------------------- */

static const struct al_ddl_constraint *find_constraint(const struct al_ddl_table *t, struct aludel_text text)
{
    const struct al_ddl_constraint *k = t->constraints;
    while (k && !al_ddl_alike(al_ddl_text(t, k->span), text)) {
        k = k->next;
    }
    return k;
}

static bool lonely(const struct comparing *c, const struct al_ddl_table *t, const struct al_ddl_table *other,
                   bool missing)
{
    bool ok = true;
    for (const struct al_ddl_constraint *k = t->constraints; ok && k; k = k->next) {
        const char *text = copy(c, t, k->span), *name = name_of(c, t, k->name);
        ok = find_constraint(other, al_ddl_text(t, k->span)) ||
             add(c, "constraint", name, missing ? text : NULL, missing ? NULL : text);
    }
    return ok;
}

/* ---- The table ----------------------------------------------------------------------------------- */

static bool compare_options(const struct comparing *c, const struct al_ddl_table *target,
                            const struct al_ddl_table *found)
{
    bool same = target->strict == found->strict && target->without_rowid == found->without_rowid;
    struct aludel_difference d = {ALUDEL_DIFFERENT, *c->part, copy(c, target, target->options),
                                  copy(c, found, found->options)};
    d.target = d.target ? d.target : "";
    d.found = d.found ? d.found : "";
    return same || al_difference_add(c->arena, c->out, d);
}

bool al_whole_compare_tables(struct aludel_arena *arena, const struct aludel_schema_part *target,
                             const struct aludel_schema_part *found, struct al_differences *out)
{
    struct comparing c = {arena, target, out};
    struct al_ddl_table t, f;
    bool read = al_ddl_read(&t, arena, ALUDEL_SQLITE, al_text(target->sql)) &&
                al_ddl_read(&f, arena, ALUDEL_SQLITE, al_text(found->sql)) && t.columns && f.columns;
    if (!read) { /* a virtual table */
        struct aludel_difference d = {ALUDEL_DIFFERENT, *target, target->sql, found->sql};
        return al_ddl_alike(al_text(target->sql), al_text(found->sql)) || al_difference_add(arena, out, d);
    }
    return compare_columns(&c, &t, &f) && lonely(&c, &t, &f, true) && lonely(&c, &f, &t, false) &&
           compare_options(&c, &t, &f);
}
