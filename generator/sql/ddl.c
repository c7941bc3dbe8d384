/* Which function writes a change, and what the dialects say alike. */
#include "sql/ddl.h"

#include "sql/dialect.h"

#include <string.h>

const struct dialect *dialect_of(enum aludel_dialect d)
{
    return d == ALUDEL_SQLITE ? &sqlite_dialect : &postgresql_dialect;
}

void ddl_write(struct ddl *out, const struct schema *before, const struct change *c)
{
    change_writer *write = dialect_of(out->dialect)->writers[c->kind];
    if (write)
        write(out, before, c);
}

/* ---- Names ---- */

static bool is_bare(struct arena *a, enum aludel_dialect d, struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.z[i];
        bool first = (c >= 'a' && c <= 'z') || c == '_';
        if (!first && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    const char *reserved = d == ALUDEL_SQLITE ? sqlite_reserved : postgresql_reserved;
    return name.n && !strstr(reserved, arena_format(a, " %.*s ", (int)name.n, name.z));
}

const char *ddl_name(struct arena *a, enum aludel_dialect dialect, struct aludel_text name)
{
    if (is_bare(a, dialect, name))
        return arena_string(a, name);
    struct al_builder b = al_builder(&a->memory);
    al_putc(&b, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.z[i] == '"')
            al_putc(&b, '"');
        al_putc(&b, name.z[i]);
    }
    al_putc(&b, '"');
    return al_built(&b).z;
}

const char *ddl_path(struct arena *a, enum aludel_dialect dialect, struct path path)
{
    if (!path.schema.n)
        return ddl_name(a, dialect, path.name);
    return arena_format(a, "%s.%s", ddl_name(a, dialect, path.schema), ddl_name(a, dialect, path.name));
}

/* ---- Changes that read alike in both ---- */

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
    [THING_TABLE] = "TABLE",         [THING_VIEW] = "VIEW",
    [THING_INDEX] = "INDEX",         [THING_MATERIALIZED_VIEW] = "MATERIALIZED VIEW",
    [THING_SEQUENCE] = "SEQUENCE",   [THING_ENUM] = "TYPE",
    [THING_FUNCTION] = "FUNCTION",   [THING_TRIGGER] = "TRIGGER",
    [THING_EXTENSION] = "EXTENSION", [THING_SCHEMA] = "SCHEMA",
};

void write_drop_thing(struct ddl *out, const struct schema *before, const struct change *c)
{
    (void)before;
    struct spelling s = spell(out);
    bool on_table = c->thing->type == THING_TRIGGER && out->dialect == ALUDEL_POSTGRESQL;
    put(&s, "DROP ");
    put(&s, thing_words[c->thing->type]);
    put(&s, c->if_exists ? " IF EXISTS " : " ");
    put_path(&s, c->thing->path);
    put_clause(&s, "", c->thing->signature);
    if (on_table) {
        put(&s, " ON ");
        put_path(&s, c->thing->on);
    }
    put(&s, c->cascade ? " CASCADE" : "");
    spelt(&s);
}
