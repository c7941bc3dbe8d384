/* init, list_templates: new environments. */
#include "cli_baseline.h"
#include "cli_commands.h"
#include "cli_place.h"
#include "cli_status.h"
#include "cli_templates.h"
#include "model/environment.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_TEMPLATE "generic"
#define NAME_MARK "@name@" /* what stands for the folder's name in a template */

/* ---- Templates ---------------------------------------------------------------------------------- */

static const struct template_folder *find_template(const char *name)
{
    for (const struct template_folder *f = template_folders; f->name; f++)
        if (!strcmp(f->name, name))
            return f;
    return NULL;
}

static struct words template_names(struct arena *a)
{
    struct words names = {0};
    for (const struct template_folder *f = template_folders; f->name; f++)
        vec_push(a, &names, f->name);
    return names;
}

static int unknown_template(struct tool *t, const char *name)
{
    struct words names = template_names(t->arena);
    struct al_builder b = al_builder(&t->arena->memory);
    for (size_t i = 0; i < names.count; i++)
        al_putf(&b, "%s%s", !i ? "" : i + 1 < names.count ? ", " : " and ", names.at[i]);
    const char *known = arena_string(t->arena, al_built(&b));
    const char *nearest = al_nearest(al_text(name), names.at, names.count);
    if (nearest)
        return tool_fail(TOOL_USAGE, "No such template '%s'; did you mean '%s'? There are %s", name, nearest,
                         known);
    return tool_fail(TOOL_USAGE, "No such template '%s'; there are %s", name, known);
}

/* The first line of its README.md, without the '#'. */
static const char *summary_of(struct arena *a, const struct template_folder *folder)
{
    const struct template_file *f = folder->files;
    while (f->path && strcmp(f->path, "README.md") != 0)
        f++;
    const char *z = f->path ? f->text : "";
    z += strspn(z, "# ");
    return arena_string(a, (struct aludel_text){z, strcspn(z, "\n")});
}

int command_list_templates(struct tool *t, const struct options *options)
{
    (void)options;
    puts("Available templates:\n");
    for (const struct template_folder *f = template_folders; f->name; f++)
        printf("%s - %s\n", f->name, summary_of(t->arena, f));
    puts("\nTemplates are used via the 'init' command, e.g.:\n\n  aludel init --template generic ./scripts");
    return TOOL_DONE;
}

/* ---- The folder --------------------------------------------------------------------------------- */

/* Dotted names count: a folder with a file of that kind in it is somebody's. */
static bool is_empty(DIR *folder)
{
    const struct dirent *entry;
    do
        entry = readdir(folder);
    while (entry && (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")));
    return !entry;
}

/* Nothing is there, or an empty folder. */
static bool is_free(struct tool *t, const char *path)
{
    DIR *folder = opendir(path);
    int why = errno;
    if (!folder && !t->disk->exists(t->disk->with, path))
        return true;
    if (!folder) {
        tool_fail(TOOL_FAILED, "can't make an environment in '%s': %s", path, strerror(why));
        return false;
    }
    bool empty = is_empty(folder);
    closedir(folder);
    if (!empty)
        tool_fail(TOOL_FAILED, "Directory %s already exists and is not empty", path);
    return empty;
}

/* ---- Making it ---------------------------------------------------------------------------------- */

/* What there is of it so far: taken away again when it can't be made whole. */
struct making {
    struct tool *t;
    const char *folder;
    const struct baseline *baseline; /* --from; NULL: there is no database yet */
    struct words folders, files;     /* in the order in which they were made */
};

/* Folders on the way to this one that aren't there. */
static void note_missing(struct making *m, const char *folder)
{
    const char *above = path_folder(m->t->arena, folder);
    if (m->t->disk->exists(m->t->disk->with, folder))
        return;
    if (strcmp(above, folder) != 0)
        note_missing(m, above);
    vec_push(m->t->arena, &m->folders, folder);
}

static bool make_folder(struct making *m, const char *folder)
{
    note_missing(m, folder);
    return status_folder(m->t, folder);
}

static bool make_file(struct making *m, const struct template_file *file)
{
    struct arena *a = m->t->arena;
    const char *path = path_join(a, m->folder, file->path);
    const char *text = arena_replaced(a, file->text, NAME_MARK, environment_name(a, m->folder));
    if (m->baseline && !strcmp(file->path, "aludel.ini"))
        text = baseline_settings(a, m->baseline, text);
    if (!make_folder(m, path_folder(a, path)) || !status_file(m->t, path, al_text(text)))
        return false;
    vec_push(a, &m->files, path);
    return true;
}

static bool make_files(struct making *m, const struct template_file *file)
{
    bool good = make_folder(m, path_join(m->t->arena, m->folder, "versions"));
    for (; good && file->path; file++)
        good = make_file(m, file);
    return good && (!m->baseline || baseline_write(m->t, m->baseline, m->folder, &m->files));
}

static void unmake(struct making *m)
{
    for (size_t i = m->files.count; i--;)
        m->t->disk->remove(m->t->disk->with, m->files.at[i]);
    for (size_t i = m->folders.count; i--;)
        rmdir(m->folders.at[i]);
}

/* Another who makes it at the same time may have been the first: then there is something in it now. */
static bool make_all(struct making *m, const struct template_folder *chosen)
{
    bool good = make_folder(m, m->folder);
    int locked = good ? tool_lock(m->folder) : -1;
    good = good && is_free(m->t, m->folder) && make_files(m, chosen->files);
    if (!good)
        unmake(m);
    tool_unlock(locked);
    return good;
}

static void say_what_next(struct making *m)
{
    struct arena *a = m->t->arena;
    printf("  Please edit configuration/connection/logging settings in '%s' before proceeding.\n",
           path_join(a, m->folder, "aludel.ini"));
    printf("  '%s' says how to go on.\n", path_join(a, m->folder, "README.md"));
    if (m->baseline)
        baseline_say(m->baseline, m->folder);
}

/* ---- From a database ---------------------------------------------------------------------------- */

static bool is_for(const struct template_folder *chosen, const char *dialect)
{
    const struct template_file *f = chosen->files;
    while (strcmp(f->path, "aludel.ini") != 0)
        f++;
    const char *line = strstr(f->text, "\ndialects =");
    const char *word = line ? strstr(line + 1, dialect) : NULL;
    return word && word < line + 1 + strcspn(line + 1, "\n");
}

static bool read_database(struct tool *t, const struct options *options, const struct template_folder *chosen,
                          struct baseline *out)
{
    static const char *const names[] = {"sqlite", "postgresql"};
    if (!url_dialect(t, options->from, &out->dialect, NULL))
        return false;
    if (options->more_schemas.count && out->dialect != ALUDEL_POSTGRESQL) {
        tool_fail(TOOL_USAGE, "init: --include-schema is for PostgreSQL's databases");
        return false;
    }
    if (is_for(chosen, names[out->dialect]))
        return baseline_read(t, options, options->from, out);
    tool_fail(TOOL_USAGE, "init: template '%s' isn't for databases of this kind; -t %s is", chosen->name,
              names[out->dialect]);
    return false;
}

/* What it is made of; NULL after saying what is wrong. */
static const struct template_folder *choose(struct tool *t, const struct options *options)
{
    static const char *const names[] = {"sqlite", "postgresql"};
    const char *name = options->template_name;
    enum aludel_dialect dialect;
    if (!name && options->from) {
        if (!url_dialect(t, options->from, &dialect, NULL))
            return NULL;
        name = names[dialect];
    }
    const struct template_folder *chosen = find_template(name ? name : DEFAULT_TEMPLATE);
    if (!chosen)
        unknown_template(t, name);
    return chosen;
}

int command_init(struct tool *t, const struct options *options)
{
    struct baseline baseline;
    if (options->folders.count != 1 || !*options->folders.at[0])
        return tool_fail(TOOL_USAGE, "init: in which folder? aludel init DIR takes one");
    struct making m = {.t = t, .folder = path_normal(t->arena, options->folders.at[0])};
    if (!is_free(t, m.folder))
        return TOOL_FAILED;
    const struct template_folder *chosen = choose(t, options);
    if (!chosen)
        return TOOL_USAGE;
    if (options->more_schemas.count && !options->from)
        return tool_fail(TOOL_USAGE, "init: --include-schema goes with --from");
    if (options->from && !read_database(t, options, chosen, &baseline))
        return TOOL_FAILED;
    m.baseline = options->from ? &baseline : NULL;
    if (!make_all(&m, chosen))
        return TOOL_FAILED;
    say_what_next(&m);
    return TOOL_DONE;
}
