/*
 * timed DESCRIPTOR COMMAND [ARGUMENTS]: runs it and writes "wall user system peak status" to the descriptor: seconds, KiB, and the exit
 * status (128 + the signal's number after one). What the command prints is thrown away, what it reads is $TIMED_INPUT.
 *
 * A program of its own, since the kernel counts the memory of whoever forks as the child's.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void become(char **command, int result)
{
    const char *input = getenv("TIMED_INPUT"), *output = getenv("TIMED_OUTPUT");
    int in = open(input ? input : "/dev/null", O_RDONLY);
    int out = open(output ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
        _exit(126);
    }
    close(result);
    execvp(command[0], command);
    _exit(127);
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int count, char **arguments)
{
    struct timespec before, after;
    struct rusage used;
    int status;
    int result = count < 3 ? -1 : atoi(arguments[1]);
    if (result < 3) {
        fputs("usage: timed DESCRIPTOR COMMAND [ARGUMENTS]\n", stderr);
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &before);
    pid_t child = fork();
    if (child == 0) {
        become(arguments + 2, result);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || getrusage(RUSAGE_CHILDREN, &used) != 0) {
        perror("timed");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    double wall = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    dprintf(result, "%.6f %.6f %.6f %ld %d\n", wall, seconds(used.ru_utime), seconds(used.ru_stime),
            used.ru_maxrss, code);
    return 0;
}
