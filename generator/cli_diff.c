#include "cli_diff.h"

#include "base/vec.h"

#include <string.h>

enum { AROUND = 3 };
#define TABLE_MOST 4000000 /* bytes; larger pieces are shown as wholly different */

struct lines {
    struct aludel_text *at;
    size_t count, room;
};

struct edit {
    char sign; /* ' ', '-', '+' */
    struct aludel_text line;
};

struct comparison {
    struct arena *arena;
    struct lines before, after;
    VEC(struct edit) edits;
};

static struct lines lines_of(struct arena *a, struct aludel_text t)
{
    struct lines lines = {0};
    while (t.n) {
        const char *end = memchr(t.z, '\n', t.n);
        struct aludel_text line = {t.z, end ? (size_t)(end - t.z) + 1 : t.n};
        vec_push(a, &lines, line);
        t.z += line.n;
        t.n -= line.n;
    }
    return lines;
}

static void add_edits(struct comparison *c, char sign, const struct lines *lines, size_t from, size_t to)
{
    for (; from < to; from++)
        vec_push(c->arena, &c->edits, ((struct edit){sign, lines->at[from]}));
}

/* Lines of both texts, from the first that differs up to behind the last. */
struct piece {
    size_t i, i_end, k, k_end;
};

/* A row of the table; `below` and `here` hold how long the longest common sequences are from there on. */
static void fill_row(const struct comparison *c, const struct piece *p, size_t y, const uint32_t *below,
                     uint32_t *here, char *signs)
{
    for (size_t x = p->k_end - p->k; x-- > 0;) {
        bool same = al_same(c->before.at[y], c->after.at[p->k + x]), drop = below[x] >= here[x + 1];
        here[x] = same ? below[x + 1] + 1 : drop ? below[x] : here[x + 1];
        signs[x] = same ? ' ' : drop ? '-' : '+';
    }
}

/* What becomes of the next line of each text, wherever one stands in both. */
static const char *table_of(struct comparison *c, const struct piece *p)
{
    size_t width = p->k_end - p->k;
    char *signs = arena_new(c->arena, (p->i_end - p->i) * width + 1);
    uint32_t *below = ARENA_ARRAY(c->arena, uint32_t, width + 1);
    uint32_t *here = ARENA_ARRAY(c->arena, uint32_t, width + 1);
    for (size_t y = p->i_end; y-- > p->i;) {
        fill_row(c, p, y, below, here, signs + (y - p->i) * width);
        uint32_t *done = here;
        here = below;
        below = done;
    }
    return signs;
}

static void compare_by_table(struct comparison *c, const struct piece *p)
{
    const char *signs = table_of(c, p);
    size_t i = p->i, k = p->k;
    while (i < p->i_end && k < p->k_end) {
        char sign = signs[(i - p->i) * (p->k_end - p->k) + k - p->k];
        if (sign == '+')
            add_edits(c, sign, &c->after, k, k + 1);
        else
            add_edits(c, sign, &c->before, i, i + 1);
        i += sign != '+';
        k += sign != '-';
    }
    add_edits(c, '-', &c->before, i, p->i_end);
    add_edits(c, '+', &c->after, k, p->k_end);
}

static void compare(struct comparison *c)
{
    size_t same = 0, i_end = c->before.count, k_end = c->after.count;
    while (same < i_end && same < k_end && al_same(c->before.at[same], c->after.at[same]))
        same++;
    while (i_end > same && k_end > same && al_same(c->before.at[i_end - 1], c->after.at[k_end - 1]))
        i_end--, k_end--;
    add_edits(c, ' ', &c->before, 0, same);
    if ((i_end - same + 1) * (k_end - same + 1) <= TABLE_MOST) {
        compare_by_table(c, &(struct piece){same, i_end, same, k_end});
    } else {
        add_edits(c, '-', &c->before, same, i_end);
        add_edits(c, '+', &c->after, same, k_end);
    }
    add_edits(c, ' ', &c->before, i_end, c->before.count);
}

/* ---- Writing ------------------------------------------------------------------------------------ */

/* Where the hunk that begins at `from` ends: behind its last difference and three lines. */
static size_t hunk_end(const struct comparison *c, size_t from)
{
    size_t end = from, equal = 0;
    for (size_t i = from; i < c->edits.count && equal <= (size_t)2 * AROUND; i++) {
        equal = c->edits.at[i].sign == ' ' ? equal + 1 : 0;
        if (!equal)
            end = i + 1;
    }
    return end + AROUND < c->edits.count ? end + AROUND : c->edits.count;
}

static void put_range(struct al_builder *b, char sign, size_t first, size_t count)
{
    al_putf(b, " %c%zu", sign, count ? first + 1 : first);
    if (count != 1)
        al_putf(b, ",%zu", count);
}

static void put_hunk(struct al_builder *b, const struct comparison *c, size_t from, size_t to, size_t before,
                     size_t after)
{
    size_t of_before = 0, of_after = 0;
    for (size_t i = from; i < to; i++) {
        of_before += c->edits.at[i].sign != '+';
        of_after += c->edits.at[i].sign != '-';
    }
    al_puts(b, "@@");
    put_range(b, '-', before, of_before);
    put_range(b, '+', after, of_after);
    al_puts(b, " @@\n");
    for (size_t i = from; i < to; i++) {
        struct aludel_text line = c->edits.at[i].line;
        al_putc(b, c->edits.at[i].sign);
        al_put(b, line.z, line.n);
        if (line.z[line.n - 1] != '\n')
            al_puts(b, "\n\\ No newline at end of file\n");
    }
}

static void put_hunks(struct al_builder *b, const struct comparison *c)
{
    size_t before = 0, after = 0, at = 0;
    for (size_t i = 0; i < c->edits.count; i++) {
        if (c->edits.at[i].sign == ' ')
            continue;
        size_t from = i > at + AROUND ? i - AROUND : at, to = hunk_end(c, i);
        before += from - at;
        after += from - at;
        put_hunk(b, c, from, to, before, after);
        for (size_t k = from; k < to; k++) {
            before += c->edits.at[k].sign != '+';
            after += c->edits.at[k].sign != '-';
        }
        at = to;
        i = to - 1;
    }
}

struct aludel_text diff_unified(struct arena *a, const char *name, struct aludel_text before,
                                struct aludel_text after)
{
    struct comparison c = {.arena = a, .before = lines_of(a, before), .after = lines_of(a, after)};
    struct al_builder b = al_builder(&a->memory);
    if (!al_same(before, after)) {
        compare(&c);
        al_putf(&b, "--- %s\n+++ %s\n", name, name);
        put_hunks(&b, &c);
    }
    return al_built(&b);
}
