/*
 * cli.h: the command `aludel`, from the ground up:
 *
 *   cli_tool.h       what a command gets, and how it fails
 *   cli_options.h    what a command is; the options of our own commands
 *   cli_compile.h    an environment compiled, the report shown
 *   cli_revision.h   which revisions are meant, without a database
 *   cli_toolchain.h  where headers and libraries are, running the C compiler
 *   cli_build.h      a program out of an environment
 *   cli_status.h     what is done, said as it is done
 *   cli_hooks.h      programs that are run on a new file
 *   cli_commands.h   a function for each command
 *   cli.c            the table of commands, help, main's one function
 *
 * Exit status: 0 done, 1 there are errors, 2 wrong usage. Reports go to stderr, what was asked for to stdout.
 */
#ifndef CLI_H
#define CLI_H

int tool_main(int argc, char **argv);

#endif
