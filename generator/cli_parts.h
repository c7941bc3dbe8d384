/*
 * cli_parts.h: what `aludel build` takes in place of the installed archives and of the system's database clients: the
 * runtime compiled from source (--static, or $CC for another C library or machine than ours), an SQLite (--sqlite), a libpq
 * (--libpq).
 */
#ifndef TOOL_PARTS_H
#define TOOL_PARTS_H

#include "cli_options.h"
#include "cli_toolchain.h"
#include "compile.h"

/* Puts into the toolchain what the program is to be linked with. What it compiles is kept in the cache; `scratch` is a
 * folder for what isn't. False after saying what is missing. */
bool parts_find(struct tool *t, const struct environment *e, const struct options *options,
                const char *scratch, struct toolchain *tools);

#endif
