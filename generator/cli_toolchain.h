/*
 * cli_toolchain.h: the system's C compiler, and our headers and libraries.
 *
 * Where they are stands in aludel-build.conf, which the build writes beside the executable and the
 * installation to ../lib/aludel/: section [build], paths relative to the file.
 */
#ifndef TOOL_TOOLCHAIN_H
#define TOOL_TOOLCHAIN_H

#include "base/word.h"
#include "cli_tool.h"
#include "core/sha256.h"

#include <aludel/generated.h>

struct toolchain {
    struct aludel_text conf; /* its text: a part of every object's key */
    struct words include;    /* folders */
    struct words cflags;
    struct words libraries[ALUDEL_DIALECTS]; /* the driver, then the client's */
    struct words cli, trial;                 /* the commands */
    struct words libs;                       /* the runtime, and what it needs */
    struct words amalgamation;               /* the folder of aludel.c: the runtime as one file */
    struct words compiler;                   /* $CC, or cc */
    struct words own_cflags;                 /* $CFLAGS, or the default that the caller gives */
    struct words ldflags;                    /* $LDFLAGS */
    bool runs_here;                          /* what is made: so $CC has to be for this system */
};

/* False after saying what is missing. */
bool toolchain_find(struct tool *t, const char *default_cflags, struct toolchain *out);

/* The beginning of a compiler's command: flags and folders of headers. */
struct words toolchain_command(struct arena *a, const struct toolchain *tools);
/* What is compiled is to tell of no folder: neither of these, nor of `folder`. No part of a key. */
void toolchain_anywhere(struct arena *a, const struct toolchain *tools, const char *folder,
                        struct words *command);

void words_add(struct arena *a, struct words *w, const char *word);
void words_add_all(struct arena *a, struct words *w, const struct words *more);
void words_split(struct arena *a, struct words *w, struct aludel_text text, const char *between);

/* Commands that run side by side, as many as there are processors. */
struct job {
    struct words command;
    const char *made, *final; /* what it makes, renamed when it succeeds */
    long pid;
};
struct jobs {
    struct job *at;
    size_t count, room;
};
bool jobs_run(struct tool *t, struct jobs *jobs);
/* One command whose output nobody sees: does it succeed? */
bool toolchain_try(struct tool *t, const struct words *command);
/* Adds what it prints; its errors nobody sees. Does it succeed? */
bool toolchain_hash(struct tool *t, const struct words *command, struct al_sha256 *key);

#endif
