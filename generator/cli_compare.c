/* diff: the directives that lead from one schema to another. */
#include "cli_beside.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_place.h"
#include "cli_proposed.h"
#include "cli_sides.h"

#include <stdio.h>
#include <string.h>

/* ---- What is named ---------------------------------------------------------------------------------- */

struct named {
    const char *text;
    enum side_kind kind;
    bool base; /* the revision: there is nothing */
};

/* `e`: the environment at hand, as far as it can be read. A file of its folder's is named by its name alone. */
static bool is_its_target(const struct environment *e, const char *name)
{
    return e->target && !strcmp(name, path_base(e->target->file->source->path));
}

static bool is_file_name(const char *name)
{
    return path_ends(name, ".sql") || path_ends(name, ".mako");
}

/* A URL, a file, or else a revision. */
static bool read_name(const struct environment *e, const char *name, struct named *out)
{
    bool there = e->disk->exists(e->disk->with, name);
    *out = (struct named){name, SIDE_REVISION, !strcmp(name, "base")};
    if (strstr(name, "://"))
        out->kind = SIDE_DATABASE;
    else if (is_its_target(e, name))
        out->kind = SIDE_TARGET;
    else if (is_file_name(name))
        out->kind = SIDE_FILE;
    bool missing = out->kind == SIDE_FILE && !there;
    bool odd = out->kind == SIDE_REVISION && (strchr(name, '/') || (there && strchr(name, '.')));
    if (missing)
        tool_fail(TOOL_FAILED, "diff: there is no file '%s'", name);
    else if (odd)
        tool_fail(
            TOOL_FAILED,
            "diff: '%s' is no file whose name ends in .sql or .mako; an SQLite database is named by its "
            "URL, sqlite:///%s",
            name, name);
    return !missing && !odd;
}

/* ---- Where it is read ------------------------------------------------------------------------------- */

struct comparison {
    struct tool *t;
    const struct options *options;
    struct named both[2];
    const char *url; /* where targets are built; NULL: as the settings say */
};

static bool is_built(const struct named *n)
{
    return n->kind == SIDE_REVISION && !n->base;
}

/* What --url says; else the database that is named; else a revision is built on SQLite where it can be, and what it is
 * compared with must be of SQLite too. */
static const char *choose_place(const struct comparison *c, const struct environment *e)
{
    if (c->options->url)
        return c->options->url;
    for (size_t i = 0; i < 2; i++)
        if (c->both[i].kind == SIDE_DATABASE)
            return c->both[i].text;
    bool in_a_file = (is_built(&c->both[0]) || is_built(&c->both[1])) && e->dialects[ALUDEL_SQLITE];
    return in_a_file ? "sqlite://" : NULL;
}

static bool is_of_environment(const struct named *n)
{
    return n->kind == SIDE_TARGET || is_built(n);
}

/* Of base, which is empty everywhere, the other one says what kind of database it is. */
static bool read_both(const struct comparison *c, const struct sides *s, const struct schema *both[2])
{
    size_t first = c->both[0].base ? 1 : 0, second = 1 - first;
    const struct named *one = &c->both[first], *other = &c->both[second];
    both[first] = side_read(s, one->kind, one->text);
    if (!both[first])
        return false;
    both[second] = other->base ? empty_side(s->tool->arena, both[first]->dialect)
                               : side_read(s, other->kind, other->text);
    return both[second] != NULL;
}

/* ---- What leads there ------------------------------------------------------------------------------- */

static bool write_both(const struct comparison *c, struct environment *e, const struct differ_wish *wish,
                       const struct schema *const both[2], struct proposal *out)
{
    const struct schema *target = read_beside(e, both[0]->dialect).target, *beside[2];
    for (size_t i = 0; i < 2; i++)
        beside[i] = c->both[i].kind == SIDE_TARGET ? target : NULL;
    struct two_sides sides = {both[0], both[1], beside[0], beside[1]};
    return propose(e, &sides, wish, out);
}

static bool of_one_kind(const struct schema *const both[2])
{
    if (both[0]->dialect == both[1]->dialect)
        return true;
    tool_fail(TOOL_FAILED, "diff: one is of SQLite and the other of PostgreSQL: each has types of its own");
    return false;
}

static int diff_in(const struct comparison *c, struct environment *e, const char *folder)
{
    struct proposal proposal = {0};
    struct differ_wish wish = {0};
    const struct schema *both[2] = {NULL, NULL};
    const struct options *options = c->options;
    struct sides sides = {c->t, folder, c->url, options, e->diagnostics};
    bool good = read_both(c, &sides, both) && of_one_kind(both) &&
                read_wish(e, both[0], &options->renames, &wish) && write_both(c, e, &wish, both, &proposal);
    tool_report(c->t, e);
    if (!good)
        return side_failure(&sides);
    struct aludel_text lines = options->downgrade ? proposal.downgrades : proposal.upgrades;
    fwrite(lines.z, 1, lines.n, stdout);
    return TOOL_DONE;
}

/* ---- The command ------------------------------------------------------------------------------------ */

/* The environment at hand isn't needed where there is nothing of it among the two. */
static int diff_elsewhere(const struct comparison *c, const char *folder)
{
    struct environment e = {0};
    const char *place = place_find(c->t, folder, c->url);
    if (!place)
        return TOOL_FAILED;
    tool_environment(c->t, &e);
    environment_read(&e, place, NULL);
    return diff_in(c, &e, place);
}

int command_diff(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    struct comparison c = {.t = t, .options = options};
    const char *folder = options->folder ? options->folder : ".";
    const struct words *names = &options->revisions;
    if (names->count != 2)
        return tool_fail(TOOL_USAGE,
                         "diff: of which two? Each is a URL, a file (.mako, .sql), or a revision");
    tool_environment(t, &e);
    environment_read(&e, folder, NULL);
    if (!read_name(&e, names->at[0], &c.both[0]) || !read_name(&e, names->at[1], &c.both[1]))
        return TOOL_FAILED;
    c.url = choose_place(&c, &e);
    bool of_it = is_of_environment(&c.both[0]) || is_of_environment(&c.both[1]);
    if (c.url && !of_it)
        return diff_elsewhere(&c, folder);
    if (!environment_exists(t->disk, t->arena, folder) && !of_it)
        return tool_fail(TOOL_USAGE, "diff: of which kind of database are they? There is no environment here "
                                     "that says it: --url sqlite://, or that of a server");
    return diff_in(&c, &e, folder);
}
