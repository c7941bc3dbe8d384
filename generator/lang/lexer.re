/*
 * lexer.re: bytes to tokens. Three conditions: the template's text, the inside of a tag, and the Python
 * that stands in both. A lexer runs over the source itself, so that a token is two offsets.
 */
#include "lang/parser.h"

#include "grammar.h"

#include <string.h>

enum condition {
    yyctemplate,
    yycbegin, /* the template, at the begin of a line */
    yyctag,
    yycpython
};

void lexer_init(struct lexer *lex, struct parser *p, enum fragment fragment, uint32_t from, uint32_t limit)
{
    memset(lex, 0, sizeof *lex);
    lex->parser = p;
    lex->fragment = fragment;
    lex->text = p->source->text.z;
    lex->begin = lex->cursor = lex->text + from;
    lex->limit = lex->text + limit;
    lex->margin = -1;
    lex->line_start = true;
    lex->first_on_line = true;
}

static struct token token_from(const struct lexer *lex, int code, const char *from)
{
    struct token t = {code, (uint32_t)(from - lex->text), (uint32_t)(lex->cursor - lex->text)};
    return t;
}

/* Codes that never reach the grammar. */
enum {
    SKIP = -1,
    LINE_END = -2,
    COMMENT = -3,
    OPENING = -4,
    CLOSING = -5,
    STRAY = -6, /* "%>" or '!' */
    BAD_STRING = -7,
    BAD_TRIPLE = -8,
    BAD_NUMBER = -9,
    BAD_CHARACTER = -10
};

static int scan(struct lexer *lex, const char **start)
{
    *start = lex->cursor;
/*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = lex->cursor;
    re2c:define:YYMARKER = lex->marker;
    re2c:define:YYCTXMARKER = lex->context;
    re2c:define:YYGETCONDITION = "lex->condition";
    re2c:define:YYGETCONDITION:naked = 1;
    re2c:yyfill:enable = 0;
    re2c:yych:conversion = 1;

    eol = "\r"? "\n";
    blank = [ \t\f];
    letter = [A-Za-z_\x80-\xff];
    word = (letter | [0-9])+;
    name = letter (letter | [0-9])*;

    // The template.

    white = [ \t\r\n\f\v];
    quoted = "\"" [^"\x00]* "\"" | "'" [^'\x00]* "'";
    inside = (white+ word | white* "=" white* | quoted | white* "," white*)*;
    keyword = (word | [.:])+;
    known = "def" | "call" | "c" | "doc" | "text" | "include" | "namespace" | "inherit" | "block" | "page" |
            word ":" word;
    line = ("\\" eol | [^\r\n\x00])*;

    <begin> [ \t]* "%%" { return CHUNK_PERCENT; }
    <begin> [ \t]* "%" (("\\" eol | [^%\r\n\x00]) line)? eol? { return CHUNK_CONTROL; }
    <begin> [ \t]* "##" line eol? { return CHUNK_COMMENT; }
    <begin> "" { lex->condition = yyctemplate; return SKIP; }

    <template> [^$<\\\n\x00]+ { return CHUNK_TEXT; }
    <template> "\n" { return CHUNK_TEXT; }
    <template> [$<\\] { return CHUNK_TEXT; }
    <template> "\\" eol { return CHUNK_JOIN; }
    <template> "${" { return CHUNK_HOLE; }
    <template> "<%" { return CHUNK_CODE; }
    <template> "<%!" { return CHUNK_MODULE; }
    <template> "<%" keyword inside white* "/"? ">" { return CHUNK_TAG; }
    // Mako takes it for code, but Python it isn't: a '=' was forgotten.
    <template> "<%" known (inside white+ quoted)+ inside white* "/"? ">" { return CHUNK_TAG; }
    attribute = "file" | "name" | "expr" | "args";
    looks_like_tag = white* "/"? ">" | white+ word white* "=" white* ["'] | white+ (attribute white+)? ["'];
    <template> "<%" known / looks_like_tag { return CHUNK_BAD_TAG; }
    <template> "</%" [ \t]* [^ \t\r\n>\x00]+ [ \t]* ">" { return CHUNK_END_TAG; }
    <template> "</%" { return CHUNK_BAD_END_TAG; }
    <template> "\x00" { lex->cursor--; return CHUNK_END; }

    // The inside of a tag.

    <tag> white+ | "," { return SKIP; }
    <tag> word { return CHUNK_WORD; }
    <tag> "=" { return CHUNK_EQUALS; }
    <tag> quoted { return CHUNK_QUOTED; }
    <tag> ">" { return CHUNK_CLOSE; }
    <tag> "/>" { return CHUNK_CLOSE_EMPTY; }
    <tag> "\x00" { lex->cursor--; return CHUNK_END; }
    <tag> [^] { return CHUNK_OTHER; }

    // Python.

    <python> blank+ { return SKIP; }
    <python> "\\" eol { return SKIP; }
    <python> eol { return LINE_END; }
    <python> "#" [^\n\x00]* { return COMMENT; }
    <python> "\x00" { lex->cursor--; return T_END; }

    <python> "and" { return T_AND; }
    <python> "as" { return T_AS; }
    <python> "assert" { return T_ASSERT; }
    <python> "async" { return T_ASYNC; }
    <python> "await" { return T_AWAIT; }
    <python> "break" { return T_BREAK; }
    <python> "class" { return T_CLASS; }
    <python> "continue" { return T_CONTINUE; }
    <python> "def" { return T_DEF; }
    <python> "del" { return T_DEL; }
    <python> "elif" { return T_ELIF; }
    <python> "else" { return T_ELSE; }
    <python> "except" { return T_EXCEPT; }
    <python> "finally" { return T_FINALLY; }
    <python> "for" { return T_FOR; }
    <python> "from" { return T_FROM; }
    <python> "global" { return T_GLOBAL; }
    <python> "if" { return T_IF; }
    <python> "import" { return T_IMPORT; }
    <python> "in" { return T_IN; }
    <python> "is" { return T_IS; }
    <python> "lambda" { return T_LAMBDA; }
    <python> "nonlocal" { return T_NONLOCAL; }
    <python> "not" { return T_NOT; }
    <python> "or" { return T_OR; }
    <python> "pass" { return T_PASS; }
    <python> "raise" { return T_RAISE; }
    <python> "return" { return T_RETURN; }
    <python> "try" { return T_TRY; }
    <python> "while" { return T_WHILE; }
    <python> "with" { return T_WITH; }
    <python> "yield" { return T_YIELD; }
    <python> "None" { return T_NONE; }
    <python> "True" { return T_TRUE; }
    <python> "False" { return T_FALSE; }
    <python> name { return T_NAME; }

    digits = [0-9] ("_"? [0-9])*;
    decimal = [1-9] ("_"? [0-9])* | "0" ("_"? "0")*;
    integer = decimal | "0" [xX] ("_"? [0-9a-fA-F])+ | "0" [oO] ("_"? [0-7])+ | "0" [bB] ("_"? [01])+;
    exponent = [eE] [+-]? digits;
    number = digits? "." digits exponent? | digits "." exponent? | digits exponent;
    <python> integer { return T_INT; }
    <python> number { return T_FLOAT; }
    <python> (integer | number | "0" [0-9_]*) word { return BAD_NUMBER; }

    prefix = [rRbBfFuU] | [bB] [rR] | [rR] [bB] | [fF] [rR] | [rR] [fF];
    escape = "\\" [^\r\n\x00] | "\\" eol;
    long_escape = "\\" [^\x00];
    <python> prefix? "'" (escape | [^'\\\r\n\x00])* "'" { return T_STRING; }
    <python> prefix? "\"" (escape | [^"\\\r\n\x00])* "\"" { return T_STRING; }
    <python> prefix? "'''" ("'"{0,2} (long_escape | [^'\\\x00]))* "'''" { return T_STRING; }
    <python> prefix? "\"\"\"" ("\""{0,2} (long_escape | [^"\\\x00]))* "\"\"\"" { return T_STRING; }
    <python> prefix? ("'''" | "\"\"\"") { return BAD_TRIPLE; }
    <python> prefix? ["'] { return BAD_STRING; }

    <python> [([{] { return OPENING; }
    <python> [)\]}] { return CLOSING; }
    <python> "+" { return T_PLUS; }
    <python> "-" { return T_MINUS; }
    <python> "*" { return T_STAR; }
    <python> "/" { return T_SLASH; }
    <python> "//" { return T_DOUBLESLASH; }
    <python> "%" { return T_PERCENT; }
    <python> "**" { return T_DOUBLESTAR; }
    <python> "@" { return T_AT; }
    <python> "&" { return T_AMP; }
    <python> "|" { return T_BAR; }
    <python> "^" { return T_CARET; }
    <python> "~" { return T_TILDE; }
    <python> "<<" { return T_SHL; }
    <python> ">>" { return T_SHR; }
    <python> "<" { return T_LT; }
    <python> ">" { return T_GT; }
    <python> "<=" { return T_LE; }
    <python> ">=" { return T_GE; }
    <python> "==" { return T_EQEQ; }
    <python> "!=" { return T_NE; }
    <python> "<>" { return T_NE; }
    <python> "=" { return T_EQ; }
    <python> ":=" { return T_WALRUS; }
    <python> ":" { return T_COLON; }
    <python> "," { return T_COMMA; }
    <python> ";" { return T_SEMI; }
    <python> "." { return T_DOT; }
    <python> "..." { return T_ELLIPSIS; }
    <python> "->" { return T_ARROW; }
    <python> ([-+*/%@&|^] | "//" | "**" | "<<" | ">>") "=" { return T_AUGMENT; }
    <python> "%>" { return STRAY; }
    <python> "&&" { return T_AMP; }
    <python> "||" { return T_BAR; }
    <python> "!" { return STRAY; }
    <python> [\x01-\x7f] { return BAD_CHARACTER; }
*/
}

/* The template. */

struct token chunk_next(struct lexer *lex)
{
    const char *start;
    int code;
    bool line_begin = lex->cursor == lex->begin || lex->cursor[-1] == '\n';
    lex->condition = line_begin ? yycbegin : yyctemplate;
    while ((code = scan(lex, &start)) == SKIP)
        continue;
    return token_from(lex, code, start);
}

struct token tag_next(struct lexer *lex)
{
    const char *start;
    int code;
    lex->condition = yyctag;
    while ((code = scan(lex, &start)) == SKIP)
        continue;
    return token_from(lex, code, start);
}

/* Python. */

static const struct bracket {
    char open, close;
    int open_code, close_code;
} brackets[] = {{'(', ')', T_LP, T_RP}, {'[', ']', T_LB, T_RB}, {'{', '}', T_LC, T_RC}};

static const struct bracket *bracket_of(char c)
{
    for (size_t i = 0; i < 3; i++)
        if (brackets[i].open == c || brackets[i].close == c)
            return &brackets[i];
    return NULL;
}

static const struct bracket *open_bracket(const struct lexer *lex, uint32_t below)
{
    return bracket_of(lex->text[lex->brackets[lex->depth - 1 - below].from]);
}

static struct token end_at(struct lexer *lex, const char *start)
{
    lex->cursor = start;
    return token_from(lex, T_END, start);
}

static struct token take_opening(struct lexer *lex, const char *start)
{
    struct token t = token_from(lex, bracket_of(*start)->open_code, start);
    if (lex->depth == MOST_BRACKETS) {
        say_too_deep(lex->parser, token_span(lex->parser, t));
        lex->limit = start;
        return end_at(lex, start);
    }
    lex->brackets[lex->depth++] = t;
    return t;
}

static void never_closed(struct lexer *lex, struct token *also)
{
    struct parser *p = lex->parser;
    struct token open = lex->brackets[lex->depth - 1];
    if (!p->muted && !p->lost) {
        diag_error(p->diagnostics, token_span(p, open), "'%c' is never closed", lex->text[open.from]);
        if (also)
            diag_also(p->diagnostics, token_span(p, *also), "'%c' stands here instead",
                      lex->text[also->from]);
    }
    p->muted = p->failed = true;
}

/* A bracket that closes another than the innermost open one. */
static struct token take_wrong(struct lexer *lex, struct token t, const struct bracket *b)
{
    const struct bracket *innermost = open_bracket(lex, 0);
    never_closed(lex, &t);
    lex->depth--;
    if (lex->depth && open_bracket(lex, 0) == b)
        lex->depth--;
    else
        t.code = innermost->close_code;
    return t;
}

static struct token take_closing(struct lexer *lex, const char *start)
{
    struct parser *p = lex->parser;
    const struct bracket *b = bracket_of(*start);
    struct token t = token_from(lex, b->close_code, start);
    bool ends = *start == '}' && (lex->fragment == FRAGMENT_HOLE || lex->fragment == FRAGMENT_FIELD);
    if (lex->depth && open_bracket(lex, 0) == b) {
        lex->depth--;
        return t;
    }
    if (lex->depth && !ends)
        return take_wrong(lex, t, b);
    if (lex->depth)
        never_closed(lex, &t);
    if (ends)
        return end_at(lex, start);
    if (!p->muted && !p->lost)
        diag_error(p->diagnostics, token_span(p, t), "unmatched '%c'", *start);
    p->failed = p->muted = true;
    t.code = SKIP;
    return t;
}

/* Skips to the end of the line (or of the fragment) and gives what is there as a string. */
static struct token take_bad_string(struct lexer *lex, const char *start, bool triple)
{
    struct parser *p = lex->parser;
    struct token t = token_from(lex, T_STRING, start);
    diag_error(p->diagnostics, token_span(p, t), "unterminated %sstring", triple ? "triple-quoted " : "");
    if (!triple)
        diag_hint(p->diagnostics, "a string ends on its line, unless it has three quotes on each side");
    p->failed = p->muted = true;
    while (lex->cursor < lex->limit && *lex->cursor && *lex->cursor != '\n' &&
           !(lex->fragment == FRAGMENT_SUITE && lex->cursor[0] == '%' && lex->cursor[1] == '>'))
        lex->cursor++;
    return token_from(lex, T_STRING, start);
}

static struct token take_bad_number(struct lexer *lex, const char *start)
{
    struct parser *p = lex->parser;
    struct token t = token_from(lex, T_NONE, start);
    struct aludel_text z = token_text(p, t);
    diag_error(p->diagnostics, token_span(p, t), "'%.*s' is not a number", (int)z.n, z.z);
    if (z.n > 1 && z.z[0] == '0' && z.z[1] >= '0' && z.z[1] <= '9')
        diag_hint(p->diagnostics, "no leading zeros; an octal number begins with 0o");
    else if (z.z[z.n - 1] == 'j' || z.z[z.n - 1] == 'J')
        diag_hint(p->diagnostics, "there are no complex numbers here");
    p->failed = true;
    return t;
}

static struct token take_bad_character(struct lexer *lex, const char *start)
{
    struct parser *p = lex->parser;
    struct token t = token_from(lex, SKIP, start);
    char c = *start;
    if (!p->muted && !p->lost) {
        if ((unsigned char)c < ' ' || c == 0x7f)
            diag_error(p->diagnostics, token_span(p, t), "unexpected control character 0x%02x", (unsigned)c);
        else
            diag_error(p->diagnostics, token_span(p, t), "unexpected '%c'", c);
        if (c == '!')
            diag_hint(p->diagnostics, "write 'not'");
        else if (c == '\\')
            diag_hint(p->diagnostics, "a backslash goes on in the next line: nothing may stand behind it");
    }
    p->failed = p->muted = true;
    return t;
}

/* "%>", and '!' alone. */
static struct token take_stray(struct lexer *lex, const char *start)
{
    if (*start == '%' && lex->fragment == FRAGMENT_SUITE)
        return end_at(lex, start);
    if (*start == '%') {
        lex->cursor = start + 1;
        return token_from(lex, T_PERCENT, start);
    }
    if (lex->fragment == FRAGMENT_FIELD && lex->depth == 0)
        return end_at(lex, start);
    return take_bad_character(lex, start);
}

static void note_comment(struct lexer *lex, const char *start)
{
    if (lex->cursor > lex->limit)
        lex->cursor = lex->limit;
    for (const char *z = start; z + 1 < lex->cursor && !lex->comment_end; z++)
        if (z[0] == '%' && z[1] == '>')
            lex->comment_end = z;
}

/* What ends a fragment, or means something else in one. */
static int code_in_fragment(const struct lexer *lex, int code, const char *start)
{
    if (lex->depth)
        return code;
    if (lex->fragment == FRAGMENT_FIELD && (code == T_COLON || code == T_EQ || code == T_WALRUS))
        return T_END;
    if (lex->fragment == FRAGMENT_HOLE && code == T_BAR && lex->cursor == start + 1)
        return T_FILTER;
    return code;
}

static struct token take(struct lexer *lex, int code, const char *start)
{
    switch (code) {
    case OPENING: return take_opening(lex, start);
    case CLOSING: return take_closing(lex, start);
    case BAD_STRING: return take_bad_string(lex, start, false);
    case BAD_TRIPLE: return take_bad_string(lex, start, true);
    case BAD_NUMBER: return take_bad_number(lex, start);
    case BAD_CHARACTER: return take_bad_character(lex, start);
    case STRAY: return take_stray(lex, start);
    }
    code = code_in_fragment(lex, code, start);
    return code == T_END ? end_at(lex, start) : token_from(lex, code, start);
}

/* A token that runs over the end of its fragment: a string, or a name that the quote behind it made look like
 * the prefix of one. */
static int cut_at_limit(struct lexer *lex, int code, const char *start)
{
    lex->cursor = lex->limit;
    if (code != T_STRING && code != BAD_STRING && code != BAD_TRIPLE)
        return code;
    if (strcspn(start, "'\"") >= (size_t)(lex->limit - start))
        return T_NAME;
    lex->cursor = start + 1;
    return BAD_TRIPLE;
}

struct token lexer_next(struct lexer *lex)
{
    const char *start;
    lex->first_on_line = false;
    for (;;) {
        lex->condition = yycpython;
        int code = scan(lex, &start);
        if (start >= lex->limit)
            return end_at(lex, lex->limit);
        if (lex->cursor > lex->limit)
            code = cut_at_limit(lex, code, start);
        if (code == COMMENT) {
            note_comment(lex, start);
        } else if (code == LINE_END) {
            if (lex->fragment == FRAGMENT_SUITE && lex->depth == 0)
                return token_from(lex, T_NEWLINE, start);
            lex->first_on_line = true;
        } else if (code != SKIP) {
            struct token t = take(lex, code, start);
            if (t.code != SKIP)
                return t;
        }
    }
}
