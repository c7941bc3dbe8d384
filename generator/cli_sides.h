/*
 * cli_sides.h: schemas that are compared. Each is read back from a database, so that spelling makes no difference.
 *
 *     struct sides s = {.tool = t, .folder = folder, .url = url, .options = options, .diagnostics = d};
 *     const struct schema *there = side_read(&s, SIDE_DATABASE, url), *meant = side_read(&s, SIDE_TARGET, NULL);
 */
#ifndef CLI_SIDES_H
#define CLI_SIDES_H

#include "base/diag.h"
#include "schema/schema.h"

#include "cli_options.h"

enum side_kind {
    SIDE_DATABASE, /* what is there: at the URL that is named, or at the environment's own */
    SIDE_AT_HEADS, /* the same, where nothing of the chain is pending; else an error */
    SIDE_TARGET,   /* what schema.mako or schema.sql makes of an empty place */
    SIDE_FILE,     /* what another file makes of one */
    SIDE_CHAIN,    /* what all of the chain makes of an empty place */
    SIDE_REVISION /* what the chain up to here makes of an empty file, or of an empty database on the server */
};

struct sides {
    struct tool *tool;
    const char *folder;
    const char *
        url; /* where a target is built: a database of the kind that it is compared with; NULL: the setting's */
    const struct options *options; /* what goes on to the environment's program: its options, --schema */
    struct diagnostics *diagnostics;
};

/* NULL after an error: what was asked has said it, or it is in the diagnostics. */
const struct schema *side_read(const struct sides *s, enum side_kind kind, const char *name);

/* Nothing, of one kind of database. */
const struct schema *empty_side(struct arena *a, enum aludel_dialect dialect);

/* With what a command ends that failed: 3 where the program said so of a newer database, and the like. */
int side_failure(const struct sides *s);

/* A command of the environment's program, at a URL (NULL: its own): with these words, and what goes on to it. `shown` NULL:
 * on our stdout. Its exit status. */
int side_ask(const struct sides *s, const char *url, const char *const *words, struct aludel_text *shown);

#endif
