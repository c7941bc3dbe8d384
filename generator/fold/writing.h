/*
 * writing.h: SQL text on its way into statements.
 *
 *   statement.c  a statement whose text is complete
 *   text.c       text, cut into statements
 *   write.c      values in it
 *   send.c       text that is given as an argument, through a writer of its own
 */
#ifndef WRITING_H
#define WRITING_H

#include "fold/folding.h"

enum wanted {
    WANT_NOTHING,
    WANT_COUNT,
    WANT_FIRST, /* the first value */
    WANT_ROW,   /* the first row, or None */
    WANT_ALL,   /* a list of rows */
    WANT_ROWS   /* one by one */
};

/* Text on its way into statements; with `capture`, into a value. */
struct writer {
    struct split_sink sink; /* first */
    struct folding *f;
    struct splitter state;
    struct pieces *capture;
    struct al_builder *plain; /* where text goes that isn't SQL (render.c); else NULL */
    struct sql_statement *open;
    struct steps *body;  /* the open statement's pieces */
    struct steps *outer; /* while in_body: where steps go again behind the statement */
    bool in_body;        /* control flow inside the statement: all steps go into its body */
    bool after_literal;  /* a value has just been written: a word can't touch it */
    char edge;           /* '-' or '/' in front of a hole that has just been written and may come out empty */
    bool soft;           /* an SQL argument: a field where a name must stand is like `| n` */
    bool modelled;       /* a directive's SQL: the schema knows it already */
    enum wanted wanted;
    size_t count;                    /* statements that came out */
    struct step *last;               /* the last of them */
    const struct splitter *snapshot; /* the latest copy of `state` that a way holds */
    struct step *undecided;          /* a PIECE_PARAMETER until what follows is seen */
    struct splitter undecided_at;
    int frozen;             /* an expression is evaluated: control flow in it isn't the statement's */
    int frozen_conditional; /* f->conditional when that began */
};

struct rows_loop { /* a loop over rows that we are in */
    struct rows_loop *outer;
    struct statement_facts facts;
    struct span span;
    bool apart; /* what its body executes touches none of its tables, for certain */
};

/* ---- Statements: statement.c ----------------------------------------------------------------------------- */

void statement_done(struct writer *w);
/* Whether the value that was written last is a parameter or a hole depends on what follows it. */
void decide_parameter(struct writer *w, struct aludel_text following);
void rows_uncertain(struct folding *f); /* something is executed that can't be read */

/* ---- Text: text.c ------------------------------------------------------------------------------------------ */

void writer_init(struct folding *f, struct writer *w, struct pieces *capture);
void writer_end(struct folding *f, struct writer *w, struct span at);
/* Nothing gets to the end of the open statement: it isn't sent, but control flow that stands in it happens. */
void writer_abandon(struct writer *w);
/* The end of what run time does or doesn't do; `open`: what was open in front of it, and must be behind it. */
void writer_way_ends(struct folding *f, const struct sql_statement *open, struct span at);
void writer_control(struct folding *f);           /* control flow at run time comes: see in_body */
struct split_sink *writer_sink(struct writer *w); /* NULL: text that is captured isn't cut */
/* Around an expression within text: control flow in it stands before the statement, not inside. */
int freeze(struct folding *f); /* gives what thaw takes */
void thaw(struct folding *f, int outer);
/* True when no statement is open in the text around; else an error. */
bool between_statements(struct folding *f, struct span at, const char *what);
void put_plain(struct folding *f, struct aludel_text text, struct span at);
struct aludel_value refuse_later(struct folding *f, struct span at); /* in text that isn't SQL: an error */
void write_text(struct folding *f, struct aludel_text text, struct span at, bool exact);
void put_rendered(struct folding *f, struct aludel_text text, struct span at);
void put_hole(struct folding *f, struct later *value, struct hole_place place, bool may_bind, struct span at);
/* Whether `text` would begin a comment with the '-' or '/' in front of it. */
bool begins_comment(const struct folding *f, struct aludel_text text);

/* ---- Values in it: write.c --------------------------------------------------------------------------------- */

void write_value(struct folding *f, struct aludel_value v, enum filter filter, struct span at);
void write_pieces(struct folding *f, const struct pieces *p, struct span at);

/* ---- By itself: send.c, autocommit.c ----------------------------------------------------------------------- */

struct call;
struct ddl_parts;
/* Runs SQL text given as an argument through a writer of its own. */
struct aludel_value send_sql(struct folding *f, struct call *c, enum wanted wanted, struct step **statement);
struct aludel_value query_rows(struct folding *f, const struct object *query, struct step **statement);
bool may_be_kept(const struct object *query); /* bind.execute(…); op.query is there for loops */
/* What the schema knows already. */
void send_statement(struct folding *f, const struct ddl_parts *parts, struct span at);

/* Around what runs outside the transaction; the first is false with an error. */
bool may_autocommit(struct folding *f, struct span at);
struct steps *autocommit_begin(struct folding *f, struct span at);
void autocommit_end(struct folding *f, struct steps *outer);

#endif
