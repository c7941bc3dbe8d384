/*
 * evaluate.h: expressions, calls and statements, carried out as Python and Mako would.
 *
 *   builtins.c              python.def as tables
 *   later.c                 now or at run time: apply() decides
 *   truth.c                 what conditions and loops make of a value
 *   bind.c                  arguments in their places
 *   natives.c dedent.c      env(), text() …
 *   ops.c                   op.execute and the questions
 *   quiet.c import.c        what does nothing; imports
 *   names.c                 what a name means
 *   touches.c               what may change the schema
 *   expr.c logic.c comprehension.c arguments.c call.c     expressions
 *   control.c loop.c defs.c hole.c skip.c stmt.c          statements, which need expressions, which call defs
 */
#ifndef EVALUATE_H
#define EVALUATE_H

#include "fold/flow.h"

/* ---- Python's functions: builtins.c, later.c -------------------------------------------------------------------- */

struct builtin { /* a line of python.def */
    const char *name, *parameters;
    int required;
    bool shape;
    al_py_fn *fn;
};
const struct builtin *operator_at(enum operator_kind op);
const struct builtin *builtin_named(struct aludel_text name);
const struct builtin *method_named(struct aludel_text name);
const char *nearest_builtin(struct aludel_text name);
const char *nearest_method(struct aludel_text name);
/* What it always gives; UNSET: that depends. */
enum aludel_type builtin_result(const char *name);
/* Whether the elements of its arguments don't matter, only how many there are. */
bool builtin_shape(const struct builtin *b, bool method);

/* Any value as an expression for run time; an error where there is none. */
struct later *lowered(struct folder *f, struct aludel_value v, struct span at);
/* local = kind name(arguments): the value of that local. */
struct aludel_value residual(struct folder *f, enum later_kind kind, const char *name, enum aludel_type type,
                             struct span at, size_t count, const struct aludel_value *args);
struct aludel_value residual_of(struct folder *f, struct later *l, struct span at);

/* A function of python.def: now, where all is known; else at run time. */
struct aludel_value apply(struct folder *f, const struct builtin *b, bool method, struct span at,
                          size_t count, const struct aludel_value *args);
struct aludel_value apply_operator(struct folder *f, enum operator_kind op, struct span at, size_t count,
                                   const struct aludel_value *args);

/* ---- What conditions and loops make of a value: truth.c --------------------------------------------------------- */

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_LATER };
enum truth truth_of(struct folder *f, struct aludel_value v, struct span at);
/* The known items of something iterable; false when they aren't known, or with an error. */
bool known_items(struct folder *f, struct aludel_value v, struct span at, size_t *count,
                 struct aludel_value **items);

/* ---- Arguments in their places: bind.c -------------------------------------------------------------------------- */

/* A function of the language that isn't Python's: env(), text(), op.execute(). */
struct argument {
    struct aludel_text name; /* empty: by position */
    struct aludel_value value;
    const struct node *node;
    struct span keyword; /* where its name stands */
};
struct arguments {
    struct argument *at;
    size_t count, room;
};

#define CALL_ARGUMENTS 32
struct call {
    const struct native *native;
    struct span span;
    const struct node *node;
    struct aludel_value *args; /* by parameter; UNSET: not given */
    const struct node **nodes;
    struct arguments rest;    /* of "*" and "**" */
    struct aludel_value self; /* of what it is an attribute, or UNSET */
    bool unused;              /* the call is a statement: nobody wants its result */
    bool foreign;             /* there were keywords of databases that aren't ours */
};

struct native {
    const char *path;       /* "env", "os.environ.get", "op.execute" */
    const char *parameters; /* "name,default" */
    int required;
    struct aludel_value (*run)(struct folder *f, struct call *c);
    const char *calls; /* passed on: the runtime's function, the loop's attribute … */
};

/* Its keyword, or its value, or the call. */
struct span argument_span(const struct argument *a, struct span call);
/* Puts arguments in their places by a parameter list "a,b,*"; false with an error. `rest`: those of "*". What follows
 * a "-" needs its keyword. */
bool bind_arguments(struct folder *f, const char *callee, const char *parameters, int required,
                    const struct arguments *given, struct span at, struct argument *out, size_t room,
                    struct arguments *rest);
/* The arguments in their places; NULL with an error. */
struct call *bind_call(struct folder *f, const struct native *n, const struct arguments *args,
                       const struct node *node);

/* ---- The language's own functions: natives.c, dedent.c ---------------------------------------------------------- */

extern const struct native native_names[];
extern const size_t native_count;

struct aludel_value make_dedented(struct folder *f, struct call *c); /* textwrap.dedent() */
/* raise and fail(): the migration stops with a message. */
struct aludel_value fail_with(struct folder *f, struct aludel_value message, struct span at);
struct aludel_value ask_database(struct folder *f, struct call *c); /* of op.has_… and inspect() */

/* ---- op.execute and the questions: ops.c; the other directives: op/ --------------------------------------------- */

extern const struct native directives[];
extern const size_t directive_count;
const struct members *members_new(struct arena *a); /* all of them by their names: op/directives.c */

/* bind.execute(…), kept where it stands: its rows as a list; as a variable's value the list, the result that has it, or
 * the one that has a count. An error for op.query, which is there for loops. */
struct aludel_value kept_rows(struct folder *f, struct aludel_value v, struct span at);
struct aludel_value kept_result(struct folder *f, struct aludel_value v, struct span at);
struct aludel_value query_attribute(struct folder *f, struct object *query, const struct node *n);
struct aludel_value result_attribute(struct folder *f, struct object *result, const struct node *n);
struct aludel_value call_query_method(struct folder *f, const struct object *method,
                                      const struct arguments *args, struct span at);

/* ---- What does nothing, imports: quiet.c, import.c -------------------------------------------------------------- */

/* What a script says while it runs: print(), logging, warnings. */
#define QUIET "logging"
bool import_quiet(struct folder *f, const struct node *n); /* false: it is another module */
struct aludel_value quiet_function(struct folder *f);      /* which takes anything and does nothing */
bool only_speaks(struct aludel_value callee, const struct node *call); /* its arguments needn't be computed */
/* What other databases have, in no use here: from sqlalchemy.dialects import mysql. */
#define FOREIGN "what another database has"
struct aludel_value foreign_function(struct folder *f);
/* `from module import name`: false, it is something else. */
bool find_foreign(struct folder *f, struct aludel_text module, struct aludel_text name,
                  struct aludel_value *v);
void run_import(struct folder *f, const struct node *n);

/* ---- What a name means: names.c --------------------------------------------------------------------------------- */

/* The value of a built-in name, or of an attribute of a module (`path` is "os.environ"). False with an error. */
bool name_find(struct folder *f, struct aludel_text name, struct aludel_value *v);
struct aludel_value name_value(struct folder *f, struct aludel_text name, struct span at);
/* A variable's value; an error if run time decides what it is, and it can't be kept until then. */
struct aludel_value usable(struct folder *f, struct aludel_text name, struct aludel_value v, struct span at);
struct aludel_value module_attribute(struct folder *f, const char *path, struct aludel_text name,
                                     struct span at);
const char *nearest_name(struct folder *f, const struct scope *s, struct aludel_text name);

/* ---- What a tree does: touches.c, cscan.c ----------------------------------------------------------------------- */

/* Whether the tree may change the schema, or calls what may; in doubt it does. */
bool touches_schema(struct folder *f, const struct node *n);
/* Whether it may leave its function or loop, and the schema depends on that. */
bool decides_schema(struct folder *f, const struct node *n);

struct c_functions {
    struct c_function **at;
    size_t count, room;
};
/* Functions that the file-scope C of `block` defines or declares; a type that can't be passed gives a
 * function with `name` and a note in its place. */
void scan_c(struct arena *a, const struct node *block, struct c_functions *out);

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

struct aludel_value eval(struct folder *f, const struct node *n);
struct aludel_value eval_unused(struct folder *f, const struct node *n); /* as a statement */
/* Within text: control flow in it stands before the statement, not inside. */
struct aludel_value frozen_eval(struct folder *f, const struct node *n);
struct aludel_value eval_attribute(struct folder *f, const struct node *n);
struct aludel_value eval_callee(struct folder *f, const struct node *n);
struct aludel_value callee_of(struct folder *f, struct aludel_value v, const struct node *n); /* v.name */
struct aludel_value binary(struct folder *f, enum operator_kind op, struct aludel_value a,
                           struct aludel_value b, struct span at);
struct aludel_value eval_and_or(struct folder *f, const struct node *n);
struct aludel_value eval_conditional(struct folder *f, const struct node *n);
struct aludel_value eval_compare(struct folder *f, const struct node *n);
struct aludel_value eval_comprehension(struct folder *f, const struct node *n);
bool eval_arguments(struct folder *f, const struct node *call, struct arguments *out);

struct aludel_value eval_call(struct folder *f, const struct node *n, bool whole, bool unused);
/* Calls any value; what it writes is captured. */
struct aludel_value call_value(struct folder *f, struct aludel_value callee, const struct arguments *args,
                               const struct node *n);
struct aludel_value call_native(struct folder *f, const struct object *o, const struct arguments *args,
                                const struct node *node, bool unused);
/* Whether a call of the callee written here would write text. */
bool callee_writes(struct folder *f, const struct node *callee);
bool writes_text(struct aludel_value callee); /* a def or caller.body: calling it writes */

/* ---- Defs, files, includes: defs.c ------------------------------------------------------------------------------ */

struct aludel_value call_function(struct folder *f, struct object *function, const struct arguments *args,
                                  struct caller *caller, struct span at);
struct aludel_value call_body(struct folder *f, struct object *body, const struct arguments *args,
                              struct span at);
void run_call_tag(struct folder *f, const struct node *n);
void run_include(struct folder *f, const struct node *n);
void define(struct folder *f, const struct node *def);
struct scope *module_scope(struct folder *f, const struct file *file, struct scope *parent);
void define_namespace(struct folder *f, const struct node *n, struct scope *into);

/* ---- Conditions and loops: control.c, loop.c -------------------------------------------------------------------- */

struct run { /* something to fold, later */
    void (*run)(struct run *self, struct folder *f);
    const struct node *node;
    struct aludel_value value;
    struct aludel_value *into;
    uint32_t local;
    void *with;
};

void if_at_run_time(struct folder *f, struct aludel_value condition, struct span at, struct run *then,
                    struct run *otherwise);
void run_if(struct folder *f, const struct node *n);
void run_while(struct folder *f, const struct node *n);
/* for target in value: body. `also`: a variable that body sets besides those that its tree assigns. */
void run_for(struct folder *f, const struct node *target, struct aludel_value over, struct run *body,
             const struct node *tree, struct aludel_text also, struct span at, bool has_loop);
void bind_target(struct folder *f, const struct node *target, struct aludel_value v);
struct aludel_value loop_attribute(struct folder *f, const struct loop *l, struct aludel_text name,
                                   struct span at);

/* ---- Statements: stmt.c, hole.c, skip.c ------------------------------------------------------------------------- */

void run_block(struct folder *f, const struct node *block);
void run_nodes(struct folder *f, const struct nodes *list);
void run_statement(struct folder *f, const struct node *n);
void run_hole(struct folder *f, const struct node *n);
/* The statement; left out, with a remark, when it can't be read and is about rows alone. */
void run_or_leave_out(struct folder *f, const struct node *n);

#endif
