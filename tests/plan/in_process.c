#include "in_process.h"

#include <aludel/main.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A standard stream that writes into a file meanwhile. */
struct capture {
    FILE *stream, *file;
    int kept; /* where the stream wrote before */
};

static void must(bool ok)
{
    if (!ok)
        abort();
}

static struct capture capture(FILE *stream)
{
    struct capture c = {stream, tmpfile(), -1};

    must(c.file != NULL);
    fflush(stream);
    c.kept = dup(fileno(stream));
    must(c.kept >= 0 && dup2(fileno(c.file), fileno(stream)) >= 0);
    return c;
}

static void release(struct capture *c)
{
    fflush(c->stream);
    must(dup2(c->kept, fileno(c->stream)) >= 0);
    close(c->kept);
}

static void print_captured(struct capture *c, const char *prefix)
{
    char line[1 << 14];

    rewind(c->file);
    while (fgets(line, sizeof line, c->file)) {
        line[strcspn(line, "\n")] = '\0';
        printf("%s %s\n", prefix, line);
    }
    fclose(c->file);
}

void run_in_process(const struct aludel_registry *g, char *words)
{
    char *argv[64] = {"migrate"};
    int argc = 1;

    for (char *w = strtok(words, "\t"); w && argc < 63; w = strtok(NULL, "\t"))
        argv[argc++] = w;
    struct capture out = capture(stdout), err = capture(stderr);
    int status = aludel_main(argc, argv, g);
    release(&out);
    release(&err);
    print_captured(&out, "out");
    print_captured(&err, "err");
    printf("exit %d\n", status);
}
