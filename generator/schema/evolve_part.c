/* evolve_part.c: constraints and indexes into a table and out of it, whichever change it is that brings them. */
#include "schema/inner.h"

void check_columns(struct evolving *g, const struct table *t, const struct names *names)
{
    for (size_t i = 0; i < names->count && !t->uncertain; i++)
        if (columns_at(g->s->dialect, &t->columns, names->at[i]) == NOWHERE)
            say_no_column(g, t, names->at[i]);
}

/* An index, and PostgreSQL's index of a constraint, is a relation of that name. */
static void occupy_name(struct evolving *g, struct path path, struct path table, bool maybe, struct span made)
{
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *thing = (struct thing){.type = THING_INDEX, .path = path, .maybe = maybe, .made = made, .on = table};
    thing_put(g->arena, g->s, thing);
}

/* ---- Constraints ---- */

static bool has_index(enum constraint_kind kind)
{
    return kind == CONSTRAINT_PRIMARY_KEY || kind == CONSTRAINT_UNIQUE || kind == CONSTRAINT_EXCLUDE;
}

/* One that is added by itself is named by an argument; others stand in their table. */
static struct span constraint_place(const struct evolving *g, const struct constraint *k)
{
    return g->c->kind == CHANGE_ADD_CONSTRAINT && is_named(g) ? here(g) : place_or_change(g, k->made);
}

static void check_one_primary_key(struct evolving *g, const struct table *t, const struct constraint *k)
{
    const struct constraint *there = k->kind == CONSTRAINT_PRIMARY_KEY ? table_primary_key(t) : NULL;
    if (!there || there->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, place_or_change(g, k->made), "table '%s' has a primary key already",
               path_shown(g->arena, t->path));
    say_claim(g, t->path);
    say_made(g, there->made);
}

bool name_is_free(struct evolving *g, const struct table *t, const struct constraint *k)
{
    size_t at = constraints_at(g->s->dialect, &t->constraints, k->name);
    const struct thing *there = schema_relation(g->s, (struct path){t->path.schema, k->name});
    bool relation = k->name.n && g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind);
    if (at == NOWHERE && relation && there && !there->maybe) {
        say_thing_exists(g, there);
        return false;
    }
    if (at == NOWHERE || t->constraints.at[at]->maybe || t->uncertain)
        return true;
    diag_error(g->e->diagnostics, constraint_place(g, k), "table '%s' has a constraint '%.*s' already",
               path_shown(g->arena, t->path), (int)k->name.n, k->name.z);
    say_claim(g, t->path);
    say_made(g, t->constraints.at[at]->made);
    return false;
}

void constraint_occupy(struct evolving *g, const struct table *t, const struct constraint *k)
{
    if (g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind))
        occupy_name(g, (struct path){t->path.schema, k->name}, t->path, k->maybe, k->made);
}

/* PostgreSQL: columns of a primary key are NOT NULL, and stay so. */
static void forbid_null(struct evolving *g, struct table *t, const struct constraint *k)
{
    for (size_t i = 0; g->s->dialect == ALUDEL_POSTGRESQL && i < k->columns.count; i++) {
        size_t at = columns_at(g->s->dialect, &t->columns, k->columns.at[i]);
        if (k->kind != CONSTRAINT_PRIMARY_KEY || at == NOWHERE || t->columns.at[at]->not_null)
            continue;
        struct column *copy = ARENA_NEW(g->arena, struct column);
        *copy = *t->columns.at[at];
        copy->not_null = true;
        t->columns.at[at] = copy;
    }
}

const struct constraint *constraint_add(struct evolving *g, struct table *t,
                                        const struct constraint *constraint)
{
    struct constraint *k = ARENA_NEW(g->arena, struct constraint);
    *k = *constraint;
    k->made = g->at = place_or_change(g, constraint->made);
    look_at(g, k->columns_span);
    check_columns(g, t, &k->columns);
    check_columns(g, t, &k->include);
    g->at = (struct span){0};
    check_one_primary_key(g, t, k);
    name_is_free(g, t, k);
    size_t there = constraints_at(g->s->dialect, &t->constraints, k->name);
    if (there != NOWHERE)
        constraint_remove(g, t, there);
    if (!k->name.n && g->s->dialect == ALUDEL_POSTGRESQL) {
        k->name = name_constraint(g->arena, g->s, t, k);
        k->named_by_server = true;
    }
    forbid_null(g, t, k);
    vec_push(g->arena, &t->constraints, k);
    constraint_occupy(g, t, k);
    return k;
}

void constraint_remove(struct evolving *g, struct table *t, size_t at)
{
    const struct constraint *k = t->constraints.at[at];
    struct gone gone = {here(g), false};
    const struct thing *index = schema_find(g->s, THING_INDEX, (struct path){t->path.schema, k->name});
    if (index && g->s->dialect == ALUDEL_POSTGRESQL && has_index(k->kind))
        thing_remove(g->arena, g->s, index, &gone);
    if (k->name.n)
        gone_put(g->arena, g->s, part_key(g->s, SPACE_CONSTRAINT, t->path, k->name), gone);
    constraints_remove(&t->constraints, at);
}

/* ---- Indexes ---- */

static void check_elements(struct evolving *g, const struct table *t, const struct index *index)
{
    struct span outer = g->at;
    for (size_t i = 0; i < index->elements.count; i++) {
        struct names one = {0};
        if (index->elements.at[i].column.n)
            vec_push(g->arena, &one, index->elements.at[i].column);
        look_at(g, index->elements.at[i].span);
        check_columns(g, t, &one);
        g->at = outer;
    }
    check_columns(g, t, &index->include);
}

static struct index *index_prepare(struct evolving *g, struct path table, const struct index *index)
{
    struct index *copy = ARENA_NEW(g->arena, struct index);
    *copy = *index;
    copy->made = place_or_change(g, index->made);
    copy->path.schema = table.schema;
    copy->table = table.name;
    return copy;
}

/* What has its name goes: that was said, or isn't certain. */
static void replace_index(const struct evolving *g, struct table *t, struct aludel_text name)
{
    size_t at = indexes_at(g->s->dialect, &t->indexes, name);
    if (at != NOWHERE)
        indexes_remove(&t->indexes, at);
}

void index_add(struct evolving *g, struct table *t, const struct index *index)
{
    struct index *copy = index_prepare(g, t->path, index);
    bool unsure = false;
    g->at = copy->made;
    check_elements(g, t, copy);
    if (g->c->kind == CHANGE_CREATE_INDEX && is_named(g))
        g->at = (struct span){0};
    if (!copy->path.name.n && g->s->dialect == ALUDEL_POSTGRESQL)
        copy->path.name = name_index(g->arena, g->s, t, copy);
    bool room = room_for(g, THING_INDEX, copy->path, t->path, &unsure);
    g->at = (struct span){0};
    if (!room)
        return;
    replace_index(g, t, copy->path.name);
    copy->maybe = index->maybe || unsure;
    vec_push(g->arena, &t->indexes, copy);
    occupy_name(g, copy->path, t->path, copy->maybe, copy->made);
}

void index_add_to_view(struct evolving *g, const struct thing *view, const struct index *index)
{
    struct index *copy = index_prepare(g, view->path, index);
    bool unsure = false;
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *thing = (struct thing){.type = THING_INDEX,
                            .path = copy->path,
                            .maybe = copy->maybe,
                            .made = copy->made,
                            .on = view->path,
                            .index = copy};
    if (copy->path.name.n && room_for(g, THING_INDEX, copy->path, view->path, &unsure))
        thing_put(g->arena, g->s, thing);
}

void index_remove(struct evolving *g, struct table *t, size_t at)
{
    const struct thing *thing = schema_find(g->s, THING_INDEX, t->indexes.at[at]->path);
    struct gone gone = {here(g), false};
    if (thing)
        thing_remove(g->arena, g->s, thing, &gone);
    indexes_remove(&t->indexes, at);
}
