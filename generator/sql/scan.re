/*
 * scan.re: which bytes are what. Every condition may be left after any byte, so text may be cut anywhere; what is made
 * of the bytes is lexer.c's matter.
 */
#include "sql/lexer.h"

#include <string.h>

/* A dollar quote, as far as it goes in this text; what stands in it is scanned as the inner level. */
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
        scan(&inner);
    }
    l->cursor = end;
    if (closed)
        body_end(l);
}

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
    <code> letter { token_begin(l, at, STATE_word); return true; }
    <code> [0-9] { token_begin(l, at, STATE_number); return true; }
    <code> "$" {
        token_begin(l, at, is_postgresql(l) ? STATE_dollar : STATE_word);
        return true;
    }
    <code> "'" { quote_begin(l, at, STATE_string); return true; }
    <code> "\"" { quote_begin(l, at, STATE_dquoted); return true; }
    <code> "`" {
        if (is_postgresql(l))
            token_byte(l, at);
        else
            quote_begin(l, at, STATE_backtick);
        return true;
    }
    <code> "[" {
        if (is_postgresql(l))
            token_byte(l, at);
        else
            quote_begin(l, at, STATE_bracket);
        return true;
    }
    <code> opchar { op_begin(l, at, STATE_op); return true; }
    <code> "-" { op_begin(l, at, STATE_minus); return true; }
    <code> "/" { op_begin(l, at, STATE_slash); return true; }
    <code> ";" { take_semicolon(l, at); return true; }
    <code> "\\" { take_backslash(l, at); return true; }
    <code> any { token_byte(l, at); return true; }

    <word> wordy+ { level_put(v, at, l->cursor); return true; }
    <word> "'" {
        if (!quote_behind_word(l, at)) {
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

    <uamp> "'" { quote_begin_unicode(l, at, STATE_string); return true; }
    <uamp> "\"" { quote_begin_unicode(l, at, STATE_dquoted); return true; }
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

    <dollar> "$" { level_put(v, at, l->cursor); body_begin(l); return true; }
    <dollar> letter { GO(tag); level_put(v, at, l->cursor); return true; }
    <dollar> [0-9] { GO(parameter); return true; }
    <dollar> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <parameter> [0-9]+ { return true; }
    <parameter> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <tag> [A-Za-z0-9_\x80-\xff]+ { level_put(v, at, l->cursor); return true; }
    <tag> "$" { level_put(v, at, l->cursor); body_begin(l); return true; }
    <tag> any { token_end(l, TOKEN_OTHER, at); AGAIN(); return true; }

    <op> opchar+ { level_put(v, at, l->cursor); return true; }
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

    <code,word,uamp,number,dollar,parameter> $ { return false; }
    <tag,op,minus,slash,string,string_quote> $ { return false; }
    <estring,estring_back,estring_quote,dquoted,dquoted_quote,backtick> $ { return false; }
    <backtick_quote,bracket,line,block,block_star,block_slash> $ { return false; }
    <body> $ { return false; }
    */
#undef GO
#undef AGAIN
}

void scan(struct lexer *l)
{
    while (step(l))
        ;
}
