#include "cli_present.h"

#include "cli_toolchain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Is one named? ------------------------------------------------------------------------------- */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

/* Whether somebody names a database; which it is, the program finds out. */
static bool names_database(const struct sides *s, const struct environment *e)
{
    struct arena *a = s->tool->arena;
    struct words variables = {0};
    const char *file = e->settings.env_file;
    if (s->url || s->options->front.count || *e->settings.url ||
        (*file && s->tool->disk->exists(s->tool->disk->with, file)))
        return true;
    words_split(a, &variables, al_text(e->settings.url_env), " ,\t\r\n");
    for (size_t i = 0; i < variables.count; i++)
        if (is_set(variables.at[i]) || is_set(arena_format(a, "%s_FILE", variables.at[i])))
            return true;
    return false;
}

/* ---- Is it there? -------------------------------------------------------------------------------- */

/* "Current revision(s) for URL:", its password masked; NULL after an error. */
static const char *url_shown(const struct sides *s)
{
    static const char before[] = " for ";
    const char *const words[] = {"current", "-v", NULL};
    struct aludel_text shown = {0};
    if (side_ask(s, s->url, words, &shown) != 0)
        return NULL;
    const char *z = arena_string(s->tool->arena, shown), *url = strstr(z, before);
    if (!url)
        return NULL;
    url += sizeof before - 1;
    return arena_format(s->tool->arena, "%.*s", (int)strcspn(url, "\n") - 1, url);
}

/* Of SQLite's file: its path stands in front of what is said of it. */
static bool is_missing(const struct sides *s, const char *url)
{
    static const char begin[] = "sqlite:///";
    size_t n = sizeof begin - 1;
    if (strncmp(url, begin, n) != 0 || !strncmp(url + n, "file:", 5))
        return false;
    const char *path = arena_format(s->tool->arena, "%.*s", (int)strcspn(url + n, "?"), url + n);
    return !s->tool->disk->exists(s->tool->disk->with, path);
}

static void take_chain(enum side_kind *out, const char *why)
{
    fprintf(stderr, "INFO  [aludel.autogenerate] Compared with what the migrations make: %s\n", why);
    *out = SIDE_CHAIN;
}

bool present_find(const struct sides *s, const struct environment *e, enum side_kind *out)
{
    *out = SIDE_AT_HEADS;
    if (!e->dialects[ALUDEL_SQLITE])
        return true;
    if (!names_database(s, e)) {
        take_chain(out, "no database is named");
        return true;
    }
    const char *url = url_shown(s);
    if (url && is_missing(s, url))
        take_chain(out, arena_format(s->tool->arena, "%s isn't there", url));
    return url != NULL;
}
