/* evolve_index.c: indexes. */
#include "schema/inner.h"

/* ---- CREATE INDEX ---- */

static const struct thing *indexed(struct evolving *g)
{
    struct path path = {g->c->index->path.schema, g->c->index->table};
    const struct thing *thing = schema_relation(g->s, path);
    struct span outer = look_at(g, g->c->table_span);
    if (!thing && surely_absent(g->s, THING_TABLE, path))
        say_no_thing(g, THING_TABLE, path);
    g->at = outer;
    return thing;
}

void evolve_create_index(struct evolving *g)
{
    const struct thing *thing = indexed(g);
    if (!thing)
        return;
    if (thing->type == THING_MATERIALIZED_VIEW) {
        index_add_to_view(g, thing, g->c->index);
        return;
    }
    if (thing->type != THING_TABLE) {
        say_no_thing(g, THING_TABLE, thing->path);
        return;
    }
    const struct map_tree *before = g->s->things;
    struct table *t = table_edit(g, thing);
    index_add(g, t, g->c->index);
    if (g->s->things != before)
        table_done(g, thing, t);
}

/* ---- DROP INDEX ---- */

static struct path index_path(const struct evolving *g)
{
    return (struct path){g->c->table.schema, g->c->name};
}

/* An index that isn't in the schema may be on a table whose shape isn't known. */
static const struct thing *changed_index(struct evolving *g)
{
    const struct thing *thing = schema_find(g->s, THING_INDEX, index_path(g));
    const struct table *t = g->c->table.name.n ? schema_table(g->s, g->c->table) : NULL;
    if (!thing && !g->c->if_exists && !(t && t->uncertain) && surely_absent(g->s, THING_INDEX, index_path(g)))
        say_no_thing(g, THING_INDEX, index_path(g));
    return thing;
}

static void say_of_constraint(struct evolving *g, const struct thing *table, const struct thing *index)
{
    const struct constraint *k = table_constraint(g->s, table->table, index->path.name);
    if (!k || k->maybe)
        return;
    diag_error(g->e->diagnostics, here(g), "index '%s' is the index of a constraint of table '%s'",
               path_shown(g->arena, index->path), path_shown(g->arena, table->path));
    say_tie(g, index->path, table->path, "drop the constraint, and it goes too", k->made);
}

/* PostgreSQL: a unique index that a foreign key leans on. */
static void free_key(struct evolving *g, struct table *t, const struct index *index)
{
    struct names names = {0};
    struct path who;
    index_names(g->arena, index, &names);
    if (g->s->dialect != ALUDEL_POSTGRESQL || !index->unique || has_key(g, t, &names, NULL, index))
        return;
    const struct constraint *by = needed_by(g, t, &names, NEED_KEY, g->c->cascade, &who);
    if (!by || g->c->cascade || index->maybe || t->uncertain)
        return;
    diag_error(g->e->diagnostics, here(g), "index '%s' is the key that a foreign key of table '%s' needs",
               path_shown(g->arena, index->path), path_shown(g->arena, who));
    say_tie(g, who, t->path, "drop the foreign key first, or write CASCADE", by->made);
}

static void drop_from(struct evolving *g, const struct thing *table, const struct thing *index)
{
    size_t at = indexes_at(g->s->dialect, &table->table->indexes, index->path.name);
    if (at == NOWHERE) {
        say_of_constraint(g, table, index);
        return;
    }
    struct table *t = table_edit(g, table);
    free_key(g, t, t->indexes.at[at]);
    index_remove(g, t, at);
    table_done(g, table, t);
}

void evolve_drop_index(struct evolving *g)
{
    const struct thing *index = changed_index(g);
    if (!index)
        return;
    const struct thing *table = schema_find(g->s, THING_TABLE, index->on);
    if (table)
        drop_from(g, table, index);
    else
        thing_remove(g->arena, g->s, index, &(struct gone){here(g), false});
}

/* ---- ALTER INDEX … RENAME ---- */

static void rename_in_table(struct evolving *g, struct table *t, struct aludel_text from,
                            struct aludel_text to)
{
    size_t at = indexes_at(g->s->dialect, &t->indexes, from);
    size_t constraint = constraints_at(g->s->dialect, &t->constraints, from);
    if (at != NOWHERE) {
        struct index *copy = ARENA_NEW(g->arena, struct index);
        *copy = *t->indexes.at[at];
        copy->path.name = to;
        t->indexes.at[at] = copy;
    } else if (constraint != NOWHERE) {
        struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
        *copy = *t->constraints.at[constraint];
        copy->name = to;
        copy->named_by_server = false;
        t->constraints.at[constraint] = copy;
    }
}

/* With the index of a constraint the constraint is renamed. */
static bool constraint_may_be(struct evolving *g, const struct table *t, struct aludel_text from,
                              struct aludel_text to)
{
    struct constraint renamed;
    const struct constraint *k = table_constraint(g->s, t, from);
    if (!k || indexes_at(g->s->dialect, &t->indexes, from) != NOWHERE)
        return true;
    renamed = *k;
    renamed.name = to;
    renamed.made = here(g);
    return name_is_free(g, t, &renamed);
}

const struct index *index_moved(struct arena *a, const struct index *index, struct path path, struct path on)
{
    struct index *copy = ARENA_NEW(a, struct index);
    if (!index)
        return NULL;
    *copy = *index;
    copy->path = path;
    copy->table = on.name;
    return copy;
}

static void rename_thing(struct evolving *g, const struct thing *index)
{
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *index;
    copy->path.name = g->c->text;
    copy->index = index_moved(g->arena, index->index, copy->path, copy->on);
    thing_remove(g->arena, g->s, index, &(struct gone){here(g), true});
    thing_put(g->arena, g->s, copy);
}

void evolve_rename_index(struct evolving *g)
{
    const struct thing *index = changed_index(g);
    struct path to = {g->c->table.schema, g->c->text};
    const struct thing *there = schema_relation(g->s, to);
    if (!index)
        return;
    struct span outer = look_at(g, g->c->to_span);
    if (there && there != index && !there->maybe)
        say_thing_exists(g, there);
    g->at = outer;
    if (there && there != index)
        return;
    const struct thing *table = schema_find(g->s, THING_TABLE, index->on);
    if (table && !constraint_may_be(g, table->table, index->path.name, to.name))
        return;
    rename_thing(g, index);
    if (!table)
        return;
    struct table *t = table_edit(g, table);
    rename_in_table(g, t, index->path.name, g->c->text);
    table_done(g, table, t);
}
