/*
 * carried_chain.h: what was found in the log, as migrations behind the program's own.
 */
#ifndef AL_APPLY_CARRIED_CHAIN_H
#define AL_APPLY_CARRIED_CHAIN_H

#include "apply/carried_search.h"

/* The program's own chain with what was found behind it; NULL: the call has failed. Hooks are the program's, and what was
 * found knows nothing of them. */
struct aludel_registry *al_carried_registry(const struct al_search *s, const struct al_version *v);

#endif
