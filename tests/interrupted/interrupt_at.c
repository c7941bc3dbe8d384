/*
 * interrupt_at.c: loaded into `migrate` with LD_PRELOAD, it counts the calls that change files and those that begin
 * or go on with a statement, and raises a signal in front of the chosen one.
 *
 *   INTERRUPT_AT=17 INTERRUPT_WITH=9     kills itself in front of the 17th call
 *   INTERRUPT_COUNT=FILE                 a letter for each call, at the end
 *   INTERRUPT_GROUP=1                    the signal is for its whole process group, and programs without SQLite don't count
 *
 * The letters: s a step of a statement, w a write, y a sync, t a truncation, u an unlink, r a rename.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static char calls[100000];
static long count, at = -1;

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static void come(char kind)
{
    const char *wanted = getenv("INTERRUPT_AT"), *number = getenv("INTERRUPT_WITH");
    bool group = getenv("INTERRUPT_GROUP");
    if (group && !real("sqlite3_step")) {
        return;
    }
    if (at < 0) {
        at = wanted ? atol(wanted) : 0;
    }
    if (count < (long)sizeof calls) {
        calls[count] = kind;
    }
    if (++count == at && number) {
        kill(group ? 0 : getpid(), atoi(number));
    }
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("INTERRUPT_COUNT");
    FILE *file = path && count ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%.*s", (int)(count < (long)sizeof calls ? count : (long)sizeof calls), calls);
        fclose(file);
    }
}

/* A function's own type, through which the one behind ours is called. */
#define BEHIND(result, name, parameters, kind, arguments) \
    result name parameters;                               \
    result name parameters                                \
    {                                                     \
        union {                                           \
            void *object;                                 \
            result(*function) parameters;                 \
        } next = {real(#name)};                           \
        come(kind);                                       \
        return next.function arguments;                   \
    }

BEHIND(int, sqlite3_step, (void *statement), 's', (statement))
BEHIND(ssize_t, pwrite, (int fd, const void *z, size_t n, off_t from), 'w', (fd, z, n, from))
BEHIND(ssize_t, pwrite64, (int fd, const void *z, size_t n, off64_t from), 'w', (fd, z, n, from))
BEHIND(int, fsync, (int fd), 'y', (fd))
BEHIND(int, fdatasync, (int fd), 'y', (fd))
BEHIND(int, ftruncate, (int fd, off_t size), 't', (fd, size))
BEHIND(int, ftruncate64, (int fd, off64_t size), 't', (fd, size))
BEHIND(int, unlink, (const char *path), 'u', (path))
BEHIND(int, rename, (const char *from, const char *to), 'r', (from, to))

/* Standard output and error are nobody's database. */
ssize_t write(int fd, const void *z, size_t n)
{
    union {
        void *object;
        ssize_t (*function)(int, const void *, size_t);
    } next = {real("write")};
    if (fd > 2) {
        come('w');
    }
    return next.function(fd, z, n);
}
