/*
 * cli_again.h: this program once more, as another process: whoever asks a database waits for others that compile the
 * same environment, and keeps them waiting until it ends.
 */
#ifndef CLI_AGAIN_H
#define CLI_AGAIN_H

#include "cli_tool.h"

/* What it prints on stdout when it is called so; argv ends with NULL. Its exit status, or TOOL_FAILED with the reason
 * said. */
int again(struct tool *t, const char *const *argv, struct aludel_text *shown);

/* Until the process ends: its status, or 128 and the signal that ended it. */
int again_wait(pid_t pid);

#endif
