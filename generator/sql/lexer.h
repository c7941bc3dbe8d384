/*
 * lexer.h: what is made of bytes. scan.re knows which bytes are what and calls these; each is told where the bytes
 * stand, and `l->cursor` is behind them.
 */
#ifndef SQL_LEXER_H
#define SQL_LEXER_H

#include "sql/state.h"

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

static inline bool is_outer(const struct lexer *l)
{
    return l->v == &l->s->outer;
}

static inline bool is_postgresql(const struct lexer *l)
{
    return l->s->dialect == ALUDEL_POSTGRESQL;
}

struct span lexer_span(const struct lexer *l, const char *from, const char *to);

/* What goes out, up to `to`: text to the sink, the token in hand to `each`. */
void pass_text(struct lexer *l, const char *to);
void pass_token(struct lexer *l, const char *to);

void token_begin(struct lexer *l, const char *at, enum split_state state);
void token_end(struct lexer *l, enum split_token kind, const char *to);
void token_byte(struct lexer *l, const char *at); /* one that is a token by itself */
void take_semicolon(struct lexer *l, const char *at);
void take_backslash(struct lexer *l, const char *at);

void quote_begin(struct lexer *l, const char *at, enum split_state state);
void quote_begin_unicode(struct lexer *l, const char *at, enum split_state state);
/* A ' or " behind a word: E'…', U&'…' and the like are one token. False: it begins a new one. */
bool quote_behind_word(struct lexer *l, const char *at);
void quote_end(struct lexer *l, enum split_token kind, const char *to);
void say_behind_hole(struct lexer *l, const char *at); /* where no quote can begin */

/* `-` and `/` may open a comment. Between statements such a one isn't passed on: they don't begin a statement before
 * that is known. */
void op_begin(struct lexer *l, const char *at, enum split_state state);
void op_may_end(struct lexer *l, const char *at, enum split_state state); /* at such a byte in an operator */
void op_goes_on(struct lexer *l); /* the byte behind it made no comment */
/* It did: what stands before those two bytes is a token. */
void comment_begin(struct lexer *l, const char *second, enum split_state state);
void comment_end(struct lexer *l);

/* Dollar quotes. */
void body_begin(struct lexer *l);
const char *body_find(struct split_level *v, const char *z, const char *limit); /* behind the closing tag */
void body_end(struct lexer *l);

/* scan.re: all of it. */
void scan(struct lexer *l);

#endif
