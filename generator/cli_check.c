/* check: is the schema the one that is meant? */
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_proposed.h"
#include "cli_revision.h"
#include "cli_sides.h"

#include "core/pattern.h"
#include "fold/fold.h"
#include "schema/same.h"

#include <stdio.h>
#include <string.h>

static int ask_program(const struct sides *s)
{
    const struct options *o = s->options;
    const char *words[4] = {"check"};
    size_t n = 1;
    if (o->chain)
        words[n++] = "--chain";
    if (o->json)
        words[n++] = "--json";
    return side_ask(s, s->url, words, NULL);
}

/* ---- PostgreSQL without a server -------------------------------------------------------------------- */

static void say_hint(void)
{
    fputs("  hint: PostgreSQL's were compared as they are written; aludel test --url URL builds both on a "
          "server, "
          "in\n"
          "        databases of their own, and reads them back\n",
          stderr);
}

static bool is_listed(const char *list, struct aludel_text name)
{
    struct al_pattern p;
    struct aludel_text bad;
    while (al_pattern_next(&list, &p, &bad))
        if (!p.schema.n && al_same(p.name, name))
            return true;
    return false;
}

static bool is_named(const char *list, const char *kind, struct path path)
{
    struct al_pattern p;
    struct aludel_text bad, schema = path.schema.n ? path.schema : AL_TEXT("public");
    while (al_pattern_next(&list, &p, &bad))
        if ((!p.kind.n || al_is(p.kind, kind)) && (!p.schema.n || al_pattern_fits(p.schema, schema, false)) &&
            al_pattern_fits(p.name, path.name, false))
            return true;
    return false;
}

/* What a server isn't asked for either: other schemas, and what `include` and `exclude` leave out. */
static bool is_looked_at(const struct environment *e, const struct change *c)
{
    struct path path = c->thing ? c->thing->path : c->create ? c->create->path : c->table;
    const char *kind = c->thing ? thing_word(c->thing->type) : "table";
    bool itself = c->thing && c->thing->type == THING_SCHEMA;
    struct aludel_text schema = itself ? path.name : path.schema;
    if (schema.n && !is_listed(e->settings.include_schemas, schema))
        return false;
    return (!*e->settings.include || itself || is_named(e->settings.include, kind, path)) &&
           !is_named(e->settings.exclude, kind, path);
}

static int say_found(const struct environment *e, const struct proposal *found)
{
    size_t n = 0;
    for (size_t i = 0; i < found->changes.count; i++) {
        const char *told = change_told(e->arena, found->changes.at[i]);
        if (!told || !is_looked_at(e, found->changes.at[i]))
            continue;
        printf("postgresql: %s\n", told);
        n++;
    }
    fflush(stdout);
    if (!n)
        return TOOL_DONE;
    fprintf(stderr, "FAILED: New upgrade operations detected: %zu difference%s\n", n, n == 1 ? "" : "s");
    say_hint();
    return TOOL_FAILED;
}

/* What the chain makes, as far as its text says it. */
static const struct schema *written_chain(struct tool *t, struct environment *e)
{
    struct environment *view = e;
    struct indices revisions = {0};
    return tool_find_revisions(t, &view, NULL, &revisions) ? schema_at(view, &revisions, ALUDEL_POSTGRESQL)
                                                           : NULL;
}

/* Where one of them isn't known for certain, that is said, and is a failure if nothing else was compared. */
static int compare_written(struct tool *t, const struct options *options, bool alone)
{
    struct environment e = {0};
    struct compile_options what = {0};
    struct proposal found = {0};
    const struct differ_wish no_renames = {0};
    if (!tool_compile_options(options, &what))
        return TOOL_FAILED;
    what.check_only = true;
    if (!tool_compile(t, &e, &what, NULL))
        return TOOL_FAILED;
    const struct schema *chain = written_chain(t, &e);
    e.diagnostics = ARENA_NEW(t->arena, struct diagnostics);
    e.diagnostics->arena = t->arena;
    bool good =
        chain && propose(&e, &(struct two_sides){chain, e.target->after[ALUDEL_POSTGRESQL], NULL, NULL},
                         &no_renames, &found);
    tool_report(t, &e);
    if (good)
        return say_found(&e, &found);
    say_hint();
    return alone ? TOOL_FAILED : TOOL_DONE;
}

/* ---- The chain --------------------------------------------------------------------------------------- */

static int no_target(void)
{
    return tool_fail(
        TOOL_FAILED,
        "check: there is no schema to compare with: write it to '%s' (directives and SQL), or to '%s', "
        "beside env.mako",
        TARGET_TEMPLATE, TARGET_SQL);
}

static int done(int status, bool json)
{
    if (status == TOOL_DONE && !json)
        puts("No new upgrade operations detected.");
    return status;
}

static int check_postgresql(const struct sides *s)
{
    if (s->options->json)
        return tool_fail(TOOL_USAGE, "check: what is compared as it is written has no form in JSON");
    return done(compare_written(s->tool, s->options, true), false);
}

/* On SQLite both are built; PostgreSQL's besides are compared as they are written. */
static int check_both(const struct sides *s)
{
    struct aludel_text shown = {0};
    const char *const words[] = {"check", "--chain", NULL};
    int status = side_ask(s, "sqlite://", words, &shown);
    if (status != TOOL_DONE) {
        fwrite(shown.z, 1, shown.n, stdout);
        return status;
    }
    return done(compare_written(s->tool, s->options, false), false);
}

/* Nobody is asked who wasn't named. */
static int check_chain(const struct sides *s, struct environment *e)
{
    if (!environment_read(e, s->folder, NULL)) {
        tool_report(s->tool, e);
        return TOOL_FAILED;
    }
    if (!e->target)
        return no_target();
    if (s->url || !e->dialects[ALUDEL_POSTGRESQL] || (e->dialects[ALUDEL_SQLITE] && s->options->json))
        return ask_program(s);
    return e->dialects[ALUDEL_SQLITE] ? check_both(s) : check_postgresql(s);
}

/* ---- The command ------------------------------------------------------------------------------------- */

int command_check(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    const char *folder = options->folder ? options->folder : ".";
    tool_environment(t, &e);
    struct sides sides = {t, folder, options->url, options, e.diagnostics};
    return options->chain ? check_chain(&sides, &e) : ask_program(&sides);
}
