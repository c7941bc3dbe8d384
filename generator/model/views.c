/*
 * views.c: two views of a chain in which migrations replace others. `environment.migrations` are those that stand for
 * them, `environment.originals` is the same chain with the replaced ones in their place: a database in the middle of
 * them goes on there. Ids are unique in each.
 */
#include "model/graph.h"

#include <string.h>

static bool replaces(const struct migration *m, struct aludel_text id)
{
    for (size_t i = 0; i < m->replaces.count; i++)
        if (al_same(m->replaces.at[i].text, id))
            return true;
    return false;
}

/* ---- Apart ------------------------------------------------------------------------------------ */

/* `by` stands for `m`: of two with one id, the one that replaces more. */
static bool is_replaced_by(const struct migration *m, const struct migration *by)
{
    bool same = al_same(m->id, by->id);
    return m != by && replaces(by, m->id) && (!same || m->replaces.count < by->replaces.count);
}

static bool is_replaced(const struct environment *e, const struct migration *m)
{
    for (size_t i = 0; m->id.n && i < e->squashed.count; i++)
        if (is_replaced_by(m, e->squashed.at[i]))
            return true;
    return false;
}

static bool has_original(const struct environment *e, const struct migration *squashed)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (al_same(e->migrations.at[i]->id, squashed->id) && is_replaced_by(e->migrations.at[i], squashed))
            return true;
    return false;
}

/* Its place in another graph is another. */
static struct migration *copied(struct arena *a, const struct migration *m)
{
    struct migration *copy = ARENA_NEW(a, struct migration);
    struct references *lists[] = {&copy->parents, &copy->depends_on};
    *copy = *m;
    for (size_t k = 0; k < 2; k++) {
        struct references own = {0};
        for (size_t i = 0; i < lists[k]->count; i++)
            vec_push(a, &own, lists[k]->at[i]);
        *lists[k] = own;
    }
    return copy;
}

static bool find_squashed(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->migrations.count; i++) {
        struct migration *m = e->migrations.at[i];
        if (!m->replaces.count)
            continue;
        vec_push(e->arena, &e->squashed, m);
        if (m->id.n && !replaces(m, m->id)) {
            diag_error(e->diagnostics, m->replaces.at[0].span, "'replaces' doesn't name '%.*s', its own id",
                       (int)m->id.n, m->id.z);
            diag_hint(e->diagnostics, "a migration has the id of the last one that it replaces");
        }
    }
    return e->diagnostics->errors == errors;
}

static bool has_replaced(const struct environment *e)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (e->migrations.at[i]->replaced)
            return true;
    return false;
}

/* With copies, in which the originals stand in place of those that replace them. */
static struct environment *originals_of(const struct environment *e)
{
    struct environment *originals = ARENA_NEW(e->arena, struct environment);
    *originals = *e;
    memset(&originals->migrations, 0, sizeof originals->migrations);
    for (size_t i = 0; i < e->migrations.count; i++) {
        const struct migration *m = e->migrations.at[i];
        if (!m->replaces.count || !has_original(e, m))
            vec_push(e->arena, &originals->migrations, copied(e->arena, m));
    }
    return originals;
}

bool graph_views(struct environment *e)
{
    if (!find_squashed(e))
        return false;
    for (size_t i = 0; i < e->migrations.count; i++)
        e->migrations.at[i]->replaced = is_replaced(e, e->migrations.at[i]);
    if (!has_replaced(e))
        return true;
    e->originals = originals_of(e);
    size_t kept = 0;
    for (size_t i = 0; i < e->migrations.count; i++)
        if (!e->migrations.at[i]->replaced)
            e->migrations.at[kept++] = e->migrations.at[i];
    e->migrations.count = kept;
    return true;
}

/* ---- Together --------------------------------------------------------------------------------- */

static const struct migration *named(const struct environment *e, struct aludel_text id)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        if (al_same(e->migrations.at[i]->id, id))
            return e->migrations.at[i];
    return NULL;
}

const struct migration *graph_replacement(const struct environment *e, struct aludel_text id)
{
    for (size_t i = 0; i < e->squashed.count; i++)
        if (replaces(e->squashed.at[i], id))
            return e->squashed.at[i];
    return NULL;
}

static const struct migration *only_parent(const struct environment *e, const struct migration *m)
{
    return m->parents.count == 1 ? e->migrations.at[m->parents.at[0].index] : NULL;
}

static bool same_parents(const struct migration *a, const struct migration *b)
{
    size_t found = 0;
    for (size_t i = 0; i < a->parents.count; i++)
        for (size_t k = 0; k < b->parents.count; k++)
            found += al_same(a->parents.at[i].text, b->parents.at[k].text);
    return found == a->parents.count && found == b->parents.count;
}

static void say_stray(struct environment *e, const struct migration *squashed, const struct reference *r,
                      const struct migration *stray)
{
    diag_error(e->diagnostics, r->span, "'%.*s' isn't on the one way that leads to '%.*s'", (int)r->text.n,
               r->text.z, (int)squashed->id.n, squashed->id.z);
    diag_hint(e->diagnostics,
              "what a migration replaces follows one upon the other; the files stay or go together");
    diag_also(e->diagnostics, stray->id_span, "it is here");
}

static void say_other_start(struct environment *e, const struct migration *squashed,
                            const struct migration *first)
{
    struct span at = squashed->parents.count ? squashed->parents.at[0].span : squashed->id_span;
    diag_error(e->diagnostics, at, "'down_revision' isn't that of '%.*s', the first that '%.*s' replaces",
               (int)first->id.n, first->id.z, (int)squashed->id.n, squashed->id.z);
    diag_also(e->diagnostics, first->parents.count ? first->parents.at[0].span : first->id_span, "that one");
}

static bool on_way(const struct migration *const *way, size_t count, const struct migration *m)
{
    for (size_t i = 0; i < count; i++)
        if (way[i] == m)
            return true;
    return false;
}

/* What it replaces is one line that begins where it begins. */
static void check_squashed(struct environment *e, const struct migration *squashed)
{
    const struct migration **way =
        ARENA_ARRAY(e->arena, const struct migration *, squashed->replaces.count + 1);
    size_t count = 0;
    const struct migration *m = named(e, squashed->id);
    while (m && count < squashed->replaces.count && replaces(squashed, m->id)) {
        way[count++] = m;
        m = only_parent(e, m);
    }
    for (size_t i = 0; i < squashed->replaces.count; i++) {
        const struct migration *one = named(e, squashed->replaces.at[i].text);
        if (one && !on_way(way, count, one)) {
            say_stray(e, squashed, &squashed->replaces.at[i], one);
            return;
        }
    }
    if (count && !same_parents(way[count - 1], squashed))
        say_other_start(e, squashed, way[count - 1]);
}

bool graph_check_views(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->squashed.count; i++)
        check_squashed(e->originals, e->squashed.at[i]);
    return e->diagnostics->errors == errors;
}
