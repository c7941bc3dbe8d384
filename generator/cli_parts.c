#define _XOPEN_SOURCE 700 /* realpath */

#include "cli_parts.h"

#include "cli_kept.h"
#include "cli_probe.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEPT_DAYS 30 /* objects that nobody has asked for in so long are taken away */

struct parts {
    struct tool *t;
    const struct environment *e;
    const struct options *options;
    struct toolchain *tools;
    struct probe probe;
    const char *objects; /* the folder */
    bool is_foreign;     /* $CC is for something that the archives aren't for */
    bool from_source;    /* the runtime, too */
    struct jobs jobs;
    bool compiles_sqlite;
};

static bool exists(const struct parts *p, const char *folder, const char *name)
{
    return p->t->disk->exists(p->t->disk->with, path_join(p->t->arena, folder, name));
}

/* In front of what the installation names: it may have headers of the same client. */
static void include_first(struct parts *p, const char *folder)
{
    struct words include = {0};
    words_add(p->t->arena, &include, folder);
    words_add_all(p->t->arena, &include, &p->tools->include);
    p->tools->include = include;
}

/* ---- Objects ---------------------------------------------------------------------------------- */

static const char *object_folder(struct tool *t, const char *scratch)
{
    const char *why, *folder = cache_exists(t) ? cache_folder(t, "objects of runtime and SQLite") : NULL;
    bool usable = folder && t->disk->make_folder(t->disk->with, folder, &why) && access(folder, W_OK) == 0;
    return usable ? folder : scratch;
}

/* What hasn't been used for long was made by another compiler, or out of other files. */
static void prune(struct parts *p)
{
    struct file_list files = {0};
    struct stat facts;
    const char *why;
    time_t oldest = time(NULL) - (time_t)KEPT_DAYS * 24 * 60 * 60;
    if (!p->t->disk->list(p->t->disk->with, p->t->arena, p->objects, false, &files, &why))
        return;
    for (size_t i = 0; i < files.paths.count; i++) {
        if (stat(files.paths.at[i], &facts) == 0 && facts.st_mtime < oldest)
            p->t->disk->remove(p->t->disk->with, files.paths.at[i]);
    }
}

/* Under the same name there may be another one tomorrow: its version; and its file, as a script of that name may add flags
 * ("ccache gcc" are two). */
static bool key_compiler(struct parts *p, struct al_sha256 *key)
{
    struct words version = {0};
    words_add_all(p->t->arena, &version, &p->tools->compiler);
    words_add(p->t->arena, &version, "--version");
    for (size_t i = 0; i < p->tools->compiler.count; i++) {
        const char *file = tool_program(p->t->arena, p->tools->compiler.at[i]);
        if (file)
            key_file(key, file);
    }
    return toolchain_hash(p->t, &version, key);
}

/* By what the compiler is and what it reads, headers of the system too. What can't be known isn't kept. */
static const char *object_path(struct parts *p, const struct words *command)
{
    struct arena *a = p->t->arena;
    struct words preprocess = {0};
    struct al_sha256 key;
    words_add_all(a, &preprocess, command);
    words_add(a, &preprocess, "-E");
    al_sha256_init(&key);
    key_words(&key, command);
    bool known = key_compiler(p, &key) && toolchain_hash(p->t, &preprocess, &key);
    return arena_format(a, "%s/%s.o", known ? p->objects : p->probe.folder, key_end(a, &key));
}

/* In front of the user's own flags, which may say otherwise. */
static struct words compile_command(struct arena *a, const struct toolchain *tools, const char *flags)
{
    struct toolchain with = *tools;
    with.cflags = (struct words){0};
    words_add_all(a, &with.cflags, &tools->cflags);
    words_split(a, &with.cflags, al_text(flags), " ");
    return toolchain_command(a, &with);
}

/* The object of `source`, which is compiled if it isn't there: jobs_run(&p->jobs) does it. */
static const char *object(struct parts *p, const char *flags, const char *source)
{
    struct arena *a = p->t->arena;
    struct job job = {.command = compile_command(a, p->tools, flags)};
    words_add(a, &job.command, "-c");
    words_add(a, &job.command, source);
    job.final = object_path(p, &job.command);
    job.made = arena_format(a, "%s.%ld.tmp", job.final, (long)getpid());
    toolchain_anywhere(a, p->tools, path_folder(a, source), &job.command);
    words_add(a, &job.command, "-o");
    words_add(a, &job.command, job.made);
    if (utimensat(AT_FDCWD, job.final, NULL, 0) != 0) /* used today; or it isn't there */
        vec_push(a, &p->jobs, job);
    return job.final;
}

/* Nothing unwinds a C program but a debugger. */
#define SMALL "-Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables"

/* ---- SQLite ----------------------------------------------------------------------------------- */

/* What the program carries with it loads nothing when it runs, and needs no folder for temporary files. */
#define SQLITE_FLAGS "-w -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_TEMP_STORE=2"
#define SQLITE_PROGRAM "#include <sqlite3.h>\nint main(void)\n{\n    return sqlite3_open(\"\", 0);\n}\n"

static bool sqlite_named(struct parts *p, struct words *libraries)
{
    static const char *const files[] = {"sqlite3.c", "sqlite3.h"};
    struct arena *a = p->t->arena;
    char real[PATH_MAX];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!exists(p, p->options->sqlite, files[i]))
            return tool_fail(
                false,
                "--sqlite: there is no %s in '%s': it is a folder with SQLite's amalgamation, as "
                "sqlite.org/download.html has it",
                files[i], p->options->sqlite);
    }
    const char *folder =
        realpath(p->options->sqlite, real) ? arena_string(a, al_text(real)) : p->options->sqlite;
    words_add(a, libraries, object(p, SQLITE_FLAGS, path_join(a, folder, "sqlite3.c")));
    words_split(a, libraries, AL_TEXT("-lm -lpthread"), " "); /* two libraries of their own, some time ago */
    p->compiles_sqlite = p->jobs.count > 0;
    include_first(p, folder);
    return true;
}

/* The installation's, which may be one of its own, or the other compiler's; behind it what it needs in a static program. */
static bool sqlite_of_system(struct parts *p, struct words *libraries)
{
    const struct words *conf = &p->tools->libraries[ALUDEL_SQLITE];
    for (size_t i = 1; i < conf->count && !p->is_foreign; i++)
        words_add(p->t->arena, libraries, conf->at[i]);
    if (!libraries->count)
        words_add(p->t->arena, libraries, "-lsqlite3");
    words_split(p->t->arena, libraries, AL_TEXT("-lm -ldl -lpthread"), " ");
    if (probe_links(&p->probe, SQLITE_PROGRAM, libraries))
        return true;
    if (!probe_compiler(&p->probe))
        return false;
    return tool_fail(false,
                     "'%s' finds no SQLite%s: name one with --sqlite FOLDER, a folder with sqlite3.c and "
                     "sqlite3.h, as sqlite.org/download.html has it (or a library with $CFLAGS and $LDFLAGS)",
                     p->tools->compiler.at[0],
                     p->options->is_static ? " for a static program (sqlite3.h, libsqlite3.a)" : "");
}

/* The conf names the driver and then the client's libraries; in the amalgamation the driver is in it. */
static void replace_client(struct parts *p, enum aludel_dialect dialect, const struct words *libraries)
{
    struct words *all = &p->tools->libraries[dialect], kept = {0};
    if (!p->from_source)
        words_add(p->t->arena, &kept, all->at[0]);
    words_add_all(p->t->arena, &kept, libraries);
    *all = kept;
}

static bool add_sqlite(struct parts *p)
{
    struct words libraries = {0};
    if (!p->e->dialects[ALUDEL_SQLITE] || (!p->from_source && !p->options->sqlite))
        return true;
    if (!(p->options->sqlite ? sqlite_named(p, &libraries) : sqlite_of_system(p, &libraries)))
        return false;
    replace_client(p, ALUDEL_SQLITE, &libraries);
    return true;
}

/* ---- libpq ------------------------------------------------------------------------------------ */

#define LIBPQ_PROGRAM "#include <libpq-fe.h>\nint main(void)\n{\n    return PQconnectdb(\"\") == 0;\n}\n"
#define LIBPQ_STATIC "-lpq -lpgcommon -lpgport -lssl -lcrypto -lpthread"

/* Only --static asks for what libpq itself needs: a shared libpq knows. */
static struct words libpq_words(struct parts *p)
{
    struct arena *a = p->t->arena;
    struct words words = {0};
    if (p->options->libpq)
        words_add(a, &words, arena_format(a, "-L%s/lib", p->options->libpq));
    words_split(a, &words, al_text(p->options->is_static ? LIBPQ_STATIC : "-lpq"), " ");
    return words;
}

static bool no_libpq(struct parts *p)
{
    if (!probe_compiler(&p->probe))
        return false;
    if (p->options->libpq)
        return tool_fail(
            false, "'%s' can't link the libpq in '%s'%s: is it for another C library or machine?",
            p->tools->compiler.at[0], p->options->libpq,
            p->options->is_static ? " (libpq.a, libpgcommon.a, libpgport.a, libssl.a, libcrypto.a)" : "");
    return tool_fail(
        false,
        "'%s' finds no libpq%s: name one with --libpq PREFIX, which has include/libpq-fe.h and "
        "lib/; Aludel's packaging/musl/libpq builds one for musl",
        p->tools->compiler.at[0],
        p->options->is_static
            ? " for a static program (libpq.a, libpgcommon.a, libpgport.a, libssl.a, libcrypto.a)"
            : "");
}

static bool add_libpq(struct parts *p)
{
    if (!p->e->dialects[ALUDEL_POSTGRESQL] || (!p->from_source && !p->options->libpq))
        return true;
    if (p->options->libpq && !exists(p, p->options->libpq, "include/libpq-fe.h"))
        return tool_fail(false, "--libpq: there is no include/libpq-fe.h in '%s'", p->options->libpq);
    if (p->options->libpq)
        include_first(p, path_join(p->t->arena, p->options->libpq, "include"));
    struct words libraries = libpq_words(p);
    if (!probe_links(&p->probe, LIBPQ_PROGRAM, &libraries))
        return no_libpq(p);
    replace_client(p, ALUDEL_POSTGRESQL, &libraries);
    return true;
}

/* ---- The runtime ------------------------------------------------------------------------------ */

static bool add_runtime(struct parts *p)
{
    struct arena *a = p->t->arena;
    if (!p->from_source)
        return true;
    if (!p->tools->amalgamation.count || !exists(p, p->tools->amalgamation.at[0], "aludel.c"))
        return tool_fail(false, "the runtime's source, aludel.c, isn't where it was installed%s%s",
                         p->tools->amalgamation.count ? ": " : "",
                         p->tools->amalgamation.count ? p->tools->amalgamation.at[0] : "");
    const char *flags =
        arena_format(a, "-DNDEBUG%s%s%s%s", options_embedded(p->options) ? " -DALUDEL_EMBEDDED" : "",
                     p->e->dialects[ALUDEL_SQLITE] ? "" : " -DALUDEL_ONLY_POSTGRESQL",
                     p->e->dialects[ALUDEL_POSTGRESQL] ? "" : " -DALUDEL_ONLY_SQLITE",
                     p->options->is_static ? " -DALUDEL_STATIC" : "");
    p->tools->cli = (struct words){0};
    p->tools->libs = (struct words){0};
    words_add(a, &p->tools->cli, object(p, flags, path_join(a, p->tools->amalgamation.at[0], "aludel.c")));
    words_add(a, &p->tools->libs, "-lm");
    return true;
}

/* ---- All of it -------------------------------------------------------------------------------- */

/* Who asks for symbols gets them. */
static bool wants_symbols(const struct toolchain *tools)
{
    for (size_t i = 0; i < tools->own_cflags.count; i++) {
        if (!strncmp(tools->own_cflags.at[i], "-g", 2) && strcmp(tools->own_cflags.at[i], "-g0") != 0)
            return true;
    }
    return false;
}

static bool make_static(struct parts *p)
{
    enum c_library library = probe_c_library(&p->probe);
    if (library == C_LIBRARY_UNKNOWN && !probe_compiler(&p->probe))
        return false;
    if (p->e->dialects[ALUDEL_POSTGRESQL] && library == C_LIBRARY_GLIBC)
        return tool_fail(
            false,
            "a static program of glibc can't reach PostgreSQL: glibc resolves the names of hosts and users "
            "through libraries that it loads when it runs (NSS). musl has that in it: "
            "CC=musl-gcc aludel build --static --libpq PREFIX …; or --dialect sqlite; or without "
            "--static");
    words_add(p->t->arena, &p->tools->ldflags, "-static");
    if (!wants_symbols(p->tools))
        words_add(p->t->arena, &p->tools->ldflags, "-s");
    return true;
}

/* The flags that the archives were compiled with (sanitizers) are theirs. */
static void choose_source(struct parts *p)
{
    struct words theirs = p->tools->cflags;
    p->tools->cflags = (struct words){0};
    p->is_foreign = probe_is_foreign(&p->probe);
    p->from_source = p->options->is_static || options_embedded(p->options) || p->is_foreign;
    if (p->from_source)
        words_split(p->t->arena, &p->tools->cflags, AL_TEXT(SMALL), " ");
    else
        p->tools->cflags = theirs;
}

/* A library that is named is meant to be linked. */
static bool all_used(const struct parts *p)
{
    if (p->options->sqlite && !p->e->dialects[ALUDEL_SQLITE])
        return tool_fail(
            false, "--sqlite: the program is for PostgreSQL alone (--dialect, or the setting dialects)");
    if (p->options->libpq && !p->e->dialects[ALUDEL_POSTGRESQL])
        return tool_fail(false,
                         "--libpq: the program is for SQLite alone (--dialect, or the setting dialects)");
    return true;
}

bool parts_find(struct tool *t, const struct environment *e, const struct options *options,
                const char *scratch, struct toolchain *tools)
{
    struct parts p = {.t = t, .e = e, .options = options, .tools = tools, .probe = {t, tools, scratch}};
    p.objects = object_folder(t, scratch);
    choose_source(&p);
    if (!all_used(&p) || (options->is_static && !make_static(&p)) || !add_sqlite(&p) || !add_libpq(&p) ||
        !add_runtime(&p))
        return false;
    if (p.jobs.count)
        prune(&p);
    if (p.compiles_sqlite)
        fprintf(stderr, "aludel: compiling SQLite: it may take half a minute\n");
    return jobs_run(t, &p.jobs);
}
