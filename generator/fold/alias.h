/*
 * alias.h: which lists a value may be or hold.
 *
 * Values never change here: xs.append(1) gives the variable `xs` another list. Python would change the list
 * itself, and with it whatever else holds it. Where something else may hold it, that is an error.
 *
 *   alias.c   where values come from: which lists a value may be
 *   held.c    what holds values when one of them is changed
 */
#ifndef ALIAS_H
#define ALIAS_H

#include "fold/flow.h"
#include "fold/seen.h"

/* Known items that ways have brought from more than one list: the same to read, but not to change. */
struct merged {
    const struct aludel_items *items;
    struct aludel_value from;
};

/* A change that looked right: `list` is about to get another version of itself, and these are held too. */
struct held_check {
    const struct node *target;
    struct aludel_value list;
    bool sure;
    struct variable *others;
    size_t count;
};

/* A local that is a new list if `of` may be one, which depends on what the turns of loops leave. */
struct new_list {
    uint32_t local;
    struct aludel_value of;
};

enum { ITSELF = 1, INSIDE = 2 }; /* the list that a value is; the lists in it */

struct place {
    struct aludel_value value;
    unsigned what;
    const struct carried *turn; /* the outermost loop whose turns lie between */
};

struct aliases {
    VEC(struct merged) merged;
    VEC(struct held_check) checks;
    VEC(struct new_list) undecided;
    bool had_loops;
    struct seen_places seen;
    VEC(struct place) places; /* that a walk has still to look at */
    VEC(const struct scope *) scopes;
    VEC(struct variable) holders;
};

/* A list. `old`: of an earlier turn of a loop, so not the one that the same expression has made in this. */
struct list_identity {
    const struct aludel_items *items;
    bool old;
};

struct walk {
    struct folding *f;
    VEC(struct list_identity) found;
    const struct walk *until; /* stop at one of its `found`, or with `any` at the first */
    bool any;                 /* … where more may come, too, but for `now` */
    bool now, stopped;
};

/* Finds the lists that `v` may be (ITSELF) and hold (INSIDE). True when it was stopped by what it looks for. */
bool walk(struct walk *w, struct aludel_value v, unsigned what);
/* The same, but for what the walk before it, which wasn't stopped, has seen. */
bool walk_on(struct walk *w, struct aludel_value v, unsigned what);
bool is_changeable(enum aludel_type type); /* by Python's append() and its like */
void decide_new_lists(struct folding *f);
bool holds_nothing(struct aludel_value v);

#endif
