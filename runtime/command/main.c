/* main.c: the command line of a program in the profile for firmware; aludel_embedded_main. */
#include "command/command.h"

#include "core/error.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>

enum { EXIT_DONE, EXIT_FAILED, EXIT_MISREAD, EXIT_NEWER, EXIT_STOPPED = 130 };

/* Behind the last is one without a name. */
static const struct command_row {
    const char *name, *revision; /* "REV", or NULL */
    bool (*run)(struct command_line *c);
    bool asks, writes; /* the database: it is opened, to be written to */
    const char *help;
} rows[] = {
    {"upgrade", "REV", run_upgrade, true, true, "apply migrations up to a revision, or to heads"},
    {"downgrade", "REV", run_downgrade, true, true,
     "undo migrations down to a revision, to base, or -N of them"},
    {"undo", NULL, run_undo, true, true, "undo what newer programs have done, by what they left in the log"},
    {"stamp", "REV", run_stamp, true, true, "set the version table to a revision, run nothing"},
    {"current", NULL, show_current, true, false, "the revisions that the database is at"},
    {"plan", NULL, show_plan, true, false, "what an upgrade to heads would run"},
    {"budget", NULL, show_budget, true, false,
     "what each of it may need of the disk (of programs with max_bytes)"},
    {"history", NULL, show_history, false, false, "the revisions, newest first"},
    {"heads", NULL, show_heads, false, false, "the newest revisions"},
    {NULL, NULL, NULL, false, false, NULL},
};

static void show_help(const struct command_line *c)
{
    say("usage: %s [options] <command> [revision]\n\nBrings a database of '%s' to a revision of its chain, "
        "and "
        "back.\n\n",
        c->program, c->on.image->name);
    for (const struct command_row *row = rows; row->name; row++) {
        say("  %-10s %-6s %s\n", row->name, row->revision ? row->revision : "", row->help);
    }
    say("\n  --url URL    the database: sqlite:///PATH, or a path\n  -q, --quiet  say nothing of what is "
        "done\n"
        "  -h, --help   this; --version: what this program is\n\n"
        "Exit status: 0 done, 1 failed, 2 a command line that can't be read, 3 the database is newer than "
        "this "
        "program, 130 interrupted.\n");
}

/* ---- Reading ------------------------------------------------------------------------------------ */

static bool misread(const struct command_line *c, const char *what, const char *which)
{
    complain("%s: %s%s%s%s\nSee `%s --help`.\n", c->program, what, which ? " '" : "", which ? which : "",
             which ? "'" : "", c->program);
    return false;
}

/* Its number from the end of the line. */
static bool read_option(struct command_line *c, const char *option, char **next)
{
    if (strcmp(option, "--url") == 0) {
        c->url = *next;
        return *next || misread(c, "--url wants a URL", NULL);
    }
    if (strcmp(option, "-q") == 0 || strcmp(option, "--quiet") == 0) {
        c->quiet = true;
    } else if (strcmp(option, "-h") == 0 || strcmp(option, "--help") == 0) {
        c->help = true;
    } else if (strcmp(option, "--version") == 0) {
        c->version = true;
    } else {
        return misread(c, "unknown option", option);
    }
    return true;
}

static bool is_option(const struct command_line *c, const char *word)
{
    bool steps = c->command && word[0] == '-' && word[1] >= '0' && word[1] <= '9'; /* downgrade -1 */
    return word[0] == '-' && !steps;
}

static bool read_line(struct command_line *c, char **words)
{
    for (; *words; words++) {
        if (is_option(c, *words)) {
            if (!read_option(c, *words, words + 1)) {
                return false;
            }
            words += strcmp(*words, "--url") == 0;
        } else if (!c->command) {
            c->command = *words;
        } else if (!c->revision) {
            c->revision = *words;
        } else {
            return misread(c, "one word too many:", *words);
        }
    }
    return true;
}

static const struct command_row *find_command(const struct command_line *c)
{
    for (const struct command_row *row = rows; row->name; row++) {
        if (strcmp(row->name, c->command) == 0) {
            if (row->revision ? c->revision != NULL : !c->revision) {
                return row;
            }
            misread(c, row->revision ? "it wants a revision:" : "it takes no revision:", row->name);
            return NULL;
        }
    }
    misread(c, "unknown command", c->command);
    return NULL;
}

/* ---- Carrying out --------------------------------------------------------------------------------- */

static volatile int stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static void tell(void *with, const struct aludel_event *event)
{
    const struct command_line *c = with;
    bool wanted = event->kind == ALUDEL_EVENT_STEP || event->kind == ALUDEL_EVENT_REMARK;
    if (wanted && !c->quiet) {
        complain("INFO  [aludel.migration] %s\n", event->text);
    }
}

static void explain(const struct aludel_error *e)
{
    complain("FAILED: %s\n", e->message);
    if (e->file[0]) {
        complain("  at %s:%d\n", e->file, e->line);
    }
    if (e->detail[0]) {
        complain("  %s\n", e->detail);
    }
    if (e->hint[0]) {
        complain("  hint: %s\n", e->hint);
    }
}

static int status_of(bool ok, const struct aludel_error *e)
{
    if (ok) {
        return said_everything() ? EXIT_DONE : EXIT_FAILED;
    }
    return e->code == ALUDEL_NEWER ? EXIT_NEWER : e->code == ALUDEL_INTERRUPTED ? EXIT_STOPPED : EXIT_FAILED;
}

static int carry_out(struct command_line *c, const struct command_row *row)
{
    bool ok = (!row->asks || open_database(c, row->writes)) && row->run(c);
    sqlite3_close(c->on.db);
    if (!ok && stopped) { /* whatever that was taken for on the way */
        al_error_clear(&c->error);
        al_error(&c->error, ALUDEL_INTERRUPTED, "interrupted");
    }
    if (!ok) {
        explain(&c->error);
    }
    return status_of(ok, &c->error);
}

int aludel_embedded_main(int argc, char **argv, const struct aludel_image *image, void *arena,
                         size_t arena_size)
{
    static const char *const unnamed[] = {"migrate", NULL};
    char **words = argc > 0 ? argv : (char **)unnamed;
    struct command_line c = {.program = words[0]};
    c.on = (struct aludel_embedded){.image = image,
                                    .arena = arena,
                                    .arena_size = arena_size,
                                    .event = tell,
                                    .with = &c,
                                    .stop = &stopped};
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    const char *slash = strrchr(c.program, '/');
    c.program = slash ? slash + 1 : c.program;
    if (!read_line(&c, words + 1)) {
        return EXIT_MISREAD;
    }
    if (c.help || c.version) {
        (c.help ? show_help : show_version)(&c);
        return status_of(true, &c.error);
    }
    if (!c.command) {
        misread(&c, "which command? upgrade, downgrade, current, history …", NULL);
        return EXIT_MISREAD;
    }
    const struct command_row *row = find_command(&c);
    return row ? carry_out(&c, row) : EXIT_MISREAD;
}
