/*
 * whole_filter.h: which things of a whole schema are looked at: the settings `include` and `exclude` (core/pattern.h).
 *
 * A pattern without a kind is for what has a name of its own: tables, views, sequences, types, functions … What hangs on a
 * table (columns, constraints, indexes, triggers, comments) goes with it, and can be named by its kind, as index:ix_*.
 */
#ifndef AL_INSPECT_WHOLE_FILTER_H
#define AL_INSPECT_WHOLE_FILTER_H

#include "inspect/whole_thing.h"

#include <aludel/generated.h>

struct al_whole_filter {
    const char *include, *exclude; /* lists, as settings have them; NULL or "": all, and none */
    const char *home;              /* what the schema "" is called */
    bool nocase;                   /* SQLite's names */
};

/* Takes away what isn't looked at, and PostgreSQL's foreign keys that lead there. False: no memory. */
bool al_whole_sift(struct aludel_arena *arena, const struct al_whole_filter *filter, struct al_whole *whole);

#endif
