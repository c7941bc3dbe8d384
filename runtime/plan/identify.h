/*
 * identify.h: text -> revisions, with Alembic's meaning and messages. For plan/ alone.
 *
 * An identifier is `symbol` or `label@symbol`; a relative one ends in +N or -N. Labels are looked up as
 * ids are: exactly first, then as the start of a name.
 */
#ifndef AL_IDENTIFY_H
#define AL_IDENTIFY_H

#include "plan/graph.h"

#define AL_BEYOND (UINT32_MAX - 1) /* where a walk ends that leaves the graph */

struct al_ask { /* one question */
    struct al_work work;
    struct aludel_error *error;
    const char *argument; /* what "Multiple head revisions" names; NULL: the identifier in hand */
    bool stamping;        /* that message is another one */
    bool clamp;           /* a walk that leaves the graph stays at its end (history) */
};

struct al_ident {
    struct aludel_text label; /* empty: none */
    struct aludel_text symbol;
    bool relative;
    struct aludel_text amount; /* "+2", as written */
    int64_t steps;
};
struct al_ident al_ident(const struct aludel_registry *g, struct aludel_text text);

/* Whether some revision declares exactly this label. */
bool al_is_label(const struct aludel_registry *g, struct aludel_text name);

/* "Relative revision … didn't produce … migrations"; always false. */
bool al_no_such_step(const struct al_ask *ask, const struct al_ident *ident);

/* Exactly one revision, or AL_BASE, for what stands before the +N of an identifier or alone. */
bool al_ask_one(const struct al_ask *ask, const struct al_ident *ident, uint32_t *r);
/* Any number of them, added to `found`; relative ones are walked. Base adds nothing. */
bool al_ask_all(const struct al_ask *ask, struct aludel_text text, struct al_rows *found);

/* The lineage of a branch: ancestors and descendants of the revision that a label or id names. */
bool al_ask_branch(const struct al_ask *ask, struct aludel_text label, struct al_set *related);

/* `steps` up (through `within` alone, unless it is NULL) or down from `start`: a revision, AL_BASE or
 * AL_BEYOND. An ambiguous walk is an error. */
bool al_walk(const struct al_ask *ask, uint32_t start, int64_t steps, const struct al_set *within,
             uint32_t *end);

/* Writes "a, b, c"; what doesn't fit is left out. */
void al_join_ids(const struct aludel_registry *g, const struct al_rows *list, char *out, size_t room);

#endif
