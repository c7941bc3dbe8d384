/*
 * parser.h: what the files of lang/ share, and format/, which lays tokens out anew; nobody else sees it.
 *
 *   source_…              bytes.c: what isn't text
 *   make_…                node.c, expression.c, statement.c, literal.c: what the grammar's actions call
 *   refuse…               refuse.c: the parts of Python that aren't ours
 *   grammar_…             grammar.y: tokens to nodes, one token at a time
 *   struct token, lexer   lexer.re: one token of the expression language, or one piece of a template
 *   layout_next           layout.c: the tokens of <% … %> with NEWLINE, INDENT and DEDENT
 *   syntax_error          syntax.c: what is said when a token doesn't fit
 *   fragment_parse        fragment.c: all of it for one piece: ${…}, the rest of a control line, a block
 *   tag_…                 tag.c: a tag's attributes, and its node
 */
#ifndef PARSER_H
#define PARSER_H

#include "lang/parse.h"

#define MOST_BRACKETS 200 /* inside one another; also tags and control lines */
#define MOST_INDENTS 100

struct token {
    int code; /* T_… of grammar.h, or a chunk */
    uint32_t from, to;
};

struct parser {
    struct arena *arena;
    struct source *source;
    struct diagnostics *diagnostics;
    struct file *file;

    /* The fragment being parsed. */
    struct lexer *lexer;
    struct node *result;
    struct node *string; /* for the grammar: the latest token's */
    struct token previous, current;
    struct token first;   /* of the statement or fragment */
    bool failed;          /* an error in this fragment */
    bool syntax_failed;   /* the latest token didn't fit */
    bool muted;           /* the latest error explains the next one */
    bool lost;            /* … and all others of this fragment */
    bool broken;          /* the latest statement didn't parse: an `else` behind it belongs to it */
    int annotation;       /* inside one, where `|` and `...` are fine */
    struct node *too_big; /* 9223372036854775808, unless a '-' stands in front */
    bool too_deep;        /* said once */
    bool lenient;         /* what is refused becomes a node */
};

/* A string as `aludel fmt` writes it: with double quotes where nothing in it has to change for them. quotes.c */
struct aludel_text string_canonical(struct arena *a, struct aludel_text text);

/* What isn't text: bytes.c. ---------------------------------------------------------------------------- */

/* Text at all, UTF-8, with line ends that we know? */
bool source_check(struct source *source, struct diagnostics *d);
uint32_t source_begin(const struct source *source); /* behind a byte order mark */

/* A line of a .sql file: sqlfile.c. -------------------------------------------------------------------- */

/* Without white space around any of its parts. */
struct sql_line {
    struct aludel_text text;
    bool is_comment;
    struct aludel_text comment; /* what stands behind the dashes */
    bool is_marker;             /* `-- aludel:name` */
    bool is_pair;               /* `-- name: value`, or with `=` */
    struct aludel_text name, value;
};
struct sql_line sql_line_read(struct aludel_text line);
int sql_marker_index(struct aludel_text name); /* 0: upgrade, 1: downgrade, -1: there is no such marker */

/* Nodes: node.c. --------------------------------------------------------------------------------------- */

struct span span_of(const struct parser *p, uint32_t from, uint32_t to);
struct span token_span(const struct parser *p, struct token t);
struct aludel_text token_text(const struct parser *p, struct token t);
bool token_reads(const struct parser *p, struct token t, const char *text);

void say_too_deep(struct parser *p, struct span at);
struct node *make(struct parser *p, enum node_kind kind, struct span span);
struct node *make_at(struct parser *p, enum node_kind kind, struct token at);
struct node *adopt(struct parser *p, struct node *parent,
                   struct node *child); /* keeps depth; gives the child */
struct node *append(struct parser *p, struct node *list,
                    struct node *item); /* gives the list; grows its span */
struct node *widen(struct node *n, struct token first, struct token last);
struct node *make_list(struct parser *p, enum node_kind kind, struct node *first);
struct node *make_block(struct parser *p);
struct node *append_statement(struct parser *p, struct node *block, struct node *statement);

/* Parts of Python that aren't ours: refuse.c. ---------------------------------------------------------- */

void refuse(struct parser *p, struct token at);
/* The same of what could be read: gives `inner`, or where the parser is lenient an N_REFUSED around it instead of the
 * error. `inner` may be NULL. extend_refused: a further suite of it. */
struct node *refused(struct parser *p, struct token at, struct node *inner);
struct node *extend_refused(struct parser *p, struct node *n, struct node *suite);

/* Expressions and statements: literal.c, expression.c, statement.c. ------------------------------------ */

struct node *make_int(struct parser *p, struct token t);
struct node *make_float(struct parser *p, struct token t);

struct string {
    bool raw, bytes, format;
    char quote;
    uint32_t from, to; /* what stands between the quotes */
};
struct string read_quotes(struct parser *p, struct token t);
/* from..to with escapes resolved, as a value. Without any it is a slice of the source. `braces`: doubled ones
 * stand for one. */
struct aludel_value string_value(struct parser *p, const struct string *s, uint32_t from, uint32_t to,
                                 bool braces);
/* An error in it. `hint` may be NULL. */
void bad_string(struct parser *p, uint32_t from, uint32_t to, const char *message, const char *hint);
struct node *join_strings(struct parser *p, struct node *pieces);

struct node *make_name(struct parser *p, struct token name);
struct node *make_constant(struct parser *p, struct token at, struct aludel_value value);
struct node *make_unary(struct parser *p, struct token op, enum operator_kind kind, struct node *a);
struct node *make_binary(struct parser *p, enum operator_kind op, struct node *a, struct node *b);
struct node *make_pair(struct parser *p, enum node_kind kind, struct node *a, struct node *b);
struct node *make_compare(struct parser *p, struct node *a, enum operator_kind op, struct node *b);
struct node *extend_compare(struct parser *p, struct node *chain, enum operator_kind op, struct node *b);
struct node *make_conditional(struct parser *p, struct node *a, struct node *b, struct node *c);
struct node *make_tuple(struct node *items, bool trailing_comma);
struct node *make_display(struct parser *p, enum node_kind kind, struct token open, struct node *items,
                          struct token close);
struct node *make_comprehension(struct parser *p, enum node_kind kind, struct node *element,
                                struct node *clauses);
struct node *make_for_clause(struct parser *p, struct token at, struct node *target, struct node *in,
                             struct node *conditions);
struct node *make_attribute(struct parser *p, struct node *a, struct token name);
struct node *make_index(struct parser *p, struct node *a, struct node *index, struct token close);
struct node *make_slice(struct parser *p, struct token colon, struct node *a, struct node *b, struct node *c);
struct node *make_call(struct parser *p, struct node *function, struct node *arguments, struct token close);
struct node *make_keyword(struct parser *p, struct token name, struct node *value);
struct node *make_star(struct parser *p, struct token star, struct node *value);
struct node *make_hole(struct parser *p, struct node *value, struct node *filters);
void check_target(struct parser *p, struct node *target);

struct node *make_statement(struct parser *p, enum node_kind kind, struct token at, struct node *a);
struct node *make_expression_statement(struct parser *p, struct node *a);
struct node *make_relative(struct node *dots, struct node *name);
struct node *make_assign(struct parser *p, struct node *target, struct node *value);
struct node *extend_assign(struct parser *p, struct node *assign, struct node *value);
struct node *make_annotated(struct parser *p, struct node *target, struct node *value);
struct node *make_augment(struct parser *p, struct node *target, struct token op, struct node *value);
struct node *make_if(struct parser *p, struct token at, struct node *condition, struct node *then,
                     struct node *otherwise);
struct node *make_for(struct parser *p, struct token at, struct node *target, struct node *in,
                      struct node *body);
struct node *make_while(struct parser *p, struct token at, struct node *condition, struct node *body);
struct node *make_with_item(struct parser *p, struct node *what, struct token *name);
struct node *make_with(struct parser *p, struct token at, struct node *items, struct node *body);
struct node *make_def(struct parser *p, struct token at, struct token name, struct node *parameters,
                      struct node *body);
struct node *make_parameter(struct parser *p, struct token name, struct node *fallback);
struct node *make_star_parameter(struct parser *p, struct token star, struct token *name);
struct node *make_import(struct parser *p, struct node *module, struct token *alias);
struct node *make_from(struct parser *p, struct token at, struct node *module, struct node *names);
struct node *make_imported(struct parser *p, struct token name, struct token *alias);

/* The grammar, a token at a time: grammar.y. ----------------------------------------------------------- */

struct grammar *grammar_begin(struct parser *p, struct token start); /* T_START_… */
bool grammar_take(struct grammar *g, struct token t);                /* false: the token doesn't fit */
/* Of the latest token, which didn't fit: what would have, by its code. */
const bool *grammar_expected(struct grammar *g);
/* The latest token is a string: parser.string must be its node before the next one is taken. */
bool grammar_wants_string(const struct grammar *g);
void grammar_end(struct grammar *g);

/* The lexer: lexer.re, layout.c. ----------------------------------------------------------------------- */

enum fragment {
    FRAGMENT_HOLE,      /* ends at the '}' that closes it */
    FRAGMENT_CONTROL,   /* ends with its line */
    FRAGMENT_SUITE,     /* ends at %> */
    FRAGMENT_SIGNATURE, /* these end at the limit */
    FRAGMENT_PARAMETERS,
    FRAGMENT_EXPRESSION,
    FRAGMENT_FIELD /* of an f-string: ends at '}', '!', ':' or '=' */
};

struct lexer {
    struct parser *parser;
    const char *text; /* of the whole source */
    const char *begin, *cursor;
    const char *marker, *context; /* re2c's */
    const char *limit;            /* where this fragment must have ended */
    int condition;
    enum fragment fragment;
    bool first_on_line; /* the latest token */

    struct token brackets[MOST_BRACKETS];
    uint32_t depth;
    const char *comment_end; /* the first "%>" in a comment: it doesn't count, but may have been meant */

    /* layout.c */
    uint32_t indents[MOST_INDENTS];
    uint32_t indent_count, dedents, odd_indent;
    int margin; /* of the block; -1 before its first line */
    bool line_start, line_open, line_failed;
    struct token queued[4];
    uint32_t queued_count, queued_at;
    int before; /* the code of the token before NEWLINE */
};

void lexer_init(struct lexer *lex, struct parser *p, enum fragment fragment, uint32_t from, uint32_t limit);
static inline uint32_t lexer_offset(const struct lexer *lex)
{
    return (uint32_t)(lex->cursor - lex->text);
}

struct token lexer_next(struct lexer *lex); /* T_END at the end of the fragment */
struct token layout_next(struct lexer *lex);
/* Forgets open brackets and goes on at `from`, the begin of a line, as if a statement began there. */
void layout_restart(struct lexer *lex, uint32_t from);

/* By a token's code. */
bool opens_bracket(int code);
bool closes_bracket(int code);
bool has_suite(int code); /* the first word of a statement that a suite follows */

/* The pieces of a template. */
enum chunk {
    CHUNK_END = 1000,
    CHUNK_TEXT,
    CHUNK_JOIN,    /* backslash, new line */
    CHUNK_PERCENT, /* blanks and %% at the begin of a line */
    CHUNK_CONTROL, /* a whole line */
    CHUNK_COMMENT,
    CHUNK_HOLE,    /* ${ */
    CHUNK_CODE,    /* <% */
    CHUNK_MODULE,  /* <%! */
    CHUNK_TAG,     /* <%name … > */
    CHUNK_BAD_TAG, /* begins like one */
    CHUNK_END_TAG, /* </%name> */
    CHUNK_BAD_END_TAG,
    /* inside a tag */
    CHUNK_WORD,
    CHUNK_EQUALS,
    CHUNK_QUOTED,
    CHUNK_CLOSE,       /* > */
    CHUNK_CLOSE_EMPTY, /* /> */
    CHUNK_OTHER
};

struct token chunk_next(struct lexer *lex); /* of a template's text */
struct token tag_next(struct lexer *lex);   /* of a tag's inside */

/* A token that doesn't fit: syntax.c. ------------------------------------------------------------------ */

void syntax_error(struct parser *p, struct token found, const bool *expected);

/* Fragments: fragment.c. ------------------------------------------------------------------------------- */

/* The tree of the fragment at the lexer's place, NULL after a syntax error. The lexer stands behind it. */
struct node *fragment_parse(struct lexer *lex);

/* A script's lexer: the whole file is a suite, and begins at its margin. pyfile.c */
void script_lexer(struct lexer *lex, struct parser *p);

/* Tags: tag.c. ----------------------------------------------------------------------------------------- */

struct attribute {
    struct token name, value; /* the value without its quotes; value.from 0: none */
    bool used;
};

struct tag {
    struct span span; /* from '<' to '>' */
    struct span name_span;
    struct aludel_text name;
    VEC(struct attribute) attributes;
    bool empty; /* closed by "/>" */
    bool stray; /* a value without a name has been refused: an attribute may be missing because of it */
};

void tag_read(struct parser *p, struct token chunk, struct tag *tag);
/* Says so of attributes that nobody asked for. */
void tag_leftovers(struct parser *p, struct tag *tag);

bool tag_is_verbatim(const struct tag *tag); /* its inside is no template */

struct node *tag_def(struct parser *p, struct tag *tag);
struct node *tag_call(struct parser *p, struct tag *tag);
struct node *tag_component(struct parser *p, struct tag *tag); /* <%ns:name …> */
struct node *tag_namespace(struct parser *p, struct tag *tag);
struct node *tag_include(struct parser *p, struct tag *tag);

#endif
