/*
 * lexer.c: what is made of bytes: tokens, quotes, operators, comments, and where a statement begins and ends.
 */
#include "sql/lexer.h"

#include <string.h>

struct span lexer_span(const struct lexer *l, const char *from, const char *to)
{
    struct span span = l->at;
    if (l->exact && span.source) {
        span.from = l->at.from + (uint32_t)(from - l->start);
        span.to = l->at.from + (uint32_t)(to - l->start);
    }
    return span;
}

/* ---- What goes out ----------------------------------------------------------------------- */

void pass_text(struct lexer *l, const char *to)
{
    if (l->from && to > l->from && l->sink)
        l->sink->text(l->sink, l->from, (size_t)(to - l->from), lexer_span(l, l->from, to));
    l->from = l->s->in_statement ? to : NULL;
}

void pass_token(struct lexer *l, const char *to)
{
    if (l->each && is_outer(l) && l->token && to > l->token)
        l->each(l->with, (struct aludel_text){l->token, (size_t)(to - l->token)});
    l->token = NULL;
}

/* ---- Statements -------------------------------------------------------------------------- */

static void begin_statement(struct lexer *l, const char *at)
{
    if (!is_outer(l) || l->s->in_statement)
        return;
    statement_open(l->s, lexer_span(l, at, at + 1));
    l->from = at;
}

static void end_statement(struct lexer *l, const char *at)
{
    struct splitter *s = l->s;
    if (is_outer(l) && !s->in_statement)
        return;
    if (!is_outer(l) || !statement_semicolon(s)) {
        memcpy(l->v->last, ";", 2);
        return;
    }
    statement_unfinished(s, l->d);
    pass_text(l, at);
    if (l->sink)
        l->sink->end(l->sink, s);
    statement_reset(s);
    l->from = NULL;
}

void take_semicolon(struct lexer *l, const char *at)
{
    end_statement(l, at);
    l->token = at;
    pass_token(l, l->cursor);
}

/* ---- Tokens ------------------------------------------------------------------------------ */

static void start_token(struct lexer *l, const char *at, enum split_state state)
{
    l->token = at;
    l->v->opened = lexer_span(l, at, at + 1);
    level_enter(l->v, state);
}

void token_begin(struct lexer *l, const char *at, enum split_state state)
{
    begin_statement(l, at);
    start_token(l, at, state);
    level_put(l->v, at, l->cursor);
}

void token_end(struct lexer *l, enum split_token kind, const char *to)
{
    level_token(l->s, l->v, kind, l->token ? lexer_span(l, l->token, to) : l->v->opened);
    level_enter(l->v, STATE_code);
    pass_token(l, to);
}

void token_byte(struct lexer *l, const char *at)
{
    begin_statement(l, at);
    start_token(l, at, STATE_op);
    level_put(l->v, at, at + 1);
    token_end(l, TOKEN_OTHER, at + 1);
}

/* ---- Quotes ------------------------------------------------------------------------------ */

void quote_begin(struct lexer *l, const char *at, enum split_state state)
{
    begin_statement(l, at);
    if (!l->token)
        l->token = at;
    bool continued = state == STATE_string && l->v->after_estring;
    l->v->opened = lexer_span(l, at, at + 1);
    level_enter(l->v, continued ? STATE_estring : state);
}

void say_behind_hole(struct lexer *l, const char *at)
{
    if (!l->d)
        return;
    diag_error(l->d, lexer_span(l, at, at + 1), "a quote right behind an expression");
    diag_hint(l->d, "put a space between, or move the expression inside the quote");
}

bool quote_behind_word(struct lexer *l, const char *at)
{
    static const char *const kinds[] = {"E", "B", "X", "N", NULL};
    if (l->v->token[0] == '}')
        say_behind_hole(l, at);
    if (!is_postgresql(l) || !word_in(l->v->token, kinds))
        return false;
    quote_begin(l, at, l->v->token[0] == 'E' ? STATE_estring : STATE_string);
    return true;
}

void quote_begin_unicode(struct lexer *l, const char *at, enum split_state state)
{
    quote_begin(l, at, state);
    l->v->unicode = 1;
}

void quote_end(struct lexer *l, enum split_token kind, const char *to)
{
    l->v->unicode = 0;
    token_end(l, kind, to);
}

/* ---- Operators, comments ------------------------------------------------------------------- */

void op_begin(struct lexer *l, const char *at, enum split_state state)
{
    if (state == STATE_op)
        begin_statement(l, at);
    start_token(l, at, state);
    level_put(l->v, at, l->cursor);
}

/* A comment that it opens begins here, also when the text is cut behind it. */
void op_may_end(struct lexer *l, const char *at, enum split_state state)
{
    level_put(l->v, at, l->cursor);
    l->v->opened = lexer_span(l, at, l->cursor);
    l->v->state = (uint8_t)state;
}

void op_goes_on(struct lexer *l)
{
    if (l->token) {
        begin_statement(l, l->token);
    } else if (!l->s->in_statement) { /* an earlier text ended with that byte */
        statement_begin(l->s, l->v->opened, l->sink);
        l->from = l->start;
    }
    l->v->state = STATE_op;
}

void comment_begin(struct lexer *l, const char *second, enum split_state state)
{
    struct split_level *v = l->v;
    const char *begin = second > l->start ? second - 1 : l->start;
    struct span opened = second > l->start ? lexer_span(l, begin, second + 1) : v->opened;
    v->token[--v->token_size] = 0;
    if (v->token_size) {
        level_token(l->s, v, TOKEN_OTHER, opened);
        pass_token(l, begin);
    }
    l->token = NULL;
    level_enter(v, state);
    v->comment_depth = 1;
    v->opened = opened;
}

void comment_end(struct lexer *l)
{
    l->v->state = STATE_code;
    l->v->comment_depth = 0;
}

/* ---- Dollar quotes --------------------------------------------------------------------------- */

void body_begin(struct lexer *l)
{
    struct split_level *v = l->v;
    memcpy(v->tag, v->token, (size_t)v->token_size + 1);
    v->tag_size = v->token_size;
    v->tag_matched = 0;
    level_enter(v, STATE_body);
    if (is_outer(l)) {
        memset(&l->s->inner, 0, sizeof l->s->inner);
        l->s->body_is_sql = body_is_sql(l->s);
    }
}

/* Only the tag's ends are dollars, so a mismatch starts over at most at the byte in hand. */
const char *body_find(struct split_level *v, const char *z, const char *limit)
{
    for (; z < limit && v->tag_matched < v->tag_size; z++) {
        if (*z != v->tag[v->tag_matched])
            v->tag_matched = 0;
        if (*z == v->tag[v->tag_matched])
            v->tag_matched++;
    }
    return z;
}

void body_end(struct lexer *l)
{
    l->v->tag[0] = 0;
    l->v->tag_size = l->v->tag_matched = 0;
    if (is_outer(l))
        memset(&l->s->inner, 0, sizeof l->s->inner);
    token_end(l, TOKEN_STRING, l->cursor);
}

/* ---- What isn't SQL ---------------------------------------------------------------------------- */

void take_backslash(struct lexer *l, const char *at)
{
    token_byte(l, at);
    if (!is_outer(l) || !l->d)
        return;
    diag_error(l->d, lexer_span(l, at, at + 1), "a backslash outside quotes is not SQL");
    diag_hint(l->d, "psql's \\ commands work in psql only: write the SQL that they stand for");
}
