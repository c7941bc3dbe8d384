/*
 * read_type.c: a type's text in one spelling, SQLAlchemy's, by which types are compared. A type's name may be followed by
 * arguments, more words, brackets and a collation: TIMESTAMP(3) WITH TIME ZONE[], TEXT COLLATE "C".
 */
#include "sql/name.h"
#include "sql/reader.h"
#include "sql/type.h"

struct type_text {
    struct aludel_text words;     /* upper case */
    struct aludel_text arguments; /* with their parentheses */
    struct aludel_text tail;      /* words behind them */
    struct aludel_text name;      /* as it stands, where it is somebody's own type */
    size_t dimensions;
};

/* ---- What types are called --------------------------------------------------------------------- */

/* The server's own, as they stand in types.def: a name is what is in front of all else. Every other, an extension's too,
 * is somebody's type, which can be renamed and dropped, and stays in lower case. */
static const struct known {
    const char *sql[ALUDEL_DIALECTS];
    enum type_family family;
    bool of_extension;
} known[] = {
#define KNOWN(family, postgresql, sqlite, of_extension) \
    {{[ALUDEL_POSTGRESQL] = (postgresql), [ALUDEL_SQLITE] = (sqlite)}, TYPE_##family, of_extension},
#define TYPE(name, family, parameters, postgresql, sqlite) KNOWN(family, postgresql, sqlite, false)
#define EXTENSION_TYPE(name, extension, family, parameters, postgresql, sqlite) \
    KNOWN(family, postgresql, sqlite, true)
#include "sql/types.def"
#undef EXTENSION_TYPE
#undef TYPE
#undef KNOWN
};

static const char *const without_class[] = {"BOX",  "CIRCLE", "JSONPATH", "LINE", "LSEG",
                                            "PATH", "POINT",  "POLYGON",  NULL};

/* PostgreSQL's other names for its types. */
static const struct alias {
    const char *words, *is, *tail;
    bool serial;
} aliases[] = {
    {"INT", "INTEGER", NULL, false},
    {"INT4", "INTEGER", NULL, false},
    {"INT2", "SMALLINT", NULL, false},
    {"INT8", "BIGINT", NULL, false},
    {"SERIAL", "INTEGER", NULL, true},
    {"SERIAL4", "INTEGER", NULL, true},
    {"SMALLSERIAL", "SMALLINT", NULL, true},
    {"SERIAL2", "SMALLINT", NULL, true},
    {"BIGSERIAL", "BIGINT", NULL, true},
    {"SERIAL8", "BIGINT", NULL, true},
    {"BOOL", "BOOLEAN", NULL, false},
    {"CHARACTER VARYING", "VARCHAR", NULL, false},
    {"CHAR VARYING", "VARCHAR", NULL, false},
    {"NATIONAL CHARACTER VARYING", "VARCHAR", NULL, false},
    {"NATIONAL CHAR VARYING", "VARCHAR", NULL, false},
    {"NCHAR VARYING", "VARCHAR", NULL, false},
    {"CHARACTER", "CHAR", NULL, false},
    {"NATIONAL CHARACTER", "CHAR", NULL, false},
    {"NATIONAL CHAR", "CHAR", NULL, false},
    {"NCHAR", "CHAR", NULL, false},
    {"DECIMAL", "NUMERIC", NULL, false},
    {"DEC", "NUMERIC", NULL, false},
    {"FLOAT4", "REAL", NULL, false},
    {"FLOAT8", "DOUBLE PRECISION", NULL, false},
    {"VARBIT", "BIT VARYING", NULL, false},
    {"TIMESTAMP", "TIMESTAMP", "WITHOUT TIME ZONE", false},
    {"TIMESTAMPTZ", "TIMESTAMP", "WITH TIME ZONE", false},
    {"TIME", "TIME", "WITHOUT TIME ZONE", false},
    {"TIMETZ", "TIME", "WITH TIME ZONE", false},
    {"TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "WITH TIME ZONE", false},
    {"TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP", "WITHOUT TIME ZONE", false},
    {"TIME WITH TIME ZONE", "TIME", "WITH TIME ZONE", false},
    {"TIME WITHOUT TIME ZONE", "TIME", "WITHOUT TIME ZONE", false},
};

static const struct alias *alias_of(struct aludel_text words)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (al_is(words, aliases[i].words))
            return &aliases[i];
    return NULL;
}

/* "DOUBLE PRECISION", "TIMESTAMP" */
static struct aludel_text name_in(const char *sql)
{
    size_t n = strcspn(sql, "[(<");
    while (n && sql[n - 1] == ' ')
        n--;
    return (struct aludel_text){sql, n};
}

static bool begins_with(struct aludel_text words, struct aludel_text name)
{
    return words.n >= name.n && memcmp(words.z, name.z, name.n) == 0 &&
           (words.n == name.n || words.z[name.n] == ' ');
}

/* NULL: none of types.def. */
static const struct known *known_as(enum aludel_dialect dialect, struct aludel_text words)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (begins_with(words, name_in(known[i].sql[dialect])))
            return &known[i];
    return NULL;
}

static enum type_family family_of(enum aludel_dialect dialect, struct aludel_text words)
{
    const struct alias *alias = alias_of(words);
    const struct known *type = known_as(dialect, alias ? al_text(alias->is) : words);
    return type ? type->family : TYPE_OTHER;
}

/* Whatever the schema is that the extension stands in. */
static enum type_family family_of_extension(struct aludel_text upper)
{
    const struct known *type = known_as(ALUDEL_POSTGRESQL, upper);
    return type && type->of_extension ? type->family : TYPE_OTHER;
}

static bool is_of_server(struct arena *a, struct aludel_text upper)
{
    const struct known *type = known_as(ALUDEL_POSTGRESQL, upper);
    return alias_of(upper) || (type && !type->of_extension) || word_in(arena_string(a, upper), without_class);
}

/* ---- Taking it apart --------------------------------------------------------------------------- */

static size_t brackets(struct reader *r)
{
    size_t count = 0;
    bool array = reader_take(r, "ARRAY");
    while (reader_at(r, "[")) {
        reader_skip_group(r);
        count++;
    }
    return count ? count : array;
}

static bool is_word_here(const struct reader *r)
{
    return token_is_name(&r->tokens, r->i) && !reader_at(r, "ARRAY") && !reader_done(r);
}

/* What the server has needs no schema. */
static void take_catalog(struct reader *r)
{
    size_t behind = tokens_match(&r->tokens, r->i, "PG_CATALOG .");
    r->i = behind && behind < r->end ? behind : r->i;
}

static struct type_text take_apart(struct reader *r)
{
    struct type_text t = {0};
    take_catalog(r);
    size_t from = r->i;
    while (is_word_here(r) || reader_at(r, ".") || (r->dialect == ALUDEL_SQLITE && reader_at(r, "'")))
        r->i++;
    t.words = upper_words(r, reader_slice(r, from, r->i));
    t.name = reader_slice(r, from, r->i);
    size_t group = r->i;
    if (reader_at(r, "("))
        reader_skip_group(r);
    t.arguments = upper_words(r, reader_slice(r, group, r->i));
    size_t tail = r->i;
    while (is_word_here(r))
        r->i++;
    t.tail = upper_words(r, reader_slice(r, tail, r->i));
    t.dimensions = brackets(r);
    return t;
}

/* ---- Putting it together ------------------------------------------------------------------------ */

static void put_type(struct al_builder *b, const struct type_text *t)
{
    al_put(b, t->words.z, t->words.n);
    al_put(b, t->arguments.z, t->arguments.n);
    al_putf(b, "%s%.*s", t->tail.n ? " " : "", (int)t->tail.n, t->tail.z);
    for (size_t i = 0; i < t->dimensions; i++)
        al_puts(b, "[]");
}

/* mood, s.mood, "Mood": as the server keeps it. What is written like a type of the server but isn't one stays in quotes
 * ("char", which is the server's too), or behind its schema (public.money). */
static void take_own_name(struct reader *r, struct type_text *t, struct column_type *type)
{
    struct reader inner = reader_of(r, t->name);
    struct path path = reader_path(&inner);
    struct aludel_text upper = upper_words(r, path.name);
    const char *name = ddl_path(r->arena, r->dialect, path);
    bool has_schema = inner.tokens.list.count > 1;
    bool is_taken = *name != '"' && !path.schema.n && is_of_server(r->arena, upper);
    if (is_taken)
        name = has_schema ? arena_format(r->arena, "public.%s", name) : ddl_quoted_path(r->arena, path);
    if (*name != '"' && !t->dimensions)
        type->family = family_of_extension(upper);
    t->words = al_text(name);
    if (!is_taken || has_schema)
        type->path = path;
    r->unsure = r->unsure || inner.unsure || !reader_done(&inner);
}

static void rename_postgresql(struct reader *r, struct type_text *t, struct type_read *read)
{
    const struct alias *alias = alias_of(t->words);
    if (alias) {
        t->words = al_text(alias->is);
        if (alias->tail && !t->tail.n)
            t->tail = al_text(alias->tail);
        read->serial = alias->serial;
    } else if (!is_of_server(r->arena, t->words)) {
        take_own_name(r, t, &read->type);
    }
}

/* Up to r->end. */
static void read_words(struct reader *r, struct type_read *read)
{
    struct column_type *type = &read->type;
    struct type_text t = take_apart(r);
    if (!t.name.n || !reader_done(r)) {
        r->unsure = true;
        return;
    }
    type->family = t.dimensions ? TYPE_OTHER : family_of(r->dialect, t.words);
    type->dimensions = t.dimensions;
    if (r->dialect == ALUDEL_POSTGRESQL)
        rename_postgresql(r, &t, read);
    struct al_builder b = al_builder(&r->arena->memory);
    put_type(&b, &t);
    type->spelling = al_built(&b);
}

static struct path take_collation(struct reader *r)
{
    struct path path = reader_path(r);
    if (al_is(path.schema, "pg_catalog"))
        path.schema = (struct aludel_text){"", 0};
    return path;
}

struct type_read type_of_text(struct arena *a, enum aludel_dialect dialect, struct aludel_text text)
{
    struct type_read read = {.type = {.sql = {.text = text}, .spelling = text}}, alone = read;
    struct reader r = reader_of(&(const struct reader){.arena = a, .dialect = dialect}, text);
    size_t end = r.end;
    r.end = reader_find(&r, "COLLATE");
    if (r.end < end)
        read.type.sql.text = reader_slice(&r, 0, r.end);
    read_words(&r, &read);
    r.end = end;
    if (reader_take(&r, "COLLATE"))
        read.type.collation = take_collation(&r);
    alone.unsure = r.unsure || !reader_done(&r) || has_hole(text);
    return alone.unsure ? alone : read;
}

/* ---- In statements ------------------------------------------------------------------------------ */

/* Whoever writes the type again writes it in its one spelling. */
struct column_type reader_type(struct reader *r, struct aludel_text text, bool *serial)
{
    struct type_read read = {0};
    if (text.n)
        read = type_of_text(r->arena, r->dialect, text);
    read.type.sql.text = read.type.spelling;
    r->unsure = r->unsure || read.unsure;
    *serial = read.serial;
    return read.type;
}

struct path reader_collation(struct reader *r, struct aludel_text text)
{
    struct reader inner = reader_of(r, text);
    struct path path = take_collation(&inner);
    r->unsure = r->unsure || inner.unsure || !reader_done(&inner);
    return path;
}
