/*
 * op.h: struct aludel_op, one migration being executed. Generated code sees only generated.h; apply/
 * makes an op for each migration and direction and runs its function; what goes wrong is the call's error.
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

struct al_outcome { /* of a statement */
    int64_t changed;
    struct aludel_value value; /* what it answered; unset when nobody has asked */
};

/* What apply/ does for the statements of a migration with autocommit steps. NULL functions: none. One that returns false
 * has set op->error, or the driver has. */
struct al_autocommit {
    /* Called in front of each statement of such a migration that may change something or answers something, inside a
     * block or not. `*skip`: it has been done by an earlier, interrupted run, and `*outcome` is what came of it. `after`
     * isn't called when it failed. */
    bool (*before)(struct aludel_op *op, const struct al_request *request, bool *skip,
                   struct al_outcome *outcome);
    bool (*after)(struct aludel_op *op, const struct al_request *request, const struct al_outcome *outcome);
    bool (*begin)(struct aludel_op *op);
    bool (*end)(struct aludel_op *op);
};

struct al_surroundings { /* of a migration's or a hook's function */
    struct al_driver *driver;
    struct aludel_error *error; /* of the call that executes it */
    const struct aludel_registry *registry;
    const struct aludel_config *config;
    const char *(*getenv)(void *with, const char *name); /* with env_file behind it */
    void *getenv_with;
    const struct al_autocommit *autocommit;
    atomic_int *interrupted;
    bool *asked;               /* set where a script was asked what only a database can answer; may be NULL */
    const char *own_tables[3]; /* version, log, journal: without their schemas; NULL: none */
    const struct aludel_migration *step; /* in hand: what before_each() and after_each() stand around */
};

/* A statement that is being put together, between aludel_sql_open and aludel_sql_close. */
struct al_open {
    struct al_open *outer; /* one that was begun before and isn't closed yet */
    struct al_builder text;
    struct aludel_value *values;
    size_t count, room;
    struct aludel_statement statement;
};

struct aludel_op {
    struct aludel_eval eval;
    struct aludel_arena arena;   /* values; a loop gives back what a turn made */
    struct aludel_arena spare;   /* values that outlive a turn, on their way to the next */
    struct aludel_arena pieces;  /* statements put together */
    struct aludel_arena lasting; /* aludel_alloc: as long as the op */
    const struct al_surroundings *around;
    const struct aludel_migration *migration; /* NULL for a hook of env.mako */
    enum aludel_direction direction;
    struct aludel_error *error;
    struct aludel_place at; /* of the statement in hand, for errors of values */
    bool in_autocommit;
    uint32_t ordinal; /* of the statement, answer or row in hand, from 1: for the journal */
    void *apply;      /* apply/'s own */
    struct al_open *open;
    struct al_mark pieces_start;
};

void al_op_begin(struct aludel_op *op, const struct al_surroundings *around,
                 const struct aludel_migration *migration, enum aludel_direction direction);
void al_op_end(struct aludel_op *op);

/* Turns a failed computation or a driver's error into op->error, unless there is one, with the place. Always false. */
bool al_op_failed(struct aludel_op *op);

/* ---- For op/ and inspect/ ---------------------------------------------------------------------- */

/* True when nothing has failed and nobody interrupts; a failure that hasn't been seen yet gets `at` (may be
 * NULL) as its place. */
bool al_op_ready(struct aludel_op *op, const struct aludel_place *at);
/* The same for what asks the database: false with an error in a script. `what` names it ("op.scalar"). */
bool al_op_live(struct aludel_op *op, const struct aludel_place *at, const char *what);
/* A script is asked what only a database can answer: al_op_live tells it by itself. */
void al_op_asks(struct aludel_op *op);
/* The same for rows that are read one by one, which end with their transaction. */
bool al_op_rows(struct aludel_op *op, const struct aludel_place *at, const char *what);
struct al_request al_op_request(const struct aludel_op *op, struct aludel_bound what);
/* A statement whose text is known at run time only, at op->at; false when it has more than a statement holds. */
bool al_op_statement(struct aludel_op *op, struct aludel_text sql, size_t values,
                     struct aludel_statement *st);
/* The event STATEMENT. */
void al_op_tell(struct aludel_op *op, const struct aludel_statement *st);
/* Whether what runs now is outside of transactions, and who remembers that it ran (NULL: nobody). A firmware has neither:
 * there the compiler leaves out what is for them. */
static inline bool al_op_outside(const struct aludel_op *op)
{
#ifdef ALUDEL_EMBEDDED
    return (void)op, false;
#else
    return op->in_autocommit;
#endif
}
static inline const struct al_autocommit *al_op_autocommit(const struct aludel_op *op)
{
#ifdef ALUDEL_EMBEDDED
    return (void)op, NULL;
#else
    return op->around->autocommit;
#endif
}
/* Around what asks the database something, as around a statement: a migration that goes on where it was interrupted must
 * get the answers that it got before. `*known`: there is one. False after an error. */
bool al_op_recall(struct aludel_op *op, const struct al_request *request, bool *known,
                  struct al_outcome *outcome);
bool al_op_remember(struct aludel_op *op, const struct al_request *request, const struct al_outcome *outcome);
/* Rows one by one, remembered ones or the driver's. A NULL cursor: failed, or closed. */
void *al_op_open_rows(struct aludel_op *op, const struct al_request *request);
bool al_op_next_row(struct aludel_op *op, void *cursor, struct aludel_eval *into, struct aludel_value *row);
void al_op_close_rows(struct aludel_op *op, void *cursor);
/* Whether `sql` is one statement for certain: no `;` but at its end, nothing that is left open. `*why` says
 * what else it is. */
bool al_one_statement(enum aludel_dialect dialect, struct aludel_text sql, const char **why);

/* What uuid4() gives, of 16 random bytes. */
struct aludel_value al_op_uuid4(struct aludel_op *op, uint8_t b[16]);

#endif
