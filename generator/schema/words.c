/* words.c: names in expressions. They are scanned, not parsed: strings, comments and quoted names are told apart. */
#include "schema/inner.h"

#include "base/word.h"

#include <string.h>

struct word {
    size_t from, to;         /* with its quotes */
    struct aludel_text name; /* without them */
    char quote;              /* or 0 */
    bool is_type;            /* behind :: or AS: a type, or its schema */
    bool is_column;          /* neither a call, nor a qualifier, nor a type behind :: */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* E'…' has escapes. */
static size_t behind_string(struct aludel_text t, size_t at)
{
    bool escapes = at && (t.z[at - 1] == 'e' || t.z[at - 1] == 'E');
    for (at++; at < t.n; at++) {
        if (escapes && t.z[at] == '\\')
            at++;
        else if (t.z[at] == '\'' && (at + 1 >= t.n || t.z[at + 1] != '\''))
            return at + 1;
        else if (t.z[at] == '\'')
            at++;
    }
    return t.n;
}

static size_t behind_quote(struct aludel_text t, size_t at, char close)
{
    for (at++; at < t.n; at++)
        if (t.z[at] == close) {
            if (close == ']' || at + 1 >= t.n || t.z[at + 1] != close)
                return at + 1;
            at++;
        }
    return t.n;
}

/* $tag$ … $tag$; no such quote: one character. */
static size_t behind_dollar(struct aludel_text t, size_t at)
{
    size_t n = at + 1;
    while (n < t.n && (begins_word(t.z[n]) || is_digit(t.z[n])))
        n++;
    if (n >= t.n || t.z[n] != '$')
        return at + 1;
    size_t tag = n + 1 - at;
    for (size_t i = n + 1; i + tag <= t.n; i++)
        if (memcmp(t.z + i, t.z + at, tag) == 0)
            return i + tag;
    return t.n;
}

static size_t behind_comment(struct aludel_text t, size_t at)
{
    bool line = t.z[at] == '-';
    for (at += 2; at < t.n; at++)
        if (line ? t.z[at] == '\n' : at + 1 < t.n && t.z[at] == '*' && t.z[at + 1] == '/')
            return line ? at : at + 2;
    return t.n;
}

static bool is_comment(struct aludel_text t, size_t at)
{
    return at + 1 < t.n && ((t.z[at] == '-' && t.z[at + 1] == '-') || (t.z[at] == '/' && t.z[at + 1] == '*'));
}

static char closing(enum aludel_dialect dialect, char c)
{
    if (c == '"')
        return '"';
    if (dialect == ALUDEL_SQLITE && (c == '`' || c == '['))
        return c == '[' ? ']' : '`';
    return 0;
}

static char next_mark(struct aludel_text t, size_t at)
{
    while (at < t.n && strchr(" \t\r\n", t.z[at]))
        at++;
    return at < t.n ? t.z[at] : '\0';
}

static bool is_behind_as(struct aludel_text t, size_t at)
{
    while (at && strchr(" \t\r\n", t.z[at - 1]))
        at--;
    return at >= 3 && al_same_nocase((struct aludel_text){t.z + at - 2, 2}, AL_TEXT("as")) &&
           strchr(" \t\r\n)", t.z[at - 3]);
}

static void take_word(struct aludel_text t, char close, struct word *w)
{
    bool typed = w->from >= 2 && t.z[w->from - 1] == ':' && t.z[w->from - 2] == ':';
    char next = next_mark(t, w->to);
    w->is_type = typed || is_behind_as(t, w->from);
    w->is_column = !typed && next != '.' && next != '\'' && (close || next != '(');
    w->quote = close ? t.z[w->from] : '\0';
    size_t edge = close ? 1 : 0;
    w->name = (struct aludel_text){t.z + w->from + edge, w->to - w->from - 2 * edge};
}

/* What isn't a word. */
static size_t behind_other(enum aludel_dialect dialect, struct aludel_text t, size_t at)
{
    if (t.z[at] == '\'')
        return behind_string(t, at);
    if (t.z[at] == '$' && dialect == ALUDEL_POSTGRESQL)
        return behind_dollar(t, at);
    if (is_comment(t, at))
        return behind_comment(t, at);
    if (!is_digit(t.z[at]))
        return at + 1;
    while (at < t.n && (is_digit(t.z[at]) || begins_word(t.z[at])))
        at++;
    return at;
}

/* The next word behind *at. */
static bool next_word(enum aludel_dialect dialect, struct aludel_text t, size_t *at, struct word *w)
{
    while (*at < t.n) {
        char c = t.z[*at], close = closing(dialect, c);
        w->from = *at;
        if (begins_word(c) || close) {
            *at = close ? behind_quote(t, *at, close) : *at + 1;
            while (!close && *at < t.n && (begins_word(t.z[*at]) || is_digit(t.z[*at]) || t.z[*at] == '$'))
                ++*at;
            w->to = *at;
            take_word(t, close, w);
            return true;
        }
        *at = behind_other(dialect, t, *at);
    }
    return false;
}

static bool is_same(enum aludel_dialect dialect, const struct word *w, struct aludel_text a,
                    struct aludel_text b)
{
    return w->quote && dialect == ALUDEL_POSTGRESQL ? al_same(a, b) : al_same_nocase(a, b);
}

/* A quote in quotes stands there twice. */
static bool word_is(enum aludel_dialect dialect, const struct word *w, struct aludel_text name)
{
    struct aludel_text there = w->name;
    const char *doubled;
    if (!w->is_column)
        return false;
    while (w->quote && there.n && (doubled = memchr(there.z, w->quote, there.n)) != NULL) {
        size_t n = (size_t)(doubled - there.z) + 1;
        if (name.n < n ||
            !is_same(dialect, w, (struct aludel_text){there.z, n}, (struct aludel_text){name.z, n}))
            return false;
        name = (struct aludel_text){name.z + n, name.n - n};
        there = (struct aludel_text){there.z + n + 1, there.n - n - 1};
    }
    return is_same(dialect, w, there, name);
}

bool words_mention(enum aludel_dialect dialect, struct aludel_text sql, struct aludel_text column)
{
    struct word w;
    for (size_t at = 0; next_word(dialect, sql, &at, &w);)
        if (word_is(dialect, &w, column))
            return true;
    return false;
}

/* Words that stand for something else when they are bare. */
static bool is_reserved(struct aludel_text name)
{
    static const char *const words[] = {
        "all",          "analyse",     "analyze",      "and",          "any",
        "array",        "as",          "asc",          "both",         "case",
        "cast",         "check",       "collate",      "column",       "commit",
        "constraint",   "create",      "current_date", "current_time", "current_timestamp",
        "current_user", "default",     "deferrable",   "delete",       "desc",
        "distinct",     "do",          "drop",         "else",         "end",
        "except",       "exists",      "false",        "fetch",        "for",
        "foreign",      "from",        "glob",         "grant",        "group",
        "having",       "if",          "in",           "index",        "initially",
        "insert",       "intersect",   "into",         "is",           "isnull",
        "join",         "lateral",     "leading",      "like",         "limit",
        "localtime",    "not",         "notnull",      "null",         "offset",
        "on",           "only",        "or",           "order",        "primary",
        "references",   "returning",   "select",       "session_user", "set",
        "some",         "symmetric",   "table",        "then",         "to",
        "trailing",     "transaction", "true",         "union",        "unique",
        "update",       "user",        "using",        "values",       "when",
        "where",        "window",      "with"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (al_is(name, words[i]))
            return true;
    return false;
}

static bool is_plain(struct aludel_text name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!((name.z[i] >= 'a' && name.z[i] <= 'z') || name.z[i] == '_' || (i && is_digit(name.z[i]))))
            return false;
    return name.n && !is_reserved(name);
}

/* In the way of the word that it replaces, as far as the name allows it. */
static void put_name(struct al_builder *b, const struct word *w, struct aludel_text name)
{
    bool had_to = w->quote && !is_plain(w->name);
    if (is_plain(name) && (!w->quote || had_to)) {
        al_put(b, name.z, name.n);
        return;
    }
    char open = w->quote ? w->quote : '"';
    al_putc(b, open);
    for (size_t i = 0; i < name.n; i++) {
        if (name.z[i] == open && open != '[')
            al_putc(b, open);
        al_putc(b, name.z[i]);
    }
    al_putc(b, open == '[' ? ']' : open);
}

static bool is_wanted(enum aludel_dialect d, struct aludel_text sql, const struct word *w,
                      struct aludel_text name, bool everywhere)
{
    struct word any = *w;
    if (everywhere)
        any.is_column = !w->from || sql.z[w->from - 1] != '.';
    return word_is(d, &any, name);
}

/* No text: there was nothing to rename. */
static struct aludel_text renamed(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql,
                                  struct aludel_text from, struct aludel_text to, bool everywhere)
{
    struct al_builder b = al_builder(&a->memory);
    struct word w;
    size_t done = 0;
    for (size_t at = 0; next_word(dialect, sql, &at, &w);) {
        if (!is_wanted(dialect, sql, &w, from, everywhere))
            continue;
        al_put(&b, sql.z + done, w.from - done);
        put_name(&b, &w, to);
        done = w.to;
    }
    if (!done)
        return (struct aludel_text){"", 0};
    al_put(&b, sql.z + done, sql.n - done);
    return al_built(&b);
}

struct aludel_text words_rename(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql,
                                struct aludel_text from, struct aludel_text to)
{
    return words_mention(dialect, sql, from) ? renamed(a, dialect, sql, from, to, false) : sql;
}

struct aludel_text words_rename_all(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql,
                                    struct aludel_text from, struct aludel_text to)
{
    return renamed(a, dialect, sql, from, to, true);
}

struct aludel_text words_path(struct arena *a, struct path path)
{
    struct al_builder b = al_builder(&a->memory);
    const struct word bare = {0};
    if (path.schema.n) {
        put_name(&b, &bare, path.schema);
        al_putc(&b, '.');
    }
    put_name(&b, &bare, path.name);
    return al_built(&b);
}

/* ---- What PostgreSQL calls an expression (FigureIndexColname) ---- */

static struct aludel_text behind(struct aludel_text t, size_t at)
{
    while (at < t.n && strchr(" \t\r\n", t.z[at]))
        at++;
    return (struct aludel_text){t.z + at, t.n - at};
}

/* ( … ) */
static size_t behind_group(struct aludel_text t)
{
    size_t at = 0, depth = 0;
    do {
        depth += t.z[at] == '(' ? 1 : 0;
        depth -= t.z[at] == ')' ? 1 : 0;
        at = t.z[at] == '"' ? behind_quote(t, at, '"') : behind_other(ALUDEL_POSTGRESQL, t, at);
    } while (depth && at < t.n);
    return at;
}

/* A cast, a collation, a subscript; an operator makes another expression of it. */
static bool keeps_its_name(struct arena *a, struct aludel_text rest)
{
    static const char *const firsts[] = {"::", "[", "as ", "collate "};
    const char *z = arena_string(a, rest);
    bool known = !rest.n;
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        struct aludel_text first = al_text(firsts[i]);
        known = known || (rest.n >= first.n && al_same_nocase(first, (struct aludel_text){rest.z, first.n}));
    }
    return known && !z[strcspn(z, "+-*/<>=~!@#%^&|?")];
}

static struct aludel_text inside(struct aludel_text group, size_t n)
{
    return (struct aludel_text){group.z + 1, n < 2 ? 0 : n - 2};
}

static struct aludel_text lowered(struct arena *a, const struct word *w)
{
    char *z = arena_string(a, w->name);
    for (char *c = z; *c && !w->quote; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    return al_text(z);
}

/* a, s.f(…), CAST(… AS …) */
static struct aludel_text called(struct arena *a, struct aludel_text t)
{
    struct word w;
    struct aludel_text rest = t;
    do {
        size_t at = 0;
        t = rest.n && rest.z[0] == '.' ? behind(rest, 1) : rest;
        if (!next_word(ALUDEL_POSTGRESQL, t, &at, &w) || w.from)
            return (struct aludel_text){"", 0};
        rest = behind(t, at);
    } while (rest.n && rest.z[0] == '.');
    struct aludel_text name = lowered(a, &w);
    size_t group = rest.n && rest.z[0] == '(' ? behind_group(rest) : 0;
    if (!keeps_its_name(a, behind(rest, group)) || (group && al_is(name, "not")))
        return (struct aludel_text){"", 0};
    if (group && al_is(name, "cast"))
        return words_called(a, inside(rest, group));
    return group && al_is(name, "trim") ? AL_TEXT("btrim") : name;
}

struct aludel_text words_called(struct arena *a, struct aludel_text sql)
{
    struct aludel_text t = behind(sql, 0);
    if (!t.n || t.z[0] != '(')
        return called(a, t);
    size_t group = behind_group(t);
    bool keeps = keeps_its_name(a, behind(t, group));
    return keeps ? words_called(a, inside(t, group)) : (struct aludel_text){"", 0};
}

/* ---- A type's new name ---- */

/* `w`, or what stands behind it as its schema; `at` is then behind that. */
static bool names_type(struct arena *a, struct aludel_text sql, size_t *at, const struct word *w,
                       struct path type)
{
    struct word last = *w;
    struct path path = {.name = lowered(a, w)};
    bool qualified = w->is_type && w->to < sql.n && sql.z[w->to] == '.';
    if (qualified && next_word(ALUDEL_POSTGRESQL, sql, at, &last))
        path = (struct path){path.name, lowered(a, &last)};
    return w->is_type && same_path(ALUDEL_POSTGRESQL, path, type);
}

struct aludel_text words_rename_type(struct arena *a, struct aludel_text sql, struct path from,
                                     struct path to)
{
    struct al_builder b = al_builder(&a->memory);
    struct word w;
    size_t done = 0;
    for (size_t at = 0; next_word(ALUDEL_POSTGRESQL, sql, &at, &w);) {
        if (!names_type(a, sql, &at, &w, from))
            continue;
        struct aludel_text name = words_path(a, to);
        al_put(&b, sql.z + done, w.from - done);
        al_put(&b, name.z, name.n);
        done = at;
    }
    if (!done)
        return sql;
    al_put(&b, sql.z + done, sql.n - done);
    return al_built(&b);
}

/* ---- The columns that a part uses ---- */

static bool in_elements(enum aludel_dialect d, const struct index *i, struct aludel_text name)
{
    for (size_t k = 0; k < i->elements.count; k++) {
        const struct index_element *element = &i->elements.at[k];
        if (element->column.n ? same_name(d, element->column, name)
                              : words_mention(d, element->expression.text, name))
            return true;
    }
    return false;
}

void index_columns(struct arena *a, enum aludel_dialect d, const struct table *t, const struct index *i,
                   struct names *out)
{
    for (size_t k = 0; k < t->columns.count; k++) {
        struct aludel_text name = t->columns.at[k]->name;
        if (in_elements(d, i, name) || words_mention(d, i->where.text, name) ||
            names_have(d, &i->include, name))
            vec_push(a, out, name);
    }
}

void constraint_columns(struct arena *a, enum aludel_dialect d, const struct table *t,
                        const struct constraint *k, struct names *out)
{
    for (size_t i = 0; i < t->columns.count; i++) {
        struct aludel_text name = t->columns.at[i]->name;
        if (names_have(d, &k->columns, name) || names_have(d, &k->include, name) ||
            words_mention(d, k->condition.text, name) || words_mention(d, k->elements.text, name))
            vec_push(a, out, name);
    }
}
