/*
 * Reads the environment in a folder as the generator does, up to the linked graph, and prints what it found:
 *
 *     model_tool FOLDER [--dialect WORDS] [--settings] [--files] [--graph] [--sums]
 *
 * The diagnostics come first. Exit status 1 when there were errors.
 */
#include "core/sha256.h"
#include "emit/sums.h"
#include "model/environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct aludel_text text)
{
    fwrite(text.z, 1, text.n, stdout);
}

static void print_settings(const struct environment *e)
{
#define SETTING(name, kind, fallback, help) printf(#name " = %s\n", e->settings.name);
#include <aludel/settings.def>
#undef SETTING
    printf("name: %s, sqlite: %d, postgresql: %d\n", e->name, e->dialects[ALUDEL_SQLITE],
           e->dialects[ALUDEL_POSTGRESQL]);
}

static void print_files(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        printf("%s: %.*s own_c=%d\n", m->file->source->shown, (int)m->id.n, m->id.z, m->own_c_file);
        if (*m->message || *m->description)
            printf("  message <%s>\n  description <%s>\n", m->message, m->description);
    }
}

static void print_sum(const char *name, const struct aludel_sum *sum)
{
    char hex[33];
    al_hex(hex, sum->bytes, 16);
    printf("%s %s\n", hex, name);
}

static void print_sums(struct environment *e)
{
    sums_of_files(e);
    for (size_t i = 0; i < e->migrations.count; i++)
        print_sum(e->migrations.at[i]->file->source->shown, &e->migrations.at[i]->sum);
    for (size_t i = 0; i < e->shared.count; i++)
        print_sum(e->shared.at[i].file->source->shown, &e->shared.at[i].sum);
    struct aludel_sum whole = sum_of_chain(e);
    print_sum("chain", &whole);
}

static void print_what(struct environment *e, const char *what)
{
    if (!strcmp(what, "--settings"))
        print_settings(e);
    else if (!strcmp(what, "--files"))
        print_files(e);
    else if (!strcmp(what, "--graph"))
        put(environment_print(e, e->arena));
    else if (!strcmp(what, "--sums"))
        print_sums(e);
}

static int read_environment(struct arena *arena, int argc, char **argv)
{
    struct diagnostics d = {.arena = arena};
    struct environment e = {.arena = arena, .disk = &real_disk, .diagnostics = &d};
    bool has_dialects = argc > 3 && !strcmp(argv[2], "--dialect");
    bool good = environment_read(&e, argv[1], has_dialects ? argv[3] : NULL);
    good = revisions_read(&e) && good;
    good = revisions_link(&e) && good;
    put(diag_render(&d, arena, false));
    for (int i = 2; i < argc; i++)
        print_what(&e, argv[i]);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    jmp_buf no_memory;
    struct arena arena;
    if (argc < 2 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    int status = read_environment(&arena, argc, argv);
    arena_free(&arena);
    return status;
}
