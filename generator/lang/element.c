/* element.c: tags in a template: what each one opens, closes or holds. */
#include "lang/stack.h"

#include <string.h>

/* The text up to </%name>, for the tags whose inside isn't template. */
static bool read_verbatim(struct template *t, const struct tag *tag, struct token *inside)
{
    const char *from = t->lex.cursor;
    const char *end = arena_format(t->p->arena, "</%%%.*s>", (int)tag->name.n, tag->name.z);
    const char *found = strstr(from, end);
    if (!found) {
        diag_error(t->p->diagnostics, tag->span, "this <%%%.*s> is never closed", (int)tag->name.n,
                   tag->name.z);
        t->cut = true;
        t->lex.cursor = t->lex.text + t->p->source->text.n;
        return false;
    }
    *inside = (struct token){.from = (uint32_t)(from - t->lex.text), .to = (uint32_t)(found - t->lex.text)};
    t->lex.cursor = found + strlen(end);
    return true;
}

static void read_doc(struct template *t, struct tag *tag)
{
    struct token inside;
    if (!tag->empty && read_verbatim(t, tag, &inside) && !t->p->file->doc.z)
        t->p->file->doc = token_text(t->p, inside);
}

static void read_text_tag(struct template *t, struct tag *tag)
{
    struct token inside;
    if (tag->empty || !read_verbatim(t, tag, &inside) || inside.from == inside.to)
        return;
    struct node *n = make_at(t->p, N_TEXT, inside);
    n->text = span_text(n->span);
    template_add(t, n);
}

static void read_c(struct template *t, struct tag *tag)
{
    struct token inside;
    if (tag->empty || !read_verbatim(t, tag, &inside))
        return;
    struct node *n = make_at(t->p, N_C, inside);
    n->text = span_text(n->span);
    vec_push(t->p->arena, &t->p->file->all_c, n);
    template_place(t, n);
}

static void open_tag(struct template *t, struct tag *tag, struct node *n)
{
    struct open *o = template_push(t, OPEN_TAG, tag->span, tag->name);
    if (o)
        o->node = n;
}

static void read_def(struct template *t, struct tag *tag)
{
    open_tag(t, tag, tag_def(t->p, tag));
    if (tag->empty && top(t)->what == OPEN_TAG)
        template_pop(t, tag->span.to);
}

static void read_call(struct template *t, struct tag *tag)
{
    bool component = memchr(tag->name.z, ':', tag->name.n) != NULL;
    struct node *n = component ? tag_component(t->p, tag) : tag_call(t->p, tag);
    if (tag->empty)
        template_place(t, n);
    else
        open_tag(t, tag, n);
}

static void read_namespace(struct template *t, struct tag *tag)
{
    struct node *n = tag_namespace(t->p, tag);
    if (tag->empty)
        template_place(t, n);
    else
        open_tag(t, tag, n);
}

static void read_include(struct template *t, struct tag *tag)
{
    template_place(t, tag_include(t->p, tag));
    if (!tag->empty)
        open_tag(t, tag, NULL);
}

static void refuse_tag(struct template *t, struct tag *tag)
{
    static const struct {
        const char *name, *hint;
    } table[] = {{"inherit", "share defs with <%namespace name=\"lib\" file=\"lib.mako\"/>"},
                 {"block", "write it where it stands, or a <%def> that is called"},
                 {"page", "a def's arguments stand in its name: <%def name=\"f(a, b=1)\">"}};
    static const char *const known[] = {"def", "call", "c", "doc", "text", "include", "namespace"};
    struct parser *p = t->p;
    const char *near = al_nearest(tag->name, known, sizeof known / sizeof *known);
    diag_error(p->diagnostics, tag->name_span, "unknown tag <%%%.*s>", (int)tag->name.n, tag->name.z);
    if (near)
        diag_hint(p->diagnostics, "did you mean <%%%s>?", near);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_is(tag->name, table[i].name)) {
            p->diagnostics->list.at[p->diagnostics->list.count - 1].message =
                arena_format(p->arena, "<%%%s> has no meaning in a migration", table[i].name);
            diag_hint(p->diagnostics, "%s", table[i].hint);
        }
    if (!tag->empty && !al_is(tag->name, "inherit") && !al_is(tag->name, "page"))
        open_tag(t, tag, NULL);
}

void template_tag(struct template *t, struct token chunk)
{
    static const struct {
        const char *name;
        void (*read)(struct template *t, struct tag *tag);
    } table[] = {{"def", read_def},
                 {"call", read_call},
                 {"c", read_c},
                 {"doc", read_doc},
                 {"text", read_text_tag},
                 {"include", read_include},
                 {"namespace", read_namespace}};
    struct tag tag;
    tag_read(t->p, chunk, &tag);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_is(tag.name, table[i].name)) {
            table[i].read(t, &tag);
            tag_leftovers(t->p, &tag);
            return;
        }
    if (memchr(tag.name.z, ':', tag.name.n))
        read_call(t, &tag);
    else
        refuse_tag(t, &tag);
}

void template_end_tag(struct template *t, struct token chunk)
{
    const char *z = t->lex.text;
    struct token word = {0, chunk.from + 3, chunk.to - 1};
    while (z[word.from] == ' ' || z[word.from] == '\t')
        word.from++;
    while (z[word.to - 1] == ' ' || z[word.to - 1] == '\t')
        word.to--;
    struct aludel_text name = token_text(t->p, word);
    struct span at = token_span(t->p, chunk);
    if (template_close_to(t, OPEN_TAG, name, at)) {
        template_pop(t, chunk.to);
        return;
    }
    size_t i = t->depth - 1;
    while (i > 0 && t->open[i].what != OPEN_TAG)
        i--;
    diag_error(t->p->diagnostics, at, "</%%%.*s> closes nothing", (int)name.n, name.z);
    if (i == 0)
        return;
    diag_also(t->p->diagnostics, t->open[i].span, "this is what is open here");
    const char *open_name = arena_string(t->p->arena, t->open[i].name);
    if (al_nearest(name, &open_name, 1)) {
        template_close_to(t, OPEN_TAG, t->open[i].name, at);
        template_pop(t, chunk.to);
    }
}

void template_bad_tag(struct template *t, struct token chunk)
{
    struct span at = token_span(t->p, chunk);
    if (chunk.code == CHUNK_BAD_END_TAG) {
        diag_error(t->p->diagnostics, at, "a closing tag that isn't complete");
        diag_hint(t->p->diagnostics, "it reads </%%name>");
        return;
    }
    diag_error(t->p->diagnostics, at, "a tag that isn't complete");
    diag_hint(t->p->diagnostics, "a quote or the '>' is missing");
    const char *end = strpbrk(t->lex.cursor, ">\n");
    t->lex.cursor = !end ? t->lex.text + t->p->source->text.n : *end == '>' ? end + 1 : end;
    struct span name = span_of(t->p, chunk.from + 2, chunk.to);
    if (!end || end[-1] != '/')
        template_push(t, OPEN_TAG, at, span_text(name));
}
