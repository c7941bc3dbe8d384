/* fmt: files in the canonical layout. */
#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_diff.h"

#include "format/format.h"

#include <stdio.h>
#include <string.h>

struct formatting {
    struct tool *tool;
    const struct options *options;
    struct environment environment;
    size_t changed;
    bool failed; /* said already, elsewhere than in the diagnostics */
};

/* ---- A file that changes ------------------------------------------------------------------------ */

static void write_file(struct formatting *f, const char *path, struct aludel_text text)
{
    struct tool *t = f->tool;
    const char *why = "";
    if (t->disk->replace(t->disk->with, t->arena, path, text, &why)) {
        printf("formatted %s\n", path);
        return;
    }
    tool_fail(TOOL_FAILED, "can't write '%s': %s", path, why);
    f->failed = true;
}

static void changed(struct formatting *f, const struct source *source, struct aludel_text text)
{
    f->changed++;
    if (f->options->diff) {
        struct aludel_text diff = diff_unified(f->tool->arena, source->path, source->text, text);
        fwrite(diff.z, 1, diff.n, stdout);
    } else if (f->options->check) {
        puts(source->path);
    } else {
        write_file(f, source->path, text);
    }
}

/* ---- Files -------------------------------------------------------------------------------------- */

static void format_one(struct formatting *f, const char *path)
{
    struct environment *e = &f->environment;
    const char *why = "";
    struct source *source = environment_open(e, path, &why);
    struct aludel_text text;
    if (!source) {
        tool_fail(TOOL_FAILED, "can't read '%s': %s", path, why);
        f->failed = true;
        return;
    }
    enum file_form form = path_ends(path, ".sql") ? FORM_SQL : FORM_TEMPLATE;
    if (format_file(e->arena, source, form, e->diagnostics, &text) && !al_same(text, source->text))
        changed(f, source, text);
}

/* schema.sql is SQL and nothing else, which stays as it was written. */
static bool has_layout(const char *path)
{
    return path_ends(path, ".mako") || (path_ends(path, ".sql") && strcmp(path_base(path), TARGET_SQL) != 0);
}

/* Scripts have a formatter of their own. */
static int check_names(const struct words *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const char *path = files->at[i];
        if (path_ends(path, ".py"))
            return tool_fail(TOOL_USAGE, "fmt: '%s' is Python: black formats it", path);
        if (!has_layout(path) && !path_ends(path, ".sql"))
            return tool_fail(TOOL_USAGE,
                             "fmt: '%s' is no migration: its name ends neither in .mako nor in .sql", path);
    }
    return TOOL_DONE;
}

static void format_named(struct formatting *f, const struct words *files)
{
    f->environment.folder = ".";
    for (size_t i = 0; i < files->count; i++)
        if (has_layout(files->at[i]))
            format_one(f, files->at[i]);
}

/* All migrations, and env.mako: what reading the environment reads. */
static void format_environment(struct formatting *f)
{
    struct environment *e = &f->environment;
    environment_read(e, f->options->folder ? f->options->folder : ".", NULL);
    size_t count = e->read.paths.count;
    for (size_t i = 0; i < count; i++)
        if (has_layout(e->read.paths.at[i]))
            format_one(f, e->read.paths.at[i]);
}

int command_format(struct tool *t, const struct options *options)
{
    struct formatting f = {.tool = t, .options = options};
    int status = check_names(&options->files);
    if (status != TOOL_DONE)
        return status;
    tool_environment(t, &f.environment);
    if (options->files.count)
        format_named(&f, &options->files);
    else
        format_environment(&f);
    tool_report(t, &f.environment);
    bool good = !f.failed && !f.environment.diagnostics->errors && !(options->check && f.changed);
    return good ? TOOL_DONE : TOOL_FAILED;
}
