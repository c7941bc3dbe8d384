/*
 * repeated.c: statements that several recipes of an image have stand in it once: a table that was dropped and comes back, a
 * view that is made anew. Recipes with rebuilds keep theirs: what carries them out doesn't know the image.
 */
#include "emit/inner.h"
#include "emit/recipe.h"

#include "recipe/recipe.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST 16 /* a pointer, and a number in each recipe, stand in its place */

static int order(const void *left, const void *right)
{
    const struct aludel_text *a = left, *b = right;
    int by_bytes = memcmp(a->z, b->z, a->n < b->n ? a->n : b->n);
    return by_bytes ? by_bytes : (a->n > b->n) - (a->n < b->n);
}

static bool is_long_enough(const struct al_recipe_item *item)
{
    return item->letter == 's' && item->text.n >= SHORTEST;
}

void repeated_add(struct arena *a, struct repeated *s, struct aludel_text recipe)
{
    struct al_recipe rest = {recipe.z, recipe.z + recipe.n};
    struct al_recipe_item item;
    if (al_recipe_has(rest, 'r'))
        return;
    while (al_recipe_next(&rest, &item) == AL_RECIPE_ITEM)
        if (is_long_enough(&item))
            vec_push(a, s, item.text);
}

/* Of those that were added, in order, each that is there more than once. */
void repeated_settle(struct repeated *s)
{
    size_t kept = 0;
    if (s->count)
        qsort(s->at, s->count, sizeof *s->at, order);
    for (size_t i = 0, same; i < s->count; i += same) {
        for (same = 1; i + same < s->count && !order(&s->at[i], &s->at[i + same]); same++)
            ;
        if (same > 1)
            s->at[kept++] = s->at[i];
    }
    s->count = kept;
}

static const struct aludel_text *find(const struct repeated *s, const struct al_recipe_item *item)
{
    bool may_be = s->count && is_long_enough(item);
    return may_be ? bsearch(&item->text, s->at, s->count, sizeof *s->at, order) : NULL;
}

struct aludel_text repeated_in(struct arena *a, const struct repeated *s, struct aludel_text recipe)
{
    struct al_recipe rest = {recipe.z, recipe.z + recipe.n};
    struct al_recipe_item item;
    struct al_builder b = al_builder(&a->memory);
    if (!s->count || al_recipe_has(rest, 'r'))
        return recipe;
    for (const char *from = rest.at; al_recipe_next(&rest, &item) == AL_RECIPE_ITEM; from = rest.at) {
        const struct aludel_text *once = find(s, &item);
        if (once)
            put_recipe_number(&b, '=', (uint32_t)(once - s->at));
        else
            al_put(&b, from, (size_t)(rest.at - from));
    }
    return al_built(&b);
}

void put_repeated(struct c_writer *w, const struct repeated *s)
{
    if (!s->count)
        return;
    for (size_t i = 0; i < s->count; i++)
        c_text(w, arena_format(w->arena, "repeated_%zu", i), s->at[i]);
    c_line(w, "static const char *const repeated[] = {");
    for (size_t i = 0; i < s->count; i++)
        c_line(w, "    repeated_%zu,", i);
    c_line(w, "};");
    c_blank(w);
}
