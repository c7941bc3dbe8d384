/*
 * recipe.h: a program as a recipe: text in place of C, where nothing is decided at run time (runtime/recipe/recipe.h
 * has the format).
 */
#ifndef EMIT_RECIPE_H
#define EMIT_RECIPE_H

#include "program/program.h"

/* NULL, and the recipe in `*out`; or why this program can't be one, as the end of a sentence that begins with its
 * subject: "runs C". `lines`: the migration's own file, where the recipe is to say on which line of it what stands; or
 * NULL. Remarks are left out: a recipe has nobody to speak to. */
const char *recipe_of(struct arena *a, const struct program *p, const struct source *lines,
                      struct aludel_text *out);

/* One item: a text, or a number. */
void put_recipe_text(struct al_builder *b, char letter, struct aludel_text text);
void put_recipe_number(struct al_builder *b, char letter, uint32_t number);

#endif
