/* image_recipes.h: an image as it is written, and its recipes. */
#ifndef EMIT_IMAGE_RECIPES_H
#define EMIT_IMAGE_RECIPES_H

#include "emit/inner.h"

struct image {
    struct arena *arena;
    struct c_writer *w;
    const struct environment *e;
    const struct c_names *names;
    struct repeated repeated;
    bool rebuilds, calls, replaces;
};

const struct program *image_program(const struct migration *m, enum aludel_direction d);
/* Why there is none; NULL: there is. */
const char *image_refusal(struct image *m, const struct migration *one, enum aludel_direction d);
/* False: there is nothing to do, it isn't there, or it is a function. */
bool image_recipe(struct image *m, const struct migration *one, enum aludel_direction d,
                  struct aludel_text *recipe);
bool is_image_call(struct image *m, const struct migration *one, enum aludel_direction d);
/* What the log carries of a migration ends with what undoes it, without the lines of its file: where a downgrade says no
 * lines either, it stands there already. How far behind the beginning; 0: it has a text of its own. */
size_t image_recipe_in_carried(struct image *m, const struct migration *one, enum aludel_direction d,
                               struct aludel_text recipe);

/* static const char NAME[] = …: of a hook; of all migrations, whose repeated statements are found first. */
void put_recipe(struct image *m, const char *name, struct aludel_text whole);
const char *image_recipe_name(struct image *m, const struct migration *one, enum aludel_direction d);
void put_image_recipes(struct image *m);

#endif
