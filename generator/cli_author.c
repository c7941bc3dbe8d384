/* revision, merge, squash: new migrations. */
#include "author/author.h"
#include "cli_beside.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_hooks.h"
#include "cli_present.h"
#include "cli_proposed.h"
#include "cli_renames.h"
#include "cli_sides.h"
#include "cli_status.h"

#include "format/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Writing -------------------------------------------------------------------------------------- */

static bool write_file(struct tool *t, const struct new_migration *made)
{
    /* All of them: one that isn't there is an error to who compiles. */
    for (size_t i = 0; i < made->locations.count; i++)
        if (!status_folder(t, made->locations.at[i]))
            return false;
    return status_folder(t, path_folder(t->arena, made->path)) && status_file(t, made->path, made->text);
}

/* ---- Making one --------------------------------------------------------------------------------- */

/* What several files' texts were joined to. One that fmt can't read is left to the check, which says why. */
static void lay_out(struct environment *e, struct new_migration *made)
{
    struct diagnostics unheard = {.arena = e->arena};
    struct source *source = source_from_text(e->arena, made->path, made->path, made->text);
    if (made->form != FORM_PYTHON)
        format_file(e->arena, source, made->form, &unheard, &made->text);
}

static bool write_text(struct environment *e, const struct wish *wish, struct new_migration *made)
{
    if (!author_text(e, made))
        return false;
    if (wish->range)
        lay_out(e, made);
    return true;
}

/* What is wrong stands in a text that nobody has. */
static bool check_new(struct environment *e, const struct wish *wish, const struct new_migration *made)
{
    static const struct span nowhere;
    if (author_check(e, made))
        return true;
    if (wish->range)
        diag_error(e->diagnostics, nowhere, "the new file '%s' would be wrong; it wasn't written",
                   made->path);
    return false;
}

static bool plan_what(struct environment *e, const struct wish *wish, struct new_migration *made)
{
    made->upgrades = wish->upgrades;
    made->downgrades = wish->downgrades;
    return wish->range ? author_squash(e, wish, made) : author_plan(e, wish, made);
}

static bool plan(struct environment *e, const char *folder, const struct wish *wish,
                 struct new_migration *made, struct write_hooks *hooks)
{
    return author_read(e, folder) && plan_what(e, wish, made) && author_path(e, wish, made) &&
           write_text(e, wish, made) && check_new(e, wish, made) && hooks_plan(e, made->path, hooks);
}

/* A hook may have changed the file. */
static bool still_fits(struct tool *t, struct environment *e, struct new_migration *made)
{
    const char *why = "";
    if (!t->disk->read(t->disk->with, t->arena, made->path, &made->text, &why)) {
        tool_fail(TOOL_FAILED, "can't read '%s': %s", made->path, why);
        return false;
    }
    bool good = author_check(e, made);
    if (!good)
        tool_report(t, e);
    return good;
}

static int make(struct tool *t, const struct options *options, const struct wish *wish)
{
    struct environment e = {0};
    struct new_migration made = {0};
    struct write_hooks hooks = {0};
    const char *folder = options->folder ? options->folder : ".";
    int locked = tool_lock(folder);
    tool_environment(t, &e);
    bool good = plan(&e, folder, wish, &made, &hooks);
    if (!good) /* remarks are for those who compile */
        tool_report(t, &e);
    good = good && write_file(t, &made);
    if (good && made.one_way)
        printf("  It can't be undone: %s\n", made.one_way);
    tool_unlock(locked);
    if (good && hooks.count)
        good = hooks_run(t, &hooks, made.path) && still_fits(t, &e, &made);
    return good ? TOOL_DONE : TOOL_FAILED;
}

static struct wish wish_of(const struct options *options)
{
    return (struct wish){
        .message = options->message, .labels = options->labels, .id = options->id, .splice = options->splice};
}

/* ---- What leads to the schema that is meant ------------------------------------------------------ */

/* `asks`: who sits at the terminal may be asked for renames. */
static bool compare(struct sides *sides, struct environment *e, bool asks, struct proposal *out)
{
    const struct options *options = sides->options;
    enum side_kind present;
    if (!present_find(sides, e, &present))
        return false;
    if (present == SIDE_CHAIN)
        sides->url = "sqlite://";
    const struct schema *there = side_read(sides, present, NULL);
    const struct schema *meant = there ? side_read(sides, SIDE_TARGET, NULL) : NULL;
    struct differ_wish wish = {0};
    if (!meant || !read_wish(e, there, &options->renames, &wish) ||
        (asks && !renames_ask(e, there, meant, &wish)))
        return false;
    struct beside beside = read_beside(e, meant->dialect);
    struct two_sides both = {there, meant, beside.chain, beside.target};
    return propose(e, &both, &wish, out);
}

static void tell(const struct proposal *found)
{
    for (size_t i = 0; i < found->told.count; i++)
        fprintf(stderr, "INFO  [aludel.autogenerate] Detected %s\n", found->told.at[i]);
    if (!found->told.count)
        puts("No new upgrade operations detected.");
}

static int no_target(void)
{
    return tool_fail(TOOL_FAILED,
                     "revision: there is no schema to compare with: write it to '%s' (directives and SQL), "
                     "or to '%s', beside env.mako",
                     TARGET_TEMPLATE, TARGET_SQL);
}

static int find_out(struct tool *t, const struct options *options, bool asks, struct proposal *found)
{
    struct environment e = {0};
    const char *folder = options->folder ? options->folder : ".";
    tool_environment(t, &e);
    struct sides sides = {t, folder, options->url, options, e.diagnostics};
    bool read = environment_read(&e, folder, NULL);
    if (read && !e.target)
        return no_target();
    bool good = read && compare(&sides, &e, asks, found);
    tool_report(t, &e);
    return good ? TOOL_DONE : side_failure(&sides);
}

/* Where there is no place for it in the graph (two heads) nobody is asked anything, and that is all that is said; unless
 * there is nothing to make. */
static int make_found(struct tool *t, const struct options *options, struct wish *wish)
{
    struct environment e = {0};
    struct new_migration made = {0};
    struct proposal found = {0};
    tool_environment(t, &e);
    bool read = author_read(&e, options->folder ? options->folder : ".");
    bool has_place = read && author_plan(&e, wish, &made);
    int status = read ? find_out(t, options, has_place, &found) : TOOL_FAILED;
    if (!read || (status == TOOL_DONE && found.told.count && !has_place)) {
        tool_report(t, &e);
        return TOOL_FAILED;
    }
    if (status == TOOL_DONE)
        tell(&found);
    if (status != TOOL_DONE || !found.told.count)
        return status;
    wish->upgrades = found.upgrades;
    wish->downgrades = found.downgrades;
    return make(t, options, wish);
}

/* ---- The commands ------------------------------------------------------------------------------- */

int command_revision(struct tool *t, const struct options *options)
{
    struct wish wish = wish_of(options);
    if (options->head)
        wish.heads = (struct words){(const char **)&options->head, 1, 1};
    wish.depends_on = options->depends_on;
    wish.compatible_with = options->compatible_with;
    wish.version_path = options->version_path;
    wish.sql = options->sql;
    if (options->sql && options->autogenerate)
        return tool_fail(TOOL_USAGE, "revision: --autogenerate writes directives, so --sql can't be with it");
    return options->autogenerate ? make_found(t, options, &wish) : make(t, options, &wish);
}

int command_merge(struct tool *t, const struct options *options)
{
    struct wish wish = wish_of(options);
    wish.heads = options->revisions;
    wish.merges = true;
    return make(t, options, &wish);
}

/* "a1:b4" */
static const char *squash_message(struct tool *t, const char *range)
{
    size_t first = strcspn(range, ":");
    return arena_format(t->arena, "%.*s to %s in one", (int)first, range,
                        range[first] ? range + first + 1 : "");
}

int command_squash(struct tool *t, const struct options *options)
{
    struct wish wish = wish_of(options);
    if (options->revisions.count != 1)
        return tool_fail(TOOL_USAGE, "squash: which ones? aludel squash FIRST:LAST, both of them included");
    wish.range = options->revisions.at[0];
    if (!wish.message)
        wish.message = squash_message(t, wish.range);
    return make(t, options, &wish);
}
