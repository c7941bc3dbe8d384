/* image_recipes.c: an image's recipes: which directions are some, how they stand in C, and what has none. */
#include "emit/image_recipes.h"

#include "emit/recipe.h"
#include "recipe/recipe.h"

#include <string.h>

const struct program *image_program(const struct migration *m, enum aludel_direction d)
{
    return m->programs[ALUDEL_SQLITE][d];
}

bool image_calls(struct arena *a, const struct program *p)
{
    struct aludel_text recipe;
    return p && !p->irreversible && recipe_of(a, p, NULL, &recipe);
}

const struct program *image_hook(const struct environment *e, enum hook h)
{
    struct program *p = e->hooks[ALUDEL_SQLITE][h];
    struct aludel_text recipe;
    return p && (recipe_of(e->arena, p, NULL, &recipe) || recipe.n) ? p : NULL;
}

static void put_piece(struct c_writer *w, const char *from, const char *to)
{
    c_begin(w);
    c_lines(w, (struct aludel_text){from, (size_t)(to - from)});
    c_put(w, "%s", "\n");
}

/* Each item begins a line, but what stands in front of another one: its line, its kind of edit. */
static void put_quoted(struct c_writer *w, struct aludel_text recipe)
{
    struct al_recipe rest = {recipe.z, recipe.z + recipe.n};
    struct al_recipe_item item;
    const char *from = recipe.z;
    w->indent++;
    while (al_recipe_next(&rest, &item) == AL_RECIPE_ITEM) {
        if (!strchr("@e", item.letter)) {
            put_piece(w, from, rest.at);
            from = rest.at;
        }
    }
    if (from < rest.end)
        put_piece(w, from, rest.end);
    w->indent--;
}

static bool is_long(struct aludel_text recipe)
{
    return recipe.n > LONGEST_QUOTED;
}

void put_recipe(struct image *m, const char *name, struct aludel_text whole)
{
    struct aludel_text recipe = repeated_in(m->arena, &m->repeated, whole);
    bool overlong = recipe.n > LONGEST_PLAIN && !is_long(recipe);
    if (overlong)
        c_quiet(m->w, "-Woverlength-strings");
    c_put(m->w, "static const char %s[] =%s", name, is_long(recipe) ? " " : "\n");
    if (is_long(recipe)) {
        c_bytes(m->w, recipe);
        c_end(m->w, ";");
    } else {
        put_quoted(m->w, recipe);
        c_line(m->w, "    ;");
    }
    if (overlong)
        c_loud(m->w);
}

const char *image_recipe_name(struct image *m, const struct migration *one, enum aludel_direction d)
{
    return arena_format(m->arena, "%s_%s", d == ALUDEL_UP ? "up" : "down", identifier(m->arena, one->id));
}

const char *image_refusal(struct image *m, const struct migration *one, enum aludel_direction d)
{
    const struct program *p = image_program(one, d);
    if (d == ALUDEL_DOWN && m->names->no_downgrade)
        return "this program was built without downgrades";
    return p ? p->irreversible : NULL;
}

bool image_recipe(struct image *m, const struct migration *one, enum aludel_direction d,
                  struct aludel_text *recipe)
{
    const struct program *p = image_program(one, d);
    const struct source *lines = m->names->strip_messages ? NULL : one->file->source;
    return p && !one->older && !image_refusal(m, one, d) && !recipe_of(m->arena, p, lines, recipe) &&
           recipe->n;
}

bool is_image_call(struct image *m, const struct migration *one, enum aludel_direction d)
{
    return !one->older && !image_refusal(m, one, d) && image_calls(m->arena, image_program(one, d));
}

size_t image_recipe_in_carried(struct image *m, const struct migration *one, enum aludel_direction d,
                               struct aludel_text recipe)
{
    if (d == ALUDEL_UP || !carries(m->e))
        return 0;
    struct aludel_text form = carried_on_sqlite(m->e, one, m->names->strip_messages);
    bool there = form.n > recipe.n && !memcmp(form.z + form.n - recipe.n, recipe.z, recipe.n);
    return there ? form.n - recipe.n : 0;
}

static bool own_recipe(struct image *m, const struct migration *one, enum aludel_direction d,
                       struct aludel_text *recipe)
{
    return image_recipe(m, one, d, recipe) && !image_recipe_in_carried(m, one, d, *recipe);
}

static void find_repeated(struct image *m)
{
    struct aludel_text recipe;
    for (size_t i = 0; i < m->e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++)
            if (own_recipe(m, m->e->migrations.at[i], d, &recipe))
                repeated_add(m->arena, &m->repeated, recipe);
    repeated_settle(&m->repeated);
}

void put_image_recipes(struct image *m)
{
    struct aludel_text recipe;
    find_repeated(m);
    put_repeated(m->w, &m->repeated);
    for (size_t i = 0; i < m->e->migrations.count; i++)
        for (enum aludel_direction d = ALUDEL_UP; d <= ALUDEL_DOWN; d++)
            if (own_recipe(m, m->e->migrations.at[i], d, &recipe))
                put_recipe(m, image_recipe_name(m, m->e->migrations.at[i], d), recipe);
    c_blank(m->w);
}
