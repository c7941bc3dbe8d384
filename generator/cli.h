/*
 * cli.h: the command `aludel`. A table of commands (cli.c), and a file for each idea behind them.
 *
 *   cli.c           the table, help, main's one function
 *   cli_options.c   the options of our own commands
 *   cli_generate.c  generate, lint
 *   cli_schema.c    schema
 *   cli_sql.c       sql
 *   cli_revision.c  which revisions are meant, without a database
 *   cli_toolchain.c where headers and libraries are, running the C compiler
 *   cli_build.c     build; a program out of an environment
 *   cli_cache.c     any command of the migration program itself: built into a cache, then executed
 *
 * Exit status: 0 done, 1 there are errors, 2 wrong usage. Reports go to stderr, what was asked for to stdout.
 */
#ifndef CLI_H
#define CLI_H

#include "compile.h"

enum { TOOL_DONE = 0, TOOL_FAILED = 1, TOOL_USAGE = 2 };

/* What a command gets. */
struct tool {
    struct arena *arena;
    const struct disk *disk;
    bool color;
};

/* The options of our own commands; NULL or false where not given. */
struct options {
    const char *directory, *output, *depfile, *stamp, *dialect, *symbol, *shards;
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

int tool_main(int argc, char **argv);

/* Says "aludel: …" on stderr and gives `status` back. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int tool_fail(int status, const char *format, ...);

/* cli_options.c: false after saying what is wrong. */
bool options_read(struct tool *t, const struct command *c, int argc, char **argv, struct options *out);
void options_help(const struct command *c);

/* cli_generate.c */
int command_generate(struct tool *t, const struct options *options);
int command_lint(struct tool *t, const struct options *options);

/* Compiles an environment and shows the report; false when there were errors. */
bool tool_compile(struct tool *t, struct environment *e, const struct compile_options *options,
                  struct outputs *out);
/* Fills in what compile() wants from the command line; false after an error. */
bool tool_compile_options(const struct options *from, struct compile_options *to);

/* cli_schema.c */
int command_schema(struct tool *t, const struct options *options);

/* cli_sql.c */
int command_sql(struct tool *t, const struct options *options);

/* cli_revision.c */
/* "head", "heads", "base", an id or the beginning of one; NULL: the heads. False after saying what is wrong. */
bool tool_find_revisions(struct tool *t, const struct environment *e, const char *name, struct indices *out);

/* cli_build.c */
int command_build(struct tool *t, const struct options *options);

/* cli_cache.c: executes the environment's program with these arguments; argv[command] is the command. */
int run_environment(struct tool *t, int argc, char **argv, int command);

#endif
