/*
 * memory.h: memory that there always is, or the program ends, so that nobody has to look; text in it.
 */
#ifndef TRIAL_MEMORY_H
#define TRIAL_MEMORY_H

#include "core/text.h"

extern const struct aludel_allocator trial_allocator;

/* printf's job, in an arena. */
const char *trial_format(struct aludel_arena *arena, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

#endif
