/*
 * The functions that a <%c> block at file scope defines or declares: enough of C to read their names and
 * types. What can't be read is left to the C compiler.
 */
#include "fold/language.h"

#include <string.h>

struct scan {
    struct arena *arena;
    const struct node *block;
    const char *z, *end;
    VEC(struct aludel_text) tokens; /* of the declaration in hand */
    struct c_functions *out;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_line(struct scan *s)
{
    while (s->z < s->end && *s->z != '\n')
        s->z += *s->z == '\\' && s->z + 1 < s->end ? 2 : 1;
}

static void skip_comment(struct scan *s)
{
    s->z += 2;
    while (s->z + 1 < s->end && !(s->z[0] == '*' && s->z[1] == '/'))
        s->z++;
    s->z = s->z + 2 < s->end ? s->z + 2 : s->end;
}

static void skip_quoted(struct scan *s)
{
    char quote = *s->z++;
    while (s->z < s->end && *s->z != quote && *s->z != '\n')
        s->z += *s->z == '\\' && s->z + 1 < s->end ? 2 : 1;
    s->z += s->z < s->end;
}

/* The next token; empty at the end. Strings are tokens of one quote. */
static struct aludel_text next_token(struct scan *s)
{
    while (s->z < s->end) {
        const char *from = s->z;
        if (*s->z == '#' || (s->z + 1 < s->end && s->z[0] == '/' && s->z[1] == '/')) {
            skip_line(s);
        } else if (s->z + 1 < s->end && s->z[0] == '/' && s->z[1] == '*') {
            skip_comment(s);
        } else if (*s->z == '"' || *s->z == '\'') {
            skip_quoted(s);
            return (struct aludel_text){from, 1};
        } else if (strchr(" \t\r\n\f\v", *s->z)) {
            s->z++;
        } else {
            do
                s->z++;
            while (s->z < s->end && is_word(*from) && is_word(*s->z));
            return (struct aludel_text){from, (size_t)(s->z - from)};
        }
    }
    return (struct aludel_text){s->end, 0};
}

static void skip_braces(struct scan *s)
{
    for (int depth = 1; depth > 0;) {
        struct aludel_text t = next_token(s);
        if (!t.n)
            return;
        depth += al_is(t, "{") ? 1 : al_is(t, "}") ? -1 : 0;
    }
}

/* ---- Types ---- */

static const char *joined(struct scan *s, size_t from, size_t to)
{
    const char *all = "";
    for (size_t i = from; i < to; i++)
        all = arena_format(s->arena, "%s%s%.*s", all, i > from ? " " : "", (int)s->tokens.at[i].n,
                           s->tokens.at[i].z);
    return all;
}

/* As it was written, for messages: a space only where there was something between. */
static const char *written(struct scan *s, size_t from, size_t to)
{
    const char *all = "", *end = NULL;
    for (size_t i = from; i < to; i++) {
        struct aludel_text t = s->tokens.at[i];
        all = arena_format(s->arena, "%s%s%.*s", all, end && end != t.z ? " " : "", (int)t.n, t.z);
        end = t.z + t.n;
    }
    return all;
}

static bool find_type(const char *name, bool result, enum c_type *type)
{
    static const struct {
        const char *name;
        enum c_type type;
    } types[] = {{"const char *", C_TEXT},
                 {"char const *", C_TEXT},
                 {"int64_t", C_INT},
                 {"double", C_DOUBLE},
                 {"bool", C_BOOL},
                 {"_Bool", C_BOOL},
                 {"struct aludel_value", C_VALUE}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0) {
            *type = types[i].type;
            return true;
        }
    *type = C_TEXT;
    return result && strcmp(name, "char *") == 0;
}

/* A parameter's tokens with or without its name; `const` in front of a plain type doesn't matter. */
static bool parameter_type(struct scan *s, size_t from, size_t to, enum c_type *type)
{
    if (find_type(joined(s, from, to), false, type) ||
        (to > from + 1 && find_type(joined(s, from, to - 1), false, type)))
        return true;
    return to > from && al_is(s->tokens.at[from], "const") && parameter_type(s, from + 1, to, type);
}

static void refuse(struct c_function *c, const char *why)
{
    c->callable = false;
    c->why = c->why ? c->why : why;
}

static void read_parameters(struct scan *s, size_t from, size_t to, struct c_function *c)
{
    if (from == to || (to == from + 1 && al_is(s->tokens.at[from], "void")))
        return;
    for (size_t i = from, begin = from, depth = 0; i <= to; i++) {
        depth += i < to && al_is(s->tokens.at[i], "(") ? 1 : 0;
        depth -= i < to && al_is(s->tokens.at[i], ")") ? 1 : 0;
        if (i < to && (depth || !al_is(s->tokens.at[i], ",")))
            continue;
        enum c_type type = C_VALUE;
        if (!parameter_type(s, begin, i, &type))
            refuse(c, arena_format(s->arena, "a parameter '%s'", written(s, begin, i)));
        vec_push(s->arena, &c->parameters, type);
        begin = i + 1;
    }
}

static bool is_storage(struct aludel_text t)
{
    return al_is(t, "static") || al_is(t, "inline") || al_is(t, "extern");
}

static struct span place_of(const struct scan *s, struct aludel_text name)
{
    const struct source *source = s->block->span.source;
    if (!source || name.z < source->text.z || name.z >= source->text.z + source->text.n)
        return s->block->span;
    uint32_t from = (uint32_t)(name.z - source->text.z);
    return (struct span){source, from, from + (uint32_t)name.n};
}

static size_t find_token(const struct scan *s, const char *what)
{
    size_t i = 0;
    while (i < s->tokens.count && !al_is(s->tokens.at[i], what))
        i++;
    return i;
}

/* type name ( parameters ) */
static void declaration(struct scan *s)
{
    size_t open = find_token(s, "("), close = s->tokens.count, begin = 0;
    while (begin < s->tokens.count && is_storage(s->tokens.at[begin]))
        begin++;
    while (close > 0 && !al_is(s->tokens.at[close - 1], ")"))
        close--;
    if (open >= close || open < begin + 2 || find_token(s, "=") < open ||
        !is_word(*s->tokens.at[open - 1].z) || al_is(s->tokens.at[begin], "typedef"))
        return;
    struct c_function *c = ARENA_NEW(s->arena, struct c_function);
    c->name = arena_string(s->arena, s->tokens.at[open - 1]);
    c->span = place_of(s, s->tokens.at[open - 1]);
    c->callable = true;
    const char *result = joined(s, begin, open - 1);
    if (!find_type(result, true, &c->result))
        refuse(c, strcmp(result, "void") == 0
                      ? "no result"
                      : arena_format(s->arena, "the result '%s'", written(s, begin, open - 1)));
    read_parameters(s, open + 1, close - 1, c);
    vec_push(s->arena, s->out, c);
}

void scan_c(struct arena *a, const struct node *block, struct c_functions *out)
{
    struct scan s = {
        .arena = a, .block = block, .z = block->text.z, .end = block->text.z + block->text.n, .out = out};
    for (;;) {
        struct aludel_text t = next_token(&s);
        if (!t.n)
            return;
        if (al_is(t, ";") || al_is(t, "{")) {
            bool function = find_token(&s, "(") < s.tokens.count && find_token(&s, "=") == s.tokens.count;
            declaration(&s);
            if (al_is(t, "{"))
                skip_braces(&s);
            if (al_is(t, ";") || function)
                s.tokens.count = 0;
        } else {
            vec_push(a, &s.tokens, t);
        }
    }
}
