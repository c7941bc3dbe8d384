/* diff: the directives that lead from one schema to another. */
#include "cli_commands.h"
#include "cli_compile.h"
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

static const char *url_among(const struct words *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (kind_of(names->at[i]) == SIDE_DATABASE)
            return names->at[i];
    return NULL;
}

/* A revision is built on SQLite, and what it is compared with must be of SQLite too. */
static const char *where_targets_are_built(const struct words *names)
{
    const char *url = url_among(names);
    for (size_t i = 0; i < names->count && !url; i++)
        if (kind_of(names->at[i]) == SIDE_REVISION)
            return "sqlite://";
    return url;
}

static int print_way(const struct proposal *p, bool back)
{
    struct aludel_text lines = back ? p->downgrades : p->upgrades;
    fwrite(lines.z, 1, lines.n, stdout);
    return TOOL_DONE;
}

int command_diff(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    struct proposal proposal = {0};
    const struct words *names = &options->revisions;
    const char *folder = options->folder ? options->folder : ".";
    if (names->count != 2)
        return tool_fail(TOOL_USAGE,
                         "diff: of which two? Each is a URL, schema.mako (or schema.sql), or a revision");
    tool_environment(t, &e);
    environment_read(&e, folder, NULL);
    struct sides sides = {t, folder, where_targets_are_built(names), e.diagnostics};
    const struct schema *both[2] = {NULL, NULL};
    for (size_t i = 0; i < 2; i++)
        if (!i || both[0])
            both[i] = side_read(&sides, kind_of(names->at[i]), names->at[i]);
    bool good = both[1] && propose(&e, both[0], both[1], &options->renames, &proposal);
    tool_report(t, &e);
    return good ? print_way(&proposal, options->downgrade) : TOOL_FAILED;
}
