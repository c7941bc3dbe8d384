#include "trial/power/case_power.h"

#include "plan/plan.h"

#include "trial/power/older.h"
#include "trial/signals.h"

struct whole { /* the chain there and back with one engine */
    struct trial *t;
    struct trial_engine engine;
    const struct trial_place *heads; /* the database at the end of the chain, filled */
    const char *back_to;             /* as far as it can be taken back; NULL: not at all */
    const struct aludel_registry
        *older; /* that can undo from the log all that it doesn't know; NULL: none can */
};

/* ---- One way --------------------------------------------------------------------------------------- */

static void try_way(const struct whole *w, const char *way, struct trial_task task,
                    const struct trial_bytes *database)
{
    struct trial *t = w->t;
    struct aludel_error error;
    struct trial_experiment e;
    task.t = t;
    task.engine = w->engine;
    task.revision = TRIAL_WHOLE_CHAIN;
    if (trial_task_begin(&task, database, &e, &error))
        trial_power_cut(t, &e, way);
    else if (error.code != ALUDEL_OK && !trial_interrupted())
        trial_fail(&t->report, "%s: it fails when nothing goes wrong: %s", way,
                   trial_error(&t->arena, &error));
    trial_task_end(&task, &e);
}

static void try_ways_back(const struct whole *w)
{
    struct trial_bytes database = {0};
    if (!trial_power_read(w->t, w->heads, &database))
        return;
    if (w->back_to && !trial_interrupted())
        try_way(w, "down", (struct trial_task){.direction = ALUDEL_DOWN, .target = w->back_to}, &database);
    if (w->older && !trial_interrupted())
        try_way(w, "carried down", (struct trial_task){.direction = ALUDEL_DOWN, .program = w->older},
                &database);
    trial_bytes_free(&database);
}

static void try_engine(const struct whole *w)
{
    struct trial *t = w->t;
    const struct trial_bytes nothing = {0};
    trial_case_begin(&t->report, "power", trial_power_way(t, "the chain", &w->engine), "");
    try_way(w, "up", (struct trial_task){.direction = ALUDEL_UP, .target = "heads"}, &nothing);
    if (!trial_interrupted())
        try_ways_back(w);
    trial_case_end(&t->report);
}

/* ---- All of them ----------------------------------------------------------------------------------- */

/* The last migration that can't be undone: everything behind it can, where none parts from the others. */
static const char *back_to(const struct trial *t)
{
    for (uint32_t i = t->registry->count; i > 0; i--) {
        if (al_rare(&t->registry->migrations[i - 1])->irreversible)
            return i < t->registry->count && trial_is_linear(t) ? trial_id(t, i - 1) : NULL;
    }
    return "base";
}

static const struct aludel_registry *older(struct trial *t)
{
    uint32_t count = t->registry->carrying ? trial_oldest_that_undoes(t) : t->registry->count;
    return count < t->registry->count ? trial_older_program(t, count) : NULL;
}

static bool goes_back(struct trial *t, const struct trial_place *heads, const char *target)
{
    struct aludel_error error;
    struct trial_chain c;
    struct trial_place *p = trial_place_copy(t, heads);
    bool ok = p && trial_chain_open(&c, t, p, &error);
    if (ok) {
        ok = aludel_downgrade(c.a, target, NULL, &error);
        trial_chain_close(&c);
    }
    trial_place_remove(t, p);
    return ok;
}

/* Filled, unless it can't be taken back then. What is carried is part of that way. */
static struct trial_place *at_heads(struct trial *t, const struct trial_walk *w, const char *target)
{
    struct aludel_error error;
    struct trial_place *p = trial_place_copy(t, w->place);
    if (!p || (trial_fill(t, p, TRIAL_ROWS_PLAIN, NULL, &error) && (!target || goes_back(t, p, target))))
        return p;
    trial_place_remove(t, p);
    return trial_place_copy(t, w->place);
}

bool trial_power_chain(struct trial *t, const struct trial_walk *walk)
{
    if (!trial_walk_is_done(walk) || t->registry->count == 0)
        return !trial_interrupted();
    struct whole w = {.t = t, .back_to = back_to(t), .older = older(t)};
    trial_case_begin(&t->report, "power", "the chain", ""); /* for what filling may have to say */
    struct trial_place *heads = at_heads(t, walk, w.back_to);
    trial_case_forget(&t->report);
    w.heads = heads;
    for (unsigned i = 0; heads && i < TRIAL_ENGINES && !trial_interrupted(); i++) {
        w.engine = trial_engine_at(i);
        try_engine(&w);
    }
    trial_place_remove(t, heads);
    return heads && !trial_interrupted();
}
