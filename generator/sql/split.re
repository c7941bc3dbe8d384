/*
 * split.re: bytes to tokens. Every condition may be left after any byte, so text may be cut anywhere;
 * what a token means for its statement is statement.c's matter.
 */
#include "sql/state.h"

#include <string.h>

struct lexer {
    struct splitter *s;
    struct split_level *v; /* s->outer, or s->inner for the body of a dollar quote */
    const char *start;     /* of the whole text */
    const char *cursor, *limit;
    const char *from;  /* text of the statement that hasn't been passed on yet; NULL: none */
    const char *token; /* where the token in hand begins, in this text */
    struct span at;
    bool exact;
    struct split_sink *sink;
    struct diagnostics *d;
    void (*each)(void *with, struct aludel_text token); /* split_tokens */
    void *with;
};

static struct span span_of(const struct lexer *l, const char *from, const char *to)
{
    struct span span = l->at;
    if (l->exact && span.source) {
        span.from = l->at.from + (uint32_t)(from - l->start);
        span.to = l->at.from + (uint32_t)(to - l->start);
    }
    return span;
}

static bool is_outer(const struct lexer *l)
{
    return l->v == &l->s->outer;
}

static bool is_postgresql(const struct lexer *l)
{
    return l->s->dialect == ALUDEL_POSTGRESQL;
}

/* ---- What goes out ----------------------------------------------------------------------- */

static void pass_on(struct lexer *l, const char *to)
{
    if (l->from && to > l->from && l->sink)
        l->sink->text(l->sink, l->from, (size_t)(to - l->from), span_of(l, l->from, to));
    l->from = l->s->in_statement ? to : NULL;
}

/* The first token of a statement begins at `at`; `held` is a byte of it that an earlier text ended with. */
static void statement_begins(struct lexer *l, const char *at, const char *held, struct span held_at)
{
    if (!is_outer(l) || l->s->in_statement)
        return;
    l->s->in_statement = true;
    l->s->statement = held ? held_at : span_of(l, at, at + 1);
    l->s->serial++;
    if (held && l->sink)
        l->sink->text(l->sink, held, 1, held_at);
    l->from = at;
}

static void semicolon(struct lexer *l, const char *at)
{
    struct splitter *s = l->s;
    if (is_outer(l) && !s->in_statement)
        return;
    if (!is_outer(l) || !statement_semicolon(s)) {
        memcpy(l->v->last, ";", 2);
        return;
    }
    statement_unfinished(s, l->d);
    pass_on(l, at);
    if (l->sink)
        l->sink->end(l->sink, s, span_of(l, at, at + 1));
    statement_reset(s);
    l->from = NULL;
}

static void normalised(struct lexer *l, const char *to)
{
    if (l->each && is_outer(l) && l->token && to > l->token)
        l->each(l->with, (struct aludel_text){l->token, (size_t)(to - l->token)});
    l->token = NULL;
}

/* ---- Tokens ------------------------------------------------------------------------------ */

static void level_token(struct splitter *s, struct split_level *v, enum split_token kind, struct span at)
{
    static const char *const shown[TOKEN_OTHER + 1] = {
        [TOKEN_STRING] = "'…'", [TOKEN_ESTRING] = "E'…'", [TOKEN_NAME] = "\"…\""};
    const char *text = shown[kind] ? shown[kind] : v->token;
    if (v == &s->outer)
        statement_token(s, kind, text, at);
    v->after_estring = kind == TOKEN_ESTRING;
    size_t n = strlen(text);
    n = n < SPLIT_WORD_SIZE ? n : SPLIT_WORD_SIZE - 1;
    memcpy(v->last, text, n);
    v->last[n] = 0;
}

static void level_clear(struct split_level *v)
{
    v->state = STATE_code;
    v->token_size = 0;
    v->token[0] = 0;
}

static void token_begin(struct lexer *l, const char *at, enum split_state state)
{
    statement_begins(l, at, NULL, l->at);
    l->token = at;
    l->v->opened = span_of(l, at, at + 1);
    l->v->state = (uint8_t)state;
    l->v->token_size = 0;
    l->v->token[0] = 0;
}

/* What doesn't fit is dropped: no word that means something is that long. A tag is kept as written. */
static void token_put(struct lexer *l, const char *z, const char *end)
{
    struct split_level *v = l->v;
    for (; z < end && v->token_size < SPLIT_TAG_SIZE - 1; z++) {
        bool raise = v->state != STATE_tag && *z >= 'a' && *z <= 'z';
        v->token[v->token_size++] = (char)(raise ? *z - 'a' + 'A' : *z);
    }
    v->token[v->token_size] = 0;
}

static void token_end(struct lexer *l, enum split_token kind, const char *to)
{
    level_token(l->s, l->v, kind, l->token ? span_of(l, l->token, to) : l->v->opened);
    level_clear(l->v);
    normalised(l, to);
}

static void one_byte(struct lexer *l, const char *at)
{
    token_begin(l, at, STATE_op);
    token_put(l, at, at + 1);
    token_end(l, TOKEN_OTHER, at + 1);
}

static void quote_begin(struct lexer *l, const char *at, enum split_state state)
{
    statement_begins(l, at, NULL, l->at);
    if (!l->token)
        l->token = at;
    bool continued = state == STATE_string && l->v->after_estring;
    l->v->state = continued ? STATE_estring : (uint8_t)state;
    l->v->opened = span_of(l, at, at + 1);
    l->v->token_size = 0;
    l->v->token[0] = 0;
}

static void say_behind_hole(struct lexer *l, const char *at)
{
    if (!l->d)
        return;
    diag_error(l->d, span_of(l, at, at + 1), "a quote right behind an expression");
    diag_hint(l->d, "put a space between, or move the expression inside the quote");
}

/* A ' or " behind a word: E'…', U&'…' and the like are one token, others begin a new one. */
static bool prefixed(struct lexer *l, const char *at)
{
    static const char *const kinds[] = {"E", "B", "X", "N", NULL};
    if (l->v->token[0] == '}')
        say_behind_hole(l, at);
    if (!is_postgresql(l) || !word_in(l->v->token, kinds))
        return false;
    quote_begin(l, at, l->v->token[0] == 'E' ? STATE_estring : STATE_string);
    return true;
}

static void unicode_quote(struct lexer *l, const char *at, enum split_state state)
{
    quote_begin(l, at, state);
    l->v->unicode = 1;
}

static void quote_end(struct lexer *l, enum split_token kind, const char *to)
{
    l->v->unicode = 0;
    token_end(l, kind, to);
}

/* ---- Operators, comments ------------------------------------------------------------------- */

/* An operator's first byte. `-` and `/` between statements may open a comment, which isn't passed on: they
 * don't begin a statement before that is known. */
static void op_begin(struct lexer *l, const char *at, enum split_state state)
{
    if (state == STATE_op || l->s->in_statement)
        token_begin(l, at, state);
    l->token = at;
    l->v->state = (uint8_t)state;
    l->v->token_size = 0;
    token_put(l, at, at + 1);
    l->v->opened = span_of(l, at, at + 1);
}

/* A `-` or `/` in an operator: a comment that it opens begins here, also when the text is cut behind it. */
static void op_may_end(struct lexer *l, const char *at, enum split_state state)
{
    token_put(l, at, l->cursor);
    l->v->opened = span_of(l, at, l->cursor);
    l->v->state = (uint8_t)state;
}

/* The byte behind a `-` or `/` didn't make it a comment. */
static void op_goes_on(struct lexer *l)
{
    const char *held = l->token ? NULL : l->v->token;
    if (!l->s->in_statement)
        statement_begins(l, l->token ? l->token : l->start, held, l->v->opened);
    l->v->state = STATE_op;
}

/* It did: what stands before those two bytes is a token. */
static void comment_begin(struct lexer *l, const char *second, enum split_state state)
{
    struct split_level *v = l->v;
    const char *begin = second > l->start ? second - 1 : l->start;
    struct span opened = second > l->start ? span_of(l, begin, second + 1) : v->opened;
    v->token[--v->token_size] = 0;
    if (v->token_size) {
        level_token(l->s, v, TOKEN_OTHER, opened);
        normalised(l, begin);
    }
    l->token = NULL;
    level_clear(v);
    v->state = (uint8_t)state;
    v->comment_depth = 1;
    v->opened = opened;
}

static void comment_end(struct lexer *l)
{
    l->v->state = STATE_code;
    l->v->comment_depth = 0;
}

/* ---- Dollar quotes --------------------------------------------------------------------------- */

static void body_begin(struct lexer *l)
{
    struct split_level *v = l->v;
    memcpy(v->tag, v->token, (size_t)v->token_size + 1);
    v->tag_size = v->token_size;
    v->tag_matched = 0;
    level_clear(v);
    v->state = STATE_body;
    if (is_outer(l)) {
        memset(&l->s->inner, 0, sizeof l->s->inner);
        l->s->body_is_sql = body_is_sql(l->s);
    }
}

/* Looks for the closing tag; what stands before it goes to `inner`. Only the tag's ends are dollars, so a
 * mismatch starts over at most at the byte in hand. */
static const char *body_find(struct split_level *v, const char *z, const char *limit)
{
    for (; z < limit && v->tag_matched < v->tag_size; z++) {
        if (*z != v->tag[v->tag_matched])
            v->tag_matched = 0;
        if (*z == v->tag[v->tag_matched])
            v->tag_matched++;
    }
    return z;
}

static void lex(struct lexer *l);

static void body(struct lexer *l)
{
    struct split_level *v = l->v;
    const char *begin = l->cursor;
    const char *end = body_find(v, begin, l->limit);
    bool closed = v->tag_matched == v->tag_size;
    if (is_outer(l) && l->s->body_is_sql) {
        struct lexer inner = *l;
        inner.v = &l->s->inner;
        inner.limit = closed && end - begin > v->tag_size ? end - v->tag_size : end;
        inner.token = NULL;
        lex(&inner);
    }
    l->cursor = end;
    if (closed) {
        v->tag[0] = 0;
        v->tag_size = v->tag_matched = 0;
        if (is_outer(l))
            memset(&l->s->inner, 0, sizeof l->s->inner);
        token_end(l, TOKEN_STRING, end);
    }
}

/* ---- What isn't SQL ---------------------------------------------------------------------------- */

static void backslash(struct lexer *l, const char *at)
{
    one_byte(l, at);
    if (!is_outer(l) || !l->d)
        return;
    diag_error(l->d, span_of(l, at, at + 1), "a backslash outside quotes is not SQL");
    diag_hint(l->d, "psql's \\ commands work in psql only: write the SQL that they stand for");
}

static void control_bytes(struct lexer *l)
{
    if (!l->d)
        return;
    for (const char *z = l->cursor; z < l->limit && (z = memchr(z, ALUDEL_PARAMETER, (size_t)(l->limit - z))); z++) {
        diag_error(l->d, span_of(l, z, z + 1), "a control byte (1) can't stand in SQL text");
        diag_hint(l->d, "remove it, or write it as an escape of the database");
    }
}

static void say_refused(struct splitter *s, struct diagnostics *d)
{
    if (s->refused && d) {
        diag_error(d, s->refused_at, "%s", s->refused);
        diag_hint(d, "%s", s->refused_hint);
    }
    s->refused = NULL;
}

/* ---- The lexer ----------------------------------------------------------------------------------- */

/* One token, or a part of it; false at the end of the text. */
static bool step(struct lexer *l)
{
    struct split_level *v = l->v;
    const char *at = l->cursor;
    const char *marker = at;
    (void)marker;

#define GO(next) (v->state = STATE_##next)
#define AGAIN() (l->cursor = at) /* the byte is the next condition's */
    /*!re2c
    re2c:api = custom;
    re2c:api:style = free-form;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYPEEK = "(unsigned char)(l->cursor < l->limit ? *l->cursor : 0)";
    re2c:define:YYSKIP = "l->cursor++;";
    re2c:define:YYBACKUP = "marker = l->cursor;";
    re2c:define:YYRESTORE = "l->cursor = marker;";
    re2c:define:YYLESSTHAN = "l->cursor >= l->limit";
    re2c:define:YYGETCONDITION = "v->state";
    re2c:define:YYGETCONDITION:naked = 1;
    re2c:condenumprefix = "STATE_";
    re2c:yyfill:enable = 0;
    re2c:yych:conversion = 1;
    re2c:eof = 0;

    any = [\x00-\xff];
    space = [ \t\n\r\f\v];
    letter = [A-Za-z_\x80-\xff];
    wordy = [A-Za-z0-9_$\x80-\xff];
    opchar = [*<>=~!@#%^&|?+:];

    <code> space+ { return true; }
    <code> letter { token_begin(l, at, STATE_word); token_put(l, at, l->cursor); return true; }
    <code> [0-9] { token_begin(l, at, STATE_number); token_put(l, at, l->cursor); return true; }
    <code> "$" {
        token_begin(l, at, is_postgresql(l) ? STATE_dollar : STATE_word);
        token_put(l, at, l->cursor);
        return true;
    }
    <code> "'" { quote_begin(l, at, STATE_string); return true; }
    <code> "\"" { quote_begin(l, at, STATE_dquoted); return true; }
    <code> "`" {
        if (is_postgresql(l))
            one_byte(l, at);
        else
            quote_begin(l, at, STATE_backtick);
        return true;
    }
    <code> "[" {
        if (is_postgresql(l))
            one_byte(l, at);
        else
            quote_begin(l, at, STATE_bracket);
        return true;
    }
    <code> opchar { op_begin(l, at, STATE_op); return true; }
    <code> "-" { op_begin(l, at, STATE_minus); return true; }
    <code> "/" { op_begin(l, at, STATE_slash); return true; }
    <code> ";" { semicolon(l, at); normalised(l, at); l->token = at; normalised(l, l->cursor); return true; }
    <code> "\\" { backslash(l, at); return true; }
    <code> any { one_byte(l, at); return true; }

    <word> wordy+ { token_put(l, at, l->cursor); return true; }
    <word> "'" {
        if (!prefixed(l, at)) {
            token_end(l, TOKEN_WORD, at);
            AGAIN();
        }
        return true;
    }
    <word> "&" {
        if (is_postgresql(l) && !strcmp(v->token, "U")) {
            GO(uamp);
        } else {
            token_end(l, TOKEN_WORD, at);
            AGAIN();
        }
        return true;
    }
    <word> any { token_end(l, TOKEN_WORD, at); AGAIN(); return true; }

    <uamp> "'" { unicode_quote(l, at, STATE_string); return true; }
    <uamp> "\"" { unicode_quote(l, at, STATE_dquoted); return true; }
    <uamp> any {
        token_end(l, TOKEN_WORD, at);
        memcpy(v->token, "&", 2);
        v->token_size = 1;
        GO(op);
        AGAIN();
        return true;
    }

    <number> [0-9A-Za-z_.$\x80-\xff]+ { return true; }
    <number> any { token_end(l, TOKEN_NUMBER, at); AGAIN(); return true; }

    <dollar> "$" { token_put(l, at, l->cursor); body_begin(l); return true; }
    <dollar> letter { GO(tag); token_put(l, at, l->cursor); return true; }
    <dollar> [0-9] { GO(param); return true; }
    <dollar> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <param> [0-9]+ { return true; }
    <param> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <tag> [A-Za-z0-9_\x80-\xff]+ { token_put(l, at, l->cursor); return true; }
    <tag> "$" { token_put(l, at, l->cursor); body_begin(l); return true; }
    <tag> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <op> opchar+ { token_put(l, at, l->cursor); return true; }
    <op> "-" { op_may_end(l, at, STATE_minus); return true; }
    <op> "/" { op_may_end(l, at, STATE_slash); return true; }
    <op> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <minus> "-" { comment_begin(l, at, STATE_line); return true; }
    <minus> any { op_goes_on(l); AGAIN(); return true; }
    <slash> "*" { comment_begin(l, at, STATE_block); return true; }
    <slash> any { op_goes_on(l); AGAIN(); return true; }

    <string> [^']+ { return true; }
    <string> "'" { GO(string_quote); return true; }
    <string_quote> "'" { GO(string); return true; }
    <string_quote> any { quote_end(l, TOKEN_STRING, at); AGAIN(); return true; }

    <estring> [^'\\]+ { return true; }
    <estring> "\\" { GO(estring_back); return true; }
    <estring> "'" { GO(estring_quote); return true; }
    <estring_back> any { GO(estring); return true; }
    <estring_quote> "'" { GO(estring); return true; }
    <estring_quote> any { quote_end(l, TOKEN_ESTRING, at); AGAIN(); return true; }

    <dquoted> [^"]+ { return true; }
    <dquoted> "\"" { GO(dquoted_quote); return true; }
    <dquoted_quote> "\"" { GO(dquoted); return true; }
    <dquoted_quote> any { quote_end(l, TOKEN_NAME, at); AGAIN(); return true; }

    <backtick> [^`]+ { return true; }
    <backtick> "`" { GO(backtick_quote); return true; }
    <backtick_quote> "`" { GO(backtick); return true; }
    <backtick_quote> any { quote_end(l, TOKEN_NAME, at); AGAIN(); return true; }

    <bracket> [^\]]+ { return true; }
    <bracket> "]" { quote_end(l, TOKEN_NAME, l->cursor); return true; }

    <line> [^\n\r]+ { return true; }
    <line> "\n" { comment_end(l); return true; }
    <line> "\r" { if (is_postgresql(l)) comment_end(l); return true; }

    <block> [^*\x2f]+ { return true; }
    <block> "*" { GO(block_star); return true; }
    <block> "/" { if (is_postgresql(l)) GO(block_slash); return true; }
    <block_star> "/" {
        GO(block);
        if (!--v->comment_depth)
            comment_end(l);
        return true;
    }
    <block_star> "*" { return true; }
    <block_star> any { GO(block); AGAIN(); return true; }
    <block_slash> "*" { GO(block); v->comment_depth++; return true; }
    <block_slash> "/" { return true; }
    <block_slash> any { GO(block); AGAIN(); return true; }

    <body> any { AGAIN(); body(l); return true; }

    <code,word,uamp,number,dollar,param> $ { return false; }
    <tag,op,minus,slash,string,string_quote> $ { return false; }
    <estring,estring_back,estring_quote,dquoted,dquoted_quote,backtick> $ { return false; }
    <backtick_quote,bracket,line,block,block_star,block_slash> $ { return false; }
    <body> $ { return false; }
    */
#undef GO
#undef AGAIN
}

static void lex(struct lexer *l)
{
    while (step(l))
        ;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

/* A quote that touches a hole would melt into its value; a word that does is no prefix of a quote. In a body
 * the `$` may begin the closing tag, but no quote. */
static void behind_hole(struct lexer *l)
{
    struct splitter *s = l->s;
    l->v = s->outer.state == STATE_body && s->body_is_sql ? &s->inner : &s->outer;
    bool behind = l->v->behind_hole && l->cursor < l->limit;
    char c = behind ? *l->cursor : ' ';
    l->v->behind_hole = l->v->behind_hole && !behind;
    if (behind && l->v->state == STATE_code) {
        if (c == '$' && !is_outer(l))
            one_byte(l, l->cursor);
        else if (c == '\'' || c == '"' || c == '`' || c == '$') {
            say_behind_hole(l, l->cursor);
        } else if (is_letter(c)) {
            static const char hole[] = "}";
            token_begin(l, l->cursor, STATE_word);
            token_put(l, hole, &hole[1]);
        }
    }
    l->v = &s->outer;
}

static void run(struct lexer *l)
{
    l->from = l->s->in_statement ? l->start : NULL;
    l->token = NULL;
    bool goes_on = l->v->state != STATE_code && l->v->state != STATE_line && l->v->state < STATE_line;
    if (goes_on || l->v->state == STATE_body)
        l->token = l->each ? l->start : NULL;
    behind_hole(l);
    lex(l);
    pass_on(l, l->limit);
}

void split_init(struct splitter *s, enum aludel_dialect dialect)
{
    memset(s, 0, sizeof *s);
    s->dialect = dialect;
}

void split_text(struct splitter *s, struct aludel_text text, struct span at, bool exact,
                struct split_sink *sink, struct diagnostics *d)
{
    say_refused(s, d);
    struct lexer l = {.s = s, .v = &s->outer, .start = text.z, .cursor = text.z, .limit = text.z + text.n,
                      .at = at, .exact = exact, .sink = sink, .d = d};
    control_bytes(&l);
    run(&l);
}

void split_tokens_in(struct splitter *s, struct aludel_text text,
                     void (*each)(void *with, struct aludel_text token), void *with)
{
    struct lexer l = {.s = s, .v = &s->outer, .start = text.z, .cursor = text.z, .limit = text.z + text.n,
                      .each = each, .with = with};
    run(&l);
    normalised(&l, l.limit);
}

void split_tokens(enum aludel_dialect dialect, struct aludel_text text,
                  void (*each)(void *with, struct aludel_text token), void *with)
{
    struct splitter s;
    split_init(&s, dialect);
    split_tokens_in(&s, text, each, with);
}

/* ---- The end --------------------------------------------------------------------------------------- */

static const char *open_quote(const struct split_level *v)
{
    switch (v->state) {
    case STATE_string:
    case STATE_estring:
    case STATE_estring_back: return "this string";
    case STATE_dquoted:
    case STATE_backtick:
    case STATE_bracket: return "this quoted name";
    case STATE_block:
    case STATE_block_star:
    case STATE_block_slash: return "this comment";
    default: return NULL;
    }
}

static void say_open(struct splitter *s, struct diagnostics *d)
{
    const char *what = open_quote(&s->outer);
    if (s->outer.state == STATE_body) {
        diag_error(d, s->outer.opened, "this dollar quote isn't closed");
        diag_hint(d, "'%s' is missing", s->outer.tag);
    } else if (what) {
        diag_error(d, s->outer.opened, "%s isn't closed", what);
        diag_hint(d, "the text ends inside it");
    } else {
        statement_unfinished(s, d);
    }
}

void split_end(struct splitter *s, struct span at, struct split_sink *sink, struct diagnostics *d)
{
    if (!s->in_statement && (s->outer.state == STATE_minus || s->outer.state == STATE_slash))
        statement_begin(s, at, sink);
    level_settle(s, &s->outer, at);
    say_refused(s, d);
    if (d)
        say_open(s, d);
    if (s->in_statement && sink)
        sink->end(sink, s, at);
    statement_reset(s);
}
