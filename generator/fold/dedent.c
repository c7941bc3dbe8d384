/* textwrap.dedent(): a text without the white space that all its lines begin with. */
#include "fold/language.h"

#include <string.h>

static struct aludel_text next_line(struct aludel_text *rest)
{
    const char *end = memchr(rest->z, '\n', rest->n);
    struct aludel_text line = {rest->z, end ? (size_t)(end - rest->z) : rest->n};
    size_t taken = line.n + (end ? 1 : 0);
    *rest = (struct aludel_text){rest->z + taken, rest->n - taken};
    return line;
}

static size_t white(struct aludel_text line)
{
    size_t n = 0;
    while (n < line.n && (line.z[n] == ' ' || line.z[n] == '\t'))
        n++;
    return n;
}

/* Lines of nothing but white space don't count. */
static struct aludel_text margin_of(struct aludel_text text)
{
    struct aludel_text margin = {NULL, 0};
    while (text.n) {
        struct aludel_text line = next_line(&text);
        size_t n = white(line), same = 0;
        if (n == line.n)
            continue;
        while (margin.z && same < margin.n && same < n && margin.z[same] == line.z[same])
            same++;
        margin = (struct aludel_text){line.z, margin.z ? same : n};
    }
    return margin;
}

static struct aludel_value dedented(struct folding *f, struct aludel_text text)
{
    struct al_builder b = al_builder(&f->arena->memory);
    size_t margin = margin_of(text).n;
    while (text.n) {
        struct aludel_text line = next_line(&text);
        bool ends = text.z > line.z + line.n;
        if (white(line) < line.n)
            al_put(&b, line.z + margin, line.n - margin);
        if (ends)
            al_putc(&b, '\n');
    }
    struct aludel_text out = al_built(&b);
    return aludel_textual(ALUDEL_STRING, out.z, out.n);
}

struct aludel_value make_dedented(struct folding *f, struct call *c)
{
    if (c->args[0].type != ALUDEL_STRING)
        return fold_error(f, c->nodes[0]->span, "dedent() needs a string that is known at build time, not %s",
                          kind_of(c->args[0]));
    return dedented(f, c->args[0].as.text);
}
