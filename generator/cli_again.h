/*
 * cli_again.h: a command of the environment's own program, in another process: whoever asks a database waits for others
 * that compile the same environment, and keeps them waiting until it ends.
 */
#ifndef CLI_AGAIN_H
#define CLI_AGAIN_H

#include "base/word.h"
#include "cli_tool.h"

/* What it prints on stdout when it is called with these words; words->at[command] is the command, words->at[0] whatever a
 * program is called. `shown` NULL: it goes where ours goes. Its exit status, or TOOL_FAILED with the reason said. */
int again(struct tool *t, const struct words *words, size_t command, struct aludel_text *shown);

/* Until the process ends: its status, or 128 and the signal that ended it. */
int again_wait(pid_t pid);

#endif
