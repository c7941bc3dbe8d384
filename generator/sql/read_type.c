/*
 * read_type.c: a type's text as SQLAlchemy would write it, so that a type in SQL and the same of a directive are
 * the same text. A type's name may be followed by arguments, more words, and brackets: TIMESTAMP(3) WITH TIME ZONE[].
 */
#include "sql/reader.h"

struct type_text {
    struct aludel_text words;     /* upper case */
    struct aludel_text arguments; /* with their parentheses */
    struct aludel_text tail;      /* words behind them */
    struct aludel_text name;      /* as it stands, where it is somebody's own type */
    size_t dimensions;
};

/* PostgreSQL's other names for its types. */
static const struct alias {
    const char *words, *is, *tail;
    enum type_family family;
    bool serial;
} aliases[] = {
    {"INT", "INTEGER", NULL, TYPE_INTEGER, false},
    {"INT4", "INTEGER", NULL, TYPE_INTEGER, false},
    {"INTEGER", "INTEGER", NULL, TYPE_INTEGER, false},
    {"INT2", "SMALLINT", NULL, TYPE_SMALL_INTEGER, false},
    {"SMALLINT", "SMALLINT", NULL, TYPE_SMALL_INTEGER, false},
    {"INT8", "BIGINT", NULL, TYPE_BIG_INTEGER, false},
    {"BIGINT", "BIGINT", NULL, TYPE_BIG_INTEGER, false},
    {"SERIAL", "INTEGER", NULL, TYPE_INTEGER, true},
    {"SERIAL4", "INTEGER", NULL, TYPE_INTEGER, true},
    {"SMALLSERIAL", "SMALLINT", NULL, TYPE_SMALL_INTEGER, true},
    {"SERIAL2", "SMALLINT", NULL, TYPE_SMALL_INTEGER, true},
    {"BIGSERIAL", "BIGINT", NULL, TYPE_BIG_INTEGER, true},
    {"SERIAL8", "BIGINT", NULL, TYPE_BIG_INTEGER, true},
    {"BOOL", "BOOLEAN", NULL, TYPE_BOOLEAN, false},
    {"BOOLEAN", "BOOLEAN", NULL, TYPE_BOOLEAN, false},
    {"TEXT", "TEXT", NULL, TYPE_TEXT, false},
    {"VARCHAR", "VARCHAR", NULL, TYPE_TEXT, false},
    {"CHARACTER VARYING", "VARCHAR", NULL, TYPE_TEXT, false},
    {"CHAR VARYING", "VARCHAR", NULL, TYPE_TEXT, false},
    {"NATIONAL CHARACTER VARYING", "VARCHAR", NULL, TYPE_TEXT, false},
    {"NATIONAL CHAR VARYING", "VARCHAR", NULL, TYPE_TEXT, false},
    {"NCHAR VARYING", "VARCHAR", NULL, TYPE_TEXT, false},
    {"CHAR", "CHAR", NULL, TYPE_TEXT, false},
    {"CHARACTER", "CHAR", NULL, TYPE_TEXT, false},
    {"NATIONAL CHARACTER", "CHAR", NULL, TYPE_TEXT, false},
    {"NATIONAL CHAR", "CHAR", NULL, TYPE_TEXT, false},
    {"NCHAR", "CHAR", NULL, TYPE_TEXT, false},
    {"DECIMAL", "NUMERIC", NULL, TYPE_OTHER, false},
    {"DEC", "NUMERIC", NULL, TYPE_OTHER, false},
    {"FLOAT4", "REAL", NULL, TYPE_OTHER, false},
    {"FLOAT8", "DOUBLE PRECISION", NULL, TYPE_OTHER, false},
    {"VARBIT", "BIT VARYING", NULL, TYPE_OTHER, false},
    {"TIMESTAMP", "TIMESTAMP", "WITHOUT TIME ZONE", TYPE_OTHER, false},
    {"TIMESTAMPTZ", "TIMESTAMP", "WITH TIME ZONE", TYPE_OTHER, false},
    {"TIME", "TIME", "WITHOUT TIME ZONE", TYPE_OTHER, false},
    {"TIMETZ", "TIME", "WITH TIME ZONE", TYPE_OTHER, false},
    {"TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "WITH TIME ZONE", TYPE_OTHER, false},
    {"TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP", "WITHOUT TIME ZONE", TYPE_OTHER, false},
    {"TIME WITH TIME ZONE", "TIME", "WITH TIME ZONE", TYPE_OTHER, false},
    {"TIME WITHOUT TIME ZONE", "TIME", "WITHOUT TIME ZONE", TYPE_OTHER, false},
};

/* The server's own, besides. Every other name is somebody's type and stays in lower case. */
static const char *const builtin[] = {
    "BIT",       "BOX",      "BYTEA",     "CIDR",     "CIRCLE", "CITEXT",    "DATE",      "DATEMULTIRANGE",
    "DATERANGE", "DOUBLE",   "FLOAT",     "HSTORE",   "INET",   "INT4RANGE", "INT8RANGE", "INTERVAL",
    "JSON",      "JSONB",    "JSONPATH",  "LINE",     "LSEG",   "MACADDR",   "MACADDR8",  "MONEY",
    "NUMERIC",   "NUMRANGE", "OID",       "PATH",     "POINT",  "POLYGON",   "REAL",      "REGCLASS",
    "TSQUERY",   "TSRANGE",  "TSTZRANGE", "TSVECTOR", "UUID",   "XML",       NULL};

static const struct alias *alias_of(struct aludel_text words)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (al_is(words, aliases[i].words))
            return &aliases[i];
    return NULL;
}

static const char *first_word(struct reader *r, struct aludel_text words)
{
    size_t n = 0;
    while (n < words.n && words.z[n] != ' ')
        n++;
    return arena_string(r->arena, (struct aludel_text){words.z, n});
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

/* schema.name: the name alone where it is the server's. */
static void take_schema(struct reader *r)
{
    size_t behind = tokens_match(&r->tokens, r->i, "PG_CATALOG .");
    if (!behind && r->dialect == ALUDEL_POSTGRESQL)
        behind = tokens_match(&r->tokens, r->i, "PUBLIC .");
    r->i = behind && behind < r->end ? behind : r->i;
}

static struct type_text take_apart(struct reader *r)
{
    struct type_text t = {0};
    take_schema(r);
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

static void put(struct al_builder *b, struct aludel_text t)
{
    al_put(b, t.z, t.n);
}

static void put_type(struct al_builder *b, const struct type_text *t)
{
    put(b, t->words);
    put(b, t->arguments);
    if (t->tail.n)
        al_putc(b, ' ');
    put(b, t->tail);
    for (size_t i = 0; i < t->dimensions; i++)
        al_puts(b, "[]");
}

static bool is_plain_name(struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!((name.z[i] >= 'a' && name.z[i] <= 'z') || name.z[i] == '_' ||
              (i && name.z[i] >= '0' && name.z[i] <= '9')))
            return false;
    return name.n > 0;
}

static bool is_of_server(struct reader *r, struct aludel_text name)
{
    struct aludel_text upper = upper_words(r, name);
    return alias_of(upper) || word_in(first_word(r, upper), builtin);
}

/* mood, s.mood, "Mood": in lower case, quotes where they must be. */
static struct aludel_text own_name(struct reader *r, struct aludel_text text)
{
    struct reader inner = reader_of(r, text);
    struct al_builder b = al_builder(&r->arena->memory);
    while (!reader_done(&inner) && !inner.unsure) {
        struct aludel_text written = reader_token(&inner, inner.i);
        struct aludel_text name = reader_name(&inner);
        bool is_taken = *written.z == '"' && is_of_server(&inner, name); /* "char" isn't char */
        put(&b, is_plain_name(name) && !is_taken ? name : written);
        if (reader_take(&inner, "."))
            al_putc(&b, '.');
    }
    r->unsure = r->unsure || inner.unsure;
    return al_built(&b);
}

static void rename_postgresql(struct reader *r, struct type_text *t, struct column_type *type, bool *serial)
{
    const struct alias *alias = alias_of(t->words);
    if (alias) {
        t->words = al_text(alias->is);
        if (alias->tail && !t->tail.n)
            t->tail = al_text(alias->tail);
        type->family = t->dimensions ? TYPE_OTHER : alias->family;
        *serial = alias->serial;
    } else if (!word_in(first_word(r, t->words), builtin)) {
        t->words = own_name(r, t->name);
    }
}

static enum type_family sqlite_family(struct aludel_text words)
{
    const struct alias *alias = alias_of(words);
    return alias ? alias->family : TYPE_OTHER;
}

struct column_type reader_type(struct reader *r, struct aludel_text text, bool *serial)
{
    struct column_type type = {0};
    *serial = false;
    if (!text.n)
        return type;
    struct reader inner = reader_of(r, text);
    struct type_text t = take_apart(&inner);
    if (r->dialect == ALUDEL_POSTGRESQL)
        rename_postgresql(&inner, &t, &type, serial);
    else
        type.family = sqlite_family(t.words);
    struct al_builder b = al_builder(&r->arena->memory);
    put_type(&b, &t);
    type.sql.text = al_built(&b);
    r->unsure = r->unsure || inner.unsure || !reader_done(&inner) || has_hole(text);
    return type;
}

struct path reader_collation(struct reader *r, struct aludel_text text)
{
    struct reader inner = reader_of(r, text);
    struct path path = reader_path(&inner);
    if (al_is(path.schema, "pg_catalog"))
        path.schema = (struct aludel_text){"", 0};
    r->unsure = r->unsure || inner.unsure || !reader_done(&inner);
    return path;
}
