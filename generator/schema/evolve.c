/* evolve.c: which change is whose; what can't be read. */
#include "schema/inner.h"

/* ---- What can't be read ---- */

static void make_uncertain(struct evolving *g, struct path path)
{
    const struct thing *thing = schema_find(g->s, THING_TABLE, path);
    if (!thing) {
        assume_table(g, path);
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

static void evolve_unread(struct evolving *g)
{
    for (size_t i = 0; i < g->c->tables.count; i++)
        make_uncertain(g, g->c->tables.at[i]);
    if (!g->c->tables.count)
        everything_uncertain(g);
}

/* ---- All ---- */

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
