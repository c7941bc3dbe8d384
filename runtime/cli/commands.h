/*
 * commands.h: the table of commands, which names all of them.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

struct cli;

struct cli_command {
    const char *name;
    unsigned bit;
    const char *group;            /* the heading in --help */
    const char *operands;         /* "REV", "REV...", "[REV]" or "" */
    size_t least, most;           /* how many of them */
    const char *summary;          /* one line for the list of commands */
    const char *text;             /* what `migrate COMMAND --help` says besides */
    bool (*run)(struct cli *cli); /* false: cli->error says why */
};

extern const struct cli_command cli_command_table[]; /* `name` NULL ends it */

const struct cli_command *cli_find_command(const char *name);
const char *cli_nearest_command(const char *name);

#endif
