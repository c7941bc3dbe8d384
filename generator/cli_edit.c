/* edit: a migration's file in an editor, and what there is to say of it afterwards. */
#include "author/author.h"
#include "cli_again.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_toolchain.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* ---- What the database is at ------------------------------------------------------------------ */

/* "Rev: a1 (head)" is how each revision begins; the rest of it is indented, or begins otherwise. */
static void find_ids(struct arena *a, const char *shown, struct words *ids)
{
    static const char begin[] = "Rev: ";
    for (const char *line = shown; *line;) {
        size_t n = strcspn(line, "\n");
        const char *id = line + sizeof begin - 1;
        if (!strncmp(line, begin, sizeof begin - 1))
            words_add(a, ids, arena_string(a, (struct aludel_text){id, strcspn(id, " \n")}));
        line += n + (line[n] == '\n');
    }
}

static int find_current(struct tool *t, const char *folder, struct words *ids)
{
    struct aludel_text shown = {0};
    const char *argv[] = {"aludel", "-C", folder, "show", "current"};
    const struct words words = {argv, 5, 5};
    int status = again(t, &words, 3, &shown);
    if (status)
        return status;
    find_ids(t->arena, arena_string(t->arena, shown), ids);
    return ids->count ? TOOL_DONE : tool_fail(TOOL_FAILED, "No current revisions");
}

/* ---- Files -------------------------------------------------------------------------------------- */

static void add_path(struct environment *e, size_t at, struct words *paths)
{
    words_add(e->arena, paths, e->migrations.at[at]->file->source->path);
}

/* One that is replaced, by its id; where its file is deleted nothing is found. */
static bool find_original(struct environment *e, const char *name, struct words *paths)
{
    for (size_t i = 0; e->originals && i < e->originals->migrations.count; i++) {
        const struct migration *m = e->originals->migrations.at[i];
        if (!m->replaced || !al_is(m->id, name))
            continue;
        for (size_t k = 0; k < e->migrations.count; k++)
            if (al_same(e->migrations.at[k]->id, m->id))
                return false;
        add_path(e->originals, i, paths);
        return true;
    }
    return false;
}

static bool find_paths(struct environment *e, const struct words *names, struct words *paths)
{
    struct indices found = {0};
    for (size_t i = 0; i < names->count; i++)
        if (!find_original(e, names->at[i], paths) && !author_find(e, names->at[i], &found))
            return false;
    for (size_t i = 0; i < found.count; i++)
        add_path(e, found.at[i], paths);
    return true;
}

/* Where the chain is broken, a file is found by how its name begins: to mend it is what editors are for. */
static bool find_broken(struct environment *e, const char *name, struct words *paths)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (al_begins(al_text(path_base(e->migrations.at[i]->file->source->path)), name))
            add_path(e, i, paths);
    return paths->count == 1;
}

static int find_files(struct tool *t, const char *folder, const char *name, struct words *paths)
{
    struct environment e = {0};
    struct words names = {0};
    int status = TOOL_DONE;
    if (!strcmp(name, "current"))
        status = find_current(t, folder, &names);
    else
        words_add(t->arena, &names, name);
    if (status)
        return status;
    tool_environment(t, &e);
    bool good = author_read(&e, folder) ? find_paths(&e, &names, paths) : find_broken(&e, name, paths);
    if (!good) {
        tool_report(t, &e);
        return TOOL_FAILED;
    }
    if (!paths->count)
        return tool_fail(TOOL_FAILED, "No revision files indicated by symbol '%s'", name);
    return TOOL_DONE;
}

/* ---- The editor --------------------------------------------------------------------------------- */

/* VISUAL, EDITOR, or one of those that Alembic looks for. NULL: none. */
static const char *find_editor(struct arena *a)
{
    static const char *const variables[] = {"VISUAL", "EDITOR"};
    static const char *const usual[] = {"sensible-editor", "editor", "nano", "vim", "code"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && value[strspn(value, " \t")])
            return value;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (tool_program(a, usual[i]))
            return usual[i];
    return NULL;
}

/* While it runs, Ctrl-C is the editor's. */
static int start(char **argv, pid_t *pid)
{
    posix_spawnattr_t as_usual;
    sigset_t keys;
    sigemptyset(&keys);
    sigaddset(&keys, SIGINT);
    sigaddset(&keys, SIGQUIT);
    posix_spawnattr_init(&as_usual);
    posix_spawnattr_setsigdefault(&as_usual, &keys);
    posix_spawnattr_setflags(&as_usual, POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawn(pid, "/bin/sh", NULL, &as_usual, argv, environ);
    posix_spawnattr_destroy(&as_usual);
    return error;
}

/* The variable holds a command, with arguments perhaps: a shell reads it, as everywhere. Where nothing is left for it to do it
 * makes way for the editor, so that it isn't ended by the keys that are meant for that. */
static char *command_of(struct arena *a, const char *editor)
{
    bool plain = !editor[strcspn(editor, "|&;<>()$`\\\"'*?[#~=%!{}\n")];
    return arena_format(a, "%s%s \"$@\"", plain ? "exec " : "", editor);
}

static int run_editor(struct tool *t, const char *editor, const char *path)
{
    char *argv[] = {"sh", "-c", command_of(t->arena, editor), "sh", arena_string(t->arena, al_text(path)),
                    NULL};
    struct sigaction ignored = {.sa_handler = SIG_IGN}, on_int, on_quit;
    pid_t pid = 0;
    sigaction(SIGINT, &ignored, &on_int);
    sigaction(SIGQUIT, &ignored, &on_quit);
    int error = start(argv, &pid), status = error ? TOOL_FAILED : again_wait(pid);
    sigaction(SIGINT, &on_int, NULL);
    sigaction(SIGQUIT, &on_quit, NULL);
    if (error)
        return tool_fail(status, "Error executing editor (%s)", strerror(error));
    if (status)
        return tool_fail(status, "Error executing editor (Command '%s %s' returned non-zero exit status %d.)",
                         editor, path, status);
    return TOOL_DONE;
}

static int edit(struct tool *t, const struct words *paths)
{
    const char *editor = find_editor(t->arena);
    int status = TOOL_DONE;
    if (!editor)
        return tool_fail(TOOL_FAILED, "Error executing editor (No suitable editor found. Please set the "
                                      "\"EDITOR\" or \"VISUAL\" environment variables)");
    for (size_t i = 0; !status && i < paths->count; i++)
        status = run_editor(t, editor, paths->at[i]);
    return status;
}

int command_edit(struct tool *t, const struct options *options)
{
    struct words paths = {0};
    if (options->revisions.count != 1)
        return tool_fail(TOOL_USAGE, "edit: name one revision: an id, the beginning of one, head, current …");
    int status = find_files(t, options->folder ? options->folder : ".", options->revisions.at[0], &paths);
    if (!status)
        status = edit(t, &paths);
    return status ? status : command_lint(t, options);
}
