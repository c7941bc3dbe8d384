/*
 * whole_settled.h: PostgreSQL's text of an expression as it stays when it is run.
 */
#ifndef AL_INSPECT_WHOLE_SETTLED_H
#define AL_INSPECT_WHOLE_SETTLED_H

#include "core/arena.h"

/* name IN ('a', 'b') of a VARCHAR is shown as (ARRAY['a'::character varying, …])::text[]; who runs that has made
 * ARRAY[('a'::character varying)::text, …], which is shown as it is. The former becomes the latter; NULL stays NULL. */
const char *al_whole_settled(struct aludel_arena *arena, const char *sql);

#endif
