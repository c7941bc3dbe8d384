/* revision, merge: new migrations. */
#include "author/author.h"
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_hooks.h"
#include "cli_status.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- One at a time ------------------------------------------------------------------------------ */

/* Whoever makes a migration of this environment at the same time waits, and then sees this one; so the head stays one.
 * -1 where a folder can't be locked: each file is written whole all the same. */
static int lock(const char *folder)
{
    int file = open(folder, O_RDONLY | O_CLOEXEC);
    if (file >= 0)
        flock(file, LOCK_EX);
    return file;
}

static void unlock(int file)
{
    if (file >= 0)
        close(file);
}

/* ---- Writing -------------------------------------------------------------------------------------- */

static bool make_folder(struct tool *t, const char *folder)
{
    const char *why = "";
    if (t->disk->exists(t->disk->with, folder))
        return true;
    status_begin(arena_format(t->arena, "Creating directory %s", folder), false);
    if (status_end(t->disk->make_folder(t->disk->with, folder, &why)))
        return true;
    tool_fail(TOOL_FAILED, "can't make the folder '%s': %s", folder, why);
    return false;
}

static bool write_file(struct tool *t, const struct new_migration *made)
{
    const char *why = "";
    for (size_t i = 0; i < made->locations.count;
         i++) /* all: one that isn't there is an error to who compiles */
        if (!make_folder(t, made->locations.at[i]))
            return false;
    if (!make_folder(t, path_folder(t->arena, made->path)))
        return false;
    status_begin(arena_format(t->arena, "Generating %s", made->path), false);
    if (status_end(t->disk->create(t->disk->with, t->arena, made->path, made->text, &why)))
        return true;
    tool_fail(TOOL_FAILED, "can't write '%s': %s", made->path, why);
    return false;
}

/* ---- The commands ------------------------------------------------------------------------------- */

static bool plan(struct environment *e, const char *folder, const struct wish *wish,
                 struct new_migration *made, struct write_hooks *hooks)
{
    return author_read(e, folder) && author_plan(e, wish, made) && author_path(e, wish, made) &&
           author_text(e, made) && author_check(e, made) && hooks_plan(e, made->path, hooks);
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
    int locked = lock(folder);
    tool_environment(t, &e);
    bool good = plan(&e, folder, wish, &made, &hooks);
    if (!good) /* remarks are for those who compile */
        tool_report(t, &e);
    good = good && write_file(t, &made);
    unlock(locked);
    if (good && hooks.count)
        good = hooks_run(t, &hooks, made.path) && still_fits(t, &e, &made);
    return good ? TOOL_DONE : TOOL_FAILED;
}

static struct wish wish_of(const struct options *options)
{
    return (struct wish){
        .message = options->message, .labels = options->labels, .id = options->id, .splice = options->splice};
}

int command_revision(struct tool *t, const struct options *options)
{
    struct wish wish = wish_of(options);
    if (options->head)
        wish.heads = (struct words){(const char **)&options->head, 1, 1};
    wish.depends_on = options->depends_on;
    wish.version_path = options->version_path;
    wish.sql = options->sql;
    return make(t, options, &wish);
}

int command_merge(struct tool *t, const struct options *options)
{
    struct wish wish = wish_of(options);
    wish.heads = options->revisions;
    wish.merges = true;
    return make(t, options, &wish);
}
