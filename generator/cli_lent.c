#include "cli_lent.h"

#include "cli_again.h"
#include "cli_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* It doesn't come back. */
static void be_keeper(struct tool *t, const char *folder, const char *command, const int *in, const int *out)
{
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    close(in[0]);
    close(in[1]);
    close(out[0]);
    close(out[1]);
    char *argv[] = {arena_string(t->arena, AL_TEXT("aludel")), arena_format(t->arena, "--lend=%s", command),
                    NULL};
    const char *program = cached_program(t, folder, PROGRAM_TRIAL);
    int status = program ? execute_program(program, argv) : TOOL_FAILED;
    fflush(NULL);
    _exit(status);
}

static bool write_all(int file, const char *z)
{
    for (size_t n = strlen(z); n;) {
        ssize_t done = write(file, z, n);
        if (done < 0 && errno != EINTR)
            return false;
        z += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* NULL: it has said why there is none, and is gone. */
static const char *read_line(struct arena *a, int file)
{
    struct al_builder b = al_builder(&a->memory);
    char byte = 0;
    for (ssize_t n; (n = read(file, &byte, 1)) != 0 && byte != '\n';)
        al_put(&b, &byte, n > 0);
    return byte == '\n' ? al_built(&b).z : NULL;
}

bool lent_take(struct tool *t, const char *folder, const char *server, const char *command, struct lent *out)
{
    int in[2], back[2];
    fflush(NULL); /* what stands in our buffers isn't to be said twice */
    pid_t keeper = pipe(in) == 0 && pipe(back) == 0 ? fork() : -1;
    if (keeper < 0)
        return tool_fail(TOOL_FAILED, "can't run this program once more: %s", strerror(errno)) == TOOL_DONE;
    if (keeper == 0)
        be_keeper(t, folder, command, in, back);
    close(in[0]);
    close(back[1]);
    fcntl(in[1], F_SETFD, FD_CLOEXEC); /* who else has it would keep the database */
    fcntl(back[0], F_SETFD, FD_CLOEXEC);
    *out = (struct lent){.keeper = keeper, .to = in[1], .from = back[0]};
    if (write_all(out->to, arena_format(t->arena, "%s\n", server)))
        out->url = read_line(t->arena, out->from);
    if (!out->url)
        lent_give_back(out);
    return out->url != NULL;
}

void lent_give_back(const struct lent *lent)
{
    close(lent->to);
    again_wait(lent->keeper);
    close(lent->from);
}
