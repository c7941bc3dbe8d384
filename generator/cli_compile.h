/*
 * cli_compile.h: what most commands begin with: the environment is compiled, or read, and what there is to say of it is shown.
 */
#ifndef TOOL_COMPILE_H
#define TOOL_COMPILE_H

#include "cli_options.h"
#include "compile.h"

/* Fills in what compile() wants from the command line; false after an error. */
bool tool_compile_options(const struct options *from, struct compile_options *to);

/* Gives an environment what it needs of the tool; and shows what there is to say of it. */
void tool_environment(struct tool *t, struct environment *e);
void tool_report(struct tool *t, struct environment *e);

/* Compiles an environment and shows the report; false when there were errors. */
bool tool_compile(struct tool *t, struct environment *e, const struct compile_options *options,
                  struct outputs *out);

#endif
