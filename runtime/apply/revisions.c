/* revisions.c: what is compiled in, as aludel.h shows it. Made once, when a handle is opened. */
#include "apply/apply.h"

static const char *const *ids(struct aludel *a, const struct aludel_links *links, size_t *count)
{
    const char **list = al_arena_new(&a->arena, (links->count + 1) * sizeof *list);
    *count = list ? links->count : 0;
    for (size_t i = 0; i < *count; i++) {
        list[i] = a->registry->migrations[links->at[i]].id;
    }
    return list;
}

static void make(struct aludel *a, uint32_t r)
{
    const struct aludel_registry *g = a->registry;
    const struct aludel_migration *m = &g->migrations[r];
    struct aludel_revision *v = &a->revisions[r];
    v->index = r;
    v->id = m->id;
    v->message = m->message ? m->message : "";
    v->description = m->description ? m->description : "";
    v->file = m->file ? m->file : "";
    v->parents = ids(a, &m->parents, &v->parent_count);
    v->dependencies = m->depends_on.at;
    v->dependency_count = m->depends_on.count;
    v->children = ids(a, &m->children, &v->child_count);
    v->labels = m->labels.at;
    v->label_count = m->labels.count;
    v->irreversible = m->ways[ALUDEL_DOWN].irreversible;
    v->head = al_is_head(g, r);
    v->effective_head = al_is_effective_head(g, r);
    v->base = m->parents.count == 0;
    v->branchpoint = al_is_branchpoint(g, r);
    v->mergepoint = al_is_mergepoint(g, r);
}

bool al_revisions_make(struct aludel *a)
{
    size_t count = a->registry->count;
    a->revisions = al_arena_new(&a->arena, (count + 1) * sizeof *a->revisions);
    for (uint32_t r = 0; a->revisions && r < count; r++) {
        make(a, r);
    }
    return !a->arena.exhausted;
}

void al_mark_current(struct aludel *a, const struct al_rows *rows)
{
    for (uint32_t r = 0; r < a->registry->count; r++) {
        a->revisions[r].current = false;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        a->revisions[rows->at[i]].current = true;
    }
}

bool al_applied(struct aludel *a, const struct al_rows *rows, struct al_set *applied)
{
    uint32_t count = a->registry->count;
    *applied = (struct al_set){al_new(a, AL_SET_WORDS(count) + 1, sizeof(uint64_t)), count};
    if (!applied->words) {
        return false;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        al_set_add(applied, rows->at[i]);
    }
    al_close_up(a->registry, applied, true);
    return true;
}

size_t aludel_revision_count(const struct aludel *a)
{
    return a->registry->count;
}

const struct aludel_revision *aludel_revision(const struct aludel *a, size_t index)
{
    return index < a->registry->count ? &a->revisions[index] : NULL;
}
