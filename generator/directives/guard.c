/*
 * guard.c: what is made, and dropped, on one dialect alone, where a migration is for both.
 *
 * What the other dialect's target hasn't is made under a condition. What it never had is dropped under one: so its schema
 * goes along, from change to change, and back. Where the other target isn't known, only words tell: nobody but
 * PostgreSQL has casts, EXCLUDE, schemas.
 */
#include "directives/inner.h"

#include "schema/same.h"

#include <string.h>

/* ---- What the other dialect hasn't ---------------------------------------------------------------- */

static bool has_schema(const struct change *c)
{
    return c->table.schema.n || (c->create && c->create->path.schema.n) ||
           (c->index && c->index->path.schema.n) || (c->thing && c->thing->path.schema.n);
}

static bool excludes(const struct change *c)
{
    for (size_t i = 0; c->create && i < c->create->constraints.count; i++)
        if (c->create->constraints.at[i]->kind == CONSTRAINT_EXCLUDE)
            return true;
    return c->constraint && c->constraint->kind == CONSTRAINT_EXCLUDE;
}

/* Triggers have both, but written otherwise. */
static bool is_of_one_dialect(const struct writing *w, const struct change *c)
{
    bool named = c->kind == CHANGE_CREATE || c->kind == CHANGE_REPLACE || c->kind == CHANGE_DROP;
    if (c->thing && named && c->thing->type != THING_VIEW && c->thing->type != THING_ENUM)
        return true;
    if (c->kind == CHANGE_REDEFINE_TABLE)
        return true;
    return w->dialect == ALUDEL_POSTGRESQL && (has_schema(c) || excludes(c));
}

/* ---- What the other target hasn't ----------------------------------------------------------------- */

static bool alteration_suits(struct writing *w, const struct change *c)
{
    const struct table *t = schema_table(w->now, c->table);
    const struct column *old = t ? table_column(w->now, t, c->name) : NULL;
    const struct column_type *type = old && !(c->alter.what & ALTER_TYPE) ? &old->type : &c->alter.type;
    struct aludel_text name = c->alter.what & ALTER_NAME ? c->alter.name : c->name;
    struct column computed = {
        .name = name, .generated = c->alter.generated, .expression = c->alter.expression};
    return (!(c->alter.what & ALTER_DEFAULT) || default_suits(w, c->table, name, type, c->alter.value)) &&
           (!(c->alter.what & ALTER_NULL) || null_suits(w, c->table, name, c->alter.not_null)) &&
           (!(c->alter.what & ALTER_GENERATED) || column_suits(w, c->table, &computed));
}

/* One that the other alone has comes with the other's own changes. */
static bool column_default_suits(struct writing *w, struct path table, const struct column *column)
{
    return !has_sql(column->value) || default_suits(w, table, column->name, &column->type, column->value);
}

static bool all_suit(struct writing *w, struct path table, const struct constraints *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!constraint_suits(w, table, list->at[i]))
            return false;
    return true;
}

/* Of an enum SQLite knows nothing, and takes what is said of it. */
static bool thing_suits(struct writing *w, const struct change *c)
{
    return c->thing->type == THING_ENUM || view_suits(w, c->thing);
}

static bool target_has(struct writing *w, const struct change *c)
{
    switch (c->kind) {
    case CHANGE_CREATE_TABLE: return schema_table(w->style->other, c->create->path) != NULL;
    case CHANGE_ADD_COLUMN:
        return column_suits(w, c->table, c->column) && column_null_suits(w, c->table, c->column) &&
               column_default_suits(w, c->table, c->column) && all_suit(w, c->table, &c->with);
    case CHANGE_ADD_CONSTRAINT: return constraint_suits(w, c->table, c->constraint);
    case CHANGE_CREATE_INDEX: return index_suits(w, c->index);
    case CHANGE_ALTER_COLUMN: return alteration_suits(w, c);
    case CHANGE_CREATE:
    case CHANGE_REPLACE: return thing_suits(w, c);
    default: return true;
    }
}

/* ---- What the other one has still ----------------------------------------------------------------- */

/* SQLite has most of them under no name. */
static bool constraint_still_there(struct writing *w, const struct table *t, const struct change *c)
{
    if (c->name.n)
        return table_constraint(w->style->other, t, c->name) != NULL;
    const struct constraint *k = dropped_constraint(w->arena, w->now, c);
    return k && schema_has_constraint(w, w->style->other, c->table, k);
}

static bool still_there(struct writing *w, const struct change *c)
{
    const struct schema *other = w->style->other;
    const struct table *t = schema_table(other, c->table);
    switch (c->kind) {
    case CHANGE_DROP_TABLE: return t != NULL;
    case CHANGE_DROP_COLUMN: return t && table_column(other, t, c->name);
    case CHANGE_DROP_CONSTRAINT: return t && constraint_still_there(w, t, c);
    case CHANGE_DROP_INDEX: return schema_find(other, THING_INDEX, (struct path){c->table.schema, c->name});
    case CHANGE_DROP: return c->thing->type == THING_VIEW && schema_counterpart(other, c->thing);
    default: return false;
    }
}

static bool makes_again(const struct change *drop, const struct change *c)
{
    switch (drop->kind) {
    case CHANGE_DROP_COLUMN:
        return c->kind == CHANGE_ADD_COLUMN && al_same(c->table.name, drop->table.name) &&
               al_same(c->column->name, drop->name);
    case CHANGE_DROP_CONSTRAINT:
        return c->kind == CHANGE_ADD_CONSTRAINT && drop->name.n && al_same(c->constraint->name, drop->name);
    case CHANGE_DROP_INDEX: return c->kind == CHANGE_CREATE_INDEX && al_same(c->index->path.name, drop->name);
    case CHANGE_DROP:
        return c->kind == CHANGE_CREATE && c->thing->type == drop->thing->type &&
               al_same(c->thing->path.name, drop->thing->path.name);
    default: return false;
    }
}

/* What is made again behind it, or NULL. */
static const struct change *made_again(struct writing *w, const struct change *c)
{
    for (size_t i = w->at + 1; i < w->list->count; i++)
        if (makes_again(c, w->list->at[i]))
            return w->list->at[i];
    return NULL;
}

/* ---- Whether it runs there ------------------------------------------------------------------------- */

static bool is_enum(const struct change *c)
{
    return c->thing && c->thing->type == THING_ENUM;
}

static bool runs_there(struct writing *w, const struct change *c, const struct schema **after)
{
    struct diagnostics errors = {.arena = w->arena};
    struct evolution e = {.arena = w->arena, .diagnostics = &errors, .as_it_is = true};
    *after = is_enum(c) ? w->other_now : evolve(&e, w->other_now, c);
    return errors.errors == 0;
}

static bool suits_target(struct writing *w, const struct change *c)
{
    const struct change *again = made_again(w, c);
    if (again)
        return target_has(w, again) && !is_of_one_dialect(w, again);
    return target_has(w, c) && !still_there(w, c);
}

/* ---- Names that are left to the server -------------------------------------------------------------- */

static struct constraints without_chosen_names(struct writing *w, const struct table *t,
                                               const struct constraints *list)
{
    struct constraints all = {0}, out = {0};
    find_chosen(w, t, list, &all);
    for (size_t i = 0; i < all.count; i++) {
        struct constraint *copy = ARENA_NEW(w->arena, struct constraint);
        *copy = *all.at[i];
        if (is_servers(w, copy) && !constraint_said(w, t->path, copy))
            copy->name = (struct aludel_text){"", 0};
        vec_push(w->arena, &out, (const struct constraint *)copy);
    }
    return out;
}

static void leave_names_of_table(struct writing *w, struct change *c)
{
    struct table *t = ARENA_NEW(w->arena, struct table);
    *t = *c->create;
    t->constraints = without_chosen_names(w, c->create, &c->create->constraints);
    c->create = t;
}

static void leave_name(struct writing *w, struct change *c, const struct table *t)
{
    struct constraints one = {0};
    vec_push(w->arena, &one, c->constraint);
    struct constraints written = without_chosen_names(w, t, &one);
    if (written.count)
        c->constraint = written.at[0];
}

/* PostgreSQL's way back names it; SQLite has it under no name, and can't. */
static bool leaves_name(struct writing *w, const struct change *c)
{
    struct change written = *c;
    const struct table *t = c->kind == CHANGE_ADD_CONSTRAINT ? schema_table(w->now, c->table) : NULL;
    if (!t || w->dialect == ALUDEL_SQLITE)
        return false;
    leave_name(w, &written, t);
    return !written.constraint->name.n;
}

/* One is made that is there already, which the server would find another name for; or one without a name is dropped
 * that isn't there, in whose place another one over the same columns would go. */
static bool takes_another(struct writing *w, const struct change *c)
{
    if (c->kind == CHANGE_ADD_CONSTRAINT)
        return schema_has_constraint(w, w->other_now, c->table, c->constraint);
    if (c->kind != CHANGE_DROP_CONSTRAINT || c->name.n)
        return false;
    const struct constraint *k = dropped_constraint(w->arena, w->now, c);
    return k && !schema_has_constraint(w, w->other_now, c->table, k);
}

/* ---- The other schema goes along ------------------------------------------------------------------- */

bool is_guarded(struct writing *w, const struct change *c)
{
    const struct schema *after;
    if (!w->style->both)
        return false;
    return is_of_one_dialect(w, c) || (w->style->other && !suits_target(w, c)) ||
           (w->other_now && (leaves_name(w, c) || takes_another(w, c) || !runs_there(w, c, &after)));
}

/* As it is written: with names left to the server. */
static struct change as_written(struct writing *w, const struct change *c)
{
    struct change out = *c;
    const struct table *t = schema_table(w->now, c->table);
    if (c->kind == CHANGE_CREATE_TABLE)
        leave_names_of_table(w, &out);
    else if (c->kind == CHANGE_ADD_CONSTRAINT && t)
        leave_name(w, &out, t);
    else if (c->kind == CHANGE_ADD_COLUMN && t)
        out.with = without_chosen_names(w, t, &c->with);
    return out;
}

void guard_done(struct writing *w, const struct change *c)
{
    if (!w->other_now || w->guarded)
        return;
    struct change *written = ARENA_NEW(w->arena, struct change);
    *written = as_written(w, c);
    runs_there(w, written, &w->other_now);
}

/* ---- Tables ---------------------------------------------------------------------------------------- */

static struct change *behind_table(struct writing *w, const struct table *t, enum change_kind kind,
                                   struct changes *behind)
{
    struct change *c = ARENA_NEW(w->arena, struct change);
    *c = (struct change){.kind = kind, .table = t->path};
    vec_push(w->arena, behind, (const struct change *)c);
    return c;
}

/* The column without the default, and the NOT NULL, that only this dialect has. */
static const struct column *split_column(struct writing *w, const struct table *t,
                                         const struct column *column, struct changes *behind)
{
    struct alteration alter = {0};
    struct column *plain = ARENA_NEW(w->arena, struct column);
    *plain = *column;
    if (!column_default_suits(w, t->path, column)) {
        alter.what |= ALTER_DEFAULT;
        alter.value = column->value;
        plain->value = (struct sql){0};
    }
    if (column->not_null && !column_null_suits(w, t->path, column)) {
        alter.what |= ALTER_NULL;
        alter.not_null = true;
        plain->not_null = false;
    }
    if (alter.what) {
        struct change *c = behind_table(w, t, CHANGE_ALTER_COLUMN, behind);
        c->name = column->name;
        c->alter = alter;
    }
    return plain;
}

static void split_columns(struct writing *w, struct table *t, struct changes *behind)
{
    struct columns all = t->columns;
    t->columns = (struct columns){0};
    for (size_t i = 0; i < all.count; i++) {
        const struct column *column = all.at[i];
        if (column_suits(w, t->path, column))
            vec_push(w->arena, &t->columns, split_column(w, t, column, behind));
        else
            behind_table(w, t, CHANGE_ADD_COLUMN, behind)->column = column;
    }
}

static void split_constraints(struct writing *w, struct table *t, struct changes *behind)
{
    struct constraints all = t->constraints;
    t->constraints = (struct constraints){0};
    for (size_t i = 0; i < all.count; i++) {
        if (constraint_suits(w, t->path, all.at[i]))
            vec_push(w->arena, &t->constraints, all.at[i]);
        else
            behind_table(w, t, CHANGE_ADD_CONSTRAINT, behind)->constraint = all.at[i];
    }
}

void split_for_guards(struct writing *w, struct table *t, struct changes *behind)
{
    if (!w->style->both || !w->style->other || !schema_table(w->style->other, t->path) || t->path.schema.n)
        return;
    split_columns(w, t, behind);
    split_constraints(w, t, behind);
}
