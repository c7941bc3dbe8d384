/* whole_compare.c: two whole schemas compared, thing by thing. What a table brings along that only one of them has isn't
 * told. */
#include "inspect/whole_compare.h"

#include "inspect/whole_alike.h"

#include <string.h>

struct comparing {
    struct aludel_arena *arena;
    enum aludel_dialect dialect;
    struct al_differences *out;
};

/* ---- Finding ------------------------------------------------------------------------------------- */

static bool same_name(const struct comparing *c, const char *a, const char *b)
{
    return c->dialect == ALUDEL_SQLITE ? al_same_nocase(al_text(a), al_text(b)) : !strcmp(a, b);
}

static bool same_thing(const struct comparing *c, const struct aludel_schema_part *a,
                       const struct aludel_schema_part *b)
{
    return !strcmp(a->kind, b->kind) && same_name(c, a->name, b->name) && same_name(c, a->table, b->table) &&
           same_name(c, a->schema, b->schema);
}

/* From `near` on, which is behind it then: most things stand in the same order on both sides. */
static const struct al_whole_thing *find(const struct comparing *c, const struct al_whole *in,
                                         const struct aludel_schema_part *part, size_t *near)
{
    for (size_t n = 0; n < in->count; n++) {
        size_t i = (*near + n) % in->count;
        if (same_thing(c, &in->things[i].part, part)) {
            *near = i + 1;
            return &in->things[i];
        }
    }
    return NULL;
}

/* Whose table, or view, isn't there. */
static bool goes_with_others(const struct comparing *c, const struct al_whole *in,
                             const struct aludel_schema_part *part)
{
    static const char *const kinds[] = {"table", "view", "type", "function", "sequence", "schema"};
    struct aludel_schema_part of = {.schema = part->schema, .table = "", .name = part->table};
    if (!*part->table) {
        return false;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t near = 0;
        of.kind = kinds[i];
        if (find(c, in, &of, &near)) {
            return false;
        }
    }
    return true;
}

/* ---- Comparing ----------------------------------------------------------------------------------- */

static bool add_lonely(const struct comparing *c, enum aludel_side side, const struct al_whole_thing *t,
                       const struct al_whole *other)
{
    struct aludel_difference d = {.side = side, .part = t->part};
    *(side == ALUDEL_MISSING ? &d.target : &d.found) = t->part.sql;
    return goes_with_others(c, other, &t->part) || al_difference_add(c->arena, c->out, d);
}

static bool compare_texts(const struct comparing *c, const struct al_whole_thing *t,
                          const struct al_whole_thing *other)
{
    const char *a = t->shape ? t->shape : t->part.sql, *b = other->shape ? other->shape : other->part.sql;
    bool same = c->dialect == ALUDEL_SQLITE ? al_whole_alike(al_text(a), al_text(b)) : !strcmp(a, b);
    struct aludel_difference d = {ALUDEL_DIFFERENT, t->part, a, b};
    return same || al_difference_add(c->arena, c->out, d);
}

static bool compare_one(const struct comparing *c, const struct al_whole *target,
                        const struct al_whole_thing *t, const struct al_whole *found, size_t *near)
{
    const struct al_whole_thing *other = find(c, found, &t->part, near);
    if (al_is(al_text(t->part.kind), "not_compared")) {
        return true;
    }
    if (!other) {
        return add_lonely(c, ALUDEL_MISSING, t, found);
    }
    bool table = c->dialect == ALUDEL_SQLITE && !strcmp(t->part.kind, "table");
    struct al_whole_pair pair = {&t->part, &other->part, target, found};
    return table ? al_whole_compare_tables(c->arena, &pair, c->out) : compare_texts(c, t, other);
}

bool al_whole_compare(struct aludel_arena *arena, enum aludel_dialect dialect, const struct al_whole *target,
                      const struct al_whole *found, struct al_differences *out)
{
    struct comparing c = {arena, dialect, out};
    bool ok = true;
    size_t near = 0;
    for (size_t i = 0; ok && i < target->count; i++) {
        ok = compare_one(&c, target, &target->things[i], found, &near);
    }
    for (size_t i = 0; ok && i < found->count; i++) {
        ok = al_is(al_text(found->things[i].part.kind), "not_compared") ||
             find(&c, target, &found->things[i].part, &near) ||
             add_lonely(&c, ALUDEL_LEFT_OVER, &found->things[i], target);
    }
    return ok;
}
