#include "trial/power/memory.h"

#include <sqlite3.h>
#include <stdlib.h>

/* SQLite's allocator has no place for a context. */
static struct purse {
    uint64_t calls, fails_at;
    bool lasting;
    int64_t pieces;
} purses[TRIAL_MEMORIES];
static sqlite3_mem_methods before;

void trial_memory_fail(enum trial_memory_kind kind, uint64_t n, bool lasting)
{
    struct purse *p = &purses[kind];
    p->calls = 0;
    p->fails_at = n;
    p->lasting = lasting;
}

uint64_t trial_memory_calls(enum trial_memory_kind kind)
{
    return purses[kind].calls;
}

int64_t trial_memory_pieces(enum trial_memory_kind kind)
{
    return purses[kind].pieces;
}

static bool fails(struct purse *p)
{
    p->calls++;
    return p->fails_at && (p->lasting ? p->calls >= p->fails_at : p->calls == p->fails_at);
}

/* ---- The runtime's --------------------------------------------------------------------------------- */

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    struct purse *p = &purses[TRIAL_MEMORY_RUNTIME];
    (void)with;
    (void)old_size;
    if (!new_size) {
        p->pieces -= block != NULL;
        free(block);
        return NULL;
    }
    void *made = fails(p) ? NULL : realloc(block, new_size);
    p->pieces += made && !block;
    return made;
}

const struct aludel_allocator trial_memory_allocator = {resize, NULL};

/* ---- SQLite's -------------------------------------------------------------------------------------- */

static void *sqlite_malloc(int size)
{
    struct purse *p = &purses[TRIAL_MEMORY_SQLITE];
    void *made = fails(p) ? NULL : before.xMalloc(size);
    p->pieces += made != NULL;
    return made;
}

static void sqlite_free(void *block)
{
    purses[TRIAL_MEMORY_SQLITE].pieces -= block != NULL;
    before.xFree(block);
}

static void *sqlite_realloc(void *block, int size)
{
    return fails(&purses[TRIAL_MEMORY_SQLITE]) ? NULL : before.xRealloc(block, size);
}

bool trial_memory_begin(void)
{
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &before) != SQLITE_OK)
        return false;
    sqlite3_mem_methods mine = before;
    mine.xMalloc = sqlite_malloc;
    mine.xFree = sqlite_free;
    mine.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &mine) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK && sqlite3_initialize() == SQLITE_OK;
}

void trial_memory_end(void)
{
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_MALLOC, &before);
}
