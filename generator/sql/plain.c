#include "sql/plain.h"

#include "ddl/ddl.h"
#include "sql/split.h"

#include <string.h>

struct plain {
    struct arena *arena;
    struct al_builder b;
    VEC(const char *) tokens;
};

/* Words that are no name when they stand bare: one in quotes is another thing. */
static bool is_keyword(const struct plain *p, struct aludel_text word)
{
    static const char *const keywords =
        " and as between by case cast collate current_date current_time current_timestamp distinct else end"
        " escape except exists false filter from glob group having in intersect is isnull join like limit"
        " match not notnull null offset on or order over raise regexp select then true union values when"
        " where ";
    return strstr(keywords, arena_format(p->arena, " %.*s ", (int)word.n, word.z)) != NULL;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool is_plain_name(const struct plain *p, struct aludel_text name)
{
    bool plain = name.n && !(name.z[0] >= '0' && name.z[0] <= '9');
    for (size_t i = 0; i < name.n; i++)
        plain = plain && is_word_byte(name.z[i]);
    return plain && !is_keyword(p, name);
}

static struct aludel_text lowered(struct arena *a, struct aludel_text t)
{
    char *z = arena_string(a, t);
    for (size_t i = 0; i < t.n; i++)
        if (z[i] >= 'A' && z[i] <= 'Z')
            z[i] = (char)(z[i] - 'A' + 'a');
    return (struct aludel_text){z, t.n};
}

/* Without its quotes, and those inside once. */
static struct aludel_text unquoted(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    char close = (char)(t.z[0] == '[' ? ']' : t.z[0]);
    for (size_t i = 1; i + 1 < t.n; i++) {
        al_putc(&b, t.z[i]);
        if (t.z[i] == close && t.z[i + 1] == close)
            i++;
    }
    return al_built(&b);
}

static const char *name_of(struct plain *p, struct aludel_text t)
{
    struct aludel_text name = lowered(p->arena, unquoted(p->arena, t));
    if (is_plain_name(p, name))
        return name.z;
    return arena_format(p->arena, "\"%s\"", arena_replaced(p->arena, name.z, "\"", "\"\""));
}

static bool is_operator(char c)
{
    return strchr("+-*/<>=~!@#%^&|?", c) != NULL;
}

/* Operators that touch may be cut in more than one way: a>-1 is a > -1. */
static void put_operators(struct plain *p, struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++)
        vec_push(p->arena, &p->tokens, arena_string(p->arena, (struct aludel_text){t.z + i, 1}));
}

static void put_token(void *with, struct aludel_text t)
{
    struct plain *p = with;
    char c = *t.z;
    if ((c == '"' || c == '`' || c == '[') && t.n > 1)
        vec_push(p->arena, &p->tokens, name_of(p, t));
    else if (is_operator(c))
        put_operators(p, t);
    else if (memchr(t.z, '\'', t.n))
        vec_push(p->arena, &p->tokens, arena_string(p->arena, t));
    else
        vec_push(p->arena, &p->tokens, lowered(p->arena, t).z);
}

/* Whether what is opened by `from` is closed by the one in front of `to`. */
static bool is_wrapped(const struct plain *p, size_t from, size_t to)
{
    int depth = 0;
    if (from + 1 >= to || strcmp(p->tokens.at[from], "(") != 0)
        return false;
    for (size_t i = from; i < to; i++) {
        depth += !strcmp(p->tokens.at[i], "(") ? 1 : !strcmp(p->tokens.at[i], ")") ? -1 : 0;
        if (depth == 0)
            return i + 1 == to;
    }
    return false;
}

/* A token that goes without saying becomes none. */
static void leave_out(struct plain *p, size_t i)
{
    p->tokens.at[i] = "";
}

static bool is_token(const struct plain *p, size_t i, const char *word)
{
    return i < p->tokens.count && !strcmp(p->tokens.at[i], word);
}

/* Of triggers: FOR EACH ROW, and parentheses around all that stands behind WHEN. */
static void leave_out_usual(struct plain *p)
{
    for (size_t i = 0; i < p->tokens.count; i++) {
        bool row = is_token(p, i, "for") && is_token(p, i + 1, "each") && is_token(p, i + 2, "row");
        for (size_t k = 0; row && k < 3; k++)
            leave_out(p, i + k);
        for (size_t k = i + 2; is_token(p, i, "when") && k < p->tokens.count; k++)
            if (is_token(p, k, "begin") && is_wrapped(p, i + 1, k)) {
                leave_out(p, i + 1);
                leave_out(p, k - 1);
            }
    }
}

struct aludel_text plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text text)
{
    struct plain p = {.arena = a, .b = al_builder(&a->memory)};
    if (dialect == ALUDEL_POSTGRESQL || !text.n)
        return text;
    split_tokens(dialect, text, put_token, &p);
    size_t from = 0, to = p.tokens.count;
    while (is_wrapped(&p, from, to)) {
        from++;
        to--;
    }
    leave_out_usual(&p);
    for (size_t i = from; i < to; i++)
        if (*p.tokens.at[i])
            al_putf(&p.b, "%s%s", p.b.n ? " " : "", p.tokens.at[i]);
    return al_built(&p.b);
}

bool same_plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text x, struct aludel_text y)
{
    return al_ddl_same_tokens(x, y) || al_same(plain_sql(a, dialect, x), plain_sql(a, dialect, y));
}

bool alike_plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text x, struct aludel_text y)
{
    if (al_same(x, y))
        return true;
    return dialect == ALUDEL_SQLITE &&
           (al_ddl_alike(x, y) || al_same(plain_sql(a, dialect, x), plain_sql(a, dialect, y)));
}
