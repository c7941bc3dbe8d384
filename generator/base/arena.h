/*
 * arena.h: the generator's memory. One arena lives as long as one compilation; nothing is freed singly.
 * Running out of memory leaves through the arena's `no_memory` jump, which main() sets, so that nobody
 * below has to test.
 */
#ifndef ARENA_H
#define ARENA_H

#include "core/arena.h"
#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>

struct arena {
    struct aludel_arena memory; /* the runtime's arena, so that values can live here too */
    jmp_buf *no_memory;
};

void arena_init(struct arena *a, jmp_buf *no_memory);
void arena_free(struct arena *a);

void *arena_new(struct arena *a, size_t size); /* zeroed, never NULL */
#define ARENA_NEW(arena, type) ((type *)arena_new((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_new((arena), sizeof(type) * (count)))

struct aludel_text arena_text(struct arena *a, struct aludel_text t); /* a copy, NUL behind it */
char *arena_string(struct arena *a, struct aludel_text t);            /* the same as a C string */
char *arena_replaced(struct arena *a, const char *text, const char *what,
                     const char *by); /* each `what` in it */
char *arena_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *a, const char *format, va_list args);

#endif
