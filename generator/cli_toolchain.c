#include "cli_toolchain.h"

#include "core/ini.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define WHITE " \t\r\n"

/* ---- Words ------------------------------------------------------------------------------------ */

void words_add(struct arena *a, struct words *w, const char *word)
{
    vec_push(a, w, word);
}

void words_add_all(struct arena *a, struct words *w, const struct words *more)
{
    for (size_t i = 0; i < more->count; i++)
        vec_push(a, w, more->at[i]);
}

void words_split(struct arena *a, struct words *w, struct aludel_text text, const char *between)
{
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && !strchr(between, text.z[i]))
            i++;
        if (i > from)
            vec_push(a, w, arena_string(a, (struct aludel_text){text.z + from, i - from}));
        while (i < text.n && strchr(between, text.z[i]))
            i++;
    }
}

/* ---- aludel-build.conf ------------------------------------------------------------------------ */

static const char *folder_of_executable(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return NULL;
    path[n] = '\0';
    return path_folder(a, arena_string(a, al_text(path)));
}

static const char *find_conf(struct tool *t)
{
    static const char *const places[] = {"aludel-build.conf", "../lib/aludel/aludel-build.conf"};
    const char *folder = folder_of_executable(t->arena);
    for (size_t i = 0; folder && i < sizeof places / sizeof *places; i++) {
        const char *path = path_join(t->arena, folder, places[i]);
        if (t->disk->exists(t->disk->with, path))
            return path;
    }
    return NULL;
}

struct conf_reader {
    struct arena *arena;
    struct toolchain *into;
    const char *folder;
};

/* Flags stay as they are; anything else is a path. */
static void add_paths(struct conf_reader *r, struct words *into, struct aludel_text value)
{
    struct words words = {0};
    words_split(r->arena, &words, value, WHITE);
    for (size_t i = 0; i < words.count; i++)
        words_add(r->arena, into,
                  *words.at[i] == '-' ? words.at[i] : path_join(r->arena, r->folder, words.at[i]));
}

static bool conf_entry(void *with, const struct al_ini_entry *entry)
{
    struct conf_reader *r = with;
    struct toolchain *t = r->into;
    const struct {
        const char *name;
        struct words *into;
    } keys[] = {
        {"include", &t->include},
        {"cflags", &t->cflags},
        {"sqlite", &t->libraries[ALUDEL_SQLITE]},
        {"postgresql", &t->libraries[ALUDEL_POSTGRESQL]},
        {"cli", &t->cli},
        {"trial", &t->trial},
        {"libs", &t->libs},
        {"amalgamation", &t->amalgamation},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (al_is(entry->name, keys[i].name))
            add_paths(r, keys[i].into, entry->value);
    }
    return true;
}

static bool read_conf(struct tool *t, const char *path, struct toolchain *out)
{
    const char *why = "";
    int line = 0;
    struct conf_reader r = {t->arena, out, path_folder(t->arena, path)};
    if (t->disk->read(t->disk->with, t->arena, path, &out->conf, &why) &&
        al_ini_read(out->conf, conf_entry, &r, &line, &why))
        return true;
    tool_fail(TOOL_FAILED, "can't read '%s': %s", path, why);
    return false;
}

/* $NAME's words, or those of `fallback`. */
static void from_environment(struct arena *a, struct words *w, const char *name, const char *fallback)
{
    const char *value = getenv(name);
    words_split(a, w, al_text(value && *value ? value : fallback), WHITE);
}

bool toolchain_find(struct tool *t, const char *default_cflags, struct toolchain *out)
{
    const char *path = find_conf(t);
    if (!path) {
        tool_fail(TOOL_FAILED,
                  "the runtime's headers and libraries aren't where they were installed: there is no "
                  "aludel-build.conf beside this program or in ../lib/aludel");
        return false;
    }
    from_environment(t->arena, &out->compiler, "CC", "cc");
    from_environment(t->arena, &out->own_cflags, "CFLAGS", default_cflags);
    from_environment(t->arena, &out->ldflags, "LDFLAGS", "");
    return read_conf(t, path, out);
}

struct words toolchain_command(struct arena *a, const struct toolchain *tools)
{
    struct words command = {0};
    words_add_all(a, &command, &tools->compiler);
    words_add_all(a, &command, &tools->cflags);
    for (size_t i = 0; i < tools->include.count; i++)
        words_add(a, &command, arena_format(a, "-I%s", tools->include.at[i]));
    words_add_all(a, &command, &tools->own_cflags);
    return command;
}

static void forget_folder(struct arena *a, const char *folder, struct words *command)
{
    if (strcmp(folder, "/") != 0)
        words_add(a, command, arena_format(a, "-ffile-prefix-map=%s=.", folder));
}

/* The last one that fits holds, so what may be within another comes behind it. */
void toolchain_anywhere(struct arena *a, const struct toolchain *tools, const char *folder,
                        struct words *command)
{
    char here[PATH_MAX];
    if (getcwd(here, sizeof here))
        forget_folder(a, here, command);
    for (size_t i = 0; i < tools->include.count; i++)
        forget_folder(a, tools->include.at[i], command);
    forget_folder(a, folder, command);
}

/* ---- Running ---------------------------------------------------------------------------------- */

/* An error of posix_spawnp's, or 0. */
static int spawn(struct arena *a, const struct words *command, const posix_spawn_file_actions_t *actions,
                 pid_t *pid)
{
    char **argv = ARENA_ARRAY(a, char *, command->count + 1);
    for (size_t i = 0; i < command->count; i++)
        argv[i] = arena_string(a, al_text(command->at[i]));
    return posix_spawnp(pid, argv[0], actions, NULL, argv, environ);
}

/* Its errors go nowhere, and what it prints to `output`, or nowhere where that is -1. */
static bool spawn_quietly(struct arena *a, const struct words *command, int output, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (output >= 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int error = spawn(a, command, &actions, pid);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0;
}

static bool succeeds(pid_t pid)
{
    int status = 0;
    return tool_wait(pid, &status) && status == 0;
}

bool toolchain_try(struct tool *t, const struct words *command)
{
    pid_t pid;
    return spawn_quietly(t->arena, command, -1, &pid) && succeeds(pid);
}

bool toolchain_hash(struct tool *t, const struct words *command, struct al_sha256 *key)
{
    char piece[16384];
    ssize_t n = 0;
    pid_t pid;
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    bool started = spawn_quietly(t->arena, command, ends[1], &pid);
    close(ends[1]);
    while (started && ((n = read(ends[0], piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR)))
        al_sha256_add(key, piece, n > 0 ? (size_t)n : 0);
    close(ends[0]);
    return started && succeeds(pid) && n == 0;
}

static bool start(struct tool *t, struct job *job)
{
    pid_t pid;
    int error = spawn(t->arena, &job->command, NULL, &pid);
    if (error) {
        tool_fail(TOOL_FAILED, "can't run the C compiler '%s': %s (CC names another)", job->command.at[0],
                  strerror(error));
        return false;
    }
    job->pid = pid;
    return true;
}

static bool finish(struct job *job)
{
    int status = 0;
    if (!tool_wait((pid_t)job->pid, &status))
        return false;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && rename(job->made, job->final) == 0)
        return true;
    unlink(job->made);
    tool_fail(TOOL_FAILED, "the C compiler '%s' failed", job->command.at[0]);
    return false;
}

bool jobs_run(struct tool *t, struct jobs *jobs)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t room = processors > 1 ? (size_t)processors : 1, started = 0, finished = 0;
    bool good = true;
    while (finished < started || (good && started < jobs->count)) {
        if (good && started < jobs->count && started - finished < room) {
            good = start(t, &jobs->at[started]);
            started += good;
        } else {
            good = finish(&jobs->at[finished++]) && good;
        }
    }
    return good;
}
