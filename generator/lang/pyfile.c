/*
 * pyfile.c: Alembic's own scripts. The whole file is one suite of the language; what its template writes around the
 * statements (the docstring, annotations) is read here.
 */
#include "lang/parser.h"

#include <string.h>

/* ---- The docstring -------------------------------------------------------------------------------- */

static struct aludel_text next_line(struct aludel_text *rest)
{
    const char *end = memchr(rest->z, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->z) + 1 : rest->n;
    struct aludel_text line = {rest->z, n};
    rest->z += n;
    rest->n -= n;
    return line;
}

/* What Alembic's template repeats there of the identifiers. */
static bool repeats_identifiers(struct aludel_text line)
{
    static const char *const leads[] = {"Revision ID:", "Revises:", "Create Date:"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t n = strlen(leads[i]);
        if (line.n >= n && memcmp(line.z, leads[i], n) == 0)
            return true;
    }
    return false;
}

static struct aludel_text documentation(struct parser *p, struct aludel_text docstring)
{
    struct al_builder b = al_builder(&p->arena->memory);
    while (docstring.n) {
        struct aludel_text line = next_line(&docstring);
        if (!repeats_identifiers(line))
            al_put(&b, line.z, line.n);
    }
    return al_built(&b);
}

static bool is_docstring(const struct node *n)
{
    return n->kind == N_EXPRESSION && n->a->kind == N_CONSTANT && n->a->value.type == ALUDEL_STRING;
}

/* ---- upgrade() and downgrade() ---------------------------------------------------------------------- */

/* Nobody gives them arguments, but Alembic with its template for several databases. */
static void check_way(struct parser *p, const struct node *n)
{
    if (n->kind != N_DEF || !(al_is(n->text, "upgrade") || al_is(n->text, "downgrade")))
        return;
    for (size_t i = 0; i < n->list.count; i++) {
        const struct node *parameter = n->list.at[i];
        if (parameter->a || parameter->is_star || parameter->is_double_star)
            continue;
        diag_error(p->diagnostics, parameter->span, "%.*s() is called without arguments", (int)n->text.n,
                   n->text.z);
        diag_hint(p->diagnostics, "for several databases make an environment each, with its own %.*s()",
                  (int)n->text.n, n->text.z);
        return;
    }
}

/* ---- The file --------------------------------------------------------------------------------------- */

static void keep(struct parser *p, const struct node *block)
{
    const struct nodes *list = &block->list;
    bool documented = list->count && is_docstring(list->at[0]);
    if (documented)
        p->file->doc = documentation(p, list->at[0]->a->value.as.text);
    for (size_t i = documented; i < list->count; i++) {
        check_way(p, list->at[i]);
        vec_push(p->arena, &p->file->module, list->at[i]);
    }
}

void script_lexer(struct lexer *lex, struct parser *p)
{
    lexer_init(lex, p, FRAGMENT_SUITE, source_begin(p->source), (uint32_t)p->source->text.n);
    lex->margin = 0;
}

/* The lexer takes it for the end of a block of a template. */
static void check_end(struct parser *p, const struct lexer *lex)
{
    uint32_t at = lexer_offset(lex);
    if (at + 1 < p->source->text.n && !p->too_deep)
        diag_error(p->diagnostics, span_of(p, at, at + 2), "unexpected '%%>'");
}

struct file *parse_python_file(struct arena *a, struct source *source, struct diagnostics *d, bool lenient)
{
    struct file *f = ARENA_NEW(a, struct file);
    struct parser p = {.arena = a, .source = source, .diagnostics = d, .file = f, .lenient = lenient};
    struct lexer lex;
    f->source = source;
    f->form = FORM_PYTHON;
    if (!source_check(source, d))
        return f;
    script_lexer(&lex, &p);
    struct node *block = fragment_parse(&lex);
    check_end(&p, &lex);
    if (block)
        keep(&p, block);
    return f;
}
