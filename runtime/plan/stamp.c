#include "plan/identify.h"

struct stamp {
    struct al_ask ask;
    struct al_rows rows;     /* as they are after the steps so far */
    struct al_rows selected; /* the rows that the targets speak of */
    struct al_rows targets;  /* AL_BASE isn't listed: nothing else is then */
    bool (*each)(void *with, const struct al_stamp_step *step);
    void *with;
};

/* ---- What is asked for ------------------------------------------------------------------------- */

/* All that one target speaks of: its label's branch and what it names, dependencies included; base
 * alone speaks of everything. */
static bool add_scope(const struct al_ask *ask, const struct al_rows *named, const char *text,
                      struct al_set *scope)
{
    struct al_ask inner = *ask;
    struct al_ident ident = al_ident(ask->work.g, al_text(text));
    struct al_ident label = {.label = {text, 0}, .symbol = ident.label};
    struct al_set own = al_work_set(&inner.work);
    uint32_t r;

    al_set_add_all(&own, named);
    if (ident.label.n) {
        if (!al_ask_one(&inner, &label, &r))
            return false;
        al_set_add(&own, r);
    }
    if (al_set_empty(&own))
        al_set_fill(&own);
    al_set_lineage(inner.work, &own, true);
    al_set_unite(scope, &own);
    return true;
}

/* Rows are selected target by target, as Alembic lists them in the step's line; `rows` are in the order of
 * their ids. */
static bool read_target(struct stamp *stamp, const struct al_rows *rows, const char *text)
{
    struct al_ask inner = stamp->ask;
    struct al_rows named = al_work_list(&inner.work);
    struct al_set scope = al_work_set(&inner.work);

    if (!al_ask_all(&inner, al_text(text), &named) || !add_scope(&inner, &named, text, &scope))
        return false;
    for (uint32_t i = 0; i < rows->count; i++)
        if (al_set_has(&scope, rows->at[i]))
            al_list_add(&stamp->selected, rows->at[i]);
    for (uint32_t i = 0; i < named.count; i++)
        al_list_add(&stamp->targets, named.at[i]);
    return true;
}

/* ---- Steps ------------------------------------------------------------------------------------- */

static bool emit(struct stamp *stamp, struct al_stamp_step *step, const char *from, const char *to)
{
    al_format(step->line, sizeof step->line, "Running stamp_revision %s -> %s", from, to);
    al_apply_change(&stamp->rows, &step->change);
    return stamp->each(stamp->with, step);
}

static struct al_stamp_step new_step(struct al_work *w)
{
    return (struct al_stamp_step){.change = {al_work_list(w).at, al_work_list(w).at, 0, 0, AL_BASE, AL_BASE}};
}

static bool to_base(struct stamp *stamp)
{
    struct al_work w = stamp->ask.work;
    const struct aludel_registry *g = w.g;
    struct al_stamp_step step = new_step(&w);

    for (uint32_t i = 0; i < stamp->selected.count; i++) {
        step.change.delete_[0] = stamp->selected.at[i];
        step.change.delete_count = 1;
        if (!emit(stamp, &step, g->migrations[stamp->selected.at[i]].id, ""))
            return false;
    }
    return true;
}

/* The selected rows become the target: the last one is updated, the others go. Rows on other branches that
 * are targets themselves stay. */
static bool move(struct stamp *stamp, uint32_t target, const struct al_set *related)
{
    struct al_work w = stamp->ask.work;
    struct al_stamp_step step = new_step(&w);
    struct al_rows moved = al_work_list(&w);
    struct al_change *c = &step.change;
    char ids[400];

    for (uint32_t i = 0; i < stamp->selected.count; i++)
        if (al_set_has(related, stamp->selected.at[i]) ||
            !al_rows_has(&stamp->targets, stamp->selected.at[i]))
            al_list_add(&moved, stamp->selected.at[i]);
    for (uint32_t i = 0; i < moved.count; i++) {
        if (!al_rows_has(&stamp->rows, moved.at[i]))
            continue;
        if (c->update_from != AL_BASE)
            c->delete_[c->delete_count++] = c->update_from;
        c->update_from = moved.at[i];
        c->update_to = target;
    }
    if (c->update_from == AL_BASE)
        c->insert[c->insert_count++] = target;
    al_join_ids(w.g, &moved, ids, sizeof ids);
    return emit(stamp, &step, ids, w.g->migrations[target].id);
}

static bool new_branch(struct stamp *stamp, uint32_t target)
{
    struct al_work w = stamp->ask.work;
    struct al_stamp_step step = new_step(&w);

    step.change.insert[step.change.insert_count++] = target;
    return emit(stamp, &step, "", w.g->migrations[target].id);
}

static bool any_selected(const struct stamp *stamp, const struct al_set *s)
{
    for (uint32_t i = 0; i < stamp->selected.count; i++)
        if (al_set_has(s, stamp->selected.at[i]))
            return true;
    return false;
}

static bool to_target(struct stamp *stamp, uint32_t target)
{
    struct al_work w = stamp->ask.work;
    struct al_set related = al_work_set(&w);

    if (al_rows_has(&stamp->selected, target) || al_rows_has(&stamp->rows, target))
        return true;
    al_set_add(&related, target);
    al_set_lineage(w, &related, true);
    return any_selected(stamp, &related) ? move(stamp, target, &related) : new_branch(stamp, target);
}

bool al_plan_stamp(const struct aludel_registry *g, const struct al_rows *rows, const char *const *targets,
                   size_t target_count, bool (*each)(void *with, const struct al_stamp_step *step),
                   void *with, struct al_space space, struct aludel_error *error)
{
    struct stamp stamp = {.ask = {.work = al_work_begin(g, space), .error = error, .stamping = true},
                          .each = each,
                          .with = with};
    struct al_work *w = &stamp.ask.work;
    struct al_rows sorted;

    stamp.rows = al_work_list(w);
    stamp.selected = al_work_list(w);
    stamp.targets = al_work_list(w);
    sorted = al_rows_by_id(w, rows);
    for (uint32_t i = 0; i < rows->count; i++)
        al_rows_add(&stamp.rows, rows->at[i]);
    for (size_t i = 0; i < target_count; i++)
        if (!read_target(&stamp, &sorted, targets[i]))
            return false;
    if (stamp.targets.count == 0)
        return to_base(&stamp);
    for (uint32_t i = 0; i < stamp.targets.count; i++)
        if (!to_target(&stamp, stamp.targets.at[i]))
            return false;
    return true;
}
