/* script.h: a file of strings, each with a NUL at its end, mapped into memory. */
#ifndef BENCH_SCRIPT_H
#define BENCH_SCRIPT_H

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct script {
    const char *at, *end;
};

static inline bool script_open(struct script *s, const char *path)
{
    struct stat about;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &about) != 0 || about.st_size == 0) {
        return false;
    }
    s->at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    s->end = s->at + about.st_size;
    return s->at != MAP_FAILED && s->end[-1] == '\0';
}

/* NULL at the end. */
static inline const char *script_next(struct script *s)
{
    if (s->at == s->end) {
        return NULL;
    }
    const char *string = s->at;
    s->at += strlen(string) + 1;
    return string;
}

#endif
