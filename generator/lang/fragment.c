/* fragment.c: one piece of the expression language through the grammar. */
#include "lang/parser.h"

#include "grammar.h"

static int start_of(enum fragment fragment)
{
    switch (fragment) {
    case FRAGMENT_HOLE: return T_START_HOLE;
    case FRAGMENT_CONTROL: return T_START_CONTROL;
    case FRAGMENT_SUITE: return T_START_SUITE;
    case FRAGMENT_SIGNATURE: return T_START_SIGNATURE;
    case FRAGMENT_PARAMETERS: return T_START_PARAMETERS;
    default: return T_START_EXPRESSION;
    }
}

static void check_too_big(struct parser *p)
{
    if (!p->too_big)
        return;
    diag_error(p->diagnostics, p->too_big->span, "this number doesn't fit into 64 bits");
    p->failed = true;
}

/* Fragments stand in one another (an f-string's fields), so the outer one's state is kept aside. */
struct node *fragment_parse(struct lexer *lex)
{
    struct parser *p = lex->parser;
    struct parser outer = *p;
    struct token none = {0, 0, 0};
    p->lexer = lex;
    p->result = NULL;
    p->previous = p->current = p->first = none;
    p->failed = p->muted = p->lost = p->broken = false;
    p->too_big = NULL;
    grammar_run(p, lex, start_of(lex->fragment));
    check_too_big(p);
    struct node *result = p->failed && lex->fragment != FRAGMENT_SUITE ? NULL : p->result;
    outer.too_deep = p->too_deep;
    *p = outer;
    return result;
}
