/*
 * cli_scratch.h: folders that are there for the length of a command; and an environment in one, for databases that have
 * none.
 */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "cli_tool.h"

#include <aludel/generated.h>

struct scratch {
    const char *folder; /* with its whole path */
    int lock;           /* as long as this process has it, no other one sweeps the folder away */
    const char *cache;  /* where compiled migrations went before, or NULL */
};

/* An empty folder; those that killed runs have left are taken away. False after an error. */
bool scratch_make(struct tool *t, struct scratch *out);

/* With all that is in it. */
void scratch_remove(const struct scratch *scratch);

/* An environment without migrations for one kind of database; what is compiled of it stays in the folder, too. `settings`:
 * further lines, or NULL. False after an error. */
bool scratch_environment(struct tool *t, enum aludel_dialect dialect, const char *settings,
                         struct scratch *out);
void scratch_environment_remove(const struct scratch *scratch);

#endif
