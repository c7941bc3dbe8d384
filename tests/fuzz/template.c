/*
 * template.c: the text of one migration through every pass of the compiler, for both dialects. Further files of its
 * environment stand behind lines `=== name` (env.mako, lib/audit.mako, aludel.ini), as in tests/fold/cases. One that begins with "#!py" is a script of Alembic's,
 * "#!pyskip" one that is read as far as it can be.
 */
#include "emit/emit.h"
#include "emit/sums.h"
#include "fold/fold.h"
#include "folder.h"
#include "fuzz.h"
#include "lang/parse.h"

#include <stdlib.h>
#include <string.h>

static const char *migration_name(struct aludel_text text)
{
    return text.n > 4 && memcmp(text.z, "#!py", 4) == 0 ? "e/versions/case.py" : "e/versions/case.mako";
}

/* Cuts the input at its `=== name` lines. */
static void cut(struct arena *a, struct folder *f, const uint8_t *data, size_t size)
{
    struct aludel_text text = arena_text(a, (struct aludel_text){(const char *)data, size});
    const char *z = text.z, *end = text.z + text.n, *name = migration_name(text);
    while (z) {
        const char *next = z;
        while (next && (strncmp(next, "=== ", 4) != 0 || (next > z && next[-1] != '\n')))
            next = next < end ? memchr(next + 1, '=', (size_t)(end - next - 1)) : NULL;
        folder_add(f, name, (struct aludel_text){z, (size_t)((next ? next : end) - z)});
        if (!next)
            return;
        size_t n = strcspn(next + 4, "\n");
        name = arena_format(a, "e/%.*s", (int)n, next + 4);
        z = next + 4 + n + (next[4 + n] == '\n');
    }
}

static struct file *parsed(struct environment *e, const char *path, bool *broken)
{
    const char *why = "";
    size_t errors = e->diagnostics->errors;
    struct source *source = environment_open(e, path, &why);
    bool skips = strcmp(e->settings.skip_data, "yes") == 0;
    struct file *file = !source               ? NULL
                        : strstr(path, ".py") ? parse_python_file(e->arena, source, e->diagnostics, skips)
                                              : parse_template(e->arena, source, e->diagnostics);
    *broken = e->diagnostics->errors > errors;
    return file;
}

/* As environment_read does it, but for one migration that need not say its revision. */
static void read_files(struct environment *e, const struct folder *f, struct migration *m)
{
    bool broken;
    e->broken = !settings_read(e, NULL);
    if (strncmp(f->files[0].text.z, "#!pyskip", 8) == 0)
        e->settings.skip_data = "yes";
    if (folder_find(f, "e/env.mako")) {
        e->env = parsed(e, "e/env.mako", &broken);
        e->broken = e->broken || broken;
    }
    m->file = parsed(e, f->files[0].path, &m->broken);
    m->own_c_file = strstr(f->files[0].text.z, "<%c>") != NULL;
    vec_push(e->arena, &e->migrations, m);
    if (strstr(f->files[0].text.z, "down_revision")) {
        revisions_read(e);
        revisions_link(e);
    }
}

static void run(struct arena *a, struct folder *f)
{
    struct disk disk = folder_disk(f);
    struct diagnostics diagnostics = {.arena = a};
    struct migration m = {.id = AL_TEXT("4f2a"), .message = "", .description = ""};
    struct environment e = {
        .arena = a, .disk = &disk, .diagnostics = &diagnostics, .folder = "e", .name = "e"};
    struct outputs outputs = {0};
    read_files(&e, f, &m);
    bool folded = fold_environment(&e);
    fuzz_check(folded || diagnostics.errors, "what can't be folded has an error");
    if (!diagnostics.errors) {
        sums_of_files(&e);
        emit_environment(&e, &(struct emit_options){0}, &outputs);
        fuzz_check(outputs.count >= 2, "there is a header and a file");
    }
    diag_render(&diagnostics, a, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    jmp_buf no_memory;
    struct folder folder = {.count = 0};
    if (setjmp(no_memory))
        abort();
    arena_init(&arena, &no_memory);
    cut(&arena, &folder, data, size);
    run(&arena, &folder);
    arena_free(&arena);
    return 0;
}
