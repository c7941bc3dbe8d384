/*
 * memory.h: memory that runs out when it is told to: SQLite's, and that of a runtime that takes it from an allocator of its caller's.
 *
 *     trial_memory_begin();                                   nobody may have SQLite open
 *     trial_memory_fail(TRIAL_MEMORY_SQLITE, 17, true);       from the 17th call on there is none
 *     …
 *     trial_memory_fail(TRIAL_MEMORY_SQLITE, 0, false);       there is again
 */
#ifndef TRIAL_POWER_MEMORY_H
#define TRIAL_POWER_MEMORY_H

#include <aludel/aludel.h>

enum trial_memory_kind { TRIAL_MEMORY_SQLITE, TRIAL_MEMORY_RUNTIME, TRIAL_MEMORIES };

/* SQLite takes its memory from here from now on, each piece for itself. False: it won't. */
bool trial_memory_begin(void);
/* As it was. */
void trial_memory_end(void);

extern const struct aludel_allocator trial_memory_allocator;

/* The n-th call from now on that asks for memory gets none, nor, if that lasts, those behind it. 0: all get what they ask for. */
void trial_memory_fail(enum trial_memory_kind kind, uint64_t n, bool lasting);
/* How many such calls there were since. */
uint64_t trial_memory_calls(enum trial_memory_kind kind);
/* How many pieces are in use. */
int64_t trial_memory_pieces(enum trial_memory_kind kind);

#endif
