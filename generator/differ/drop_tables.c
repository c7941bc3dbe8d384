/* drop_tables.c: tables that go, children first; a circle is opened. */
#include "differ/inner.h"

/* Who leads to whom is looked up once, for all of them: it would be asked of each again and again. */
struct leaving {
    const struct table *table; /* NULL: it stays, or is gone already */
    size_t led_to;             /* by how many foreign keys of others that are left */
    VEC(size_t) leads_to;      /* by its own */
};

const struct table *left_over(struct differing *g, const struct pair *p)
{
    return p->is || p->gone ? NULL : table_now(g, p);
}

static void note_children(struct differing *g, struct leaving *all, size_t at)
{
    struct things children = {.arena = g->arena};
    schema_referring(g->arena, g->now, all[at].table->path, add_thing, &children);
    for (size_t i = 0; i < children.count; i++) {
        const struct pair *p = pair_of(g, children.at[i]->path);
        struct leaving *child = p ? &all[p - g->pairs.at] : NULL;
        if (!child || !child->table || children.at[i]->table == all[at].table)
            continue;
        vec_push(g->arena, &child->leads_to, at);
        all[at].led_to++;
    }
}

static struct leaving *all_that_leave(struct differing *g)
{
    struct leaving *all = ARENA_ARRAY(g->arena, struct leaving, g->pairs.count + 1);
    for (size_t i = 0; i < g->pairs.count; i++)
        all[i].table = left_over(g, &g->pairs.at[i]);
    for (size_t i = 0; i < g->pairs.count; i++)
        if (all[i].table)
            note_children(g, all, i);
    return all;
}

static void drop_whole(struct differing *g, struct leaving *all, size_t at)
{
    struct leaving *l = &all[at];
    g->pairs.at[at].gone = true;
    drop_table(g, l->table->path);
    l->table = NULL;
    for (size_t i = 0; i < l->leads_to.count; i++)
        all[l->leads_to.at[i]].led_to--;
}

static void free_of_foreign_keys(struct differing *g, const struct leaving *all, size_t at)
{
    const struct table *t = all[at].table;
    for (size_t i = 0; i < g->pairs.count; i++) {
        const struct table *other = i != at && all[i].table ? table_now(g, &g->pairs.at[i]) : NULL;
        for (size_t k = 0; other && k < other->constraints.count; k++)
            if (other->constraints.at[k]->kind == CONSTRAINT_FOREIGN_KEY &&
                same_path(g->dialect, other->constraints.at[k]->to, t->path))
                drop_constraint(g, other, other->constraints.at[k]);
    }
}

/* `first` becomes the first that can't go yet, or NONE. */
static bool drop_free_tables(struct differing *g, struct leaving *all, size_t *first)
{
    bool dropped = false;
    *first = NONE;
    for (size_t i = 0; i < g->pairs.count; i++) {
        bool free = all[i].table && !all[i].led_to;
        if (all[i].table && !free && *first == NONE)
            *first = i;
        if (free)
            drop_whole(g, all, i);
        dropped = dropped || free;
    }
    return dropped;
}

void drop_left_tables(struct differing *g)
{
    struct leaving *all = all_that_leave(g);
    for (size_t first;;) {
        bool dropped = drop_free_tables(g, all, &first);
        if (first == NONE)
            return;
        if (dropped)
            continue;
        if (is_postgresql(g))
            free_of_foreign_keys(g, all, first);
        drop_whole(g, all, first);
    }
}
