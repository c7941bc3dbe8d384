/* column.c: sa.Column(…), in a table or added to one; drop_column. */
#include "directives/inner.h"

#include <string.h>

/* ---- Counting ---- */

static bool has_reference(const struct column_place *place, struct aludel_text column)
{
    for (size_t i = 0; i < place->with->count; i++) {
        const struct constraint *k = place->with->at[i];
        if (k->kind == CONSTRAINT_FOREIGN_KEY && k->columns.count == 1 && al_same(k->columns.at[0], column))
            return true;
    }
    return false;
}

/* What SQLAlchemy makes of a key without a word: fold/op/column.c, counts(). */
static bool counts_by_itself(const struct column *column, const struct column_place *place, bool integer)
{
    return place->key && place->alone && integer && column->identity == IDENTITY_NO &&
           !has_reference(place, column->name) && !has_sql(column->value);
}

/* "True", "False", or NULL where it goes without saying. `own`: the type says it. */
static const char *autoincrement_said(const struct writing *w, const struct column *column,
                                      const struct column_place *place, bool integer)
{
    bool sqlite = w->dialect == ALUDEL_SQLITE;
    bool wanted = sqlite ? column->autoincrement : column->serial;
    bool would = counts_by_itself(column, place, integer) && (!sqlite || place->autoincrement);
    if (wanted == would)
        return NULL;
    return wanted ? "True" : "False";
}

/* A column counts without being a key that SQLAlchemy would count. */
static const char *serial_said(struct writing *w, const struct column *column)
{
    const char *word = column->type.family == TYPE_BIG_INTEGER     ? "bigserial"
                       : column->type.family == TYPE_SMALL_INTEGER ? "smallserial"
                                                                   : "serial";
    struct aludel_text plain = column->type.spelling;
    if (!w->style->both)
        return arena_format(w->arena, "Type(\"%s\")", word);
    return arena_format(w->arena, "Type(postgresql=\"%s\", sqlite=\"%.*s\")", word, (int)plain.n, plain.z);
}

/* ---- Column ---- */

static void put_constraints(struct call *call, const struct column_place *place)
{
    for (size_t i = 0; i < place->with->count; i++) {
        const struct constraint *k = place->with->at[i];
        bool bare = stands_in_column(call->w, place->table, k);
        if (bare && (k->kind == CONSTRAINT_UNIQUE || k->kind == CONSTRAINT_PRIMARY_KEY))
            continue;
        call_put(call, constraint_item(call->w, place->table, k, true));
    }
}

static bool has_bare(struct writing *w, const struct column_place *place, enum constraint_kind kind)
{
    for (size_t i = 0; i < place->with->count; i++)
        if (place->with->at[i]->kind == kind && stands_in_column(w, place->table, place->with->at[i]))
            return true;
    return false;
}

/* What it holds by itself. False: it can't be said. */
static bool put_values(struct call *call, const struct column *column, struct path table)
{
    struct writing *w = call->w;
    if (column->generated != GENERATED_NO)
        call_put(call, computed_of_column(w, table, column));
    if (column->identity == IDENTITY_NO)
        return true;
    const char *identity = identity_said(w, column->identity, column->identity_options);
    if (identity)
        call_put(call, identity);
    return identity != NULL;
}

static void put_nullable(struct call *call, const struct column *column, const struct column_place *place)
{
    bool implied = place->key || column->identity != IDENTITY_NO;
    bool postgresql = call->w->dialect == ALUDEL_POSTGRESQL;
    if (column->not_null && !implied)
        call_named(call, "nullable", "False");
    if (!column->not_null && implied && !postgresql)
        call_named(call, "nullable", "True");
}

static const char *type_of_column(struct writing *w, const struct column *column,
                                  const struct column_place *place, const char **autoincrement)
{
    const struct column_type *hint = type_hint(w, place->table, column->name);
    struct type_said type = type_said(w, &column->type, hint);
    *autoincrement = autoincrement_said(w, column, place, type.counts);
    bool own = *autoincrement && !strcmp(*autoincrement, "True") &&
               (!place->key || !type.counts || column->identity != IDENTITY_NO);
    if (!own)
        return type.text;
    *autoincrement = NULL;
    return w->dialect == ALUDEL_POSTGRESQL ? serial_said(w, column) : NULL;
}

const char *column_said(struct writing *w, const struct column *column, const struct column_place *place)
{
    struct call call = call_of(w, "sa.Column");
    const char *autoincrement, *type = type_of_column(w, column, place, &autoincrement);
    if (!type || column->value.holes || column->expression.holes || column->null_conflict.n)
        return NULL;
    call_text(&call, column->name);
    call_put(&call, type);
    put_constraints(&call, place);
    if (!put_values(&call, column, place->table))
        return NULL;
    call_true(&call, "primary_key", has_bare(w, place, CONSTRAINT_PRIMARY_KEY));
    if (autoincrement)
        call_named(&call, "autoincrement", autoincrement);
    if (has_sql(column->value)) {
        struct sql typed = default_typed(w, place->table, column->name, &column->type, column->value);
        call_named(&call, "server_default", default_said(w, &column->type, typed));
    }
    put_nullable(&call, column, place);
    call_true(&call, "unique", has_bare(w, place, CONSTRAINT_UNIQUE));
    call_named_text(&call, "comment", column->comment);
    return call_done(&call);
}

/* ---- add_column, drop_column ---- */

static bool can_say_with(struct writing *w, const struct change *c)
{
    for (size_t i = 0; i < c->with.count; i++) {
        const struct constraint *k = c->with.at[i];
        if (!can_stand_in_table(w, k) || k->kind == CONSTRAINT_EXCLUDE ||
            (k->kind == CONSTRAINT_FOREIGN_KEY && k->columns.count > 1))
            return false;
    }
    return true;
}

/* The same with names left to the server. */
static bool names_are_found(struct writing *w, const struct change *c)
{
    struct change said = *c;
    said.with = (struct constraints){0};
    for (size_t i = 0; i < c->with.count; i++) {
        struct constraint *k = ARENA_NEW(w->arena, struct constraint);
        *k = *c->with.at[i];
        if (is_servers(w, k) && !constraint_said(w, c->table, k))
            k->name = (struct aludel_text){"", 0};
        vec_push(w->arena, &said.with, (const struct constraint *)k);
    }
    return leads_there(w, &said);
}

/* Only primary_key=True makes it one that SQLAlchemy thinks of. */
static struct column_place place_of(struct writing *w, const struct change *c)
{
    struct column_place place = {.table = c->table, .with = &c->with};
    place.key = place.alone = has_bare(w, &place, CONSTRAINT_PRIMARY_KEY);
    place.autoincrement = c->column->autoincrement;
    return place;
}

/* Beside the table that is there: a name that another part of the column has first is told apart by what comes of it. */
static struct change with_chosen(struct writing *w, const struct change *c)
{
    struct change out = *c;
    const struct table *t = schema_table(w->now, c->table);
    if (!t)
        return out;
    out.with = (struct constraints){0};
    find_chosen(w, t, &c->with, &out.with);
    return out;
}

const char *say_add_column(struct writing *w, const struct change *c)
{
    if (!can_say_with(w, c))
        return NULL;
    struct change chosen = with_chosen(w, c);
    w->all_names = !names_are_found(w, &chosen);
    struct column_place place = place_of(w, &chosen);
    const char *column = column_said(w, c->column, &place);
    w->all_names = false;
    if (!column)
        return NULL;
    struct call call = call_of(w, "op.add_column");
    call_text(&call, c->table.name);
    call_put(&call, column);
    call_schema(&call, c->table);
    call_true(&call, "if_not_exists", c->if_not_exists);
    call_named_text(&call, "insert_before", c->before);
    call_named_text(&call, "insert_after", c->after);
    call_true(&call, "sqlite_autoincrement", c->column->autoincrement);
    return call_done(&call);
}

const char *say_drop_column(struct writing *w, const struct change *c)
{
    struct call call = call_of(w, "op.drop_column");
    call_text(&call, c->table.name);
    call_text(&call, c->name);
    call_schema(&call, c->table);
    call_true(&call, "if_exists", c->if_exists);
    call_true(&call, "cascade", c->cascade);
    return call_done(&call);
}
