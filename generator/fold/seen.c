#include "fold/seen.h"

void seen_forget(struct seen_places *s)
{
    s->walks++;
    s->count = 0;
}

/* Where it stands, or is to be put. */
static struct seen *slot_of(const struct seen_places *s, const void *at, const void *turn)
{
    uint64_t hash = ((uintptr_t)at ^ (uintptr_t)turn * 31) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        struct seen *slot = &s->at[i & (s->room - 1)];
        if (slot->walk != s->walks || (slot->at == at && slot->turn == turn))
            return slot;
    }
}

static void make_room(struct arena *a, struct seen_places *s)
{
    const struct seen *old = s->at;
    size_t room = s->room;
    if (s->count * 2 < room)
        return;
    s->room = room ? room * 2 : 64;
    s->at = ARENA_ARRAY(a, struct seen, s->room);
    for (size_t i = 0; i < room; i++)
        if (old[i].walk == s->walks)
            *slot_of(s, old[i].at, old[i].turn) = old[i];
}

bool seen_before(struct arena *a, struct seen_places *s, const void *at, const void *turn, unsigned what)
{
    make_room(a, s);
    struct seen *slot = slot_of(s, at, turn);
    if (slot->walk != s->walks) {
        *slot = (struct seen){at, turn, what, s->walks};
        s->count++;
        return false;
    }
    bool been = (slot->what & what) == what;
    slot->what |= what;
    return been;
}
