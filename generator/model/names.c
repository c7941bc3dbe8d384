#include "model/names.h"

/* FNV-1a. */
static size_t hash(struct aludel_text name)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (uint8_t)name.z[i]) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

/* The slot that holds the name, or the free one where it belongs. */
static struct name_slot *slot_of(const struct name_map *m, struct aludel_text name)
{
    size_t i = hash(name) & (m->room - 1);
    while (m->slots[i].name.z && !al_same(m->slots[i].name, name))
        i = (i + 1) & (m->room - 1);
    return &m->slots[i];
}

static void grow(struct arena *a, struct name_map *m)
{
    struct name_map bigger = {.room = m->room ? m->room * 2 : 64};
    bigger.slots = ARENA_ARRAY(a, struct name_slot, bigger.room);
    for (size_t i = 0; i < m->room; i++) {
        if (m->slots[i].name.z)
            *slot_of(&bigger, m->slots[i].name) = m->slots[i];
    }
    bigger.count = m->count;
    *m = bigger;
}

bool names_add(struct arena *a, struct name_map *m, struct aludel_text name, uint32_t *number)
{
    if (m->count * 2 >= m->room)
        grow(a, m);
    struct name_slot *slot = slot_of(m, name);
    if (slot->name.z) {
        *number = slot->number;
        return false;
    }
    slot->name = name;
    slot->number = *number;
    m->count++;
    return true;
}

uint32_t names_find(const struct name_map *m, struct aludel_text name)
{
    if (!m->room)
        return NO_NUMBER;
    const struct name_slot *slot = slot_of(m, name);
    return slot->name.z ? slot->number : NO_NUMBER;
}
