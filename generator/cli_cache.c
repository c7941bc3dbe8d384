#define _XOPEN_SOURCE 700 /* realpath */

#include "cli_build.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_kept.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Where ------------------------------------------------------------------------------------ */

/* One working folder for each environment, by its path. */
static const char *work_folder(struct tool *t, const char *folder)
{
    char real[PATH_MAX];
    return cache_folder(t, realpath(folder, real) ? real : folder);
}

/* Waits for whoever is building there. The lock ends with this process, or when it executes another. */
static bool lock(struct tool *t, const char *work)
{
    const char *why = "", *path = path_join(t->arena, work, "lock");
    if (!t->disk->make_folder(t->disk->with, work, &why)) {
        tool_fail(TOOL_FAILED, "can't make the folder '%s': %s (XDG_CACHE_HOME names another place)", work,
                  why);
        return false;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int status = fd < 0 ? -1 : fcntl(fd, F_SETLKW, &whole);
    while (status < 0 && errno == EINTR)
        status = fcntl(fd, F_SETLKW, &whole);
    if (status < 0)
        tool_fail(TOOL_FAILED, "can't lock '%s': %s", path, strerror(errno));
    return status >= 0;
}

/* ---- Arguments -------------------------------------------------------------------------------- */

/* Takes the option's value out of `argv` at `i`: "-C DIR", "-CDIR", "--directory=DIR". NULL: another word. */
static const char *option_value(char **argv, int *i, char letter, const char *name)
{
    const char *word = argv[*i];
    size_t n = strlen(name);
    if (word[0] == '-' && word[1] == letter && word[2])
        return word + 2;
    if (!strncmp(word, "--", 2) && !strncmp(word + 2, name, n) && word[2 + n] == '=')
        return word + 3 + n;
    bool same = (word[0] == '-' && word[1] == letter && !word[2]) ||
                (!strncmp(word, "--", 2) && !strcmp(word + 2, name));
    return same && argv[*i + 1] ? argv[++*i] : NULL;
}

struct invocation {
    const char *folder;
    const char *config;
    char **argv; /* for the program: -C taken out */
    int argc;
};

static void pass(struct invocation *v, int argc, char **argv, int from, int to)
{
    for (int i = from; i <= to && i < argc; i++)
        v->argv[v->argc++] = argv[i];
}

/* The section that -n names; NULL: the environment's own, which is compiled in. */
static const char *other_section(char **argv, int command)
{
    const char *section = NULL;
    for (int i = 1; i < command; i++) {
        const char *value = option_value(argv, &i, 'n', "name");
        section = value ? value : section;
    }
    return section && strcmp(section, "aludel") != 0 ? section : NULL;
}

static void pass_section(struct tool *t, struct invocation *v, const char *section, const char *config)
{
    const char *ini = environment_ini(t->disk, t->arena, v->folder);
    if (!config) {
        ini = path_join(t->arena, v->folder, ini ? ini : "aludel.ini");
        v->argv[v->argc++] = arena_format(t->arena, "-c%s", ini);
    }
    v->argv[v->argc++] = arena_format(t->arena, "-n%s", section);
}

/* The environment's own settings are compiled in already. */
static bool is_own_ini(struct tool *t, const char *folder, const char *config)
{
    const char *ini = environment_ini(t->disk, t->arena, folder);
    return ini && !strcmp(path_base(config), ini);
}

/* Up to the command everything is looked at, behind it nothing. */
static struct invocation read_arguments(struct tool *t, int argc, char **argv, int command)
{
    struct invocation v = {.argv = ARENA_ARRAY(t->arena, char *, (size_t)argc + 4)};
    const char *section = other_section(argv, command), *config = NULL;
    v.argv[v.argc++] = arena_string(t->arena, AL_TEXT("aludel"));
    for (int i = 1; i < command; i++) {
        int from = i;
        const char *value = option_value(argv, &i, 'C', "directory");
        if (value) {
            v.folder = value;
            continue;
        }
        if (option_value(argv, &i, 'n', "name")) {
            continue;
        }
        value = option_value(argv, &i, 'c', "config");
        config = value ? value : config;
        const char *beside = value ? path_folder(t->arena, value) : NULL;
        if (beside && !v.folder && environment_exists(t->disk, t->arena, beside))
            v.config = beside;
        if (section || !beside || v.config != beside || !is_own_ini(t, beside, value))
            pass(&v, argc, argv, from, i);
    }
    if (!v.folder)
        v.folder = v.config ? v.config : ".";
    if (section)
        pass_section(t, &v, section, config);
    pass(&v, argc, argv, command, argc - 1);
    return v;
}

/* ---- Running ---------------------------------------------------------------------------------- */

static bool has_dialect_for(const struct environment *e, enum program_kind which)
{
    if (which != PROGRAM_POWER || e->dialects[ALUDEL_SQLITE])
        return true;
    return tool_fail(false,
                     "test: --power is for SQLite, and these migrations are for PostgreSQL alone (setting "
                     "dialects)");
}

const char *cached_program(struct tool *t, const char *folder, enum program_kind which)
{
    struct environment e = {0};
    struct compile_options what = {.folder = folder};
    struct outputs out = {0};
    struct toolchain tools = {.runs_here = true};
    const char *work;
    bool good = tool_compile(t, &e, &what, &out) && has_dialect_for(&e, which) &&
                toolchain_find(t, "-O1", &tools) && (work = work_folder(t, folder)) && lock(t, work);
    return good ? build_program(t, &e, &out, &tools, work, which) : NULL;
}

int execute_program(const char *program, char *const *argv)
{
    execv(program, argv);
    return tool_fail(TOOL_FAILED, "can't execute '%s': %s (XDG_CACHE_HOME names another place)", program,
                     strerror(errno));
}

int run_environment(struct tool *t, int argc, char **argv, int command)
{
    struct invocation v = read_arguments(t, argc, argv, command);
    const char *program = cached_program(t, v.folder, PROGRAM_MIGRATE);
    return program ? execute_program(program, v.argv) : TOOL_FAILED;
}
