/* layout.c: Python's layout. Lines and their indentation become NEWLINE, INDENT and DEDENT, which always
 * come in pairs: what is wrong with the indentation is said here, and the grammar never sees it. */
#include "lang/parser.h"

#include "grammar.h"

static struct token here(const struct lexer *lex, int code)
{
    struct token t = {code, lexer_offset(lex), lexer_offset(lex)};
    return t;
}

static void queue(struct lexer *lex, int code)
{
    lex->queued[lex->queued_count++] = here(lex, code);
}

/* The width of the blanks at the cursor, tabs up to the next multiple of eight. */
static uint32_t take_blanks(struct lexer *lex)
{
    uint32_t width = 0;
    for (; *lex->cursor == ' ' || *lex->cursor == '\t' || *lex->cursor == '\f'; lex->cursor++) {
        if (*lex->cursor == ' ')
            width++;
        else
            width = *lex->cursor == '\t' ? (width / 8 + 1) * 8 : 0;
    }
    return width;
}

/* Passes over empty lines and comments, up to a line that holds something. Returns its indentation. */
static uint32_t find_line(struct lexer *lex)
{
    for (;;) {
        uint32_t width = take_blanks(lex);
        const char *z = lex->cursor;
        if (*z == '#') {
            for (; *z && *z != '\n'; z++)
                if (z[0] == '%' && z[1] == '>' && !lex->comment_end)
                    lex->comment_end = z;
        }
        if (*z == '\r' && z[1] == '\n')
            z++;
        if (*z != '\n') {
            lex->cursor = z;
            return width;
        }
        lex->cursor = z + 1;
    }
}

static bool at_end(const struct lexer *lex)
{
    return lex->cursor >= lex->limit || *lex->cursor == 0 || (lex->cursor[0] == '%' && lex->cursor[1] == '>');
}

/* Less than its first line's indentation is left alone, as in Mako. */
static uint32_t without_margin(struct lexer *lex, uint32_t width)
{
    if (lex->margin < 0)
        lex->margin = (int)width;
    return width >= (uint32_t)lex->margin ? width - (uint32_t)lex->margin : width;
}

static struct span first_word(const struct lexer *lex)
{
    uint32_t from = lexer_offset(lex);
    return span_of(lex->parser, from, from + 1);
}

static void empty_block(struct lexer *lex)
{
    struct parser *p = lex->parser;
    struct token colon = p->previous; /* NEWLINE is the current one */
    if (!lex->line_failed) {
        diag_error(p->diagnostics, token_span(p, colon), "expected an indented block behind this ':'");
        p->failed = true;
        if (at_end(lex) && p->file->form != FORM_PYTHON)
            diag_hint(
                p->diagnostics,
                "for one that holds template text write '%% if …:' and '%% endif' on lines of their own");
    }
    queue(lex, T_INDENT);
    queue(lex, T_PASS);
    queue(lex, T_NEWLINE);
    queue(lex, T_DEDENT);
}

static void indent(struct lexer *lex, uint32_t width)
{
    struct parser *p = lex->parser;
    if (lex->indent_count == MOST_INDENTS) {
        say_too_deep(p, first_word(lex));
        lex->limit = lex->cursor;
        return;
    }
    lex->indents[lex->indent_count++] = width;
    queue(lex, T_INDENT);
}

static void unexpected_indent(struct lexer *lex, uint32_t width)
{
    struct parser *p = lex->parser;
    if (lex->odd_indent != width)
        diag_error(p->diagnostics, first_word(lex), "unexpected indentation");
    lex->odd_indent = width;
    p->failed = true;
}

static void dedent(struct lexer *lex, uint32_t width)
{
    struct parser *p = lex->parser;
    while (lex->indents[lex->indent_count - 1] > width) {
        lex->indent_count--;
        lex->dedents++;
    }
    if (lex->indents[lex->indent_count - 1] == width)
        return;
    p->failed = true;
    diag_error(p->diagnostics, first_word(lex), "this line's indentation fits no line above");
}

/* At the begin of a line: what its indentation means. */
static void begin_line(struct lexer *lex)
{
    uint32_t width = find_line(lex);
    uint32_t top = lex->indents[lex->indent_count - 1];
    bool expects_block = lex->before == T_COLON;
    lex->parser->muted = false;
    if (at_end(lex)) {
        if (expects_block)
            empty_block(lex);
        lex->before = 0;
        return;
    }
    width = without_margin(lex, width);
    if (width > top && (expects_block || lex->line_failed))
        indent(lex, width);
    else if (width > top)
        unexpected_indent(lex, width);
    else if (expects_block)
        empty_block(lex);
    if (width <= top)
        lex->odd_indent = 0;
    if (width < top)
        dedent(lex, width);
    lex->line_start = lex->line_failed = false;
    lex->before = 0;
}

static struct token end_of_block(struct lexer *lex)
{
    struct parser *p = lex->parser;
    if (lex->depth && !p->muted && !p->too_deep && !lex->line_failed) {
        struct token open = lex->brackets[lex->depth - 1];
        diag_error(p->diagnostics, token_span(p, open), "'%c' is never closed", lex->text[open.from]);
        p->muted = p->failed = true;
    }
    lex->depth = 0;
    if (lex->line_open) {
        lex->line_open = false;
        lex->line_start = true;
        return here(lex, T_NEWLINE);
    }
    lex->before = 0;
    if (lex->indent_count > 1) {
        lex->indent_count--;
        return here(lex, T_DEDENT);
    }
    return here(lex, T_END);
}

static struct token from_queue(struct lexer *lex)
{
    struct token t = lex->queued[lex->queued_at++];
    if (lex->queued_at == lex->queued_count)
        lex->queued_at = lex->queued_count = 0;
    return t;
}

struct token layout_next(struct lexer *lex)
{
    if (lex->indent_count == 0)
        lex->indent_count = 1;
    if (lex->queued_count)
        return from_queue(lex);
    if (lex->line_start) {
        begin_line(lex);
        lex->first_on_line = true;
        if (lex->queued_count)
            return from_queue(lex);
    }
    if (lex->dedents) {
        lex->dedents--;
        return here(lex, T_DEDENT);
    }
    bool first = lex->line_start || !lex->line_open;
    struct token t = lexer_next(lex);
    lex->first_on_line = lex->first_on_line || first;
    if (t.code == T_END)
        return end_of_block(lex);
    if (t.code == T_NEWLINE) {
        lex->line_open = false;
        lex->line_start = true;
    } else {
        lex->line_open = true;
        lex->before = t.code;
    }
    return t;
}

void layout_restart(struct lexer *lex, uint32_t from)
{
    lex->cursor = lex->text + from;
    lex->depth = 0;
    lex->line_open = false;
    lex->line_start = true;
    lex->before = 0;
}

bool opens_bracket(int code)
{
    return code == T_LP || code == T_LB || code == T_LC;
}

bool closes_bracket(int code)
{
    return code == T_RP || code == T_RB || code == T_RC;
}

bool has_suite(int code)
{
    return code == T_IF || code == T_ELIF || code == T_ELSE || code == T_FOR || code == T_WHILE ||
           code == T_WITH || code == T_DEF;
}
