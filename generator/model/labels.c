/*
 * Branch labels handed on, as Alembic does: to all descendants over parents, and to ancestors up to a real
 * branchpoint or a mergepoint, but only where the way down from the labelled revision is one straight line
 * too.
 */
#include "model/graph.h"

static void add_label(struct arena *a, struct labels *list, struct aludel_text label)
{
    for (size_t i = 0; i < list->count; i++) {
        if (al_same(list->at[i], label))
            return;
    }
    vec_push(a, list, label);
}

static void add_labels(struct arena *a, struct labels *list, const struct labels *more)
{
    for (size_t i = 0; i < more->count; i++)
        add_label(a, list, more->at[i]);
}

/* ---- Down ------------------------------------------------------------------------------------- */

/* Parents come first, so one pass does. Most revisions have their parent's labels and share its list. */
static void inherit(struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct migration *m = e->migrations.at[i];
        if (!m->own_labels.count && m->parents.count == 1) {
            m->labels = e->migrations.at[m->parents.at[0].index]->labels;
            m->labels.room = m->labels.count; /* shared: whoever adds to it copies first */
            continue;
        }
        for (size_t k = 0; k < m->own_labels.count; k++)
            add_label(e->arena, &m->labels, m->own_labels.at[k].text);
        for (size_t k = 0; k < m->parents.count; k++)
            add_labels(e->arena, &m->labels, &e->migrations.at[m->parents.at[k].index]->labels);
        m->labels.room = m->labels.count;
    }
}

/* ---- Up --------------------------------------------------------------------------------------- */

/* True for a revision that neither merges nor has more than one other that names it, in down_revision or
 * depends_on. */
static bool *find_plain(const struct environment *e)
{
    size_t count = e->migrations.count;
    bool *plain = ARENA_ARRAY(e->arena, bool, count);
    uint32_t *followers = ARENA_ARRAY(e->arena, uint32_t, count),
             *latest = ARENA_ARRAY(e->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct migration *m = e->migrations.at[i];
        const struct references *lists[] = {&m->parents, &m->depends_on};
        for (size_t k = 0; k < 2; k++) {
            for (size_t r = 0; r < lists[k]->count; r++) {
                uint32_t target = lists[k]->at[r].index;
                followers[target] += latest[target] != i + 1;
                latest[target] = i + 1;
            }
        }
    }
    for (size_t i = 0; i < count; i++)
        plain[i] = followers[i] <= 1 && e->migrations.at[i]->parents.count <= 1;
    return plain;
}

/* True where all that follows, the revision included, is plain. */
static bool *find_straight(const struct environment *e, const bool *plain)
{
    bool *straight = ARENA_ARRAY(e->arena, bool, e->migrations.count);
    for (size_t i = e->migrations.count; i-- > 0;) {
        const struct indices *children = &e->migrations.at[i]->children;
        straight[i] = plain[i] && (!children->count || straight[children->at[0]]);
    }
    return straight;
}

static void hand_up(struct environment *e, const struct migration *from, const bool *plain)
{
    const struct migration *m = from;
    while (m->parents.count == 1 && plain[m->parents.at[0].index]) {
        struct migration *parent = e->migrations.at[m->parents.at[0].index];
        add_labels(e->arena, &parent->labels, &from->labels);
        parent->labels.room = parent->labels.count;
        m = parent;
    }
}

void graph_labels(struct environment *e)
{
    inherit(e);
    bool *plain = find_plain(e), *straight = find_straight(e, plain);
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        if (m->own_labels.count && straight[i])
            hand_up(e, m, plain);
    }
}
