/*
 * emit.h: programs -> C. The same environment gives the same bytes, whatever the folder or the day.
 */
#ifndef EMIT_H
#define EMIT_H

#include "model/environment.h"
#include "program/program.h"

struct output_file {
    const char *name; /* "conduit_migrations.h" */
    struct aludel_text text;
};

struct emit_options {
    const char *symbol;  /* of the registry; NULL: "<name>_migrations" */
    uint32_t shards;     /* how many files hold the migrations; 0: one for every 64 */
    bool amalgamated;    /* the runtime's header is aludel.h, in the same folder */
    bool no_downgrade;   /* they are left out */
    bool strip_messages; /* messages, descriptions, files' names and lines are */
    bool embedded;       /* tables for aludel/embedded.h in place of a registry */
};

/* <symbol>.h, <symbol>.c (the registry), <symbol>_0.c … (the migrations, in topological order, 64 a file;
 * what is over goes into the last; those that others replace among them), and one <symbol>_<stem>.c for each migration
 * whose text holds "<%c>". */
struct outputs {
    struct output_file *at;
    size_t count, room;
};
/* Whether the generated files call something of their own so, or C does: no name for a registry. */
bool emit_calls_its_own(const char *symbol);
/* app_migrations -> APP_MIGRATIONS, as the header has it in its macros. */
const char *emit_upper(struct arena *a, const char *name);

/* Whether the profile `embedded` can hold it: no, with errors, where something runs outside transactions. */
bool image_fits(const struct environment *e);
void emit_environment(const struct environment *e, const struct emit_options *options, struct outputs *out);

#endif
