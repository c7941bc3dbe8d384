/* print.c: the tree as an S-expression, for tests and --dump. */
#include "lang/parse.h"

/* clang-format off */
static const char *const kind_names[] = {
    [N_CONSTANT] = "constant", [N_NAME] = "name", [N_FSTRING] = "fstring", [N_FIELD] = "field",
    [N_LIST] = "list",
    [N_TUPLE] = "tuple", [N_SET] = "set", [N_DICT] = "dict", [N_PAIR] = "pair", [N_UNARY] = "unary",
    [N_BINARY] = "binary", [N_COMPARE] = "compare", [N_AND] = "and", [N_OR] = "or",
    [N_CONDITIONAL] = "conditional", [N_INDEX] = "index", [N_SLICE] = "slice", [N_ATTRIBUTE] = "attribute",
    [N_CALL] = "call", [N_KEYWORD] = "keyword", [N_STAR] = "star", [N_COMPREHENSION] = "comprehension",
    [N_FOR_CLAUSE] = "for-clause", [N_REFUSED] = "refused", [N_BLOCK] = "block", [N_EXPRESSION] = "expression", [N_ASSIGN] = "assign",
    [N_AUGMENT] = "augment", [N_IF] = "if", [N_FOR] = "for", [N_WHILE] = "while", [N_WITH] = "with",
    [N_BREAK] = "break", [N_CONTINUE] = "continue", [N_PASS] = "pass", [N_RETURN] = "return",
    [N_RAISE] = "raise",
    [N_DEF] = "def", [N_PARAMETER] = "parameter", [N_IMPORT] = "import", [N_TEXT] = "text", [N_HOLE] = "hole",
    [N_CODE] = "code", [N_CALL_TAG] = "call-tag", [N_INCLUDE] = "include", [N_NAMESPACE] = "namespace",
    [N_C] = "c",
};
/* clang-format on */

static const char *const operator_symbols[] = {
#define OPERATOR(name, arity, symbol) [OP_##name] = (symbol),
#define BUILTIN(name, parameters, required, shape)
#define METHOD(name, parameters, required, shape)
#include <aludel/python.def>
#undef OPERATOR
#undef BUILTIN
#undef METHOD
};

struct printer {
    struct al_builder b;
    int indent;
};

static void print_node(struct printer *p, const struct node *n);

static void new_line(struct printer *p)
{
    al_putc(&p->b, '\n');
    for (int i = 0; i < p->indent; i++)
        al_puts(&p->b, "  ");
}

static void print_quoted(struct printer *p, struct aludel_text t, bool bytes)
{
    al_putc(&p->b, '"');
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.z[i];
        if (c == '\n')
            al_puts(&p->b, "\\n");
        else if (c == '"' || c == '\\')
            al_putf(&p->b, "\\%c", c);
        else if (c < ' ' || c == 0x7f || (bytes && c > 0x7f))
            al_putf(&p->b, "\\x%02x", (unsigned)c);
        else
            al_putc(&p->b, (char)c);
    }
    al_putc(&p->b, '"');
}

static void print_value(struct printer *p, struct aludel_value v)
{
    char number[40];
    switch (v.type) {
    case ALUDEL_NONE: al_puts(&p->b, "None"); break;
    case ALUDEL_BOOL: al_puts(&p->b, v.as.boolean ? "True" : "False"); break;
    case ALUDEL_INT: al_putf(&p->b, "%lld", (long long)v.as.integer); break;
    case ALUDEL_FLOAT:
        al_format_double(number, sizeof number, v.as.number);
        al_puts(&p->b, number);
        break;
    case ALUDEL_BYTES: al_putc(&p->b, 'b'); /* fallthrough */
    default: print_quoted(p, v.as.text, v.type == ALUDEL_BYTES);
    }
}

static void print_child(struct printer *p, const char *label, const struct node *n)
{
    if (!n)
        return;
    new_line(p);
    if (label)
        al_putf(&p->b, "%s: ", label);
    print_node(p, n);
}

static void print_children(struct printer *p, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        print_child(p, NULL, list->at[i]);
}

static bool is_operator(const struct node *n)
{
    return n->kind == N_UNARY || n->kind == N_BINARY || n->kind == N_AUGMENT;
}

static void print_head(struct printer *p, const struct node *n)
{
    al_puts(&p->b, kind_names[n->kind]);
    if (n->in_control_line)
        al_puts(&p->b, " %");
    if (n->kind == N_DEF && n->is_template)
        al_puts(&p->b, " template");
    if (is_operator(n))
        al_putf(&p->b, " %s", operator_symbols[n->op]);
    for (size_t i = 0; n->kind == N_COMPARE && i + 1 < n->list.count; i++)
        al_putf(&p->b, " %s", operator_symbols[n->ops[i]]);
    if (n->is_star || n->is_double_star)
        al_puts(&p->b, n->is_star ? " *" : " **");
    if (n->text.z) {
        al_putc(&p->b, ' ');
        print_quoted(p, n->text, false);
    }
    if (n->kind == N_CONSTANT || n->value.type != ALUDEL_UNSET) {
        al_putc(&p->b, ' ');
        print_value(p, n->value);
    }
}

static bool is_leaf(const struct node *n)
{
    return !n->a && !n->b && !n->c && !n->list.count;
}

/* The list first where it stands first in the source, behind the function in a call. */
static void print_node(struct printer *p, const struct node *n)
{
    al_putc(&p->b, '(');
    print_head(p, n);
    if (!is_leaf(n)) {
        bool list_first = n->kind == N_ASSIGN || n->kind == N_DEF;
        p->indent++;
        if (list_first)
            print_children(p, &n->list);
        print_child(p, list_first ? "a" : NULL, n->a);
        print_child(p, n->kind == N_SLICE || n->kind == N_CALL_TAG || n->kind == N_FIELD ? "b" : NULL, n->b);
        print_child(p,
                    n->kind == N_IF                               ? "else"
                    : n->kind == N_SLICE || n->kind == N_CALL_TAG ? "c"
                                                                  : NULL,
                    n->c);
        if (!list_first)
            print_children(p, &n->list);
        p->indent--;
    }
    al_putc(&p->b, ')');
}

static void print_section(struct printer *p, const char *name, const struct nodes *list)
{
    if (!list->count)
        return;
    new_line(p);
    al_putf(&p->b, "(%s", name);
    p->indent++;
    print_children(p, list);
    p->indent--;
    al_putc(&p->b, ')');
}

struct aludel_text print_tree(struct arena *a, const struct file *f)
{
    struct printer p = {al_builder(&a->memory), 1};
    al_puts(&p.b, "(file");
    if (f->doc.n) {
        new_line(&p);
        al_puts(&p.b, "(doc ");
        print_quoted(&p, f->doc, false);
        al_putc(&p.b, ')');
    }
    print_section(&p, "module", &f->module);
    print_section(&p, "namespaces", &f->namespaces);
    print_section(&p, "c-blocks", &f->c_blocks);
    print_section(&p, "defs", &f->defs);
    print_section(&p, "body", &f->body);
    al_puts(&p.b, ")\n");
    return al_built(&p.b);
}
