#include "cli.h"

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/screen.h"
#include "cli/streams.h"
#include "cli_commands.h"
#include "core/format.h"
#include "core/mask.h"
#include "model/environment.h"

#include <aludel/generated.h>
#include <aludel/main.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The table -------------------------------------------------------------------------------- */

static const struct command commands[] = {
    {"init", "DIR template from include-schema", "make a new environment", command_init,
     "Makes a folder with settings, versions/ and a README.md that says how to go on. One that is there must "
     "be empty.\n--from: for a database that is there already. The first migration makes what it holds; it "
     "has the id that stands in the database's alembic_version, so that this one is at the head at once and "
     "new ones are built."},
    {"list_templates", "", "list what init can make", command_list_templates,
     "Lists the templates of init: which environments it can make."},
    {"generate",
     "directory output depfile stamp dialect profile symbol shards amalgamate list no-downgrade since "
     "strip-messages",
     "compile migrations to C", command_generate,
     "Compiles every migration to C, for any build system. Files that would not change are left untouched; "
     "with errors nothing is written. -o names a folder. --amalgamate puts the runtime beside them, in one "
     "file: what is in the folder then needs nothing of Aludel to be compiled."},
    {"build", "directory output dialect profile static sqlite libpq no-downgrade since strip-messages",
     "compile migrations to a program of their own", command_build,
     "Compiles the environment to a self-contained program that upgrades and downgrades its database. $CC, "
     "$CFLAGS and $LDFLAGS are respected. -o names the program. The same input gives the same bytes, "
     "whatever "
     "the folder or the day.\n"
     "--profile embedded: a small program for SQLite alone, with few commands, compiled for size, that takes "
     "no memory "
     "but SQLite's.\n--static: for size (-Os) and stripped, of the C library that $CC is for. On PostgreSQL "
     "that must be "
     "musl: CC=musl-gcc aludel build --static --libpq PREFIX. What SQLite shall be able to do beyond its "
     "defaults stands in $CFLAGS, as -DSQLITE_ENABLE_FTS5."},
    {"revision",
     "directory message head splice branch-label version-path rev-id depends-on compatible-with sql "
     "autogenerate rename url",
     "make a new migration", command_revision,
     "Writes the file of a new migration, on top of the head unless --head says of what. Its name, its id "
     "and its date are made as the settings say (file_template, truncate_slug_length, revision_ids, "
     "timezone). --autogenerate compares the database with schema.mako, or schema.sql, and writes what leads "
     "there, and back. Nothing is taken for renamed unless --rename says so."},
    {"merge", "REV directory message branch-label rev-id splice", "make a migration that merges revisions",
     command_merge,
     "Writes the file of a migration that merges these revisions, or all heads where none is named."},
    {"diff", "SIDES directory rename downgrade url", "print what leads from one schema to another",
     command_diff,
     "Prints the directives that lead from one schema to another: aludel diff FROM TO. Each is a URL, a file "
     "(schema.mako, ../old/schema.sql), or a revision. What --url, the other one or the settings name says "
     "where they are built: a file in memory, or on the server in a transaction that is rolled back; a "
     "revision in an empty SQLite file, or on the server that --url names in a database of its own. aludel "
     "diff base URL prints a database as a schema.mako has it. --downgrade prints what leads back. Where "
     "neither is of the environment, none is needed."},
    {"inspect", "URL directory url target chain schema sql json check-heads quiet",
     "print the schema of a database", command_inspect,
     "Prints the schema of a database as a schema.mako has it, without the version and log tables and what "
     "belongs to extensions. With a URL no environment is needed. --sql and --json print the statements that "
     "make it, as the environment's own program does."},
    {"check", "directory url chain schema json quiet", "is the schema the one that is meant?", command_check,
     "Compares the database, which must be at its heads, with schema.mako (or schema.sql): a line for each "
     "difference, and exit status 1. --chain needs no database: do the migrations reach it? SQLite's are run "
     "in memory, PostgreSQL's compared as they are written; `aludel test --url URL` runs them on a server, "
     "in databases of their own."},
    {"edit", "ONE directory dialect", "open a migration in an editor, then check it", command_edit,
     "Opens the file of REV, which may be an id, the beginning of one, head, LABEL@head or current (which "
     "asks the database), in $VISUAL or $EDITOR, and then says what lint says."},
    {"squash", "RANGE directory message", "make one migration of several", command_squash,
     "Writes the file of a migration that stands in place of those from FIRST to LAST: aludel squash "
     "FIRST:LAST, both included. It has the last one's id. The originals stay until no database is in the "
     "middle of them."},
    {"lint", "directory dialect dump reversible compatible format", "check migrations, write nothing",
     command_lint,
     "Says all that can be said about an environment without a database. With --format it is printed as one "
     "document, for editors and CI, which is there without errors too."},
    {"fmt", "FILE directory check diff", "lay out migrations canonically", command_format,
     "Rewrites these files, or all migrations and env.mako of the environment, in the one layout: templates "
     "(.mako) and .sql files. Nothing of their meaning changes, and SQL stays as it was written but for "
     "blanks at the ends of lines."},
    {"test", "REV directory url from junit keep power power-points power-seed x",
     "try the migrations out on databases of their own", command_test,
     "Tries every migration, or those that are named, on databases of its own, which are taken away in the "
     "end: up, down and up again on filled tables, from every revision to the heads, what --sql writes, and "
     "whether the heads are the schema that is meant. SQLite is the default; --url names a PostgreSQL server "
     "on which databases may be made, and nothing is written to the database in it. With --from what is "
     "pending is tried on a copy of real data. With --power it is tried what becomes of an SQLite database "
     "when "
     "the power is cut behind any write, the disk is full or fails, or memory runs out."},
    {"schema", "directory dialect at json", "print the schema that the migrations make", command_schema,
     "Prints what the migrations make of an empty database, as SQL or as JSON. No database is needed."},
    {"sql", "directory dialect at downgrade", "print the statements of a migration", command_sql,
     "Prints what a migration compiles to on each database; no database is needed. What it decides when it "
     "runs is shown in comments, a value that it gets then as ${…}."},
    {"completion", "SHELL directory program", "print what makes a shell complete command lines",
     command_completion,
     "Prints a script for bash, zsh or fish that completes commands, options, revisions and files: `source "
     "<(aludel completion bash)` switches it on for one session, and a line of ~/.bashrc for all. With "
     "--program it is for a program that `aludel build` made, and needs no aludel where that runs. `aludel "
     "completion revisions` prints what the script asks for: the ids, which are read off the files, nothing "
     "is compiled."},
    {NULL, NULL, NULL, NULL, NULL},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands - 1)

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!strcmp(commands[i].name, name))
            return &commands[i];
    }
    return NULL;
}

/* ---- Help ------------------------------------------------------------------------------------- */

static int help(void)
{
    puts("usage: aludel [-C DIR] <command> [options]\n\n"
         "Database migrations, compiled: templates become C, C becomes a program.\n\n"
         "What is made at build time");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-16s %s\n", commands[i].name, commands[i].summary);
    puts("\nWhat the environment's own program does; it is compiled first when something changed");
    for (const struct cli_command *c = cli_command_table; c->name; c++)
        if (!find_command(c->name))
            printf("  %-16s %s\n", c->name, c->summary);
    puts("\nOptions\n"
         "  -C, --directory DIR  the environment's folder: it holds versions/ and aludel.ini,\n"
         "                       or an alembic.ini (default: this one)\n"
         "  --version            the version, and the layout that generated code is made for\n"
         "  -h, --help           this text; behind a command: that command's\n");
    cli_put_wrapped(
        "The program's own options (--url, -x, -q, --json …) stand before its command too: aludel "
        "upgrade --help. The manual is in aludel(1), aludel(5) for the language and the settings, "
        "and aludel-migrate(1).",
        0);
    return TOOL_DONE;
}

static int version(void)
{
    printf("aludel %s (layout %d)\n", ALUDEL_VERSION, ALUDEL_LAYOUT);
    return TOOL_DONE;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    const char *nearest = al_nearest(al_text(name), names, COMMAND_COUNT);
    if (!nearest)
        nearest = cli_nearest_command(name);
    if (nearest)
        return tool_fail(TOOL_USAGE, "unknown command '%s'; did you mean '%s'?", name, nearest);
    return tool_fail(TOOL_USAGE, "unknown command '%s'; see aludel --help", name);
}

/* ---- Choosing --------------------------------------------------------------------------------- */

/* An option before the command that has a value behind it: -C, or one of the migration program's. */
static bool takes_next(const char *word)
{
    const struct cli_option *elsewhere, *o = NULL;
    if (!strcmp(word, "-C") || !strcmp(word, "--directory"))
        return true;
    if (!strncmp(word, "--", 2))
        o = cli_find_option(word + 2, strlen(word + 2), 0, CLI_GLOBAL, &elsewhere);
    else if (word[1] && !word[2])
        o = cli_find_option(NULL, 0, word[1], CLI_GLOBAL, &elsewhere);
    return o && o->kind != CLI_FLAG;
}

/* Where the command stands; argc when there is none. */
static int command_position(int argc, char **argv)
{
    int i = 1;
    while (i < argc && argv[i][0] == '-')
        i += takes_next(argv[i]) ? 2 : 1;
    return i < argc ? i : argc;
}

static bool has_switch(int from, int to, char **argv, const char *letter, const char *name)
{
    for (int i = from; i < to; i++) {
        if (!strcmp(argv[i], letter) || !strcmp(argv[i], name))
            return true;
    }
    return false;
}

/* What stands before a command that asks a database: the environment's own program gets all that isn't ours. */
static bool is_for_program(const struct command *c, const char *word)
{
    static const char *const ours[] = {"-C", "--directory", "--url", "--json", "-h", "--help"};
    bool own = !has_word(c->options, "url");
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        size_t n = strlen(ours[i]);
        bool longer = !strncmp(word, ours[i], n) && (word[n] == '=' || ours[i][1] == 'C');
        own = own || longer || !strcmp(word, ours[i]);
    }
    return !own;
}

/* The folder that a settings file before the command stands in, as the program's own commands have it. */
static const char *folder_of(struct tool *t, const struct words *front)
{
    for (size_t i = 0; i + 1 < front->count; i++) {
        bool config = !strcmp(front->at[i], "-c") || !strcmp(front->at[i], "--config");
        const char *beside = config ? path_folder(t->arena, front->at[i + 1]) : NULL;
        if (beside && environment_exists(t->disk, t->arena, beside))
            return beside;
    }
    return NULL;
}

static int split_words(struct tool *t, const struct command *c, int argc, char **argv, int position,
                       char **words, struct options *options)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        bool before = i < position;
        if (i == position || (before && !strcmp(argv[i], "--no-color")))
            continue;
        bool passed = before && is_for_program(c, argv[i]), two = before && takes_next(argv[i]);
        for (int last = two ? i + 1 : i; i <= last && i < argc; i++) {
            char *word = argv[i];
            if (passed)
                vec_push(t->arena, &options->front, word);
            else
                words[count++] = word;
        }
        i--;
    }
    return count;
}

static int run_own(struct tool *t, const struct command *c, int argc, char **argv, int position)
{
    struct options options = {0};
    char **words = ARENA_ARRAY(t->arena, char *, (size_t)argc);
    int count = split_words(t, c, argc, argv, position, words, &options);
    if (!options_read(t, c, count, words, &options))
        return TOOL_USAGE;
    if (options.help) {
        options_help(c);
        return TOOL_DONE;
    }
    if (!options.folder)
        options.folder = folder_of(t, &options.front);
    return c->run(t, &options);
}

/* What `aludel upgrade --help` says is the same whatever the environment. */
static int program_help(char *command)
{
    static const struct aludel_registry none = {.layout = ALUDEL_LAYOUT, .name = ""};
    char program[] = "aludel", option[] = "--help";
    char *argv[] = {program, command, option, NULL};
    return aludel_main(3, argv, &none);
}

static int dispatch(struct tool *t, int argc, char **argv)
{
    int position = command_position(argc, argv);
    if (has_switch(1, position, argv, "-h", "--help"))
        return help();
    if (has_switch(1, position, argv, "--version", "--version"))
        return version();
    if (position == argc)
        return tool_fail(
            TOOL_USAGE,
            "which command? init, revision, build, lint, upgrade, downgrade, current …; see aludel --help");
    char *name = argv[position];
    const struct command *own = find_command(name);
    if (own)
        return run_own(t, own, argc, argv, position);
    if (!cli_find_command(name))
        return unknown_command(name);
    if (has_switch(position + 1, argc, argv, "-h", "--help"))
        return program_help(name);
    return run_environment(t, argc, argv, position);
}

/* Others can read a process's arguments: they are kept elsewhere, and a password is taken out of them at once. */
static char **own_arguments(struct tool *t, int argc, char **argv)
{
    char **copies = ARENA_ARRAY(t->arena, char *, (size_t)argc + 1);
    for (int i = 0; i < argc; i++) {
        size_t n = strlen(argv[i]), room = 2 * n + 4; /* *** may be longer than what it stands for */
        char *shown = ARENA_ARRAY(t->arena, char, room);
        copies[i] = arena_string(t->arena, (struct aludel_text){argv[i], n});
        al_mask_url(shown, room, argv[i]);
        if (strcmp(shown, argv[i]) != 0) {
            memset(argv[i], 0, n);
            al_format(argv[i], n + 1, "%s", shown);
        }
    }
    return copies;
}

static bool wants_color(int argc, char **argv)
{
    return cli_has_color(STDERR_FILENO, has_switch(1, argc, argv, "--no-color", "--no-color"));
}

int tool_main(int argc, char **argv)
{
    jmp_buf no_memory;
    struct arena arena;
    cli_streams_prepare();
    arena_init(&arena, &no_memory);
    if (setjmp(no_memory)) {
        arena_free(&arena);
        return tool_fail(TOOL_FAILED, "out of memory");
    }
    struct tool t = {
        .arena = &arena, .disk = &real_disk, .color = wants_color(argc, argv), .commands = commands};
    int status = dispatch(&t, argc, own_arguments(&t, argc, argv));
    arena_free(&arena);
    if (!cli_streams_flush() && status == TOOL_DONE)
        status = tool_fail(TOOL_FAILED, "standard output can't be written");
    return status;
}
