/*
 * fold_tool FILE: folds the environment that FILE holds and prints its programs, or the errors.
 *
 * FILE is a migration. Further files follow behind lines `=== name`: `env.mako`, `lib/audit.mako`. A first
 * line `## settings: dialects=sqlite skip_data=yes naming=uq:uq_%(table_name)s` changes what the environment
 * says.
 */
#include "program/program.h"

#include "base/files.h"
#include "fold/fold.h"
#include "lang/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct memory_disk {
    struct {
        const char *path;
        struct aludel_text text;
    } files[16];
    size_t count;
};

static bool disk_exists(void *with, const char *path)
{
    const struct memory_disk *d = with;
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->files[i].path, path) == 0)
            return true;
    return false;
}

static bool disk_read(void *with, struct arena *a, const char *path, struct aludel_text *text,
                      const char **why)
{
    const struct memory_disk *d = with;
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->files[i].path, path) == 0) {
            *text = arena_text(a, d->files[i].text);
            return true;
        }
    *why = "no such file";
    return false;
}

static struct aludel_text read_whole(struct arena *a, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    size_t n = (size_t)ftell(file);
    rewind(file);
    char *z = arena_new(a, n + 1);
    if (fread(z, 1, n, file) != n)
        exit(2);
    fclose(file);
    return (struct aludel_text){z, n};
}

/* Cuts the file at its `=== name` lines. */
static void cut(struct arena *a, struct memory_disk *d, struct aludel_text text, const char *first)
{
    const char *z = text.z, *name = first;
    for (;;) {
        const char *next = strncmp(z, "=== ", 4) == 0 ? z : strstr(z, "\n=== ");
        const char *end = next ? next + (next != z) : text.z + text.n;
        d->files[d->count].path = name;
        d->files[d->count++].text = arena_text(a, (struct aludel_text){z, (size_t)(end - z)});
        if (!next)
            return;
        size_t n = strcspn(end + 4, "\n");
        name = arena_format(a, "e/%.*s", (int)n, end + 4);
        z = end + 4 + n + 1;
    }
}

static void settings(struct arena *a, struct environment *e, struct aludel_text text)
{
    const char *line = "## settings:";
    e->settings.allow_c = "yes";
    e->settings.skip_data = "no";
    e->settings.from_scratch = "yes";
    e->settings.naming_convention = "";
    e->settings.version_table = "alembic_version";
    e->settings.log_table = "aludel_log";
    e->settings.version_table_schema = e->settings.log_table_schema = "";
    e->dialects[ALUDEL_SQLITE] = e->dialects[ALUDEL_POSTGRESQL] = true;
    if (strncmp(text.z, line, strlen(line)) != 0)
        return;
    const char *said = arena_format(a, "%.*s", (int)strcspn(text.z, "\n"), text.z);
    if (strstr(said, "skip_data=yes"))
        e->settings.skip_data = "yes";
    if (strstr(said, "from_scratch=no"))
        e->settings.from_scratch = "no";
    if (strstr(said, "dialects=sqlite"))
        e->dialects[ALUDEL_POSTGRESQL] = false;
    if (strstr(said, "dialects=postgresql"))
        e->dialects[ALUDEL_SQLITE] = false;
    const char *naming = strstr(said, "naming=");
    if (naming)
        e->settings.naming_convention = arena_format(a, "%.*s", (int)strcspn(naming + 7, " "), naming + 7);
}

static const char *name_of(const char *path)
{
    if (strstr(path, ".sql"))
        return "e/versions/case.sql";
    return strstr(path, ".py") ? "e/versions/case.py" : "e/versions/case.mako";
}

static struct file *parsed(struct environment *e, struct source *source)
{
    if (strstr(source->path, ".sql"))
        return parse_sql_file(e->arena, source, e->diagnostics);
    if (strstr(source->path, ".py"))
        return parse_python_file(e->arena, source, e->diagnostics, strcmp(e->settings.skip_data, "yes") == 0);
    return parse_template(e->arena, source, e->diagnostics);
}

static void print_program(struct arena *a, const char *dialect, const char *way, const struct program *p)
{
    struct aludel_text t = program_print(a, p);
    printf("== %s %s\n%.*s", dialect, way, (int)t.n, t.z);
}

/* The same program for both dialects is printed once. */
static void print_way(struct arena *a, const struct environment *e, const char *way,
                      struct program *const *by)
{
    const struct program *sqlite = e->dialects[ALUDEL_SQLITE] ? by[ALUDEL_SQLITE] : NULL;
    const struct program *postgresql = e->dialects[ALUDEL_POSTGRESQL] ? by[ALUDEL_POSTGRESQL] : NULL;
    if (sqlite && postgresql && al_same(program_print(a, sqlite), program_print(a, postgresql))) {
        print_program(a, "both", way, sqlite);
        return;
    }
    if (sqlite)
        print_program(a, "sqlite", way, sqlite);
    if (postgresql)
        print_program(a, "postgresql", way, postgresql);
}

static int print(struct arena *a, struct environment *e, const struct migration *m)
{
    struct aludel_text errors = diag_render(e->diagnostics, a, false);
    printf("%.*s", (int)errors.n, errors.z);
    if (e->diagnostics->errors)
        return 1;
    for (int way = 0; way < 2; way++) {
        struct program *by[ALUDEL_DIALECTS] = {m->programs[0][way], m->programs[1][way]};
        bool absent =
            way == 1 && by[0] && by[0]->irreversible && strstr(by[0]->irreversible, "has no downgrade");
        if (!absent)
            print_way(a, e, way ? "downgrade" : "upgrade", by);
    }
    for (int hook = 0; hook < HOOK_COUNT; hook++) {
        struct program *by[ALUDEL_DIALECTS] = {e->hooks[0][hook], e->hooks[1][hook]};
        print_way(a, e, hook_names[hook], by);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct arena arena;
    jmp_buf no_memory;
    struct memory_disk files = {.count = 0};
    struct disk disk = {.with = &files, .read = disk_read, .exists = disk_exists};
    struct diagnostics diagnostics = {.arena = &arena};
    struct migration m = {.id = AL_TEXT("4f2a")};
    struct environment e = {.arena = &arena, .disk = &disk, .diagnostics = &diagnostics, .folder = "e"};
    if (argc < 2 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    cut(&arena, &files, read_whole(&arena, argv[1]), name_of(argv[1]));
    settings(&arena, &e, files.files[0].text);
    struct source *source =
        source_from_text(&arena, files.files[0].path, files.files[0].path + 2, files.files[0].text);
    m.file = parsed(&e, source);
    if (disk_exists(&files, "e/env.mako"))
        for (size_t i = 0; i < files.count; i++)
            if (strcmp(files.files[i].path, "e/env.mako") == 0)
                e.env = parse_template(
                    &arena, source_from_text(&arena, "e/env.mako", "env.mako", files.files[i].text),
                    &diagnostics);
    vec_push(&arena, &e.migrations, &m);
    if (!diagnostics.errors)
        fold_environment(&e);
    int status = print(&arena, &e, &m);
    arena_free(&arena);
    return status;
}
