#include "plan/set.h"

#include <string.h>

void al_set_clear(struct al_set *s)
{
    memset(s->words, 0, AL_SET_WORDS(s->count) * sizeof *s->words);
}

void al_set_add(struct al_set *s, uint32_t r)
{
    if (r < s->count)
        s->words[r / 64] |= UINT64_C(1) << r % 64;
}

void al_set_remove(struct al_set *s, uint32_t r)
{
    if (r < s->count)
        s->words[r / 64] &= ~(UINT64_C(1) << r % 64);
}

bool al_set_has(const struct al_set *s, uint32_t r)
{
    return r < s->count && (s->words[r / 64] >> r % 64 & 1);
}

bool al_set_empty(const struct al_set *s)
{
    for (uint32_t i = 0; i < AL_SET_WORDS(s->count); i++)
        if (s->words[i])
            return false;
    return true;
}

void al_set_fill(struct al_set *s)
{
    for (uint32_t r = 0; r < s->count; r++)
        al_set_add(s, r);
}

void al_set_add_all(struct al_set *s, const struct al_rows *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        al_set_add(s, list->at[i]);
}

void al_set_add_links(struct al_set *s, const struct aludel_links *links)
{
    for (uint32_t i = 0; i < links->count; i++)
        al_set_add(s, links->at[i]);
}

void al_set_subtract(struct al_set *s, const struct al_set *other)
{
    for (uint32_t i = 0; i < AL_SET_WORDS(s->count); i++)
        s->words[i] &= ~other->words[i];
}

void al_set_intersect(struct al_set *s, const struct al_set *other)
{
    for (uint32_t i = 0; i < AL_SET_WORDS(s->count); i++)
        s->words[i] &= other->words[i];
}

void al_set_unite(struct al_set *s, const struct al_set *other)
{
    for (uint32_t i = 0; i < AL_SET_WORDS(s->count); i++)
        s->words[i] |= other->words[i];
}

uint32_t al_set_next(const struct al_set *s, uint32_t r)
{
    for (; r < s->count; r++) {
        if (!s->words[r / 64]) {
            r |= 63;
            continue;
        }
        if (al_set_has(s, r))
            return r;
    }
    return AL_BASE;
}
