#include "trial/cases.h"

#include "plan/plan.h"
#include "trial/lost.h"
#include "trial/signals.h"

#include <string.h>

/* ---- A round --------------------------------------------------------------------------------------------- */

struct moment { /* of the database in a round */
    struct al_whole schema;
    struct trial_data data;
};

struct round {
    struct trial *t;
    struct trial_place *place;
    uint32_t revision;
    enum trial_rows_kind kind;
    struct aludel_arena arena;
    struct moment at[4]; /* before, behind the upgrade, the downgrade, the second upgrade */
    bool writes[4];      /* what led there has written rows */
    struct aludel_error *error;
};

static bool take_moment(struct round *r, size_t i)
{
    return trial_state_read(r->t, r->place, &r->arena, &r->at[i].schema, r->error) &&
           trial_data_read(r->t, r->place, &r->arena, &r->at[i].data, r->error);
}

static bool step(struct round *r, size_t to, enum aludel_direction direction)
{
    return trial_step_on(r->t, r->place, r->revision, direction, &r->writes[to], r->error);
}

static const char *irreversible(const struct round *r)
{
    return al_rare(&r->t->registry->migrations[r->revision])->irreversible;
}

static bool writes_between(const struct round *r, size_t before, size_t after)
{
    for (size_t i = before + 1; i <= after; i++) {
        if (r->writes[i])
            return true;
    }
    return false;
}

/* What rows are to be where a migration writes some itself is for its author to judge. */
static void compare_data(struct round *r, size_t before, size_t between, size_t after, const char *where)
{
    struct trial_course course = {.before = &r->at[before].data,
                                  .between = between ? &r->at[between].data : NULL,
                                  .after = &r->at[after].data,
                                  .written = writes_between(r, before, after)};
    if (course.written)
        trial_note(&r->t->report, "writes rows itself: whether they are right is for you to judge");
    trial_data_expect(r->t, &course, where);
}

/* From one moment to the next. */
static enum trial_refusal move(struct round *r, size_t to, enum aludel_direction direction,
                               enum trial_refusal refused)
{
    if (!step(r, to, direction))
        return refused;
    return take_moment(r, to) ? TRIAL_TAKEN : TRIAL_LOST;
}

static enum trial_refusal go_up(struct round *r)
{
    enum trial_refusal refusal = move(r, 1, ALUDEL_UP, TRIAL_REFUSED_UP);
    if (refusal == TRIAL_TAKEN)
        compare_data(r, 0, 0, 1, "behind the upgrade");
    return refusal;
}

/* Behind the downgrade all is as it was in front of the upgrade; behind the second upgrade, as behind the first. */
static enum trial_refusal go_back(struct round *r, size_t to, enum aludel_direction direction,
                                  enum trial_refusal refused)
{
    const char *where = direction == ALUDEL_DOWN ? "behind the downgrade" : "behind the second upgrade";
    enum trial_refusal refusal = move(r, to, direction, refused);
    if (refusal != TRIAL_TAKEN)
        return refusal;
    trial_state_expect(r->t, &r->at[to - 2].schema, &r->at[to].schema, where);
    if (direction == ALUDEL_DOWN)
        compare_data(r, 0, 1, 2, where);
    else
        compare_data(r, 2, 0, 3, where);
    return TRIAL_TAKEN;
}

static enum trial_refusal go(struct round *r)
{
    enum trial_refusal refusal = take_moment(r, 0) ? go_up(r) : TRIAL_LOST;
    if (refusal == TRIAL_TAKEN && irreversible(r)) {
        const char *reason = irreversible(r);
        trial_note(&r->t->report, "irreversible%s%s: the downgrade isn't tried", *reason ? ": " : "", reason);
        return TRIAL_TAKEN;
    }
    if (refusal == TRIAL_TAKEN && !trial_fill_new(r->t, r->place, r->kind, &r->at[0].data.tables, r->error))
        return TRIAL_LOST;
    refusal = refusal == TRIAL_TAKEN ? go_back(r, 2, ALUDEL_DOWN, TRIAL_REFUSED_DOWN) : refusal;
    return refusal == TRIAL_TAKEN ? go_back(r, 3, ALUDEL_UP, TRIAL_REFUSED_AGAIN) : refusal;
}

enum trial_refusal trial_round(struct trial *t, struct trial_place *p, uint32_t revision,
                               enum trial_rows_kind kind, struct aludel_error *error)
{
    struct round r = {.t = t, .place = p, .revision = revision, .kind = kind, .error = error};
    al_arena_init(&r.arena, &trial_allocator);
    enum trial_refusal refusal = go(&r);
    al_arena_free(&r.arena);
    return trial_interrupted() ? TRIAL_LOST : refusal;
}

/* ---- With which rows ----------------------------------------------------------------------------------------- */

static enum trial_refusal filled_round(struct trial *t, struct trial_walk *w, enum trial_rows_kind kind,
                                       const struct trial_place *next, struct aludel_error *error)
{
    struct trial_place *copy = trial_place_copy(t, w->place);
    al_error_clear(error);
    enum trial_refusal refusal = TRIAL_LOST;
    if (copy && trial_fill(t, copy, kind, next, error))
        refusal = trial_round(t, copy, w->reached, kind, error);
    if (!trial_has_failed(&t->report) || refusal != TRIAL_TAKEN)
        trial_place_remove(t, copy);
    trial_place_drop(t, copy);
    return refusal;
}

static const char *step_name(enum trial_refusal refusal)
{
    return refusal == TRIAL_REFUSED_UP     ? "the upgrade"
           : refusal == TRIAL_REFUSED_DOWN ? "the downgrade"
                                           : "the second upgrade";
}

static bool lost(struct trial *t, const struct aludel_error *error)
{
    if (!trial_interrupted() && error->code != ALUDEL_OK)
        trial_fail(&t->report, "%s", trial_error(&t->arena, error));
    return false;
}

/* Refused with ordinary rows: is it the rows? */
static bool try_empty(struct trial *t, struct trial_walk *w, const char *filled)
{
    struct aludel_error error;
    enum trial_refusal refusal = filled_round(t, w, TRIAL_ROWS_NONE, NULL, &error);
    if (refusal == TRIAL_LOST)
        return lost(t, &error);
    t->broken[w->reached] = true;
    if (refusal != TRIAL_TAKEN)
        trial_fail(&t->report, "%s fails: %s", step_name(refusal), trial_error(&t->arena, &error));
    else if (strstr(filled, "(skip_data)"))
        trial_note(&t->report, "runs on databases without rows alone: what it did with rows is left out");
    else
        trial_fail(&t->report, "can't run where the tables have rows: %s", filled);
    return true;
}

struct trial_place *trial_place_behind(struct trial *t, struct trial_walk *w)
{
    struct aludel_error error;
    bool writes;
    struct trial_place *next = trial_place_copy(t, w->place);
    if (next && trial_step_on(t, next, w->reached, ALUDEL_UP, &writes, &error) &&
        trial_fill(t, next, TRIAL_ROWS_PLAIN, NULL, &error))
        return next;
    trial_place_remove(t, next);
    return NULL;
}

/* A new CHECK, say, refuses ordinary rows and is right all the same. */
static bool try_fitting(struct trial *t, struct trial_walk *w, const char *filled)
{
    struct aludel_error error;
    struct trial_place *next = trial_place_behind(t, w);
    enum trial_refusal refusal = next ? filled_round(t, w, TRIAL_ROWS_PLAIN, next, &error) : TRIAL_REFUSED_UP;
    trial_place_remove(t, next);
    if (refusal == TRIAL_LOST)
        return lost(t, &error);
    if (refusal != TRIAL_TAKEN)
        return try_empty(t, w, filled);
    trial_note(&t->report, "refuses ordinary rows, though not those that meet what it demands: %s", filled);
    return true;
}

static bool try_plain(struct trial *t, struct trial_walk *w, bool *taken)
{
    struct aludel_error error;
    enum trial_refusal refusal = filled_round(t, w, TRIAL_ROWS_PLAIN, NULL, &error);
    if (refusal == TRIAL_LOST)
        return lost(t, &error);
    *taken = refusal == TRIAL_TAKEN;
    return *taken ||
           try_fitting(t, w,
                       trial_format(&t->arena, "%s: %s", step_name(refusal), trial_error(&t->arena, &error)));
}

static bool try_one(struct trial *t, struct trial_walk *w)
{
    struct aludel_error error;
    enum trial_refusal refusal = filled_round(t, w, TRIAL_ROWS_LIMITS, NULL, &error);
    if (refusal == TRIAL_LOST)
        return lost(t, &error);
    if (refusal == TRIAL_TAKEN)
        return true;
    bool taken = false;
    if (!try_plain(t, w, &taken))
        return false;
    if (taken)
        trial_note(&t->report, "%s refuses some rows at the limits of their types: %s", step_name(refusal),
                   trial_error(&t->arena, &error));
    return true;
}

/* ---- All of them --------------------------------------------------------------------------------------------- */

void trial_tell_the_rest(struct trial *t, const struct trial_walk *w)
{
    uint32_t left = t->registry->count - w->reached - 1;
    if (left > 0)
        trial_note(&t->report, "what is behind it can't be tried: %u migration%s", (unsigned)left,
                   left == 1 ? "" : "s");
}

bool trial_try_steps(struct trial *t, struct trial_walk *w)
{
    while (!trial_walk_is_done(w)) {
        const char *id = trial_id(t, w->reached);
        bool chosen = t->chosen[w->reached];
        if (chosen)
            trial_case_begin(&t->report, "migrations", trial_format(&t->arena, "%s up, down, up", id), id);
        else
            trial_case_begin(&t->report, "migrations", trial_format(&t->arena, "%s up", id), id);
        bool ok = !chosen || try_one(t, w);
        bool moved = ok && trial_walk_on(w);
        if (ok && !moved)
            trial_tell_the_rest(t, w);
        if (chosen || !moved)
            trial_case_end(&t->report);
        else
            trial_case_forget(&t->report);
        if (!moved)
            return ok && !trial_interrupted();
    }
    return true;
}
