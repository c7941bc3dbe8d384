/* revision.c: what identifiers mean: an id, the begin of one, head. */
#include "command/command.h"

#include "core/error.h"

#include <string.h>

static bool is_parent(const struct aludel_image *image, const struct aludel_image_migration *of, uint32_t r)
{
    for (uint32_t i = 0; i < of->parent_count; i++) {
        if (image->links[of->needs + i] == r) {
            return true;
        }
    }
    return false;
}

/* As Alembic has it: what is only depended on is one, too. */
bool is_head(const struct aludel_image *image, uint32_t r)
{
    for (uint32_t i = r + 1; i < image->count; i++) {
        if (is_parent(image, &image->migrations[i], r)) {
            return false;
        }
    }
    return true;
}

static bool one_head(struct command_line *c, uint32_t *r)
{
    const struct aludel_image *image = c->on.image;
    size_t heads = 0;
    for (uint32_t i = 0; i < image->count; i++) {
        if (is_head(image, i)) {
            *r = i;
            heads++;
        }
    }
    return heads == 1 || al_error(&c->error, ALUDEL_USAGE, "there are %zu heads: say which, or heads", heads);
}

bool find_revision(struct command_line *c, const char *name, uint32_t *r)
{
    const struct aludel_image *image = c->on.image;
    size_t found = 0, length = strlen(name);
    if (strcmp(name, "head") == 0) {
        return one_head(c, r);
    }
    for (uint32_t i = 0; i < image->count; i++) {
        if (strcmp(image->migrations[i].id, name) == 0) {
            *r = i;
            return true;
        }
        if (strncmp(image->migrations[i].id, name, length) == 0) {
            *r = i;
            found++;
        }
    }
    if (found != 1 || length == 0) {
        al_error(&c->error, ALUDEL_USAGE,
                 found ? "'%s' is the begin of several revisions"
                       : "Can't locate revision identified by '%s'",
                 name);
        al_error_hint(&c->error, "'history' lists what this program knows");
    }
    return found == 1 && length > 0;
}
