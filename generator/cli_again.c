#define _XOPEN_SOURCE 700 /* sigaction */

#include "cli_again.h"

#include "cli_commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Ctrl-C is for the one that we wait for: what we have made meanwhile is taken away behind it. */
static void leave_interrupts(struct sigaction *before)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ignored, before);
}

/* It doesn't come back. */
static void be_another(struct tool *t, const struct words *words, size_t command, const int *ends)
{
    if (ends) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
    }
    char **argv = ARENA_ARRAY(t->arena, char *, words->count + 1);
    for (size_t i = 0; i < words->count; i++)
        argv[i] = arena_string(t->arena, al_text(words->at[i]));
    int status = run_environment(t, (int)words->count, argv, (int)command);
    fflush(NULL);
    _exit(status);
}

static int wait_for(struct tool *t, pid_t pid, const int *ends, struct aludel_text *shown)
{
    struct sigaction before;
    leave_interrupts(&before);
    if (ends) {
        close(ends[1]);
        *shown = read_all(t->arena, ends[0]);
        close(ends[0]);
    }
    int status = again_wait(pid);
    sigaction(SIGINT, &before, NULL);
    return status;
}

int again(struct tool *t, const struct words *words, size_t command, struct aludel_text *shown)
{
    int pair[2], *ends = shown ? pair : NULL;
    fflush(NULL); /* what stands in our buffers isn't to be said twice */
    if (ends && pipe(ends) != 0)
        return tool_fail(TOOL_FAILED, "can't run this program once more: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0)
        return tool_fail(TOOL_FAILED, "can't run this program once more: %s", strerror(errno));
    if (pid == 0)
        be_another(t, words, command, ends);
    return wait_for(t, pid, ends, shown);
}
