/*
 * help.h: --help and --version, made from the tables of commands and options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/options.h"

#include <aludel/generated.h>

void cli_help(const struct cli_options *options, const struct aludel_registry *registry);
void cli_version(const struct cli_options *options, const struct aludel_registry *registry);

#endif
