/*
 * evaluate.h: expressions, calls and statements, carried out as Python and Mako would. They need one another: an
 * expression calls a def, whose body is statements with expressions in them.
 *
 *   expr.c logic.c comprehension.c arguments.c call.c     expressions
 *   control.c loop.c defs.c hole.c skip.c stmt.c          statements
 */
#ifndef EVALUATE_H
#define EVALUATE_H

#include "fold/language.h"

/* ---- Expressions: expr.c, logic.c, comprehension.c, arguments.c, call.c ----------------------------------------- */

struct caller { /* <%call>: what the called def reaches as `caller` */
    const struct node *tag;
    struct scope *scope;
    struct caller *outer;
    const struct file *file;
    struct loop *loop;
};

struct loop { /* Mako's `loop` */
    struct loop *parent;
    bool known;
    int64_t index, length;
    uint32_t counter;         /* at run time */
    struct aludel_value over; /* at run time: the list; OBJECT_QUERY: rows */
};

struct aludel_value eval(struct folding *f, const struct node *n);
struct aludel_value eval_unused(struct folding *f, const struct node *n); /* as a statement */
/* Within text: control flow in it stands before the statement, not inside. */
struct aludel_value frozen_eval(struct folding *f, const struct node *n);
struct aludel_value eval_callee(struct folding *f, const struct node *n);
struct aludel_value callee_of(struct folding *f, struct aludel_value v, const struct node *n); /* v.name */
struct aludel_value binary(struct folding *f, enum operator_kind op, struct aludel_value a,
                           struct aludel_value b, struct span at);
struct aludel_value eval_and_or(struct folding *f, const struct node *n);
struct aludel_value eval_conditional(struct folding *f, const struct node *n);
struct aludel_value eval_compare(struct folding *f, const struct node *n);
struct aludel_value eval_comprehension(struct folding *f, const struct node *n);
bool eval_arguments(struct folding *f, const struct node *call, struct arguments *out);

struct aludel_value eval_call(struct folding *f, const struct node *n, bool whole, bool unused);
/* Calls any value; what it writes is captured. */
struct aludel_value call_value(struct folding *f, struct aludel_value callee, const struct arguments *args,
                               const struct node *n);
struct aludel_value call_native(struct folding *f, const struct object *o, const struct arguments *args,
                                const struct node *node, bool unused);
/* Whether a call of the callee written here would write text. */
bool callee_writes(struct folding *f, const struct node *callee);
bool writes_text(struct aludel_value callee); /* a def or caller.body: calling it writes */

/* ---- Defs, files, includes: defs.c ------------------------------------------------------------------------------ */

struct aludel_value call_function(struct folding *f, struct object *function, const struct arguments *args,
                                  struct caller *caller, struct span at);
struct aludel_value call_body(struct folding *f, struct object *body, const struct arguments *args,
                              struct span at);
void run_call_tag(struct folding *f, const struct node *n);
void run_include(struct folding *f, const struct node *n);
void define(struct folding *f, const struct node *def);
struct scope *module_scope(struct folding *f, const struct file *file, struct scope *parent);
void define_namespace(struct folding *f, const struct node *n, struct scope *into);

/* ---- Conditions and loops: control.c, loop.c -------------------------------------------------------------------- */

struct run { /* something to fold, later */
    void (*run)(struct run *self, struct folding *f);
    const struct node *node;
    struct aludel_value value;
    struct aludel_value *into;
    uint32_t local;
    void *with;
};

void if_at_run_time(struct folding *f, struct aludel_value condition, struct span at, struct run *then,
                    struct run *otherwise);
void run_if(struct folding *f, const struct node *n);
void run_while(struct folding *f, const struct node *n);
/* for target in value: body. `also`: a variable that body sets besides those that its tree assigns. */
void run_for(struct folding *f, const struct node *target, struct aludel_value over, struct run *body,
             const struct node *tree, struct aludel_text also, struct span at, bool has_loop);
void bind_target(struct folding *f, const struct node *target, struct aludel_value v);
struct aludel_value loop_attribute(struct folding *f, const struct loop *l, struct aludel_text name,
                                   struct span at);

/* ---- Statements: stmt.c, hole.c, skip.c ------------------------------------------------------------------------- */

void run_block(struct folding *f, const struct node *block);
void run_nodes(struct folding *f, const struct nodes *list);
void run_statement(struct folding *f, const struct node *n);
void run_hole(struct folding *f, const struct node *n);
/* The statement; left out, with a remark, when it can't be read and is about rows alone. */
void run_or_leave_out(struct folding *f, const struct node *n);

#endif
