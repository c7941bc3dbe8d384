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

/* The sequence is defined otherwise from here on. */
static void evolve_statement(struct evolving *g)
{
    const struct thing *is = g->c->thing, *was = is ? schema_find(g->s, is->type, is->path) : NULL;
    if (!was || !was->definition.text.n)
        return;
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *was;
    copy->definition = is->definition;
    thing_put(g->arena, g->s, copy);
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
#define CHANGE(kind, name, evolves, inverts, words) evolve_##evolves,
#include "schema/changes.def"
#undef CHANGE
};

/* What changes nothing gives the schema that was there. */
const struct schema *evolve(struct evolution *e, const struct schema *before, const struct change *c)
{
    struct schema *s = ARENA_NEW(e->arena, struct schema);
    *s = *before;
    evolvers[c->kind](&(struct evolving){.e = e, .arena = e->arena, .s = s, .c = c});
    return s->things != before->things || s->uncertain != before->uncertain ? s : before;
}
