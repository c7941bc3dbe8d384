/* comments.c: what a template says that its tree doesn't hold: comments of its statements and of its own, and
 * <%doc>. */
#include "format/inner.h"

#include "grammar.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    struct parser p;
    struct lexer lex;
    struct comments found;
};

static void add_text(struct gathering *g, const char *from, size_t n)
{
    struct comment one = {.text = al_trimmed(without_line_blanks(g->p.arena, (struct aludel_text){from, n}))};
    vec_push(g->p.arena, &g->found, one);
}

/* What stands between the tokens of a fragment; where it ends. */
static uint32_t take_fragment(struct gathering *g, enum fragment fragment, uint32_t from, uint32_t limit)
{
    struct lexer *lex = ARENA_NEW(g->p.arena, struct lexer);
    uint32_t seen = from;
    struct token t;
    lexer_init(lex, &g->p, fragment, from, limit);
    do {
        t = fragment == FRAGMENT_SUITE ? layout_next(lex) : lexer_next(lex);
        uint32_t end = t.code == T_NEWLINE ? t.from : t.to;
        gap_read(g->p.arena, g->p.source, seen, t.code == T_END ? lexer_offset(lex) : t.from, &g->found);
        seen = end > seen ? end : seen;
    } while (t.code != T_END);
    return lexer_offset(lex);
}

static void take_control(struct gathering *g, struct token chunk)
{
    const char *z = g->p.source->text.z;
    uint32_t from = chunk.from + (uint32_t)strspn(z + chunk.from, " \t") + 1, to = chunk.to;
    while (to > from && (z[to - 1] == '\n' || z[to - 1] == '\r'))
        to--;
    take_fragment(g, FRAGMENT_CONTROL, from, to);
}

static void take_tag(struct gathering *g, struct token chunk)
{
    struct tag tag;
    tag_read(&g->p, chunk, &tag);
    if (tag.empty || !tag_is_verbatim(&tag))
        return;
    const char *from = g->lex.cursor;
    size_t n = verbatim_length(g->p.arena, &tag, from);
    add_text(g, from, n);
    g->lex.cursor = from + n;
}

static void take_chunk(struct gathering *g, struct token chunk)
{
    uint32_t end = (uint32_t)g->p.source->text.n;
    switch (chunk.code) {
    case CHUNK_CONTROL: take_control(g, chunk); break;
    case CHUNK_COMMENT: add_text(g, g->lex.text + chunk.from, chunk.to - chunk.from); break;
    case CHUNK_HOLE: g->lex.cursor = g->lex.text + take_fragment(g, FRAGMENT_HOLE, chunk.to, end) + 1; break;
    case CHUNK_CODE:
    case CHUNK_MODULE:
        g->lex.cursor = g->lex.text + take_fragment(g, FRAGMENT_SUITE, chunk.to, end) + 2;
        break;
    case CHUNK_TAG: take_tag(g, chunk); break;
    default: break;
    }
}

static int compare_comments(const void *left, const void *right)
{
    const struct comment *a = left, *b = right;
    int order = memcmp(a->text.z, b->text.z, a->text.n < b->text.n ? a->text.n : b->text.n);
    return order ? order : (a->text.n > b->text.n) - (a->text.n < b->text.n);
}

struct comments comments_of(struct arena *a, struct source *source)
{
    struct diagnostics unheard = {.arena = a};
    struct gathering *g = ARENA_NEW(a, struct gathering);
    struct token chunk;
    g->p = (struct parser){
        .arena = a, .source = source, .diagnostics = &unheard, .file = ARENA_NEW(a, struct file)};
    lexer_init(&g->lex, &g->p, FRAGMENT_HOLE, source_begin(source), (uint32_t)source->text.n);
    while ((chunk = chunk_next(&g->lex)).code != CHUNK_END)
        take_chunk(g, chunk);
    if (g->found.count)
        qsort(g->found.at, g->found.count, sizeof *g->found.at, compare_comments);
    return g->found;
}

bool comments_same(const struct comments *a, const struct comments *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++)
        same = al_same(a->at[i].text, b->at[i].text);
    return same;
}
