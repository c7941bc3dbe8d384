/*
 * cli_scratch.h: folders that are there for the length of a command.
 */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "cli_tool.h"

struct scratch {
    const char *folder; /* with its whole path */
    int lock;           /* as long as this process has it, no other one sweeps the folder away */
};

/* A folder with nothing in it but its lock; those that killed runs have left are taken away. False after an error. */
bool scratch_make(struct tool *t, struct scratch *out);

/* With all that is in it. */
void scratch_remove(const struct scratch *scratch);

#endif
