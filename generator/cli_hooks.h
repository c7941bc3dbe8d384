/*
 * cli_hooks.h: programs that are run on a new file: the section [post_write_hooks] of the settings, as Alembic reads it.
 *
 *     [post_write_hooks]
 *     hooks = format check
 *     format.type = exec
 *     format.executable = sqlfmt
 *     format.options = --in-place REVISION_SCRIPT_FILENAME
 *     format.cwd = %(here)s
 */
#ifndef TOOL_HOOKS_H
#define TOOL_HOOKS_H

#include "cli_toolchain.h"
#include "model/environment.h"

struct write_hook {
    const char *name;
    struct words command;
    const char *folder; /* where it runs, or NULL */
};
struct write_hooks {
    struct write_hook *at;
    size_t count, room;
};

/* What is to be run on the file `path`. False, said in the diagnostics: the settings are wrong. */
bool hooks_plan(struct environment *e, const char *path, struct write_hooks *out);

/* Runs them, one after the other. False after saying which failed; those behind it don't run. */
bool hooks_run(struct tool *t, const struct write_hooks *hooks, const char *path);

#endif
