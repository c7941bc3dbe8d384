#include "words.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void next_word(struct reader *r)
{
    const char *z = r->source->text.z;
    while (r->at < r->to && is_blank(z[r->at]))
        r->at++;
    r->from = r->at;
    r->quoted = r->at < r->to && z[r->at] == '"';
    if (r->quoted) {
        while (++r->at < r->to && z[r->at] != '"')
            ;
        r->word = (struct aludel_text){z + r->from + 1, r->at - r->from - 1};
        r->at += r->at < r->to;
        return;
    }
    if (r->at < r->to && strchr("(),", z[r->at]))
        r->at++;
    else
        while (r->at < r->to && !is_blank(z[r->at]) && !strchr("(),", z[r->at]))
            r->at++;
    r->word = (struct aludel_text){z + r->from, r->at - r->from};
}

bool take_word(struct reader *r, const char *word)
{
    if (r->quoted || !al_is(r->word, word))
        return false;
    next_word(r);
    return true;
}

void want_word(struct reader *r, const char *word)
{
    if (!take_word(r, word))
        r->wrong = true;
}

struct aludel_text read_text(struct reader *r)
{
    struct aludel_text t = arena_text(r->arena, r->word);
    if (!r->word.n && !r->quoted)
        r->wrong = true;
    next_word(r);
    return t;
}

struct sql read_sql(struct reader *r)
{
    return (struct sql){.text = read_text(r)};
}

struct path read_path(struct reader *r)
{
    struct aludel_text t = read_text(r);
    const char *dot = t.n ? memchr(t.z, '.', t.n) : NULL;
    if (!dot)
        return (struct path){.name = t};
    size_t n = (size_t)(dot - t.z);
    return (struct path){{t.z, n}, {dot + 1, t.n - n - 1}};
}

struct names read_names(struct reader *r)
{
    struct names list = {0};
    want_word(r, "(");
    while (!r->wrong && !take_word(r, ")")) {
        vec_push(r->arena, &list, read_text(r));
        take_word(r, ",");
    }
    return list;
}

struct span span_from(const struct reader *r, uint32_t from)
{
    uint32_t to = r->from;
    while (to > from && (is_blank(r->source->text.z[to - 1]) || r->source->text.z[to - 1] == ','))
        to--;
    return (struct span){r->source, from, to};
}
