/* evolve.c: which change is whose, and what all of them need. */
#include "schema/inner.h"

static void (*const evolvers[])(struct evolving *g) = {
    [CHANGE_CREATE_TABLE] = evolve_create_table,
    [CHANGE_DROP_TABLE] = evolve_drop_table,
    [CHANGE_RENAME_TABLE] = evolve_move_table,
    [CHANGE_MOVE_TABLE] = evolve_move_table,
    [CHANGE_TABLE_COMMENT] = evolve_table_comment,
    [CHANGE_ADD_COLUMN] = evolve_add_column,
    [CHANGE_DROP_COLUMN] = evolve_drop_column,
    [CHANGE_ALTER_COLUMN] = evolve_alter_column,
    [CHANGE_CREATE_INDEX] = evolve_create_index,
    [CHANGE_DROP_INDEX] = evolve_drop_index,
    [CHANGE_RENAME_INDEX] = evolve_rename_index,
    [CHANGE_ADD_CONSTRAINT] = evolve_add_constraint,
    [CHANGE_DROP_CONSTRAINT] = evolve_drop_constraint,
    [CHANGE_RENAME_CONSTRAINT] = evolve_rename_constraint,
    [CHANGE_VALIDATE_CONSTRAINT] = evolve_validate_constraint,
    [CHANGE_CREATE] = evolve_create,
    [CHANGE_REPLACE] = evolve_replace,
    [CHANGE_DROP] = evolve_drop,
    [CHANGE_ADD_ENUM_VALUE] = evolve_add_enum_value,
    [CHANGE_RENAME_ENUM_VALUE] = evolve_rename_enum_value,
    [CHANGE_RENAME_TYPE] = evolve_rename_type,
    [CHANGE_UNREAD] = evolve_unread,
};

/* What changes nothing gives the schema that was there. */
const struct schema *evolve(struct evolution *e, const struct schema *before, const struct change *c)
{
    struct schema *s = ARENA_NEW(e->arena, struct schema);
    *s = *before;
    evolvers[c->kind](&(struct evolving){.e = e, .arena = e->arena, .s = s, .c = c});
    return s->things != before->things || s->uncertain != before->uncertain ? s : before;
}

/* ---- What a change is about ---- */

/* A table of which nothing is known, so that the same error isn't said for every change of it. */
static void assume_table(struct evolving *g, struct path path, bool maybe)
{
    struct table *t = ARENA_NEW(g->arena, struct table);
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *t = (struct table){.path = plain_path(g->s->dialect, path), .uncertain = true, .made = here(g)};
    *thing =
        (struct thing){.type = THING_TABLE, .path = t->path, .maybe = maybe, .made = t->made, .table = t};
    if (!schema_relation(g->s, path))
        table_put(g->arena, g->s, NULL, thing);
}

const struct thing *changed_table(struct evolving *g)
{
    const struct thing *thing = schema_find(g->s, THING_TABLE, g->c->table);
    if (!thing && !g->c->if_exists && surely_absent(g->s, THING_TABLE, g->c->table)) {
        struct span outer = look_at(g, g->c->table_span);
        say_no_thing(g, THING_TABLE, g->c->table);
        g->at = outer;
        assume_table(g, g->c->table, true);
    }
    return thing;
}

struct table *table_edit(struct evolving *g, const struct thing *thing)
{
    return table_copy(g->arena, thing->table);
}

void table_done(struct evolving *g, const struct thing *thing, struct table *t)
{
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *thing;
    copy->table = t;
    table_put(g->arena, g->s, thing->table, copy);
}

static const struct thing *occupant(const struct schema *s, enum thing_type type, struct path path,
                                    struct path on)
{
    struct map_key key = thing_key(s, type, path, on);
    return map_get(s->things, s->dialect, &key);
}

bool room_for(struct evolving *g, enum thing_type type, struct path path, struct path on, bool *unsure)
{
    const struct thing *there = occupant(g->s, type, path, on);
    *unsure = g->c->if_not_exists && (there ? there->maybe : g->s->uncertain);
    if (!there)
        return true;
    if (!there->maybe && g->c->if_not_exists)
        return false;
    if (!there->maybe)
        say_thing_exists(g, there);
    if (!there->maybe && type == THING_INDEX && there->type != THING_INDEX)
        return false; /* what else has the name is worth more */
    table_remove(g->arena, g->s, there, NULL);
    return true;
}

/* ---- What can't be read ---- */

static void make_uncertain(struct evolving *g, struct path path)
{
    const struct thing *thing = schema_find(g->s, THING_TABLE, path);
    if (!thing) {
        assume_table(g, path, true);
        return;
    }
    struct table *t = table_copy(g->arena, thing->table);
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    t->uncertain = true;
    t->made = here(g);
    *copy = *thing;
    copy->maybe = true;
    copy->table = t;
    table_put(g->arena, g->s, thing->table, copy);
}

static void everything_uncertain(struct evolving *g)
{
    struct map_nodes list = {0};
    for (int space = SPACE_RELATION; space <= SPACE_SCHEMA; space++)
        map_list(g->arena, g->s->things, g->s->dialect, MAP_SPACE, &(struct map_key){.space = space}, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *thing = list.at[i]->value;
        struct thing *copy = ARENA_NEW(g->arena, struct thing);
        *copy = *thing;
        copy->maybe = true;
        if (thing->type == THING_TABLE)
            make_uncertain(g, thing->path);
        else if (!thing->maybe)
            thing_put(g->arena, g->s, copy);
    }
    g->s->uncertain = true;
}

void evolve_unread(struct evolving *g)
{
    for (size_t i = 0; i < g->c->tables.count; i++)
        make_uncertain(g, g->c->tables.at[i]);
    if (!g->c->tables.count)
        everything_uncertain(g);
}
