/*
 * SQL text on its way into statements. The splitter says where a statement ends; what comes of it in
 * between are pieces: text, parameters and holes, and control flow in the middle.
 */
#include "fold/writing.h"

#include <string.h>

static void begin_statement(struct writer *w, struct span at)
{
    if (w->open)
        return;
    w->open = ARENA_NEW(w->f->arena, struct sql_statement);
    w->open->span = at;
    w->body = steps_new(w->f);
    w->in_body = false;
}

static struct step *put_piece(struct folding *f, struct writer *w, enum piece_kind kind,
                              struct aludel_text text, struct span at)
{
    struct step *s = step_new(f, STEP_PIECE, at);
    s->piece.kind = kind;
    s->piece.text = text;
    steps_add(f, w->in_body ? f->steps : w->body, s);
    return s;
}

static void sink_text(struct split_sink *sink, const char *z, size_t n, struct span at)
{
    struct writer *w = (struct writer *)(void *)sink;
    begin_statement(w, at);
    put_piece(w->f, w, PIECE_TEXT, arena_text(w->f->arena, (struct aludel_text){z, n}), at);
}

static void sink_end(struct split_sink *sink, const struct splitter *s)
{
    (void)s;
    struct writer *w = (struct writer *)(void *)sink;
    if (w->open)
        statement_done(w);
}

void writer_init(struct folding *f, struct writer *w, struct pieces *capture)
{
    memset(w, 0, sizeof *w);
    w->sink.text = sink_text;
    w->sink.end = sink_end;
    w->f = f;
    w->capture = capture;
    w->plain = capture && f->writer ? f->writer->plain : NULL;
    split_init(&w->state, f->dialect);
}

struct split_sink *writer_sink(struct writer *w)
{
    return w->capture ? NULL : &w->sink;
}

bool begins_comment(const struct folding *f, struct aludel_text text)
{
    char edge = f->writer->edge ? f->writer->edge : split_edge(&f->writer->state);
    return text.n && ((edge == '-' && *text.z == '-') || (edge == '/' && *text.z == '*'));
}

void put_rendered(struct folding *f, struct aludel_text text, struct span at)
{
    struct writer *w = f->writer;
    char edge = w->edge ? w->edge : split_edge(&w->state);
    decide_parameter(w, text);
    if (w->capture) {
        pieces_text(f, w->capture, text, at, false);
    } else {
        begin_statement(w, at);
        put_piece(f, w, PIECE_TEXT, text, at);
    }
    split_after_hole(&w->state, at, writer_sink(w));
    w->edge = text.n ? 0 : edge;
}

void put_hole(struct folding *f, struct later *value, struct hole_place place, bool may_bind, struct span at)
{
    struct writer *w = f->writer;
    decide_parameter(w, AL_TEXT("$"));
    begin_statement(w, at);
    struct step *s = put_piece(f, w, may_bind ? PIECE_PARAMETER : PIECE_HOLE, AL_TEXT(""), at);
    s->value = value;
    s->piece.how = place.how;
    s->piece.tag = place.tag ? arena_string(f->arena, al_text(place.tag)) : NULL;
    if (may_bind) {
        w->undecided = s;
        w->undecided_at = w->state;
    }
    split_after_hole(&w->state, at, &w->sink);
}

/* Text written by a function that is called in an expression, under a condition: there is no place for it. */
static bool may_write(struct folding *f, struct span at)
{
    if (!f->writer->frozen || f->conditional == f->writer->frozen_conditional)
        return true;
    fold_error(f, at,
               "text can't be written here: the expression around it is evaluated before the statement");
    diag_hint(f->d, "call what writes it as ${name()} by itself");
    return false;
}

static void check_touch(struct folding *f, struct aludel_text text, struct span at)
{
    if (f->writer->after_literal && split_touches(text) && *text.z != '.' && *text.z != '$') {
        fold_error(f, at, "this touches the value in front of it");
        diag_hint(f->d, "put a space between, or give the value the filter `| n`");
    }
    f->writer->after_literal = false;
}

/* Two pieces of text that were written apart. */
static void check_comment(struct folding *f, struct aludel_text text, struct span at)
{
    if (begins_comment(f, text)) {
        fold_error(f, at, "this would begin a comment together with the '%c' in front of it",
                   *text.z == '-' ? '-' : '/');
        diag_hint(f->d, "put a space between");
        split_text(&f->writer->state, AL_TEXT(" "), at, false, NULL, NULL); /* the rest is read without it */
    }
    f->writer->edge = 0;
}

void put_plain(struct folding *f, struct aludel_text text, struct span at)
{
    if (f->writer->capture)
        pieces_text(f, f->writer->capture, text, at, false);
    else
        al_put(f->writer->plain, text.z, text.n);
}

void write_text(struct folding *f, struct aludel_text text, struct span at, bool exact)
{
    struct writer *w = f->writer;
    if (text.n == 0 || f->dead || !may_write(f, at))
        return;
    if (w->plain) {
        put_plain(f, text, at);
        return;
    }
    struct span first = exact ? (struct span){at.source, at.from, at.from + 1} : at;
    check_touch(f, text, first);
    check_comment(f, text, first);
    if (al_trimmed(text).n)
        decide_parameter(w, text);
    if (w->capture)
        pieces_text(f, w->capture, text, at, exact);
    split_text(&w->state, text, at, exact, writer_sink(w), f->d);
}

struct aludel_value refuse_later(struct folding *f, struct span at)
{
    return fold_error(f, at, "this is known when a migration runs, and a new file is made now");
}

/* Control flow at run time comes: if a statement is open, it happens inside the statement. */
void writer_control(struct folding *f)
{
    struct writer *w = f->writer;
    if (w->plain)
        refuse_later(f, f->here);
    if (w->frozen || w->plain)
        return;
    decide_parameter(w, AL_TEXT("$"));
    if (!w->open || w->in_body)
        return;
    w->outer = f->steps;
    w->in_body = true;
    f->steps = w->body;
}

void writer_end(struct folding *f, struct writer *w, struct span at)
{
    decide_parameter(w, AL_TEXT(""));
    if (!f->dead)
        split_end(&w->state, at, writer_sink(w), f->d);
    else if (w->open && w->in_body)
        statement_done(w);
}

void writer_abandon(struct writer *w)
{
    if (w->in_body)
        statement_done(w);
    w->open = NULL;
    w->after_literal = false;
    w->edge = 0;
}

void writer_way_ends(struct folding *f, const struct sql_statement *open, struct span at)
{
    struct writer *w = f->writer;
    if (open && w->open != open) {
        fold_error(f, at, "the statement in front ends under this condition or loop of run time");
        diag_hint(f->d, "write its ';' in front of it");
        diag_also(f->d, open->span, "it began here");
        f->dead = true;
    } else if (f->dead && w->open && !open) {
        writer_abandon(w);
    }
}

bool between_statements(struct folding *f, struct span at, const char *what)
{
    const struct writer *w = f->writer;
    if (w->capture) {
        fold_error(f, at, "%s can't stand in text that is a value", what);
        diag_hint(f->d, "call the def as ${name()} by itself");
        return false;
    }
    if (!w->open)
        return true;
    fold_error(f, at, "%s comes while a statement is open: write ';' in front of it", what);
    diag_also(f->d, w->open->span, "it began here");
    return false;
}

int freeze(struct folding *f)
{
    struct writer *w = f->writer;
    int outer = w->frozen_conditional;
    if (!w->frozen++)
        w->frozen_conditional = f->conditional;
    return outer;
}

void thaw(struct folding *f, int outer)
{
    if (!--f->writer->frozen)
        f->writer->frozen_conditional = outer;
}
