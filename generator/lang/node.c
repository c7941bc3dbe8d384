/* node.c: what every node is made with: places and texts of tokens, a kind, sub-nodes, lists. */
#include "lang/parser.h"

struct span span_of(const struct parser *p, uint32_t from, uint32_t to)
{
    struct span s = {p->source, from, to};
    return s;
}

struct span token_span(const struct parser *p, struct token t)
{
    return span_of(p, t.from, t.to);
}

struct aludel_text token_text(const struct parser *p, struct token t)
{
    return span_text(token_span(p, t));
}

bool token_reads(const struct parser *p, struct token t, const char *text)
{
    return al_is(token_text(p, t), text);
}

/* Nodes. */

struct node *make(struct parser *p, enum node_kind kind, struct span span)
{
    struct node *n = ARENA_NEW(p->arena, struct node);
    n->kind = kind;
    n->span = span;
    return n;
}

struct node *make_at(struct parser *p, enum node_kind kind, struct token at)
{
    return make(p, kind, token_span(p, at));
}

void say_too_deep(struct parser *p, struct span at)
{
    if (p->too_deep)
        return;
    diag_error(p->diagnostics, at, "too much stands inside one another here");
    diag_hint(p->diagnostics, "give parts of it names of their own");
    p->too_deep = p->failed = true;
}

struct node *adopt(struct parser *p, struct node *parent, struct node *child)
{
    if (child && child->depth >= parent->depth) {
        parent->depth = child->depth + 1;
        if (parent->depth > MOST_DEPTH)
            say_too_deep(p, child->span);
    }
    return child;
}

struct node *append(struct parser *p, struct node *list, struct node *item)
{
    if (!item)
        return list;
    vec_push(p->arena, &list->list, item);
    adopt(p, list, item);
    list->span = span_join(list->span, item->span);
    return list;
}

struct node *widen(struct node *n, struct token first, struct token last)
{
    if (first.from < n->span.from)
        n->span.from = first.from;
    if (last.to > n->span.to)
        n->span.to = last.to;
    return n;
}

struct node *make_list(struct parser *p, enum node_kind kind, struct node *first)
{
    struct span nowhere = {NULL, 0, 0};
    return append(p, make(p, kind, nowhere), first);
}

struct node *make_block(struct parser *p)
{
    struct span nowhere = {NULL, 0, 0};
    return make(p, N_BLOCK, nowhere);
}

/* Lists of statements inside one (`a; b`, `import a, b`) are flattened. */
struct node *append_statement(struct parser *p, struct node *block, struct node *statement)
{
    if (!statement)
        return block;
    if (statement->kind != N_BLOCK)
        return append(p, block, statement);
    for (size_t i = 0; i < statement->list.count; i++)
        append(p, block, statement->list.at[i]);
    return block;
}
