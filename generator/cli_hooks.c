#define _XOPEN_SOURCE 700 /* realpath */

#include "cli_hooks.h"

#include "cli_status.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_NAME "REVISION_SCRIPT_FILENAME" /* what stands for the new file in options */

extern char **environ;

/* ---- Settings --------------------------------------------------------------------------------- */

static const struct hook_setting *find(const struct environment *e, const char *name, const char *key)
{
    for (size_t i = 0; i < e->write_hooks.count; i++) {
        const struct hook_setting *s = &e->write_hooks.at[i];
        size_t n = strlen(name);
        if (*key ? al_begins(s->name, name) && s->name.n > n && s->name.z[n] == '.' &&
                       al_is((struct aludel_text){s->name.z + n + 1, s->name.n - n - 1}, key)
                 : al_is(s->name, name))
            return s;
    }
    return NULL;
}

static const char *folder_of(struct environment *e)
{
    char real[PATH_MAX];
    return arena_string(e->arena, al_text(realpath(e->folder, real) ? real : e->folder));
}

/* "" where it isn't given. */
static const char *value_of(struct environment *e, const char *name, const char *key)
{
    const struct hook_setting *s = find(e, name, key);
    return s ? arena_replaced(e->arena, arena_string(e->arena, s->value), "%(here)s", folder_of(e)) : "";
}

/* ---- Words, as a shell cuts them ---------------------------------------------------------------- */

/* A quoted part, from its quote; the place behind it, or NULL where it isn't closed. */
static const char *take_quoted(struct al_builder *b, const char *z)
{
    char quote = *z++;
    for (; *z && *z != quote; z++) {
        if (quote == '"' && *z == '\\' && (z[1] == '"' || z[1] == '\\'))
            z++;
        al_putc(b, *z);
    }
    return *z ? z + 1 : NULL;
}

/* One word; NULL where a quote isn't closed. */
static const char *take_word(struct al_builder *b, const char *z)
{
    while (z && *z && !al_is_space(*z)) {
        if (*z == '"' || *z == '\'') {
            z = take_quoted(b, z);
            continue;
        }
        z += *z == '\\' && z[1];
        al_putc(b, *z++);
    }
    return z;
}

static bool cut(struct arena *a, const char *text, struct words *out)
{
    for (const char *z = text + strspn(text, " \t\r\n"); *z; z += strspn(z, " \t\r\n")) {
        struct al_builder b = al_builder(&a->memory);
        z = take_word(&b, z);
        if (!z)
            return false;
        vec_push(a, out, arena_string(a, al_built(&b)));
    }
    return true;
}

/* ---- What is to be run -------------------------------------------------------------------------- */

/* The program: `executable` of an exec, `entrypoint` of console_scripts, which is a program of that name. */
static const char *program_of(struct environment *e, const char *name, struct span at)
{
    const char *type = value_of(e, name, "type"), *key = "type";
    if (!strcmp(type, "exec") || !strcmp(type, "console_scripts"))
        key = type[0] == 'e' ? "executable" : "entrypoint";
    const char *program = value_of(e, name, key);
    if (!*program) {
        diag_error(e->diagnostics, at, "Key %s.%s is required for post write hook '%s'", name, key, name);
        return NULL;
    }
    if (strcmp(key, "type") != 0)
        return program;
    diag_error(e->diagnostics, at, "No formatter with name '%s' registered", type);
    diag_hint(e->diagnostics, "%s.type is exec or console_scripts, which runs the program that is named so",
              name);
    return NULL;
}

static bool plan_hook(struct environment *e, const char *name, const char *path, struct span at,
                      struct write_hooks *out)
{
    struct write_hook hook = {.name = name};
    struct words options = {0};
    const char *program = program_of(e, name, at), *text = value_of(e, name, "options"),
               *folder = value_of(e, name, "cwd");
    if (!program)
        return false;
    if (!strstr(text, FILE_NAME))
        text = arena_format(e->arena, FILE_NAME " %s", text);
    if (!cut(e->arena, text, &options)) {
        diag_error(e->diagnostics, find(e, name, "options")->span, "No closing quotation");
        return false;
    }
    words_add(e->arena, &hook.command, program);
    for (size_t i = 0; i < options.count; i++)
        words_add(e->arena, &hook.command, arena_replaced(e->arena, options.at[i], FILE_NAME, path));
    hook.folder = *folder ? folder : NULL;
    vec_push(e->arena, out, hook);
    return true;
}

bool hooks_plan(struct environment *e, const char *path, struct write_hooks *out)
{
    const struct hook_setting *hooks = find(e, "hooks", "");
    const char *file = path_absolute(e->arena, path);
    if (!hooks)
        return true;
    const char *z = arena_string(e->arena, hooks->value);
    for (z += strspn(z, ", \t\r\n"); *z; z += strspn(z, ", \t\r\n")) {
        struct aludel_text name = {z, strcspn(z, ", \t\r\n")};
        if (!plan_hook(e, arena_string(e->arena, name), file, hooks->span, out))
            return false;
        z += name.n;
    }
    return true;
}

/* ---- Running ------------------------------------------------------------------------------------ */

/* 0, or why it can't be run. */
static int start(struct tool *t, const struct write_hook *hook, pid_t *pid)
{
    size_t n = hook->command.count;
    char **argv = ARENA_ARRAY(t->arena, char *, n + 1);
    for (size_t i = 0; i < n; i++)
        argv[i] = arena_string(t->arena, al_text(hook->command.at[i]));
    int here = open(".", O_RDONLY | O_CLOEXEC);
    int error = hook->folder && chdir(hook->folder) != 0 ? errno : 0;
    error = error ? error : posix_spawnp(pid, argv[0], NULL, NULL, argv, environ);
    if (hook->folder && fchdir(here) != 0 && !error) {
        int status;
        error = errno;
        tool_wait(*pid, &status);
    }
    close(here);
    return error;
}

/* "" when it ended well. */
static const char *outcome_of(struct arena *a, pid_t pid)
{
    int status = 0;
    if (!tool_wait(pid, &status))
        return strerror(errno);
    if (WIFSIGNALED(status))
        return arena_format(a, "signal %d ended it", WTERMSIG(status));
    return WEXITSTATUS(status) ? arena_format(a, "it ended with %d", WEXITSTATUS(status)) : "";
}

static bool run(struct tool *t, const struct write_hook *hook, const char *path)
{
    pid_t pid = 0;
    status_begin(arena_format(t->arena, "Running post write hook \"%s\"", hook->name), true);
    int error = start(t, hook, &pid);
    const char *why = error ? strerror(error) : outcome_of(t->arena, pid);
    if (status_end(!*why))
        return true;
    tool_fail(TOOL_FAILED, "the post write hook '%s' failed: %s: %s; '%s' stays as it is", hook->name,
              hook->command.at[0], why, path);
    return false;
}

bool hooks_run(struct tool *t, const struct write_hooks *hooks, const char *path)
{
    for (size_t i = 0; i < hooks->count; i++)
        if (!run(t, &hooks->at[i], path))
            return false;
    return true;
}
