/*
 * plan.h: the graph, the identifier language, and the steps from some version rows to a target. Pure: no
 * database, nothing allocated; callers lend the working space. Names, results and messages are Alembic's.
 *
 * Revisions are positions in the registry (topological order, parents first). A set of revisions is a
 * bitmap of `count` bits. Nothing here recurses, and every pass is linear in the chain.
 *
 *     void *memory = …;                                       al_plan_space(g) bytes
 *     struct al_space space = {memory, al_plan_space(g)};
 *     struct al_plan plan = {.steps = …, .room = g->count};
 *     if (!al_plan_upgrade(g, &rows, "head", &plan, space, &error)) …
 *     for each step: al_step_change(g, &rows, step, &change, space, &error); al_apply_change(&rows, &change);
 *
 *   sets         al_set_*
 *   rows         al_rows_has, al_rows_add, al_rows_remove
 *   graph        al_find, al_close_up, al_close_down, al_is_head …, al_heads
 *   identifiers  al_resolve, al_split_range
 *   asking       al_history, al_all_current
 *   plans        al_plan_upgrade, al_plan_downgrade, al_plan_stamp, al_step_change, al_apply_change, al_step_line
 */
#ifndef AL_PLAN_H
#define AL_PLAN_H

#include "core/error.h"

#include <aludel/generated.h>

#define AL_BASE UINT32_MAX /* the place before the first revision */

/* ---- Sets -------------------------------------------------------------------------------- */

struct al_set {
    uint64_t *words;
    uint32_t count; /* revisions, not words */
};
#define AL_SET_WORDS(count) (((count) + 63u) / 64u)

void al_set_clear(struct al_set *s);
void al_set_add(struct al_set *s, uint32_t r);
void al_set_remove(struct al_set *s, uint32_t r);
bool al_set_has(const struct al_set *s, uint32_t r); /* false for AL_BASE */
bool al_set_empty(const struct al_set *s);

/* ---- Version rows ---------------------------------------------------------------------------- */

struct al_rows { /* what the version table holds, as positions; sorted, no duplicates */
    uint32_t *at;
    uint32_t count, room;
};
bool al_rows_has(const struct al_rows *rows, uint32_t r);
bool al_rows_same(const struct al_rows *a, const struct al_rows *b);
void al_rows_copy(struct al_rows *to, const struct al_rows *from); /* there is room for them */
bool al_rows_add(struct al_rows *rows, uint32_t r);                /* keeps the order; false: no room */
void al_rows_remove(struct al_rows *rows, uint32_t r);

/* ---- The graph ------------------------------------------------------------------------------- */

/* Position of the revision with exactly this id, or AL_BASE. */
uint32_t al_find(const struct aludel_registry *g, struct aludel_text id);
/* What few have; of one that has none of it, nothing. */
const struct aludel_rare *al_rare(const struct aludel_migration *m);
/* The migration that stands for this id, which isn't its own; or NULL. */
const struct aludel_migration *al_replacement(const struct aludel_registry *g, struct aludel_text id);

/* Adds to `s` all ancestors (descendants) of its members; over dependencies too when `dependencies`. */
void al_close_up(const struct aludel_registry *g, struct al_set *s, bool dependencies);   /* ancestors */
void al_close_down(const struct aludel_registry *g, struct al_set *s, bool dependencies); /* descendants */

bool al_is_head(const struct aludel_registry *g, uint32_t r);           /* no children */
bool al_is_effective_head(const struct aludel_registry *g, uint32_t r); /* no children, but dependents */
bool al_is_branchpoint(const struct aludel_registry *g, uint32_t r);
bool al_is_mergepoint(const struct aludel_registry *g, uint32_t r);
bool al_has_label(const struct aludel_registry *g, uint32_t r, struct aludel_text label);

/* Those without children, or, with dependencies resolved, without dependents as well. Room for
 * registry->count in `found` is enough. */
void al_heads(const struct aludel_registry *g, bool resolve_dependencies, struct al_rows *found);

/* ---- Working space, lent by the caller ------------------------------------------------------- */

/* al_plan_space(g) bytes, aligned for uint64_t, serve every function below. */
size_t al_plan_space(const struct aludel_registry *g);
struct al_space {
    void *memory;
    size_t size;
};

/* ---- Identifiers ----------------------------------------------------------------------------- */

/* One or more revisions for `text` where no direction matters (show, wait, merge, the start of `--sql`): ids,
 * unique prefixes, labels, head, heads, base (nothing is found), X@sym, id±N, label@±N, -N (below each head).
 * "current" is `rows`, which may be NULL where that has no meaning. `found` has Alembic's order: it is
 * no set of rows. Room for registry->count is enough. */
bool al_resolve(const struct aludel_registry *g, const char *text, const struct al_rows *rows,
                struct al_rows *found, struct al_space space, struct aludel_error *error);

/* The range of `history -r` and of `--sql`: "a:b", either side may be empty. False: there is not exactly
 * one colon, or the text is too long. */
struct al_range {
    const char *start, *end; /* "" where missing */
    char text[160];
};
bool al_split_range(const char *text, struct al_range *range);

/* ---- Asking ---------------------------------------------------------------------------------- */

/* history: newest first, in Alembic's order. `range` is NULL (all) or "start:end"; `rows` are what "current"
 * stands for (NULL: none). Room for registry->count in `found` is enough for both. */
bool al_history(const struct aludel_registry *g, const char *range, const struct al_rows *rows,
                struct al_rows *found, struct al_space space, struct aludel_error *error);

/* current: the rows, and the tips of other branches that are applied because a row depends on them. */
void al_all_current(const struct aludel_registry *g, const struct al_rows *rows, struct al_rows *found,
                    struct al_space space);

/* ---- Plans ----------------------------------------------------------------------------------- */

struct al_plan_step {
    uint32_t revision;
    enum aludel_direction direction;
};

struct al_plan {
    struct al_plan_step *steps;
    uint32_t count, room; /* room for registry->count steps is enough */
};

bool al_plan_upgrade(const struct aludel_registry *g, const struct al_rows *rows, const char *target,
                     struct al_plan *plan, struct al_space space, struct aludel_error *error);
bool al_plan_downgrade(const struct aludel_registry *g, const struct al_rows *rows, const char *target,
                       struct al_plan *plan, struct al_space space, struct aludel_error *error);

/* What a step, or a stamp, does to the version table: rows to delete, one row to update, rows to insert
 * as Alembic does it. The arrays live in `space` until it is used again. */
struct al_change {
    uint32_t *delete_, *insert;
    uint32_t delete_count, insert_count;
    uint32_t update_from, update_to; /* AL_BASE: no update */
};
bool al_step_change(const struct aludel_registry *g, const struct al_rows *rows, struct al_plan_step step,
                    struct al_change *change, struct al_space space, struct aludel_error *error);
/* `rows` needs room for what is inserted: registry->count is always enough. */
void al_apply_change(struct al_rows *rows, const struct al_change *change);

/* The steps of a stamp: each has its own change and its own line. `each` must not use `space`; false from
 * it ends the planning, and al_plan_stamp returns false without an error of its own. */
struct al_stamp_step {
    struct al_change change;
    char line[400]; /* "Running stamp_revision ffff1 -> cccc1" */
};
bool al_plan_stamp(const struct aludel_registry *g, const struct al_rows *rows, const char *const *targets,
                   size_t target_count, bool (*each)(void *with, const struct al_stamp_step *step),
                   void *with, struct al_space space, struct aludel_error *error);

/* "Running upgrade a -> b, message" (Alembic's wording), always terminated. */
void al_step_line(const struct aludel_registry *g, struct al_plan_step step, char *out, size_t room);

#endif
