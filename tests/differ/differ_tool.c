/*
 * differ_tool FILE: what leads from one schema to another. The first line says the dialect; then come scenes, with a line
 * of = between them:
 *
 *     rename posts articles          the wish: a table; posts.title headline: a column
 *     from
 *     CREATE TABLE …;
 *     to
 *     CREATE TABLE …;
 *
 * Printed are each change, with its marks, and what is sent for it; what is left over; what is said.
 */
#include "differ/differ.h"

#include "changes_text.h"
#include "sql/ddl.h"
#include "sql/script.h"

#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scene {
    struct arena *arena;
    enum aludel_dialect dialect;
    struct al_builder parts[2]; /* from, to */
    int part;                   /* -1: in front of both */
    VEC(struct rename) renames;
};

/* ---- Reading ---- */

static struct path path_of(struct aludel_text t)
{
    const char *dot = memchr(t.z, '.', t.n);
    if (!dot)
        return (struct path){.name = t};
    size_t n = (size_t)(dot - t.z);
    return (struct path){{t.z, n}, {dot + 1, t.n - n - 1}};
}

static void read_rename(struct scene *s, struct aludel_text line)
{
    char *from = strchr(arena_string(s->arena, line), ' ') + 1, *to = strchr(from, ' ');
    *to++ = 0;
    char *dot = strrchr(from, '.');
    struct rename r = {.to = path_of(al_text(to))};
    if (dot && !strchr(to, '.')) {
        *dot = 0;
        r.column_from = al_text(dot + 1);
        r.column_to = al_text(to);
    }
    r.from = path_of(al_text(from));
    vec_push(s->arena, &s->renames, r);
}

static void read_line(struct scene *s, struct aludel_text line)
{
    if (al_is(line, "from") || al_is(line, "to")) {
        s->part = al_is(line, "to");
    } else if (s->part < 0 && line.n > 7 && memcmp(line.z, "rename ", 7) == 0) {
        read_rename(s, line);
    } else if (s->part >= 0) {
        al_put(&s->parts[s->part], line.z, line.n);
        al_putc(&s->parts[s->part], '\n');
    }
}

/* ---- Printing ---- */

static void print_sql(struct arena *a, const struct schema *before, const struct change *c)
{
    struct ddl out = {.arena = a, .dialect = before->dialect};
    ddl_write(&out, before, c);
    for (size_t i = 0; i < out.items.count; i++) {
        if (out.items.at[i].kind == DDL_EDIT)
            continue;
        printf("    ");
        for (size_t k = 0; k < out.items.at[i].parts.count; k++) {
            const char *sql = arena_string(a, out.items.at[i].parts.at[k].text);
            fputs(arena_replaced(a, sql, "\n", "\n    "), stdout);
        }
        puts(out.items.at[i].alone ? ";  (alone)" : ";");
    }
}

static const struct schema *print_changes(struct arena *a, struct evolution *e, const struct schema *s,
                                          const struct differences *list)
{
    for (size_t i = 0; i < list->changes.count; i++) {
        unsigned marks = list->marks.at[i];
        printf("%s%s%s%s\n", change_as_text(a, list->changes.at[i]),
               marks & MARK_DESTRUCTIVE ? "  # destructive" : "",
               marks & MARK_LOOK_AT_ROWS ? "  # look at the rows" : "",
               marks & MARK_MADE_ANEW ? "  # look at the grants" : "");
        print_sql(a, s, list->changes.at[i]);
        s = evolve(e, s, list->changes.at[i]);
    }
    return s;
}

static const struct schema *read_schema(struct scene *s, int part, struct diagnostics *d)
{
    struct aludel_text sql = al_built(&s->parts[part]);
    const char *name = part ? "to.sql" : "from.sql";
    return script_schema(s->arena, s->dialect, source_from_text(s->arena, name, name, sql), d);
}

static void play(struct scene *s)
{
    struct diagnostics d = {.arena = s->arena}, again = {.arena = s->arena};
    struct evolution e = {.arena = s->arena, .diagnostics = &again};
    const struct schema *from = read_schema(s, 0, &d), *to = read_schema(s, 1, &d);
    struct differ_wish wish = {s->renames.at, s->renames.count};
    struct differences list = {0};
    if (differ(s->arena, &d, from, to, &wish, &list)) {
        struct aludel_text left = schema_residue(s->arena, to, print_changes(s->arena, &e, from, &list));
        printf("%s%.*s", left.n ? "left:\n" : "", (int)left.n, left.z);
    }
    for (size_t i = 0; i < again.list.count; i++)
        printf("refused: %s\n", again.list.at[i].message);
    struct aludel_text said = diag_render(&d, s->arena, false);
    printf("%.*s", (int)said.n, said.z);
}

static void begin_scene(struct scene *s)
{
    s->parts[0] = al_builder(&s->arena->memory);
    s->parts[1] = al_builder(&s->arena->memory);
    s->part = -1;
    s->renames.count = 0;
}

/* ---- The file ---- */

static struct aludel_text read_whole(struct arena *a, const char *path)
{
    struct al_builder b = al_builder(&a->memory);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    for (int c; (c = getc(file)) != EOF;)
        al_putc(&b, (char)c);
    fclose(file);
    return al_built(&b);
}

int main(int argc, char **argv)
{
    struct arena arena;
    jmp_buf no_memory;
    if (argc < 2 || setjmp(no_memory))
        return 2;
    arena_init(&arena, &no_memory);
    const struct source *source = source_from_text(&arena, argv[1], "case.txt", read_whole(&arena, argv[1]));
    struct scene s = {.arena = &arena};
    s.dialect = al_is(source_line(source, 1), "sqlite") ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL;
    begin_scene(&s);
    for (uint32_t i = 2; i <= source->line_count; i++) {
        struct aludel_text line = source_line(source, i);
        if (!line.n || line.z[0] != '=') {
            read_line(&s, line);
            continue;
        }
        play(&s);
        puts("====");
        begin_scene(&s);
    }
    play(&s);
    arena_free(&arena);
    return 0;
}
