/* refuse.c: the parts of Python that aren't ours, and what to write instead. */
#include "lang/parser.h"

#include <string.h>

static const struct refusal {
    const char *text, *what, *hint;
} refusals[] = {
    {"lambda", "'lambda' isn't part of this language", "write a function with 'def', or a comprehension"},
    {"yield", "'yield' isn't part of this language", "return a list"},
    {"await", "'await' isn't part of this language", "call it directly"},
    {"async", "'async' isn't part of this language", "leave it out"},
    {"class", "'class' isn't part of this language",
     "write functions with 'def'; a type of the server is Type(\"name\")"},
    {"try", "'try' isn't part of this language",
     "ask first: op.has_table(…), if_exists=True, int(s, default)"},
    {"global", "'global' isn't part of this language", "return the value from the function"},
    {"nonlocal", "'nonlocal' isn't part of this language", "return the value from the function"},
    {"del", "'del' isn't part of this language", "leave it out; a name ends with its function"},
    {"assert", "'assert' isn't part of this language", "write: if not condition: fail(\"why\")"},
    {"else", "a loop has no 'else' here", "set a variable in the loop and ask for it with 'if'"},
    {":=", "':=' isn't part of this language", "assign in a statement of its own"},
    {"*", "'*' in front of a name or value stands only in calls",
     "join lists with '+'; instead of first, *rest = xs write first, rest = xs[0], xs[1:]"},
    {"**", "'**' in front of a value stands only in calls", "write the pairs out"},
    {"@", "'@' isn't part of this language", "call the function where it is needed"},
    {"/", "'/' among parameters isn't part of this language", "leave it out"},
    {"||", "there is no operator '||'", "write 'or', or '+' to join strings"},
    {"|", "there is no operator '|' inside an expression",
     "filters stand behind it: ${value | id}; for a union of sets use a list"},
    {"&&", "there is no operator '&&'", "write 'and'"},
    {"&", "there are no bit operators", "write 'and' for conditions, and_(…) for those of columns"},
    {"^", "there are no bit operators", "a power is written '**'"},
    {"~", "there are no bit operators", "write 'not' for conditions, not_(…) for those of columns"},
    {"<<", "there are no bit operators", "multiply by a power of two"},
    {">>", "there are no bit operators", "divide by a power of two with '//'"},
    {"<>", "there is no operator '<>'", "write '!='"},
    {"...", "'...' is no value", "write 'pass' for an empty block"},
};

static bool fine_in_annotation(const struct parser *p, struct token at)
{
    return p->annotation > 0 && (token_reads(p, at, "|") || token_reads(p, at, "..."));
}

static const struct refusal *refusal_of(const struct parser *p, struct token at)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (token_reads(p, at, refusals[i].text))
            return &refusals[i];
    return NULL;
}

/* A script has no filters. */
static const char *hint_of(const struct parser *p, const struct refusal *r)
{
    bool script = p->file->form == FORM_PYTHON && strcmp(r->text, "|") == 0;
    return script ? "write 'or' for conditions; for a union of sets use a list" : r->hint;
}

void refuse(struct parser *p, struct token at)
{
    if (fine_in_annotation(p, at))
        return;
    struct aludel_text text = token_text(p, at);
    const struct refusal *r = refusal_of(p, at);
    p->failed = true;
    if (r) {
        diag_error(p->diagnostics, token_span(p, at), "%s", r->what);
        diag_hint(p->diagnostics, "%s", hint_of(p, r));
    } else {
        diag_error(p->diagnostics, token_span(p, at), "there is no operator '%.*s'", (int)text.n, text.z);
    }
}

struct node *refused(struct parser *p, struct token at, struct node *inner)
{
    const struct refusal *r = refusal_of(p, at);
    if (!p->lenient || !r || fine_in_annotation(p, at)) {
        refuse(p, at);
        return inner;
    }
    struct node *n = make_at(p, N_REFUSED, at);
    const char *hint = hint_of(p, r);
    n->name_span = n->span;
    n->text = al_text(r->what);
    n->value = aludel_textual(ALUDEL_STRING, hint, strlen(hint));
    n->a = adopt(p, n, inner);
    if (inner && inner->span.source)
        n->span = inner->span;
    return widen(n, at, at);
}

struct node *extend_refused(struct parser *p, struct node *n, struct node *suite)
{
    if (n->kind == N_REFUSED)
        n->a = adopt(p, n, append_statement(p, n->a, suite));
    return n;
}
