/* way.c: a direction of a migration, or a hook: its recipe, item by item, or its function. */
#include "embedded/device.h"

#include <string.h>

unsigned al_way_flags(const struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    return d->image->migrations[r].flags[direction];
}

static bool damaged(struct al_device *d)
{
    return al_error(d->error, ALUDEL_FAILED, "the recipe of '%s' can't be read", d->id ? d->id : "a hook");
}

static bool send(struct al_device *d, struct aludel_text sql, uint32_t line)
{
    struct aludel_statement st = {
        .sql = sql.z, .length = (uint32_t)sql.n, .at = {.file = d->file, .line = (int)line}};
    struct al_request request = {.what = {&st, NULL}, .revision = d->id};
    return al_sqlite_send(&d->sqlite.head, &request) || al_device_failed(d);
}

bool al_way_recipe(struct al_device *d, struct al_recipe rest)
{
    struct al_recipe_item item;
    uint32_t line = 0;
    if (d->image->rebuilds && al_recipe_has(rest, 'r')) {
        return d->image->rebuilds->run(d, rest);
    }
    for (;;) {
        enum al_recipe_got got = al_recipe_next(&rest, &item);
        if (got == AL_RECIPE_END) {
            return true;
        }
        bool ok = got == AL_RECIPE_ITEM;
        switch (ok ? item.letter : 0) {
        case '@': line = item.number; break;
        case 's': ok = send(d, item.text, line); break;
        case '=': /* the image's own */ ok = send(d, al_text(d->image->repeated[item.number]), line); break;
        default: ok = damaged(d);
        }
        if (!ok) {
            return false;
        }
    }
}

static struct al_recipe recipe_of(const char *text)
{
    return (struct al_recipe){text, text + strlen(text)};
}

static bool call(struct al_device *d, uint32_t way)
{
    const struct aludel_image *image = d->image;
    for (uint32_t i = 0; i < image->function_count; i++) {
        if (image->functions[i].way == way) {
            return image->calls->run(d, image->functions[i].run);
        }
    }
    return damaged(d);
}

bool al_way_run(struct al_device *d, uint32_t r, enum aludel_direction direction)
{
    const char *text = d->image->migrations[r].recipes[direction];
    unsigned flags = al_way_flags(d, r, direction);
    if (flags & ALUDEL_IMAGE_CALLS) {
        return call(d, r * 2 + (uint32_t)direction);
    }
    return !text || al_way_recipe(d, recipe_of(text));
}

bool al_way_has_hook(const struct al_device *d, enum aludel_image_hook hook)
{
    return d->image->hooks && d->image->hooks[hook];
}

/* One that is a function has the recipe "". */
static bool run_hook(struct al_device *d, enum aludel_image_hook hook)
{
    const char *text = d->image->hooks[hook];
    return *text ? al_way_recipe(d, recipe_of(text)) : call(d, ALUDEL_IMAGE_HOOK_WAY + (uint32_t)hook);
}

/* What goes wrong in it has no place in the migration's file. */
bool al_way_hook(struct al_device *d, enum aludel_image_hook hook)
{
    const char *file = d->file;
    if (!al_way_has_hook(d, hook)) {
        return true;
    }
    d->file = NULL;
    bool ok = run_hook(d, hook);
    d->file = file;
    return ok;
}
