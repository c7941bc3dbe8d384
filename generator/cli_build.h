/*
 * cli_build.h: a program out of an environment, in a working folder that may be used again: objects and
 * programs stand in it under a hash of all that went into them, so that only what changed is compiled.
 */
#ifndef TOOL_BUILD_H
#define TOOL_BUILD_H

#include "cli_toolchain.h"
#include "emit/emit.h"

enum program_kind { PROGRAM_MIGRATE, PROGRAM_TRIAL, PROGRAM_POWER, PROGRAM_EMBEDDED, PROGRAM_KINDS };

/* The finished program's path, or NULL after an error. */
const char *build_program(struct tool *t, const struct environment *e, const struct outputs *out,
                          const struct toolchain *tools, const char *work, enum program_kind which);

/* The same of the environment in a folder, in its place in the cache (cli_cache.c). */
const char *cached_program(struct tool *t, const char *folder, enum program_kind which);
/* In this process' place; a status when that isn't possible. */
int execute_program(const char *program, char *const *argv);

#endif
