/*
 * split.c: SQL text cut into statements, in both dialects: whole, byte by byte and with holes (a byte 0x01). A
 * token may be cut anywhere, so the first two must give the same.
 */
#include "sql/split.h"

#include "core/text.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report {
    struct split_sink sink;
    struct al_builder out;
};

static void on_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    struct report *r = (struct report *)sink;
    fuzz_check(n == at.to - at.from && memcmp(at.source->text.z + at.from, z, n) == 0,
               "a piece's span is where it stands");
    al_put(&r->out, z, n);
}

static void on_end(struct split_sink *sink, const struct splitter *s)
{
    struct report *r = (struct report *)sink;
    al_putf(&r->out, "\n-- ended, from %u\n", (unsigned)s->statement.from);
}

static void put_hole(struct splitter *s, struct aludel_text following, struct span at, struct report *r)
{
    struct hole_place p = split_hole(s);
    al_putf(&r->out, "{%d %d %d %d %d %s}", p.form, p.how, split_may_bind(s, following), p.name_expected,
            split_touches(following), p.tag ? p.tag : "");
    split_after_hole(s, at, &r->sink);
}

static int by_place(const void *a, const void *b)
{
    const struct diagnostic *x = a, *y = b;
    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return strcmp(x->message, y->message);
}

/* In source order and once for each place, as they are shown. Their spans' ends are those of the pieces. */
static void put_errors(struct report *r, struct diagnostics *d)
{
    if (d->list.count)
        qsort(d->list.at, d->list.count, sizeof *d->list.at, by_place);
    for (size_t i = 0; i < d->list.count; i++)
        if (i == 0 || by_place(&d->list.at[i - 1], &d->list.at[i]) != 0)
            al_putf(&r->out, "error at %u: %s\n", (unsigned)d->list.at[i].span.from, d->list.at[i].message);
}

/* Up to the next hole, at most `most` bytes at once. */
static struct aludel_text cut(struct arena *a, const struct source *source, enum aludel_dialect dialect,
                              size_t most)
{
    struct report r = {.sink = {on_text, on_end}, .out = al_builder(&a->memory)};
    struct diagnostics d = {.arena = a};
    struct splitter s;
    struct aludel_text t = source->text;
    split_init(&s, dialect);
    for (size_t from = 0; from < t.n;) {
        const char *hole = memchr(t.z + from, 1, t.n - from);
        size_t end = hole ? (size_t)(hole - t.z) : t.n;
        if (end == from) {
            const char *next = memchr(t.z + from + 1, 1, t.n - from - 1);
            struct aludel_text following = {t.z + from + 1,
                                            next ? (size_t)(next - hole) - 1 : t.n - from - 1};
            put_hole(&s, following, (struct span){source, (uint32_t)from, (uint32_t)from + 1}, &r);
            from++;
            continue;
        }
        end = end - from > most ? from + most : end;
        struct span at = {source, (uint32_t)from, (uint32_t)end};
        split_text(&s, (struct aludel_text){t.z + from, end - from}, at, true, &r.sink, &d);
        from = end;
    }
    split_end(&s, (struct span){source, (uint32_t)t.n, (uint32_t)t.n}, &r.sink, &d);
    put_errors(&r, &d);
    return al_built(&r.out);
}

static void show(struct aludel_text whole, struct aludel_text bytes)
{
    fprintf(stderr, "whole:\n");
    fwrite(whole.z, 1, whole.n, stderr);
    fprintf(stderr, "\nbyte by byte:\n");
    fwrite(bytes.z, 1, bytes.n, stderr);
}

static void count_token(void *with, struct aludel_text token)
{
    *(size_t *)with += token.n;
}

static void compare(struct arena *a, struct aludel_text given)
{
    struct aludel_text text = arena_text(a, given);
    const struct source *source = source_from_text(a, "input", "input", text);
    for (int d = 0; d < ALUDEL_DIALECTS; d++) {
        struct aludel_text whole = cut(a, source, (enum aludel_dialect)d, SIZE_MAX);
        struct aludel_text bytes = cut(a, source, (enum aludel_dialect)d, 1);
        if (!al_same(whole, bytes))
            show(whole, bytes);
        fuzz_check(al_same(whole, bytes), "text that comes in bytes is cut as the whole is");
        size_t tokens = 0;
        split_tokens((enum aludel_dialect)d, text, count_token, &tokens);
        fuzz_check(tokens <= given.n, "tokens are no longer than their text");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct aludel_text text = {(const char *)data, size};
    struct arena arena;
    jmp_buf no_memory;
    if (setjmp(no_memory))
        abort();
    arena_init(&arena, &no_memory);
    compare(&arena, text);
    arena_free(&arena);
    return 0;
}
