/*
 * type.c: a column's type as SQLAlchemy calls it: sql/types.def read backwards. The SQL of a line is laid beside the type's
 * one spelling; blanks don't count.
 */
#include "directives/inner.h"

#include "sql/type.h"

#include <string.h>

static const struct type_line {
    const char *name, *parameters;
    const char *sql[ALUDEL_DIALECTS];
    enum type_family family;
    bool of_extension;
} lines[] = {
#define LINE(name, family, parameters, postgresql, sqlite, of_extension) \
    {#name,                                                              \
     parameters,                                                         \
     {[ALUDEL_POSTGRESQL] = (postgresql), [ALUDEL_SQLITE] = (sqlite)},   \
     TYPE_##family,                                                      \
     of_extension},
#define TYPE(name, family, parameters, postgresql, sqlite) \
    LINE(name, family, parameters, postgresql, sqlite, false)
#define EXTENSION_TYPE(name, extension, family, parameters, postgresql, sqlite) \
    LINE(name, family, parameters, postgresql, sqlite, true)
#include "sql/types.def"
#undef EXTENSION_TYPE
#undef TYPE
#undef LINE
};
#define LINES (sizeof lines / sizeof *lines)

/* ---- A pattern beside a spelling ----------------------------------------------------------------- */

struct parameter {
    const char *name, *value;
};

struct matching {
    struct arena *arena;
    bool any_case; /* what an extension has stays in lower case */
    struct parameter found[4];
    size_t count;
};

static bool matches(struct matching *m, const char *pattern, const char *z);

static struct parameter *found(struct matching *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->found[i].name, name) == 0)
            return &m->found[i];
    return NULL;
}

/* With the parameter's value. What was found for it elsewhere must be the same. */
static bool goes_on(struct matching *m, const char *name, const char *value, const char *pattern,
                    const char *z)
{
    struct matching before = *m;
    struct parameter *known = found(m, name);
    if (known ? strcmp(known->value, value) != 0 : m->count == sizeof m->found / sizeof *m->found)
        return false;
    if (!known)
        m->found[m->count++] = (struct parameter){name, value};
    if (matches(m, pattern, z))
        return true;
    *m = before;
    return false;
}

/* The words of a choice; `behind`: the pattern behind it. */
static bool choice_matches(struct matching *m, const char *name, const char *words, const char *behind,
                           const char *z)
{
    const char *bar = strchr(words, '|');
    const char *yes = bar ? arena_format(m->arena, "%.*s", (int)(bar - words), words) : words;
    if (goes_on(m, name, "True", arena_format(m->arena, "%s%s", yes, behind), z))
        return true;
    return bar && goes_on(m, name, "", arena_format(m->arena, "%s%s", bar + 1, behind), z);
}

static bool text_matches(struct matching *m, const char *name, const char *behind, const char *z)
{
    for (size_t n = strcspn(z, "("); n > 0; n--) {
        const char *text = arena_format(m->arena, "%.*s", (int)n, z);
        if (z[n - 1] != ' ' && goes_on(m, name, python_string(m->arena, al_text(text)), behind, z + n))
            return true;
    }
    return false;
}

static bool integer_matches(struct matching *m, const char *name, const char *behind, const char *z)
{
    size_t n = *z == '-', digits = strspn(z + n, "0123456789");
    const char *value = arena_format(m->arena, "%.*s", (int)(n + digits), z);
    return digits && digits < 10 && goes_on(m, name, value, behind, z + n + digits);
}

/* <length:1>, <fields:text>, <varying?VARYING> */
static bool parameter_matches(struct matching *m, const char *pattern, const char *z)
{
    const char *end = strchr(pattern, '>');
    size_t n = strcspn(pattern, ":?");
    const char *name = arena_format(m->arena, "%.*s", (int)(n - 1), pattern + 1);
    const char *kind = arena_format(m->arena, "%.*s", (int)(end - pattern) - (int)n - 1, pattern + n + 1);
    if (pattern[n] == '?')
        return choice_matches(m, name, kind, end + 1, z);
    return strcmp(kind, "text") == 0 ? text_matches(m, name, end + 1, z)
                                     : integer_matches(m, name, end + 1, z);
}

static const char *group_end(const char *z)
{
    size_t depth = 0;
    for (;; z++) {
        depth += *z == '[';
        if (*z == ']' && --depth == 0)
            return z;
    }
}

static bool group_matches(struct matching *m, const char *pattern, const char *z)
{
    const char *end = group_end(pattern);
    const char *with = arena_format(m->arena, "%.*s%s", (int)(end - pattern - 1), pattern + 1, end + 1);
    return matches(m, with, z) || matches(m, end + 1, z);
}

static char upper(const struct matching *m, char c)
{
    return m->any_case && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool matches(struct matching *m, const char *pattern, const char *z)
{
    for (;; pattern++, z++) {
        pattern += strspn(pattern, " ");
        z += strspn(z, " ");
        if (*pattern == '<')
            return parameter_matches(m, pattern, z);
        if (*pattern == '[')
            return group_matches(m, pattern, z);
        if (*pattern != upper(m, *z))
            return false;
        if (!*pattern)
            return true;
    }
}

/* ---- A line beside a type ------------------------------------------------------------------------ */

static bool has_parameter(const struct type_line *line, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = line->parameters; *p; p += strcspn(p, ","), p += *p == ',')
        if (strncmp(p, name, n) == 0 && (p[n] == ',' || !p[n]))
            return true;
    return false;
}

/* A collation is in the line's own SQL, or an argument. */
static bool line_matches(struct matching *m, const struct type_line *line, enum aludel_dialect dialect,
                         const struct column_type *type)
{
    const char *sql = line->sql[dialect], *z = arena_string(m->arena, type->spelling);
    bool own = strstr(sql, " COLLATE ") != NULL;
    struct aludel_text collation = type->collation.name;
    if (own && !collation.n)
        return false;
    if (own)
        z = arena_format(m->arena, "%s COLLATE %.*s", z, (int)collation.n, collation.z);
    if (!own && collation.n &&
        (!has_parameter(line, "collation") ||
         !goes_on(m, "collation", python_string(m->arena, collation), "", "")))
        return false;
    m->any_case = line->of_extension && dialect == ALUDEL_POSTGRESQL;
    return matches(m, sql, z);
}

struct found_line {
    const struct type_line *line; /* NULL: there is none */
    struct matching m;
    bool suits_hint;
};

static struct found_line find_line(struct writing *w, const struct column_type *type,
                                   const struct column_type *hint)
{
    struct found_line first = {0};
    enum aludel_dialect other = w->dialect == ALUDEL_SQLITE ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
    for (size_t i = 0; i < LINES && !type->collation.schema.n && !type->path.schema.n; i++) {
        struct matching m = {.arena = w->arena};
        if (!line_matches(&m, &lines[i], w->dialect, type))
            continue;
        struct found_line here = {&lines[i], m, false};
        here.suits_hint = !hint || line_matches(&here.m, &lines[i], other, hint);
        if (here.suits_hint)
            return here;
        if (!first.line)
            first = (struct found_line){&lines[i], m, false};
    }
    return first;
}

/* ---- Written ----------------------------------------------------------------------------------- */

/* What SQLAlchemy has nowhere, and what it has for PostgreSQL only. */
static const char *module_of(const struct type_line *line, const struct matching *m)
{
    static const char bare[] = " XML LTREE Vector VECTOR HALFVEC SPARSEVEC ";
    static const char own[] = " BYTEA JSONB TSVECTOR TSQUERY INET CIDR MACADDR MACADDR8 MONEY OID REGCLASS"
                              " INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE INT4MULTIRANGE"
                              " INT8MULTIRANGE NUMMULTIRANGE DATEMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE"
                              " BIT CITEXT HSTORE INTERVAL ";
    const char *word = arena_format(m->arena, " %s ", line->name);
    bool precise = false;
    for (size_t i = 0; i < m->count; i++)
        precise = precise || strcmp(m->found[i].name, "precision") == 0;
    bool time = strcmp(line->name, "TIMESTAMP") == 0 || strcmp(line->name, "TIME") == 0;
    if (strstr(bare, word))
        return "";
    return strstr(own, word) || (time && precise) ? "postgresql." : "sa.";
}

static bool stands_without_keyword(const char *name)
{
    static const char *const names[] = {"length", "dim", "precision", "scale"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static const char *line_said(struct writing *w, struct found_line *f)
{
    struct call c = call_of(w, arena_format(w->arena, "%s%s", module_of(f->line, &f->m), f->line->name));
    bool in_place = true;
    for (const char *p = f->line->parameters; *p; p += strcspn(p, ","), p += *p == ',') {
        const char *name = arena_format(w->arena, "%.*s", (int)strcspn(p, ","), p);
        const struct parameter *one = found(&f->m, name);
        bool given = one && *one->value;
        in_place = in_place && given && stands_without_keyword(name);
        if (in_place)
            call_put(&c, one->value);
        else if (given)
            call_named(&c, name, one->value);
    }
    return call_done(&c);
}

static const char *with_collation(struct writing *w, const struct column_type *type)
{
    const char *z = arena_string(w->arena, type->spelling);
    if (!type->collation.name.n)
        return z;
    return arena_format(w->arena, "%s COLLATE %s", z, ddl_quoted_path(w->arena, type->collation));
}

/* Type("…"), which may be another one in the other dialect. */
static const char *own_said(struct writing *w, const struct column_type *type, const struct column_type *hint)
{
    struct call c = call_of(w, "Type");
    const char *own = with_collation(w, type), *other = hint ? with_collation(w, hint) : own;
    if (strcmp(own, other) == 0) {
        call_text(&c, al_text(own));
        return call_done(&c);
    }
    call_named_text(&c, "postgresql", al_text(w->dialect == ALUDEL_POSTGRESQL ? own : other));
    call_named_text(&c, "sqlite", al_text(w->dialect == ALUDEL_SQLITE ? own : other));
    return call_done(&c);
}

static const char *enum_said(struct writing *w, const struct enum_type *e)
{
    struct call c = call_of(w, "sa.Enum");
    for (size_t i = 0; i < e->labels.count; i++)
        call_text(&c, e->labels.at[i]);
    call_named_text(&c, "name", e->path.name);
    call_schema(&c, e->path);
    return call_done(&c);
}

/* The labels that the type has now, be it the one that a column tells of or not. */
static const struct enum_type *labels_of(struct writing *w, const struct column_type *type)
{
    struct path path = type->labels ? type->labels->path : type->path;
    const struct thing *there =
        path.name.n ? schema_find(w->now, THING_ENUM, plain_path(w->dialect, path)) : NULL;
    if (there && there->labels)
        return there->labels;
    return type->labels;
}

static size_t longest(const struct enum_type *e)
{
    size_t most = 0;
    for (size_t i = 0; i < e->labels.count; i++) {
        size_t n = 0;
        for (size_t k = 0; k < e->labels.at[i].n; k++)
            n += (e->labels.at[i].z[k] & 0xC0) != 0x80;
        most = n > most ? n : most;
    }
    return most;
}

/* SQLite's VARCHAR(5) where PostgreSQL has an enum, JSON where it has an array. */
static const char *said_by_hint(struct writing *w, const struct column_type *type,
                                const struct column_type *hint)
{
    if (w->dialect != ALUDEL_SQLITE || !hint || type->collation.name.n)
        return NULL;
    struct writing there = *w;
    there.dialect = ALUDEL_POSTGRESQL;
    if (hint->dimensions && al_is(type->spelling, "JSON"))
        return type_said(&there, hint, NULL).text;
    bool fits = hint->labels && !hint->dimensions &&
                al_is(type->spelling, arena_format(w->arena, "VARCHAR(%zu)", longest(hint->labels)));
    return fits ? enum_said(w, hint->labels) : NULL;
}

static const char *array_said(struct writing *w, const struct column_type *type)
{
    struct call c = call_of(w, "sa.ARRAY");
    struct column_type of = *type;
    of.dimensions = 0;
    of.spelling.n -= 2 * type->dimensions;
    of.sql.text = of.spelling;
    call_put(&c, type_said(w, &of, NULL).text);
    if (type->dimensions > 1)
        call_named(&c, "dimensions", arena_format(w->arena, "%zu", type->dimensions));
    return call_done(&c);
}

struct type_said type_said(struct writing *w, const struct column_type *type, const struct column_type *hint)
{
    struct type_said said = {0};
    const struct enum_type *labels = w->dialect == ALUDEL_POSTGRESQL ? labels_of(w, type) : NULL;
    if (!type->spelling.n)
        return said;
    said.text = said_by_hint(w, type, hint);
    if (said.text)
        return said;
    if (type->dimensions) {
        said.text = array_said(w, type);
        return said;
    }
    if (labels && !type->collation.name.n) {
        said.text = enum_said(w, labels);
        return said;
    }
    struct found_line f = find_line(w, type, hint);
    said.counts = f.line && f.suits_hint && is_integer(f.line->family);
    said.text = f.line && f.suits_hint ? line_said(w, &f) : own_said(w, type, hint);
    return said;
}
