/*
 * compatible.c: `compatible_with`, the oldest revisions whose programs still work with what a migration leaves. Nothing
 * unsaid is believed: what a migration says must hold of all that it follows, too, so that what the last one says holds
 * for the whole way to it. One that says nothing is compatible with itself alone.
 */
#include "model/graph.h"

/* How far a program must be: at a migration, or, where it stands for several, in the middle of it. */
struct point {
    uint32_t index;
    size_t replaced; /* the place in its `replaces`; SIZE_MAX: all of it */
};

struct points {
    struct point *at;
    size_t count;
};

struct compatibility {
    struct environment *e;
    uint32_t *stamp,
        *stack; /* who was visited for which question, so that nothing must be cleared in between */
    uint32_t question;
};

/* Programs that know no revision at all. */
static bool is_base(const struct reference *r)
{
    return al_is(r->text, "base");
}

static struct point point_of(const struct environment *e, const struct reference *r)
{
    const struct migration *m = e->migrations.at[r->index];
    struct point p = {r->index, SIZE_MAX};
    for (size_t i = 0; i < m->replaces.count; i++)
        if (al_same(m->replaces.at[i].text, r->text) && !al_same(r->text, m->id))
            p.replaced = i;
    return p;
}

/* What a program must have for a database that stands at `index`. */
static struct points points_of(const struct environment *e, uint32_t index)
{
    const struct references *said = &e->migrations.at[index]->compatible_with;
    struct points list = {ARENA_ARRAY(e->arena, struct point, said->count + 1), 0};
    if (!said->count)
        list.at[list.count++] = (struct point){index, SIZE_MAX};
    for (size_t i = 0; i < said->count; i++)
        if (!is_base(&said->at[i]))
            list.at[list.count++] = point_of(e, &said->at[i]);
    return list;
}

/* ---- Ancestors -------------------------------------------------------------------------------- */

/* Those that may lie behind `wanted`: in topological order, so that what is in front of it needn't be looked at. */
static size_t push_needs(struct compatibility *c, size_t top, uint32_t from, uint32_t wanted)
{
    const struct indices *needs = &c->e->migrations.at[from]->needs;
    for (size_t i = 0; i < needs->count; i++) {
        uint32_t need = needs->at[i];
        if (need < wanted || c->stamp[need] == c->question)
            continue;
        c->stamp[need] = c->question;
        c->stack[top++] = need;
    }
    return top;
}

static bool is_behind(struct compatibility *c, uint32_t from, uint32_t wanted)
{
    if (from == wanted)
        return true;
    c->question++;
    size_t top = push_needs(c, 0, from, wanted);
    while (top) {
        uint32_t at = c->stack[--top];
        if (at == wanted)
            return true;
        top = push_needs(c, top, at, wanted);
    }
    return false;
}

/* Who is at `there` has `wanted`. */
static bool has(struct compatibility *c, struct point there, struct point wanted)
{
    if (there.index == wanted.index)
        return there.replaced >= wanted.replaced;
    return is_behind(c, there.index, wanted.index);
}

static bool have(struct compatibility *c, const struct points *there, struct point wanted)
{
    for (size_t i = 0; i < there->count; i++)
        if (has(c, there->at[i], wanted))
            return true;
    return false;
}

/* ---- What is said ----------------------------------------------------------------------------- */

static void say_no_ancestor(struct compatibility *c, uint32_t index, const struct reference *r)
{
    const struct migration *m = c->e->migrations.at[index], *named = c->e->migrations.at[r->index];
    diag_error(c->e->diagnostics, r->span, "'%.*s' doesn't follow '%.*s'", (int)m->id.n, m->id.z,
               (int)r->text.n, r->text.z);
    diag_hint(c->e->diagnostics, "'compatible_with' names the oldest revision whose program still works with "
                                 "what this migration leaves: one that it follows, or itself");
    diag_also(c->e->diagnostics, named->id_span, "that one");
}

static bool are_ancestors(struct compatibility *c, uint32_t index)
{
    const struct references *said = &c->e->migrations.at[index]->compatible_with;
    bool good = true;
    for (size_t i = 0; i < said->count; i++) {
        if (is_base(&said->at[i]) || is_behind(c, index, said->at[i].index))
            continue;
        say_no_ancestor(c, index, &said->at[i]);
        good = false;
    }
    return good;
}

static const char *shown(struct compatibility *c, struct point p)
{
    const struct migration *m = c->e->migrations.at[p.index];
    return arena_string(c->e->arena, p.replaced == SIZE_MAX ? m->id : m->replaces.at[p.replaced].text);
}

/* `index` follows `need`, which wants a program that has `wanted`. */
static void say_not_covered(struct compatibility *c, uint32_t index, uint32_t need, struct point wanted)
{
    struct diagnostics *d = c->e->diagnostics;
    const struct migration *m = c->e->migrations.at[index], *other = c->e->migrations.at[need];
    const struct references *said = &other->compatible_with;
    diag_error(d, m->compatible_with.at[0].span,
               "'%.*s', which '%.*s' follows, needs programs that have '%s'", (int)other->id.n, other->id.z,
               (int)m->id.n, m->id.z, shown(c, wanted));
    if (said->count)
        diag_hint(
            d, "what a migration is compatible with must be so for all that it follows: '%s' is the oldest",
            shown(c, wanted));
    else
        diag_hint(d,
                  "it doesn't say that older ones work: give it a 'compatible_with' too, or name '%s' here",
                  shown(c, wanted));
    diag_also(d, said->count ? said->at[0].span : other->id_span, "that one");
}

static void check_covered(struct compatibility *c, uint32_t index)
{
    const struct migration *m = c->e->migrations.at[index];
    struct points own = points_of(c->e, index);
    for (size_t i = 0; i < m->needs.count; i++) {
        struct points wanted = points_of(c->e, m->needs.at[i]);
        for (size_t k = 0; k < wanted.count; k++) {
            if (have(c, &own, wanted.at[k]))
                continue;
            say_not_covered(c, index, m->needs.at[i], wanted.at[k]);
            return;
        }
    }
}

/* As the one in front of it: what held there holds here. A chain that has said the same for long isn't walked each time. */
static bool says_the_same(const struct environment *e, const struct migration *m)
{
    const struct references *said = &m->compatible_with;
    const struct migration *before = m->needs.count == 1 ? e->migrations.at[m->needs.at[0]] : NULL;
    if (!before || before->compatible_with.count != said->count)
        return false;
    for (size_t i = 0; i < said->count; i++)
        if (!al_same(before->compatible_with.at[i].text, said->at[i].text))
            return false;
    return true;
}

void graph_compatible(struct environment *e)
{
    size_t count = e->migrations.count;
    struct compatibility c = {e, ARENA_ARRAY(e->arena, uint32_t, count),
                              ARENA_ARRAY(e->arena, uint32_t, count), 0};
    for (uint32_t i = 0; i < count; i++) {
        const struct migration *m = e->migrations.at[i];
        if (m->compatible_with.count && !says_the_same(e, m) && are_ancestors(&c, i))
            check_covered(&c, i);
    }
}

void without_implied(struct environment *e, struct references *list)
{
    size_t count = e->migrations.count, kept = 0;
    struct compatibility c = {.e = e,
                              .stamp = ARENA_ARRAY(e->arena, uint32_t, count),
                              .stack = ARENA_ARRAY(e->arena, uint32_t, count)};
    for (size_t i = 0; i < list->count; i++) {
        bool implied = false;
        for (size_t k = 0; k < list->count && !is_base(&list->at[i]); k++)
            implied = implied || (k != i && !is_base(&list->at[k]) &&
                                  has(&c, point_of(e, &list->at[k]), point_of(e, &list->at[i])));
        if (!implied)
            list->at[kept++] = list->at[i];
    }
    list->count = kept;
}

/* ---- For the log ------------------------------------------------------------------------------ */

static void put_id(struct al_builder *b, struct aludel_text id)
{
    if (b->n && b->z[b->n - 1] != ':')
        al_putc(b, '+');
    al_put(b, id.z, id.n);
}

/* What a label means is its revision's id; one in the middle of others is still called so. */
static struct aludel_text id_of(const struct environment *e, const struct reference *r)
{
    if (is_base(r) || point_of(e, r).replaced != SIZE_MAX)
        return r->text;
    return e->migrations.at[r->index]->id;
}

const char *migration_compatible(const struct environment *e, const struct migration *m)
{
    struct al_builder b = al_builder(&e->arena->memory);
    for (size_t i = 0; i < m->compatible_with.count; i++)
        put_id(&b, id_of(e, &m->compatible_with.at[i]));
    al_putc(&b, ':');
    for (size_t i = 0; i < m->needs.count; i++)
        put_id(&b, e->migrations.at[m->needs.at[i]]->id);
    for (size_t i = 0; i < m->replaces.count; i++)
        if (!al_same(m->replaces.at[i].text, m->id))
            put_id(&b, m->replaces.at[i].text);
    return m->compatible_with.count ? arena_string(e->arena, al_built(&b)) : NULL;
}
