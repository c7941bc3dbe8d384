/*
 * whole_alike.h: two definitions of SQLite's, of which one may say what goes without saying.
 */
#ifndef AL_INSPECT_WHOLE_ALIKE_H
#define AL_INSPECT_WHOLE_ALIKE_H

#include "core/text.h"

#include <stdbool.h>

/* The same to SQLite: al_ddl_alike, and FOR EACH ROW goes without saying, as do parentheses around all of a condition, or
 * around others; those around a query count. */
bool al_whole_alike(struct aludel_text a, struct aludel_text b);

#endif
