/*
 * cli_options.h: what a command of ours is, and the options that it takes. (Those of the migration program are its own:
 * runtime/cli.)
 */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include "cli_tool.h"

/* NULL or false where not given. */
struct options {
    const char *folder, *output, *depfile, *stamp, *dialect, *symbol, *shards;
    const char *at;
    bool list, dump, reversible, json, downgrade, help;
};

struct command {
    const char *name;
    const char *options; /* the long names it takes: "directory output …" */
    const char *summary;
    int (*run)(struct tool *t, const struct options *options);
    const char *help;
};

/* False after saying what is wrong. */
bool options_read(struct tool *t, const struct command *c, int argc, char **argv, struct options *out);
void options_help(const struct command *c);

#endif
