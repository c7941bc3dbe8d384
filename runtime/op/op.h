/*
 * op.h: struct aludel_op, one migration being executed. Generated code sees only generated.h; apply/
 * makes an op for each migration and direction, runs its function, and looks at `error`.
 *
 *     struct aludel_op op;
 *     al_op_begin(&op, &surroundings, migration, ALUDEL_UP);
 *     bool ok = migration->ways[ALUDEL_UP].run(&op) && aludel_ok(&op);
 *     al_op_end(&op);
 */
#ifndef AL_OP_H
#define AL_OP_H

#include "core/value_ops.h"
#include "driver/driver.h"

struct al_journal; /* apply/'s: where autocommit steps are recorded */

/* What apply/ does for the statements of a migration with autocommit steps. NULL functions: none. */
struct al_autocommit {
    /* Called in front of each statement of such a migration, inside a block or not. `*skip`: it has been
     * done by an earlier, interrupted run, and `*changed` is its row count. */
    bool (*before)(struct aludel_op *op, const struct al_request *request, bool *skip, int64_t *changed);
    bool (*after)(struct aludel_op *op, const struct al_request *request, int64_t changed);
    bool (*begin)(struct aludel_op *op);
    bool (*end)(struct aludel_op *op);
};

struct al_surroundings { /* the same for all migrations of a run */
    struct al_driver *driver;
    const struct aludel_registry *registry;
    const struct aludel_config *config;
    const char *(*getenv)(void *with, const char *name); /* with env_file behind it */
    void *getenv_with;
    void (*event)(void *with, const struct aludel_event *event);
    void *event_with;
    const struct al_autocommit *autocommit;
    volatile int *interrupted;
};

struct aludel_op {
    struct aludel_eval eval;
    struct aludel_arena arena;
    const struct al_surroundings *around;
    const struct aludel_migration *migration; /* NULL for a hook of env.mako */
    enum aludel_direction direction;
    struct aludel_error error;
    const struct aludel_place *at; /* of the statement in hand, for errors of values */
    bool in_autocommit;
    uint32_t ordinal; /* statements so far, for the journal */
    void *apply;      /* apply/'s own */
    struct { /* between aludel_sql_open and aludel_sql_close */
        struct al_builder text;
        struct aludel_value *values;
        size_t count, room;
        struct aludel_statement statement;
    } open;
};

void al_op_begin(struct aludel_op *op, const struct al_surroundings *around,
                 const struct aludel_migration *migration, enum aludel_direction direction);
void al_op_end(struct aludel_op *op);

/* Turns a failed computation or a driver's error into op->error, with the place. Always false. */
bool al_op_failed(struct aludel_op *op);

#endif
