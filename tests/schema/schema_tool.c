/*
 * schema_tool FILE: replays the changes that FILE holds, a line each (changes_text.h), and prints what they lead to:
 * the schema as changes that build it, or the errors. A first line says the dialect. Besides changes:
 *
 *     inverses     from here on: what undoes each change, and what residue that leaves, either way
 *     if, else, end    ways that part and meet again; `else` may be missing
 *     check        the schema at this point, and whether its own changes build it
 *     claims       of the errors so far
 *     json
 */
#include "changes_text.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>

struct run {
    struct arena *arena;
    struct evolution e;
    const struct schema *s;
    const struct schema *parted[8], *first[8];
    size_t depth;
    bool inverses;
};

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

static void print_residue(struct run *r, const char *what, const struct schema *wanted,
                          const struct schema *there)
{
    struct aludel_text residue = schema_residue(r->arena, wanted, there);
    if (residue.n)
        printf("  %s:\n%.*s", what, (int)residue.n, residue.z);
}

static void print_inverse(struct run *r, const struct schema *before, const struct change *c)
{
    struct changes undo = {0};
    const char *why = NULL;
    const struct schema *back = r->s;
    printf("%s\n", change_as_text(r->arena, c));
    if (!invert(r->arena, before, r->s, c, &undo, &why)) {
        printf("  no inverse: %s\n", why);
        return;
    }
    for (size_t i = 0; i < undo.count; i++) {
        printf("  undo: %s\n", change_as_text(r->arena, undo.at[i]));
        back = evolve(&r->e, back, undo.at[i]);
    }
    print_residue(r, "residue", before, back);
}

static void print_schema(struct run *r)
{
    struct changes list = {0};
    struct schema *empty = ARENA_NEW(r->arena, struct schema);
    empty->dialect = r->s->dialect;
    schema_changes(r->arena, r->s, false, &list);
    const struct schema *built = empty;
    struct diagnostics diagnostics = {.arena = r->arena};
    struct evolution e = {.arena = r->arena, .diagnostics = &diagnostics};
    for (size_t i = 0; i < list.count; i++) {
        printf("%s\n", change_as_text(r->arena, list.at[i]));
        built = evolve(&e, built, list.at[i]);
    }
    if (diagnostics.errors)
        printf("  can't be built: %s\n", diagnostics.list.at[0].message);
    print_residue(r, "not built", r->s, built);
}

static bool part(struct run *r, struct aludel_text line)
{
    if (al_is(line, "if")) {
        r->parted[r->depth++] = r->s;
        r->first[r->depth - 1] = NULL;
    } else if (al_is(line, "else")) {
        r->first[r->depth - 1] = r->s;
        r->s = r->parted[r->depth - 1];
    } else if (al_is(line, "end")) {
        const struct schema *other = r->first[--r->depth];
        r->s = schema_join(r->arena, other ? other : r->parted[r->depth], r->s);
    } else {
        return false;
    }
    return true;
}

static void print_claims(struct run *r)
{
    for (size_t i = 0; i < r->e.claims.count; i++) {
        const struct claim *claim = &r->e.claims.at[i];
        printf("claim: %s %s\n", path_shown(r->arena, claim->path),
               r->e.diagnostics->list.at[claim->diagnostic].message);
    }
}

static bool command(struct run *r, struct aludel_text line)
{
    if (al_is(line, "inverses")) {
        r->inverses = true;
    } else if (al_is(line, "check")) {
        print_schema(r);
    } else if (al_is(line, "claims")) {
        print_claims(r);
    } else if (al_is(line, "json")) {
        struct aludel_text json = schema_json(r->arena, r->s);
        printf("%.*s", (int)json.n, json.z);
    } else {
        return part(r, line);
    }
    return true;
}

static void replay_line(struct run *r, const struct source *source, uint32_t number)
{
    struct aludel_text line = source_line(source, number);
    uint32_t from = source->line_starts[number - 1];
    if (!line.n || line.z[0] == '#' || command(r, line))
        return;
    const struct change *c = change_from_text(r->arena, source, from, from + (uint32_t)line.n);
    if (!c) {
        printf("%lu: not understood: %.*s\n", (unsigned long)number, (int)line.n, line.z);
        exit(2);
    }
    const struct schema *before = r->s;
    r->s = evolve(&r->e, r->s, c);
    if (r->inverses)
        print_inverse(r, before, c);
}

int main(int argc, char **argv)
{
    struct arena arena;
    jmp_buf no_memory;
    struct diagnostics diagnostics = {.arena = &arena};
    if (argc < 2 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    struct aludel_text text = read_whole(&arena, argv[1]);
    const struct source *source = source_from_text(&arena, argv[1], "case.txt", text);
    struct schema *empty = ARENA_NEW(&arena, struct schema);
    empty->dialect = al_is(source_line(source, 1), "sqlite") ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL;
    struct run r = {.arena = &arena, .e = {.arena = &arena, .diagnostics = &diagnostics}, .s = empty};
    for (uint32_t line = 2; line <= source->line_count; line++)
        replay_line(&r, source, line);
    struct aludel_text report = diag_render(&diagnostics, &arena, false);
    printf("%.*s", (int)report.n, report.z);
    arena_free(&arena);
    return 0;
}
