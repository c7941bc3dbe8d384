#include "fold/effect.h"
#include "fold/again.h"
#include "sql/tokens.h"
#include "sql/view.h"

#include <stdlib.h>
#include <string.h>

struct seen {
    struct arena *arena;
    const struct schema *before, *after;
    const struct change *c;
};

static const struct effect nothing = {.kind = EFFECT_NONE}, unknown = {.kind = EFFECT_UNKNOWN};

/* `what` with the path for its first %s, and the column for the second. */
static struct effect breaks(const struct seen *s, enum thing_type type, struct path path,
                            struct aludel_text column, const char *what)
{
    struct al_builder b = al_builder(&s->arena->memory);
    al_putf(&b, "%s", path_shown(s->arena, path));
    if (column.n)
        al_putf(&b, ".%.*s", (int)column.n, column.z);
    const char *name = arena_string(s->arena, al_built(&b)), *hole = strstr(what, "%s");
    const char *said = arena_format(s->arena, "%.*s'%s'%s", (int)(hole - what), what, name, hole + 2);
    return (struct effect){.kind = EFFECT_BREAKS,
                           .span = s->c->span,
                           .said = said,
                           .type = type,
                           .path = path,
                           .column = column};
}

/* ---- What was there, what is -------------------------------------------------------------------- */

static bool is_there(const struct schema *s, enum thing_type type, struct path path)
{
    const struct thing *thing = schema_find(s, type, path);
    return thing && !thing->maybe;
}

static bool is_gone(const struct schema *s, enum thing_type type, struct path path)
{
    return !schema_find(s, type, path) && !s->uncertain;
}

/* This migration makes it itself. */
static bool is_new(const struct seen *s, enum thing_type type, struct path path)
{
    return is_gone(s->before, type, path);
}

static const struct table *table_then(const struct schema *s, struct path path)
{
    const struct table *t = is_there(s, THING_TABLE, path) ? schema_table(s, path) : NULL;
    return t && !t->uncertain ? t : NULL;
}

static const struct column *column_then(const struct schema *s, struct path path, struct aludel_text name)
{
    const struct table *t = table_then(s, path);
    const struct column *column = t ? table_column(s, t, name) : NULL;
    return column && !column->maybe ? column : NULL;
}

/* The name goes that something has. */
static struct effect thing_goes(const struct seen *s, enum thing_type type, struct path path,
                                const char *what)
{
    if (is_new(s, type, path))
        return nothing;
    bool certain = is_there(s->before, type, path) && is_gone(s->after, type, path);
    return certain ? breaks(s, type, path, (struct aludel_text){"", 0}, what) : unknown;
}

static struct effect column_goes(const struct seen *s, struct aludel_text name, const char *what)
{
    struct path path = s->c->table;
    const struct table *was = table_then(s->before, path), *is = table_then(s->after, path);
    if (is_new(s, THING_TABLE, path) || (was && !table_column(s->before, was, name)))
        return nothing;
    if (!was || !is || !column_then(s->before, path, name) || table_column(s->after, is, name))
        return unknown;
    return breaks(s, THING_TABLE, path, name, what);
}

/* ---- Tables and columns -------------------------------------------------------------------------- */

/* Rows that point somewhere keep what they point to from being taken away. */
static bool holds_others(const struct seen *s, const struct constraint *k)
{
    return k->kind == CONSTRAINT_FOREIGN_KEY && !is_new(s, THING_TABLE, k->to) &&
           !al_begins(k->on_delete, "CASCADE") && !al_begins(k->on_delete, "SET");
}

static struct effect create_table(const struct seen *s)
{
    const struct table *t = s->c->create;
    for (size_t i = 0; t && i < t->constraints.count; i++)
        if (holds_others(s, t->constraints.at[i]))
            return unknown;
    return nothing;
}

static bool fills_itself(const struct column *column)
{
    bool value =
        (column->value.text.n || column->value.holes) && !al_same_nocase(column->value.text, AL_TEXT("NULL"));
    return value || column->serial || column->identity != IDENTITY_NO || column->generated != GENERATED_NO;
}

static struct effect add_column(const struct seen *s)
{
    const struct change *c = s->c;
    if (is_new(s, THING_TABLE, c->table))
        return nothing;
    const struct column *is = column_then(s->after, c->table, c->column->name);
    if (!is)
        return is_gone(s->after, THING_TABLE, c->table) ? nothing : unknown;
    if (is->not_null && !fills_itself(is))
        return breaks(s, THING_TABLE, c->table, (struct aludel_text){"", 0},
                      "rows of %s need a value for a column that older programs don't know");
    bool alone = !c->with.count;
    return alone ? nothing : unknown;
}

static long length_of(struct aludel_text spelling)
{
    const char *open = memchr(spelling.z, '(', spelling.n);
    return open ? strtol(open + 1, NULL, 10) : 0;
}

static bool is_padded(struct aludel_text spelling)
{
    return al_begins(spelling, "CHAR(") || al_begins(spelling, "CHARACTER(") || al_is(spelling, "CHAR");
}

static int integer_size(enum type_family family)
{
    return family == TYPE_SMALL_INTEGER ? 1 : family == TYPE_BIG_INTEGER ? 3 : 2;
}

/* All that fitted fits. */
static bool is_wider(const struct column_type *was, const struct column_type *is)
{
    if (was->dimensions || is->dimensions)
        return false;
    if (is_integer(was->family) && is_integer(is->family))
        return integer_size(is->family) >= integer_size(was->family);
    if (was->family != TYPE_TEXT || is->family != TYPE_TEXT || is_padded(was->spelling) ||
        is_padded(is->spelling))
        return false;
    long from = length_of(was->spelling), to = length_of(is->spelling);
    return !to || (from && from <= to);
}

static struct effect alter_type(const struct seen *s, const struct column *was, const struct column *is)
{
    struct aludel_text name = was->name;
    if (!was->type.spelling.n || !is->type.spelling.n ||
        !al_same(was->type.collation.name, is->type.collation.name))
        return unknown;
    if (al_same(was->type.spelling, is->type.spelling) || is_wider(&was->type, &is->type))
        return nothing;
    return breaks(s, THING_TABLE, s->c->table, name, "the column %s gets another type");
}

static struct effect alter_null(const struct seen *s, const struct column *was, const struct column *is)
{
    if (was->not_null == is->not_null)
        return nothing;
    return is->not_null ? breaks(s, THING_TABLE, s->c->table, was->name, "the column %s becomes NOT NULL")
                        : unknown;
}

static struct effect alter_column(const struct seen *s)
{
    const struct change *c = s->c;
    if (is_new(s, THING_TABLE, c->table))
        return nothing;
    if (c->alter.what & ALTER_NAME)
        return column_goes(s, c->name, "the column %s is renamed");
    const struct column *was = column_then(s->before, c->table, c->name),
                        *is = column_then(s->after, c->table, c->name);
    const struct table *before = table_then(s->before, c->table);
    if (before && !table_column(s->before, before, c->name))
        return nothing;
    if (!was || !is || c->alter.what & (ALTER_DEFAULT | ALTER_IDENTITY | ALTER_GENERATED))
        return unknown;
    struct effect type = c->alter.what & ALTER_TYPE ? alter_type(s, was, is) : nothing;
    struct effect null = c->alter.what & ALTER_NULL ? alter_null(s, was, is) : nothing;
    return type.kind > null.kind ? type : null;
}

/* ---- Indexes and constraints --------------------------------------------------------------------- */

static struct effect create_index(const struct seen *s)
{
    const struct index *index = s->c->index;
    struct path path = {index->path.schema, index->table};
    if (!index->unique || is_new(s, THING_TABLE, path))
        return nothing;
    const struct table *is = table_then(s->after, path);
    const struct index *made = is ? table_index(s->after, is, index->path.name) : NULL;
    const struct table *was = table_then(s->before, path);
    if (!made || made->maybe || !was || refused_by_index(s->arena, s->before->dialect, was, made))
        return unknown;
    return breaks(s, THING_TABLE, path, (struct aludel_text){"", 0}, "a new UNIQUE index refuses rows of %s");
}

static struct effect drop_index(const struct seen *s)
{
    const struct table *was = s->c->table.name.n ? table_then(s->before, s->c->table) : NULL;
    const struct index *index = was ? table_index(s->before, was, s->c->name) : NULL;
    return index && !index->unique ? nothing : unknown;
}

static bool is_made_here(const struct table *t, const struct constraint *wanted)
{
    for (size_t i = 0; i < t->constraints.count; i++) {
        const struct constraint *k = t->constraints.at[i];
        if (k->kind == wanted->kind && !k->maybe && k->made.source == wanted->made.source &&
            k->made.from == wanted->made.from)
            return true;
    }
    return false;
}

static struct effect add_constraint(const struct seen *s)
{
    static const char *const said[CONSTRAINT_KINDS] = {
        [CONSTRAINT_PRIMARY_KEY] = "a new PRIMARY KEY refuses rows of %s",
        [CONSTRAINT_UNIQUE] = "a new UNIQUE refuses rows of %s",
        [CONSTRAINT_FOREIGN_KEY] = "a new FOREIGN KEY refuses rows of %s",
        [CONSTRAINT_CHECK] = "a new CHECK refuses rows of %s",
        [CONSTRAINT_EXCLUDE] = "a new EXCLUDE refuses rows of %s",
    };
    struct path path = s->c->table;
    if (is_new(s, THING_TABLE, path))
        return nothing;
    const struct table *was = table_then(s->before, path), *is = table_then(s->after, path);
    if (!was || !is || !is_made_here(is, s->c->constraint) ||
        refused_by_constraint(s->arena, s->before->dialect, was, s->c->constraint))
        return unknown;
    return breaks(s, THING_TABLE, path, (struct aludel_text){"", 0}, said[s->c->constraint->kind]);
}

/* ---- Everything else ------------------------------------------------------------------------------- */

/* Triggers and policies have a say in what others write. */
static struct effect create(const struct seen *s)
{
    const struct thing *thing = s->c->thing;
    bool meddles = thing->type == THING_TRIGGER || thing->type == THING_CARRIED;
    bool there = s->before->uncertain || schema_relation(s->before, thing->on);
    return meddles && there ? unknown : nothing;
}

static struct effect drop(const struct seen *s)
{
    static const char *const said[THINGS] = {
        [THING_SEQUENCE] = "the sequence %s is dropped",
        [THING_ENUM] = "the type %s is dropped",
        [THING_SCHEMA] = "the schema %s is dropped",
    };
    const struct thing *thing = s->c->thing;
    return said[thing->type] ? thing_goes(s, thing->type, thing->path, said[thing->type]) : unknown;
}

/* Of one that concerns a single thing. */
static struct effect effect_of(const struct seen *s)
{
    const struct change *c = s->c;
    switch (c->kind) {
    case CHANGE_TABLE_COMMENT:
    case CHANGE_RENAME_INDEX:
    case CHANGE_VALIDATE_CONSTRAINT: return nothing;
    case CHANGE_CREATE_TABLE: return create_table(s);
    case CHANGE_ADD_COLUMN: return add_column(s);
    case CHANGE_DROP_COLUMN: return column_goes(s, c->name, "the column %s is dropped");
    case CHANGE_ALTER_COLUMN: return alter_column(s);
    case CHANGE_CREATE_INDEX: return create_index(s);
    case CHANGE_DROP_INDEX: return drop_index(s);
    case CHANGE_ADD_CONSTRAINT: return add_constraint(s);
    case CHANGE_CREATE: return create(s);
    case CHANGE_DROP: return drop(s);
    case CHANGE_RENAME_TYPE: return thing_goes(s, THING_ENUM, c->thing->path, "the type %s is renamed");
    default: return unknown; /* among them what is done to rows */
    }
}

/* ---- What goes and comes back ---------------------------------------------------------------------- */

static void put(const struct seen *s, struct effects *out, struct effect one)
{
    vec_push(s->arena, out, one);
}

/* What stands behind the parenthesis has a word that didn't stand there. */
static bool option_is_new(const struct seen *s, const struct table *was, const struct table *is,
                          const char *word)
{
    enum aludel_dialect d = s->before->dialect;
    struct tokens then = tokens_of(s->arena, d, was->options.text),
                  now = tokens_of(s->arena, d, is->options.text);
    return d == ALUDEL_SQLITE && !tokens_have(&then, word) && tokens_have(&now, word);
}

/* Its rows went: so that of one that is as it was nothing follows, either. */
static void table_is_back(const struct seen *s, const struct table *was, const struct table *is,
                          struct effects *out)
{
    const struct thing *thing = schema_find(s->after, THING_TABLE, is->path);
    bool made_here = thing->order > s->before->made; /* or another one has got its name */
    struct span comes = made_here ? thing->made : s->c->span;
    struct change made = {.kind = CHANGE_REDEFINE_TABLE, .span = comes};
    const struct seen now = {s->arena, s->before, s->after, &made};
    struct changes list = {0};
    put(s, out, unknown);
    again_changes(s->arena, s->before, was, is, s->c->span, comes, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct seen one = {s->arena, s->before, s->after, list.at[i]};
        put(s, out, effect_of(&one));
    }
    if (option_is_new(s, was, is, "STRICT"))
        put(s, out, breaks(&now, THING_TABLE, was->path, AL_TEXT(""), "the table %s becomes STRICT"));
    if (option_is_new(s, was, is, "WITHOUT"))
        put(s, out, breaks(&now, THING_TABLE, was->path, AL_TEXT(""), "the table %s loses its rowid"));
}

static void table_goes(const struct seen *s, struct path path, const char *what, struct effects *out)
{
    const struct table *was = table_then(s->before, path), *is = table_then(s->after, path);
    if (was && is)
        table_is_back(s, was, is, out);
    else
        put(s, out, thing_goes(s, THING_TABLE, path, what));
}

struct hanging {
    const struct schema *s;
    struct path path;
    bool found;
};

static void meet_hanging(void *with, const struct thing *thing)
{
    struct hanging *h = with;
    h->found = h->found || same_path(h->s->dialect, thing->on, h->path);
}

/* It went with the view. */
static bool had_something(const struct schema *s, struct path path)
{
    struct hanging h = {s, path, false};
    schema_each(s, THING_TRIGGER, meet_hanging, &h);
    schema_each(s, THING_CARRIED, meet_hanging, &h);
    return h.found;
}

static void view_is_back(const struct seen *s, const struct thing *was, const struct thing *is,
                         struct effects *out)
{
    enum aludel_dialect d = s->before->dialect;
    struct view_shape then, now;
    bool same =
        al_same(was->definition.text, is->definition.text) && was->definition.holes == is->definition.holes;
    bool known = view_shape_of(s->arena, d, was->definition.text, &then) &&
                 view_shape_of(s->arena, d, is->definition.text, &now);
    for (size_t i = 0; known && i < then.columns.count; i++)
        if (!names_have(d, &now.columns, then.columns.at[i]))
            put(s, out, breaks(s, was->type, was->path, then.columns.at[i], "the column %s is dropped"));
    bool bears = was->type == THING_VIEW && !s->c->cascade && !had_something(s->before, was->path) &&
                 (same || (known && view_shows_all(d, &now, &then)));
    put(s, out, bears ? nothing : unknown);
}

static void view_goes(const struct seen *s, struct effects *out)
{
    const struct thing *thing = s->c->thing;
    const struct thing *was = schema_find(s->before, thing->type, thing->path),
                       *is = schema_find(s->after, thing->type, thing->path);
    if (was && is && !was->maybe && !is->maybe)
        view_is_back(s, was, is, out);
    else
        put(s, out, thing_goes(s, thing->type, thing->path, "the view %s is dropped"));
}

void effects_of(struct arena *a, const struct schema *before, const struct schema *after,
                const struct change *c, struct effects *out)
{
    const struct seen s = {a, before, after, c};
    bool view =
        c->kind == CHANGE_DROP && (c->thing->type == THING_VIEW || c->thing->type == THING_MATERIALIZED_VIEW);
    if (c->kind == CHANGE_DROP_TABLE) {
        table_goes(&s, c->table, "the table %s is dropped", out);
        for (size_t i = 0; i < c->tables.count; i++)
            table_goes(&s, c->tables.at[i], "the table %s is dropped", out);
    } else if (c->kind == CHANGE_RENAME_TABLE) {
        table_goes(&s, c->table, "the table %s is renamed", out);
    } else if (c->kind == CHANGE_MOVE_TABLE) {
        table_goes(&s, c->table, "the table %s gets into another schema", out);
    } else if (view) {
        view_goes(&s, out);
    } else {
        put(&s, out, effect_of(&s));
    }
}

static bool view_shows(struct arena *a, const struct schema *s, const struct effect *f)
{
    const struct thing *view = schema_find(s, f->type, f->path);
    struct view_shape shape;
    return view && !view->maybe && view_shape_of(a, s->dialect, view->definition.text, &shape) &&
           names_have(s->dialect, &shape.columns, f->column);
}

bool effect_concerns(struct arena *a, const struct effect *f, const struct schema *s)
{
    if (!f->column.n)
        return is_there(s, f->type, f->path);
    return f->type == THING_TABLE ? column_then(s, f->path, f->column) != NULL : view_shows(a, s, f);
}
