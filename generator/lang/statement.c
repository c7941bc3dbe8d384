/* statement.c: nodes of statements. */
#include "lang/parser.h"

struct node *make_statement(struct parser *p, enum node_kind kind, struct token at, struct node *a)
{
    struct node *n = make(p, kind, span_join(token_span(p, at), a->span));
    n->a = adopt(p, n, a);
    return n;
}

struct node *make_expression_statement(struct parser *p, struct node *a)
{
    struct node *n = make(p, N_EXPRESSION, a->span);
    n->a = adopt(p, n, a);
    return n;
}

struct node *make_assign(struct parser *p, struct node *target, struct node *value)
{
    struct node *n = make_list(p, N_ASSIGN, target);
    check_target(p, target);
    n->span = span_join(n->span, value->span);
    n->a = adopt(p, n, value);
    return n;
}

/* a = b = c: what was the value becomes a target. */
struct node *extend_assign(struct parser *p, struct node *assign, struct node *value)
{
    check_target(p, assign->a);
    append(p, assign, assign->a);
    assign->a = adopt(p, assign, value);
    assign->span = span_join(assign->span, value->span);
    return assign;
}

struct node *make_annotated(struct parser *p, struct node *target, struct node *value)
{
    if (value)
        return make_assign(p, target, value);
    check_target(p, target);
    return make(p, N_PASS, target->span);
}

struct node *make_augment(struct parser *p, struct node *target, struct token op, struct node *value)
{
    static const struct {
        const char *text;
        enum operator_kind op;
    } table[] = {{"+=", OP_add}, {"-=", OP_sub},  {"*=", OP_mul},      {"/=", OP_div},
                 {"%=", OP_mod}, {"**=", OP_pow}, {"//=", OP_floordiv}};
    struct node *n = make_pair(p, N_AUGMENT, target, value);
    if (target->kind == N_TUPLE || target->kind == N_LIST)
        diag_error(p->diagnostics, target->span, "several targets can't be changed in place");
    else
        check_target(p, target);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (token_reads(p, op, table[i].text)) {
            n->op = table[i].op;
            return n;
        }
    refuse(p, op);
    return n;
}

/* A block as it stands in source, from its statement's keyword on. */
static void take_body(struct parser *p, struct node *n, struct node **slot, struct node *body)
{
    if (!body)
        return;
    *slot = adopt(p, n, body);
    n->span = span_join(n->span, body->span);
}

struct node *make_if(struct parser *p, struct token at, struct node *condition, struct node *then,
                     struct node *otherwise)
{
    struct node *n = make_statement(p, N_IF, at, condition);
    take_body(p, n, &n->b, then);
    take_body(p, n, &n->c, otherwise);
    return n;
}

struct node *make_for(struct parser *p, struct token at, struct node *target, struct node *in,
                      struct node *body)
{
    struct node *n = make_statement(p, N_FOR, at, target);
    check_target(p, target);
    n->b = adopt(p, n, in);
    n->span = span_join(n->span, in->span);
    take_body(p, n, &n->c, body);
    return n;
}

struct node *make_while(struct parser *p, struct token at, struct node *condition, struct node *body)
{
    struct node *n = make_statement(p, N_WHILE, at, condition);
    take_body(p, n, &n->b, body);
    return n;
}

struct node *make_with_item(struct parser *p, struct node *what, struct token *name)
{
    struct node *n = make(p, N_WITH, what->span);
    n->a = adopt(p, n, what);
    if (name) {
        n->text = token_text(p, *name);
        n->name_span = token_span(p, *name);
        n->span = span_join(n->span, n->name_span);
    }
    return n;
}

/* `with a, b:` is `with a: with b:`. */
struct node *make_with(struct parser *p, struct token at, struct node *items, struct node *body)
{
    for (size_t i = items->list.count; i-- > 0;) {
        struct node *item = items->list.at[i];
        take_body(p, item, &item->b, body);
        body = i ? append_statement(p, make_block(p), item) : item;
    }
    return widen(body, at, at);
}

static void check_parameters(struct parser *p, const struct nodes *list)
{
    bool defaults = false, star = false;
    for (size_t i = 0; i < list->count; i++) {
        struct node *one = list->at[i];
        for (size_t j = 0; one->text.n && j < i; j++)
            if (al_same(list->at[j]->text, one->text)) {
                diag_error(p->diagnostics, one->name_span, "parameter '%.*s' is named twice",
                           (int)one->text.n, one->text.z);
                diag_also(p->diagnostics, list->at[j]->name_span, "already named here");
                break;
            }
        if (i && list->at[i - 1]->is_double_star)
            diag_error(p->diagnostics, one->span, "a parameter behind '**%.*s'", (int)list->at[i - 1]->text.n,
                       list->at[i - 1]->text.z);
        else if (one->is_star && star)
            diag_error(p->diagnostics, one->span, "a second '*' parameter");
        else if (!one->a && defaults && !star && !one->is_star && !one->is_double_star)
            diag_error(p->diagnostics, one->span, "a parameter without a default behind one with a default");
        star = star || one->is_star;
        defaults = defaults || one->a;
    }
}

struct node *make_def(struct parser *p, struct token at, struct token name, struct node *parameters,
                      struct node *body)
{
    struct node *n = make_at(p, N_DEF, at);
    n->text = token_text(p, name);
    n->name_span = token_span(p, name);
    n->span = span_join(n->span, n->name_span);
    if (parameters) {
        n->list = parameters->list;
        adopt(p, n, parameters);
        check_parameters(p, &n->list);
    }
    take_body(p, n, &n->a, body);
    return n;
}

struct node *make_parameter(struct parser *p, struct token name, struct node *fallback)
{
    struct node *n = make_at(p, N_PARAMETER, name);
    n->text = token_text(p, name);
    n->name_span = token_span(p, name);
    if (fallback) {
        n->a = adopt(p, n, fallback);
        n->span = span_join(n->span, fallback->span);
    }
    return n;
}

struct node *make_star_parameter(struct parser *p, struct token star, struct token *name)
{
    struct node *n = make_parameter(p, name ? *name : star, NULL);
    if (!name)
        n->text.n = 0;
    n->is_star = star.to - star.from == 1;
    n->is_double_star = !n->is_star;
    return widen(n, star, star);
}

static struct aludel_value text_value(struct aludel_text t)
{
    return aludel_textual(ALUDEL_STRING, t.z, t.n);
}

struct node *make_import(struct parser *p, struct node *module, struct token *alias)
{
    struct node *n = make(p, N_IMPORT, module->span);
    n->text = span_text(module->span);
    n->name_span = module->span;
    n->value = alias ? text_value(token_text(p, *alias)) : aludel_none();
    return alias ? widen(n, *alias, *alias) : n;
}

struct node *make_relative(struct node *dots, struct node *name)
{
    dots->span = span_join(dots->span, name->span);
    return dots;
}

struct node *make_from(struct parser *p, struct token at, struct node *module, struct node *names)
{
    struct node *n = make(p, N_IMPORT, span_join(token_span(p, at), names->span));
    n->text = span_text(module->span);
    n->name_span = module->span;
    n->value = aludel_none();
    n->list = names->list;
    return n;
}

struct node *make_imported(struct parser *p, struct token name, struct token *alias)
{
    struct node *n = make_name(p, name);
    n->value = text_value(alias ? token_text(p, *alias) : n->text);
    return alias ? widen(n, *alias, *alias) : n;
}
