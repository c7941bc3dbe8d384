/* column.c: columns of a table that stays. */
#include "differ/inner.h"

static const struct aludel_text no_text = {"", 0};

/* ---- What differs ---- */

/* SQLite's rebuild keeps a collation unless another one is named. */
static struct column_type wanted_type(struct differing *g, const struct column *now, const struct column *is)
{
    struct column_type type = is->type;
    if (!is_postgresql(g) && now->type.collation.name.n && !type.collation.name.n)
        type.collation.name = SQLITE_COLLATION;
    return type;
}

/* SQLite: a key that takes the rowid's place is never NULL. */
static bool is_in_place_of_rowid(struct differing *g, struct path table, const struct column *now)
{
    const struct table *t = schema_table(g->now, table);
    const struct constraint *key = table_primary_key(t);
    return !is_postgresql(g) && key && names_have(g->dialect, &key->columns, now->name) &&
           words_mention(g->dialect, t->options.text, AL_TEXT("rowid"));
}

/* SQLite: INTEGER PRIMARY KEY counts, holds as much as any integer there, and never NULL. */
static bool is_rowid(struct differing *g, struct path table, const struct column *now)
{
    const struct table *t = schema_table(g->now, table);
    const struct constraint *key = table_primary_key(t);
    return !is_postgresql(g) && key && key->columns.count == 1 &&
           same_name(g->dialect, key->columns.at[0], now->name) &&
           al_same_nocase(now->type.spelling, AL_TEXT("INTEGER")) &&
           !words_mention(g->dialect, t->options.text, AL_TEXT("rowid"));
}

static bool keeps_type(struct differing *g, struct path table, const struct column *now,
                       const struct column *is)
{
    if (alike_type(g, &now->type, &is->type))
        return true;
    if (!is_rowid(g, table, now) || !is_integer(is->type.family))
        return false;
    diag_remark(g->e.diagnostics, (struct span){0},
                "column %s.%.*s stays INTEGER: with another type the primary key wouldn't count",
                path_shown(g->arena, table), (int)now->name.n, now->name.z);
    return true;
}

/* No directive takes a type away: redefine_options does. */
static bool loses_type(struct differing *g, const struct column *is)
{
    return !is_postgresql(g) && !has_type(&is->type);
}

/* PostgreSQL refuses: by its key a table is parted. */
static void say_if_key_of_parts(struct differing *g, struct path table, const struct column *now)
{
    const struct table *t = schema_table(g->now, table);
    if (!is_postgresql(g) || !words_mention(g->dialect, t->options.text, now->name))
        return;
    diag_remark(g->e.diagnostics, (struct span){0},
                "column %s.%.*s: the server gives the key of a partitioned table no other type",
                path_shown(g->arena, table), (int)now->name.n, now->name.z);
    diag_hint(g->e.diagnostics,
              "in the migration make the table anew in the place of this: rename it, create it "
              "and its partitions, copy the rows, drop it");
}

static unsigned alter_type(struct differing *g, struct path table, const struct column *was,
                           const struct column *now, const struct column *is, bool is_retyped,
                           struct alteration *a)
{
    if (loses_type(g, is) || (keeps_type(g, table, now, is) && (!is_retyped || !is_postgresql(g))))
        return MARK_NONE;
    say_if_key_of_parts(g, table, now);
    a->what |= ALTER_TYPE;
    a->type = wanted_type(g, now, is);
    a->using = using_for(g, was, is);
    if (a->using.text.n && now->value.text.n) {
        a->what |= ALTER_DEFAULT;
        a->value = is->value;
    }
    return may_lose(g, &was->type, &is->type) ? MARK_DESTRUCTIVE : MARK_NONE;
}

static void alter_default(struct differing *g, struct path table, const struct column *now,
                          const struct column *is, struct alteration *a)
{
    bool counts = is->serial && !now->serial;
    struct aludel_text value = counts ? no_text : is->value.text;
    if (alike_default(g, &is->type, now->value.text, value) || keeps_counter(g, table, now, is))
        return;
    a->what |= ALTER_DEFAULT;
    a->value.text = value;
}

/* A primary key that comes says NOT NULL itself. */
static bool comes_with_key(struct differing *g, struct path table, const struct column *is)
{
    const struct table *wanted = schema_table(g->to, table), *there = schema_table(g->now, table);
    const struct constraint *key = table_primary_key(wanted);
    return is_postgresql(g) && key && !table_primary_key(there) &&
           names_have(g->dialect, &key->columns, is->name);
}

static unsigned alter_null(struct differing *g, struct path table, const struct column *now,
                           const struct column *is, struct alteration *a)
{
    bool given = is->identity != IDENTITY_NO && a->what & ALTER_IDENTITY;
    if (now->not_null == is->not_null || (is->not_null && !given && comes_with_key(g, table, is)) ||
        (is_rowid(g, table, now) && is_integer(is->type.family)) || is_in_place_of_rowid(g, table, now))
        return MARK_NONE;
    a->what |= ALTER_NULL;
    a->not_null = is->not_null;
    return is->not_null ? MARK_LOOK_AT_ROWS : MARK_NONE;
}

static unsigned alter_identity(struct differing *g, const struct column *now, const struct column *is,
                               struct alteration *a)
{
    if (now->identity == is->identity && same_sql(&now->identity_options, &is->identity_options))
        return MARK_NONE;
    a->what |= ALTER_IDENTITY;
    a->identity = is->identity;
    a->identity_options = is->identity_options;
    a->existing_identity = now->identity != IDENTITY_NO;
    if (a->existing_identity)
        a->identity_options.text = options_changed(g, now->identity_options.text, is->identity_options.text);
    return now->not_null ? MARK_NONE : MARK_LOOK_AT_ROWS;
}

/* SQLite's rebuild sets it; what PostgreSQL can't alter was remade. */
static unsigned alter_generated(struct differing *g, const struct column *now, const struct column *is,
                                struct alteration *a)
{
    if (now->generated == is->generated && alike_text(g, now->expression.text, is->expression.text))
        return MARK_NONE;
    a->what |= ALTER_GENERATED;
    a->generated = is->generated;
    a->expression = is->expression;
    return now->generated == GENERATED_NO ? MARK_DESTRUCTIVE : MARK_NONE;
}

static void alter_comment(struct differing *g, const struct column *now, const struct column *is,
                          struct alteration *a)
{
    if (!is_postgresql(g) || al_same(now->comment, is->comment))
        return;
    a->what |= ALTER_COMMENT;
    a->comment = is->comment;
}

static const struct column *column_now(struct differing *g, struct path table, struct aludel_text name)
{
    return table_column(g->now, schema_table(g->now, table), name);
}

/* `was`: with the type that it had before types changed. */
static void alter_column(struct differing *g, struct path table, const struct column *was,
                         const struct column *is, bool is_retyped)
{
    const struct column *now = column_now(g, table, is->name);
    struct alteration a = {0};
    if (now->serial && !is->serial && !keeps_counter(g, table, now, is))
        stop_counting(g, table, now);
    if (now->identity != IDENTITY_NO && is->identity == IDENTITY_NO)
        alter(g, table, is->name, &(struct alteration){.what = ALTER_IDENTITY}, MARK_NONE);
    now = column_now(g, table, is->name);
    unsigned marks = alter_type(g, table, was, now, is, is_retyped, &a);
    alter_default(g, table, now, is, &a);
    marks |= alter_identity(g, now, is, &a);
    marks |= alter_null(g, table, now, is, &a);
    marks |= alter_generated(g, now, is, &a);
    alter_comment(g, now, is, &a);
    if (a.what)
        alter(g, table, is->name, &a, marks);
    count_on(g, table, now, is);
}

/* Plain again first: expressions may stand on what changes its type. */
void alter_columns(struct differing *g, const struct pair *p)
{
    for (size_t i = 0; i < p->was->columns.count; i++) {
        const struct column *was = p->was->columns.at[i], *is = table_column(g->to, p->is, was->name);
        if (is && !(p->columns[i] & COLUMN_REMADE))
            alter_column(g, p->is->path, was, is, (p->columns[i] & COLUMN_RETYPED) != 0);
    }
}

/* ---- New ones ---- */

static bool has_rows_refused(const struct column *column)
{
    return column->not_null && !column->value.text.n && !column->serial && column->identity == IDENTITY_NO &&
           column->generated == GENERATED_NO;
}

/* Whether all columns that it uses are there, or are this one. */
static bool uses_no_other(struct differing *g, const struct table *is, const struct constraint *k,
                          const struct column *column)
{
    struct names used = {0};
    constraint_columns(g->arena, g->dialect, is, k, &used);
    for (size_t i = 0; i < used.count; i++)
        if (!same_name(g->dialect, used.at[i], column->name) && !column_now(g, is->path, used.at[i]))
            return false;
    return true;
}

/* SQLite: a foreign key of the column alone, a check that stood in its text, a key by which the rows get numbers. */
static bool comes_with(struct differing *g, const struct table *is, const struct constraint *k,
                       const struct column *column)
{
    if (is_postgresql(g) || !uses_no_other(g, is, k, column))
        return false;
    if (k->kind == CONSTRAINT_CHECK)
        return same_name(g->dialect, k->inside, column->name);
    if (k->columns.count != 1 || !same_name(g->dialect, k->columns.at[0], column->name))
        return false;
    if (k->kind == CONSTRAINT_PRIMARY_KEY)
        return !table_primary_key(schema_table(g->now, is->path));
    return k->kind == CONSTRAINT_FOREIGN_KEY && !same_path(g->dialect, k->to, is->path) && may_lead(g, k);
}

static void add_column(struct differing *g, const struct table *is, const struct column *column)
{
    struct change *c = begin(g, CHANGE_ADD_COLUMN);
    bool *missing = missing_constraints(g, is);
    c->table = is->path;
    c->column = column;
    for (size_t i = 0; i < is->constraints.count; i++)
        if (missing[i] && comes_with(g, is, is->constraints.at[i], column))
            vec_push(g->arena, &c->with, is->constraints.at[i]);
    done(g, c, has_rows_refused(column) ? MARK_LOOK_AT_ROWS : MARK_NONE);
    alter_column(g, is->path, column, column, false);
}

static bool stands_on_missing(struct differing *g, const struct table *is, const struct column *column)
{
    const struct table *t = schema_table(g->now, is->path);
    for (size_t i = 0; i < is->columns.count; i++)
        if (is->columns.at[i] != column && !table_column(g->now, t, is->columns.at[i]->name) &&
            words_mention(g->dialect, column->expression.text, is->columns.at[i]->name))
            return true;
    return false;
}

/* In the table's order; generated ones behind those that they are made of. */
static const struct column *next_missing(struct differing *g, const struct table *is)
{
    const struct column *first = NULL;
    for (size_t i = 0; i < is->columns.count; i++) {
        const struct column *column = is->columns.at[i];
        if (column_now(g, is->path, column->name))
            continue;
        if (!stands_on_missing(g, is, column))
            return column;
        first = first ? first : column;
    }
    return first;
}

void add_columns(struct differing *g, const struct table *is)
{
    const struct column *column;
    while ((column = next_missing(g, is)))
        add_column(g, is, column);
}
