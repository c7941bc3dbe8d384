/* Where a walk has been: a hash table of places. */
#include "fold/alias.h"

void forget_seen(struct folder *f)
{
    f->aliases->walks++;
    f->aliases->seen_count = 0;
}

/* Where it stands, or is to be put. */
static struct seen *slot_of(struct aliases *a, const void *at, const struct carried *turn)
{
    uint64_t hash = ((uintptr_t)at ^ (uintptr_t)turn * 31) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        struct seen *s = &a->seen[i & (a->seen_room - 1)];
        if (s->walk != a->walks || (s->at == at && s->turn == turn))
            return s;
    }
}

static void make_room(struct folder *f)
{
    struct aliases *a = f->aliases;
    const struct seen *old = a->seen;
    size_t room = a->seen_room;
    if (a->seen_count * 2 < room)
        return;
    a->seen_room = room ? room * 2 : 64;
    a->seen = ARENA_ARRAY(f->arena, struct seen, a->seen_room);
    for (size_t i = 0; i < room; i++)
        if (old[i].walk == a->walks)
            *slot_of(a, old[i].at, old[i].turn) = old[i];
}

bool seen_before(struct folder *f, const void *at, const struct carried *turn, unsigned what)
{
    struct aliases *a = f->aliases;
    make_room(f);
    struct seen *s = slot_of(a, at, turn);
    if (s->walk != a->walks) {
        *s = (struct seen){at, turn, what, a->walks};
        a->seen_count++;
        return false;
    }
    bool been = (s->what & what) == what;
    s->what |= what;
    return been;
}
