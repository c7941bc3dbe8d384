/*
 * values.h: values that struct aludel_value has no type for, as objects of it: functions, modules, text
 * whose holes aren't filled in yet.
 *
 *   value.c    objects
 *   pieces.c   text with holes
 */
#ifndef VALUES_H
#define VALUES_H

#include "base/source.h"
#include "base/vec.h"

#include <aludel/value.h>

struct folding;

/* ---- Objects ---------------------------------------------------------------------------------- */

enum object_kind {
    OBJECT_ERROR,    /* the value of what was wrong; using it says nothing more */
    OBJECT_DIFFERS,  /* differs on the ways that met here and can't be a run-time value: an error to use */
    OBJECT_UNKNOWN,  /* what gives it was left out (skip.c): an error to use. node: what was left out */
    OBJECT_PIECES,   /* text with holes */
    OBJECT_FUNCTION, /* a helper or a def */
    OBJECT_BODY,     /* caller.body */
    OBJECT_BUILTIN,  /* of python.def */
    OBJECT_METHOD,   /* the same, bound to `self` */
    OBJECT_NATIVE,   /* of natives.c, ops.c or op/ */
    OBJECT_MODULE,   /* sa, os, op: `name` is the path */
    OBJECT_SQL_FUNCTION, /* func.name */
    OBJECT_NAMESPACE,    /* the names of another file: scope */
    OBJECT_CALLER,
    OBJECT_LOOP,
    OBJECT_LOOP_CYCLE,
    OBJECT_C,
    OBJECT_QUERY,        /* op.query(…), for a loop to run over */
    OBJECT_QUERY_METHOD, /* its .scalar, .fetchall: self */
    OBJECT_RESULT,     /* of bind.execute(…), as a variable: self is the list of its rows, or their count */
    OBJECT_AUTOCOMMIT, /* op.autocommit(), for `with` */
    OBJECT_ITEM        /* a type, a column …: op/item.h */
};

struct object {
    enum object_kind kind;
    const char *name;
    const struct node *node;       /* FUNCTION: N_DEF; UNKNOWN */
    struct scope *scope;           /* FUNCTION: where it was defined; NAMESPACE: its names */
    const struct file *file;       /* FUNCTION: where it stands */
    struct aludel_value self;      /* METHOD, QUERY_METHOD, NATIVE behind an item's dot */
    const struct builtin *builtin; /* BUILTIN, METHOD */
    const struct native *native;
    const struct c_function *c;
    struct pieces *pieces;
    struct caller *caller; /* CALLER, BODY */
    struct loop *loop;
    struct call *call; /* QUERY */
    struct item *item; /* ITEM */
    bool fetched;      /* QUERY: its rows are asked for, not its result */
};

struct aludel_value object_value(struct object *o);
struct object *object_new(struct folding *f, enum object_kind kind, const char *name);
struct object *object_of(struct aludel_value v, enum object_kind kind); /* NULL when it isn't one */
struct aludel_value error_value(struct folding *f);
bool is_error(struct aludel_value v);
bool is_known(struct aludel_value v); /* nothing deferred, no object, however deep */
bool same_value(struct aludel_value a, struct aludel_value b);
const char *kind_of(struct aludel_value v); /* for messages: "a list", "a function" */

/* ---- Text with holes --------------------------------------------------------------------------- */

/* Text whose holes aren't filled in yet. SQL: what a def wrote; STRING: an f-string and its relatives. */
enum filter { FILTER_NONE, FILTER_ID, FILTER_RAW };

struct piece {
    struct aludel_text text; /* when `value` is UNSET */
    struct aludel_value value;
    enum filter filter;
    struct span span;
    bool exact; /* span's text is `text` */
};

struct pieces {
    enum aludel_type type;
    VEC(struct piece) list;
};

struct aludel_value pieces_value(struct folding *f,
                                 struct pieces *p);                 /* a plain value when it has no holes */
struct pieces *pieces_of(struct folding *f, struct aludel_value v); /* of any string-like value; else NULL */
void pieces_text(struct folding *f, struct pieces *p, struct aludel_text text, struct span span, bool exact);
void pieces_hole(struct folding *f, struct pieces *p, struct aludel_value v, enum filter filter,
                 struct span span);
void pieces_append(struct folding *f, struct pieces *p, const struct pieces *q);
/* `\:` is `:`, as in SQLAlchemy's text(), where a bare one could begin a parameter. */
void pieces_unescape(struct folding *f, struct pieces *p);
/* a + b, template % values, template.format(…), sep.join(list), text.strip() where something is deferred;
 * false: not for us. */
bool pieces_add(struct folding *f, struct aludel_value a, struct aludel_value b, struct span at,
                struct aludel_value *out);
bool pieces_percent(struct folding *f, struct aludel_value template, struct aludel_value values,
                    struct span at, struct aludel_value *out);
bool pieces_method(struct folding *f, const char *name, struct aludel_value self, size_t count,
                   const struct aludel_value *args, struct span at, struct aludel_value *out);

#endif
