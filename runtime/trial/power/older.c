#include "trial/power/older.h"

#include "recipe/carried.h"

#include <string.h>

static struct aludel_links links_below(struct trial *t, struct aludel_links links, uint32_t count)
{
    uint32_t *at = al_arena_new(&t->arena, (links.count + 1u) * sizeof *at), kept = 0;
    for (uint32_t i = 0; i < links.count; i++) {
        if (links.at[i] < count)
            at[kept++] = links.at[i];
    }
    return (struct aludel_links){kept, at};
}

const struct aludel_registry *trial_older_program(struct trial *t, uint32_t count)
{
    struct aludel_registry *g = al_arena_new(&t->arena, sizeof *g);
    struct aludel_migration *all = al_arena_new(&t->arena, (count + 1u) * sizeof *all);
    memcpy(all, t->registry->migrations, count * sizeof *all);
    for (uint32_t i = 0; i < count; i++) {
        all[i].children = links_below(t, all[i].children, count);
        all[i].dependents = links_below(t, all[i].dependents, count);
    }
    *g = *t->registry;
    g->count = count;
    g->migrations = all;
    g->original_count = 0;
    g->target = NULL;
    return g;
}

const char *trial_why_not_carried(struct trial *t, uint32_t revision)
{
    struct al_carried c;
    const char *form = t->registry->migrations[revision].carried[ALUDEL_SQLITE];
    if (!form || al_carried_read(al_text(form), &c) != AL_CARRIED_SOUND)
        return "its upgrade leaves nothing in the log";
    return c.why.z ? trial_format(&t->arena, "%.*s", (int)c.why.n, c.why.z) : NULL;
}

/* It must know one at least: whose chain it knows nothing of, that database may be anybody's. */
uint32_t trial_oldest_that_undoes(struct trial *t)
{
    uint32_t count = t->registry->count;
    while (count > 1 && !trial_why_not_carried(t, count - 1))
        count--;
    return count;
}
