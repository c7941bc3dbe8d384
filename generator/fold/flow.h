/*
 * flow.h: ways that part at run time, and where they meet again.
 *
 *   alias.c held.c   lists that two variables hold: alias.h
 *   carry.c          variables of a loop at run time
 *   join.c           ways, and what `return`, `break` and `continue` lead to
 *   guard.c          conditions that ask what is there
 */
#ifndef FLOW_H
#define FLOW_H

#include "fold/writing.h"

/* ---- Lists that two variables hold ------------------------------------------------------------------------- */

struct target;
struct carried;

/* An error if something else holds the list that `target` (a name, or name[index]) is about to get another
 * version of: in Python both would change, and values here never do. `sure`: it can be nothing but a list. */
void check_held_once(struct folding *f, const struct node *target, struct aludel_value list, bool sure);
/* The same for what the program has changed so far, now that it is known what the turns of loops leave. */
void check_held_again(struct folding *f);
size_t checks_so_far(const struct folding *f);
void forget_checks(struct folding *f, size_t from); /* those behind: the code goes away */

void aliases_begin(struct folding *f);
/* A local's value may be `v`; or something that `v` holds; or it is computed. */
void alias_same(struct folding *f, uint32_t local, struct aludel_value v);
void alias_within(struct folding *f, uint32_t local, struct aludel_value v);
void alias_computed(struct folding *f, uint32_t local, const struct later *l);
/* A loop's variable: as the loop finds it, and as one of its turns leaves it. */
void alias_carried(struct folding *f, uint32_t local, struct aludel_value begin);
void alias_turn(struct folding *f, uint32_t local, struct aludel_value v, const struct carried *turn);
void alias_begin_turns(struct folding *f, const struct target *t);
/* Two equal values, one of which is there at run time. */
struct aludel_value alias_merged(struct folding *f, struct aludel_value a, struct aludel_value b);

/* ---- Where folding is ------------------------------------------------------------------------------------- */

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

/* ---- Variables of a loop at run time: carry.c ---------------------------------------------------------------- */

/* Names that a tree assigns; whether it mentions a name. */
struct name_list {
    struct aludel_text *at;
    size_t count, room;
};
void assigned_names(struct folding *f, const struct node *tree, struct name_list *out);
bool mentions_name(const struct node *tree, const char *name);

/* What `trees` assign, and `also`, is in locals from here on. */
struct carried *carry(struct folding *f, const struct node *const *trees, size_t count,
                      struct aludel_text also, struct span at);
void carry_back(struct folding *f, struct carried *c, struct span at); /* at the end of a turn */
void carry_on(struct folding *f, const struct carried *c);             /* behind the loop */

/* ---- Ways that part and meet: join.c -------------------------------------------------------------------------- */

struct way way_here(struct folding *f, struct span at);
void ways_meet(struct folding *f, struct ways *ways, struct scope *scope, struct span at);
bool same_text_state(struct folding *f, const struct way *a, const struct way *b, struct span at);
void target_begin(struct folding *f, struct target *t, enum target_kind kind);
struct aludel_value target_end(struct folding *f, struct target *t, struct span at);
struct target *target_of(struct folding *f, enum target_kind kind);
void leave(struct folding *f, struct target *t, struct aludel_value value, struct span at, bool again);
/* Whether run time decides if one gets here: under a condition, or behind a way out under one. */
bool is_conditional(const struct folding *f);

struct frame { /* a list of steps that may turn out to be a block */
    struct step *block;
    struct steps *outer;
    struct writer *writer;
    const struct sql_statement *open;
    size_t body_count, errors;
    bool in_body;
};
void frame_begin(struct folding *f, struct frame *frame, struct span at);
void frame_end(struct folding *f, struct frame *frame, uint32_t label, struct span at);

/* ---- Conditions that ask what is there: guard.c ----------------------------------------------------------------- */

bool asks_existence(const struct folding *f, const struct later *condition);

#endif
