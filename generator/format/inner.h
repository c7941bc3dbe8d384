/*
 * inner.h: what the files of format/ share and nobody else sees.
 */
#ifndef FORMAT_INNER_H
#define FORMAT_INNER_H

#include "format/format.h"
#include "lang/parser.h"

enum { LINE_MOST = 120, STEP = 4 };

/* ---- A run of tokens: spacing.c ----------------------------------------------------------------- */

struct comment {
    struct aludel_text text; /* from its '#' on */
    uint32_t column;         /* where it began */
    bool own_line;
    bool blank_before; /* an empty line stands in front of it */
};
struct comments {
    struct comment *at;
    size_t count, room;
};

struct item {
    struct token token;
    struct aludel_text text;
    size_t partner; /* a bracket's other one */
    bool space;     /* between it and the one before it */
    bool unary;
    bool open;                /* a bracket whose inside is written a piece a line, even where it fits */
    struct comments comments; /* between it and the one before it */
};
struct run {
    struct item *at;
    size_t count, room;
    bool continued; /* a backslash at the end of a line, outside brackets */
};

uint32_t gap_column(const struct source *source,
                    uint32_t at); /* from 0, tabs up to the next multiple of eight */
/* What stands between two tokens: comments, and how many line ends there are behind the last of them. */
uint32_t gap_read(struct arena *a, const struct source *source, uint32_t from, uint32_t to,
                  struct comments *comments);
void run_add(struct arena *a, const struct source *source, struct run *run, struct token t);
/* Partners, blanks, canonical strings (unless `quotes` are kept), and what must be open. False: a comment stands where
 * only its author can put it. */
bool run_prepare(struct arena *a, struct run *run, bool quotes);
/* The tokens of a fragment that isn't a suite; its end in *end. */
struct run run_read(struct parser *p, enum fragment fragment, uint32_t from, uint32_t limit, uint32_t *end);

bool is_operand(int code); /* something stands in front of what follows it */

/* ---- A page: layout.c --------------------------------------------------------------------------- */

struct sheet {
    struct al_builder b;
    uint32_t column;
};

void sheet_put(struct sheet *s, struct aludel_text text);
void sheet_puts(struct sheet *s, const char *z);
void sheet_line(struct sheet *s, struct aludel_text base,
                uint32_t steps); /* a new line, and its indentation */

/* The run, from here on; `base` is its lines' indentation. `after`: the width of what follows on its last line. */
void layout_run(struct sheet *s, const struct run *run, struct aludel_text base, uint32_t steps,
                uint32_t after);
void layout_flat(struct sheet *s, const struct run *run); /* on one line, whatever it is */
bool layout_fits(const struct sheet *s, const struct run *run, uint32_t after); /* on one line */
/* As it was written, without blanks at the ends of lines. */
void layout_as_written(struct sheet *s, const struct source *source, const struct run *run);

/* ---- Statements: code.c ------------------------------------------------------------------------- */

/* What stands between `<%` or `<%!` and `%>`, both included. Its end is given back. */
uint32_t code_format(struct parser *p, struct token chunk, struct sheet *s, struct aludel_text base);

/* ---- Templates ---------------------------------------------------------------------------------- */

/* values.c: what the names of a file stand for. */
struct bindings;
struct bindings *bindings_of(struct arena *a, const struct file *file);
/* It writes one value, so that behind it no quote is open that wasn't in front of it. */
bool hole_is_value(const struct bindings *b, const struct node *hole);
/* It may call what writes text. */
bool code_may_write(const struct bindings *b, const struct node *code);

/* blanks.c: the text without blanks at the ends of lines of SQL, where they mean nothing. */
struct aludel_text blanks_removed(struct arena *a, struct source *source, const struct file *file);

/* Any text without them, whatever it is. */
struct aludel_text without_line_blanks(struct arena *a, struct aludel_text text);

/* comments.c: all that the tree doesn't hold, in an order of its own. */
struct comments comments_of(struct arena *a, struct source *source);
bool comments_same(const struct comments *a, const struct comments *b);

/* template.c, parts.c */
/* Of the inside of a tag that isn't read, with its end. */
size_t verbatim_length(struct arena *a, const struct tag *tag, const char *from);
enum part { PART_HEADING, PART_DOC, PART_MODULE, PART_NAMESPACE, PART_OTHER, PART_COMMENT };
struct template_part {
    enum part kind;
    struct aludel_text text;
    bool blank_before;
};
struct template_parts {
    struct template_part *at;
    size_t count, room;
};
struct aludel_text template_format(struct arena *a, struct source *source, const struct file *file);
struct aludel_text parts_joined(struct arena *a, struct template_parts *parts);

/* sqlfile.c */
struct aludel_text sql_file_format(struct arena *a, struct source *source);

#endif
