/*
 * cli_commands.h: the commands, by file. The table of them is in cli.c.
 */
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

#include "cli_options.h"

/* cli_generate.c */
int command_generate(struct tool *t, const struct options *options);
int command_lint(struct tool *t, const struct options *options);

/* cli_schema.c */
int command_schema(struct tool *t, const struct options *options);

/* cli_sql.c */
int command_sql(struct tool *t, const struct options *options);

/* cli_author.c */
int command_revision(struct tool *t, const struct options *options);
int command_merge(struct tool *t, const struct options *options);
int command_squash(struct tool *t, const struct options *options);

/* cli_compare.c */
int command_diff(struct tool *t, const struct options *options);

/* cli_inspect.c */
int command_inspect(struct tool *t, const struct options *options);

/* cli_check.c */
int command_check(struct tool *t, const struct options *options);

/* cli_edit.c */
int command_edit(struct tool *t, const struct options *options);

/* cli_init.c */
int command_init(struct tool *t, const struct options *options);
int command_list_templates(struct tool *t, const struct options *options);

/* cli_format.c */
int command_format(struct tool *t, const struct options *options);

/* cli_build.c */
int command_build(struct tool *t, const struct options *options);

/* cli_completion.c */
int command_completion(struct tool *t, const struct options *options);

/* cli_test.c */
int command_test(struct tool *t, const struct options *options);

/* cli_cache.c: any command of the migration program itself. Executes the environment's program with these arguments;
 * argv[command] is the command. */
int run_environment(struct tool *t, int argc, char **argv, int command);

#endif
