/*
 * split.h: SQL text cut into statements, by a lexer that knows the dialect and can stop anywhere.
 *
 * Text comes in pieces, with holes (`${}`) and control lines between them, so the whole state is one
 * plain struct: it can be copied, compared (around a run-time `if` both ways must end in the same state)
 * and asked where a hole stands. A token may be cut anywhere: what has come of it is part of the state.
 *
 *     struct splitter s;
 *     split_init(&s, ALUDEL_POSTGRESQL);
 *     split_text(&s, text, span, true, &sink, d);   calls the sink for pieces and ends of statements
 *     struct hole_place p = split_hole(&s);     where a hole would stand now
 *     split_after_hole(&s, span, &sink);        a hole has been put here (it counts as a token)
 *     split_end(&s, span, &sink, d);            the last statement needs no `;`; an open quote is an error
 */
#ifndef SPLIT_H
#define SPLIT_H

#include "base/diag.h"

#include <aludel/generated.h>

#define SPLIT_WORDS 6 /* leading words of a statement that are kept, upper case */
#define SPLIT_WORD_SIZE 24
#define SPLIT_TAG_SIZE 68 /* "$name$", PostgreSQL's names have at most 63 bytes */
#define SPLIT_PARENS 64   /* nesting of which the kind is remembered; deeper ones count as calls */

/* The lexer's own state. There are two: in the statement itself, and in the body of a function or DO that
 * it quotes with dollars, which is SQL again. */
struct split_level {
    uint8_t state;         /* enum split_state (state.h): in which token, quote or comment */
    uint8_t unicode;       /* the quote is U&'…' or U&"…" */
    uint8_t after_estring; /* the last token is E'…': a '…' behind it continues it */
    uint8_t behind_hole;   /* a hole touches what comes next */
    uint8_t token_size;
    uint8_t tag_size, tag_matched; /* of the dollar quote that is open; bytes of its end seen */
    uint32_t comment_depth;        /* PostgreSQL's comments nest */
    char tag[SPLIT_TAG_SIZE];      /* "$$", "$body$" while such a quote is open */
    char token[SPLIT_TAG_SIZE];    /* what has come of the token in hand, upper case (a tag: as written) */
    char last[SPLIT_WORD_SIZE];    /* the token before here, upper case ("FROM", "=", ",", "(") */
    struct span opened;            /* where the quote or comment that is open began */
};

struct splitter {
    enum aludel_dialect dialect;
    struct split_level outer, inner;
    bool in_statement;  /* something but white space and comments has come */
    bool body_is_sql;   /* the dollar quote that is open is lexed by `inner` */
    bool name_expected; /* by the token before here */
    bool between;       /* x BETWEEN …: the AND is still to come */
    uint8_t trigger;    /* enum split_trigger (state.h) */
    uint32_t between_depth;
    uint32_t begin_depth; /* of BEGIN ATOMIC … END, CASE … END counted */
    uint32_t paren_depth;
    uint8_t paren_kind[SPLIT_PARENS]; /* enum split_paren; [0] is the statement itself */
    uint8_t clause[SPLIT_PARENS];     /* enum split_clause: the latest at each depth */
    char words[SPLIT_WORDS][SPLIT_WORD_SIZE];
    uint32_t word_count;
    char language[SPLIT_WORD_SIZE]; /* after LANGUAGE, upper case */
    struct span statement;          /* where the statement began */
    struct span paren, begin;       /* where the outermost ( and BEGIN that are open stand */
    struct span body_hole;          /* the first hole in a body whose language isn't known yet */
    struct span refused_at;         /* a hole that can't stand where it stands: said with the next text */
    const char *refused, *refused_hint;
    uint32_t serial; /* which statement this is */
};

enum hole_form {
    HOLE_BETWEEN,  /* no statement is open: the hole begins one */
    HOLE_PLAIN,    /* outside quotes */
    HOLE_IN_QUOTE, /* `how` says which */
    HOLE_IN_COMMENT
};

struct hole_place {
    enum hole_form form;
    enum aludel_hole how; /* how a value is written here */
    const char *tag;      /* the enclosing dollar quote's, or NULL; points into the splitter */
    bool may_bind;       /* a parameter may stand here (fold/ also checks what follows: see split_may_bind) */
    bool name_expected;  /* a name must stand here (FROM, JOIN, INTO, UPDATE, TABLE, after a dot …) */
    bool touches_word;   /* a word or number stands right before: a literal would melt into it */
    const char *after;   /* the token before, for messages; points into the splitter */
    const char *refused; /* why no hole at all can stand here, or NULL; split_text and split_end say it too */
    const char *refused_hint;
};

struct split_sink {
    /* A piece of the statement in hand, as it stands. Comments and white space in front of a statement are
     * not passed on. */
    void (*text)(struct split_sink *sink, const char *z, size_t n, struct span at);
    /* The statement in hand is complete (its `;` isn't part of it). */
    void (*end)(struct split_sink *sink, const struct splitter *s);
};

void split_init(struct splitter *s, enum aludel_dialect dialect);
/* `at` is the span of `text` in its source when the text stands there 1:1, else any span for messages
 * (`exact` false). Errors (psql's backslash commands …) go to `d`. */
void split_text(struct splitter *s, struct aludel_text text, struct span at, bool exact,
                struct split_sink *sink, struct diagnostics *d);
struct hole_place split_hole(const struct splitter *s);
/* `following` is what stands behind the hole, up to the next one; empty: the statement ends there.
 * False when a bound parameter can't stand before it: `::` and `,` yes; `IS`, `(`, an operator that needs a
 * type no. */
bool split_may_bind(const struct splitter *s, struct aludel_text following);
/* '-' or '/' if it stands right before: with another '-', or a '*', it would be a comment. Else 0. */
char split_edge(const struct splitter *s);
/* A word, number or quote follows at once: a literal would melt into it. */
bool split_touches(struct aludel_text following);
void split_after_hole(struct splitter *s, struct span at, struct split_sink *sink);
void split_end(struct splitter *s, struct span at, struct split_sink *sink, struct diagnostics *d);

/* The same place in the same statement, as far as the cutting of later text can tell. */
bool split_same_state(const struct splitter *a, const struct splitter *b);
/* Of two states that differ: no quote or comment is open, but a token ends right here on one of them, and
 * what follows could go on with it. */
bool split_differ_by_token(const struct splitter *a, const struct splitter *b);
/* Two ways that end in the same state meet: what is known of both stays. */
void split_join(struct splitter *into, const struct splitter *other);

/* White space and comments normalised, for checksums: feeds the tokens of `text` one by one. Text that goes
 * on behind a hole is cut right when the same splitter sees all of it (split_tokens_in); a token that goes on
 * is handed over in two parts. */
void split_tokens(enum aludel_dialect dialect, struct aludel_text text,
                  void (*each)(void *with, struct aludel_text token), void *with);

#endif
