#include "author/inner.h"

static struct aludel_links links_of(const struct indices *list)
{
    return (struct aludel_links){(uint32_t)list->count, list->at};
}

static struct aludel_links parents_of(struct arena *a, const struct references *list)
{
    struct indices found = {0};
    for (size_t i = 0; i < list->count; i++)
        vec_push(a, &found, list->at[i].index);
    return links_of(&found);
}

static struct aludel_names names_of(struct arena *a, const struct references *list)
{
    struct words found = {0};
    for (size_t i = 0; i < list->count; i++)
        vec_push(a, &found, arena_string(a, list->at[i].text));
    return (struct aludel_names){(uint32_t)found.count, found.at};
}

static struct aludel_names labels_of(struct arena *a, const struct labels *list)
{
    struct words found = {0};
    for (size_t i = 0; i < list->count; i++)
        vec_push(a, &found, arena_string(a, list->at[i]));
    return (struct aludel_names){(uint32_t)found.count, found.at};
}

static const struct aludel_rare *rare_of(struct arena *a, const struct migration *m)
{
    struct aludel_rare *rare = ARENA_NEW(a, struct aludel_rare);
    rare->description = m->description;
    rare->depends_on = names_of(a, &m->depends_on);
    rare->own_labels = names_of(a, &m->own_labels);
    rare->labels = labels_of(a, &m->labels);
    rare->replaces = names_of(a, &m->replaces);
    return rare;
}

static struct aludel_migration node_of(struct arena *a, const struct migration *m)
{
    return (struct aludel_migration){
        .id = arena_string(a, m->id),
        .message = m->message,
        .file = m->file->source->shown,
        .rare = rare_of(a, m),
        .parents = parents_of(a, &m->parents),
        .needs = links_of(&m->needs),
        .children = links_of(&m->children),
        .dependents = links_of(&m->dependents),
    };
}

struct aludel_registry *author_graph(struct environment *e)
{
    size_t count = e->migrations.count;
    struct aludel_migration *nodes = ARENA_ARRAY(e->arena, struct aludel_migration, count);
    for (size_t i = 0; i < count; i++)
        nodes[i] = node_of(e->arena, e->migrations.at[i]);
    struct aludel_registry *g = ARENA_NEW(e->arena, struct aludel_registry);
    *g = (struct aludel_registry){
        .layout = ALUDEL_LAYOUT, .name = e->name, .count = (uint32_t)count, .migrations = nodes};
    return g;
}
