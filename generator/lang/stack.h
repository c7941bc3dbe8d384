/*
 * stack.h: what the files that read a template's structure share: the stack of what is open.
 */
#ifndef STACK_H
#define STACK_H

#include "lang/parser.h"

enum { MOST_OPEN = MOST_BRACKETS };

enum opening { OPEN_FILE, OPEN_IF, OPEN_FOR, OPEN_WHILE, OPEN_WITH, OPEN_UNKNOWN, OPEN_TAG };

/* What is open, innermost last. */
struct open {
    enum opening what;
    struct span span;        /* to point at */
    struct aludel_text name; /* "if", "def" … */
    struct node *node;       /* what it makes; NULL when it is broken */
    struct node *body;       /* where its content goes */
    struct node *chain;      /* of an `if`: the latest `elif` */
    struct span else_span;
    bool has_else;
    bool said; /* an error about its end has been shown */
};

struct template
{
    struct parser *p;
    struct lexer lex;
    struct open open[MOST_OPEN];
    size_t depth;            /* at least 1: the file */
    size_t conditions;       /* % elif lines in the innermost chains */
    size_t forced[OPEN_TAG]; /* closed because what is around them was: their own end may still come */
    bool cut;                /* the rest of the file was swallowed by something that isn't closed */
};

static inline struct open *top(struct template *t)
{
    return &t->open[t->depth - 1];
}

void template_add(struct template *t, struct node *n); /* to the innermost */
struct open *template_push(struct template *t, enum opening what, struct span span, struct aludel_text name);
void template_pop(struct template *t, uint32_t end);
/* Closes what stands open above the innermost that fits, and says so. False: nothing fits. */
bool template_close_to(struct template *t, enum opening what, struct aludel_text name, struct span at);
void template_say_unclosed(struct template *t, const struct open *o, const struct span *instead);
void template_end_branch(struct open *o);                /* its body so far goes into its node */
void template_place(struct template *t, struct node *n); /* a finished node: where it belongs */
bool is_blank_text(const struct node *n);

/* control.c */
void template_control_line(struct template *t, struct token chunk);

/* element.c */
void template_tag(struct template *t, struct token chunk);
void template_end_tag(struct template *t, struct token chunk);
void template_bad_tag(struct template *t, struct token chunk);

#endif
