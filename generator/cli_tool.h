/*
 * cli_tool.h: what every command of `aludel` gets, and how it says that it failed.
 */
#ifndef CLI_TOOL_H
#define CLI_TOOL_H

#include "base/files.h"

#include <sys/types.h>

enum { TOOL_DONE = 0, TOOL_FAILED = 1, TOOL_USAGE = 2 };

struct command; /* cli_options.h */

/* What a command gets. */
struct tool {
    struct arena *arena;
    const struct disk *disk;
    bool color;
    const struct command *commands; /* all of our own; `name` NULL ends them */
    const char
        *target; /* a file that is meant in the place of an environment's schema.mako; NULL: that one */
    int asked;   /* the exit status of the environment's program, where it was asked in vain; or 0 */
};

/* Says "aludel: …" on stderr and gives `status` back. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int tool_fail(int status, const char *format, ...);

/* Until it ends; `*status` as waitpid() has it. False with errno. */
bool tool_wait(pid_t pid, int *status);

/* The file that a command's first word names, by $PATH; NULL: there is none. */
const char *tool_program(struct arena *a, const char *name);

/* Whoever makes files of this folder at the same time waits, and then sees ours; so the head stays one. -1 where a
 * folder can't be locked: each file is written whole all the same. */
int tool_lock(const char *folder);
void tool_unlock(int locked);

#endif
