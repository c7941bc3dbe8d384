/*
 * heap.h: the C library's heap, which nobody may use while a call is at work; and a pool in its place for SQLite, whose
 * allocations fail where a test wants it. Under a sanitizer, which has a heap of its own, nothing is forbidden.
 */
#ifndef TESTS_EMBEDDED_HEAP_H
#define TESTS_EMBEDDED_HEAP_H

#include <stdbool.h>

/* From now on malloc, calloc, realloc and free are forbidden: NULL, and counted; or allowed again. How often they were
 * called while they weren't. */
void heap_forbid(bool forbidden);
long heap_calls(void);

/* SQLite's memory comes from the pool; to be called before anything else of SQLite. */
bool pool_install(void);
/* The allocation behind the next `after` ones fails, and with `always` all that follow; -1: none. */
void pool_fail(long after, bool always);
long pool_allocations(void); /* since pool_fail */
/* Between pool_watch(true) and (false): which allocations were the first from their place, by number from 0. A place is all
 * that is called at that moment. */
void pool_watch(bool now);
long pool_places(const long **numbers); /* how many; -1: more than there is room for */

#endif
