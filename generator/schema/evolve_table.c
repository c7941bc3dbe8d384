/* evolve_table.c: whole tables. */
#include "schema/inner.h"

/* ---- CREATE TABLE ---- */

static void create_columns(struct evolving *g, struct table *t)
{
    enum aludel_dialect d = g->s->dialect;
    for (size_t i = 0; i < t->columns.count; i++) {
        const struct column *column = t->columns.at[i];
        struct columns front = {t->columns.at, i, i};
        size_t first = columns_at(d, &front, column->name);
        if (first != NOWHERE) {
            diag_error(g->e->diagnostics, place_or_change(g, column->made),
                       "table '%s' has two columns '%.*s'", path_shown(g->arena, t->path),
                       (int)column->name.n, column->name.z);
            diag_also(g->e->diagnostics, t->columns.at[first]->made, "the other one");
        }
        struct column *copy = ARENA_NEW(g->arena, struct column);
        *copy = *column;
        column_make_type(g, copy);
        column_prepare(g, copy);
        column_own_sequence(g, t, copy);
        t->columns.at[i] = copy;
    }
}

static void create_parts(struct evolving *g, struct table *t, const struct table *create)
{
    struct constraints merged = table_copy(g->arena, create)->constraints;
    keys_merge(g->arena, g->s->dialect, &merged);
    for (size_t i = 0; i < merged.count; i++)
        constraint_add(g, t, merged.at[i]);
    for (size_t i = 0; i < t->constraints.count; i++)
        check_foreign_key(g, t, t->constraints.at[i]);
    for (size_t i = 0; i < create->indexes.count; i++)
        index_add(g, t, create->indexes.at[i]);
}

void evolve_create_table(struct evolving *g)
{
    const struct table *create = g->c->create;
    bool unsure;
    if (!room_for(g, THING_TABLE, create->path, (struct path){0}, &unsure))
        return;
    struct table *t = table_copy(g->arena, create);
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    t->path = plain_path(g->s->dialect, create->path);
    t->constraints.count = t->indexes.count = 0;
    t->uncertain = create->uncertain || unsure;
    t->made = place_or_change(g, create->made);
    *thing = (struct thing){
        .type = THING_TABLE, .path = t->path, .made = t->made, .table = t, .order = ++g->s->made};
    create_columns(g, t);
    create_parts(g, t, create);
    table_put(g->arena, g->s, NULL, thing);
}

/* ---- DROP TABLE ---- */

static bool goes_too(const struct evolving *g, struct path path)
{
    for (size_t i = 0; i < g->c->tables.count; i++)
        if (same_path(g->s->dialect, g->c->tables.at[i], path))
            return true;
    return false;
}

static void remove_foreign_keys(struct evolving *g, const struct thing *child, struct path to)
{
    struct table *t = table_edit(g, child);
    for (size_t i = t->constraints.count; i-- > 0;)
        if (t->constraints.at[i]->kind == CONSTRAINT_FOREIGN_KEY &&
            same_path(g->s->dialect, t->constraints.at[i]->to, to))
            constraint_remove(g, t, i);
    table_done(g, child, t);
}

static const struct constraint *foreign_key_to(const struct evolving *g, const struct table *t,
                                               struct path to)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_FOREIGN_KEY && !t->constraints.at[i]->maybe &&
            same_path(g->s->dialect, t->constraints.at[i]->to, to))
            return t->constraints.at[i];
    return NULL;
}

static void say_table_needed(struct evolving *g, const struct thing *thing, const struct thing *child)
{
    const struct constraint *k = foreign_key_to(g, child->table, thing->path);
    if (!k || child->maybe || child->table->uncertain || thing->maybe)
        return;
    diag_error(g->e->diagnostics, here(g),
               "table '%s' can't be dropped: a foreign key of table '%s' leads to it",
               path_shown(g->arena, thing->path), path_shown(g->arena, child->path));
    say_tie(g, child->path, thing->path, "drop the foreign key first, or write CASCADE", k->made);
}

static void drop_referrers(struct evolving *g, const struct thing *thing)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_FOREIGN_KEY, thing->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *child = link_thing(g->s, LINK_FOREIGN_KEY, list.at[i]);
        if (!child || same_path(g->s->dialect, child->path, thing->path) || goes_too(g, child->path))
            continue;
        if (!g->c->cascade)
            say_table_needed(g, thing, child);
        remove_foreign_keys(g, child, thing->path);
    }
}

void evolve_drop_table(struct evolving *g)
{
    const struct thing *thing = schema_find(g->s, THING_TABLE, g->c->table);
    if (!thing) {
        if (!g->c->if_exists && surely_absent(g->s, THING_TABLE, g->c->table))
            say_no_thing(g, THING_TABLE, g->c->table);
        return;
    }
    if (g->s->dialect == ALUDEL_POSTGRESQL)
        drop_referrers(g, thing);
    table_remove(g->arena, g->s, thing, &(struct gone){here(g), false});
    if (g->c->cascade)
        cascaded(g);
}

/* ---- RENAME, SET SCHEMA ---- */

static void lead_to(struct evolving *g, struct table *t, struct path from, struct path to)
{
    for (size_t i = 0; i < t->constraints.count; i++) {
        const struct constraint *k = t->constraints.at[i];
        if (k->kind != CONSTRAINT_FOREIGN_KEY || !same_path(g->s->dialect, k->to, from))
            continue;
        struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
        *copy = *k;
        copy->to = to;
        t->constraints.at[i] = copy;
    }
}

static void move_referrers(struct evolving *g, struct path from, struct path to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_FOREIGN_KEY, from, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *child = link_thing(g->s, LINK_FOREIGN_KEY, list.at[i]);
        if (!child || same_path(g->s->dialect, child->path, from))
            continue;
        struct table *t = table_edit(g, child);
        lead_to(g, t, from, to);
        table_done(g, child, t);
    }
}

/* What hangs on the table. It stands in the table's schema. */
static void move_parts(struct evolving *g, enum space link, struct path from, struct path to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, link, from, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *part = link_thing(g->s, link, list.at[i]);
        struct thing *copy = ARENA_NEW(g->arena, struct thing);
        if (!part)
            continue;
        *copy = *part;
        copy->on = to;
        copy->path.schema = to.schema;
        copy->index = index_moved(g->arena, part->index, copy->path, to);
        if (link == LINK_TRIGGER)
            copy->definition.text =
                words_rename_all(g->arena, g->s->dialect, part->definition.text, from.name, to.name);
        thing_remove(g->arena, g->s, part, NULL);
        thing_put(g->arena, g->s, copy);
    }
}

static void move_indexes(struct evolving *g, struct table *t)
{
    for (size_t i = 0; i < t->indexes.count; i++) {
        struct index *copy = ARENA_NEW(g->arena, struct index);
        *copy = *t->indexes.at[i];
        copy->table = t->path.name;
        copy->path.schema = t->path.schema;
        t->indexes.at[i] = copy;
    }
}

/* In another schema the names of its indexes and sequences may be taken. */
static bool parts_may_move(struct evolving *g, enum space link, struct path from, struct path to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, link, from, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *part = link_thing(g->s, link, list.at[i]);
        const struct thing *there =
            part ? schema_relation(g->s, (struct path){to.schema, part->path.name}) : NULL;
        if (!there || there == part || there->maybe)
            continue;
        say_thing_exists(g, there);
        return false;
    }
    return true;
}

static const struct table *table_moved(struct evolving *g, const struct thing *thing, struct path to)
{
    struct table *t = table_edit(g, thing);
    t->path = to;
    lead_to(g, t, thing->path, to);
    move_indexes(g, t);
    return t;
}

/* SQLite: where only its case changes it is the same key. */
static void put_moved(struct evolving *g, const struct thing *thing, struct thing *moved)
{
    bool same_key = same_path(g->s->dialect, thing->path, moved->path);
    struct map_key key = thing_key(g->s, thing->type, thing->path, thing->on);
    gone_put(g->arena, g->s, key, (struct gone){here(g), true});
    if (!same_key)
        thing_remove(g->arena, g->s, thing, NULL);
    if (thing->table)
        table_put(g->arena, g->s, thing->table, moved);
    else
        thing_put(g->arena, g->s, moved);
}

static struct aludel_text renamed_in(struct evolving *g, struct aludel_text sql, struct path from,
                                     struct path to)
{
    struct aludel_text renamed = words_rename_all(g->arena, g->s->dialect, sql, from.name, to.name);
    return renamed.n ? renamed : sql; /* the name of a statistics object, and what drops it, don't */
}

/* Its statements name the table. */
static void move_one_carried(struct evolving *g, const struct thing *thing, struct path from, struct path to)
{
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    struct carriage *carried = ARENA_NEW(g->arena, struct carriage);
    *copy = *thing;
    *carried = *thing->carried;
    carried->undo = renamed_in(g, carried->undo, from, to);
    carried->of = renamed_in(g, carried->of, from, to);
    copy->carried = carried;
    copy->on = to;
    copy->path = (struct path){to.schema, renamed_in(g, thing->path.name, from, to)};
    copy->definition.text = renamed_in(g, thing->definition.text, from, to);
    thing_remove(g->arena, g->s, thing, NULL);
    thing_put(g->arena, g->s, copy);
}

static void move_carried(struct evolving *g, struct path from, struct path to)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_CARRIED, from, &list);
    for (size_t i = 0; i < list.count; i++)
        move_one_carried(g, link_thing(g->s, LINK_CARRIED, list.at[i]), from, to);
}

static void move(struct evolving *g, const struct thing *thing, struct path to)
{
    static const enum space hang[] = {LINK_INDEX, LINK_TRIGGER, LINK_SEQUENCE};
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *thing;
    copy->path = to;
    if (thing->table)
        copy->table = table_moved(g, thing, to);
    else
        copy->definition = definition_moved(g, thing, to);
    move_referrers(g, thing->path, to);
    move_carried(g, thing->path, to);
    for (size_t i = 0; i < sizeof hang / sizeof *hang; i++)
        move_parts(g, hang[i], thing->path, to);
    put_moved(g, thing, copy);
}

/* ALTER TABLE … RENAME takes views and sequences too. */
void evolve_move_table(struct evolving *g)
{
    struct path to = plain_path(g->s->dialect, g->c->to);
    const struct thing *thing = schema_relation(g->s, g->c->table);
    if (!thing || thing->type == THING_INDEX)
        thing = changed_table(g);
    const struct thing *there = schema_relation(g->s, to);
    struct span outer = look_at(g, g->c->to_span);
    if (there && there != thing && !there->maybe)
        say_thing_exists(g, there);
    g->at = outer;
    if (!thing)
        return;
    if (there && there != thing)
        table_remove(g->arena, g->s, there, NULL);
    if (parts_may_move(g, LINK_INDEX, thing->path, to) && parts_may_move(g, LINK_SEQUENCE, thing->path, to))
        move(g, thing, to);
}

void evolve_table_comment(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct table *t = table_edit(g, thing);
    t->comment = g->c->text;
    table_done(g, thing, t);
}

/* ---- SQLite: another definition ---- */

static bool is_column_of(const struct evolving *g, const struct table *t, struct aludel_text name)
{
    return columns_at(g->s->dialect, &t->columns, name) != NOWHERE;
}

/* It is over columns that are gone, all of them. */
static bool index_is_left(struct evolving *g, const struct table *was, const struct table *is,
                          const struct index *index)
{
    struct names used = {0};
    index_columns(g->arena, g->s->dialect, was, index, &used);
    for (size_t i = 0; i < used.count; i++)
        if (is_column_of(g, is, used.at[i]))
            return true;
    return used.count == 0;
}

static void remove_constraints(struct evolving *g, struct table *t)
{
    while (t->constraints.count)
        constraint_remove(g, t, t->constraints.count - 1);
}

/* What has a name of its own stays: indexes, triggers. */
static struct table *table_redefined(struct evolving *g, const struct table *was)
{
    const struct table *create = g->c->create;
    struct table *t = table_copy(g->arena, was);
    struct table shape = *table_copy(g->arena, create);
    remove_constraints(g, t);
    shape.indexes = (struct indexes){0};
    t->columns = shape.columns;
    t->options = create->options;
    t->uncertain = was->uncertain || create->uncertain;
    for (size_t i = t->indexes.count; i-- > 0;)
        if (!index_is_left(g, was, t, t->indexes.at[i]))
            index_remove(g, t, i);
    create_columns(g, t);
    create_parts(g, t, &shape);
    return t;
}

void evolve_redefine_table(struct evolving *g)
{
    const struct thing *thing = changed_table(g);
    if (!thing)
        return;
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *thing;
    copy->table = table_redefined(g, thing->table);
    table_put(g->arena, g->s, thing->table, copy);
}
