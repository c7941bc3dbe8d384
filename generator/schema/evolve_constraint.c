/* evolve_constraint.c: constraints of a table. */
#include "schema/inner.h"

/* ---- ADD CONSTRAINT ---- */

/* The index becomes the constraint that is made of it. False: it isn't there, which was said if it is certain. */
static bool index_becomes(struct evolving *g, struct table *t, struct constraint *k)
{
    size_t at = indexes_at(g->s->dialect, &t->indexes, k->of_index);
    if (at == NOWHERE && !t->uncertain)
        say_no_thing(g, THING_INDEX, (struct path){t->path.schema, k->of_index});
    if (at == NOWHERE)
        return false;
    const struct index *index = t->indexes.at[at];
    index_names(g->arena, index, &k->columns);
    k->include = index->include;
    k->nulls_not_distinct = index->nulls_not_distinct;
    k->name = k->name.n ? k->name : index->path.name;
    k->of_index = (struct aludel_text){"", 0};
    index_remove(g, t, at);
    return true;
}

void evolve_add_constraint(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    struct constraint k = *g->c->constraint;
    if (k.of_index.n && !index_becomes(g, t, &k))
        return;
    size_t there = constraints_at(g->s->dialect, &t->constraints, k.name);
    bool maybe = there != NOWHERE ? t->constraints.at[there]->maybe : t->uncertain;
    if (g->c->if_not_exists && there != NOWHERE && !maybe)
        return;
    k.maybe = g->c->if_not_exists && maybe;
    check_foreign_key(g, t, constraint_add(g, t, &k));
    table_done(g, thing, t);
}

/* ---- DROP CONSTRAINT ---- */

bool constraint_matches(struct arena *a, enum aludel_dialect d, const struct table *t,
                        const struct constraint *k, const struct change *c)
{
    struct names used = {0};
    if (!c->any_kind && k->kind != c->constraint_kind)
        return false;
    if (c->condition.text.n && !al_same(k->condition.text, c->condition.text))
        return false;
    if (!c->columns.count)
        return true;
    if (k->columns.count)
        return same_name_set(d, &k->columns, &c->columns);
    constraint_columns(a, d, t, k, &used);
    return same_name_set(d, &used, &c->columns);
}

static const char *kind_word(const struct change *c)
{
    static const char *const words[CONSTRAINT_KINDS] = {"primary key", "unique constraint", "foreign key",
                                                        "check", "exclusion constraint"};
    return c->any_kind ? "constraint" : words[c->constraint_kind];
}

/* Those that nobody named come first: the author has no name to say. */
struct match {
    size_t last;
    bool nameless, several;
};

static void consider(struct evolving *g, const struct table *t, size_t at, struct match *m)
{
    const struct constraint *k = t->constraints.at[at];
    bool nameless = !k->name.n || k->named_by_server;
    if (!constraint_matches(g->arena, g->s->dialect, t, k, g->c) || (m->nameless && !nameless))
        return;
    bool better = m->last == NOWHERE || (nameless && !m->nameless);
    if (better)
        *m = (struct match){at, nameless, false};
    else if (!same_constraint(g->s->dialect, k, t->constraints.at[m->last]))
        m->several = true;
    m->last = at;
}

/* One without a name: by what it constrains. */
static size_t find_unnamed(struct evolving *g, const struct table *t)
{
    struct match m = {NOWHERE, false, false};
    for (size_t i = 0; i < t->constraints.count; i++)
        consider(g, t, i, &m);
    if (t->uncertain || (m.last != NOWHERE && !m.several) || (m.last == NOWHERE && g->c->if_exists))
        return m.last;
    diag_error(g->e->diagnostics, here(g), "table '%s' has %s such %s", path_shown(g->arena, t->path),
               m.several ? "more than one" : "no", kind_word(g->c));
    say_claim(g, t->path);
    if (m.several) {
        diag_hint(g->e->diagnostics, "name the one that is meant, or a check by its condition");
        say_made(g, t->constraints.at[m.last]->made);
    }
    return m.last;
}

const struct constraint *dropped_constraint(struct arena *a, const struct schema *before,
                                            const struct change *c)
{
    const struct table *t = schema_table(before, c->table);
    struct schema s = *before;
    struct evolving g = {.arena = a, .s = &s, .c = c};
    struct match m = {NOWHERE, false, false};
    if (!t)
        return NULL;
    if (c->name.n)
        m.last = constraints_at(before->dialect, &t->constraints, c->name);
    for (size_t i = 0; i < t->constraints.count && !c->name.n; i++)
        consider(&g, t, i, &m);
    return m.last == NOWHERE ? NULL : t->constraints.at[m.last];
}

static size_t find_constraint(struct evolving *g, const struct table *t)
{
    if (!g->c->name.n)
        return find_unnamed(g, t);
    size_t at = constraints_at(g->s->dialect, &t->constraints, g->c->name);
    if (at == NOWHERE && !t->uncertain && !g->c->if_exists)
        say_no_constraint(g, t, g->c->name);
    return at;
}

/* The constraint, in a copy of its table to write; NOWHERE: there is none. */
static size_t changed_constraint(struct evolving *g, const struct thing **thing, struct table **t)
{
    *thing = changed_table(g);
    if (!*thing)
        return NOWHERE;
    *t = table_edit(g, *thing);
    return find_constraint(g, *t);
}

static void say_key_needed(struct evolving *g, const struct table *t, const struct constraint *k,
                           const struct constraint *by, struct path who)
{
    if (k->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, here(g),
               "constraint '%.*s' is the key that a foreign key of table '%s' needs", (int)k->name.n,
               k->name.z, path_shown(g->arena, who));
    say_tie(g, who, t->path, "drop the foreign key first, or write CASCADE", by->made);
}

/* PostgreSQL: a key goes with the foreign keys that need it, or not at all. */
static void free_key(struct evolving *g, struct table *t, const struct constraint *k)
{
    struct path who;
    bool primary = k->kind == CONSTRAINT_PRIMARY_KEY, other = has_key(g, t, &k->columns, k, NULL);
    if (g->s->dialect != ALUDEL_POSTGRESQL || (!primary && (other || k->kind != CONSTRAINT_UNIQUE)))
        return;
    const struct constraint *by =
        needed_by(g, t, &k->columns, other ? NEED_PRIMARY_KEY : NEED_KEY, g->c->cascade, &who);
    if (by && !g->c->cascade)
        say_key_needed(g, t, k, by, who);
}

void evolve_drop_constraint(struct evolving *g)
{
    const struct thing *thing;
    struct table *t;
    size_t at = changed_constraint(g, &thing, &t);
    if (at == NOWHERE)
        return;
    const struct constraint *k = t->constraints.at[at];
    free_key(g, t, k);
    for (at = 0; t->constraints.at[at] != k;)
        at++;
    constraint_remove(g, t, at);
    table_done(g, thing, t);
}

/* ---- RENAME, VALIDATE ---- */

static struct constraint *constraint_edit(struct evolving *g, struct table *t, size_t at)
{
    struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
    *copy = *t->constraints.at[at];
    t->constraints.at[at] = copy;
    return copy;
}

void evolve_rename_constraint(struct evolving *g)
{
    const struct thing *thing;
    struct table *t;
    size_t at = changed_constraint(g, &thing, &t);
    if (at == NOWHERE)
        return;
    struct constraint renamed = *t->constraints.at[at];
    renamed.name = g->c->text;
    renamed.named_by_server = false;
    renamed.made = g->c->to_span.source ? g->c->to_span : here(g);
    if (!name_is_free(g, t, &renamed))
        return;
    struct constraint *k = constraint_edit(g, t, at);
    constraint_remove(g, t, at);
    renamed.made = k->made;
    *k = renamed;
    vec_push(g->arena, &t->constraints, k);
    for (size_t i = t->constraints.count - 1; i > at; i--)
        t->constraints.at[i] = t->constraints.at[i - 1];
    t->constraints.at[at] = k;
    constraint_occupy(g, t, k);
    table_done(g, thing, t);
}

void evolve_validate_constraint(struct evolving *g)
{
    const struct thing *thing;
    struct table *t;
    size_t at = changed_constraint(g, &thing, &t);
    if (at == NOWHERE || !t->constraints.at[at]->not_valid)
        return;
    constraint_edit(g, t, at)->not_valid = false;
    table_done(g, thing, t);
}
