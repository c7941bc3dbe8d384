/* worded.c: whether two texts say the same in the words of two dialects. */
#include "directives/inner.h"

#include "base/word.h"
#include "sql/tokens.h"

#include <string.h>

/*
 * PostgreSQL keeps no text as it was typed: kind IN ('a') is kind = ANY (ARRAY['a'::text]), and more is written out, put
 * into parentheses, led by its table. What stays are the names, the numbers and the strings. Two that have the same of
 * these are taken for the same; that they are said of the same thing in the same schema their caller knows.
 */
struct worded {
    struct names words; /* upper case; strings with their quotes */
};

static bool is_filler(const char *word)
{
    static const char *const fillers[] = {"AND",   "OR", "REPLACE", "NOT", "IN",   "ANY", "ALL",     "SOME",
                                          "ARRAY", "AS", "LIKE",    "ASC", "CAST", "IS",  "BETWEEN", NULL};
    return word_in(word, fillers);
}

static bool is_type_word(const char *word)
{
    static const char *const words[] = {"INTEGER", "INT",     "BIGINT", "SMALLINT", "TEXT", "VARCHAR", "CHAR",
                                        "NUMERIC", "DECIMAL", "REAL",   "FLOAT",    "DATE", NULL};
    return word_in(word, words);
}

static bool is_rest_of_type(const char *word)
{
    static const char *const words[] = {"VARYING", "PRECISION", "WITHOUT", "WITH", "TIME", "ZONE", NULL};
    return word_in(word, words);
}

/* Behind the "(10, 2)" or the "[]" of a type. */
static size_t behind_group(const struct tokens *t, size_t i, const char *open, const char *close)
{
    if (!token_is_word(t, i, open))
        return i;
    while (i < t->list.count && !token_is_word(t, i, close))
        i++;
    return i + 1;
}

/* Behind the type at `i`. */
static size_t behind_type(const struct tokens *t, size_t i)
{
    i++;
    while (token_is_word(t, i, ".") && i + 1 < t->list.count)
        i += 2;
    for (;;) {
        size_t before = i;
        i = behind_group(t, behind_group(t, i, "(", ")"), "[", "]");
        while (is_rest_of_type(token_at(t, i)))
            i++;
        if (i == before)
            return i;
    }
}

static bool is_number(char c)
{
    return c >= '0' && c <= '9';
}

static void add_word(struct arena *a, struct worded *out, const struct tokens *t, size_t i)
{
    const char *word = token_at(t, i);
    struct aludel_text text = al_text(*word == '"' ? word + 1 : word);
    if (*word == '\'')
        text = (struct aludel_text){t->text.z + t->list.at[i].from, t->list.at[i].to - t->list.at[i].from};
    else if (!begins_word(*text.z) && !is_number(*text.z))
        return;
    for (size_t k = 0; k < out->words.count; k++)
        if (al_same_nocase(out->words.at[k], text))
            return;
    vec_push(a, &out->words, text);
}

static struct worded worded_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql)
{
    struct worded out = {0};
    struct tokens t = tokens_of(a, dialect, sql);
    for (size_t i = 0; i < t.list.count;) {
        const char *word = token_at(&t, i);
        bool cast = *word == ':', as = !strcmp(word, "AS");
        if (cast && *token_at(&t, i + 1) == ':')
            i++;
        else if (cast || (as && is_type_word(token_at(&t, i + 1))))
            i = behind_type(&t, i + 1);
        else {
            if (!is_filler(word))
                add_word(a, &out, &t, i);
            i++;
        }
    }
    return out;
}

static bool has_all(const struct worded *those, const struct worded *of)
{
    for (size_t i = 0; i < of->words.count; i++) {
        bool found = false;
        for (size_t k = 0; k < those->words.count && !found; k++)
            found = al_same_nocase(of->words.at[i], those->words.at[k]);
        if (!found)
            return false;
    }
    return true;
}

enum aludel_dialect other_dialect(const struct writing *w)
{
    return w->dialect == ALUDEL_SQLITE ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
}

bool same_words(struct writing *w, struct aludel_text own, struct aludel_text there)
{
    struct worded a = worded_of(w->arena, w->dialect, own), b = worded_of(w->arena, other_dialect(w), there);
    return has_all(&a, &b) && has_all(&b, &a);
}
