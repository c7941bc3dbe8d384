/* evolve_subject.c: what a change is about: its table, what has the name already, what else goes or moves with it. */
#include "schema/inner.h"

/* ---- Its table ---- */

void assume_table(struct evolving *g, struct path path)
{
    struct table *t = ARENA_NEW(g->arena, struct table);
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    *t = (struct table){.path = plain_path(g->s->dialect, path), .uncertain = true, .made = here(g)};
    *thing = (struct thing){.type = THING_TABLE, .path = t->path, .maybe = true, .made = t->made, .table = t};
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
        assume_table(g, g->c->table);
    }
    return thing;
}

size_t changed_column(struct evolving *g, const struct thing **table)
{
    *table = changed_table(g);
    if (!*table)
        return NOWHERE;
    const struct table *t = (*table)->table;
    size_t at = columns_at(g->s->dialect, &t->columns, g->c->name);
    if (at == NOWHERE && !t->uncertain && !g->c->if_exists)
        say_no_column(g, t, g->c->name);
    return at;
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

/* ---- What is there already ---- */

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

/* ---- What follows it ---- */

/* Views that used what was dropped went with it, and nobody says which. */
void cascaded(struct evolving *g)
{
    struct map_nodes list = {0};
    links_list(g->arena, g->s, LINK_VIEW, (struct path){0}, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *view = link_thing(g->s, LINK_VIEW, list.at[i]);
        struct thing *copy = ARENA_NEW(g->arena, struct thing);
        if (!view || view->maybe)
            continue;
        *copy = *view;
        copy->maybe = true;
        thing_put(g->arena, g->s, copy);
    }
}

/* A view's text names it; with another schema it names it in a way that isn't known. */
struct sql definition_moved(struct evolving *g, const struct thing *thing, struct path to)
{
    struct sql moved = thing->definition;
    if (!al_same(thing->path.schema, to.schema))
        return (struct sql){0};
    moved.text = words_rename_all(g->arena, g->s->dialect, moved.text, thing->path.name, to.name);
    return moved;
}
