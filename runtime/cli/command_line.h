/*
 * command_line.h: the command line, read by the tables of options and commands.
 */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include "cli/options.h"

/* False, with a message on stderr, when the line can't be understood. Arrays come from malloc;
 * cli_options_free gives them back. */
bool cli_options_read(struct cli_options *options, int argc, char **argv);
void cli_options_free(struct cli_options *options);

#endif
