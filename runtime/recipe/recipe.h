/*
 * recipe.h: one direction of a migration as text, where nothing in it is decided at run time. The generator writes
 * recipes (generator/emit/recipe.c); the log carries them, and firmware holds them in place of functions.
 *
 *     @12;s28:DROP TABLE semantic_memoriesr5:turnse4;n4:name.;
 *
 * A recipe is a row of items without anything between them. An item is a letter with a text, `s5:abcde` (its length in
 * bytes, without leading zeros), or with a number, `@12;` (no digits: 0; at most 32 bits). Their order is the order in which
 * they are done:
 *
 *     @ number     the line in the migration's file of what follows; may be left out
 *     s text       one statement, without its `;`
 *     r text       the rebuild of that table, whose parts follow:
 *       S text       its schema; may be left out
 *       e number     an edit: enum aludel_edit_kind, whose numbers never change; of it, each only where it has one:
 *         n q b a      texts: name, sql, before, after
 *         k number     enum aludel_constraint, whose numbers never change either
 *         c text       a column; as often as there are columns
 *         x number     if_exists: 1
 *       . number     the end of the rebuild: 0
 *
 * An image has statements that several of its recipes share in a table; in those, but not where there are rebuilds, and never
 * in the log, stands
 *
 *     = number     the statement of that number in the table
 *
 * In front of a recipe that the log carries stand others: i p d t m f ! (carried.h).
 *
 *   reading   al_recipe_next, _has, _sound           read.c, sound.c: no memory, no other file of ours
 *   running   al_recipe_run                          run.c
 */
#ifndef AL_RECIPE_H
#define AL_RECIPE_H

#include <aludel/generated.h>

struct al_recipe { /* what hasn't been read yet */
    const char *at, *end;
};

struct al_recipe_item {
    char letter;
    uint32_t number;         /* of @ e k x . f = */
    struct aludel_text text; /* of all others: a slice of the recipe, not terminated */
};

enum al_recipe_got { AL_RECIPE_ITEM, AL_RECIPE_END, AL_RECIPE_BAD };

/* The next item. BAD: no item stands there, and the recipe stays where it is: an unknown letter, a length beyond the
 * end or with a leading zero, a number of more than 32 bits. */
enum al_recipe_got al_recipe_next(struct al_recipe *r, struct al_recipe_item *item);

/* Whether an item of that letter is in it. */
bool al_recipe_has(struct al_recipe r, char letter);

/* Whether all of it is well formed, each item in its place: what al_recipe_run runs, and nothing else. */
bool al_recipe_sound(struct al_recipe r);

/* Runs one that is sound, as generated code would: what goes wrong is the op's. What it needs beyond the recipe's own text lives
 * as long as the op. */
bool al_recipe_run(struct aludel_op *op, struct al_recipe r);

#endif
