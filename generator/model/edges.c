/*
 * The graph's edges, as Alembic has them: a migration needs its parents and those of its dependencies that no
 * ancestor (over parents) declares already.
 */
#include "model/graph.h"

/* Adds one that isn't there yet. */
static void indices_add(struct arena *a, struct indices *list, uint32_t index)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i] == index)
            return;
    }
    vec_push(a, list, index);
}

/* Marks who has been visited for which migration, so that nothing must be cleared in between. */
struct visits {
    uint32_t *stamp;
    uint32_t *stack;
};

static bool names_index(const struct references *list, uint32_t index)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].index == index)
            return true;
    }
    return false;
}

static void drop_declared(struct indices *left, const struct references *declared)
{
    size_t kept = 0;
    for (size_t i = 0; declared->count && i < left->count; i++) {
        if (!names_index(declared, left->at[i]))
            left->at[kept++] = left->at[i];
    }
    if (declared->count)
        left->count = kept;
}

static size_t push_parents(struct visits *v, size_t top, const struct migration *m, uint32_t stamp)
{
    for (size_t i = 0; i < m->parents.count; i++) {
        uint32_t parent = m->parents.at[i].index;
        if (v->stamp[parent] != stamp) {
            v->stamp[parent] = stamp;
            v->stack[top++] = parent;
        }
    }
    return top;
}

static struct indices own_dependencies(const struct environment *e, uint32_t index, struct visits *v)
{
    struct migration *m = e->migrations.at[index];
    struct indices left = {0};
    for (size_t i = 0; i < m->depends_on.count; i++)
        indices_add(e->arena, &left, m->depends_on.at[i].index);
    size_t top = left.count ? push_parents(v, 0, m, index + 1) : 0;
    while (top && left.count) {
        const struct migration *ancestor = e->migrations.at[v->stack[--top]];
        drop_declared(&left, &ancestor->depends_on);
        top = push_parents(v, top, ancestor, index + 1);
    }
    return left;
}

static void link_one(struct environment *e, uint32_t index, struct visits *v)
{
    struct migration *m = e->migrations.at[index];
    for (size_t i = 0; i < m->parents.count; i++) {
        uint32_t parent = m->parents.at[i].index;
        indices_add(e->arena, &m->needs, parent);
        vec_push(e->arena, &e->migrations.at[parent]->children, index);
    }
    struct indices dependencies = own_dependencies(e, index, v);
    for (size_t i = 0; i < dependencies.count; i++) {
        uint32_t target = dependencies.at[i];
        indices_add(e->arena, &m->needs, target);
        if (!names_index(&m->parents, target))
            vec_push(e->arena, &e->migrations.at[target]->dependents, index);
    }
}

static bool follows(const struct environment *e, uint32_t index)
{
    const struct indices *needs = &e->migrations.at[index]->needs;
    for (size_t i = 0; i < needs->count; i++)
        if (needs->at[i] + 1 == index)
            return true;
    return false;
}

void graph_edges(struct environment *e)
{
    size_t count = e->migrations.count;
    struct visits v = {ARENA_ARRAY(e->arena, uint32_t, count), ARENA_ARRAY(e->arena, uint32_t, count)};
    for (uint32_t i = 0; i < count; i++)
        link_one(e, i, &v);
    e->branches = false;
    for (uint32_t i = 1; i < count; i++)
        e->branches = e->branches || !follows(e, i);
}
