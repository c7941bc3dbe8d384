#include "cli_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

int tool_fail(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("aludel: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

bool tool_wait(pid_t pid, int *status)
{
    while (waitpid(pid, status, 0) < 0)
        if (errno != EINTR)
            return false;
    return true;
}

const char *tool_program(struct arena *a, const char *name)
{
    const char *folders = getenv("PATH");
    if (strchr(name, '/'))
        return name;
    for (const char *z = folders ? folders : ""; *z; z += z[0] == ':') {
        size_t n = strcspn(z, ":");
        const char *path = arena_format(a, "%.*s/%s", (int)n, z, name);
        if (n && access(path, X_OK) == 0)
            return path;
        z += n;
    }
    return NULL;
}

int tool_lock(const char *folder)
{
    int file = open(folder, O_RDONLY | O_CLOEXEC);
    if (file >= 0)
        flock(file, LOCK_EX);
    return file;
}

void tool_unlock(int locked)
{
    if (locked >= 0)
        close(locked);
}
