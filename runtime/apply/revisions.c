/* revisions.c: what is compiled in, as aludel.h shows it, and its views. Made once, when a handle is opened. */
#include "apply/apply.h"

#include "core/log_table.h"

#include <string.h>

static const char *const *ids(struct aludel_arena *in, const struct aludel_registry *g,
                              const struct aludel_links *links, size_t *count)
{
    const char **list = al_arena_new(in, (links->count + 1) * sizeof *list);
    *count = list ? links->count : 0;
    for (size_t i = 0; i < *count; i++) {
        list[i] = g->migrations[links->at[i]].id;
    }
    return list;
}

static const char *const *compatible_ids(struct aludel_arena *in, const char *text, size_t *count)
{
    struct al_ids rest = al_ids_compatible(text);
    struct aludel_text id;
    const char **list = al_arena_new(in, ((size_t)(rest.end - rest.at) / 2 + 1) * sizeof *list);
    *count = 0;
    while (list && al_next_id(&rest, &id)) {
        list[(*count)++] = al_arena_copy(in, id.z, id.n);
    }
    return list;
}

static void make(struct aludel_arena *in, const struct aludel_registry *g, uint32_t r,
                 struct aludel_revision *v)
{
    const struct aludel_migration *m = &g->migrations[r];
    const struct aludel_rare *rare = al_rare(m);
    v->index = r;
    v->id = m->id;
    v->message = m->message ? m->message : "";
    v->description = rare->description ? rare->description : "";
    v->file = m->file ? m->file : "";
    v->parents = ids(in, g, &m->parents, &v->parent_count);
    v->dependencies = rare->depends_on.at;
    v->dependency_count = rare->depends_on.count;
    v->children = ids(in, g, &m->children, &v->child_count);
    v->labels = rare->labels.at;
    v->label_count = rare->labels.count;
    v->replaces = rare->replaces.at;
    v->replaces_count = rare->replaces.count;
    v->compatible_with = compatible_ids(in, m->compatible_with, &v->compatible_count);
    v->irreversible = rare->irreversible;
    v->head = al_is_head(g, r);
    v->effective_head = al_is_effective_head(g, r);
    v->base = m->parents.count == 0;
    v->branchpoint = al_is_branchpoint(g, r);
    v->mergepoint = al_is_mergepoint(g, r);
    v->older = al_is_older(m);
}

bool al_view_make(struct aludel *a, struct aludel_arena *in, size_t view, const struct aludel_registry *g)
{
    struct aludel_revision *list = al_arena_new(in, (g->count + 1) * sizeof *list);
    for (uint32_t r = 0; list && r < g->count; r++) {
        make(in, g, r, &list[r]);
    }
    a->views[view] = (struct al_view){g, list};
    return !in->exhausted;
}

bool al_views_make(struct aludel *a)
{
    const struct aludel_registry *g = a->config.registry;
    if (!al_view_make(a, &a->arena, AL_VIEW_SHORT, g)) {
        return false;
    }
    al_use_view(a, AL_VIEW_SHORT);
    if (!g->original_count) {
        return true;
    }
    struct aludel_registry *other = al_arena_new(&a->arena, sizeof *other);
    if (!other) {
        return false;
    }
    *other = *g;
    other->count = g->original_count;
    other->migrations = g->originals;
    return al_view_make(a, &a->arena, AL_VIEW_LONG, other);
}

static bool has_id(const struct aludel *a, const struct al_rows *rows, const char *id)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        if (strcmp(a->registry->migrations[rows->at[i]].id, id) == 0) {
            return true;
        }
    }
    return false;
}

void al_mark_current(struct aludel *a, const struct al_rows *rows)
{
    for (size_t view = 0; view < AL_VIEWS; view++) {
        const struct al_view *v = &a->views[view];
        for (uint32_t r = 0; v->registry && r < v->registry->count; r++) {
            v->revisions[r].current = has_id(a, rows, v->revisions[r].id);
        }
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
    return a->views[AL_VIEW_SHORT].registry->count;
}

const struct aludel_revision *aludel_revision_at(const struct aludel *a, size_t index)
{
    const struct al_view *v = &a->views[AL_VIEW_SHORT];
    return index < v->registry->count ? &v->revisions[index] : NULL;
}
