/*
 * one.c: is a text one statement? Asked before text that nobody has seen is written into a script, where a
 * quote left open would swallow what follows.
 */
#include "op/op.h"

#include <string.h>

struct scan {
    const char *z, *end;
    enum aludel_dialect dialect;
    const char *why;
};

/* Behind the closing quote; doubled ones are text. `backslash`: PostgreSQL's E'…'. */
static bool skip_quoted(struct scan *s, char quote, bool backslash)
{
    for (s->z++; s->z < s->end; s->z++) {
        bool doubled = *s->z == quote && s->z + 1 < s->end && s->z[1] == quote;
        if (doubled || (*s->z == '\\' && backslash)) {
            s->z++;
        } else if (*s->z == quote) {
            s->z++;
            return true;
        }
    }
    s->why = "a quote is left open";
    return false;
}

static void skip_line(struct scan *s)
{
    while (s->z < s->end && *s->z != '\n') {
        s->z++;
    }
}

/* PostgreSQL's comments nest, SQLite's don't. */
static bool skip_comment(struct scan *s)
{
    int depth = 0;
    for (; s->z + 1 < s->end; s->z++) {
        if (s->z[0] == '/' && s->z[1] == '*' && (depth == 0 || s->dialect == ALUDEL_POSTGRESQL)) {
            depth++;
            s->z++;
        } else if (s->z[0] == '*' && s->z[1] == '/') {
            s->z++;
            if (--depth == 0) {
                s->z++;
                return true;
            }
        }
    }
    s->why = "a comment is left open";
    return false;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80);
}

/* $tag$ … $tag$, or a parameter ($1), which is left alone. */
static bool skip_dollar(struct scan *s)
{
    const char *tag = s->z, *p = tag + 1;
    while (p < s->end && is_word(*p)) {
        p++;
    }
    if (p == s->end || *p != '$' || (tag[1] >= '0' && tag[1] <= '9')) {
        s->z++;
        return true;
    }
    size_t n = (size_t)(p - tag) + 1;
    for (s->z = p + 1; s->z + n <= s->end; s->z++) {
        if (memcmp(s->z, tag, n) == 0) {
            s->z += n;
            return true;
        }
    }
    s->why = "a dollar quote is left open";
    return false;
}

static bool skip_word(struct scan *s)
{
    const char *start = s->z;
    while (s->z < s->end && (is_word(*s->z) || (*s->z == '$' && s->dialect == ALUDEL_POSTGRESQL))) {
        s->z++;
    }
    bool is_e = s->z - start == 1 && (*start == 'e' || *start == 'E');
    if (is_e && s->z < s->end && *s->z == '\'' && s->dialect == ALUDEL_POSTGRESQL) {
        return skip_quoted(s, '\'', true);
    }
    return true;
}

/* What closes the quote that opens here; NUL: none does. */
static char closing(const struct scan *s)
{
    switch (*s->z) {
    case '\'':
    case '"': return *s->z;
    case '`': return s->dialect == ALUDEL_SQLITE ? '`' : '\0';
    case '[': return s->dialect == ALUDEL_SQLITE ? ']' : '\0';
    default: return '\0';
    }
}

static bool begins(const struct scan *s, const char *two)
{
    return s->end - s->z > 1 && memcmp(s->z, two, 2) == 0;
}

static bool skip_token(struct scan *s)
{
    char close = closing(s);
    if (close) {
        return skip_quoted(s, close, false);
    }
    if (begins(s, "--")) {
        skip_line(s);
        return true;
    }
    if (begins(s, "/*")) {
        return skip_comment(s);
    }
    if (*s->z == '$' && s->dialect == ALUDEL_POSTGRESQL) {
        return skip_dollar(s);
    }
    if (is_word(*s->z)) {
        return skip_word(s);
    }
    s->z++;
    return true;
}

bool al_one_statement(enum aludel_dialect dialect, struct aludel_text sql, const char **why)
{
    struct scan s = {sql.z, sql.z + sql.n, dialect, NULL};
    bool ended = false, any = false;
    while (s.z < s.end && !s.why) {
        bool comment =
            s.z + 1 < s.end && ((s.z[0] == '-' && s.z[1] == '-') || (s.z[0] == '/' && s.z[1] == '*'));
        if (*s.z == ';') {
            ended = true;
        } else if (ended && !al_is_space(*s.z) && !comment) {
            s.why = "it goes on behind a ';'";
        } else {
            any = any || (!al_is_space(*s.z) && !comment);
        }
        if (!s.why) {
            skip_token(&s);
        }
    }
    if (!s.why && !any) {
        s.why = "it is empty";
    }
    *why = s.why ? s.why : "";
    return !s.why;
}
