/*
 * run.h: one run of the program, as a command gets it.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/options.h"

#include <aludel/aludel.h>

struct cli {
    const struct cli_options *options;
    struct cli_console *console;
    struct cli_surroundings *surroundings;
    struct aludel_config config;
    struct aludel *handle; /* opened before the command's function is called */
    struct aludel_error error;
    bool misused; /* the error is about the command line: exit status 2 */
};

/* Fails for an option or operand that can't be understood. Always false. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool cli_misuse(struct cli *cli, const char *format, ...);

#endif
