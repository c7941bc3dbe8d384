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
    bool misread; /* an option can't be read, whatever the database is: exit status 2 */
};

/* Fails for an option that can't be read. Always false. What is read, and then isn't possible (an unknown revision, options
 * that exclude one another), is a failure like others, as with Alembic. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool cli_misread(struct cli *cli, const char *format, ...);

#endif
