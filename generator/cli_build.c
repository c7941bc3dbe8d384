#include "cli_build.h"

#include "cli_commands.h"
#include "cli_compile.h"
#include "cli_kept.h"
#include "cli_parts.h"
#include "cli_probe.h"
#include "cli_scratch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What makes one program of the migrations, and not another. */
static const struct {
    const char *name, *file, *header, *function;
    bool lends; /* memory, to the function */
} programs[] = {
    [PROGRAM_MIGRATE] = {"migrate", "main.c", "aludel/main.h", "aludel_main", false},
    [PROGRAM_TRIAL] = {"trial", "trial_main.c", "aludel/trial.h", "aludel_trial_main", false},
    [PROGRAM_POWER] = {"power", "power_main.c", "aludel/trial.h", "aludel_trial_power_main", false},
    [PROGRAM_EMBEDDED] = {"embedded", "main.c", "aludel/embedded.h", "aludel_embedded_main", true},
};

struct builder {
    struct tool *t;
    const struct environment *e;
    const struct toolchain *tools;
    const char *work;
    enum program_kind which;
    struct words objects;
    struct jobs jobs;
};

/* ---- Keys ------------------------------------------------------------------------------------- */

/* What a <%c> block includes with #include "…" out of the environment's folder. */
static void key_local_includes(struct builder *b, struct al_sha256 *key, struct aludel_text text)
{
    static const char directive[] = "#include \"";
    size_t n = sizeof directive - 1;
    for (size_t i = 0; i + n < text.n; i++) {
        if (memcmp(text.z + i, directive, n) != 0)
            continue;
        const char *name = text.z + i + n, *end = memchr(name, '"', text.n - i - n);
        if (end)
            key_file(key,
                     path_join(b->t->arena, b->e->folder,
                               arena_string(b->t->arena, (struct aludel_text){name, (size_t)(end - name)})));
    }
}

/* ---- Objects ---------------------------------------------------------------------------------- */

static struct words compile_command(struct builder *b)
{
    struct arena *a = b->t->arena;
    struct words c = toolchain_command(a, b->tools);
    if (b->which == PROGRAM_EMBEDDED)
        words_add(a, &c, "-DALUDEL_EMBEDDED");
    words_add(a, &c, "-iquote");
    words_add(a, &c, b->e->folder);
    return c;
}

static const char *object_key(struct builder *b, const struct words *command, struct aludel_text header,
                              const struct output_file *file)
{
    struct al_sha256 key;
    al_sha256_init(&key);
    key_words(&key, command);
    key_text(&key, b->tools->conf);
    for (size_t i = 0; i < b->tools->include.count; i++)
        key_file(&key, path_join(b->t->arena, b->tools->include.at[i], "aludel/generated.h"));
    key_text(&key, header);
    key_text(&key, al_text(file->name));
    key_text(&key, file->text);
    key_local_includes(b, &key, file->text);
    return key_end(b->t->arena, &key);
}

/* `owner`: in front of the names of what only one of the programs has; or "". */
static void add_object(struct builder *b, struct aludel_text header, const struct output_file *file,
                       const char *owner)
{
    struct arena *a = b->t->arena;
    struct words command = compile_command(b);
    const char *key = object_key(b, &command, header, file);
    const char *object = arena_format(a, "%s/obj/%s%s.o", b->work, owner, key);
    words_add(a, &b->objects, object);
    if (b->t->disk->exists(b->t->disk->with, object))
        return;
    struct job job = {.made = arena_format(a, "%s.tmp", object), .final = object};
    job.command = command;
    toolchain_anywhere(a, b->tools, b->e->folder, &job.command);
    words_add(a, &job.command, arena_format(a, "-ffile-prefix-map=%s/src=.", b->work));
    words_add(a, &job.command, "-c");
    words_add(a, &job.command, arena_format(a, "%s/src/%s", b->work, file->name));
    words_add(a, &job.command, "-o");
    words_add(a, &job.command, job.made);
    vec_push(a, &b->jobs, job);
}

/* ---- Sources ---------------------------------------------------------------------------------- */

static const struct output_file *header_of(const struct outputs *out)
{
    for (size_t i = 0; i < out->count; i++) {
        if (path_ends(out->at[i].name, ".h"))
            return &out->at[i];
    }
    return NULL;
}

/* "static unsigned char room[APP_MIGRATIONS_ARENA];" */
static const char *lent_memory(struct builder *b, const char *symbol)
{
    if (!programs[b->which].lends)
        return "";
    return arena_format(b->t->arena, "static unsigned char room[%s_ARENA];\n\n",
                        emit_upper(b->t->arena, symbol));
}

static struct output_file main_file(struct builder *b, const char *header)
{
    struct output_file f = {.name = programs[b->which].file};
    const char *symbol = arena_format(b->t->arena, "%.*s", (int)(strlen(header) - 2), header);
    f.text = al_text(arena_format(b->t->arena,
                                  "#include <%s>\n\n"
                                  "#include \"%s\"\n\n"
                                  "%sint main(int argc, char **argv)\n"
                                  "{\n"
                                  "    return %s(argc, argv, &%s%s);\n"
                                  "}\n",
                                  programs[b->which].header, header, lent_memory(b, symbol),
                                  programs[b->which].function, symbol,
                                  programs[b->which].lends ? ", room, sizeof room" : ""));
    return f;
}

static const char *owner_prefix(struct builder *b, enum program_kind which)
{
    return arena_format(b->t->arena, "%s-", programs[which].name);
}

static bool make_folders(struct builder *b)
{
    static const char *const names[] = {"src", "obj", "bin"};
    for (size_t i = 0; i < 3; i++) {
        const char *why = "", *path = path_join(b->t->arena, b->work, names[i]);
        if (!b->t->disk->make_folder(b->t->disk->with, path, &why)) {
            tool_fail(TOOL_FAILED, "can't make the folder '%s': %s", path, why);
            return false;
        }
    }
    return true;
}

static bool add_source(struct builder *b, struct aludel_text header, const struct output_file *file,
                       const char *owner)
{
    const char *why = "", *path = arena_format(b->t->arena, "%s/src/%s", b->work, file->name);
    if (!b->t->disk->write(b->t->disk->with, b->t->arena, path, file->text, &why)) {
        tool_fail(TOOL_FAILED, "can't write '%s': %s", path, why);
        return false;
    }
    if (path_ends(file->name, ".c"))
        add_object(b, header, file, owner);
    return true;
}

/* ---- The program ------------------------------------------------------------------------------ */

static struct words link_inputs(struct builder *b)
{
    struct arena *a = b->t->arena;
    struct words inputs = {0};
    words_add_all(a, &inputs, &b->objects);
    words_add_all(a, &inputs, &b->tools->ldflags);
    bool tries = b->which == PROGRAM_TRIAL || b->which == PROGRAM_POWER;
    words_add_all(a, &inputs, tries ? &b->tools->trial : &b->tools->cli);
    for (size_t d = 0; d < ALUDEL_DIALECTS; d++) {
        if (b->e->dialects[d])
            words_add_all(a, &inputs, &b->tools->libraries[d]);
    }
    words_add_all(a, &inputs, &b->tools->libs);
    return inputs;
}

static const char *program_path(struct builder *b, const struct words *inputs)
{
    struct al_sha256 key;
    al_sha256_init(&key);
    key_words(&key, &b->tools->compiler);
    key_words(&key, inputs);
    for (size_t i = 0; i < inputs->count; i++)
        key_file(&key, inputs->at[i]);
    return arena_format(b->t->arena, "%s/bin/%s%s", b->work, owner_prefix(b, b->which),
                        key_end(b->t->arena, &key));
}

static const char *link_program(struct builder *b)
{
    struct arena *a = b->t->arena;
    struct words inputs = link_inputs(b);
    const char *program = program_path(b, &inputs);
    if (b->t->disk->exists(b->t->disk->with, program))
        return program;
    struct job job = {.made = arena_format(a, "%s.tmp", program), .final = program};
    words_add_all(a, &job.command, &b->tools->compiler);
    words_add_all(a, &job.command, &b->tools->own_cflags);
    words_add_all(a, &job.command, &b->tools->cflags);
    words_add(a, &job.command, "-Wl,--gc-sections");
    words_add(a, &job.command, "-o");
    words_add(a, &job.command, job.made);
    words_add_all(a, &job.command, &inputs);
    struct jobs jobs = {0};
    vec_push(a, &jobs, job);
    return jobs_run(b->t, &jobs) ? program : NULL;
}

/* Asked only where nothing is there that this compiler has made. */
static bool suits(struct builder *b)
{
    struct probe probe = {b->t, b->tools, path_join(b->t->arena, b->work, "src")};
    if (!b->tools->runs_here || b->jobs.count < b->objects.count || !probe_is_foreign(&probe))
        return true;
    return tool_fail(
        false,
        "'%s' is for another C library or machine than this one, where the program is to run now: unset CC; "
        "aludel build makes programs for others",
        b->tools->compiler.at[0]);
}

/* ---- Cleaning --------------------------------------------------------------------------------- */

static bool has(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (!strcmp(words->at[i], word))
            return true;
    }
    return false;
}

static bool begins(const char *name, const char *prefix)
{
    return !strncmp(name, prefix, strlen(prefix));
}

/* A file of one of the other programs of these migrations. */
static bool is_theirs(struct builder *b, const char *name)
{
    bool theirs = false;
    for (int kind = 0; kind < PROGRAM_KINDS; kind++)
        theirs = theirs || ((enum program_kind)kind != b->which &&
                            begins(name, owner_prefix(b, (enum program_kind)kind)));
    return theirs;
}

/* Removes the files of a folder but for those that are kept, and those of other programs. */
static void prune(struct builder *b, const char *folder, const struct words *kept)
{
    struct file_list files = {0};
    const char *why;
    struct tool *t = b->t;
    if (!t->disk->list(t->disk->with, t->arena, folder, false, &files, &why))
        return;
    for (size_t i = 0; i < files.paths.count; i++) {
        if (!is_theirs(b, path_base(files.paths.at[i])) && !has(kept, files.paths.at[i]))
            t->disk->remove(t->disk->with, files.paths.at[i]);
    }
}

static void prune_all(struct builder *b, const char *program)
{
    struct arena *a = b->t->arena;
    struct words kept = {0};
    words_add(a, &kept, program);
    prune(b, path_join(a, b->work, "obj"), &b->objects);
    prune(b, path_join(a, b->work, "bin"), &kept);
}

const char *build_program(struct tool *t, const struct environment *e, const struct outputs *out,
                          const struct toolchain *tools, const char *work, enum program_kind which)
{
    struct builder b = {.t = t, .e = e, .tools = tools, .work = work, .which = which};
    const struct output_file *header = header_of(out);
    struct output_file main_c = main_file(&b, header->name);
    bool good = make_folders(&b);
    for (size_t i = 0; good && i < out->count; i++)
        good = add_source(&b, header->text, &out->at[i], "");
    good = good && add_source(&b, header->text, &main_c, owner_prefix(&b, which)) && suits(&b) &&
           jobs_run(t, &b.jobs);
    const char *program = good ? link_program(&b) : NULL;
    if (program && b.jobs.count)
        prune_all(&b, program);
    return program;
}

/* ---- aludel build ----------------------------------------------------------------------------- */

/* Whoever interrupts a build shall not find its folder afterwards: the signal is obeyed when that is gone. */
static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
#define ENDING (sizeof ending / sizeof *ending)
static volatile sig_atomic_t ended_by;

static void note_signal(int number)
{
    ended_by = number;
}

static void hold_signals(struct sigaction before[ENDING])
{
    struct sigaction note = {.sa_handler = note_signal};
    sigemptyset(&note.sa_mask);
    for (size_t i = 0; i < ENDING; i++) {
        sigaction(ending[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(ending[i], &note, NULL);
    }
}

static void obey_signals(const struct sigaction before[ENDING])
{
    for (size_t i = 0; i < ENDING; i++)
        sigaction(ending[i], &before[i], NULL);
    if (ended_by)
        raise(ended_by);
}

/* A copy beside its final name, then a rename: whole or not at all. */
static bool install(struct tool *t, const char *program, const char *output)
{
    struct aludel_text text;
    const char *why = "it isn't a file", *made = arena_format(t->arena, "%s.%ld.tmp", output, (long)getpid());
    struct stat s;
    bool special = stat(output, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
    bool good = !special && t->disk->read(t->disk->with, t->arena, program, &text, &why) &&
                t->disk->write(t->disk->with, t->arena, made, text, &why);
    if (good && (chmod(made, 0777 & ~umask(0)) != 0 || rename(made, output) != 0)) {
        why = strerror(errno);
        good = false;
    }
    if (!good) {
        t->disk->remove(t->disk->with, made);
        tool_fail(TOOL_FAILED, "can't write '%s': %s", output, why);
    }
    return good;
}

static bool build_aside(struct tool *t, const struct environment *e, const struct outputs *out,
                        struct toolchain *tools, const struct options *options)
{
    struct sigaction before[ENDING];
    hold_signals(before);
    struct scratch scratch;
    bool made = scratch_make(t, &scratch), ready = made && parts_find(t, e, options, scratch.folder, tools);
    enum program_kind which = options_embedded(options) ? PROGRAM_EMBEDDED : PROGRAM_MIGRATE;
    const char *program = ready ? build_program(t, e, out, tools, scratch.folder, which) : NULL;
    bool good = program && !ended_by && install(t, program, options->output);
    if (made)
        scratch_remove(&scratch);
    obey_signals(before);
    return good;
}

int command_build(struct tool *t, const struct options *options)
{
    struct environment e = {0};
    struct compile_options what = {0};
    struct outputs out = {0};
    struct toolchain tools = {0};
    if (!options->output)
        return tool_fail(TOOL_USAGE, "build: name the program with -o FILE");
    if (!tool_compile_options(options, &what))
        return TOOL_USAGE;
    const char *optimised = options->is_static || options_embedded(options) ? "-Os" : "-O2";
    if (!tool_compile(t, &e, &what, &out) || !toolchain_find(t, optimised, &tools))
        return TOOL_FAILED;
    return build_aside(t, &e, &out, &tools, options) ? TOOL_DONE : TOOL_FAILED;
}
