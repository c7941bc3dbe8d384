#include "plan/target.h"

/* ---- Requested revisions that contain one another ------------------------------------------- */

static void close_beyond(const struct aludel_registry *g, struct al_set *s, uint32_t r, bool down)
{
    al_set_add_links(s, down ? &g->migrations[r].children : &g->migrations[r].needs);
}

static void close_all(const struct aludel_registry *g, struct al_set *s, bool down)
{
    if (down)
        al_close_down(g, s, false);
    else
        al_close_up(g, s, true);
}

/* Those of `list` that stand beyond `r`. */
static void beyond(struct al_work w, const struct al_rows *list, uint32_t r, bool down, struct al_rows *found)
{
    struct al_set s = al_work_set(&w);

    close_beyond(w.g, &s, r, down);
    close_all(w.g, &s, down);
    found->count = 0;
    for (uint32_t i = 0; i < list->count; i++)
        if (al_set_has(&s, list->at[i]))
            al_list_add(found, list->at[i]);
}

static bool overlapping(struct al_work w, const struct al_rows *list, bool down)
{
    struct al_set s = al_work_set(&w), members = al_work_set(&w);

    for (uint32_t i = 0; i < list->count; i++)
        close_beyond(w.g, &s, list->at[i], down);
    close_all(w.g, &s, down);
    al_set_add_all(&members, list);
    al_set_intersect(&s, &members);
    return !al_set_empty(&s);
}

bool al_check_overlap(const struct al_ask *ask, const struct al_rows *list, bool down)
{
    struct al_work w = ask->work;
    struct al_rows others = al_work_list(&w);
    char ids[400];

    if (!overlapping(w, list, down))
        return true;
    for (uint32_t i = 0; others.count == 0 && i < list->count; i++) {
        beyond(w, list, list->at[i], down, &others);
        if (others.count == 0)
            continue;
        al_join_ids(w.g, &others, ids, sizeof ids);
        al_error(ask->error, ALUDEL_USAGE, "Requested revision %s overlaps with other requested revisions %s",
                 w.g->migrations[list->at[i]].id, ids);
    }
    return false;
}

/* ---- Upgrade --------------------------------------------------------------------------------- */

/* The tips of what is applied of a branch, when no row is on it. */
static void active_tips(struct al_work w, const struct al_rows *rows, const struct al_set *branch,
                        struct al_rows *tips)
{
    struct al_set active = al_work_set(&w), needed = al_work_set(&w);

    al_set_add_all(&active, rows);
    al_close_up(w.g, &active, true);
    al_set_intersect(&active, branch);
    for (uint32_t r = al_set_next(&active, 0); r != AL_BASE; r = al_set_next(&active, r + 1))
        al_set_add_links(&needed, &w.g->migrations[r].needs);
    al_set_subtract(&active, &needed);
    for (uint32_t r = al_set_next(&active, 0); r != AL_BASE; r = al_set_next(&active, r + 1))
        al_list_add(tips, r);
}

/* Where `+N` begins: the one row, or the one on the branch. */
static bool current_start(const struct al_ask *ask, const struct al_rows *rows, const struct al_set *branch,
                          uint32_t *start)
{
    struct al_ask inner = *ask;
    struct al_rows starts = al_work_list(&inner.work);

    for (uint32_t i = 0; i < rows->count; i++)
        if (!branch || al_set_has(branch, rows->at[i]))
            al_list_add(&starts, rows->at[i]);
    if (branch && starts.count == 0)
        active_tips(inner.work, rows, branch, &starts);
    *start = starts.count ? starts.at[0] : AL_BASE;
    if (starts.count <= 1)
        return true;
    al_error(ask->error, ALUDEL_USAGE, "Ambiguous upgrade from multiple current revisions");
    al_error_hint(ask->error, "name the branch: label@+N");
    return false;
}

/* The walk keeps to the branch; where it starts from a name, the start need not be on it. */
static bool walk_up(const struct al_ask *ask, const struct al_rows *rows, struct al_ident ident,
                    uint32_t *end)
{
    struct al_ask inner = *ask;
    struct al_set branch = al_work_set(&inner.work);
    struct aludel_text label = ident.label;
    uint32_t start;

    ident.label.n = 0;
    if (ident.symbol.n && !al_ask_one(&inner, &ident, &start))
        return false;
    if (label.n && !al_ask_branch(&inner, label, &branch))
        return false;
    if (ident.symbol.n == 0 && !current_start(&inner, rows, label.n ? &branch : NULL, &start))
        return false;
    return al_walk(&inner, start, ident.steps, label.n ? &branch : NULL, end);
}

static bool upgrade_walk(const struct al_ask *ask, const struct al_rows *rows, const struct al_ident *ident,
                         uint32_t *end)
{
    uint32_t start;

    if (ident->steps > 0) {
        if (!walk_up(ask, rows, *ident, end))
            return false;
    } else if (ident->symbol.n == 0) {
        return al_no_such_step(ask, ident);
    } else if (!al_ask_one(ask, ident, &start) || !al_walk(ask, start, ident->steps, NULL, end)) {
        return false;
    }
    return *end != AL_BEYOND || al_no_such_step(ask, ident);
}

bool al_upgrade_target(const struct al_ask *ask, const struct al_rows *rows, struct aludel_text text,
                       struct al_rows *targets)
{
    struct al_ident ident = al_ident(ask->work.g, text);
    uint32_t end = AL_BASE;

    if (!ident.relative)
        return al_ask_all(ask, text, targets);
    if (!upgrade_walk(ask, rows, &ident, &end))
        return false;
    return end == AL_BASE || al_list_add(targets, end);
}

/* ---- Downgrade ------------------------------------------------------------------------------- */

/* The row that `label@-N` starts from; a branch without a row of its own may be applied as a dependency. */
static bool row_on_branch(const struct al_ask *ask, const struct al_rows *rows, const struct al_ident *ident,
                          const struct al_set *branch, uint32_t *start)
{
    struct al_work w = ask->work;
    struct al_rows starts = al_work_list(&w), tips = al_work_list(&w);

    for (uint32_t i = 0; i < rows->count; i++)
        if (al_set_has(branch, rows->at[i]))
            al_list_add(&starts, rows->at[i]);
    if (starts.count == 0)
        al_tips(w, rows, &tips);
    for (uint32_t i = 0; i < tips.count; i++)
        if (al_set_has(branch, tips.at[i]))
            al_list_add(&starts, tips.at[i]);
    if (starts.count == 0)
        return al_no_such_step(ask, ident);
    *start = starts.at[0];
    if (starts.count == 1)
        return true;
    al_error(ask->error, ALUDEL_USAGE, "Ambiguous downgrade from multiple current revisions");
    al_error_hint(ask->error, "name the revision to go down to");
    return false;
}

static void take_lineage(const struct al_work *w, uint32_t r, struct al_downgrade_target *target)
{
    al_set_clear(&target->branch);
    al_set_add(&target->branch, r);
    al_close_up(w->g, &target->branch, false);
    target->on_branch = true;
}

/* -N: from the row (of several the one whose id sorts first), or from the one on the branch; it stays on the
 * way that leads to that row. */
static bool below_current(const struct al_ask *ask, const struct al_rows *rows, const struct al_ident *ident,
                          struct al_downgrade_target *target, uint32_t *start)
{
    struct al_ask inner = *ask;
    struct al_set related = al_work_set(&inner.work);

    if (ident->steps >= 0 || rows->count == 0)
        return al_no_such_step(ask, ident);
    if (ident->label.n)
        return al_ask_branch(&inner, ident->label, &related) &&
               row_on_branch(&inner, rows, ident, &related, start);
    *start = al_rows_by_id(&inner.work, rows).at[0];
    take_lineage(&inner.work, *start, target);
    return true;
}

static bool downgrade_walk(const struct al_ask *ask, const struct al_rows *rows, const struct al_ident *ident,
                           struct al_downgrade_target *target)
{
    struct al_ask inner = *ask;
    struct al_ident from = *ident;
    struct al_set related = al_work_set(&inner.work), *branch = NULL;
    uint32_t start = AL_BASE;

    if (ident->steps >= 0 && ident->label.n && ident->symbol.n) {
        if (!al_ask_branch(&inner, ident->label, &related))
            return false;
        branch = &related;
        from.label.n = 0;
    }
    if (ident->symbol.n ? !al_ask_one(&inner, &from, &start)
                        : !below_current(&inner, rows, ident, target, &start))
        return false;
    if (!al_walk(&inner, start, ident->steps, branch, &target->revision))
        return false;
    if (target->revision != AL_BEYOND)
        return true;
    if (ident->symbol.n == 0)
        return al_no_such_step(ask, ident);
    al_error(ask->error, ALUDEL_USAGE, "Walked too far");
    al_error_hint(ask->error, "the chain ends before that; 'history' lists it");
    return false;
}

bool al_downgrade_target(const struct al_ask *ask, const struct al_rows *rows, struct aludel_text text,
                         struct al_downgrade_target *target)
{
    struct al_ask inner = *ask;
    struct al_ident ident = al_ident(ask->work.g, text), plain = ident;
    struct al_ident label = {.label = {text.z, 0}, .symbol = ident.label};
    uint32_t branch;

    target->on_branch = false;
    if (ident.label.n) {
        if (!al_ask_one(&inner, &label, &branch))
            return false;
        take_lineage(&inner.work, branch, target);
    }
    if (ident.relative)
        return downgrade_walk(&inner, rows, &ident, target);
    plain.label.n = 0; /* which branch goes down is asked of the roots, not of the target */
    return al_ask_one(&inner, &plain, &target->revision);
}
