/*
 * image.h: a chain compiled for firmware, as `aludel generate --profile embedded` makes it: constant tables without a
 * function for what needs none. embedded.h carries them out.
 *
 * A direction of a migration is a recipe: a text of items, each `letter length ':' bytes` or `letter digits ';'`, which
 * is all statements and rebuilds (runtime/recipe); statements that several recipes have stand in a table of their own. One
 * that decides something at run time is a function over generated.h instead. What a chain doesn't use isn't linked: the
 * image names what carries rebuilds and functions out. All of it is trusted: nothing but the layout is checked.
 */
#ifndef ALUDEL_IMAGE_H
#define ALUDEL_IMAGE_H

#ifndef ALUDEL_EMBEDDED
#error "generated with --profile embedded: compile this, and libaludel with it, with -DALUDEL_EMBEDDED"
#endif

#include <aludel/generated.h>

/* Flags of a direction, beside enum aludel_migration_flag. */
enum aludel_image_flag {
    ALUDEL_IMAGE_CALLS = 1 << 8,        /* it is a function */
    ALUDEL_IMAGE_IRREVERSIBLE = 1 << 9, /* the recipe is the reason */
    ALUDEL_IMAGE_OLDER = 1 << 10        /* it is known, but older than what is compiled in */
};

/* One revision: 56 bytes where a pointer has 8, 32 where it has 4. Strings are NULL where they were left out. */
struct aludel_image_migration {
    const char *id, *message, *file;
    const char *recipes[2]; /* by enum aludel_direction; NULL: nothing to do, or a function */
    uint32_t needs;         /* where those that it needs stand in the image's links … */
    uint16_t need_count;    /* … how many they are, … */
    uint16_t
        parent_count; /* … and how many of them, the first, are parents; the others are what it depends on */
    uint16_t flags[2];
};

/* What isn't a recipe, in the order of `way`: a migration's number times two and its direction. */
struct aludel_image_function {
    uint32_t way;
    aludel_step_fn *run;
};

enum aludel_image_hook {
    ALUDEL_HOOK_BEFORE_EACH,
    ALUDEL_HOOK_AFTER_EACH,
    ALUDEL_HOOK_BEFORE_UPGRADE,
    ALUDEL_HOOK_AFTER_UPGRADE,
    ALUDEL_HOOK_BEFORE_DOWNGRADE,
    ALUDEL_HOOK_AFTER_DOWNGRADE,
    ALUDEL_HOOKS
};
#define ALUDEL_IMAGE_HOOK_WAY 0xFFFFFF00u /* of the first hook that is a function */

/* What carries out what not every chain has; the generated tables name those that it needs, and so they are linked. */
struct aludel_image_rebuilds;
struct aludel_image_calls;
struct aludel_image_newer;
struct aludel_image_budget;
extern const struct aludel_image_rebuilds aludel_image_rebuilds;
extern const struct aludel_image_calls aludel_image_calls;
extern const struct aludel_image_newer aludel_image_accepts; /* newer = accept */
extern const struct aludel_image_newer aludel_image_passes;  /* newer = always */
extern const struct aludel_image_budget aludel_image_budget;

/* What each direction of a migration does to which tables: for a budget (runtime/budget), and linked by those who ask. */
struct aludel_image_work {
    const struct aludel_image_budget *budget;
    const struct aludel_image_migration *migrations; /* the image's, by which it is known to be of that */
    uint32_t tables, rows, text; /* that a budget names at most; of one step; bytes of its names */
    const char *const *ways;     /* by a migration's number times two and its direction */
};

struct aludel_image {
    uint32_t layout; /* ALUDEL_LAYOUT */
    uint32_t count;
    const char *name;
    const struct aludel_image_migration *migrations; /* topological: every one after all that it needs */
    const uint32_t *links;
    uint32_t function_count;
    const struct aludel_image_function *functions;
    const char *const *repeated; /* statements, by the number behind `=` in recipes; NULL: there are none */
    const char *const *hooks;    /* recipes, by enum aludel_image_hook; NULL: there are none */
    const struct aludel_image_rebuilds *rebuilds; /* NULL: the chain has none */
    const struct aludel_image_calls *calls;
    const struct aludel_image_newer *newer;  /* what upgrade says to a newer database; NULL: it is refused */
    const char *version_table, *version_key; /* quoted: the table, the name of its primary key */
    const char *log_table;                   /* quoted; NULL: none */
    const char *tool, *chain;                /* for its rows */
    const struct aludel_sum *sums;           /* the migrations', for its rows */
    const char *const
        *replaced; /* ids that were squashed and what stands for each; NULL behind the last, or for all */
    const char *url, *url_env;            /* for aludel_embedded_main; NULL: none */
    const char *const *carried;           /* what stands in the column of that name there; NULL: nothing */
    const char *const *compatible;        /* and in compatible_with */
    const char *const *stands_for;        /* what stands in `carried` where that says nothing: "a1+b2" of what
                                             was squashed; NULL: nothing was */
    const struct aludel_image_work *work; /* NULL: the caller has it, or nobody */
    int64_t max_bytes;                    /* 0: any */
};

#endif
