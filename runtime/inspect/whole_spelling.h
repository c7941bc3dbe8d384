/*
 * whole_spelling.h: what PostgreSQL tells in two ways, depending on how it was told, in one of them.
 *
 *     kind IN ('a', 'b'), of a VARCHAR, becomes         kind::text = ANY ((ARRAY['a'::varchar, 'b'::varchar])::text[])
 *     and that, executed in its turn,                   kind::text = ANY (ARRAY[('a'::varchar)::text, ('b'::varchar)::text])
 */
#ifndef AL_INSPECT_WHOLE_SPELLING_H
#define AL_INSPECT_WHOLE_SPELLING_H

#include "core/arena.h"

/* With lists as they are the first time. NULL: no memory (the arena is exhausted). */
const char *al_whole_spelling(struct aludel_arena *arena, const char *sql);

#endif
