/*
 * cli_scratch.h: folders that are there for the length of a command; and an environment in one, for databases that have
 * none.
 */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "cli_tool.h"

#include <aludel/generated.h>

/* An empty folder, with its whole path; NULL after an error. */
const char *scratch_make(struct tool *t);

/* With all that is in it. */
void scratch_remove(const char *folder);

struct scratch {
    const char *folder;
    const char *cache; /* where compiled migrations went before, or NULL */
};

/* An environment without migrations for one kind of database; what is compiled of it stays in the folder, too. `settings`:
 * further lines, or NULL. False after an error. */
bool scratch_environment(struct tool *t, enum aludel_dialect dialect, const char *settings,
                         struct scratch *out);
void scratch_environment_remove(const struct scratch *scratch);

#endif
