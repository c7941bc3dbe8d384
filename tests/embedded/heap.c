#include "heap.h"

#include <execinfo.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- The C library's ----------------------------------------------------------------------------- */

static bool forbidden;
static long calls;

void heap_forbid(bool now)
{
    forbidden = now;
}

long heap_calls(void)
{
    return calls;
}

#ifndef __SANITIZE_ADDRESS__
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static bool refuse(void)
{
    calls += forbidden;
    return forbidden;
}

void *malloc(size_t size)
{
    return refuse() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return refuse() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return refuse() ? NULL : __libc_realloc(block, size);
}

void free(void *block)
{
    if (!block || !refuse()) {
        __libc_free(block);
    }
}
#endif

/* ---- SQLite's pool ------------------------------------------------------------------------------- */

#define CLASSES 28
#define HEAD 16

static _Alignas(16) unsigned char pool[64 << 20];
static size_t taken;
static void *freed[CLASSES]; /* blocks of 1 << class bytes */
static long left = -1, allocations;
static bool for_ever;

void pool_fail(long after, bool always)
{
    left = after;
    for_ever = always;
    allocations = 0;
}

long pool_allocations(void)
{
    return allocations;
}

/* ---- From where ---------------------------------------------------------------------------------- */

#define PLACES (1 << 16)
#define DEEPEST 64

static bool watching;
static uint64_t known[PLACES]; /* a hash table of hashes; 0: free */
static long firsts[PLACES], place_count;

static uint64_t hash_of_calls(void)
{
    void *calls_now[DEEPEST];
    int depth = backtrace(calls_now, DEEPEST);
    uint64_t hash = 1469598103934665603u;
    for (int i = 0; i < depth; i++) {
        hash = (hash ^ (uintptr_t)calls_now[i]) * 1099511628211u;
    }
    return hash | 1;
}

static void note_place(void)
{
    uint64_t hash = hash_of_calls();
    size_t at = (size_t)(hash >> 20) % PLACES;
    while (known[at] && known[at] != hash) {
        at = (at + 1) % PLACES;
    }
    if (!known[at] && place_count < PLACES / 2) {
        known[at] = hash;
        firsts[place_count++] = allocations;
    }
}

void pool_watch(bool now)
{
    watching = false;
    if (now) {
        hash_of_calls(); /* which loads something the first time */
        memset(known, 0, sizeof known);
        place_count = 0;
    }
    watching = now;
}

long pool_places(const long **numbers)
{
    *numbers = firsts;
    return place_count < PLACES / 2 ? place_count : -1;
}

/* ---- Its allocations ----------------------------------------------------------------------------- */

static bool fails(void)
{
    if (watching) {
        note_place();
    }
    allocations++;
    if (left != 0) {
        left -= left > 0;
        return false;
    }
    left = for_ever ? 0 : -1;
    return true;
}

static int class_of(int size)
{
    int class = 5;
    while (class < CLASSES && (size_t)1 << class < (size_t)size + HEAD) {
        class ++;
    }
    return class;
}

static int *head_of(void *block)
{
    return (int *)(void *)((unsigned char *)block - HEAD);
}

static void *pool_take(int class)
{
    size_t size = (size_t)1 << class;
    if (freed[class]) {
        void *block = freed[class];
        memcpy(&freed[class], block, sizeof block);
        return block;
    }
    if (size > sizeof pool - taken) {
        return NULL;
    }
    void *block = pool + taken + HEAD;
    taken += size;
    return block;
}

static void *pool_malloc(int size)
{
    int class = class_of(size);
    void *block = class < CLASSES && !fails() ? pool_take(class) : NULL;
    if (block) {
        *head_of(block) = class;
        memset(block, 0xB7, (size_t)size);
    }
    return block;
}

static void pool_free(void *block)
{
    int class = *head_of(block);
    memcpy(block, &freed[class], sizeof block);
    freed[class] = block;
}

static int pool_size(void *block)
{
    return block ? (int)(((size_t)1 << *head_of(block)) - HEAD) : 0;
}

static void *pool_realloc(void *block, int size)
{
    int old = pool_size(block);
    void *found = pool_malloc(size);
    if (found) {
        memcpy(found, block, (size_t)(old < size ? old : size));
        pool_free(block);
    }
    return found;
}

static int round_up(int size)
{
    return (size + 7) & ~7;
}

static int start(void *with)
{
    (void)with;
    return SQLITE_OK;
}

static void stop(void *with)
{
    (void)with;
}

#ifndef DEVICE_MEMSYS5 /* SQLite's own, where it was compiled in; nothing fails there */
#define DEVICE_MEMSYS5 0
#endif

bool pool_install(void)
{
    static const sqlite3_mem_methods methods = {pool_malloc, pool_free, pool_realloc, pool_size,
                                                round_up,    start,     stop,         NULL};
    int code = DEVICE_MEMSYS5 ? sqlite3_config(SQLITE_CONFIG_HEAP, pool, (int)sizeof pool, 64)
                              : sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    return code == SQLITE_OK;
}
