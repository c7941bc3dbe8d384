/*
 * help.h: --help and --version, made from the tables of commands and options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/options.h"

#include <aludel/generated.h>

/* Text on stdout, in lines of at most 80 columns, and the end of the last one. The cursor stands in column `indent`, where
 * every further line begins; so does what stands behind a line end in the text. */
void cli_put_wrapped(const char *text, size_t indent);

void cli_help(const struct cli_options *options, const struct aludel_registry *registry);
void cli_version(const struct cli_options *options, const struct aludel_registry *registry);

#endif
