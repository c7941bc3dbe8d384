#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_toolchain.h"

#include "base/report.h"

#include <stdio.h>
#include <string.h>

/* ---- The depfile ------------------------------------------------------------------------------ */

/* As make wants names: a backslash before spaces and '#', '$' doubled. */
static void put_name(struct al_builder *b, const char *name)
{
    for (const char *c = name; *c; c++) {
        if (*c == ' ' || *c == '#' || *c == '\t')
            al_putc(b, '\\');
        if (*c == '$')
            al_putc(b, '$');
        al_putc(b, *c);
    }
}

static void put_prerequisites(struct al_builder *b, const struct file_list *files)
{
    for (size_t i = 0; i < files->paths.count; i++) {
        al_puts(b, " \\\n  ");
        put_name(b, files->paths.at[i]);
    }
}

/* Every prerequisite again as a target without a recipe, so that make goes on when a file is deleted. */
static void put_phony(struct al_builder *b, const struct file_list *files)
{
    for (size_t i = 0; i < files->paths.count; i++) {
        put_name(b, files->paths.at[i]);
        al_puts(b, ":\n");
    }
}

static struct aludel_text depfile_text(struct tool *t, const struct environment *e,
                                       const struct options *options, const struct outputs *out)
{
    struct al_builder b = al_builder(&t->arena->memory);
    if (options->stamp)
        put_name(&b, options->stamp);
    for (size_t i = 0; !options->stamp && i < out->count; i++) {
        al_puts(&b, i ? " " : "");
        put_name(&b, path_join(t->arena, options->output, out->at[i].name));
    }
    al_putc(&b, ':');
    put_prerequisites(&b, &e->read);
    put_prerequisites(&b, &e->folders);
    al_putc(&b, '\n');
    put_phony(&b, &e->read);
    put_phony(&b, &e->folders);
    return al_built(&b);
}

/* ---- The runtime beside the generated files ---------------------------------------------------- */

static bool is_output(const struct outputs *out, const char *name)
{
    for (size_t i = 0; i < out->count; i++) {
        if (!strcmp(out->at[i].name, name))
            return true;
    }
    return false;
}

static bool add_file_of_runtime(struct tool *t, const char *folder, const char *name, struct environment *e,
                                struct outputs *out)
{
    struct output_file file = {.name = name};
    const char *why = "", *path = path_normal(t->arena, path_join(t->arena, folder, name));
    if (!t->disk->read(t->disk->with, t->arena, path, &file.text, &why)) {
        tool_fail(TOOL_FAILED, "can't read '%s': %s", path, why);
        return false;
    }
    vec_push(t->arena, out, file);
    vec_push(t->arena, &e->read.paths, path);
    return true;
}

/* The folder of aludel.c, or NULL after saying that there is none. */
static const char *runtime_folder(struct tool *t)
{
    struct toolchain tools = {0};
    if (!toolchain_find(t, "", &tools))
        return NULL;
    if (tools.amalgamation.count)
        return tools.amalgamation.at[0];
    tool_fail(TOOL_FAILED, "generate: --amalgamate: aludel-build.conf doesn't say where aludel.c is: "
                           "amalgamation = FOLDER");
    return NULL;
}

/* aludel.h and aludel.c join the outputs, and what was read. */
static bool add_runtime(struct tool *t, struct environment *e, struct outputs *out)
{
    if (is_output(out, "aludel.h")) {
        tool_fail(TOOL_FAILED,
                  "generate: --amalgamate writes aludel.h, and so would the registry of that name: "
                  "--symbol gives it another one");
        return false;
    }
    const char *folder = runtime_folder(t);
    return folder && add_file_of_runtime(t, folder, "aludel.h", e, out) &&
           add_file_of_runtime(t, folder, "aludel.c", e, out);
}

/* ---- Writing ---------------------------------------------------------------------------------- */

static bool write_file(struct tool *t, const char *path, struct aludel_text text)
{
    const char *why = "";
    if (t->disk->write(t->disk->with, t->arena, path, text, &why))
        return true;
    tool_fail(TOOL_FAILED, "can't write '%s': %s", path, why);
    return false;
}

/* As emit/ begins every file. */
static bool is_made_by_us(struct aludel_text text)
{
    static const char begin[] = "/* Made by aludel ";
    return text.n >= sizeof begin - 1 && !memcmp(text.z, begin, sizeof begin - 1);
}

/* A file of a former run, of a migration that is gone, must not be compiled with the others: <symbol>_….c
 * that begins as ours do. */
static void remove_stale(struct tool *t, const struct options *options, const struct outputs *out)
{
    struct file_list files = {0};
    const char *why, *header = out->count ? out->at[0].name : "";
    size_t n = strcspn(header, ".");
    if (!n || !t->disk->list(t->disk->with, t->arena, options->output, false, &files, &why))
        return;
    for (size_t i = 0; i < files.paths.count; i++) {
        const char *name = path_base(files.paths.at[i]);
        size_t length = strlen(name);
        struct aludel_text text;
        bool ours =
            length > n + 3 && !memcmp(name, header, n) && name[n] == '_' && !strcmp(name + length - 2, ".c");
        if (ours && !is_output(out, name) &&
            t->disk->read(t->disk->with, t->arena, files.paths.at[i], &text, &why) && is_made_by_us(text))
            t->disk->remove(t->disk->with, files.paths.at[i]);
    }
}

static bool write_outputs(struct tool *t, const struct options *options, const struct outputs *out)
{
    const char *why = "";
    if (!t->disk->make_folder(t->disk->with, options->output, &why)) {
        tool_fail(TOOL_FAILED, "can't make the folder '%s': %s", options->output, why);
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        if (!write_file(t, path_join(t->arena, options->output, out->at[i].name), out->at[i].text))
            return false;
    }
    remove_stale(t, options, out);
    return true;
}

/* Newer than all that was read, whether it was there or not. */
static bool touch(struct tool *t, const char *path)
{
    t->disk->remove(t->disk->with, path);
    return write_file(t, path, AL_TEXT(""));
}

static void list_outputs(const struct outputs *out)
{
    for (size_t i = 0; i < out->count; i++)
        puts(out->at[i].name);
}

int command_generate(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    struct compile_options what = {0};
    struct outputs out = {0};
    if (!options->output && !options->list)
        return tool_fail(TOOL_USAGE, "generate: where to? name a folder with -o DIR");
    if (!tool_compile_options(options, &what))
        return TOOL_USAGE;
    if (!tool_compile(t, &e, &what, &out))
        return TOOL_FAILED;
    if (options->amalgamate && !add_runtime(t, &e, &out))
        return TOOL_FAILED;
    if (options->list) {
        list_outputs(&out);
        return TOOL_DONE;
    }
    bool good = write_outputs(t, options, &out) &&
                (!options->depfile || write_file(t, options->depfile, depfile_text(t, &e, options, &out))) &&
                (!options->stamp || touch(t, options->stamp));
    return good ? TOOL_DONE : TOOL_FAILED;
}

/* Everything on standard output, also that there is nothing. */
static void print_report(struct tool *t, struct environment *e, const struct report_format *format)
{
    struct aludel_text text = format->render(e->diagnostics, t->arena);
    fwrite(text.z, 1, text.n, stdout);
}

static bool lint_options(const struct options *from, struct compile_options *what,
                         const struct report_format **format)
{
    if (!tool_compile_options(from, what))
        return false;
    what->check_only = true;
    *format = from->format ? report_format_named(from->format) : NULL;
    if (from->format && !*format)
        tool_fail(TOOL_USAGE, "lint: --format is gcc, json or sarif, not '%s'", from->format);
    else if (*format && from->dump)
        tool_fail(TOOL_USAGE, "lint: either --format or --dump: both print");
    else
        return true;
    return false;
}

int command_lint(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    struct compile_options what = {0};
    const struct report_format *format;
    if (!lint_options(options, &what, &format))
        return TOOL_USAGE;
    tool_environment(t, &e);
    bool good = compile(&e, &what, NULL);
    if (format)
        print_report(t, &e, format);
    else
        tool_report(t, &e);
    if (good && options->dump) {
        struct aludel_text text = environment_print(&e, t->arena);
        fwrite(text.z, 1, text.n, stdout);
    }
    return good ? TOOL_DONE : TOOL_FAILED;
}
