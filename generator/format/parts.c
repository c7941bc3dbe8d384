/* parts.c: what stands at the top of a template: the documentation, the module, and then what there is in its order; an
 * empty line in front of each def. Comments go with what they stand in front of. */
#include "format/inner.h"

#include <stdlib.h>
#include <string.h>

/* A part with the comments in front of it. */
struct bundle {
    size_t from, to; /* in the list of parts; the last is the part itself, or a comment */
    size_t index;
    enum part kind;
};

static int compare_bundles(const void *a, const void *b)
{
    const struct bundle *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* The file's first comment, with an empty line behind it, is about all of it. */
static bool is_heading(const struct template_parts *parts, size_t i, size_t bundles)
{
    return bundles == 0 && parts->at[i + 1].blank_before;
}

static size_t bundles_of(struct arena *a, const struct template_parts *parts, struct bundle **out)
{
    struct bundle *list = ARENA_ARRAY(a, struct bundle, parts->count + 1);
    size_t count = 0, from = 0;
    for (size_t i = 0; i < parts->count; i++) {
        enum part kind = parts->at[i].kind;
        if (kind == PART_COMMENT && i + 1 < parts->count && !is_heading(parts, i, count))
            continue;
        if (kind == PART_COMMENT && !count)
            kind = PART_HEADING;
        list[count] = (struct bundle){from, i + 1, count, kind == PART_NAMESPACE ? PART_OTHER : kind};
        from = i + 1;
        count++;
    }
    *out = list;
    return count;
}

/* Between what stands in `last` and the begin of the next bundle. */
static bool empty_line_between(const struct template_parts *parts, const struct bundle *last,
                               const struct bundle *next)
{
    enum part before = parts->at[last->to - 1].kind, kind = parts->at[next->from].kind;
    bool asked = parts->at[next->from].blank_before;
    if (before == PART_DOC)
        return next->kind > PART_MODULE || (kind == PART_COMMENT && asked);
    if (before == PART_NAMESPACE && kind == PART_NAMESPACE)
        return asked;
    return before != PART_MODULE || next->kind != PART_MODULE || asked;
}

static void put_line(struct al_builder *b, struct aludel_text text)
{
    al_put(b, text.z, text.n);
    al_putc(b, '\n');
}

struct aludel_text parts_joined(struct arena *a, struct template_parts *parts)
{
    struct bundle *list;
    struct al_builder b = al_builder(&a->memory);
    size_t count = bundles_of(a, parts, &list);
    if (count)
        qsort(list, count, sizeof *list, compare_bundles);
    for (size_t i = 0; i < count; i++) {
        if (i && empty_line_between(parts, &list[i - 1], &list[i]))
            al_putc(&b, '\n');
        for (size_t k = list[i].from; k < list[i].to; k++) {
            if (k > list[i].from && parts->at[k].blank_before)
                al_putc(&b, '\n');
            put_line(&b, parts->at[k].text);
        }
    }
    return al_built(&b);
}
