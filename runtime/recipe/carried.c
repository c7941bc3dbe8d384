/* carried.c: see carried.h. */
#include "recipe/carried.h"

#include "core/sha256.h"
#include "core/text.h"

#include <string.h>

#define MAGIC "aludel recipe "
#define SUM 32

/* ---- The line ------------------------------------------------------------------------------------ */

static bool has_sum(struct aludel_text body, const char *digits)
{
    struct al_sha256 s;
    uint8_t digest[32];
    char hex[SUM + 1];
    al_sha256_init(&s);
    al_sha256_add(&s, body.z, body.n);
    al_sha256_end(&s, digest);
    al_hex(hex, digest, SUM / 2);
    return memcmp(hex, digits, SUM) == 0;
}

/* "1 <sum>\n" behind the magic. */
static enum al_carried_is read_line(struct aludel_text rest, struct aludel_text *body)
{
    static const char format[] = AL_CARRIED_FORMAT " ";
    size_t behind = sizeof format - 1 + SUM;
    if (rest.n < sizeof format || memcmp(rest.z, format, sizeof format - 1) != 0) {
        return AL_CARRIED_NEWER;
    }
    if (rest.n <= behind || rest.z[behind] != '\n') {
        return AL_CARRIED_DAMAGED;
    }
    *body = (struct aludel_text){rest.z + behind + 1, rest.n - behind - 1};
    return has_sum(*body, rest.z + sizeof format - 1) ? AL_CARRIED_SOUND : AL_CARRIED_DAMAGED;
}

/* ---- What stands in front of the recipe ------------------------------------------------------------ */

/* Reads the next item if it has this letter. */
static bool take(struct al_recipe *r, char letter, struct al_recipe_item *item)
{
    struct al_recipe next = *r;
    bool is = al_recipe_next(&next, item) == AL_RECIPE_ITEM && item->letter == letter;
    *r = is ? next : *r;
    return is;
}

static void take_links(struct al_recipe *r, struct al_recipe *links)
{
    struct al_recipe_item item;
    links->at = r->at;
    while (take(r, 'p', &item) || take(r, 'd', &item) || take(r, 't', &item)) {
    }
    links->end = r->at;
}

static bool read_items(struct al_recipe r, struct al_carried *out)
{
    struct al_recipe_item item;
    if (!take(&r, 'i', &item) || item.text.n == 0) {
        return false;
    }
    out->id = item.text;
    take_links(&r, &out->links);
    if (take(&r, 'm', &item)) {
        out->message = item.text;
    }
    if (!take(&r, 'f', &item)) {
        return false;
    }
    out->flags = item.number;
    if (take(&r, '!', &item)) {
        out->why = item.text;
        return r.at == r.end && item.text.n > 0;
    }
    out->recipe = r;
    return al_recipe_sound(r);
}

enum al_carried_is al_carried_read(struct aludel_text form, struct al_carried *out)
{
    size_t magic = sizeof MAGIC - 1;
    struct aludel_text body;
    *out = (struct al_carried){.flags = 0};
    if (form.n < magic || memcmp(form.z, MAGIC, magic) != 0) {
        return AL_CARRIED_NO_FORM;
    }
    enum al_carried_is is = read_line((struct aludel_text){form.z + magic, form.n - magic}, &body);
    if (is == AL_CARRIED_SOUND && !read_items((struct al_recipe){body.z, body.z + body.n}, out)) {
        return AL_CARRIED_DAMAGED;
    }
    return is;
}

bool al_carried_next(struct al_recipe *links, char letter, struct aludel_text *id)
{
    struct al_recipe_item item;
    while (al_recipe_next(links, &item) == AL_RECIPE_ITEM) {
        if (item.letter == letter) {
            *id = item.text;
            return true;
        }
    }
    return false;
}
