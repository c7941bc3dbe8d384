#include "cli_sides.h"

#include "cli_again.h"
#include "cli_lent.h"
#include "cli_place.h"
#include "cli_scratch.h"
#include "cli_toolchain.h"
#include "sql/script.h"

#include <string.h>

/* ---- Asking ------------------------------------------------------------------------------------- */

/* Only what looks at a schema takes them. */
static void add_schemas(const struct sides *s, struct words *out)
{
    struct arena *a = s->tool->arena;
    for (size_t i = 0; i < s->options->schemas.count; i++) {
        words_add(a, out, "--schema");
        words_add(a, out, s->options->schemas.at[i]);
    }
}

int side_ask(const struct sides *s, const char *url, const char *const *words, struct aludel_text *shown)
{
    struct arena *a = s->tool->arena;
    struct words all = {0};
    bool looks = !strcmp(words[0], "inspect") || !strcmp(words[0], "check");
    words_add(a, &all, "aludel");
    words_add(a, &all, "-C");
    words_add(a, &all, s->folder);
    words_add_all(a, &all, &s->options->front);
    if (s->options->quiet)
        words_add(a, &all, "-q");
    if (url) {
        words_add(a, &all, "--url");
        words_add(a, &all, url);
    }
    size_t command = all.count;
    while (*words)
        words_add(a, &all, *words++);
    if (looks)
        add_schemas(s, &all);
    int status = again(s->tool, &all, command, shown);
    if (status != TOOL_DONE)
        s->tool->asked = status;
    return status;
}

int side_failure(const struct sides *s)
{
    return s->tool->asked ? s->tool->asked : TOOL_FAILED;
}

static bool ask(const struct sides *s, const char *url, const char *const *words, struct aludel_text *shown)
{
    return side_ask(s, url, words, shown) == 0;
}

/* The first line says of which database the statements are. */
static enum aludel_dialect dialect_of(struct aludel_text shown)
{
    return al_begins(shown, "-- postgresql\n") ? ALUDEL_POSTGRESQL : ALUDEL_SQLITE;
}

/* "-- not compared: 3 operators" */
static void remark_what_is_left(const struct sides *s, const char *name, struct aludel_text shown)
{
    static const char begin[] = "\n-- not compared: ";
    const char *z = arena_string(s->tool->arena, shown);
    while ((z = strstr(z, begin))) {
        z += sizeof begin - 1;
        diag_remark(s->diagnostics, (struct span){0}, "%s has what isn't compared: %.*s", name,
                    (int)strcspn(z, "\n"), z);
    }
}

static const struct schema *inspected(const struct sides *s, const char *url, const char *name,
                                      const char *const *words)
{
    struct aludel_text shown = {0};
    if (!ask(s, url, words, &shown))
        return NULL;
    remark_what_is_left(s, name, shown);
    size_t errors = s->diagnostics->errors;
    struct source *source = source_from_text(s->tool->arena, name, name, shown);
    const struct schema *schema = script_schema(s->tool->arena, dialect_of(shown), source, s->diagnostics);
    return s->diagnostics->errors == errors ? schema : NULL;
}

/* ---- Another file ------------------------------------------------------------------------------- */

static const struct schema *of_file(const struct sides *s, const char *file)
{
    static const char *const meant[] = {"inspect", "--target", NULL};
    s->tool->target = file;
    const struct schema *schema = inspected(s, s->url, file, meant);
    s->tool->target = NULL;
    return schema;
}

/* ---- The chain ---------------------------------------------------------------------------------- */

static const struct schema *upgraded(const struct sides *s, const char *url, const char *revision)
{
    const char *const upgrade[] = {"-q", "upgrade", revision, NULL}, *const inspect[] = {"inspect", NULL};
    struct aludel_text nothing;
    return ask(s, url, upgrade, &nothing) ? inspected(s, url, revision, inspect) : NULL;
}

static const struct schema *in_a_file(const struct sides *s, const char *revision)
{
    struct tool *t = s->tool;
    struct scratch scratch;
    if (!scratch_make(t, &scratch))
        return NULL;
    const char *url = arena_format(t->arena, "sqlite:///%s/chain.db", scratch.folder);
    const struct schema *schema = upgraded(s, url, revision);
    scratch_remove(&scratch);
    return schema;
}

static const struct schema *on_the_server(const struct sides *s, const char *revision)
{
    struct lent lent;
    if (!lent_take(s->tool, s->folder, s->url, "diff", &lent))
        return NULL;
    const struct schema *schema = upgraded(s, lent.url, revision);
    lent_give_back(&lent);
    return schema;
}

/* Migrations aren't run where others work: what they do to roles and settings is done to the whole server. */
static const struct schema *of_revision(const struct sides *s, const char *revision)
{
    enum aludel_dialect dialect = ALUDEL_POSTGRESQL;
    if (s->url && !url_dialect(s->tool, s->url, &dialect, NULL))
        return NULL;
    if (dialect == ALUDEL_SQLITE)
        return in_a_file(s, revision);
    if (s->options->url)
        return on_the_server(s, revision);
    tool_fail(
        TOOL_FAILED,
        "diff: '%s' is built on a PostgreSQL server, in a database of its own: --url names one (roles, and "
        "whatever else isn't of one database, would stay there)",
        revision);
    return NULL;
}

/* ---- A side ------------------------------------------------------------------------------------- */

const struct schema *side_read(const struct sides *s, enum side_kind kind, const char *name)
{
    static const char *const there[] = {"inspect", NULL}, *const chain[] = {"inspect", "--chain", NULL},
                             *const heads[] = {"inspect", "--check-heads", NULL},
                             *const meant[] = {"inspect", "--target", NULL};
    switch (kind) {
    case SIDE_DATABASE: return inspected(s, name ? name : s->url, "the database", there);
    case SIDE_AT_HEADS: return inspected(s, name ? name : s->url, "the database", heads);
    case SIDE_TARGET: return inspected(s, s->url, "the schema that is meant", meant);
    case SIDE_FILE: return of_file(s, name);
    case SIDE_CHAIN: return inspected(s, s->url, "the chain", chain);
    case SIDE_REVISION: return of_revision(s, name);
    }
    return NULL;
}

const struct schema *empty_side(struct arena *a, enum aludel_dialect dialect)
{
    struct schema *empty = ARENA_NEW(a, struct schema);
    empty->dialect = dialect;
    return empty;
}
