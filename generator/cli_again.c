#include "cli_again.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define SIGNALLED 128 /* and the signal: the status of what a signal ended */

int again_wait(pid_t pid)
{
    int status = 0;
    if (!tool_wait(pid, &status))
        return TOOL_FAILED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : SIGNALLED + WTERMSIG(status);
}

static struct aludel_text read_all(struct arena *a, int file)
{
    char piece[4096];
    struct al_builder b = al_builder(&a->memory);
    for (ssize_t n; (n = read(file, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR);)
        al_put(&b, piece, n > 0 ? (size_t)n : 0);
    return al_built(&b);
}

/* 0, or why it can't be run; what it prints is read from `out`. */
static int start_again(const char *const *argv, int *out, pid_t *pid)
{
    int ends[2];
    posix_spawn_file_actions_t files;
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, ends[1]);
    int error = posix_spawn(pid, "/proc/self/exe", &files, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    *out = ends[0];
    return error;
}

int again(struct tool *t, const char *const *argv, struct aludel_text *shown)
{
    int out = -1;
    pid_t pid = 0;
    int error = start_again(argv, &out, &pid);
    if (!error)
        *shown = read_all(t->arena, out);
    if (out >= 0)
        close(out);
    return error ? tool_fail(TOOL_FAILED, "can't run this program once more: %s", strerror(error))
                 : again_wait(pid);
}
