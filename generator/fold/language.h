/*
 * language.h: what expressions are made of: Python's functions, the language's own, directives, names.
 *
 *   builtins.c              python.def as tables
 *   later.c                 now or at run time: apply() decides
 *   truth.c                 what conditions and loops make of a value
 *   bind.c                  arguments in their places
 *   natives.c dedent.c      env(), text() …
 *   ops.c op/               op.execute and the questions; the other directives: op/item.h
 *   quiet.c import.c        what does nothing; imports
 *   names.c                 what a name means
 *   touches.c cscan.c       what may change the schema; the functions of a <%c> block
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

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

/* A function of python.def: now, where all is known; else at run time. */
struct aludel_value apply(struct folding *f, const struct builtin *b, bool method, struct span at,
                          size_t count, const struct aludel_value *args);
struct aludel_value apply_operator(struct folding *f, enum operator_kind op, struct span at, size_t count,
                                   const struct aludel_value *args);

/* ---- What conditions and loops make of a value: truth.c --------------------------------------------------------- */

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_LATER };
enum truth truth_of(struct folding *f, struct aludel_value v, struct span at);
/* The known items of something iterable; false when they aren't known, or with an error. */
bool known_items(struct folding *f, struct aludel_value v, struct span at, size_t *count,
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
    struct aludel_value (*run)(struct folding *f, struct call *c);
    const char *calls; /* passed on: the runtime's function, the loop's attribute … */
};

/* Its keyword, or its value, or the call. */
struct span argument_span(const struct argument *a, struct span call);
/* Puts arguments in their places by a parameter list "a,b,*"; false with an error. `rest`: those of "*". What follows
 * a "-" needs its keyword. */
bool bind_arguments(struct folding *f, const char *callee, const char *parameters, int required,
                    const struct arguments *given, struct span at, struct argument *out, size_t room,
                    struct arguments *rest);
/* The arguments in their places; NULL with an error. */
struct call *bind_call(struct folding *f, const struct native *n, const struct arguments *args,
                       const struct node *node);

/* ---- The language's own functions: natives.c, dedent.c ---------------------------------------------------------- */

extern const struct native native_names[];
extern const size_t native_count;

struct aludel_value make_dedented(struct folding *f, struct call *c); /* textwrap.dedent() */
/* raise and fail(): the migration stops with a message. */
struct aludel_value fail_with(struct folding *f, struct aludel_value message, struct span at);
struct aludel_value ask_database(struct folding *f, struct call *c); /* of op.has_… and inspect() */

/* ---- op.execute and the questions: ops.c; the other directives: op/ --------------------------------------------- */

extern const struct native directives[];
extern const size_t directive_count;
const struct members *members_new(struct arena *a); /* all of them by their names: op/directives.c */

/* bind.execute(…), kept where it stands: its rows as a list; as a variable's value the list, the result that has it, or
 * the one that has a count. An error for op.query, which is there for loops. */
struct aludel_value kept_rows(struct folding *f, struct aludel_value v, struct span at);
struct aludel_value kept_result(struct folding *f, struct aludel_value v, struct span at);
struct aludel_value query_attribute(struct folding *f, struct object *query, const struct node *n);
struct aludel_value result_attribute(struct folding *f, struct object *result, const struct node *n);
struct aludel_value call_query_method(struct folding *f, const struct object *method,
                                      const struct arguments *args, struct span at);

/* ---- What does nothing, imports: quiet.c, import.c -------------------------------------------------------------- */

/* What a script says while it runs: print(), logging, warnings. */
#define QUIET "logging"
bool import_quiet(struct folding *f, const struct node *n); /* false: it is another module */
struct aludel_value quiet_function(struct folding *f);      /* which takes anything and does nothing */
bool only_speaks(struct aludel_value callee, const struct node *call); /* its arguments needn't be computed */
/* What other databases have, in no use here: from sqlalchemy.dialects import mysql. */
#define FOREIGN "what another database has"
struct aludel_value foreign_function(struct folding *f);
/* `from module import name`: false, it is something else. */
bool find_foreign(struct folding *f, struct aludel_text module, struct aludel_text name,
                  struct aludel_value *v);
void run_import(struct folding *f, const struct node *n);

/* ---- What a name means: names.c --------------------------------------------------------------------------------- */

/* The value of a built-in name, or of an attribute of a module (`path` is "os.environ"). False with an error. */
bool name_find(struct folding *f, struct aludel_text name, struct aludel_value *v);
struct aludel_value name_value(struct folding *f, struct aludel_text name, struct span at);
/* A variable's value; an error if run time decides what it is, and it can't be kept until then. */
struct aludel_value usable(struct folding *f, struct aludel_text name, struct aludel_value v, struct span at);
struct aludel_value module_attribute(struct folding *f, const char *path, struct aludel_text name,
                                     struct span at);
const char *nearest_name(struct folding *f, const struct scope *s, struct aludel_text name);

/* ---- What a tree does: touches.c, cscan.c ----------------------------------------------------------------------- */

/* Whether the tree may change the schema, or calls what may; in doubt it does. */
bool touches_schema(struct folding *f, const struct node *n);
/* Whether it may leave its function or loop, and the schema depends on that. */
bool decides_schema(struct folding *f, const struct node *n);

struct c_functions {
    struct c_function **at;
    size_t count, room;
};
/* Functions that the file-scope C of `block` defines or declares; a type that can't be passed gives a
 * function with `name` and a note in its place. */
void scan_c(struct arena *a, const struct node *block, struct c_functions *out);

#endif
