/* collect.c: values that hold others: lists, tuples, sets, dicts and rows, made of what was collected. */
#include "core/py.h"

#include <string.h>

bool al_push(struct aludel_eval *e, struct al_many *many, struct aludel_value v)
{
    struct aludel_value *at =
        e->failed ? NULL : al_arena_grow(e->arena, many->at, many->count, &many->room, sizeof *at);
    if (!at) {
        al_no_memory(e);
        return false;
    }
    many->at = at;
    many->at[many->count++] = v;
    return true;
}

/* ---- The keys of sets and dicts -------------------------------------------------------------- */

/* The slot of the key, or the free one where it goes. */
static uint32_t *slot_of(const struct al_unique *u, struct aludel_value key)
{
    size_t at = (size_t)al_hash(key) & (u->slot_count - 1);
    while (u->slots[at] && !al_equal(u->keys.at[u->slots[at] - 1], key)) {
        at = (at + 1) & (u->slot_count - 1);
    }
    return &u->slots[at];
}

static bool grow_slots(struct aludel_eval *e, struct al_unique *u)
{
    if (u->keys.count * 2 < u->slot_count) {
        return true;
    }
    u->slot_count = u->slot_count ? u->slot_count * 2 : 16;
    u->slots = e->failed ? NULL : al_arena_new(e->arena, u->slot_count * sizeof *u->slots);
    if (!u->slots) {
        al_no_memory(e);
        return false;
    }
    for (size_t i = 0; i < u->keys.count; i++) {
        *slot_of(u, u->keys.at[i]) = (uint32_t)i + 1;
    }
    return true;
}

/* The key's position, adding it when it is new. */
static bool place_key(struct aludel_eval *e, struct al_unique *u, struct aludel_value key, size_t *at)
{
    if (!al_hashable(e, key) || !grow_slots(e, u)) {
        return false;
    }
    uint32_t *slot = slot_of(u, key);
    if (!*slot) {
        if (!al_push(e, &u->keys, key)) {
            return false;
        }
        *slot = (uint32_t)u->keys.count;
    }
    *at = *slot - 1;
    return true;
}

static bool put_key(struct aludel_eval *e, struct al_unique *u, struct aludel_value key)
{
    size_t at;
    return place_key(e, u, key, &at);
}

bool al_put_pair(struct aludel_eval *e, struct al_unique *u, struct aludel_value key,
                 struct aludel_value value)
{
    size_t at;
    if (!place_key(e, u, key, &at)) {
        return false;
    }
    if (at >= u->values.count) { /* the key is new */
        return al_push(e, &u->values, value);
    }
    u->values.at[at] = value;
    return true;
}

/* ---- Values over what was collected ---------------------------------------------------------- */

static bool any_deferred(size_t count, const struct aludel_value *values)
{
    for (size_t i = 0; i < count; i++) {
        if (al_has_deferred(values[i])) {
            return true;
        }
    }
    return false;
}

static struct aludel_value over(struct aludel_arena *arena, enum aludel_type type, size_t count,
                                const struct aludel_value *keys, const struct aludel_value *values)
{
    struct aludel_items *items = al_arena_new(arena, sizeof *items);
    if (!items) {
        return aludel_unset();
    }
    *items = (struct aludel_items){count, any_deferred(count, values), keys, values};
    return (struct aludel_value){type, {.items = items}};
}

/* The same over arrays that are in the arena already. */
static struct aludel_value items_over(struct aludel_eval *e, enum aludel_type type, size_t count,
                                      const struct aludel_value *keys, const struct aludel_value *values)
{
    if (e->failed) {
        return aludel_unset();
    }
    struct aludel_value v = over(e->arena, type, count, keys, values);
    return v.type == ALUDEL_UNSET ? al_no_memory(e) : v;
}

struct aludel_value al_collected(struct aludel_eval *e, enum aludel_type type, const struct al_many *many)
{
    return items_over(e, type, many->count, NULL, many->at);
}

static struct aludel_value unique_set(struct aludel_eval *e, const struct al_unique *u)
{
    return items_over(e, ALUDEL_SET, u->keys.count, NULL, u->keys.at);
}

struct aludel_value al_unique_dict(struct aludel_eval *e, const struct al_unique *u)
{
    return items_over(e, ALUDEL_DICT, u->keys.count, u->keys.at, u->values.at);
}

/* ---- Copies ---------------------------------------------------------------------------------- */

static const struct aludel_value *copied(struct aludel_eval *e, size_t count,
                                         const struct aludel_value *values)
{
    struct aludel_value *copy = e->failed ? NULL : al_arena_new(e->arena, count * sizeof *copy);
    if (!copy) {
        al_no_memory(e);
        return NULL;
    }
    if (count > 0) {
        memcpy(copy, values, count * sizeof *copy);
    }
    return copy;
}

struct aludel_value al_new_items(struct aludel_eval *e, enum aludel_type type, size_t count,
                                 const struct aludel_value *keys, const struct aludel_value *values)
{
    if (type == ALUDEL_SET || type == ALUDEL_DICT) {
        struct al_unique u = {0};
        for (size_t i = 0; i < count; i++) {
            if (!(type == ALUDEL_SET ? put_key(e, &u, values[i]) : al_put_pair(e, &u, keys[i], values[i]))) {
                return aludel_unset();
            }
        }
        return type == ALUDEL_SET ? unique_set(e, &u) : al_unique_dict(e, &u);
    }
    const struct aludel_value *own_keys = keys ? copied(e, count, keys) : NULL;
    return items_over(e, type, count, own_keys, copied(e, count, values));
}

static bool copy_array(struct aludel_arena *arena, size_t count, const struct aludel_value *from,
                       const struct aludel_value **to)
{
    struct aludel_value *copy = al_arena_new(arena, count * sizeof *copy);
    for (size_t i = 0; copy && i < count; i++) {
        copy[i] = al_copy_value(arena, from[i]);
        if (copy[i].type == ALUDEL_UNSET && from[i].type != ALUDEL_UNSET) {
            return false;
        }
    }
    *to = copy;
    return copy != NULL;
}

struct aludel_value al_copy_value(struct aludel_arena *arena, struct aludel_value v)
{
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_BYTES || v.type == ALUDEL_SQL) {
        const char *z = al_arena_copy(arena, v.as.text.z, v.as.text.n);
        return z ? aludel_textual(v.type, z, v.as.text.n) : aludel_unset();
    }
    if (v.type < ALUDEL_LIST || v.type > ALUDEL_ROW) {
        return v;
    }
    const struct aludel_items *items = v.as.items;
    const struct aludel_value *keys = NULL, *values;
    if ((items->keys && !copy_array(arena, items->count, items->keys, &keys)) ||
        !copy_array(arena, items->count, items->values, &values)) {
        return aludel_unset();
    }
    return over(arena, v.type, items->count, keys, values);
}
