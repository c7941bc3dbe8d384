/*
 * options.h: the command line, read by one table. Options that belong to the whole program stand before
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
    bool verbose, check_heads, indicate_current, resolve_dependencies;
    bool sql, purge, dry_run, single_transaction, downgrade, done, again;
    const char *tag, *expect, *backup, *range, *dialect, *timeout, *limit;
    const char *wait, *lock_timeout, *statement_timeout;
};

enum cli_option_kind { CLI_FLAG, CLI_VALUE, CLI_PAIR };

struct cli_option {
    char letter;       /* 0: none */
    const char *name;  /* without -- */
    const char *value; /* what --help calls its value, or NULL for a flag */
    enum cli_option_kind kind;
    size_t offset;     /* in struct cli_options */
    unsigned commands; /* bits of the commands that take it (commands.h); CLI_GLOBAL: before the command */
    const char *help;
};

/* The table; `name` NULL ends it. */
extern const struct cli_option cli_option_table[];

/* False, with a message on stderr, when the line can't be understood. Arrays come from malloc;
 * cli_options_free gives them back. */
bool cli_options_read(struct cli_options *options, int argc, char **argv);
void cli_options_free(struct cli_options *options);

#endif
