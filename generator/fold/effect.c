#include "fold/effect.h"

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

static struct effect drop_table(const struct seen *s)
{
    struct effect worst = thing_goes(s, THING_TABLE, s->c->table, "the table %s is dropped");
    for (size_t i = 0; i < s->c->tables.count && worst.kind != EFFECT_BREAKS; i++) {
        struct effect one = thing_goes(s, THING_TABLE, s->c->tables.at[i], "the table %s is dropped");
        worst = one.kind > worst.kind ? one : worst;
    }
    return worst;
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
    if (!made || made->maybe)
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
    const struct table *is = table_then(s->after, path);
    if (!is || !is_made_here(is, s->c->constraint))
        return unknown;
    return breaks(s, THING_TABLE, path, (struct aludel_text){"", 0}, said[s->c->constraint->kind]);
}

/* ---- Everything else ------------------------------------------------------------------------------- */

/* Triggers and policies have a say in what others write. */
static struct effect create(const struct seen *s)
{
    const struct thing *thing = s->c->thing;
    bool meddles = thing->type == THING_TRIGGER || thing->type == THING_CARRIED;
    return meddles && !is_new(s, THING_TABLE, thing->on) ? unknown : nothing;
}

static struct effect drop(const struct seen *s)
{
    static const char *const said[THINGS] = {
        [THING_VIEW] = "the view %s is dropped",         [THING_MATERIALIZED_VIEW] = "the view %s is dropped",
        [THING_SEQUENCE] = "the sequence %s is dropped", [THING_ENUM] = "the type %s is dropped",
        [THING_SCHEMA] = "the schema %s is dropped",
    };
    const struct thing *thing = s->c->thing;
    return said[thing->type] ? thing_goes(s, thing->type, thing->path, said[thing->type]) : unknown;
}

struct effect effect_of(struct arena *a, const struct schema *before, const struct schema *after,
                        const struct change *c)
{
    const struct seen s = {a, before, after, c};
    switch (c->kind) {
    case CHANGE_TABLE_COMMENT:
    case CHANGE_RENAME_INDEX:
    case CHANGE_VALIDATE_CONSTRAINT: return nothing;
    case CHANGE_CREATE_TABLE: return create_table(&s);
    case CHANGE_DROP_TABLE: return drop_table(&s);
    case CHANGE_RENAME_TABLE: return thing_goes(&s, THING_TABLE, c->table, "the table %s is renamed");
    case CHANGE_MOVE_TABLE:
        return thing_goes(&s, THING_TABLE, c->table, "the table %s gets into another schema");
    case CHANGE_ADD_COLUMN: return add_column(&s);
    case CHANGE_DROP_COLUMN: return column_goes(&s, c->name, "the column %s is dropped");
    case CHANGE_ALTER_COLUMN: return alter_column(&s);
    case CHANGE_CREATE_INDEX: return create_index(&s);
    case CHANGE_DROP_INDEX: return drop_index(&s);
    case CHANGE_ADD_CONSTRAINT: return add_constraint(&s);
    case CHANGE_CREATE: return create(&s);
    case CHANGE_DROP: return drop(&s);
    case CHANGE_RENAME_TYPE: return thing_goes(&s, THING_ENUM, c->thing->path, "the type %s is renamed");
    default: return unknown; /* among them what is done to rows */
    }
}

bool effect_concerns(const struct effect *f, const struct schema *s)
{
    return f->column.n ? column_then(s, f->path, f->column) != NULL : is_there(s, f->type, f->path);
}
