/* expression.c: nodes of expressions. */
#include "lang/parser.h"

struct node *make_name(struct parser *p, struct token name)
{
    struct node *n = make_at(p, N_NAME, name);
    n->text = token_text(p, name);
    return n;
}

struct node *make_constant(struct parser *p, struct token at, struct aludel_value value)
{
    struct node *n = make_at(p, N_CONSTANT, at);
    n->value = value;
    return n;
}

struct node *make_unary(struct parser *p, struct token op, enum operator_kind kind, struct node *a)
{
    if (kind == OP_neg && a == p->too_big) {
        p->too_big = NULL;
        a->value = aludel_int(INT64_MIN);
        return widen(a, op, op);
    }
    struct node *n = make(p, N_UNARY, span_join(token_span(p, op), a->span));
    n->op = kind;
    n->a = adopt(p, n, a);
    return n;
}

struct node *make_pair(struct parser *p, enum node_kind kind, struct node *a, struct node *b)
{
    struct node *n = make(p, kind, span_join(a->span, b->span));
    n->a = adopt(p, n, a);
    n->b = adopt(p, n, b);
    return n;
}

struct node *make_binary(struct parser *p, enum operator_kind op, struct node *a, struct node *b)
{
    struct node *n = make_pair(p, N_BINARY, a, b);
    n->op = op;
    return n;
}

/* The operators of a chain grow as its operands do: a copy whenever the room is a power of two. */
static void push_operator(struct parser *p, struct node *chain, enum operator_kind op)
{
    size_t count = chain->list.count - 1;
    enum operator_kind *ops = (enum operator_kind *)chain->ops;
    if ((count & (count - 1)) == 0) {
        ops = ARENA_ARRAY(p->arena, enum operator_kind, count ? count * 2 : 1);
        for (size_t i = 0; i < count; i++)
            ops[i] = chain->ops[i];
        chain->ops = ops;
    }
    ops[count] = op;
}

struct node *make_compare(struct parser *p, struct node *a, enum operator_kind op, struct node *b)
{
    return extend_compare(p, make_list(p, N_COMPARE, a), op, b);
}

struct node *extend_compare(struct parser *p, struct node *chain, enum operator_kind op, struct node *b)
{
    push_operator(p, chain, op);
    return append(p, chain, b);
}

struct node *make_conditional(struct parser *p, struct node *a, struct node *b, struct node *c)
{
    struct node *n = make_pair(p, N_CONDITIONAL, a, b);
    n->c = adopt(p, n, c);
    n->span = span_join(n->span, c->span);
    return n;
}

struct node *make_tuple(struct node *items, bool trailing_comma)
{
    if (items->list.count != 1 || trailing_comma)
        return items;
    return items->list.at[0];
}

struct node *make_display(struct parser *p, enum node_kind kind, struct token open, struct node *items,
                          struct token close)
{
    struct node *n = items ? items : make_at(p, kind, open);
    n->kind = kind;
    return widen(n, open, close);
}

struct node *make_comprehension(struct parser *p, enum node_kind kind, struct node *element,
                                struct node *clauses)
{
    struct node *n = make(p, N_COMPREHENSION, span_join(element->span, clauses->span));
    n->a = adopt(p, n, make_list(p, kind, element));
    n->list = clauses->list;
    adopt(p, n, clauses);
    return n;
}

static const char *what_it_is(const struct node *n)
{
    switch (n->kind) {
    case N_CONSTANT: return "a constant";
    case N_CALL: return "a call";
    case N_FSTRING: return "an f-string";
    case N_COMPARE: return "a comparison";
    case N_COMPREHENSION: return "a comprehension";
    default: return "an expression";
    }
}

void check_target(struct parser *p, struct node *target)
{
    switch (target->kind) {
    case N_NAME:
    case N_ATTRIBUTE:
    case N_INDEX:
    case N_REFUSED: return;
    case N_TUPLE:
    case N_LIST:
        for (size_t i = 0; i < target->list.count; i++)
            check_target(p, target->list.at[i]);
        return;
    default:
        diag_error(p->diagnostics, target->span, "%s can't be assigned to", what_it_is(target));
        if (target->kind == N_COMPARE)
            diag_hint(p->diagnostics, "one '=' assigns, two compare");
        p->failed = true;
    }
}

struct node *make_for_clause(struct parser *p, struct token at, struct node *target, struct node *in,
                             struct node *conditions)
{
    struct node *n = make(p, N_FOR_CLAUSE, span_join(token_span(p, at), in->span));
    check_target(p, target);
    n->a = adopt(p, n, target);
    n->b = adopt(p, n, in);
    if (conditions) {
        n->list = conditions->list;
        n->span = span_join(n->span, conditions->span);
        adopt(p, n, conditions);
    }
    return n;
}

struct node *make_attribute(struct parser *p, struct node *a, struct token name)
{
    struct node *n = make(p, N_ATTRIBUTE, span_join(a->span, token_span(p, name)));
    n->a = adopt(p, n, a);
    n->text = token_text(p, name);
    n->name_span = token_span(p, name);
    return n;
}

struct node *make_index(struct parser *p, struct node *a, struct node *index, struct token close)
{
    struct node *n = make_pair(p, N_INDEX, a, index);
    return widen(n, close, close);
}

struct node *make_slice(struct parser *p, struct token colon, struct node *a, struct node *b, struct node *c)
{
    struct node *n = make_at(p, N_SLICE, colon);
    if (a)
        n->span = span_join(a->span, n->span);
    if (b)
        n->span = span_join(n->span, b->span);
    if (c)
        n->span = span_join(n->span, c->span);
    n->a = adopt(p, n, a);
    n->b = adopt(p, n, b);
    n->c = adopt(p, n, c);
    return n;
}

static void check_argument(struct parser *p, const struct nodes *list, size_t i, bool *keywords)
{
    struct node *argument = list->at[i];
    if (argument->kind != N_KEYWORD) {
        if (*keywords && argument->kind != N_STAR)
            diag_error(p->diagnostics, argument->span, "a positional argument behind a keyword argument");
        return;
    }
    *keywords = true;
    for (size_t j = 0; argument->text.n && j < i; j++)
        if (list->at[j]->kind == N_KEYWORD && al_same(list->at[j]->text, argument->text)) {
            diag_error(p->diagnostics, argument->name_span, "argument '%.*s' is given twice",
                       (int)argument->text.n, argument->text.z);
            diag_also(p->diagnostics, list->at[j]->name_span, "already given here");
            return;
        }
}

struct node *make_call(struct parser *p, struct node *function, struct node *arguments, struct token close)
{
    struct node *n = make(p, N_CALL, span_join(function->span, token_span(p, close)));
    n->a = adopt(p, n, function);
    if (!arguments)
        return n;
    n->list = arguments->list;
    adopt(p, n, arguments);
    bool keywords = false;
    for (size_t i = 0; i < n->list.count; i++)
        check_argument(p, &n->list, i, &keywords);
    return n;
}

struct node *make_keyword(struct parser *p, struct token name, struct node *value)
{
    struct node *n = make(p, N_KEYWORD, span_join(token_span(p, name), value->span));
    n->text = token_text(p, name);
    n->name_span = token_span(p, name);
    n->a = adopt(p, n, value);
    return n;
}

struct node *make_star(struct parser *p, struct token star, struct node *value)
{
    bool twice = star.to - star.from == 2;
    struct node *n = make(p, twice ? N_KEYWORD : N_STAR, span_join(token_span(p, star), value->span));
    n->name_span = token_span(p, star);
    n->a = adopt(p, n, value);
    return n;
}

struct node *make_hole(struct parser *p, struct node *value, struct node *filters)
{
    struct node *n = make(p, N_HOLE, value->span);
    n->a = adopt(p, n, value);
    for (size_t i = 0; filters && i < filters->list.count; i++) {
        struct node *filter = filters->list.at[i];
        if (filter->kind == N_NAME || filter->kind == N_ATTRIBUTE || filter->kind == N_CALL) {
            append(p, n, filter);
            continue;
        }
        diag_error(p->diagnostics, filter->span, "this can't be a filter");
        diag_hint(p->diagnostics, "a filter is a name, or a call that gives a function of one argument");
        p->failed = true;
    }
    return n;
}
