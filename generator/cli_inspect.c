/* inspect: a schema as a schema.mako has it. */
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_place.h"
#include "cli_proposed.h"
#include "cli_sides.h"

#include <stdio.h>
#include <string.h>

/* ---- Which one ------------------------------------------------------------------------------------ */

struct inspection {
    struct tool *t;
    const struct options *options;
    const char *url; /* or NULL: as the settings say */
};

static bool read_words(const struct options *options, struct inspection *out)
{
    const struct words *urls = &options->urls;
    if (urls->count + (options->url != NULL) > 1)
        tool_fail(TOOL_USAGE, "inspect: of which database? One URL is enough");
    else if (options->target && options->chain)
        tool_fail(TOOL_USAGE, "inspect: --target or --chain? There is one schema to inspect");
    else if (options->sql && options->json)
        tool_fail(TOOL_USAGE, "inspect: --sql or --json? There is one form to print it in");
    else if (urls->count && !strstr(urls->at[0], "://"))
        tool_fail(TOOL_USAGE, "inspect: '%s' is no URL: sqlite:///FILE, postgresql://HOST/NAME", urls->at[0]);
    else {
        out->url = urls->count ? urls->at[0] : options->url;
        return true;
    }
    return false;
}

/* ---- The forms -------------------------------------------------------------------------------------- */

/* As the environment's own program prints it. */
static int print_statements(const struct sides *s)
{
    const struct options *o = s->options;
    const char *words[5] = {"inspect"};
    size_t n = 1;
    if (o->check_heads)
        words[n++] = "--check-heads";
    if (o->target || o->chain)
        words[n++] = o->target ? "--target" : "--chain";
    if (o->json)
        words[n++] = "--json";
    return side_ask(s, s->url, words, NULL);
}

static const struct schema *read_schema(const struct sides *s)
{
    const struct options *o = s->options;
    enum side_kind there = o->check_heads ? SIDE_AT_HEADS : SIDE_DATABASE;
    return side_read(s, o->target ? SIDE_TARGET : o->chain ? SIDE_CHAIN : there, NULL);
}

static int print_template(const struct sides *s, struct environment *e)
{
    struct proposal proposal = {0};
    const struct differ_wish no_renames = {0};
    const struct schema *schema = read_schema(s);
    bool good =
        schema && propose(e, &(struct two_sides){empty_side(e->arena, schema->dialect), schema, NULL, NULL},
                          &no_renames, &proposal);
    tool_report(s->tool, e);
    if (!good)
        return side_failure(s);
    fwrite(proposal.upgrades.z, 1, proposal.upgrades.n, stdout);
    return TOOL_DONE;
}

static int inspect_in(const struct inspection *i, const char *folder)
{
    struct environment e = {0};
    tool_environment(i->t, &e);
    struct sides sides = {i->t, folder, i->url, i->options, e.diagnostics};
    if (i->options->sql || i->options->json)
        return print_statements(&sides);
    if (!environment_read(&e, folder, NULL)) {
        tool_report(i->t, &e);
        return TOOL_FAILED;
    }
    return print_template(&sides, &e);
}

/* ---- The command ------------------------------------------------------------------------------------ */

int command_inspect(struct tool *t, const struct options *options)
{
    struct inspection i = {t, options, NULL};
    const char *folder = options->folder ? options->folder : ".";
    if (!read_words(options, &i))
        return TOOL_USAGE;
    bool any = i.url && !options->target && !options->chain;
    if (any)
        folder = place_find(t, folder, i.url);
    return folder ? inspect_in(&i, folder) : TOOL_FAILED;
}
