/* alike.c: changes that read alike in both dialects. */
#include "sql/dialect.h"
#include "sql/tokens.h"

void write_rename_table(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    put(&s, "ALTER TABLE ");
    put(&s, c->if_exists ? "IF EXISTS " : "");
    put_path(&s, c->table);
    put(&s, " RENAME TO ");
    put_name(&s, c->to.name);
    spelt(&s);
}

void write_rename_column(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    put(&s, "ALTER TABLE ");
    put_path(&s, c->table);
    put(&s, " RENAME COLUMN ");
    put_name(&s, c->name);
    put(&s, " TO ");
    put_name(&s, c->alter.name);
    spelt(&s);
}

/* A view, a function …: the statement that makes it is kept whole. */
void write_definition(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    put_sql(&s, c->thing->definition);
    spelt(&s);
}

static const char *const thing_words[THINGS] = {
    [THING_TABLE] = "TABLE",
    [THING_VIEW] = "VIEW",
    [THING_INDEX] = "INDEX",
    [THING_MATERIALIZED_VIEW] = "MATERIALIZED VIEW",
    [THING_SEQUENCE] = "SEQUENCE",
    [THING_ENUM] = "TYPE",
    [THING_FUNCTION] = "FUNCTION",
    [THING_TRIGGER] = "TRIGGER",
    [THING_EXTENSION] = "EXTENSION",
    [THING_SCHEMA] = "SCHEMA",
    [THING_CARRIED] = "",
};

/* What was made as one isn't dropped as a function. */
static bool is_procedure(struct arena *a, const struct schema *before, const struct thing *thing)
{
    const struct thing *there = thing->type == THING_FUNCTION ? schema_meant(a, before, thing) : NULL;
    if (!there || !there->definition.text.n)
        return false;
    struct tokens t = tokens_of(a, before->dialect, there->definition.text);
    return tokens_match(&t, 0, "CREATE PROCEDURE") || tokens_match(&t, 0, "CREATE OR REPLACE PROCEDURE");
}

void write_drop_thing(struct ddl *out, const struct schema *before, const struct change *c)
{
    struct spelling s = spell(out);
    bool on_table = c->thing->type == THING_TRIGGER && out->dialect == ALUDEL_POSTGRESQL;
    if (c->thing->carried) {
        put_sql(&s, (struct sql){.text = c->thing->carried->undo});
        spelt(&s);
        return;
    }
    put(&s, "DROP ");
    put(&s, is_procedure(out->arena, before, c->thing) ? "PROCEDURE" : thing_words[c->thing->type]);
    put(&s, c->if_exists ? " IF EXISTS " : " ");
    struct path path = c->thing->path;
    if (on_table)
        path.schema = (struct aludel_text){"", 0};
    put_path(&s, path);
    if (has_sql(c->thing->signature))
        put_sql(&s, c->thing->signature);
    else if (c->thing->type == THING_FUNCTION && schema_functions(out->arena, before, c->thing->path) > 1)
        put_sql(&s, (struct sql){.text = c->thing->arguments});
    if (on_table) {
        put(&s, " ON ");
        put_path(&s, c->thing->on);
    }
    put(&s, c->cascade ? " CASCADE" : "");
    spelt(&s);
}
