/* fragment.c: one piece of the expression language through the grammar, and the pieces that stand in its strings. */
#include "lang/parser.h"

#include "grammar.h"

/* f-strings. ------------------------------------------------------------------------------------------- */

static struct node *make_piece(struct parser *p, const struct string *s, uint32_t from, uint32_t to)
{
    struct token t = {0, from, to};
    return make_constant(p, t, string_value(p, s, from, to, s->format));
}

/* `level`: 0 the string, 1 the format of a field, 2 the format of a field in that. */
enum { LEVELS = 3 };
static struct node *make_pieces(struct parser *p, const struct string *s, uint32_t *at, int level);

/* The end of an expression inside a field: '}', '!', ':', '='. */
static char field_end(const struct lexer *lex, const struct string *s)
{
    uint32_t at = lexer_offset(lex);
    return at < s->to ? lex->text[at] : 0;
}

static void expected_in_field(struct parser *p, uint32_t at, const char *what)
{
    diag_error(p->diagnostics, span_of(p, at, at), "expected %s in this field of the f-string", what);
    p->failed = true;
}

/* !r, !s or !a */
static void read_conversion(struct parser *p, const struct string *s, struct node *field, uint32_t *at)
{
    const char *z = p->source->text.z;
    if (z[*at] != '!' || *at >= s->to)
        return;
    field->text.z = z + *at + 1;
    field->text.n = 1;
    if (*at + 1 < s->to && (z[*at + 1] == 'r' || z[*at + 1] == 's' || z[*at + 1] == 'a'))
        *at += 2;
    else
        expected_in_field(p, *at + 1, "'r', 's' or 'a'");
}

static void read_spec(struct parser *p, const struct string *s, struct node *field, uint32_t *at, int level)
{
    if (*at >= s->to || p->source->text.z[*at] != ':')
        return;
    ++*at;
    if (level + 1 == LEVELS)
        say_too_deep(p, field->span);
    else
        field->b = adopt(p, field, make_pieces(p, s, at, level + 1));
}

/* {x=} writes the text of the expression first. */
static bool read_debug(struct parser *p, const struct string *s, struct node *pieces, uint32_t from,
                       uint32_t *at)
{
    const char *z = p->source->text.z;
    if (*at >= s->to || z[*at] != '=')
        return false;
    ++*at;
    while (*at < s->to && (z[*at] == ' ' || z[*at] == '\t'))
        ++*at;
    append(p, pieces, make_piece(p, s, from, *at));
    return true;
}

/* At a '{': the field, up to behind its '}'. */
static void read_field(struct parser *p, const struct string *s, struct node *pieces, uint32_t *at, int level)
{
    uint32_t open = *at;
    const char *z = p->source->text.z;
    size_t errors = p->diagnostics->errors;
    struct lexer lex;
    lexer_init(&lex, p, FRAGMENT_FIELD, open + 1, s->to);
    struct node *value = fragment_parse(&lex);
    *at = lexer_offset(&lex);
    if (!value) {
        p->failed = p->muted = true;
        *at = s->to;
        return;
    }
    struct node *field = make(p, N_FIELD, span_of(p, open, *at));
    field->a = adopt(p, field, value);
    bool debug = field_end(&lex, s) == '=' && read_debug(p, s, pieces, open + 1, at);
    read_conversion(p, s, field, at);
    read_spec(p, s, field, at, level);
    if (debug && !field->b && !field->text.n)
        field->text = AL_TEXT("r");
    if (*at < s->to && z[*at] == '}') {
        ++*at;
    } else {
        if (p->diagnostics->errors == errors)
            expected_in_field(p, *at, "'}'");
        *at = s->to;
    }
    field->span.to = *at;
    append(p, pieces, field);
}

static void add_piece(struct parser *p, const struct string *s, struct node *pieces, uint32_t from,
                      uint32_t to)
{
    if (to > from)
        append(p, pieces, make_piece(p, s, from, to));
}

/* Pieces up to the end of the string, or of the format spec. */
static struct node *make_pieces(struct parser *p, const struct string *s, uint32_t *at, int level)
{
    const char *z = p->source->text.z;
    struct node *pieces = make(p, N_FSTRING, span_of(p, *at, *at));
    uint32_t from = *at;
    while (*at < s->to) {
        char c = z[*at];
        if (level && c == '}')
            break;
        if ((c == '{' || c == '}') && *at + 1 < s->to && z[*at + 1] == c && !level) {
            *at += 2;
        } else if (c == '{') {
            add_piece(p, s, pieces, from, *at);
            read_field(p, s, pieces, at, level);
            from = *at;
        } else if (c == '}') {
            bad_string(p, *at, *at + 1, "a single '}' in an f-string", "write '}}'");
            from = ++*at;
        } else {
            *at += c == '\\' && !s->raw && *at + 1 < s->to && z[*at + 1] != '{' && z[*at + 1] != '}' ? 2 : 1;
        }
    }
    add_piece(p, s, pieces, from, *at);
    pieces->span.to = *at;
    return pieces;
}

static struct node *make_string(struct parser *p, struct token t)
{
    struct string s = read_quotes(p, t);
    if (!s.format)
        return make_constant(p, t, string_value(p, &s, s.from, s.to, false));
    uint32_t at = s.from;
    struct node *n = make_pieces(p, &s, &at, 0);
    n->span = token_span(p, t);
    return n;
}

/* Tokens. ---------------------------------------------------------------------------------------------- */

static struct token next(struct lexer *lex)
{
    return lex->fragment == FRAGMENT_SUITE ? layout_next(lex) : lexer_next(lex);
}

/* The token that is taken next; the one before it is kept. */
static struct token advance(struct parser *p, struct lexer *lex)
{
    struct token t = next(lex);
    int before = p->current.code;
    if (before == T_NEWLINE || before == T_INDENT || before == T_DEDENT || before == 0)
        p->first = t;
    p->previous = p->current;
    p->current = t;
    return t;
}

/* After an error: a suite goes on with its next statement, any other fragment ends. */
static bool recover(struct parser *p, struct lexer *lex, struct grammar *g)
{
    if (lex->fragment != FRAGMENT_SUITE)
        return false;
    struct token t = p->current;
    if (lex->depth && lex->first_on_line && p->muted) {
        struct token line_end = {T_NEWLINE, t.from, t.from};
        grammar_take(g, line_end);
        layout_restart(lex, t.from);
    }
    return true;
}

/* A string becomes a node here, and not in the grammar, because what stands in an f-string is fragments again. */
static void run(struct parser *p, struct lexer *lex, struct grammar *g)
{
    struct token t;
    do {
        t = advance(p, lex);
        if (grammar_wants_string(g))
            p->string = make_string(p, p->previous);
        if (grammar_take(g, t))
            continue;
        t.code = t.code == T_END ? 0 : t.code;
        syntax_error(p, t, grammar_expected(g));
        if (!recover(p, lex, g))
            break;
    } while (p->current.code != T_END && !p->too_deep);
}

/* The fragment. ---------------------------------------------------------------------------------------- */

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
    uint32_t at = lexer_offset(lex);
    p->lexer = lex;
    p->result = NULL;
    p->previous = p->current = p->first = none;
    p->failed = p->muted = p->lost = p->broken = false;
    p->too_big = NULL;
    struct grammar *g = grammar_begin(p, (struct token){start_of(lex->fragment), at, at});
    run(p, lex, g);
    grammar_end(g);
    check_too_big(p);
    struct node *result = p->failed && lex->fragment != FRAGMENT_SUITE ? NULL : p->result;
    outer.too_deep = p->too_deep;
    *p = outer;
    return result;
}
