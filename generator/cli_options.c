#include "cli_options.h"

#include "base/word.h"
#include "cli/help.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

const struct option all_options[] = {
    {"directory", 'C', "DIR", false, offsetof(struct options, folder),
     "the environment's folder (default: this one)"},
    {"output", 'o', "PATH", false, offsetof(struct options, output), "where the result goes"},
    {"depfile", 0, "FILE", false, offsetof(struct options, depfile), "write what was read, as make reads it"},
    {"stamp", 0, "FILE", false, offsetof(struct options, stamp),
     "touch this file at the end; the depfile's target"},
    {"dialect", 0, "NAMES", false, offsetof(struct options, dialect),
     "sqlite, postgresql or both (default: the setting)"},
    {"profile", 0, "PROFILE", false, offsetof(struct options, profile),
     "full, or embedded: constant tables for aludel/embedded.h, SQLite alone (default: full)"},
    {"symbol", 0, "NAME", false, offsetof(struct options, symbol),
     "the registry's name (default: <folder>_migrations)"},
    {"shards", 0, "N", false, offsetof(struct options, shards),
     "how many files hold the migrations (default: one for 64)"},
    {"list", 0, NULL, false, offsetof(struct options, list), "print the names of the files, write nothing"},
    {"amalgamate", 0, NULL, false, offsetof(struct options, amalgamate),
     "with the runtime, as aludel.c and aludel.h"},
    {"no-downgrade", 0, NULL, false, offsetof(struct options, no_downgrade),
     "without downgrades: the program refuses them; what carry_downgrades leaves in the log stays"},
    {"since", 0, "REV", true, offsetof(struct options, since),
     "without what is older than this revision: the program refuses older databases (repeatable)"},
    {"strip-messages", 0, NULL, false, offsetof(struct options, strip_messages),
     "without messages, descriptions, file names and line numbers"},
    {"dump", 0, NULL, false, offsetof(struct options, dump), "print the revision graph"},
    {"reversible", 0, NULL, false, offsetof(struct options, reversible),
     "each downgrade must undo its upgrade"},
    {"compatible", 0, NULL, false, offsetof(struct options, compatible),
     "what compatible_with says must be so, as far as the schema shows it; says what it could say"},
    {"format", 0, "FORMAT", false, offsetof(struct options, format),
     "gcc, json or sarif: print what was found for programs (default: for people, on stderr)"},
    {"at", 0, "REV", false, offsetof(struct options, at), "at this revision (default: heads)"},
    {"static", 0, NULL, false, offsetof(struct options, is_static),
     "a program with nothing beside it: no library is looked for when it runs"},
    {"sqlite", 0, "FOLDER", false, offsetof(struct options, sqlite),
     "compile this SQLite in, a folder with sqlite3.c and sqlite3.h (default: the compiler's library)"},
    {"libpq", 0, "PREFIX", false, offsetof(struct options, libpq),
     "link this libpq: PREFIX/include, PREFIX/lib (default: the compiler's library)"},
    {"json", 0, NULL, false, offsetof(struct options, json), "print data"},
    {"downgrade", 0, NULL, false, offsetof(struct options, downgrade), "its way back"},
    {"DIR", 0, " DIR", true, offsetof(struct options, folders), "a folder"},
    {"URL", 0, " [URL]", true, offsetof(struct options, urls), "a database"},
    {"REV", 0, " [REV...]", true, offsetof(struct options, revisions), "a revision"},
    {"ONE", 0, " REV", true, offsetof(struct options, revisions), "a revision"},
    {"RANGE", 0, " FIRST:LAST", true, offsetof(struct options, revisions), "two revisions"},
    {"SIDES", 0, " FROM TO", true, offsetof(struct options, revisions), "two schemas"},
    {"FILE", 0, " [FILE...]", true, offsetof(struct options, files), "a file"},
    {"SHELL", 0, " SHELL", true, offsetof(struct options, shells), "a shell"},
    {"check", 0, NULL, false, offsetof(struct options, check),
     "change nothing: print the files that would change, and fail if there are any"},
    {"diff", 0, NULL, false, offsetof(struct options, diff), "change nothing: print what would change"},
    {"message", 'm', "MESSAGE", false, offsetof(struct options, message), "what it does: its first lines"},
    {"head", 0, "REV", false, offsetof(struct options, head),
     "what it is based on: a head, LABEL@head, base (default: head)"},
    {"splice", 0, NULL, false, offsetof(struct options, splice), "what it is based on needn't be a head"},
    {"branch-label", 0, "LABEL", true, offsetof(struct options, labels), "a label for it (repeatable)"},
    {"version-path", 0, "DIR", false, offsetof(struct options, version_path),
     "which folder of version_locations it goes to"},
    {"rev-id", 0, "ID", false, offsetof(struct options, id), "its id (default: as revision_ids says)"},
    {"depends-on", 0, "REV", true, offsetof(struct options, depends_on),
     "a revision that must be there before it (repeatable)"},
    {"compatible-with", 0, "REV", true, offsetof(struct options, compatible_with),
     "the oldest revision whose program still works with what it leaves (repeatable)"},
    {"sql", 0, NULL, false, offsetof(struct options, sql),
     "plain SQL, as a .sql file has it, in place of a template"},
    {"autogenerate", 0, NULL, false, offsetof(struct options, autogenerate),
     "with what leads from the database to schema.mako (or schema.sql)"},
    {"rename", 0, "OLD:NEW", true, offsetof(struct options, renames),
     "a table, or a column as table.old:table.new, that has another name now (repeatable)"},
    {"url", 0, "URL", false, offsetof(struct options, url), "the database (default: as the settings say)"},
    {"target", 0, NULL, false, offsetof(struct options, target),
     "the schema that is meant: schema.mako's (or schema.sql's)"},
    {"chain", 0, NULL, false, offsetof(struct options, chain),
     "what the migrations make of an empty database, in place of the database"},
    {"schema", 0, "NAME", true, offsetof(struct options, schemas),
     "this schema in place of the one that names mean (repeatable)"},
    {"check-heads", 'c', NULL, false, offsetof(struct options, check_heads),
     "fail unless the database is at its heads"},
    {"quiet", 'q', NULL, false, offsetof(struct options, quiet), "no log lines"},
    {"include-schema", 0, "NAME", true, offsetof(struct options, more_schemas),
     "of --from: with what is in this schema, too (PostgreSQL; repeatable)"},
    {"from", 0, "FILE|URL", false, offsetof(struct options, from),
     "a database that is there: init begins with its schema, test takes a copy of it"},
    {"junit", 0, "FILE", false, offsetof(struct options, junit), "write the report as JUnit's XML, too"},
    {"keep", 0, NULL, false, offsetof(struct options, keep), "leave the databases, and say where they are"},
    {"power", 0, NULL, false, offsetof(struct options, power),
     "cut the power, fill the disk, let it fail and take the memory, everywhere (SQLite)"},
    {"power-points", 0, "N", false, offsetof(struct options, power_points),
     "in each run at so many places of each kind, or at all (default: 40)"},
    {"power-seed", 0, "N", false, offsetof(struct options, power_seed),
     "which places, and what a power cut leaves of what wasn't synced (default: 1)"},
    {"x", 'x', "NAME=VALUE", true, offsetof(struct options, x), "what x(NAME) is in migrations (repeatable)"},
    {"template", 't', "NAME", false, offsetof(struct options, template_name),
     "what it is made of (default: generic; with --from the one of that kind of database)"},
    {"program", 0, "NAME", false, offsetof(struct options, program),
     "of the program of this name, which `aludel build` made (default: aludel)"},
    {"help", 'h', NULL, false, offsetof(struct options, help), "print this"},
    {NULL, 0, NULL, false, 0, NULL},
};
#define OPTION_COUNT (sizeof all_options / sizeof *all_options)

bool command_takes(const struct command *c, const struct option *o)
{
    return !strcmp(o->name, "help") || has_word(c->options, o->name);
}

bool option_is_word(const struct option *o)
{
    return o->name[0] >= 'A' && o->name[0] <= 'Z';
}

const struct option *command_word(const struct command *c)
{
    for (const struct option *o = all_options; o->name; o++)
        if (option_is_word(o) && command_takes(c, o))
            return o;
    return NULL;
}

/* ---- Reading ---------------------------------------------------------------------------------- */

/* The option that `arg` names, and the value behind '=' (or behind the letter) in *value. */
static const struct option *find(const struct command *c, const char *arg, const char **value)
{
    *value = NULL;
    size_t n = strcspn(arg, "=");
    for (const struct option *o = all_options; o->name; o++) {
        bool is_long = arg[1] == '-' && n == strlen(o->name) + 2 && !memcmp(arg + 2, o->name, n - 2);
        bool is_short = o->letter && arg[1] == o->letter && (o->argument || !arg[2]);
        if (!command_takes(c, o) || option_is_word(o) || !(is_long || is_short))
            continue;
        if (is_long && arg[n] == '=')
            *value = arg + n + 1;
        else if (is_short && arg[2])
            *value = arg + 2;
        return o;
    }
    return NULL;
}

/* What the user is told behind "unknown option". */
static const char *hint_for(struct tool *t, const struct command *c, const char *arg)
{
    const char *names[OPTION_COUNT];
    size_t count = 0;
    for (const struct option *o = all_options; o->name; o++) {
        if (command_takes(c, o) && !option_is_word(o))
            names[count++] = o->name;
    }
    struct aludel_text name = {arg, strcspn(arg, "=")};
    while (name.n && *name.z == '-')
        name.z++, name.n--;
    const char *nearest = name.n > 1 ? al_nearest(name, names, count) : NULL;
    return nearest ? arena_format(t->arena, "; did you mean --%s?", nearest)
                   : arena_format(t->arena, "; see aludel %s --help", c->name);
}

static bool unknown(struct tool *t, const struct command *c, const char *arg)
{
    tool_fail(TOOL_USAGE, "%s: unknown option '%s'%s", c->name, arg, hint_for(t, c, arg));
    return false;
}

static bool set(struct tool *t, const struct command *c, const struct option *o, const char *value,
                struct options *out)
{
    char *field = (char *)out + o->at;
    if (!o->argument && value) {
        tool_fail(TOOL_USAGE, "%s: --%s takes no value", c->name, o->name);
        return false;
    }
    if (!o->argument) {
        *(bool *)(void *)field = true;
        return true;
    }
    if (!value || !*value) {
        tool_fail(TOOL_USAGE, "%s: --%s needs a value (%s)", c->name, o->name, o->argument);
        return false;
    }
    if (o->many)
        vec_push(t->arena, (struct words *)(void *)field, value);
    else
        *(const char **)(void *)field = value;
    return true;
}

static bool take_word(struct tool *t, const struct command *c, const char *arg, struct options *out)
{
    const struct option *o = command_word(c);
    if (!o) {
        tool_fail(TOOL_USAGE, "%s: unexpected argument '%s'; see aludel %s --help", c->name, arg, c->name);
        return false;
    }
    vec_push(t->arena, (struct words *)(void *)((char *)out + o->at), arg);
    return true;
}

bool options_read(struct tool *t, const struct command *c, int argc, char **argv, struct options *out)
{
    for (int i = 0; i < argc; i++) {
        const char *value;
        if (argv[i][0] != '-' || !argv[i][1]) {
            if (!take_word(t, c, argv[i], out))
                return false;
            continue;
        }
        const struct option *o = find(c, argv[i], &value);
        if (!o)
            return unknown(t, c, argv[i]);
        if (o->argument && !value && i + 1 < argc)
            value = argv[++i];
        if (!set(t, c, o, value, out))
            return false;
    }
    return true;
}

/* ---- Help ------------------------------------------------------------------------------------- */

#define HELP_COLUMN 28

static void put_option(const struct option *o)
{
    char left[48], letter[8] = "    ";
    bool alone = !o->name[1]; /* -x has no other name */
    if (o->letter)
        snprintf(letter, sizeof letter, "-%c%s", o->letter, alone ? "" : ", ");
    snprintf(left, sizeof left, "%s%s%s%s%s", letter, alone ? "" : "--", alone ? "" : o->name,
             o->argument ? " " : "", o->argument ? o->argument : "");
    printf("  %-*s", HELP_COLUMN - 2, left);
    cli_put_wrapped(o->help, HELP_COLUMN);
}

void options_help(const struct command *c)
{
    const struct option *word = command_word(c);
    printf("usage: aludel %s [options]%s\n\n", c->name, word ? word->argument : "");
    cli_put_wrapped(c->help, 0);
    puts("\nOptions");
    for (const struct option *o = all_options; o->name; o++)
        if (command_takes(c, o) && !option_is_word(o))
            put_option(o);
}

bool options_embedded(const struct options *options)
{
    return options->profile && !strcmp(options->profile, "embedded");
}
