/*
 * options.h: what a command line can say, and the table of it. Options that belong to the whole program stand before
 * the command; --url, --json and -q are taken on either side of it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <aludel/aludel.h>

#include <stdbool.h>
#include <stddef.h>

struct cli_command;

struct cli_options {
    const char *program; /* argv[0]'s last part */
    const struct cli_command *command;
    const char **operands;
    size_t operand_count;

    /* before the command */
    bool help, version, no_color, log_statements;
    const char *config, *section, *env_file, *by;
    struct aludel_pair *x;
    size_t x_count;

    /* on either side */
    bool quiet, json;
    const char *url;
    char *given_url; /* what it points to: argv shows it without the password */

    /* behind a command */
    bool verbose, check_heads, indicate_current, resolve_dependencies, graph;
    bool sql, carried, purge, dry_run, single_transaction, downgrade, budget, done, again;
    const char *tag, *expect, *backup, *range, *dialect, *timeout, *limit;
    const char *wait, *lock_timeout, *statement_timeout, *max_bytes;
    bool target, chain, stored;
    const char **schemas;
    size_t schema_count;
};

/* Who takes an option: the commands, each its bit, or the program in front of them. */
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
    CLI_INSPECT = 1u << 14,
    CLI_CHECK = 1u << 15,
    CLI_GLOBAL = 1u << 30
};

enum cli_option_kind { CLI_FLAG, CLI_VALUE, CLI_PAIR, CLI_SCHEMAS };

struct cli_option {
    char letter;       /* 0: none */
    const char *name;  /* without -- */
    const char *value; /* what --help calls its value, or NULL for a flag */
    enum cli_option_kind kind;
    size_t offset;     /* in struct cli_options */
    unsigned commands; /* bits of the commands that take it; CLI_GLOBAL: before the command */
    const char *help;
};

extern const struct cli_option cli_option_table[]; /* `help` NULL ends it */

/* The option of this name, or letter where `name` is NULL, in a place (bits of enum cli_command_bit). NULL: none;
 * `*elsewhere` is then one of that name for another place, if there is any. */
const struct cli_option *cli_find_option(const char *name, size_t length, char letter, unsigned place,
                                         const struct cli_option **elsewhere);
const char *cli_nearest_option(const char *name, unsigned place);

#endif
