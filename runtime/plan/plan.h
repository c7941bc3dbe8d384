/*
 * plan.h: the graph, the identifier language, and the steps from some version rows to a target. Pure: no
 * database, nothing allocated; callers lend the working space. ALEMBIC.md is the specification.
 *
 * Revisions are positions in the registry (topological order, parents first). A set of revisions is a
 * bitmap of `count` bits.
 *
 *   graph        al_find, al_ancestors, al_descendants …
 *   identifiers  al_resolve_*: text -> revisions
 *   plan         al_plan_*: rows, target -> steps;  al_step_rows: the version rows after a step
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
bool al_set_has(const struct al_set *s, uint32_t r);
bool al_set_empty(const struct al_set *s);

/* ---- The graph ------------------------------------------------------------------------------- */

/* Position of the revision with exactly this id, or AL_BASE. */
uint32_t al_find(const struct aludel_registry *g, struct aludel_text id);

/* Adds to `s` all ancestors (descendants) of its members, members included; over dependencies too when
 * `dependencies`. */
void al_close_up(const struct aludel_registry *g, struct al_set *s, bool dependencies);   /* ancestors */
void al_close_down(const struct aludel_registry *g, struct al_set *s, bool dependencies); /* descendants */

bool al_is_head(const struct aludel_registry *g, uint32_t r);           /* no children */
bool al_is_effective_head(const struct aludel_registry *g, uint32_t r); /* nor dependents */
bool al_is_branchpoint(const struct aludel_registry *g, uint32_t r);
bool al_is_mergepoint(const struct aludel_registry *g, uint32_t r);
bool al_has_label(const struct aludel_registry *g, uint32_t r, struct aludel_text label);

/* ---- Version rows ---------------------------------------------------------------------------- */

struct al_rows { /* what the version table holds, as positions; sorted, no duplicates */
    uint32_t *at;
    uint32_t count, room;
};

/* ---- Working space, lent by the caller ------------------------------------------------------- */

/* al_plan_space(g) bytes, aligned for uint64_t, serve every function below. */
size_t al_plan_space(const struct aludel_registry *g);
struct al_space {
    void *memory;
    size_t size;
};

/* ---- Identifiers ----------------------------------------------------------------------------- */

/* One or more revisions for `text` where no direction matters (stamp, show, history, merge): ids, unique
 * prefixes, labels, head, heads, base, X@sym, id±N … `rows` may be NULL where "current" has no meaning. */
bool al_resolve(const struct aludel_registry *g, const char *text, const struct al_rows *rows,
                struct al_rows *found, struct al_space space, struct aludel_error *error);

/* The range of `history -r` and of `--sql`: "a:b", either side may be empty. */
struct al_range {
    const char *start, *end; /* "" where missing */
    char text[160];
};
bool al_split_range(const char *text, struct al_range *range);

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
 * (ALEMBIC.md, "Version table"). */
struct al_change {
    uint32_t *delete_, *insert;
    uint32_t delete_count, insert_count;
    uint32_t update_from, update_to; /* AL_BASE: no update */
};
bool al_step_change(const struct aludel_registry *g, const struct al_rows *rows, struct al_plan_step step,
                    struct al_change *change, struct al_space space, struct aludel_error *error);
void al_apply_change(struct al_rows *rows, const struct al_change *change);

/* The steps of a stamp: each has its own change and its own line. */
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
