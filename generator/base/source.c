#include "base/source.h"

static uint32_t count_lines(struct aludel_text text)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.z[i] == '\n';
    return n;
}

struct source *source_from_text(struct arena *a, const char *path, const char *shown, struct aludel_text text)
{
    struct source *s = ARENA_NEW(a, struct source);
    s->path = path;
    s->shown = shown;
    s->text = text;
    s->line_count = count_lines(text);
    s->line_starts = ARENA_ARRAY(a, uint32_t, s->line_count);
    uint32_t line = 1;
    for (size_t i = 0; i < text.n; i++)
        if (text.z[i] == '\n')
            s->line_starts[line++] = (uint32_t)i + 1;
    return s;
}

/* The index in line_starts of the line that holds `offset`. */
static uint32_t line_index(const struct source *s, uint32_t offset)
{
    uint32_t low = 0, high = s->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct position source_position(const struct source *s, uint32_t offset)
{
    if (offset > s->text.n)
        offset = (uint32_t)s->text.n;
    uint32_t line = line_index(s, offset);
    struct position p = {line + 1, 1};
    for (uint32_t i = s->line_starts[line]; i < offset; i++)
        p.column += ((unsigned char)s->text.z[i] & 0xC0) != 0x80;
    return p;
}

struct aludel_text source_line(const struct source *s, uint32_t line)
{
    struct aludel_text t = {"", 0};
    if (line == 0 || line > s->line_count)
        return t;
    size_t from = s->line_starts[line - 1];
    size_t to = line < s->line_count ? (size_t)s->line_starts[line] - 1 : s->text.n;
    if (to > from && s->text.z[to - 1] == '\r')
        to--;
    t.z = s->text.z + from;
    t.n = to - from;
    return t;
}

struct span span_join(struct span a, struct span b)
{
    if (!a.source)
        return b;
    if (b.source == a.source && b.to > a.to)
        a.to = b.to;
    return a;
}
