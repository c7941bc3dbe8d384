/*
 * cli_place.h: the environment that a database is asked through: the one at hand, or an empty one for a database that has
 * none.
 */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "cli_options.h"
#include "cli_scratch.h"

struct place {
    const char *folder;
    struct scratch scratch; /* where there is none */
};

/* The dialect of a URL; false after saying what is wrong with it. `shown`, where it isn't NULL: it without its password. */
bool url_dialect(struct tool *t, const char *url, enum aludel_dialect *dialect, const char **shown);

/* Whether an SQLite file is there; false after saying that it isn't. */
bool url_is_there(struct tool *t, const char *url);

/* For a database that is named: the folder's environment where it compiles, and for that kind. False after an error. */
bool place_find(struct tool *t, const char *folder, const char *url, struct place *out);
void place_leave(const struct place *place);

#endif
