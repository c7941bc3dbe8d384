/*
 * inner.h: what the files here share and nobody else sees.
 */
#ifndef PROGRAM_INNER_H
#define PROGRAM_INNER_H

#include "program/program.h"

/* facts.c: its variables, its flags; and of a computation: env("NAME") without a default. */
void find_facts(struct arena *a, struct program *p);
bool asks_without_default(const struct later *l);

/* locals.c: what is computed for locals that nobody reads goes. */
void drop_unread_locals(struct arena *a, struct program *p);
/* Which locals loops keep; numbers without gaps. */
void settle_locals(struct arena *a, struct program *p);
bool is_empty(const struct steps *list);

#endif
