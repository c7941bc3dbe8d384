/*
 * inner.h: what the files of fold/ share and nobody else sees.
 *
 * Folding walks the tree once for each program and carries it out as Python and Mako would, with struct
 * aludel_value for every value. What can't be known yet is a value too: ALUDEL_DEFERRED with the
 * expression that will compute it. So there is one evaluator, and what it couldn't do is the program.
 *
 *   values      what has no aludel_value of its own: values.h     value.c pieces.c
 *   names       variables, built-in names, lists held twice       scope.c builtins.c names.c alias.h
 *   steps       locals, LETs, expressions for run time            steps.c later.c
 *   evaluation  expressions, calls, comprehensions                expr.c logic.c call.c arguments.c …
 *   control     if, loops, exits, and where ways meet again       control.c loop.c carry.c join.c
 *   text        SQL with holes into statements                    text.c hole.c statement.c
 *   the rest    statements, defs, C                               stmt.c defs.c ops.c send.c cscan.c
 *   directives  op.create_table …, types, columns                 op/
 *   scripts     imports; what says something; what is left out    import.c quiet.c skip.c touches.c
 */
#ifndef INNER_H
#define INNER_H

#include "base/diag.h"
#include "core/literal.h"
#include "core/value_ops.h"
#include "fold/fold.h"
#include "fold/values.h"
#include "schema/change.h"
#include "sql/check.h"
#include "sql/split.h"

/* ---- Names ------------------------------------------------------------------------------------ */

struct variable {
    struct aludel_text name;
    struct aludel_value value;
};

struct variables {
    struct variable *at;
    size_t count, room;
};

struct scope {
    struct scope *parent;
    struct variables vars;
};

struct scope *scope_new(struct folder *f, struct scope *parent);
bool scope_own(const struct scope *s, struct aludel_text name, struct aludel_value *v);
bool scope_find(const struct scope *s, struct aludel_text name, struct aludel_value *v);
void scope_set(struct folder *f, struct scope *s, struct aludel_text name, struct aludel_value v);
struct variable *scope_variable(const struct scope *s, struct aludel_text name);
struct variables scope_copy(struct folder *f, const struct scope *s);

/* ---- Lists that two variables hold ---- */

struct target;
struct carried;

/* An error if something else holds the list that `target` (a name, or name[index]) is about to get another
 * version of: in Python both would change, and values here never do. `sure`: it can be nothing but a list. */
void check_held_once(struct folder *f, const struct node *target, struct aludel_value list, bool sure);
/* The same for what the program has changed so far, now that it is known what the turns of loops leave. */
void check_held_again(struct folder *f);
size_t checks_so_far(const struct folder *f);
void forget_checks(struct folder *f, size_t from); /* those behind: the code goes away */

void aliases_begin(struct folder *f);
/* A local's value may be `v`; or something that `v` holds; or it is computed. */
void alias_same(struct folder *f, uint32_t local, struct aludel_value v);
void alias_within(struct folder *f, uint32_t local, struct aludel_value v);
void alias_computed(struct folder *f, uint32_t local, const struct later *l);
/* A loop's variable: as the loop finds it, and as one of its turns leaves it. */
void alias_carried(struct folder *f, uint32_t local, struct aludel_value begin);
void alias_turn(struct folder *f, uint32_t local, struct aludel_value v, const struct carried *turn);
void alias_begin_turns(struct folder *f, const struct target *t);
/* Two equal values, one of which is there at run time. */
struct aludel_value alias_merged(struct folder *f, struct aludel_value a, struct aludel_value b);

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

extern const struct native native_names[];
extern const size_t native_count;
extern const struct native directives[];
extern const size_t directive_count;

const struct members *members_new(struct arena *a);

/* The value of a built-in name, or of an attribute of a module (`path` is "os.environ"). False with an error.
 */
bool name_find(struct folder *f, struct aludel_text name, struct aludel_value *v);
struct aludel_value name_value(struct folder *f, struct aludel_text name, struct span at);
/* A variable's value; an error if run time decides what it is, and it can't be kept until then. */
struct aludel_value usable(struct folder *f, struct aludel_text name, struct aludel_value v, struct span at);
struct aludel_value module_attribute(struct folder *f, const char *path, struct aludel_text name,
                                     struct span at);
struct aludel_value make_dedented(struct folder *f, struct call *c); /* textwrap.dedent(): dedent.c */
void run_import(struct folder *f, const struct node *n);
/* What a script says while it runs: print(), logging, warnings. quiet.c */
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
/* Python's name that isn't built in: what to write, or NULL. import.c */
const char *instead_of_python(struct aludel_text name);
/* raise and fail(): the migration stops with a message. */
struct aludel_value fail_with(struct folder *f, struct aludel_value message, struct span at);
struct aludel_value ask_database(struct folder *f, struct call *c); /* of op.has_… and inspect() */
/* Names that are values and modules, for nearest_name. */
extern const char *const value_names[];
extern const size_t value_name_count;
const char *nearest_name(struct folder *f, const struct scope *s, struct aludel_text name);

/* ---- Where folding is --------------------------------------------------------------------------- */

enum wanted {
    WANT_NOTHING,
    WANT_COUNT,
    WANT_FIRST, /* the first value */
    WANT_ROW,   /* the first row, or None */
    WANT_ALL,   /* a list of rows */
    WANT_ROWS   /* one by one */
};

/* Text on its way into statements; with `capture`, into a value. */
struct writer {
    struct split_sink sink; /* first */
    struct folder *f;
    struct splitter state;
    struct pieces *capture;
    struct sql_statement *open;
    struct steps *body;  /* the open statement's pieces */
    struct steps *outer; /* while in_body: where steps go again behind the statement */
    bool in_body;        /* control flow inside the statement: all steps go into its body */
    bool after_literal;  /* a value has just been written: a word can't touch it */
    char edge;           /* '-' or '/' in front of a hole that has just been written and may come out empty */
    bool soft;           /* an SQL argument: a field where a name must stand is like `| n` */
    bool modelled;       /* a directive's SQL: the schema knows it already */
    enum wanted wanted;
    size_t count;                    /* statements that came out */
    struct step *last;               /* the last of them */
    const struct splitter *snapshot; /* the latest copy of `state` that a way holds */
    struct step *undecided;          /* a PIECE_PARAMETER until what follows is seen */
    struct splitter undecided_at;
    int frozen;             /* an expression is evaluated: control flow in it isn't the statement's */
    int frozen_conditional; /* f->conditional when that began */
};

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

/* One way out of a function or loop, or one way to where ways meet. */
struct way {
    struct steps *steps; /* assignments are put here */
    const struct schema *schema;
    struct variables vars;
    const struct splitter *split;
    const struct sql_statement *open;
    struct aludel_value value; /* return */
    struct span span;
};

struct ways {
    struct way *at;
    size_t count, room;
};

enum target_kind { TARGET_FUNCTION, TARGET_LOOP, TARGET_TURN };

/* What `return`, `break` or `continue` leads to. */
struct target {
    enum target_kind kind;
    struct target *outer;
    uint32_t label;
    struct ways ways;
    struct scope *scope;
    struct writer *writer;
    struct carried *carried; /* a loop at run time: variables go to fixed locals */
    bool autocommit;
    struct aludel_value over; /* what a loop runs over */
    struct way entry;         /* the same: where its turns begin and end */
};

struct carried_variable {
    struct aludel_text name;
    uint32_t local;
    bool was_set, is_sql, is_lost;
    enum aludel_type type;
    struct aludel_value value; /* what the variable holds when a turn begins */
};

struct carried {
    struct carried_variable *at;
    size_t count;
    const struct carried *outer;             /* of the loop around */
    const struct schema *schema;             /* when it begins */
    VEC(const struct aludel_items *) before; /* lists that are held when the loop begins */
};

struct rows_loop { /* a loop over rows that we are in */
    struct rows_loop *outer;
    struct statement_facts facts;
    struct span span;
    bool apart; /* what its body executes touches none of its tables, for certain */
};

struct rest { /* statements in hand, of the function that is run: those from `at` on are left */
    const struct nodes *list;
    size_t at;
    const struct rest *outer;
};

struct module { /* a file's names, made once for a program */
    const struct file *file;
    struct scope *scope;
};

struct evolved { /* a change that the program makes, with the schema on both sides */
    const struct change *change;
    const struct schema *before, *after;
};

struct evolved_list {
    struct evolved *at;
    size_t count, room;
};

struct rebuilding { /* the latest rebuild, while nothing but its table's own statements stands behind it */
    const struct steps *steps;
    size_t at, end;
    struct span first; /* of the program */
};

struct cascade { /* the first statement that relies on ON DELETE or ON UPDATE */
    struct span span;
    struct aludel_text table, child;
    bool deletes;
};

struct folder {
    struct environment *e;
    struct arena *arena;
    struct diagnostics *d;
    size_t heard; /* errors up to which the schema is what the author will have meant */
    struct aludel_eval eval;
    enum aludel_dialect dialect;
    const struct migration *migration; /* NULL: a hook, */
    const char *hook;                  /* of this name */
    bool each;                         /* before_each() or after_each(): around a migration */
    enum aludel_direction direction;
    bool may_be_irreversible;
    struct program *program;
    struct steps *steps; /* where steps go now */
    struct scope *scope; /* of the function that is run */
    struct scope *main;  /* `self` */
    const struct file *file;
    struct writer *writer; /* where text goes */
    struct caller *caller;
    struct loop *loop;
    struct target *target;
    struct rows_loop *rows;
    struct statement_facts query_facts; /* of the latest op.query */
    VEC(struct module) modules;
    bool dead; /* nothing gets here: behind return, break, raise */
    bool autocommit;
    int conditional;  /* depth of conditions and loops at run time */
    int calls;        /* depth of calls */
    struct span here; /* the node in hand, for what has no place of its own */
    uint32_t work;    /* evaluation steps so far */
    bool gave_up;     /* too many: stop quietly */
    uint32_t labels;
    uint32_t serial;
    struct aliases *aliases;
    const struct members *members; /* the directives by their names: op/directives.c */
    const struct schema *schema;   /* as it is here */
    struct rebuilding rebuilding;
    struct cascade cascade;
    bool derives;     /* change(): what is done must have an inverse */
    size_t questions; /* that the database was asked so far */
    int guarded;      /* depth of conditions that rest on its answers */
    struct evolution evolution;
    struct evolved_list evolved;
    bool in_module; /* a file's <%! %> is run */
    const struct rest *rest;
    bool skips;              /* statements of a script that can't be read are left out: skip.c */
    size_t firm;             /* errors that must stay, so far */
    struct span left_out;    /* the first statement that was left out of this program; no source: none */
    struct scope *env_scope; /* env.mako's names, or NULL */
};

/* cascade.c: SQLite's rows that others hang on. */
void note_cascade(struct folder *f, const struct statement_facts *facts, struct span at);
unsigned cascade_flags(struct folder *f, bool rebuilds);

/* Counts a step of evaluation; false when there were too many. */
bool fold_work(struct folder *f, struct span at);
struct aludel_value fold_error(struct folder *f, struct span at, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* Moves the error of a computation, if there is one, to the diagnostics. */
struct aludel_value checked(struct folder *f, struct aludel_value v, struct span at);
const char *shown(struct folder *f, struct aludel_text t);
const char *dialect_name(enum aludel_dialect d);

/* ---- Steps ---------------------------------------------------------------------------------------- */

uint32_t local_new(struct folder *f, struct aludel_text hint);
struct step *step_new(struct folder *f, enum step_kind kind, struct span at);
struct step *step_push(struct folder *f, enum step_kind kind, struct span at);
struct steps *steps_new(struct folder *f);
void steps_add(struct folder *f, struct steps *list, struct step *s);
void let_local(struct folder *f, struct steps *list, uint32_t local, struct later *value, struct span at);

struct later *later_constant(struct folder *f, struct aludel_value v);
struct later *later_local(struct folder *f, uint32_t local, enum aludel_type type);
struct aludel_value deferred(struct later *l);
struct later *later_of(struct aludel_value v); /* of a DEFERRED */
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

/* ---- Expressions ------------------------------------------------------------------------------------ */

struct aludel_value eval(struct folder *f, const struct node *n);
/* An expression within text: control flow in it stands before the statement, not inside. */
struct aludel_value frozen_eval(struct folder *f, const struct node *n);
int freeze(struct folder *f); /* the same for what isn't one expression; gives what thaw takes */
void thaw(struct folder *f, int outer);
struct aludel_value eval_unused(struct folder *f, const struct node *n); /* an expression as a statement */
struct aludel_value eval_attribute(struct folder *f, const struct node *n);
struct aludel_value eval_callee(struct folder *f, const struct node *n);
struct aludel_value callee_of(struct folder *f, struct aludel_value v, const struct node *n); /* v.name */
struct aludel_value eval_call(struct folder *f, const struct node *n, bool whole, bool unused);
struct aludel_value eval_comprehension(struct folder *f, const struct node *n);
struct aludel_value eval_and_or(struct folder *f, const struct node *n);
struct aludel_value eval_conditional(struct folder *f, const struct node *n);
struct aludel_value eval_compare(struct folder *f, const struct node *n);
struct aludel_value loop_attribute(struct folder *f, const struct loop *l, struct aludel_text name,
                                   struct span at);

struct aludel_value binary(struct folder *f, enum operator_kind op, struct aludel_value a,
                           struct aludel_value b, struct span at);

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_LATER };
enum truth truth_of(struct folder *f, struct aludel_value v, struct span at);
/* The known items of something iterable; false when they aren't known, or with an error. */
bool known_items(struct folder *f, struct aludel_value v, struct span at, size_t *count,
                 struct aludel_value **items);

/* Its keyword, or its value, or the call. */
struct span argument_span(const struct argument *a, struct span call);
bool eval_arguments(struct folder *f, const struct node *call, struct arguments *out);
/* Puts arguments in their places by a parameter list "a,b,*"; false with an error. `rest`: those of "*". What follows
 * a "-" needs its keyword. */
bool bind_arguments(struct folder *f, const char *callee, const char *parameters, int required,
                    const struct arguments *given, struct span at, struct argument *out, size_t room,
                    struct arguments *rest);
struct aludel_value call_function(struct folder *f, struct object *function, const struct arguments *args,
                                  struct caller *caller, struct span at);
/* The arguments in their places; NULL with an error. */
struct call *bind_call(struct folder *f, const struct native *n, const struct arguments *args,
                       const struct node *node);
struct aludel_value call_native(struct folder *f, const struct object *o, const struct arguments *args,
                                const struct node *node, bool unused);
void put_sql_argument(struct folder *f, struct pieces *p, struct aludel_value v, struct span at);
struct aludel_value query_attribute(struct folder *f, struct object *query, const struct node *n);
/* bind.execute(…), kept where it stands: its rows as a list; as a variable's value the list, the result that has it, or
 * the one that has a count. An error for op.query, which is there for loops. */
struct aludel_value kept_rows(struct folder *f, struct aludel_value v, struct span at);
struct aludel_value kept_result(struct folder *f, struct aludel_value v, struct span at);
struct aludel_value query_rows(struct folder *f, const struct object *query, struct step **statement);
bool may_be_kept(const struct object *query);
struct aludel_value result_attribute(struct folder *f, struct object *result, const struct node *n);
struct aludel_value call_query_method(struct folder *f, const struct object *method,
                                      const struct arguments *args, struct span at);
struct aludel_value call_c(struct folder *f, struct object *c, const struct arguments *args, struct span at);
struct aludel_value call_body(struct folder *f, struct object *body, const struct arguments *args,
                              struct span at);
/* Calls any value; what it writes is captured. */
struct aludel_value call_value(struct folder *f, struct aludel_value callee, const struct arguments *args,
                               const struct node *n);
/* Whether a call of the callee written here would write text. */
bool callee_writes(struct folder *f, const struct node *callee);
bool writes_text(struct aludel_value callee); /* a def or caller.body: calling it writes */

/* ---- Control ------------------------------------------------------------------------------------------ */

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
void run_while(struct folder *f, const struct node *n);
/* for target in value: body. `also`: a variable that body sets besides those that its tree assigns. */
void run_for(struct folder *f, const struct node *target, struct aludel_value over, struct run *body,
             const struct node *tree, struct aludel_text also, struct span at, bool has_loop);
void run_rows(struct folder *f, const struct node *target, struct call *query, struct run *body,
              const struct node *tree, struct aludel_text also, struct span at, bool has_loop);

/* Whether it asks if something is there. guard.c */
bool asks_existence(const struct folder *f, const struct later *condition);

/* Ways that part and meet. */
struct way way_here(struct folder *f, struct span at);
void ways_meet(struct folder *f, struct ways *ways, struct scope *scope, struct span at);
bool same_text_state(struct folder *f, const struct way *a, const struct way *b, struct span at);
bool is_tame(struct folder *f, struct aludel_value v); /* no SQL that could change the statement around it */
bool can_be_kept(struct folder *f, struct aludel_value v); /* in a local */
void target_begin(struct folder *f, struct target *t, enum target_kind kind);
struct aludel_value target_end(struct folder *f, struct target *t, struct span at);
void leave(struct folder *f, struct target *t, struct aludel_value value, struct span at, bool again);
struct target *target_of(struct folder *f, enum target_kind kind);
/* Whether run time decides if one gets here: under a condition, or behind a way out under one. */
bool is_conditional(const struct folder *f);

/* Names that a tree assigns; whether it mentions a name. */
struct name_list {
    struct aludel_text *at;
    size_t count, room;
};
void assigned_names(struct folder *f, const struct node *tree, struct name_list *out);
bool mentions_name(const struct node *tree, const char *name);

struct frame { /* a list of steps that may turn out to be a block */
    struct step *block;
    struct steps *outer;
    struct writer *writer;
    const struct sql_statement *open;
    size_t body_count, errors;
    bool in_body;
};
void frame_begin(struct folder *f, struct frame *frame, struct span at);
void frame_end(struct folder *f, struct frame *frame, uint32_t label, struct span at);

/* Variables of a loop at run time. */
struct carried *carry(struct folder *f, const struct node *const *trees, size_t count,
                      struct aludel_text also, struct span at);
void carry_back(struct folder *f, struct carried *c, struct span at); /* at the end of a turn */
void carry_on(struct folder *f, const struct carried *c);             /* behind the loop */

void bind_target(struct folder *f, const struct node *target, struct aludel_value v);

/* ---- Statements of the language ------------------------------------------------------------ */

void run_block(struct folder *f, const struct node *block);
void run_nodes(struct folder *f, const struct nodes *list);
void run_statement(struct folder *f, const struct node *n);
/* Around what runs outside the transaction; the first is false with an error. */
bool may_autocommit(struct folder *f, struct span at);
struct steps *autocommit_begin(struct folder *f, struct span at);
void autocommit_end(struct folder *f, struct steps *outer);
void run_if(struct folder *f, const struct node *n);
void run_call_tag(struct folder *f, const struct node *n);
void run_include(struct folder *f, const struct node *n);
void run_hole(struct folder *f, const struct node *n);
void run_c(struct folder *f, const struct node *n);
bool c_allowed(struct folder *f, const struct node *n);
void define(struct folder *f, const struct node *def);
struct scope *module_scope(struct folder *f, const struct file *file, struct scope *parent);
void define_namespace(struct folder *f, const struct node *n, struct scope *into);

/* ---- Scripts that are read as far as they can be: skip_data ---------------------------------- */

/* The statement; left out, with a remark, when it can't be read and is about rows alone. */
void run_or_leave_out(struct folder *f, const struct node *n);
/* Whether the tree may change the schema, or calls what may; in doubt it does. */
bool touches_schema(struct folder *f, const struct node *n);
/* Whether it may leave its function or loop, and the schema depends on that. */
bool decides_schema(struct folder *f, const struct node *n);

/* ---- Text ----------------------------------------------------------------------------------- */

void writer_init(struct folder *f, struct writer *w, struct pieces *capture);
void writer_end(struct folder *f, struct writer *w, struct span at);
/* Nothing gets to the end of the open statement: it isn't sent, but control flow that stands in it happens. */
void writer_abandon(struct writer *w, struct span at);
/* The end of what run time does or doesn't do; `open`: what was open in front of it, and must be behind it. */
void writer_way_ends(struct folder *f, const struct sql_statement *open, struct span at);
void writer_control(struct folder *f, struct span at); /* control flow at run time comes: see in_body */
void write_text(struct folder *f, struct aludel_text text, struct span at, bool exact);
void write_value(struct folder *f, struct aludel_value v, enum filter filter, struct span at);
void write_pieces(struct folder *f, const struct pieces *p, struct span at);
void decide_parameter(struct writer *w, struct aludel_text following);
struct step *put_piece(struct folder *f, struct writer *w, enum piece_kind kind, struct aludel_text text,
                       struct span at);
/* Whether `text` would begin a comment with the '-' or '/' in front of it. */
bool begins_comment(const struct folder *f, struct aludel_text text);
void put_rendered(struct folder *f, struct aludel_text text, struct span at);
void put_hole(struct folder *f, struct later *value, struct hole_place place, bool may_bind, struct span at);
struct split_sink *writer_sink(struct writer *w); /* NULL: text that is captured isn't cut */
void rows_uncertain(struct folder *f);            /* something is executed that can't be read */
void statement_done(struct writer *w, struct span at);
/* True when no statement is open in the text around; else an error. */
bool between_statements(struct folder *f, struct span at, const char *what);
/* Runs SQL text given as an argument through a writer of its own. */
struct aludel_value send_sql(struct folder *f, struct call *c, enum wanted wanted, struct step **statement);

/* ---- Ends ----------------------------------------------------------------------------------- */

/* Removes what nobody needs, flattens blocks that nobody leaves, finds `kept`, `needs` and the flags. */
void tidy(struct folder *f, struct program *p);

void number_locals(struct folder *f, struct program *p, const uint32_t *reads, const uint32_t *sets);

struct c_functions {
    struct c_function **at;
    size_t count, room;
};
/* Functions that the file-scope C of `block` defines or declares; a type that can't be passed gives a
 * function with `name` and a note in its place. */
void scan_c(struct arena *a, const struct node *block, struct c_functions *out);

#endif
