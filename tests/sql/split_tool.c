/*
 * split_tool.c: the splitter as a program, for run_split.py and the corpus tests.
 *
 *     split_tool postgresql|sqlite < inputs       inputs and reports are separated by a byte 0x1e
 *
 * `${…}` in an input is a hole. Every input is cut a second time at each offset, and a third time into
 * single bytes; the three reports must be the same.
 */
#include "core/text.h"
#include "sql/split.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report {
    struct split_sink sink;
    struct al_builder out;
    struct al_builder statement;
};

static void on_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    struct report *r = (struct report *)sink;
    if (n != at.to - at.from || memcmp(at.source->text.z + at.from, z, n) != 0)
        al_puts(&r->out, "wrong span\n");
    al_put(&r->statement, z, n);
}

static void on_end(struct split_sink *sink, const struct splitter *s)
{
    struct report *r = (struct report *)sink;
    al_putf(&r->out, "statement at %u: ", (unsigned)s->statement.from);
    al_put(&r->out, r->statement.z, r->statement.n);
    al_puts(&r->out, "\n");
    r->statement = al_builder(r->out.arena);
}

static const char *const forms[] = {"between", "plain", "in quote", "in comment"};
static const char *const hows[] = {"literal", "string",       "estring",       "dquoted", "backtick",
                                   "bracket", "line comment", "block comment", "raw",     "dollar"};

static void put_hole(struct report *r, const struct splitter *s, struct aludel_text following)
{
    struct hole_place p = split_hole(s);
    al_puts(&r->statement, "{}");
    al_putf(&r->out, "hole: %s, %s", forms[p.form], hows[p.how]);
    if (p.tag)
        al_putf(&r->out, ", in %s", p.tag);
    if (p.may_bind && split_may_bind(s, following))
        al_puts(&r->out, ", binds");
    if (p.name_expected)
        al_puts(&r->out, ", name");
    if (p.form == HOLE_PLAIN && (p.touches_word || split_touches(following)))
        al_puts(&r->out, ", touches");
    if (p.after[0])
        al_putf(&r->out, ", after %s", p.after);
    al_puts(&r->out, "\n");
}

/* Feeds text[from, to) whole (`cut` 0), cut once at `cut`, or byte by byte (`cut` SIZE_MAX). */
static void feed(struct splitter *s, const struct source *source, size_t from, size_t to, size_t cut,
                 struct report *r, struct diagnostics *d)
{
    while (from < to) {
        size_t end = cut == SIZE_MAX ? from + 1 : cut > from && cut < to ? cut : to;
        struct aludel_text piece = {source->text.z + from, end - from};
        struct span at = {source, (uint32_t)from, (uint32_t)end};
        split_text(s, piece, at, true, &r->sink, d);
        from = end;
    }
}

static size_t find(struct aludel_text t, size_t from, const char *what)
{
    size_t n = strlen(what);
    for (; from + n <= t.n; from++)
        if (!memcmp(t.z + from, what, n))
            return from;
    return t.n;
}

static struct aludel_text split(struct arena *a, const struct source *source, enum aludel_dialect dialect,
                                size_t cut)
{
    struct report r = {.sink = {on_text, on_end}};
    r.out = al_builder(&a->memory);
    r.statement = al_builder(&a->memory);
    struct diagnostics d = {.arena = a};
    struct splitter s;
    split_init(&s, dialect);
    struct aludel_text t = source->text;
    size_t from = 0;
    while (from < t.n) {
        size_t hole = find(t, from, "${");
        feed(&s, source, from, hole, cut, &r, &d);
        if (hole == t.n)
            break;
        from = find(t, hole, "}") + 1;
        size_t next = find(t, from, "${");
        put_hole(&r, &s, (struct aludel_text){t.z + from, next - from});
        split_after_hole(&s, (struct span){source, (uint32_t)hole, (uint32_t)from}, &r.sink);
    }
    split_end(&s, (struct span){source, (uint32_t)t.n, (uint32_t)t.n}, &r.sink, &d);
    for (size_t i = 0; i < d.list.count; i++)
        al_putf(&r.out, "error at %u: %s (%s)\n", (unsigned)d.list.at[i].span.from, d.list.at[i].message,
                d.list.at[i].hint ? d.list.at[i].hint : "");
    return al_built(&r.out);
}

static struct aludel_text report(struct arena *a, struct aludel_text input, enum aludel_dialect dialect)
{
    struct source *source = source_from_text(a, "input", "input", arena_text(a, input));
    struct aludel_text whole = split(a, source, dialect, 0);
    size_t step = input.n > 400 ? input.n / 200 : 1;
    for (size_t cut = 1; cut <= input.n + step; cut += step) {
        bool bytes = cut > input.n;
        struct aludel_text other = split(a, source, dialect, bytes ? SIZE_MAX : cut);
        if (!al_same(whole, other)) {
            char *text = arena_format(a, "cut at %d it differs:\n%s--- whole:\n%s", bytes ? -1 : (int)cut,
                                      other.z, whole.z);
            return al_text(text);
        }
    }
    return whole;
}

static struct aludel_text read_all(struct arena *a)
{
    struct al_builder b = al_builder(&a->memory);
    char buffer[65536];
    size_t n;
    while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
        al_put(&b, buffer, n);
    return al_built(&b);
}

static void run(struct arena *all, enum aludel_dialect dialect)
{
    struct aludel_text text = read_all(all);
    for (size_t from = 0; from < text.n;) {
        size_t to = find(text, from, "\x1e");
        struct arena a;
        arena_init(&a, all->no_memory);
        struct aludel_text out = report(&a, (struct aludel_text){text.z + from, to - from}, dialect);
        fwrite(out.z, 1, out.n, stdout);
        putchar('\x1e');
        arena_free(&a);
        from = to + 1;
    }
}

int main(int argc, char **argv)
{
    jmp_buf no_memory;
    struct arena all;
    if (argc != 2 || setjmp(no_memory))
        return 2;
    arena_init(&all, &no_memory);
    run(&all, !strcmp(argv[1], "sqlite") ? ALUDEL_SQLITE : ALUDEL_POSTGRESQL);
    arena_free(&all);
    return 0;
}
