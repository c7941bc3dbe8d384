/*
 * state.h: what the files of the splitter share and nobody else sees, from the ground up.
 *
 *   statement.c  tokens -> statements
 *   level.c      the token in hand, as it grows and ends
 *   place.c      where a hole stands; states that meet
 *   lexer.c      what is made of bytes: tokens, quotes, comments, statements (lexer.h)
 *   scan.re      which bytes are what
 *   split.c      texts, one behind the other
 */
#ifndef STATE_H
#define STATE_H

#include "sql/split.h"
#include "sql/words.h"

/* Conditions of the lexer. Each is left after any byte, so that text may be cut anywhere. */
enum split_state {
    STATE_code, /* between tokens */
    STATE_word,
    STATE_uamp, /* U& so far */
    STATE_number,
    STATE_dollar,    /* $ so far */
    STATE_parameter, /* $1 */
    STATE_tag,       /* $name so far */
    STATE_op,
    STATE_minus, /* an operator that ends in -: a comment with another one */
    STATE_slash, /* or in /: a comment with a * */
    STATE_string,
    STATE_string_quote, /* a ' in it: its end, or the first half of '' */
    STATE_estring,
    STATE_estring_back,
    STATE_estring_quote,
    STATE_dquoted,
    STATE_dquoted_quote,
    STATE_backtick,
    STATE_backtick_quote,
    STATE_bracket,
    STATE_line, /* a comment */
    STATE_block,
    STATE_block_star,
    STATE_block_slash,
    STATE_body /* a dollar quote */
};

enum split_token { TOKEN_WORD, TOKEN_NUMBER, TOKEN_STRING, TOKEN_ESTRING, TOKEN_NAME, TOKEN_OTHER };

/* SQLite's CREATE TRIGGER … BEGIN …; END. The END that counts stands behind a `;`. */
enum split_trigger { TRIGGER_NONE, TRIGGER_HEAD, TRIGGER_BODY, TRIGGER_BETWEEN, TRIGGER_ENDED };

enum split_paren {
    PAREN_GROUP,  /* an expression, a subquery */
    PAREN_CALL,   /* arguments */
    PAREN_ROW,    /* of an INSERT's VALUES */
    PAREN_IN,     /* a list behind IN */
    PAREN_COLUMNS /* INSERT INTO t ( */
};

enum split_clause {
    CLAUSE_NONE,
    CLAUSE_SELECT,
    CLAUSE_FROM,
    CLAUSE_CONDITION,
    CLAUSE_SET,
    CLAUSE_ORDER,
    CLAUSE_INTO,
    CLAUSE_INSERT_VALUES,
    CLAUSE_VALUES,
    CLAUSE_LIMIT
};

/* ---- statement.c ----------------------------------------------------------------------------- */

/* The outer level has seen a token. */
void statement_token(struct splitter *s, enum split_token kind, const char *text, struct span at);
/* It is the first of a statement. */
void statement_open(struct splitter *s, struct span at);
/* The same, and a `-` or `/` that was held back is passed on: the statement begins with that. */
void statement_begin(struct splitter *s, struct span at, struct split_sink *sink);
/* A `;`: true when it ends the statement. */
bool statement_semicolon(struct splitter *s);
void statement_reset(struct splitter *s);
/* Complains about what is still open where the statement ends. */
void statement_unfinished(struct splitter *s, struct diagnostics *d);
uint32_t statement_depth(const struct splitter *s); /* of parentheses, as far as their kind is kept */
bool body_is_sql(const struct splitter *s);

/* ---- level.c --------------------------------------------------------------------------------- */

bool level_in_token(const struct split_level *v);
/* A token, quote or comment begins; STATE_code: none. */
void level_enter(struct split_level *v, enum split_state state);
/* More of the token. What doesn't fit is dropped: no word that means something is that long. */
void level_put(struct split_level *v, const char *z, const char *end);
/* It is complete. */
void level_token(struct splitter *s, struct split_level *v, enum split_token kind, struct span at);
/* It ends here, as a hole behind it makes it end. */
void level_settle(struct splitter *s, struct split_level *v, struct span at);

#endif
