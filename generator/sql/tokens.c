#include "sql/tokens.h"

#include "sql/split.h"

#include <string.h>

struct collector {
    struct arena *arena;
    struct tokens *tokens;
    const char *start;
};

static char *upper_copy(struct arena *a, struct aludel_text t)
{
    char *z = arena_string(a, t);
    for (size_t i = 0; i < t.n; i++)
        if (z[i] >= 'a' && z[i] <= 'z')
            z[i] = (char)(z[i] - 'a' + 'A');
    return z;
}

/* A quote in quotes stands there twice. */
static const char *name_of(struct arena *a, struct aludel_text t)
{
    char *z = arena_string(a, t), *to = z + 1;
    for (size_t i = 1; i + 1 < t.n; i++) {
        *to++ = t.z[i];
        i += *t.z != '[' && t.z[i] == *t.z;
    }
    *to = 0;
    z[0] = '"';
    return z;
}

/* Only words, short operators and quoted names are looked at; strings keep their quote alone. */
static const char *word_of(struct arena *a, struct aludel_text t)
{
    if (*t.z == '\'')
        return "'";
    if (*t.z == '"' || *t.z == '`' || (*t.z == '[' && t.n > 1))
        return name_of(a, t);
    return upper_copy(a, t);
}

static void collect(void *with, struct aludel_text t)
{
    struct collector *c = with;
    uint32_t from = (uint32_t)(t.z - c->start);
    struct token token = {word_of(c->arena, t), from, from + (uint32_t)t.n};
    vec_push(c->arena, &c->tokens->list, token);
}

struct tokens tokens_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text text)
{
    struct tokens t = {.dialect = dialect, .text = text};
    struct collector c = {a, &t, text.z};
    t.list.room = text.n / 4 + 4; /* more are rare: the list needn't grow */
    t.list.at = ARENA_ARRAY(a, struct token, t.list.room);
    split_tokens(dialect, text, collect, &c);
    return t;
}

const char *token_at(const struct tokens *t, size_t i)
{
    return i < t->list.count ? t->list.at[i].word : "";
}

bool token_is_word(const struct tokens *t, size_t i, const char *word)
{
    return !strcmp(token_at(t, i), word);
}

size_t tokens_match(const struct tokens *t, size_t i, const char *pattern)
{
    while (*pattern) {
        size_t n = strcspn(pattern, " ");
        bool optional = pattern[n - 1] == '?';
        size_t length = n - optional;
        const char *word = token_at(t, i);
        bool same = strlen(word) == length && !memcmp(word, pattern, length);
        if (!same && !optional)
            return 0;
        i += same;
        pattern += n;
        pattern += *pattern == ' ';
    }
    return i;
}

bool tokens_have(const struct tokens *t, const char *word)
{
    for (size_t i = 0; i < t->list.count; i++)
        if (token_is_word(t, i, word))
            return true;
    return false;
}

bool token_is_name(const struct tokens *t, size_t i)
{
    unsigned char c = (unsigned char)*token_at(t, i);
    return (c >= 'A' && c <= 'Z') || c == '_' || c == '"' || c >= 0x80;
}

char *lower_name(struct arena *a, const char *word)
{
    char *z = arena_string(a, al_text(word + (*word == '"')));
    for (char *c = z; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return z;
}

size_t token_behind(const struct tokens *t, size_t i)
{
    size_t depth = 0;
    do {
        depth += token_is_word(t, i, "(");
        depth -= token_is_word(t, i, ")") && depth;
        i++;
    } while (depth && i < t->list.count);
    return i;
}
