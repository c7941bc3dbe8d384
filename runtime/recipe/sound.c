/* sound.c: whether a recipe is well formed as a whole, and what its numbers mean. */
#include "recipe/recipe.h"

/* ---- Numbers that stand in databases --------------------------------------------------------------- */

/* Programs of any age mean the same by them. What is new is a line more, at the end of its enum. */
#define STAYS(name, number) _Static_assert((name) == (number), #name " stands in databases as " #number)

STAYS(ALUDEL_EDIT_ADD_COLUMN, 0);
STAYS(ALUDEL_EDIT_DROP_COLUMN, 1);
STAYS(ALUDEL_EDIT_MOVE_COLUMN, 2);
STAYS(ALUDEL_EDIT_SET_TYPE, 3);
STAYS(ALUDEL_EDIT_SET_NOT_NULL, 4);
STAYS(ALUDEL_EDIT_DROP_NOT_NULL, 5);
STAYS(ALUDEL_EDIT_SET_DEFAULT, 6);
STAYS(ALUDEL_EDIT_SET_GENERATED, 7);
STAYS(ALUDEL_EDIT_ADD_CONSTRAINT, 8);
STAYS(ALUDEL_EDIT_DROP_CONSTRAINT, 9);
STAYS(ALUDEL_EDIT_COMPUTE, 10);
STAYS(ALUDEL_EDIT_REDEFINE, 11);

STAYS(ALUDEL_CONSTRAINT_PRIMARY_KEY, 0);
STAYS(ALUDEL_CONSTRAINT_UNIQUE, 1);
STAYS(ALUDEL_CONSTRAINT_FOREIGN_KEY, 2);
STAYS(ALUDEL_CONSTRAINT_CHECK, 3);
STAYS(ALUDEL_CONSTRAINT_EXCLUDE, 4);

STAYS(ALUDEL_AUTOCOMMIT, 1);
STAYS(ALUDEL_LIVE, 2);
STAYS(ALUDEL_REBUILDS, 4);
STAYS(ALUDEL_EMPTY, 8);
STAYS(ALUDEL_DEFERS, 16);
STAYS(ALUDEL_WRITES, 32);
STAYS(ALUDEL_CASCADES, 64);

#undef STAYS

enum place { BETWEEN, BEHIND_LINE, IN_REBUILD, IN_EDITS, NOWHERE };

struct reading {
    enum place place;
    uint32_t kind; /* of the edit in hand */
    bool name, sql, before, after, constraint, if_exists;
};

/* ---- An edit ------------------------------------------------------------------------------------- */

static bool needs_name(uint32_t kind)
{
    return kind != ALUDEL_EDIT_ADD_CONSTRAINT && kind != ALUDEL_EDIT_DROP_CONSTRAINT &&
           kind != ALUDEL_EDIT_REDEFINE;
}

static bool needs_sql(uint32_t kind)
{
    return kind == ALUDEL_EDIT_ADD_COLUMN || kind == ALUDEL_EDIT_SET_TYPE ||
           kind == ALUDEL_EDIT_ADD_CONSTRAINT || kind == ALUDEL_EDIT_COMPUTE || kind == ALUDEL_EDIT_REDEFINE;
}

/* It has what it can't do without. */
static bool ends_edit(const struct reading *now)
{
    return now->place != IN_EDITS ||
           ((now->name || !needs_name(now->kind)) && (now->sql || !needs_sql(now->kind)));
}

static enum place begin_edit(struct reading *now, uint32_t kind)
{
    if (kind > ALUDEL_EDIT_REDEFINE || !ends_edit(now)) {
        return NOWHERE;
    }
    *now = (struct reading){.kind = kind};
    return IN_EDITS;
}

/* What an edit has once. */
static bool first(bool *seen, bool sound)
{
    bool was = *seen;
    *seen = true;
    return sound && !was;
}

static bool is_part(struct reading *now, const struct al_recipe_item *item)
{
    bool any = item->text.n > 0;
    switch (item->letter) {
    case 'n': return first(&now->name, any);
    case 'q': return first(&now->sql, any);
    case 'b': return first(&now->before, any);
    case 'a': return first(&now->after, any);
    case 'k': return first(&now->constraint, item->number <= ALUDEL_CONSTRAINT_EXCLUDE);
    case 'x': return first(&now->if_exists, item->number == 1);
    default: return item->letter == 'c' && any;
    }
}

/* ---- Items ----------------------------------------------------------------------------------------- */

static enum place at_top(const struct al_recipe_item *item)
{
    switch (item->letter) {
    case '@': return BEHIND_LINE;
    case 's': return item->text.n > 0 ? BETWEEN : NOWHERE;
    case 'r': return item->text.n > 0 ? IN_REBUILD : NOWHERE;
    default: return NOWHERE;
    }
}

static enum place in_rebuild(struct reading *now, const struct al_recipe_item *item)
{
    switch (item->letter) {
    case 'S': return now->place == IN_REBUILD && item->text.n > 0 ? IN_REBUILD : NOWHERE;
    case '@': return now->place;
    case 'e': return begin_edit(now, item->number);
    case '.': return item->number == 0 && ends_edit(now) ? BETWEEN : NOWHERE;
    default: return now->place == IN_EDITS && is_part(now, item) ? IN_EDITS : NOWHERE;
    }
}

/* No name and no statement holds a NUL: they become C strings. */
static bool has_no_nul(struct aludel_text text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.z[i] == '\0') {
            return false;
        }
    }
    return true;
}

bool al_recipe_sound(struct al_recipe r)
{
    struct al_recipe_item item;
    struct reading now = {.place = BETWEEN};
    enum al_recipe_got got = AL_RECIPE_ITEM;
    while (now.place != NOWHERE && (got = al_recipe_next(&r, &item)) == AL_RECIPE_ITEM) {
        bool inside = now.place == IN_REBUILD || now.place == IN_EDITS;
        enum place place = inside ? in_rebuild(&now, &item) : at_top(&item);
        now.place = has_no_nul(item.text) ? place : NOWHERE;
    }
    return got == AL_RECIPE_END && now.place == BETWEEN;
}
