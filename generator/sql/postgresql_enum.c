/* postgresql_enum.c: PostgreSQL's enums: types that are made for the columns that need them, and changed. */
#include "sql/postgresql_enum.h"

#include <string.h>

static void put_labels(struct spelling *s, const struct enum_type *e)
{
    put(s, "CREATE TYPE ");
    put_path(s, e->path);
    put(s, " AS ENUM (");
    for (size_t i = 0; i < e->labels.count; i++) {
        put(s, i ? ", " : "");
        put_literal(s, e->labels.at[i]);
    }
    put(s, ")");
}

/* A quote that isn't in the text: $$, $do$, $doo$ … */
static const char *dollar_quote(struct arena *a, const char *text)
{
    const char *quote = "$$", *letters = "";
    while (strstr(text, quote)) {
        letters = arena_format(a, "%so", *letters ? letters : "d");
        quote = arena_format(a, "$%s$", letters);
    }
    return quote;
}

/* PostgreSQL has no CREATE TYPE IF NOT EXISTS. */
static void create_where_missing(struct ddl *out, const struct enum_type *e)
{
    struct spelling inner = spell(out), s = spell(out);
    put_labels(&inner, e);
    const char *create = arena_string(out->arena, al_built(&inner.text));
    const char *quote = dollar_quote(out->arena, create);
    put(&s, arena_format(out->arena, "DO %s BEGIN %s; EXCEPTION WHEN duplicate_object THEN NULL; END %s",
                         quote, create, quote));
    spelt(&s);
}

static void create_plainly(struct ddl *out, const struct enum_type *e)
{
    struct spelling s = spell(out);
    put_labels(&s, e);
    spelt(&s);
}

/* Unless it is there, which isn't always known. */
static void create_unless_there(struct ddl *out, const struct schema *before, const struct enum_type *e)
{
    const struct thing *there = schema_find(before, THING_ENUM, e->path);
    if (there && !there->maybe)
        return;
    if (there || before->uncertain || out->unsure)
        create_where_missing(out, e);
    else
        create_plainly(out, e);
}

void create_labels(struct ddl *out, const struct schema *before, const struct column_type *type)
{
    if (type->labels && type->labels->create)
        create_unless_there(out, before, type->labels);
}

/* The type is made once. */
static bool needs_labels_of_former(const struct table *t, size_t column)
{
    const struct enum_type *e = t->columns.at[column]->type.labels;
    for (size_t i = 0; e && i < column; i++) {
        const struct enum_type *former = t->columns.at[i]->type.labels;
        if (former && same_path(ALUDEL_POSTGRESQL, former->path, e->path))
            return true;
    }
    return false;
}

void create_labels_of_table(struct ddl *out, const struct schema *before, const struct table *t)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (!needs_labels_of_former(t, i))
            create_labels(out, before, &t->columns.at[i]->type);
}

/* ---- Changes ---- */

void write_create_enum(struct ddl *out, const struct schema *before, const struct change *c)
{
    if (c->if_not_exists)
        create_unless_there(out, before, c->thing->labels);
    else
        create_plainly(out, c->thing->labels);
}

void write_add_value(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    struct aludel_text beside = c->before.n ? c->before : c->after;
    put(&s, "ALTER TYPE ");
    put_path(&s, c->thing->path);
    put(&s, c->if_not_exists ? " ADD VALUE IF NOT EXISTS " : " ADD VALUE ");
    put_literal(&s, c->text);
    if (beside.n) {
        put(&s, c->before.n ? " BEFORE " : " AFTER ");
        put_literal(&s, beside);
    }
    if (c->alone)
        spelt_alone(&s);
    else
        spelt(&s);
}

void write_rename_value(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    put(&s, "ALTER TYPE ");
    put_path(&s, c->thing->path);
    put(&s, " RENAME VALUE ");
    put_literal(&s, c->name);
    put(&s, " TO ");
    put_literal(&s, c->text);
    spelt(&s);
}

void write_rename_type(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    bool moves = !al_same(c->thing->path.schema, c->to.schema);
    put(&s, "ALTER TYPE ");
    put_path(&s, c->thing->path);
    put(&s, moves ? " SET SCHEMA " : " RENAME TO ");
    if (moves)
        put_name(&s, c->to.schema.n ? c->to.schema : AL_TEXT("public"));
    else
        put_name(&s, c->to.name);
    spelt(&s);
}
