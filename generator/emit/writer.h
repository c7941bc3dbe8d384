/*
 * writer.h: C text. Nobody else in emit/ knows how a string is escaped or on which line we are.
 *
 *     struct c_writer w = c_writer(arena, "app_migrations_0.c");
 *     c_line(&w, "bool %s(struct aludel_op *op)", name);
 *     c_open(&w);                                       {   and indented from here
 *     c_begin(&w); c_put(&w, "return "); …; c_end(&w, ";");       a line in pieces
 *     c_close(&w, "");                                  }
 */
#ifndef C_WRITER_H
#define C_WRITER_H

#include "base/source.h"
#include "base/vec.h"

struct c_mark { /* in a piece */
    size_t at;
    bool own_line; /* else the label */
};

struct c_writer {
    struct arena *arena;
    struct al_builder text;
    const char *file; /* the generated file's own name, for #line; NULL: a piece */
    VEC(struct c_mark) marks;
    uint32_t line; /* the one that is being written, from 1 */
    uint32_t indent;
    size_t line_start;
};

struct c_writer c_writer(struct arena *a, const char *file);

#if defined(__GNUC__)
#define C_FORMAT(f, a) __attribute__((format(printf, f, a)))
#else
#define C_FORMAT(f, a)
#endif

C_FORMAT(2, 3) void c_line(struct c_writer *w, const char *format, ...);
void c_begin(struct c_writer *w);
C_FORMAT(2, 3) void c_put(struct c_writer *w, const char *format, ...); /* no new line in it */
void c_end(struct c_writer *w, const char *last);
void c_blank(struct c_writer *w);
void c_open(struct c_writer *w);
void c_close(struct c_writer *w, const char *behind);

/* "…", on one line. */
void c_string(struct c_writer *w, struct aludel_text t);
/* "…\n" under "…\n": one source line for each line of the text, aligned to the first. */
void c_lines(struct c_writer *w, struct aludel_text t);
/* {83, 69, …, 0}: for what is too long for a string literal. */
void c_bytes(struct c_writer *w, struct aludel_text t);
#define LONGEST_PLAIN 4095   /* what C promises of a string literal */
#define LONGEST_QUOTED 60000 /* what the compilers we know take all the same */
/* static const char NAME[] = … */
void c_text(struct c_writer *w, const char *name, struct aludel_text t);
/* Text for a comment: its ends are broken, new lines are spaces. */
void c_comment(struct c_writer *w, struct aludel_text t);

/* C by itself, before it is known where it comes to stand and what its data are called: a piece has marks for its label
 * and for its lines' own numbers, which are filled in where it is pasted. */
struct c_writer c_piece(struct arena *a);
void c_label(struct c_writer *piece);
bool c_same(const struct c_writer *a, const struct c_writer *b); /* pieces */
void c_paste(struct c_writer *w, const struct c_writer *piece, const char *label);

/* Between the two a warning is switched off. */
void c_quiet(struct c_writer *w, const char *warning);
void c_loud(struct c_writer *w);

/* #line of a person's text, that text, and back. */
void c_verbatim(struct c_writer *w, const struct source *source, uint32_t line, struct aludel_text text);
void c_source_line(struct c_writer *w, const struct source *source, uint32_t line);
void c_own_line(struct c_writer *w);

#endif
