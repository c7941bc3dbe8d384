/*
 * parser.h: what the files of ddl/ share.
 *
 *   tree.c      the tree: places in the text; it grows at its end, a call at a time
 *   grammar.y   tokens to those calls
 *   lexer.c     bytes to tokens of the grammar, and to groups: a balanced pair of parentheses is one token
 *   read.c      the way in: what the lexer finds is pushed into the grammar
 */
#ifndef AL_DDL_PARSER_H
#define AL_DDL_PARSER_H

#include "ddl/ddl.h"

struct al_ddl_reader {
    struct al_ddl_table *table;
    struct aludel_arena *arena;
    struct al_ddl_span previous; /* the token before the one in hand */
    struct al_ddl_column *column;
    struct al_ddl_constraint *now, *key; /* the latest, the latest foreign key; `spare`: there is none */
    struct al_ddl_column **columns;      /* where the next one comes */
    struct al_ddl_constraint **constraints, **of_table; /* the same: of the column, of the table */
    struct al_ddl_span comma, name, named;              /* of what comes; CONSTRAINT x, and all of that */
    struct al_ddl_span before_word;                     /* among the options */
    struct al_ddl_column spare_column;                  /* there is no memory: what is said goes here */
    struct al_ddl_constraint spare;
    bool failed;
};

static inline struct al_ddl_span al_ddl_join(struct al_ddl_span a, struct al_ddl_span b)
{
    return (struct al_ddl_span){a.at, b.at + b.n - a.at};
}

/* A firmware's database is SQLite: there the compiler leaves out what is PostgreSQL's. */
static inline bool al_ddl_is_postgresql(enum aludel_dialect dialect)
{
#ifdef ALUDEL_EMBEDDED
    (void)dialect;
    return false;
#else
    return dialect == ALUDEL_POSTGRESQL;
#endif
}

/* ---- tree.c, called by the grammar ---- */
void al_ddl_refuse(struct al_ddl_reader *r, struct al_ddl_span at);
void al_ddl_add_column(struct al_ddl_reader *r, struct al_ddl_span name, struct al_ddl_span type);
void al_ddl_end_column(struct al_ddl_reader *r);
void al_ddl_named(struct al_ddl_reader *r, struct al_ddl_span keyword, struct al_ddl_span name);
void al_ddl_add(struct al_ddl_reader *r, enum al_ddl_kind kind, struct al_ddl_span keyword);
void al_ddl_end(struct al_ddl_reader *r);       /* of the constraint, as far as it has come */
void al_ddl_end_named(struct al_ddl_reader *r); /* a name that nothing followed */
void al_ddl_defer(struct al_ddl_reader *r, struct al_ddl_span keyword, bool yes);
void al_ddl_initially(struct al_ddl_reader *r, struct al_ddl_span keyword, struct al_ddl_span when);
void al_ddl_option(struct al_ddl_reader *r, struct al_ddl_span word);

/* ---- grammar.y ---- */
/* One that has seen nothing; NULL: no memory. */
void *al_ddl_begin_grammar(struct aludel_arena *arena);
/* The next token: T_WHOLE in front of a statement, T_BODY in front of what a table's parentheses hold; 0 at the end. */
void al_ddl_grammar(void *grammar, int code, struct al_ddl_span token, struct al_ddl_reader *r);

/* ---- lexer.c ---- */
struct al_ddl_lexer {
    enum aludel_dialect dialect;
    const char *begin, *cursor, *limit;
    bool opened; /* the body has begun: from here on parentheses are groups */
    int before;  /* the code of the token before, for words that mean something behind some only */
};

/* Each hands out a token's code (grammar's T_…), 0 at the end. */
int al_ddl_token(struct al_ddl_lexer *l, struct al_ddl_span *token);
/* `(…)` is one T_GROUP, PostgreSQL's `[…]` one T_OP. */
int al_ddl_group(struct al_ddl_lexer *l, struct al_ddl_span *token);
/* What the grammar sees: the first parenthesis is the body's, words are what they are here. */
int al_ddl_next_token(struct al_ddl_lexer *l, struct al_ddl_span *token);

#endif
