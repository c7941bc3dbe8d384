/* syntax.c: what is said when a token doesn't fit. */
#include "lang/parser.h"

#include "grammar.h"

#include <string.h>

/* What a list of expected tokens may name, in this order. Operators are left out: they fit behind every
 * expression. */
static const struct {
    int code;
    const char *name;
} names[] = {{T_COMMA, "','"},
             {T_RP, "')'"},
             {T_RB, "']'"},
             {T_RC, "'}'"},
             {T_COLON, "':'"},
             {T_FILTER, "'|'"},
             {T_IN, "'in'"},
             {T_ELSE, "'else'"},
             {T_IMPORT, "'import'"},
             {T_LP, "'('"},
             {T_INDENT, "an indented block"}};

/* Expected lists. */

static const char *end_name(const struct lexer *lex)
{
    if (lex->parser->file->form == FORM_SQL)
        return "the end of the line";
    switch (lex->fragment) {
    case FRAGMENT_HOLE:
    case FRAGMENT_FIELD: return "'}'";
    case FRAGMENT_CONTROL: return "the end of the line";
    case FRAGMENT_SUITE: return "a new line";
    default: return "the closing quote";
    }
}

/* A word that isn't a name. */
static bool is_keyword(const struct parser *p, struct token t)
{
    struct aludel_text z = token_text(p, t);
    for (size_t i = 0; i < z.n; i++)
        if ((z.z[i] | 0x20) < 'a' || (z.z[i] | 0x20) > 'z')
            return false;
    return z.n > 0 && t.code != T_NAME;
}

/* The token as a message names it. */
static const char *found_name(struct parser *p, struct token t)
{
    if (t.code == T_NEWLINE || t.code == T_INDENT || t.code == T_DEDENT)
        return "the end of the line";
    if (t.code == 0) {
        if (p->source->text.n <= t.from && p->lexer->fragment != FRAGMENT_CONTROL)
            return "the end of the file";
        return p->lexer->fragment == FRAGMENT_FIELD ? "the end of the field" : end_name(p->lexer);
    }
    struct aludel_text z = token_text(p, t);
    return arena_format(p->arena, z.n > 30 ? "'%.*s…'" : "'%.*s'", z.n > 30 ? 27 : (int)z.n, z.z);
}

static void put_alternative(struct al_builder *b, const char *name, size_t *count, bool last)
{
    if (*count)
        al_puts(b, last ? " or " : ", ");
    al_puts(b, name);
    ++*count;
}

/* 'in' and '(' are wanted behind `for x` and `def f`, and fit behind every operand. */
static bool is_operator_here(int code, const bool *expected)
{
    return (code == T_IN && expected[T_EQEQ]) || (code == T_LP && expected[T_DOT]);
}

/* "',' or ')'"; empty when nothing but operators fits. */
static const char *expected_list(struct parser *p, const bool *expected)
{
    const char *found[20];
    size_t count = 0, written = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && !expected[T_NEWLINE]; i++)
        if (expected[names[i].code] && !is_operator_here(names[i].code, expected))
            found[count++] = names[i].name;
    if (expected[0] || expected[T_NEWLINE])
        found[count++] = end_name(p->lexer);
    struct al_builder b = al_builder(&p->arena->memory);
    for (size_t i = 0; i < count; i++)
        put_alternative(&b, found[i], &written, i + 1 == count);
    return al_built(&b).z;
}

/* Special cases. */

static uint32_t line_indent(const struct parser *p, uint32_t at)
{
    const char *z = p->source->text.z;
    uint32_t begin = at, width = 0;
    while (begin > 0 && z[begin - 1] != '\n')
        begin--;
    for (; z[begin] == ' ' || z[begin] == '\t'; begin++)
        width += z[begin] == '\t' ? 8 - width % 8 : 1;
    return width;
}

/* A line that can't go on with the brackets open above, and stands no deeper than their statement: the
 * bracket is what's missing. */
static bool bracket_forgotten(struct parser *p, struct token found)
{
    struct lexer *lex = p->lexer;
    if (lex->fragment != FRAGMENT_SUITE || !lex->depth || !lex->first_on_line)
        return false;
    if (line_indent(p, found.from) > line_indent(p, p->first.from))
        return false;
    struct token open = lex->brackets[lex->depth - 1];
    diag_error(p->diagnostics, token_span(p, open), "'%c' is never closed", p->source->text.z[open.from]);
    p->muted = true;
    return true;
}

static const char *const statement_names[] = {"if",    "elif",   "else",     "for",  "while",
                                              "with",  "break",  "continue", "pass", "return",
                                              "raise", "import", "from",     "def"};

/* "retrun x": the statement's first word is nearly a keyword. */
static void hint_keyword(struct parser *p, struct token found)
{
    bool behind = p->previous.from == p->first.from || p->previous.code == T_COLON;
    if (p->first.code != T_NAME || !behind || found.from == p->first.from)
        return;
    const char *near = al_nearest(token_text(p, p->first), statement_names,
                                  sizeof statement_names / sizeof *statement_names);
    if (near)
        diag_hint(p->diagnostics, "did you mean '%s'?", near);
}

static void hint(struct parser *p, struct token found)
{
    if (found.code == T_EQ)
        diag_hint(p->diagnostics, "one '=' assigns, two compare");
    else if (found.code == T_IF && p->previous.code == T_ELSE)
        diag_hint(p->diagnostics, "write 'elif'");
    else if (p->lexer->fragment == FRAGMENT_CONTROL && found.code == 0 && p->lexer->depth)
        diag_hint(p->diagnostics, "a control line goes on in the next line behind a backslash");
    else if (p->lexer->fragment == FRAGMENT_SIGNATURE && p->previous.code == T_NAME)
        diag_hint(p->diagnostics, "a def is named with parentheses: name=\"%.*s()\"",
                  (int)(p->previous.to - p->previous.from), p->source->text.z + p->previous.from);
    else if (p->lexer->fragment == FRAGMENT_HOLE && token_reads(p, found, "|"))
        diag_hint(p->diagnostics, "filters are separated by commas: ${value | id, n}");
    else if (p->lexer->fragment == FRAGMENT_SUITE)
        hint_keyword(p, found);
}

/* Where something is missing: behind the token before. */
static struct span end_of_previous(const struct parser *p, struct token found)
{
    if (p->previous.code == 0 || p->previous.to == 0)
        return token_span(p, found);
    return span_of(p, p->previous.to, p->previous.to);
}

static void report_missing(struct parser *p, struct token found, const bool *expected)
{
    bool expression = expected[T_NAME] && expected[T_STRING];
    bool at_end =
        found.code == 0 || found.code == T_NEWLINE || found.code == T_DEDENT || found.code == T_INDENT;
    const char *list = expected_list(p, expected);
    if (is_keyword(p, found) && expected[T_NAME] && !expression)
        diag_error(p->diagnostics, token_span(p, found), "%s is a keyword and can't be a name",
                   found_name(p, found));
    else if (expression && expected[T_PASS])
        diag_error(p->diagnostics, token_span(p, found), "%s can't begin a statement", found_name(p, found));
    else if (expression || expected[T_NAME])
        diag_error(p->diagnostics, at_end ? end_of_previous(p, found) : token_span(p, found),
                   "expected %s, found %s", expression ? "an expression" : "a name", found_name(p, found));
    else if (list[0])
        diag_error(p->diagnostics, end_of_previous(p, found), "expected %s before %s", list,
                   found_name(p, found));
    else
        diag_error(p->diagnostics, token_span(p, found), "unexpected %s", found_name(p, found));
    hint(p, found);
}

static bool begins_line(const struct parser *p, struct token found)
{
    uint32_t at = found.from;
    while (at && (p->source->text.z[at - 1] == ' ' || p->source->text.z[at - 1] == '\t'))
        at--;
    return at == 0 || p->source->text.z[at - 1] == '\n';
}

/* A control line or tag where statements stand: the rest of the block would only be misread. */
static bool block_unclosed(struct parser *p, struct token found, const bool *expected)
{
    bool template =
        p->file->form != FORM_PYTHON && (token_reads(p, found, "%") || token_reads(p, found, "<"));
    if (!template || !expected[T_PASS] || p->lexer->fragment != FRAGMENT_SUITE || !begins_line(p, found))
        return false;
    diag_error(p->diagnostics, token_span(p, found), "%s can't begin a statement", found_name(p, found));
    diag_hint(p->diagnostics, "if this is the template again, '%%>' is missing in front of it");
    return p->lost = true;
}

void syntax_error(struct parser *p, struct token found, const bool *expected)
{
    bool continues =
        found.code == T_ELSE || found.code == T_ELIF || found.code == T_EXCEPT || found.code == T_FINALLY;
    bool said = p->muted || p->lost || p->too_deep || (continues && p->broken);
    p->failed = true;
    p->lexer->line_failed = true;
    if (said || bracket_forgotten(p, found) || block_unclosed(p, found, expected))
        return;
    if ((found.code == T_ELSE || found.code == T_ELIF) && expected[T_PASS])
        diag_error(p->diagnostics, token_span(p, found), "%s without an 'if' in front of it",
                   found_name(p, found));
    else
        report_missing(p, found, expected);
}
