/*
 * cli_baseline.h: an environment for a database that is there already: a first migration that makes what it holds, under the
 * id that stands in its version table.
 *
 *     struct baseline b;
 *     baseline_read(t, options, url, &b)              asks the database
 *     baseline_settings(a, &b, text)                  for each aludel.ini
 *     baseline_write(t, &b, folder, &files)           in an environment that is there
 */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "cli_options.h"

#include <aludel/generated.h>

struct baseline {
    enum aludel_dialect dialect;
    const char *url, *shown; /* without its password */
    const char *schemas;     /* further ones, as include_schemas has them; or NULL */
    struct words ids;        /* of the version table, sorted; none: it has no rows, or isn't there */
    struct {
        const char *name, *schema;
    } version_table;                           /* NULL: the usual one */
    struct aludel_text upgrades, downgrades;   /* as directives */
    struct aludel_text statements, taken_away; /* the same as SQL */
};

/* False after saying what is wrong. */
bool baseline_read(struct tool *t, const struct options *options, const char *url, struct baseline *out);

/* The text of an aludel.ini with what is known of the database. */
const char *baseline_settings(struct arena *a, const struct baseline *b, const char *text);

/* The migrations; what was written is added to `files`, also where it failed in the middle. */
bool baseline_write(struct tool *t, const struct baseline *b, const char *folder, struct words *files);

/* What there is to do next. */
void baseline_say(const struct baseline *b, const char *folder);

#endif
