/*
 * allocator.h: memory for who brings none.
 */
#ifndef AL_ALLOCATOR_H
#define AL_ALLOCATOR_H

#include <aludel/aludel.h>

/* Where none is given: the C library's realloc; on a device there is none. */
extern const struct aludel_allocator al_usual_allocator;

#endif
