/* sqlfile.c: a .sql file: its header's lines in their order, the upgrade in front of the downgrade. */
#include "format/inner.h"

#include <string.h>

struct sections {
    struct arena *arena;
    struct aludel_text headers[ID_COUNT];
    struct al_builder top[2]; /* in front of the first header, and behind it */
    struct al_builder ways[2];
    bool seen[2];
    int way; /* in hand; -1: in front of the first marker */
};

static bool has_header(const struct sections *s)
{
    for (int i = 0; i < ID_COUNT; i++)
        if (s->headers[i].z)
            return true;
    return false;
}

static void take_line(struct sections *s, struct aludel_text text, bool ended)
{
    struct sql_line line = sql_line_read(text);
    int marker = line.is_marker ? sql_marker_index(line.name) : -1;
    int header = line.is_pair && s->way < 0 ? identifier_index(line.name) : -1;
    if (marker >= 0) {
        s->way = marker;
        s->seen[marker] = true;
    } else if (header >= 0) {
        s->headers[header] = line.value;
    } else {
        struct al_builder *b = s->way < 0 ? &s->top[has_header(s)] : &s->ways[s->way];
        struct aludel_text kept = s->way < 0 ? line.text : text;
        al_put(b, kept.z, kept.n);
        al_puts(b, ended ? "\n" : "");
    }
}

/* Without the empty lines in front of it and behind it. */
static struct aludel_text without_lines(struct al_builder *b)
{
    struct aludel_text t = al_built(b);
    size_t line = 0;
    for (size_t n = 0; n < t.n && al_is_space(t.z[n]);)
        if (t.z[n++] == '\n')
            line = n;
    t.z += line, t.n -= line;
    return al_trimmed_end(t);
}

static void put_paragraph(struct al_builder *b, struct aludel_text t, const char *in_front)
{
    if (!t.n)
        return;
    al_puts(b, b->n ? in_front : "");
    al_put(b, t.z, t.n);
    al_putc(b, '\n');
}

/* One empty line at most where there were some. */
static struct aludel_text paragraphs(struct arena *a, struct aludel_text t)
{
    struct al_builder b = al_builder(&a->memory);
    for (size_t i = 0; i < t.n; i++)
        if (t.z[i] != '\n' || i < 2 || t.z[i - 1] != '\n' || t.z[i - 2] != '\n')
            al_putc(&b, t.z[i]);
    return al_built(&b);
}

static struct aludel_text joined(struct sections *s)
{
    static const char *const markers[] = {"upgrade", "downgrade"};
    struct al_builder b = al_builder(&s->arena->memory);
    bool apart = s->top[0].n > 1 && s->top[0].z[s->top[0].n - 2] == '\n';
    put_paragraph(&b, paragraphs(s->arena, without_lines(&s->top[0])), "");
    al_puts(&b, apart && b.n && has_header(s) ? "\n" : "");
    for (int i = 0; i < ID_COUNT; i++)
        if (s->headers[i].z)
            al_putf(&b, "-- %s:%s%.*s\n", identifier_names[i], s->headers[i].n ? " " : "",
                    (int)s->headers[i].n, s->headers[i].z);
    apart = s->top[1].n && s->top[1].z[0] == '\n';
    put_paragraph(&b, paragraphs(s->arena, without_lines(&s->top[1])), apart ? "\n" : "");
    for (int i = 0; i < 2; i++) {
        if (!s->seen[i])
            continue;
        al_putf(&b, "%s-- aludel:%s\n", b.n ? "\n" : "", markers[i]);
        put_paragraph(&b, without_lines(&s->ways[i]), "");
    }
    return al_built(&b);
}

struct aludel_text sql_file_format(struct arena *a, struct source *source)
{
    struct sections s = {.arena = a, .way = -1};
    struct aludel_text rest = source->text;
    rest.z += source_begin(source);
    rest.n -= source_begin(source);
    for (int i = 0; i < 2; i++) {
        s.top[i] = al_builder(&a->memory);
        s.ways[i] = al_builder(&a->memory);
    }
    while (rest.n) {
        const char *end = memchr(rest.z, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.z) : rest.n;
        take_line(&s, (struct aludel_text){rest.z, n}, end != NULL);
        rest.z += n + (end != NULL);
        rest.n -= n + (end != NULL);
    }
    return joined(&s);
}
