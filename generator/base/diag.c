#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_AT_MOST 20
#define LINE_AT_MOST 160 /* characters of a line that are shown around the caret */
#define MESSAGE_AT_MOST 2000

static const char *const severity_names[] = {"remark", "error"};
static const char *const severity_colors[] = {"\33[1;36m", "\33[1;31m"};

static void add(struct diagnostics *d, enum severity severity, struct span at, const char *format,
                va_list args)
{
    struct diagnostic one = {.severity = severity, .span = at};
    one.message = arena_vformat(d->arena, format, args);
    vec_push(d->arena, &d->list, one);
    if (severity == SEVERITY_ERROR)
        d->errors++;
}

void diag_error(struct diagnostics *d, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_ERROR, at, format, args);
    va_end(args);
}

void diag_remark(struct diagnostics *d, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_REMARK, at, format, args);
    va_end(args);
}

void diag_hint(struct diagnostics *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (d->list.count)
        d->list.at[d->list.count - 1].hint = arena_vformat(d->arena, format, args);
    va_end(args);
}

void diag_also(struct diagnostics *d, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (d->list.count) {
        struct diagnostic *latest = &d->list.at[d->list.count - 1];
        size_t i = latest->also[0].message != NULL;
        latest->also[i].span = at;
        latest->also[i].message = arena_vformat(d->arena, format, args);
    }
    va_end(args);
}

/* Where a report is written to: the text, and whether it is coloured. */
struct page {
    struct al_builder text;
    bool color;
};

static void paint(struct page *p, const char *escape)
{
    if (p->color)
        al_puts(&p->text, escape);
}

/* A piece of a line: its bytes, whether something was left out on either side. */
struct window {
    struct aludel_text text;
    bool cut_left, cut_right;
};

static size_t next_character(const char *z, size_t n, size_t at)
{
    at++;
    while (at < n && ((unsigned char)z[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Of a very long line, what surrounds byte `at`. */
static struct window window_of(struct aludel_text line, size_t at)
{
    struct window w = {line, false, false};
    if (line.n <= LINE_AT_MOST)
        return w;
    size_t from = 0, to;
    if (at > LINE_AT_MOST / 2) {
        from = next_character(line.z, line.n, at - LINE_AT_MOST / 2);
        w.cut_left = true;
    }
    to = from + LINE_AT_MOST;
    if (to < line.n) {
        to = next_character(line.z, line.n, to);
        w.cut_right = to < line.n;
    } else {
        to = line.n;
    }
    w.text.z += from;
    w.text.n = to - from;
    return w;
}

void diag_put_plain(struct al_builder *b, struct aludel_text text)
{
    for (size_t i = 0; i < text.n; i++) {
        size_t control = text.z[i] == '\t' ? 0 : al_control(text.z + i, text.n - i);
        al_putc(b, control ? '?' : text.z[i]);
        i += control > 1;
    }
}

/* What is named in it may be of any length: its begin and its end are shown. */
static void put_message(struct page *p, const char *message)
{
    size_t n = strlen(message), half = MESSAGE_AT_MOST / 2;
    if (n <= MESSAGE_AT_MOST) {
        diag_put_plain(&p->text, (struct aludel_text){message, n});
        return;
    }
    size_t from = next_character(message, n, n - half), to = half;
    while (((unsigned char)message[to] & 0xC0) == 0x80)
        to--;
    diag_put_plain(&p->text, (struct aludel_text){message, to});
    al_puts(&p->text, " ... ");
    diag_put_plain(&p->text, (struct aludel_text){message + from, n - from});
}

static void write_line(struct page *p, uint32_t number, struct window w)
{
    al_putf(&p->text, "%5lu | %s", (unsigned long)number, w.cut_left ? "..." : "");
    diag_put_plain(&p->text, w.text);
    al_puts(&p->text, w.cut_right ? "...\n" : "\n");
}

/* The line of carets: tabs stay tabs, so that the caret stands under its character. */
static void write_carets(struct page *p, struct window w, size_t from, size_t to, const char *hint)
{
    al_puts(&p->text, w.cut_left ? "      |    " : "      | ");
    size_t i = 0;
    for (; i < from; i = next_character(w.text.z, w.text.n, i))
        al_putc(&p->text, i < w.text.n && w.text.z[i] == '\t' ? '\t' : ' ');
    paint(p, "\33[1;32m");
    al_putc(&p->text, '^');
    for (i = next_character(w.text.z, w.text.n, i); i < to && i < w.text.n;
         i = next_character(w.text.z, w.text.n, i))
        al_putc(&p->text, '~');
    if (hint) {
        al_putc(&p->text, ' ');
        put_message(p, hint);
    }
    paint(p, "\33[0m");
    al_putc(&p->text, '\n');
}

static void write_excerpt(struct page *p, struct span at, const char *hint)
{
    struct position where = source_position(at.source, at.from);
    struct aludel_text line = source_line(at.source, where.line);
    size_t start = at.source->line_starts[where.line - 1];
    size_t from = at.from - start, to = at.to > at.from ? at.to - start : from;
    if (from > line.n)
        from = line.n;
    struct window w = window_of(line, from);
    size_t skipped = (size_t)(w.text.z - line.z);
    write_line(p, where.line, w);
    write_carets(p, w, from - skipped, to - skipped, hint);
}

static void write_head(struct page *p, struct span at, const char *label, const char *color,
                       const char *message)
{
    paint(p, "\33[1m");
    if (at.source) {
        struct position where = source_position(at.source, at.from);
        put_message(p, at.source->shown);
        al_putf(&p->text, ":%lu:%lu: ", (unsigned long)where.line, (unsigned long)where.column);
    }
    paint(p, color);
    al_putf(&p->text, "%s: ", label);
    paint(p, "\33[0;1m");
    put_message(p, message);
    paint(p, "\33[0m");
    al_putc(&p->text, '\n');
}

static void write_one(struct page *p, const struct diagnostic *one)
{
    write_head(p, one->span, severity_names[one->severity], severity_colors[one->severity], one->message);
    if (one->span.source) {
        write_excerpt(p, one->span, one->hint);
    } else if (one->hint) {
        al_puts(&p->text, "    ");
        put_message(p, one->hint);
        al_putc(&p->text, '\n');
    }
    for (size_t i = 0; i < 2 && one->also[i].message; i++) {
        write_head(p, one->also[i].span, "note", "\33[1;36m", one->also[i].message);
        if (one->also[i].span.source)
            write_excerpt(p, one->also[i].span, NULL);
    }
}

/* One that sorts: where it stood in the list breaks ties. */
struct entry {
    const struct diagnostic *one;
    size_t index;
};

static int compare_sources(const struct source *a, const struct source *b)
{
    if (a == b)
        return 0;
    if (!a || !b)
        return a ? 1 : -1;
    return strcmp(a->shown, b->shown);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int by_source = compare_sources(x->one->span.source, y->one->span.source);
    if (by_source)
        return by_source;
    if (x->one->span.source && x->one->span.from != y->one->span.from)
        return x->one->span.from < y->one->span.from ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static bool same_place(const struct diagnostic *a, const struct diagnostic *b)
{
    if (a->severity != b->severity || compare_sources(a->span.source, b->span.source))
        return false;
    if (!a->span.source)
        return strcmp(a->message, b->message) == 0;
    return a->span.from == b->span.from;
}

size_t diag_sorted(struct diagnostics *d, struct arena *a, const struct diagnostic ***out)
{
    size_t count = d->list.count, kept = 0;
    struct entry *list = ARENA_ARRAY(a, struct entry, count);
    const struct diagnostic **result = ARENA_ARRAY(a, const struct diagnostic *, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct entry){&d->list.at[i], i};
    if (count)
        qsort(list, count, sizeof *list, compare_entries);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !same_place(result[kept - 1], list[i].one))
            result[kept++] = list[i].one;
    *out = result;
    return kept;
}

struct aludel_text diag_render(struct diagnostics *d, struct arena *a, bool color)
{
    struct page p = {al_builder(&a->memory), color};
    const struct diagnostic **list;
    size_t count = diag_sorted(d, a, &list), seen[2] = {0, 0};
    for (size_t i = 0; i < count; i++)
        if (seen[list[i]->severity]++ < SHOWN_AT_MOST)
            write_one(&p, list[i]);
    for (int s = SEVERITY_ERROR; s >= SEVERITY_REMARK; s--)
        if (seen[s] > SHOWN_AT_MOST) {
            size_t more = seen[s] - SHOWN_AT_MOST;
            al_putf(&p.text, "and %zu more %s%s\n", more, severity_names[s], more == 1 ? "" : "s");
        }
    return al_built(&p.text);
}
