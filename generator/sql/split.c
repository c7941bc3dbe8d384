/*
 * split.c: texts, one behind the other: what stands between them, and the end.
 */
#include "sql/lexer.h"

#include "base/word.h"

#include <string.h>

static void say_control_bytes(struct lexer *l)
{
    if (!l->d)
        return;
    for (const char *z = l->cursor; z < l->limit && (z = memchr(z, ALUDEL_PARAMETER, (size_t)(l->limit - z)));
         z++) {
        diag_error(l->d, lexer_span(l, z, z + 1), "a control byte (1) can't stand in SQL text");
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
        if (c == '$' && !is_outer(l)) {
            token_byte(l, l->cursor);
        } else if (c == '\'' || c == '"' || c == '`' || c == '$') {
            say_behind_hole(l, l->cursor);
        } else if (begins_word(c)) {
            static const char hole[] = "}";
            token_begin(l, l->cursor, STATE_word);
            level_put(l->v, hole, &hole[1]);
        }
    }
    l->v = &s->outer;
}

static void run(struct lexer *l)
{
    l->from = l->s->in_statement ? l->start : NULL;
    l->token = NULL;
    bool goes_on = l->v->state != STATE_code && (l->v->state < STATE_line || l->v->state == STATE_body);
    if (goes_on && l->each)
        l->token = l->start;
    behind_hole(l);
    scan(l);
    pass_text(l, l->limit);
}

static struct lexer lexer_of(struct splitter *s, struct aludel_text text)
{
    return (struct lexer){
        .s = s, .v = &s->outer, .start = text.z, .cursor = text.z, .limit = text.z + text.n};
}

void split_text(struct splitter *s, struct aludel_text text, struct span at, bool exact,
                struct split_sink *sink, struct diagnostics *d)
{
    say_refused(s, d);
    struct lexer l = lexer_of(s, text);
    l.at = at;
    l.exact = exact;
    l.sink = sink;
    l.d = d;
    say_control_bytes(&l);
    run(&l);
}

void split_tokens(enum aludel_dialect dialect, struct aludel_text text,
                  void (*each)(void *with, struct aludel_text token), void *with)
{
    struct splitter s;
    split_init(&s, dialect);
    struct lexer l = lexer_of(&s, text);
    l.each = each;
    l.with = with;
    run(&l);
    pass_token(&l, l.limit);
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
        sink->end(sink, s);
    statement_reset(s);
}
