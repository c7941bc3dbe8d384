/*
 * carried.h: what an upgrade leaves in the log's column `carried` with the setting carry_downgrades: how a program
 * that doesn't know the migration undoes it.
 *
 *     aludel recipe 1 1f0c2b…                       the format's number; 32 hexadecimal digits: the first 128 bits of SHA-256
 *     i4:4f2ap4:9a6ct4:4f2am11:add a slugf4;s…      over all that follows the line's end; then items
 *
 * The items, in this order:
 *
 *     i text       the revision
 *     p text       each of its parents (down_revision)
 *     d text       each revision that it needs besides, as the version rows have it: dependencies that no parent implies
 *     t text       each id that it stands for, its own among them: of a migration that replaces others
 *     m text       its message; left out where it has none
 *     f number     enum aludel_migration_flag of its downgrade, whose numbers never change
 *     ! text       why that is no recipe; then nothing follows. Else the recipe (recipe.h): the downgrade with what the chain's
 *                  hooks do around it, before_downgrade() in front and after_downgrade() behind
 *
 *   reading   al_carried_read, al_carried_next    carried.c: no memory
 */
#ifndef AL_CARRIED_H
#define AL_CARRIED_H

#include "recipe/recipe.h"

#define AL_CARRIED_FORMAT "1"

struct al_carried { /* slices of the form */
    struct aludel_text id, message;
    struct al_recipe links; /* p, d and t items: al_carried_next */
    unsigned flags;
    struct aludel_text why; /* z is NULL: the recipe undoes it */
    struct al_recipe recipe;
};

enum al_carried_is {
    AL_CARRIED_SOUND,
    AL_CARRIED_NO_FORM, /* something else stands there */
    AL_CARRIED_NEWER,   /* a format that this program doesn't know */
    AL_CARRIED_DAMAGED  /* its checksum isn't the one of what follows, or that isn't well formed */
};

enum al_carried_is al_carried_read(struct aludel_text form, struct al_carried *out);

/* The next of the ids with this letter among `links`; false: there is none. */
bool al_carried_next(struct al_recipe *links, char letter, struct aludel_text *id);

#endif
