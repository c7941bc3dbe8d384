/*
 * cli_place.h: the environment that a database is asked through: the one at hand, or an empty one for a database that has
 * none.
 */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "cli_options.h"

#include <aludel/generated.h>

/* The dialect of a URL; false after saying what is wrong with it. `shown`, where it isn't NULL: it without its password. */
bool url_dialect(struct tool *t, const char *url, enum aludel_dialect *dialect, const char **shown);

/* Whether an SQLite file is there; false after saying that it isn't. */
bool url_is_there(struct tool *t, const char *url);

/* The folder of an environment without migrations, with these settings (NULL: none). It is one of the cache's, and stays
 * there with what is compiled of it. NULL after an error. */
const char *place_empty(struct tool *t, enum aludel_dialect dialect, const char *settings);

/* For a database that is named: this folder where its environment compiles, and for that kind; else an empty one's. NULL
 * after an error. */
const char *place_find(struct tool *t, const char *folder, const char *url);

#endif
