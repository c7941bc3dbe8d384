/*
 * surroundings.h: what the command takes from the outside for the library: environment variables (and
 * `<NAME>_FILE`, and an env file behind them), settings overridden by `-c FILE` and by options, the URL.
 */
#ifndef CLI_SURROUNDINGS_H
#define CLI_SURROUNDINGS_H

#include "cli/options.h"

#include <aludel/aludel.h>
#include <aludel/generated.h>

#define CLI_MOST_SETTINGS 48

struct cli_surroundings {
    char *env_text; /* the env file, cut into NUL-terminated names and values */
    struct aludel_pair *env;
    size_t env_count;
    char **secrets; /* contents of <NAME>_FILE files, kept until the end */
    size_t secret_count;
    char *config_text; /* the file of -c */
    char *config_values;
    struct aludel_pair settings[CLI_MOST_SETTINGS];
    size_t settings_count;
    char unread[512]; /* a <NAME>_FILE that was asked for and couldn't be read */
};

/* Fills in config's url, settings, x and by. False with the error. */
bool cli_surroundings_read(struct cli_surroundings *s, const struct cli_options *options,
                           const struct aludel_registry *registry, struct aludel_config *config,
                           struct aludel_error *error);
void cli_surroundings_free(struct cli_surroundings *s);

/* A variable of the process, of its <NAME>_FILE, or of the env file; NULL when none has it. */
const char *cli_getenv(struct cli_surroundings *s, const char *name);

/* Adds to an error what the surroundings know about it: a secret's file that can't be read. */
void cli_surroundings_explain(const struct cli_surroundings *s, struct aludel_error *error);

#endif
