/* diff: the directives that lead from one schema to another. */
#include "cli_beside.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_place.h"
#include "cli_proposed.h"
#include "cli_sides.h"

#include <stdio.h>
#include <string.h>

/* A URL, a file, or else a revision. */
static enum side_kind kind_of(const char *name)
{
    if (strstr(name, "://"))
        return SIDE_DATABASE;
    bool file = !strcmp(name, TARGET_TEMPLATE) || !strcmp(name, TARGET_SQL);
    return file ? SIDE_TARGET : SIDE_REVISION;
}

static bool is_base(const char *name)
{
    return !strcmp(name, "base");
}

/* A database that is named; else a revision is built on SQLite, and what it is compared with must be of SQLite too. */
static const char *where_targets_are_built(const struct words *names, const char *given)
{
    const char *url = given;
    for (size_t i = names->count; i-- > 0;) {
        enum side_kind kind = kind_of(names->at[i]);
        if (kind == SIDE_DATABASE)
            return names->at[i];
        if (kind == SIDE_REVISION && !is_base(names->at[i]))
            url = "sqlite://";
    }
    return url;
}

/* Of base, which is empty everywhere, the other one says what kind of database it is. */
static bool read_both(const struct sides *s, const struct words *names, const struct schema *both[2])
{
    size_t first = is_base(names->at[0]) ? 1 : 0, second = 1 - first;
    both[first] = side_read(s, kind_of(names->at[first]), names->at[first]);
    if (!both[first])
        return false;
    both[second] = is_base(names->at[second]) ? empty_side(s->tool->arena, both[first]->dialect)
                                              : side_read(s, kind_of(names->at[second]), names->at[second]);
    return both[second] != NULL;
}

static bool write_both(struct environment *e, const struct words *names, const struct differ_wish *wish,
                       const struct schema *const both[2], struct proposal *out)
{
    const struct schema *target = read_beside(e, both[0]->dialect).target, *beside[2];
    for (size_t i = 0; i < 2; i++)
        beside[i] = kind_of(names->at[i]) == SIDE_TARGET ? target : NULL;
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

/* The environment isn't needed where both are databases. */
static bool find_place(struct tool *t, const struct words *names, struct place *place)
{
    const char *url = NULL;
    for (size_t i = 0; i < names->count; i++) {
        if (kind_of(names->at[i]) == SIDE_DATABASE)
            url = names->at[i];
        else if (!is_base(names->at[i]))
            return true;
    }
    return !url || place_find(t, place->folder, url, place);
}

static int diff_in(struct tool *t, const struct options *options, const char *folder)
{
    struct environment e = {0};
    struct proposal proposal = {0};
    struct differ_wish wish = {0};
    const struct words *names = &options->revisions;
    const struct schema *both[2] = {NULL, NULL};
    tool_environment(t, &e);
    environment_read(&e, folder, NULL);
    struct sides sides = {t, folder, where_targets_are_built(names, options->url), options, e.diagnostics};
    bool good = read_both(&sides, names, both) && of_one_kind(both) &&
                read_wish(&e, both[0], &options->renames, &wish) &&
                write_both(&e, names, &wish, both, &proposal);
    tool_report(t, &e);
    if (!good)
        return TOOL_FAILED;
    struct aludel_text lines = options->downgrade ? proposal.downgrades : proposal.upgrades;
    fwrite(lines.z, 1, lines.n, stdout);
    return TOOL_DONE;
}

int command_diff(struct tool *t, const struct options *options)
{
    struct place place = {.folder = options->folder ? options->folder : "."};
    if (options->revisions.count != 2)
        return tool_fail(TOOL_USAGE,
                         "diff: of which two? Each is a URL, schema.mako (or schema.sql), or a revision");
    if (!find_place(t, &options->revisions, &place))
        return TOOL_FAILED;
    int status = diff_in(t, options, place.folder);
    place_leave(&place);
    return status;
}
