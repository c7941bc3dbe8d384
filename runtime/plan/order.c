#include "plan/order.h"

#include <string.h>

struct walk {
    const struct aludel_registry *g;
    struct al_work work;
    struct al_set *todo;
    struct al_rows *heads; /* where each branch of the walk stands */
    uint32_t *waiting;     /* for each revision: members of todo that need it directly */
    uint32_t at;           /* the branch in hand */
    bool convex;
};

static void count_waiting(struct walk *walk)
{
    memset(walk->waiting, 0, walk->g->count * sizeof *walk->waiting);
    for (uint32_t r = al_set_next(walk->todo, 0); r != AL_BASE; r = al_set_next(walk->todo, r + 1)) {
        const struct aludel_links *needs = &walk->g->migrations[r].needs;
        for (uint32_t i = 0; i < needs->count; i++)
            walk->waiting[needs->at[i]]++;
    }
}

static uint32_t highest(const struct al_rows *heads)
{
    uint32_t top = 0;

    for (uint32_t i = 0; i < heads->count; i++)
        if (heads->at[i] > top)
            top = heads->at[i];
    return top;
}

/* All above `r`, as far up as a branch of the walk stands. */
static struct al_set all_above(const struct walk *walk, struct al_work *w, uint32_t r)
{
    struct al_set above = al_work_set(w);
    uint32_t top = highest(walk->heads);

    al_set_add(&above, r);
    for (; r < top; r = al_set_next(&above, r + 1)) {
        al_set_add_links(&above, &walk->g->migrations[r].children);
        al_set_add_links(&above, &walk->g->migrations[r].dependents);
    }
    return above;
}

/* Another branch that stands above `r` and so comes first: true, with its position. */
static bool overtaken(const struct walk *walk, uint32_t r, uint32_t *by)
{
    struct al_work w = walk->work;
    struct al_set above;

    if (walk->heads->count == 1 || (walk->convex && walk->waiting[r] == 0))
        return false;
    above = all_above(walk, &w, r);
    for (uint32_t i = 0; i < walk->heads->count; i++)
        if (i != walk->at && al_set_has(&above, walk->heads->at[i])) {
            *by = i;
            return true;
        }
    return false;
}

static void end_branch(struct walk *walk)
{
    struct al_rows *heads = walk->heads;

    heads->count--;
    memmove(&heads->at[walk->at], &heads->at[walk->at + 1], (heads->count - walk->at) * sizeof *heads->at);
    if (walk->at > 0)
        walk->at--;
}

/* The first of what `r` needs takes its place, the others begin branches of their own. */
static void step_down(struct walk *walk, uint32_t r)
{
    const struct aludel_links *needs = &walk->g->migrations[r].needs;
    bool replaced = false;

    for (uint32_t i = 0; i < needs->count; i++) {
        uint32_t next = needs->at[i];
        walk->waiting[next]--;
        if (!al_set_has(walk->todo, next) || al_rows_has(walk->heads, next))
            continue;
        if (replaced)
            walk->heads->at[walk->heads->count++] = next;
        else
            walk->heads->at[walk->at] = next;
        replaced = true;
    }
    if (!replaced)
        end_branch(walk);
}

static void run(struct walk *walk, struct al_rows *out)
{
    walk->at = 0;
    while (walk->heads->count > 0) {
        uint32_t r = walk->heads->at[walk->at];
        if (overtaken(walk, r, &walk->at))
            continue;
        out->at[out->count++] = r;
        al_set_remove(walk->todo, r);
        step_down(walk, r);
    }
}

/* What no member of todo needs: a range over dependencies can leave such members unreached. */
static void collect_tops(struct walk *walk)
{
    for (uint32_t r = al_set_next(walk->todo, 0); r != AL_BASE; r = al_set_next(walk->todo, r + 1))
        if (walk->waiting[r] == 0)
            walk->heads->at[walk->heads->count++] = r;
}

void al_sort_steps(struct al_work w, struct al_set *todo, struct al_rows *heads, bool convex,
                   struct al_rows *out)
{
    struct walk walk = {w.g, w, todo, heads, al_work_list(&w).at, 0, convex};
    uint32_t kept = 0;

    walk.work = w;
    out->count = 0;
    count_waiting(&walk);
    for (uint32_t i = 0; i < heads->count; i++)
        if (al_set_has(todo, heads->at[i]))
            heads->at[kept++] = heads->at[i];
    heads->count = kept;
    do {
        al_list_sort(w.g, heads);
        run(&walk, out);
        collect_tops(&walk);
    } while (heads->count > 0);
}
