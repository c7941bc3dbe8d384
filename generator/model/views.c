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
    struct references *lists[] = {&copy->parents, &copy->depends_on, &copy->compatible_with};
    *copy = *m;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
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

struct migrations {
    const struct migration **at;
    size_t count, room;
};

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

/* ---- What is handed on ------------------------------------------------------------------------ */

static const struct migration *meant(const struct environment *e, struct aludel_text name)
{
    for (size_t i = 0; i < e->migrations.count; i++)
        for (size_t k = 0; k < e->migrations.at[i]->own_labels.count; k++)
            if (al_same(e->migrations.at[i]->own_labels.at[k].text, name))
                return e->migrations.at[i];
    return named(e, name);
}

/* The id of a dependency as all others know it, who see the one that replaces it. */
static struct aludel_text known_as(const struct environment *e, const struct reference *r)
{
    const struct migration *m = meant(e, r->text);
    struct aludel_text id = m ? m->id : r->text;
    for (size_t i = 0; i < e->squashed.count; i++)
        if (!e->squashed.at[i]->replaced && replaces(e->squashed.at[i], id))
            return e->squashed.at[i]->id;
    return id;
}

static bool depends(const struct environment *e, const struct migration *m, struct aludel_text id)
{
    for (size_t i = 0; i < m->depends_on.count; i++)
        if (al_same(known_as(e, &m->depends_on.at[i]), id))
            return true;
    return false;
}

static bool any_depends(const struct environment *e, const struct migrations *way, struct aludel_text id)
{
    for (size_t i = 0; i < way->count; i++)
        if (depends(e, way->at[i], id))
            return true;
    return false;
}

static void check_own_dependencies(struct environment *e, const struct migration *squashed,
                                   const struct migrations *way)
{
    for (size_t i = 0; i < squashed->depends_on.count; i++) {
        const struct reference *r = &squashed->depends_on.at[i];
        if (any_depends(e, way, known_as(e, r)))
            continue;
        diag_error(e->diagnostics, r->span, "none of those that '%.*s' replaces depends on '%.*s'",
                   (int)squashed->id.n, squashed->id.z, (int)r->text.n, r->text.z);
        diag_hint(e->diagnostics, "a database in the middle goes on by those, without it: let a migration "
                                  "that follows depend on it");
    }
}

static void check_dependencies_of(struct environment *e, const struct migration *squashed,
                                  const struct migration *m)
{
    for (size_t i = 0; i < m->depends_on.count; i++) {
        const struct reference *r = &m->depends_on.at[i];
        struct aludel_text id = known_as(e, r);
        if (al_same(id, squashed->id) || depends(e, squashed, id))
            continue;
        diag_error(e->diagnostics, squashed->id_span,
                   "it must depend on '%.*s', as '%.*s' does, which it replaces", (int)r->text.n, r->text.z,
                   (int)m->id.n, m->id.z);
        diag_hint(e->diagnostics, "name it in depends_on");
        diag_also(e->diagnostics, r->span, "here");
    }
}

static bool names(const struct references *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (al_same(list->at[i].text, name))
            return true;
    return false;
}

/* Of two with one id: the other one names all that this one does. */
static void check_names(struct environment *e, const struct migration *other, const struct references *there,
                        const struct references *here, const char *lacks, const char *what)
{
    for (size_t i = 0; i < here->count; i++) {
        const struct reference *r = &here->at[i];
        if (names(there, r->text))
            continue;
        diag_error(e->diagnostics, r->span, "the other '%.*s' %s '%.*s'", (int)other->id.n, other->id.z,
                   lacks, (int)r->text.n, r->text.z);
        diag_hint(e->diagnostics, "a migration has the %s of the last one that it replaces", what);
        diag_also(e->diagnostics, other->id_span, "that one");
    }
}

/* What the log then holds doesn't depend on the way. */
static void check_same(struct environment *e, const struct migration *m, const struct migration *other)
{
    check_names(e, other, &other->own_labels, &m->own_labels, "has no branch label", "labels");
    check_names(e, other, &other->compatible_with, &m->compatible_with, "isn't compatible with",
                "'compatible_with'");
}

static void check_handed_on(struct environment *e, const struct migration *squashed,
                            const struct migrations *way)
{
    if (squashed->replaced || !way->count)
        return;
    check_own_dependencies(e, squashed, way);
    for (size_t i = way->count; i > 0; i--)
        check_dependencies_of(e, squashed, way->at[i - 1]);
    check_same(e, squashed, way->at[0]);
    check_same(e, way->at[0], squashed);
}

/* ---- The line --------------------------------------------------------------------------------- */

static bool on_way(const struct migrations *way, const struct migration *m)
{
    for (size_t i = 0; i < way->count; i++)
        if (way->at[i] == m)
            return true;
    return false;
}

/* From the last one that it replaces down. */
static struct migrations way_of(struct environment *e, const struct migration *squashed)
{
    struct migrations way = {0};
    const struct migration *m = named(e, squashed->id);
    while (m && way.count < squashed->replaces.count && replaces(squashed, m->id)) {
        vec_push(e->arena, &way, m);
        m = only_parent(e, m);
    }
    return way;
}

/* What it replaces is one line that begins where it begins. */
static void check_squashed(struct environment *e, const struct migration *squashed)
{
    struct migrations way = way_of(e, squashed);
    for (size_t i = 0; i < squashed->replaces.count; i++) {
        const struct migration *one = named(e, squashed->replaces.at[i].text);
        if (one && !on_way(&way, one)) {
            say_stray(e, squashed, &squashed->replaces.at[i], one);
            return;
        }
    }
    if (way.count && !same_parents(way.at[way.count - 1], squashed))
        say_other_start(e, squashed, way.at[way.count - 1]);
    check_handed_on(e, squashed, &way);
}

bool graph_check_views(struct environment *e)
{
    size_t errors = e->diagnostics->errors;
    for (size_t i = 0; i < e->squashed.count; i++)
        check_squashed(e->originals, e->squashed.at[i]);
    return e->diagnostics->errors == errors;
}
