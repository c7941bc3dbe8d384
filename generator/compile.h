/*
 * compile.h: the pipeline. Its one function is the compiler; read it as the table of contents.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include "emit/emit.h"

struct compile_options {
    const char *folder;   /* the environment */
    const char *dialects; /* NULL: as the settings say */
    struct emit_options emit;
    bool check_only;          /* lint: no output */
    const char *const *since; /* what is older than these isn't compiled in */
    size_t since_count;       /* 0: all of it is */
    bool reversible;          /* each downgrade undoes its upgrade, or that is an error */
    bool compatible; /* what `compatible_with` says is so, or that is an error; and what it could say */
};

/* False when there are errors; `out` is then untouched. */
bool compile(struct environment *e, const struct compile_options *options, struct outputs *out);

#endif
