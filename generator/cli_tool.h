/*
 * cli_tool.h: what every command of `aludel` gets, and how it says that it failed.
 */
#ifndef CLI_TOOL_H
#define CLI_TOOL_H

#include "base/files.h"

enum { TOOL_DONE = 0, TOOL_FAILED = 1, TOOL_USAGE = 2 };

/* What a command gets. */
struct tool {
    struct arena *arena;
    const struct disk *disk;
    bool color;
};

/* Says "aludel: …" on stderr and gives `status` back. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int tool_fail(int status, const char *format, ...);

#endif
