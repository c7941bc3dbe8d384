#include "plan/graph.h"

#include <string.h>

uint32_t al_find(const struct aludel_registry *g, struct aludel_text id)
{
    char first = id.n ? id.z[0] : '\0';
    for (uint32_t r = 0; r < g->count; r++) {
        const char *found = g->migrations[r].id;
        if (*found == first && al_is(id, found)) /* most have another one, and long chains are asked often */
            return r;
    }
    return AL_BASE;
}

const struct aludel_rare *al_rare(const struct aludel_migration *m)
{
    static const struct aludel_rare none;
    return m->rare ? m->rare : &none;
}

const struct aludel_migration *al_replacement(const struct aludel_registry *g, struct aludel_text id)
{
    for (uint32_t r = 0; r < g->count; r++) {
        const struct aludel_names *replaced = &al_rare(&g->migrations[r])->replaces;
        for (uint32_t i = 0; i < replaced->count; i++)
            if (al_is(id, replaced->at[i]) && !al_is(id, g->migrations[r].id))
                return &g->migrations[r];
    }
    return NULL;
}

/* Every edge leads to a smaller position, so one pass from the end sees each revision after all that
 * could have added it. */
void al_close_up(const struct aludel_registry *g, struct al_set *s, bool dependencies)
{
    for (uint32_t word = AL_SET_WORDS(s->count); word-- > 0;)
        for (uint32_t bit = 64; s->words[word] && bit-- > 0;)
            if (s->words[word] >> bit & 1) {
                const struct aludel_migration *m = &g->migrations[word * 64 + bit];
                al_set_add_links(s, dependencies ? &m->needs : &m->parents);
            }
}

void al_close_down(const struct aludel_registry *g, struct al_set *s, bool dependencies)
{
    for (uint32_t r = al_set_next(s, 0); r != AL_BASE; r = al_set_next(s, r + 1)) {
        al_set_add_links(s, &g->migrations[r].children);
        if (dependencies)
            al_set_add_links(s, &g->migrations[r].dependents);
    }
}

void al_set_lineage(struct al_work w, struct al_set *s, bool dependencies)
{
    struct al_set down = al_work_set(&w);

    al_set_unite(&down, s);
    al_close_down(w.g, &down, dependencies);
    al_close_up(w.g, s, dependencies);
    al_set_unite(s, &down);
}

bool al_is_head(const struct aludel_registry *g, uint32_t r)
{
    return g->migrations[r].children.count == 0;
}

bool al_is_effective_head(const struct aludel_registry *g, uint32_t r)
{
    return al_is_head(g, r) && g->migrations[r].dependents.count > 0;
}

bool al_is_branchpoint(const struct aludel_registry *g, uint32_t r)
{
    return g->migrations[r].children.count > 1;
}

bool al_is_mergepoint(const struct aludel_registry *g, uint32_t r)
{
    return g->migrations[r].parents.count > 1;
}

bool al_has_label(const struct aludel_registry *g, uint32_t r, struct aludel_text label)
{
    const struct aludel_names *labels = &al_rare(&g->migrations[r])->labels;

    for (uint32_t i = 0; i < labels->count; i++)
        if (al_is(label, labels->at[i]))
            return true;
    return false;
}

/* ---- Heads and tips -------------------------------------------------------------------------- */

/* Neither children nor dependents. */
static bool is_real_head(const struct aludel_registry *g, uint32_t r)
{
    return al_is_head(g, r) && g->migrations[r].dependents.count == 0;
}

void al_heads(const struct aludel_registry *g, bool resolve_dependencies, struct al_rows *found)
{
    found->count = 0;
    for (uint32_t r = 0; r < g->count && found->count < found->room; r++)
        if (resolve_dependencies ? is_real_head(g, r) : al_is_head(g, r))
            found->at[found->count++] = r;
    al_list_sort(g, found);
}

static bool has_member(const struct aludel_links *links, const struct al_set *s)
{
    for (uint32_t i = 0; i < links->count; i++)
        if (al_set_has(s, links->at[i]))
            return true;
    return false;
}

void al_tips(struct al_work w, const struct al_rows *rows, struct al_rows *found)
{
    struct al_set applied = al_work_set(&w);

    al_set_add_all(&applied, rows);
    al_close_up(w.g, &applied, true);
    found->count = 0;
    for (uint32_t r = al_set_next(&applied, 0); r != AL_BASE; r = al_set_next(&applied, r + 1))
        if (!has_member(&w.g->migrations[r].children, &applied) && found->count < found->room)
            found->at[found->count++] = r;
    al_list_sort(w.g, found);
}
