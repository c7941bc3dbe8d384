/*
 * cli_options.h: what a command of ours is, and the options that it takes. (Those of the migration program are its own:
 * runtime/cli.)
 */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include "base/word.h"
#include "cli_tool.h"

/* NULL, false or empty where not given. */
struct options {
    const char *folder, *output, *depfile, *stamp, *dialect, *profile, *symbol, *shards;
    const char *at;
    const char *message, *head, *version_path, *id, *template_name, *format, *program;
    const char *url, *from, *junit, *sqlite, *libpq, *power_points, *power_seed;
    struct words renames, urls, schemas, more_schemas, x;
    struct words
        front; /* what stood before the command and is for the environment's own program: -c FILE, -x … */
    struct words labels, depends_on, compatible_with, revisions, folders, files, shells, since;
    bool list, amalgamate, dump, reversible, compatible, json, downgrade, splice, sql, autogenerate, check,
        diff, target, chain, quiet, check_heads, keep, power, is_static, no_downgrade, strip_messages, help;
};

struct command {
    const char *name;
    const char *
        options; /* the long names it takes: "directory output …"; "REV", "DIR", "FILE": words without a dash */
    const char *summary;
    int (*run)(struct tool *t, const struct options *options);
    const char *help;
};

/* The options of all commands, and what stands without a dash. */
struct option {
    const char *name;     /* in capitals: what stands without a dash */
    char letter;          /* or 0 */
    const char *argument; /* NULL: a switch; of what stands without a dash: as usage shows it */
    bool many;            /* may be given again: struct words */
    size_t at;            /* in struct options */
    const char *help;
};
extern const struct option all_options[]; /* `name` NULL ends it */

bool option_is_word(const struct option *o);
bool command_takes(const struct command *c, const struct option *o);
/* What a command takes without a dash, or NULL. */
const struct option *command_word(const struct command *c);

/* False after saying what is wrong. */
bool options_read(struct tool *t, const struct command *c, int argc, char **argv, struct options *out);
void options_help(const struct command *c);

/* --profile embedded */
bool options_embedded(const struct options *options);

#endif
