/*
 * cli_present.h: what revision --autogenerate compares with.
 */
#ifndef CLI_PRESENT_H
#define CLI_PRESENT_H

#include "cli_sides.h"
#include "model/environment.h"

/* The database, which must be at its heads; or where SQLite's isn't there yet, or none is named, what the migrations make,
 * which is said. False after an error, which has been said. */
bool present_find(const struct sides *s, const struct environment *e, enum side_kind *out);

#endif
