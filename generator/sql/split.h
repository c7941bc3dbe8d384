/*
 * split.h: SQL text cut into statements, by a lexer that knows the dialect and can stop anywhere.
 *
 * Text comes in pieces, with holes (`${}`) and control lines between them, so the whole state is one
 * plain struct: it can be copied, compared (around a run-time `if` both ways must end in the same state)
 * and asked where a hole stands.
 *
 *     struct splitter s;
 *     split_init(&s, ALUDEL_POSTGRESQL);
 *     split_text(&s, text, span, &sink);        calls the sink for pieces and ends of statements
 *     struct hole_place p = split_hole(&s);     where a hole would stand now
 *     split_after_hole(&s);                     a hole has been put here (it counts as a token)
 *     split_end(&s, &sink);                     the last statement needs no `;`; an open quote is an error
 */
#ifndef SPLIT_H
#define SPLIT_H

#include "base/diag.h"

#include <aludel/generated.h>

enum split_quote { /* where we are */
    SPLIT_PLAIN,
    SPLIT_STRING,   /* '…' */
    SPLIT_ESTRING,  /* E'…' */
    SPLIT_DQUOTED,  /* "…" */
    SPLIT_BACKTICK, /* `…` (SQLite) */
    SPLIT_BRACKET,  /* […] (SQLite) */
    SPLIT_LINE_COMMENT,
    SPLIT_BLOCK_COMMENT /* with depth; PostgreSQL's nest */
};

#define SPLIT_WORDS 6      /* leading words of a statement that are kept, upper case */
#define SPLIT_WORD_SIZE 24
#define SPLIT_TAG_SIZE 68  /* "$name$", PostgreSQL's names have at most 63 bytes */
#define SPLIT_PARENS 64    /* nesting of which the kind is remembered; deeper ones count as expressions */

struct splitter {
    enum aludel_dialect dialect;
    enum split_quote quote;
    uint32_t comment_depth;
    char dollar_tag[SPLIT_TAG_SIZE];   /* inside a dollar-quoted body: "$$", "$body$"; else "" */
    enum split_quote inner_quote;      /* and where in that body */
    uint32_t inner_comment_depth;
    bool in_statement;                 /* something but white space and comments has come */
    uint32_t begin_depth;              /* of BEGIN … END in a trigger or BEGIN ATOMIC, CASE … END counted */
    uint32_t paren_depth;
    uint8_t paren_kind[SPLIT_PARENS];  /* what each parenthesis is: see enum split_paren in split.re */
    char words[SPLIT_WORDS][SPLIT_WORD_SIZE];
    uint32_t word_count;
    char last[SPLIT_WORD_SIZE];        /* the token before here, upper case ("FROM", "=", ",", "(") */
    char pending[SPLIT_TAG_SIZE];      /* what may turn out to begin a longer token: "-", "/", "$", "E" … */
    struct span opened;                /* where the quote, comment or statement that is open began */
    struct span statement;             /* where the statement began */
    uint32_t serial;                   /* which statement this is: two states inside different statements differ */
};

enum hole_form {
    HOLE_BETWEEN,  /* no statement is open: the hole begins one */
    HOLE_PLAIN,    /* outside quotes */
    HOLE_IN_QUOTE, /* `how` says which */
    HOLE_IN_COMMENT
};

struct hole_place {
    enum hole_form form;
    enum aludel_hole how;  /* how a value is written here */
    const char *tag;       /* the enclosing dollar quote's, or NULL; points into the splitter */
    bool may_bind;         /* a parameter may stand here (fold/ also checks what follows: see split_may_bind) */
    bool name_expected;    /* a name must stand here (FROM, JOIN, INTO, UPDATE, TABLE, after a dot …) */
    const char *after;     /* the token before, for messages; points into the splitter */
};

struct split_sink {
    /* A piece of the statement in hand, as it stands. Comments and white space in front of a statement are
     * not passed on. */
    void (*text)(struct split_sink *sink, const char *z, size_t n, struct span at);
    /* The statement in hand is complete (its `;` isn't part of it). */
    void (*end)(struct split_sink *sink, const struct splitter *s, struct span at);
};

void split_init(struct splitter *s, enum aludel_dialect dialect);
/* `at` is the span of `text` in its source when the text stands there 1:1, else any span for messages
 * (`exact` false). Errors (psql's backslash commands …) go to `d`. */
void split_text(struct splitter *s, struct aludel_text text, struct span at, bool exact,
                struct split_sink *sink, struct diagnostics *d);
struct hole_place split_hole(const struct splitter *s);
/* False when a bound parameter can't stand before this text (`::`? yes; `IS`, `(`, an operator that needs a type: no). */
bool split_may_bind(const struct splitter *s, struct aludel_text following);
void split_after_hole(struct splitter *s, struct span at, struct split_sink *sink);
void split_end(struct splitter *s, struct span at, struct split_sink *sink, struct diagnostics *d);

/* The same place in the same statement, as far as later text can tell. */
bool split_same_state(const struct splitter *a, const struct splitter *b);

/* White space and comments normalised, for checksums: feeds the tokens of `text` one by one. */
void split_tokens(enum aludel_dialect dialect, struct aludel_text text,
                  void (*each)(void *with, struct aludel_text token), void *with);

#endif
