/*
 * pattern.h: names chosen by patterns, as the settings `include` and `exclude` have them.
 *
 * A pattern is [kind:][schema.]name, where * stands for any characters and ? for one. A list of them is separated by
 * spaces or commas.
 */
#ifndef AL_PATTERN_H
#define AL_PATTERN_H

#include "core/text.h"

struct al_pattern {
    struct aludel_text kind, schema, name; /* none: any */
};

/* The next one of a list, which moves on; false at its end, or at what can't be one: *bad is where that begins. */
bool al_pattern_next(const char **list, struct al_pattern *pattern, struct aludel_text *bad);

/* Whether a name fits; `nocase`: ASCII's letters without case. */
bool al_pattern_fits(struct aludel_text pattern, struct aludel_text name, bool nocase);

#endif
