/* name.c: names as they must be written, and the words that can't stand as names without quotes. */
#include "sql/name.h"

#include <string.h>

/* A blank around each word. */
static const char *const postgresql_reserved =
    " all analyse analyze and any array as asc asymmetric authorization between binary both case"
    " cast check collate collation column concurrently constraint create cross current_catalog"
    " current_date current_role current_schema current_time current_timestamp current_user"
    " default deferrable desc distinct do else end except false fetch for foreign freeze from"
    " full grant group having ilike in initially inner intersect into is isnull join lateral"
    " leading left like limit localtime localtimestamp natural new not notnull null of off offset"
    " old on only or order outer over overlaps placing primary references returning right select"
    " session_user similar some symmetric table tablesample then to trailing true union unique"
    " user using variadic verbose when where window with ";

static const char *const sqlite_reserved =
    " add after all alter analyze and as asc attach autoincrement before begin between by cascade"
    " case cast check collate column commit conflict constraint create cross current_date"
    " current_time current_timestamp database default deferrable deferred delete desc detach"
    " distinct drop each else end escape except exclusive exists explain fail false for foreign"
    " from full glob group having if ignore immediate in index indexed initially inner insert"
    " instead intersect into is isnull join key left like limit match natural not nothing notnull"
    " null of offset on or order outer plan pragma primary query raise references reindex rename"
    " replace restrict returning right rollback row select set table temp temporary then to"
    " transaction trigger true union unique update using vacuum values view virtual when where"
    " with ";

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

static const char *quoted(struct arena *a, struct aludel_text name)
{
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

const char *ddl_name(struct arena *a, enum aludel_dialect dialect, struct aludel_text name)
{
    return is_bare(a, dialect, name) ? arena_string(a, name) : quoted(a, name);
}

const char *ddl_path(struct arena *a, enum aludel_dialect dialect, struct path path)
{
    if (!path.schema.n)
        return ddl_name(a, dialect, path.name);
    return arena_format(a, "%s.%s", ddl_name(a, dialect, path.schema), ddl_name(a, dialect, path.name));
}

const char *ddl_quoted_path(struct arena *a, struct path path)
{
    const char *name = quoted(a, path.name);
    return path.schema.n ? arena_format(a, "%s.%s", quoted(a, path.schema), name) : name;
}
