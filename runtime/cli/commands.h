/*
 * commands.h: the table of commands, and what each may use.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/console.h"
#include "cli/options.h"
#include "cli/surroundings.h"

enum cli_command_bit {
    CLI_UPGRADE = 1u << 0,
    CLI_DOWNGRADE = 1u << 1,
    CLI_STAMP = 1u << 2,
    CLI_ENSURE_VERSION = 1u << 3,
    CLI_CURRENT = 1u << 4,
    CLI_HISTORY = 1u << 5,
    CLI_HEADS = 1u << 6,
    CLI_BRANCHES = 1u << 7,
    CLI_SHOW = 1u << 8,
    CLI_PLAN = 1u << 9,
    CLI_LOG = 1u << 10,
    CLI_VERIFY = 1u << 11,
    CLI_WAIT = 1u << 12,
    CLI_RESUME = 1u << 13,
    CLI_GLOBAL = 1u << 30
};

/* One run of the program. */
struct cli {
    const struct cli_options *options;
    struct cli_console *console;
    struct cli_surroundings *surroundings;
    struct aludel_config config;
    struct aludel *handle; /* opened before the command's function is called */
    struct aludel_error error;
    bool misused; /* the error is about the command line: exit status 2 */
};

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

/* Fails for an option or operand that can't be understood. Always false. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool cli_misuse(struct cli *cli, const char *format, ...);

/* ask.c, change.c */
bool cli_current(struct cli *cli);
bool cli_history(struct cli *cli);
bool cli_heads(struct cli *cli);
bool cli_branches(struct cli *cli);
bool cli_show(struct cli *cli);
bool cli_plan(struct cli *cli);
bool cli_log(struct cli *cli);
bool cli_verify(struct cli *cli);
bool cli_upgrade(struct cli *cli);
bool cli_downgrade(struct cli *cli);
bool cli_stamp(struct cli *cli);
bool cli_ensure_version(struct cli *cli);
bool cli_wait(struct cli *cli);
bool cli_resume(struct cli *cli);

#endif
