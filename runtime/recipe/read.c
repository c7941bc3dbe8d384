/* read.c: a recipe's items, one by one. */
#include "recipe/recipe.h"

static bool is_among(char letter, const char *letters)
{
    while (*letters && *letters != letter) {
        letters++;
    }
    return *letters != '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits up to `end` with `behind` at their end. Without a leading zero, so that a recipe can be written in one way only;
 * no digits are 0 where `none`. */
static bool read_number(struct al_recipe *r, char behind, bool none, uint32_t *number)
{
    const char *first = r->at;
    uint64_t n = 0;
    for (; r->at < r->end && is_digit(*r->at) && n <= UINT32_MAX; r->at++) {
        n = n * 10 + (uint64_t)(*r->at - '0');
    }
    bool sound = r->at == first ? none : (*first != '0' || (!none && r->at == first + 1));
    *number = (uint32_t)n;
    return sound && n <= UINT32_MAX && r->at < r->end && *r->at++ == behind;
}

static bool read_text(struct al_recipe *r, struct aludel_text *text)
{
    uint32_t length;
    if (!read_number(r, ':', false, &length) || length > (size_t)(r->end - r->at)) {
        return false;
    }
    *text = (struct aludel_text){r->at, length};
    r->at += length;
    return true;
}

enum al_recipe_got al_recipe_next(struct al_recipe *r, struct al_recipe_item *item)
{
    struct al_recipe next = *r;
    if (r->at == r->end) {
        return AL_RECIPE_END;
    }
    *item = (struct al_recipe_item){.letter = *next.at++};
    bool ok = is_among(item->letter, "@ekx.f=")          ? read_number(&next, ';', true, &item->number)
              : is_among(item->letter, "srSnqbacipdt!m") ? read_text(&next, &item->text)
                                                         : false;
    if (!ok) {
        return AL_RECIPE_BAD;
    }
    *r = next;
    return AL_RECIPE_ITEM;
}

bool al_recipe_has(struct al_recipe r, char letter)
{
    struct al_recipe_item item = {0};
    while (item.letter != letter && al_recipe_next(&r, &item) == AL_RECIPE_ITEM) {
    }
    return item.letter == letter;
}
