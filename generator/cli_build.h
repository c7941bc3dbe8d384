/*
 * cli_build.h: a program out of an environment, in a working folder that may be used again: objects and
 * programs stand in it under a hash of all that went into them, so that only what changed is compiled.
 */
#ifndef TOOL_BUILD_H
#define TOOL_BUILD_H

#include "cli_toolchain.h"
#include "emit/emit.h"

/* The finished program's path, or NULL after an error. */
const char *build_program(struct tool *t, const struct environment *e, const struct outputs *out,
                          const struct toolchain *tools, const char *work);

#endif
