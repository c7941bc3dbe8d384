#include "plan/work.h"

static struct al_change no_change(struct al_work *w)
{
    return (struct al_change){al_work_list(w).at, al_work_list(w).at, 0, 0, AL_BASE, AL_BASE};
}

static void remove_row(struct al_change *c, uint32_t r)
{
    c->delete_[c->delete_count++] = r;
}

static void insert_row(struct al_change *c, uint32_t r)
{
    c->insert[c->insert_count++] = r;
}

static void update_row(struct al_change *c, uint32_t from, uint32_t to)
{
    c->update_from = from;
    c->update_to = to;
}

/* Those of `links` that none of `others` stands on; `others` is used up. */
static void not_implied(const struct aludel_registry *g, const struct aludel_links *links,
                        struct al_set *others, struct al_rows *found)
{
    al_close_up(g, others, true);
    for (uint32_t i = 0; i < links->count; i++)
        if (!al_set_has(others, links->at[i]))
            al_list_add(found, links->at[i]);
}

/* One of what the revision needs becomes the row, the others get rows of their own. */
static void step_down(struct al_work w, const struct al_rows *rows, uint32_t r, struct al_change *change)
{
    struct al_rows bare = al_work_list(&w);
    struct al_set others = al_work_set(&w);

    al_set_add_all(&others, rows);
    al_set_remove(&others, r);
    not_implied(w.g, &w.g->migrations[r].needs, &others, &bare);
    if (bare.count == 0) {
        remove_row(change, r);
        return;
    }
    for (uint32_t i = 0; i + 1 < bare.count; i++)
        insert_row(change, bare.at[i]);
    update_row(change, r, bare.at[bare.count - 1]);
}

/* Several rows become one: those that another row implies anyway stay out of it. */
static void merge(struct al_work w, const struct al_rows *rows, uint32_t r, struct al_change *change)
{
    const struct aludel_links *needs = &w.g->migrations[r].needs;
    struct al_rows bare = al_work_list(&w);
    struct al_set others = al_work_set(&w);

    al_set_add_all(&others, rows);
    for (uint32_t i = 0; i < needs->count; i++)
        al_set_remove(&others, needs->at[i]);
    not_implied(w.g, needs, &others, &bare);
    for (uint32_t i = 0; i < bare.count; i++) {
        if (!al_rows_has(rows, bare.at[i]))
            continue;
        if (change->update_from != AL_BASE)
            remove_row(change, change->update_from);
        update_row(change, bare.at[i], r);
    }
    if (change->update_from == AL_BASE)
        insert_row(change, r);
}

static void step_up(struct al_work w, const struct al_rows *rows, uint32_t r, struct al_change *change)
{
    const struct aludel_links *needs = &w.g->migrations[r].needs;
    uint32_t in_rows = 0, last = AL_BASE;

    for (uint32_t i = 0; i < needs->count; i++)
        if (al_rows_has(rows, needs->at[i])) {
            in_rows++;
            last = needs->at[i];
        }
    if (in_rows == 0)
        insert_row(change, r);
    else if (in_rows == 1)
        update_row(change, last, r);
    else
        merge(w, rows, r, change);
}

bool al_step_change(const struct aludel_registry *g, const struct al_rows *rows, struct al_plan_step step,
                    struct al_change *change, struct al_space space, struct aludel_error *error)
{
    struct al_work w = al_work_begin(g, space);

    *change = no_change(&w);
    if (al_rows_has(rows, step.revision) == (step.direction == ALUDEL_UP))
        return al_error(error, ALUDEL_FAILED, "the version table %s %s",
                        step.direction == ALUDEL_UP ? "already has" : "doesn't have",
                        g->migrations[step.revision].id);
    if (step.direction == ALUDEL_UP)
        step_up(w, rows, step.revision, change);
    else
        step_down(w, rows, step.revision, change);
    return true;
}

void al_apply_change(struct al_rows *rows, const struct al_change *change)
{
    for (uint32_t i = 0; i < change->delete_count; i++)
        al_rows_remove(rows, change->delete_[i]);
    if (change->update_from != AL_BASE) {
        al_rows_remove(rows, change->update_from);
        al_rows_add(rows, change->update_to);
    }
    for (uint32_t i = 0; i < change->insert_count; i++)
        al_rows_add(rows, change->insert[i]);
}

/* ---- The line -------------------------------------------------------------------------------- */

static size_t parent_ids(const struct aludel_registry *g, uint32_t r, char *out, size_t room)
{
    const struct aludel_links *parents = &g->migrations[r].parents;
    size_t n = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < parents->count && n < room; i++)
        n += al_format(out + n, room - n, "%s%s", i ? ", " : "", g->migrations[parents->at[i]].id);
    return n;
}

void al_step_line(const struct aludel_registry *g, struct al_plan_step step, char *out, size_t room)
{
    const struct aludel_migration *m = &g->migrations[step.revision];
    const char *comma = m->message && *m->message ? ", " : "";
    const char *message = *comma ? m->message : "";
    char parents[400];

    parent_ids(g, step.revision, parents, sizeof parents);
    if (step.direction == ALUDEL_UP)
        al_format(out, room, "Running upgrade %s -> %s%s%s", parents, m->id, comma, message);
    else
        al_format(out, room, "Running downgrade %s -> %s%s%s", m->id, parents, comma, message);
}
