/*
 * room.c: the caller's memory as an allocator: blocks one behind the other, each with its size in front; the first that fits
 * is taken, neighbours that are free grow together.
 */
#include "embedded/device.h"

#include <string.h>

struct al_room_block {
    size_t size; /* of all of it, a multiple of the alignment; 0: behind the last */
    size_t taken;
};

#define ALIGNMENT _Alignof(max_align_t)
#define HEAD ((sizeof(struct al_room_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static struct al_room_block *behind(struct al_room_block *b)
{
    return (struct al_room_block *)(void *)((char *)b + b->size);
}

bool al_room_init(struct al_room *room, void *memory, size_t size)
{
    size_t off = (ALIGNMENT - (uintptr_t)memory % ALIGNMENT) % ALIGNMENT;
    *room = (struct al_room){0};
    if (!memory || size < off + 2 * HEAD) {
        return false;
    }
    room->first = (struct al_room_block *)(void *)((char *)memory + off);
    size_t all = (size - off) / ALIGNMENT * ALIGNMENT - HEAD;
    *room->first = (struct al_room_block){all, 0};
    *behind(room->first) = (struct al_room_block){0, 1};
    return true;
}

static void join(struct al_room_block *b)
{
    for (struct al_room_block *next = behind(b); !next->taken; next = behind(b)) {
        b->size += next->size;
    }
}

static void take(struct al_room *room, struct al_room_block *b, size_t size)
{
    if (b->size - size > HEAD) {
        struct al_room_block *rest = (struct al_room_block *)(void *)((char *)b + size);
        *rest = (struct al_room_block){b->size - size, 0};
        b->size = size;
    }
    b->taken = 1;
    room->used += b->size;
    room->most = room->used > room->most ? room->used : room->most;
}

static void *find(struct al_room *room, size_t wanted)
{
    if (wanted > SIZE_MAX / 2) {
        return NULL;
    }
    size_t size = (wanted + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + HEAD;
    for (struct al_room_block *b = room->first; b && b->size; b = behind(b)) {
        if (b->taken) {
            continue;
        }
        join(b);
        if (b->size >= size) {
            take(room, b, size);
            return (char *)b + HEAD;
        }
    }
    return NULL;
}

void al_room_give(struct al_room *room, void *block)
{
    struct al_room_block *b = (struct al_room_block *)(void *)((char *)block - HEAD);
    b->taken = 0;
    room->used -= b->size;
}

static void *room_resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct al_room *room = with;
    void *found = new_size ? find(room, new_size) : NULL;
    if (block && found) {
        memcpy(found, block, old_size < new_size ? old_size : new_size);
    }
    if (block && (found || !new_size)) {
        al_room_give(room, block);
    }
    return found;
}

struct aludel_allocator al_room_allocator(struct al_room *room)
{
    return (struct aludel_allocator){room_resize, room};
}

void al_room_arena(struct al_room *room, struct aludel_arena *arena)
{
    const struct aludel_allocator allocator = al_room_allocator(room);
    al_arena_init(arena, &allocator);
}

void *al_room_take(struct al_room *room, size_t size)
{
    void *block = find(room, size);
    return block ? memset(block, 0, size) : NULL;
}
