#include "trial/cases.h"

#include "plan/plan.h"
#include "trial/program.h"
#include "trial/signals.h"

#include <string.h>

struct offline {
    struct trial *t;
    struct trial_place *place;
    enum aludel_direction direction;
    uint32_t applied; /* how many migrations are, so far */
    uint32_t stops;   /* the first migration that can't be a script */
};

/* ---- Scripts ------------------------------------------------------------------------------------------------- */

static bool write(void *with, const char *text, size_t length)
{
    al_put(with, text, length);
    return true;
}

/* NULL with an error. */
static const char *script_of(struct offline *o, const char *range, struct aludel_error *error)
{
    struct al_builder b = al_builder(&o->t->arena);
    struct aludel_config config = {.registry = o->t->registry,
                                   .url = o->place->url,
                                   .getenv = trial_getenv,
                                   .x = o->t->options->x,
                                   .x_count = o->t->options->x_count,
                                   .by = "aludel test"};
    const char *dialect = trial_on_postgresql(o->t) ? "postgresql" : "sqlite";
    struct aludel *a = aludel_open_offline(&config, dialect, write, &b, error);
    bool ok = a && (o->direction == ALUDEL_UP ? aludel_upgrade : aludel_downgrade)(a, range, NULL, error);
    aludel_close(a);
    const char *text = al_built(&b).z;
    return !ok ? NULL : text ? text : "";
}

static const char *point(const struct offline *o, uint32_t applied)
{
    return applied ? trial_id(o->t, applied - 1) : "base";
}

/* ---- What can't be a script -------------------------------------------------------------------------------------- */

/* Up to the migration it is one; that itself is done in the usual way. */
static bool go_round(struct offline *o, uint32_t revision, const struct aludel_error *why)
{
    struct trial *t = o->t;
    struct aludel_error error;
    bool up = o->direction == ALUDEL_UP, writes;
    uint32_t until = up ? revision : revision + 1;
    trial_note(&t->report, "%s isn't possible offline: %s", trial_id(t, revision),
               trial_error(&t->arena, why));
    o->stops = o->stops == UINT32_MAX ? revision : o->stops;
    if (until != o->applied) {
        const char *script =
            script_of(o, trial_format(&t->arena, "%s:%s", point(o, o->applied), point(o, until)), &error);
        if (!script) {
            trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
            return false;
        }
        if (!trial_run_script(t, o->place, script))
            return false;
    }
    o->applied = until;
    if (!up && al_rare(&t->registry->migrations[revision])->irreversible)
        return false;
    if (!trial_step_on(t, o->place, revision, o->direction, &writes, &error)) {
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
        return false;
    }
    o->applied = up ? revision + 1 : revision;
    return true;
}

/* ---- All of it ------------------------------------------------------------------------------------------------------ */

static bool is_done(const struct offline *o)
{
    return o->applied == (o->direction == ALUDEL_UP ? o->t->registry->count : 0);
}

static const char *range_of(const struct offline *o)
{
    struct trial *t = o->t;
    bool up = o->direction == ALUDEL_UP, whole = up ? o->applied == 0 : o->applied == t->registry->count;
    const char *from = whole ? (up ? "base" : "heads") : point(o, o->applied);
    return trial_format(&t->arena, "%s:%s", from, up ? "heads" : "base");
}

/* False: no further. */
static bool go_on(struct offline *o)
{
    struct trial *t = o->t;
    struct aludel_error error;
    const char *script = script_of(o, range_of(o), &error);
    if (script) {
        bool ok = trial_run_script(t, o->place, script);
        o->applied = !ok ? o->applied : o->direction == ALUDEL_UP ? t->registry->count : 0;
        return false;
    }
    uint32_t r = al_find(t->registry, al_text(error.revision));
    if (r != AL_BASE && trial_is_linear(t))
        return go_round(o, r, &error) && !is_done(o);
    if (r == AL_BASE)
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
    else
        trial_note(&t->report, "not possible offline: %s: %s", error.revision,
                   trial_error(&t->arena, &error));
    o->applied = UINT32_MAX;
    return false;
}

static bool expect(struct offline *o, const struct al_whole *wanted, const char *where)
{
    struct trial *t = o->t;
    struct aludel_arena arena;
    struct aludel_error error;
    struct al_whole found;
    al_arena_init(&arena, &trial_allocator);
    if (trial_state_read(t, o->place, &arena, &found, &error))
        trial_state_expect(t, wanted, &found, where);
    else
        trial_fail(&t->report, "the schema can't be read: %s", trial_error(&t->arena, &error));
    al_arena_free(&arena);
    return !trial_has_failed(&t->report);
}

/* ---- Back, a migration at a time ------------------------------------------------------------------------------------ */

static bool step_both(struct offline *o, const struct trial_place *live, struct aludel_arena *arena,
                      struct al_whole *wanted, struct aludel_error *error)
{
    struct trial *t = o->t;
    bool writes;
    uint32_t revision = o->applied - 1;
    const char *script =
        script_of(o, trial_format(&t->arena, "%s:%s", point(o, o->applied), point(o, revision)), error);
    o->applied = revision;
    return script && trial_run_script(t, o->place, script) &&
           trial_step_on(t, live, revision, ALUDEL_DOWN, &writes, error) &&
           trial_state_read(t, live, arena, wanted, error);
}

/* False: no further. */
static bool compare_step(struct offline *o, const struct trial_place *live)
{
    struct trial *t = o->t;
    struct aludel_error error;
    struct aludel_arena arena;
    struct al_whole wanted;
    al_error_clear(&error);
    al_arena_init(&arena, &trial_allocator);
    bool ok = step_both(o, live, &arena, &wanted, &error);
    if (!ok && error.code != ALUDEL_OK && !trial_interrupted())
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
    ok = ok &&
         expect(o, &wanted, trial_format(&t->arena, "behind the script back to %s", point(o, o->applied)));
    al_arena_free(&arena);
    return ok;
}

/* The end of the way back says little: with the tables goes what a script has forgotten on them. As far as all are scripts. */
static void go_back(struct offline *o, const struct trial_walk *w)
{
    struct trial_place *live = trial_place_copy(o->t, w->place);
    o->place = trial_place_copy(o->t, w->place);
    o->applied = o->t->registry->count;
    while (live && o->place && o->applied > 0 && o->applied - 1 != o->stops && !trial_interrupted() &&
           compare_step(o, live)) {
    }
    trial_place_remove(o->t, live);
}

/* Of what hasn't failed nobody wants to see the place. */
static void leave(struct offline *o)
{
    if (!trial_has_failed(&o->t->report))
        trial_place_remove(o->t, o->place);
    trial_place_drop(o->t, o->place);
}

static bool try_direction(struct offline *o, const struct trial_walk *w)
{
    struct trial *t = o->t;
    bool up = o->direction == ALUDEL_UP;
    trial_case_begin(&t->report, "offline",
                     up ? "upgrade --sql does what upgrade does" : "downgrade --sql does what downgrade does",
                     "");
    o->place = up ? trial_place_new(t) : trial_place_copy(t, w->place);
    o->applied = up ? 0 : t->registry->count;
    while (o->place && !trial_interrupted() && go_on(o)) {
    }
    if (o->place && o->applied != UINT32_MAX && !trial_has_failed(&t->report) && !trial_interrupted() &&
        expect(o, &w->states[o->applied], "behind the script") && !up && trial_is_linear(t)) {
        leave(o);
        go_back(o, w);
    }
    leave(o);
    trial_case_end(&t->report);
    return o->place && !trial_interrupted();
}

bool trial_try_offline(struct trial *t, const struct trial_walk *w)
{
    struct offline up = {.t = t, .direction = ALUDEL_UP, .stops = UINT32_MAX};
    struct offline down = {.t = t, .direction = ALUDEL_DOWN, .stops = UINT32_MAX};
    if (!trial_walk_is_done(w) || t->registry->count == 0)
        return true;
    return try_direction(&up, w) && try_direction(&down, w);
}
