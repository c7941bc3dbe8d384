/*
 * template.c: the template around the fragments: its text, its holes, its code. Tags and control lines
 * stand on one stack (stack.h), so that what isn't closed, or closed by something else, can be shown
 * with both places.
 */
#include "lang/stack.h"

#include <string.h>

/* Text. ------------------------------------------------------------------------------------------------ */

static void add_text(struct template *t, uint32_t from, uint32_t to)
{
    struct nodes *list = &top(t)->body->list;
    struct node *last = list->count ? list->at[list->count - 1] : NULL;
    if (from == to)
        return;
    if (last && last->kind == N_TEXT && last->span.to == from) {
        last->span.to = to;
        last->text = span_text(last->span);
        top(t)->body->span.to = to;
        return;
    }
    struct node *n = make(t->p, N_TEXT, span_of(t->p, from, to));
    n->text = span_text(n->span);
    template_add(t, n);
}

/* Blanks and one of the two '%'. What follows begins a piece of its own. */
static void add_percent(struct template *t, struct token chunk)
{
    struct node *n = make(t->p, N_TEXT, span_of(t->p, chunk.from, chunk.to - 1));
    n->text = span_text(n->span);
    template_add(t, n);
}

/* Holes and code. -------------------------------------------------------------------------------------- */

static bool is_end_tag(const char *z)
{
    return strncmp(z, "</%", 3) == 0;
}

/* The first end tag in between, or `to`. */
static uint32_t find_end_tag(const char *z, uint32_t from, uint32_t to)
{
    while (from < to && !is_end_tag(z + from))
        from++;
    return from;
}

/* Behind a hole that didn't parse: its '}' if it stands on the same line, else the line's end. An end tag in
 * front of that isn't part of it, though the parser may have begun to read it, or a string that isn't closed
 * has it inside. */
static uint32_t after_broken_hole(const struct template *t, uint32_t begin, uint32_t at)
{
    const char *z = t->lex.text;
    uint32_t end = at, near = at < begin + 2 ? begin : at - 2;
    while (z[end] && z[end] != '\n' && z[end] != '}')
        end++;
    uint32_t tag = find_end_tag(z, near, end);
    if (tag < end)
        return tag;
    return z[end] == '}' ? end + 1 : find_end_tag(z, begin, end);
}

static void hint_dollar(struct template *t, struct token chunk)
{
    if (chunk.from > 0 && t->lex.text[chunk.from - 1] == '$')
        diag_hint(t->p->diagnostics,
                  "'${' begins an expression, in a dollar-quoted body too: put a blank between '$$' and '{'");
}

static void read_hole(struct template *t, struct token chunk)
{
    struct parser *p = t->p;
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_HOLE, chunk.to, (uint32_t)p->source->text.n);
    size_t errors = p->diagnostics->errors;
    struct node *hole = fragment_parse(&lex);
    uint32_t end = lexer_offset(&lex);
    t->lex.cursor = lex.cursor;
    if (hole && *lex.cursor == '}') {
        t->lex.cursor++;
        hole->span = span_of(p, chunk.from, end + 1);
        template_add(t, hole);
        return;
    }
    if (hole || p->diagnostics->errors == errors)
        diag_error(p->diagnostics, token_span(p, chunk), "this '${' is never closed");
    hint_dollar(t, chunk);
    t->lex.cursor = lex.text + after_broken_hole(t, chunk.to, end);
}

/* A "%>" in a comment closes nothing, in Mako too; whoever meant it so needs to know. */
static void note_comment(struct parser *p, const struct lexer *lex, struct diagnostic *first)
{
    uint32_t at = (uint32_t)(lex->comment_end - lex->text);
    if (first->also[0].message)
        return;
    first->also[0].span = span_of(p, at, at + 2);
    first->also[0].message = "a '%>' in a comment closes nothing";
}

static struct node *read_suite(struct template *t, struct token chunk)
{
    struct parser *p = t->p;
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_SUITE, chunk.to, (uint32_t)p->source->text.n);
    size_t errors = p->diagnostics->errors;
    size_t listed = p->diagnostics->list.count;
    struct node *block = fragment_parse(&lex);
    const char *end = strstr(lex.cursor, "%>");
    t->lex.cursor = end ? end + 2 : lex.text + p->source->text.n;
    struct diagnostic *first = p->diagnostics->list.count > listed ? &p->diagnostics->list.at[listed] : NULL;
    if (end && lex.comment_end && first && first->span.from > (uint32_t)(lex.comment_end - lex.text)) {
        p->diagnostics->list.count = listed + 1; /* the others follow from it */
        p->diagnostics->errors = errors + 1;
        note_comment(p, &lex, first);
    }
    if (end || p->too_deep)
        return block;
    t->cut = true;
    p->diagnostics->list.count = listed; /* what was said of the rest of the file is nonsense */
    p->diagnostics->errors = errors;
    diag_error(p->diagnostics, token_span(p, chunk), "this '%.*s' is never closed",
               (int)(chunk.to - chunk.from), lex.text + chunk.from);
    if (lex.comment_end)
        note_comment(p, &lex, &p->diagnostics->list.at[listed]);
    return NULL;
}

static void read_code(struct template *t, struct token chunk)
{
    struct node *block = read_suite(t, chunk);
    struct node *n = make(t->p, N_CODE, span_of(t->p, chunk.from, lexer_offset(&t->lex)));
    if (!block)
        return;
    if (!block->span.source)
        block->span = n->span;
    n->a = adopt(t->p, n, block);
    template_add(t, n);
}

static void read_module(struct template *t, struct token chunk)
{
    struct node *block = read_suite(t, chunk);
    for (size_t i = 0; block && i < block->list.count; i++)
        vec_push(t->p->arena, &t->p->file->module, block->list.at[i]);
}

/* The file. -------------------------------------------------------------------------------------------- */

static void read_chunk(struct template *t, struct token chunk)
{
    switch (chunk.code) {
    case CHUNK_TEXT: add_text(t, chunk.from, chunk.to); break;
    case CHUNK_PERCENT: add_percent(t, chunk); break;
    case CHUNK_CONTROL: template_control_line(t, chunk); break;
    case CHUNK_HOLE: read_hole(t, chunk); break;
    case CHUNK_CODE: read_code(t, chunk); break;
    case CHUNK_MODULE: read_module(t, chunk); break;
    case CHUNK_TAG: template_tag(t, chunk); break;
    case CHUNK_END_TAG: template_end_tag(t, chunk); break;
    case CHUNK_BAD_TAG:
    case CHUNK_BAD_END_TAG: template_bad_tag(t, chunk); break;
    default: break; /* a comment, or a line that goes on */
    }
}

static void keep_body(struct template *t)
{
    const struct nodes *list = &t->open[0].body->list;
    for (size_t i = 0; i < list->count; i++)
        if (!is_blank_text(list->at[i])) {
            t->p->file->body = *list;
            return;
        }
}

static void read_template(struct parser *p)
{
    struct template template = {.p = p}, *t = &template;
    uint32_t from = source_begin(p->source), end = (uint32_t)p->source->text.n;
    lexer_init(&t->lex, p, FRAGMENT_HOLE, from, end);
    template_push(t, OPEN_FILE, span_of(p, from, from), AL_TEXT("file"));
    struct token chunk;
    while (!p->too_deep && (chunk = chunk_next(&t->lex)).code != CHUNK_END)
        read_chunk(t, chunk);
    while (t->depth > 1) {
        if (!p->too_deep && !t->cut)
            template_say_unclosed(t, top(t), NULL);
        template_pop(t, end);
    }
    keep_body(t);
}

struct file *parse_template(struct arena *a, struct source *source, struct diagnostics *d)
{
    struct file *f = ARENA_NEW(a, struct file);
    struct parser p = {.arena = a, .source = source, .diagnostics = d, .file = f};
    f->source = source;
    f->form = FORM_TEMPLATE;
    if (source_check(source, d))
        read_template(&p);
    return f;
}
