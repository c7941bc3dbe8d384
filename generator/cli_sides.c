#define _XOPEN_SOURCE 700 /* mkdtemp */

#include "cli_sides.h"

#include "cli_again.h"
#include "sql/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Asking ------------------------------------------------------------------------------------- */

enum { MOST_WORDS = 16 };

/* What this program prints, called with these words behind the folder and the URL. */
static bool ask(const struct sides *s, const char *url, const char *const *words, struct aludel_text *shown)
{
    const char *argv[MOST_WORDS] = {"aludel", "-C", s->folder};
    size_t n = 3;
    if (url) {
        argv[n++] = "--url";
        argv[n++] = url;
    }
    while (*words)
        argv[n++] = *words++;
    argv[n] = NULL;
    return again(s->tool, argv, shown) == 0;
}

/* The first line says of which database the statements are. */
static enum aludel_dialect dialect_of(struct aludel_text shown)
{
    return al_begins(shown, "-- postgresql\n") ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
}

static const struct schema *inspected(const struct sides *s, const char *url, const char *name,
                                      const char *const *words)
{
    struct aludel_text shown = {0};
    if (!ask(s, url, words, &shown))
        return NULL;
    size_t errors = s->diagnostics->errors;
    struct source *source = source_from_text(s->tool->arena, name, name, shown);
    const struct schema *schema = script_schema(s->tool->arena, dialect_of(shown), source, s->diagnostics);
    return s->diagnostics->errors == errors ? schema : NULL;
}

/* ---- The chain ---------------------------------------------------------------------------------- */

/* An empty folder, or NULL after an error. */
static char *make_scratch(struct tool *t)
{
    const char *top = getenv("TMPDIR");
    char *folder = arena_string(
        t->arena, al_text(arena_format(t->arena, "%s/aludel-XXXXXX", top && *top ? top : "/tmp")));
    if (mkdtemp(folder))
        return folder;
    tool_fail(TOOL_FAILED, "can't make the folder '%s': %s (TMPDIR names another place)", folder,
              strerror(errno));
    return NULL;
}

static void remove_scratch(struct tool *t, const char *folder, const char *file)
{
    static const char *const beside[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        unlink(arena_format(t->arena, "%s%s", file, beside[i]));
    rmdir(folder);
}

static const struct schema *of_revision(const struct sides *s, const char *revision)
{
    struct tool *t = s->tool;
    char *folder = make_scratch(t);
    if (!folder)
        return NULL;
    const char *file = arena_format(t->arena, "%s/chain.db", folder);
    const char *url = arena_format(t->arena, "sqlite:///%s", file);
    const char *const upgrade[] = {"-q", "upgrade", revision, NULL}, *const inspect[] = {"inspect", NULL};
    struct aludel_text nothing;
    const struct schema *schema =
        ask(s, url, upgrade, &nothing) ? inspected(s, url, revision, inspect) : NULL;
    remove_scratch(t, folder, file);
    return schema;
}

/* ---- A side ------------------------------------------------------------------------------------- */

const struct schema *side_read(const struct sides *s, enum side_kind kind, const char *name)
{
    static const char *const there[] = {"inspect", NULL}, *const heads[] = {"inspect", "--check-heads", NULL},
                             *const meant[] = {"inspect", "--target", NULL};
    switch (kind) {
    case SIDE_DATABASE: return inspected(s, name ? name : s->url, "the database", there);
    case SIDE_AT_HEADS: return inspected(s, name ? name : s->url, "the database", heads);
    case SIDE_TARGET: return inspected(s, s->url, "the schema that is meant", meant);
    case SIDE_REVISION: return of_revision(s, name);
    }
    return NULL;
}
