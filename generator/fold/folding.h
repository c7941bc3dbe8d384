/*
 * folding.h: the state of folding, and what every file here stands on: errors, names, values, steps, the schema.
 *
 *   say.c      errors; how much may be computed
 *   value.c    values that struct aludel_value has no type for: values.h; what is known at run time only
 *   scope.c    variables
 *   steps.c    steps and locals of the program
 *   replay.c   changes, on the schema
 *   cascade.c  SQLite's rows that others hang on
 */
#ifndef FOLDING_H
#define FOLDING_H

#include "base/diag.h"
#include "core/literal.h"
#include "core/value_ops.h"
#include "fold/fold.h"
#include "fold/values.h"
#include "schema/change.h"
#include "sql/check.h"
#include "sql/split.h"

/* ---- Variables: scope.c --------------------------------------------------------------------------- */

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

struct scope *scope_new(struct folding *f, struct scope *parent);
bool scope_own(const struct scope *s, struct aludel_text name, struct aludel_value *v);
bool scope_find(const struct scope *s, struct aludel_text name, struct aludel_value *v);
void scope_set(struct folding *f, struct scope *s, struct aludel_text name, struct aludel_value v);
struct variable *scope_variable(const struct scope *s, struct aludel_text name);
struct variables scope_copy(struct folding *f, const struct scope *s);

/* ---- Where folding is ------------------------------------------------------------------------------ */

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

struct folding {
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

/* ---- Errors: say.c ------------------------------------------------------------------------------------ */

/* Counts a step of evaluation; false when there were too many. */
bool fold_work(struct folding *f, struct span at);
struct aludel_value fold_error(struct folding *f, struct span at, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* Moves the error of a computation, if there is one, to the diagnostics. */
struct aludel_value checked(struct folding *f, struct aludel_value v, struct span at);
const char *shown(struct folding *f, struct aludel_text t);
const char *dialect_name(enum aludel_dialect d);

/* ---- Steps: steps.c ------------------------------------------------------------------------------------ */

uint32_t local_new(struct folding *f, struct aludel_text hint);
struct step *step_new(struct folding *f, enum step_kind kind, struct span at);
struct step *step_push(struct folding *f, enum step_kind kind, struct span at);
struct steps *steps_new(struct folding *f);
void steps_add(struct folding *f, struct steps *list, struct step *s);
void let_local(struct folding *f, struct steps *list, uint32_t local, struct later *value, struct span at);

/* ---- Values at run time: value.c, later.c ----------------------------------------------------------- */

bool is_tame(struct folding *f, struct aludel_value v); /* no SQL that could change the statement around it */
bool can_be_kept(struct folding *f, struct aludel_value v); /* in a local */

/* Any value as an expression for run time; an error where there is none. */
struct later *lowered(struct folding *f, struct aludel_value v, struct span at);
/* local = kind name(arguments): the value of that local. */
struct aludel_value residual(struct folding *f, enum later_kind kind, const char *name, enum aludel_type type,
                             struct span at, size_t count, const struct aludel_value *args);
struct aludel_value residual_of(struct folding *f, struct later *l, struct span at);

/* ---- The schema: replay.c, cascade.c --------------------------------------------------------------------- */

/* A change, of a directive or of a statement that was read. False: it was wrong. */
bool model_change(struct folding *f, const struct change *change);
/* Something that can't be read: the tables that it names, or everything, may be otherwise behind it. */
void unread_change(struct folding *f, const struct statement_facts *facts, struct span at,
                   struct changes *out);
void model_unread(struct folding *f, struct span at);
/* Behind an error of another kind than the schema's own: what it left undone would be missed at every later step. */
void forget_after_errors(struct folding *f, struct span at);

/* What relies on ON DELETE and ON UPDATE, beside a rebuild. */
void note_cascade(struct folding *f, const struct statement_facts *facts, struct span at);
unsigned cascade_flags(struct folding *f); /* of the program as it has become; an error where it rebuilds */

#endif
