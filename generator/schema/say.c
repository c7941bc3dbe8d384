/* say.c: errors about what isn't there, or is there already. */
#include "schema/inner.h"

#include <string.h>

const char *thing_word(enum thing_type type)
{
    static const char *const words[THINGS] = {
        "table",    "view",    "materialized view", "index",  "sequence", "type",
        "function", "trigger", "extension",         "schema", "object"};
    return words[type];
}

static const char *article(enum thing_type type)
{
    return type == THING_INDEX || type == THING_EXTENSION || type == THING_CARRIED ? "an" : "a";
}

struct span here(const struct evolving *g)
{
    if (g->at.source)
        return g->at;
    return g->c->name_span.source ? g->c->name_span : g->c->span;
}

bool is_named(const struct evolving *g)
{
    struct span name = g->c->name_span, whole = g->c->span;
    return name.source && (name.from != whole.from || name.to != whole.to);
}

struct span look_at(struct evolving *g, struct span at)
{
    struct span before = g->at;
    if (at.source)
        g->at = at;
    return before;
}

struct span place_or_change(const struct evolving *g, struct span made)
{
    return made.source ? made : here(g);
}

/* ---- What is certain ---- */

static bool is_servers(const struct schema *s, struct path path)
{
    if (s->dialect == ALUDEL_SQLITE)
        return al_begins(path.name, "sqlite_");
    return al_begins(path.name, "pg_") || al_begins(path.schema, "pg_") ||
           al_is(path.schema, "information_schema");
}

/* A schema that the chain made, or made something in. Others may be filled by anybody. */
static bool is_ours(const struct schema *s, struct path path)
{
    path = plain_path(s->dialect, path);
    struct map_key key = {.space = SPACE_RELATION, .path = {.schema = path.schema}};
    return !path.schema.n || schema_find(s, THING_SCHEMA, (struct path){.name = path.schema}) ||
           map_first(s->things, s->dialect, MAP_SCHEMA, &key);
}

bool surely_absent(const struct schema *s, enum thing_type type, struct path path)
{
    struct map_key key = thing_key(s, type, path, (struct path){0});
    const struct map_node *there = map_first(s->things, s->dialect, MAP_PATH, &key);
    if (there &&
        (((const struct thing *)there->value)->maybe || ((const struct thing *)there->value)->type == type))
        return false;
    return !s->uncertain && !is_servers(s, path) &&
           (is_ours(s, path) || map_first(s->gone, s->dialect, MAP_PATH, &key));
}

/* ---- Saying it ---- */

void say_claim(struct evolving *g, struct path path)
{
    struct claim claim = {g->e->diagnostics->list.count - 1, plain_path(g->s->dialect, path)};
    vec_push(g->arena, &g->e->claims, claim);
}

void say_made(struct evolving *g, struct span made)
{
    if (made.source)
        diag_also(g->e->diagnostics, made, "it is made here");
}

void say_tie(struct evolving *g, struct path a, struct path b, const char *hint, struct span made)
{
    say_claim(g, a);
    say_claim(g, b);
    diag_hint(g->e->diagnostics, "%s", hint);
    say_made(g, made);
}

/* Whether it was there once. */
static bool say_gone(struct evolving *g, const struct map_key *key)
{
    const struct map_node *node = map_first(g->s->gone, g->s->dialect, MAP_PATH, key);
    const struct gone *gone = key->of.name.n ? map_get(g->s->gone, g->s->dialect, key)
                              : node         ? node->value
                                             : NULL;
    if (!gone || !gone->span.source)
        return false;
    if (gone->renamed)
        diag_also(g->e->diagnostics, gone->span, "it was renamed here");
    else
        diag_also(g->e->diagnostics, gone->span, "it was dropped here");
    return true;
}

struct nearby {
    VEC(const char *) names;
};

static void say_nearest(struct evolving *g, struct aludel_text name, const struct nearby *near)
{
    const char *nearest = al_nearest(name, near->names.at, near->names.count);
    if (nearest)
        diag_hint(g->e->diagnostics, "did you mean '%s'?", nearest);
}

static void hint_thing(struct evolving *g, enum thing_type type, const struct map_key *key)
{
    const struct map_node *other = map_first(g->s->things, g->s->dialect, MAP_PATH, key);
    struct map_nodes list = {0};
    struct nearby near = {0};
    if (other) {
        const struct thing *thing = other->value;
        diag_hint(g->e->diagnostics, "'%s' is %s %s", path_shown(g->arena, thing->path), article(thing->type),
                  thing_word(thing->type));
        return;
    }
    map_list(g->arena, g->s->things, g->s->dialect, MAP_SCHEMA, key, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *thing = list.at[i]->value;
        if (thing->type == type)
            vec_push(g->arena, &near.names, arena_string(g->arena, thing->path.name));
    }
    say_nearest(g, key->path.name, &near);
}

void say_no_thing(struct evolving *g, enum thing_type type, struct path path)
{
    struct map_key key = thing_key(g->s, type, path, (struct path){0});
    diag_error(g->e->diagnostics, here(g), "there is no %s '%s' at this point", thing_word(type),
               path_shown(g->arena, path));
    say_claim(g, path);
    if (!say_gone(g, &key))
        hint_thing(g, type, &key);
}

void say_thing_exists(struct evolving *g, const struct thing *there)
{
    diag_error(g->e->diagnostics, here(g), "there is %s %s '%s' already", article(there->type),
               thing_word(there->type), path_shown(g->arena, there->path));
    say_claim(g, there->path);
    say_made(g, there->made);
}

void say_no_column(struct evolving *g, const struct table *t, struct aludel_text name)
{
    struct map_key key = part_key(g->s, SPACE_COLUMN, t->path, name);
    struct nearby near = {0};
    diag_error(g->e->diagnostics, here(g), "table '%s' has no column '%.*s' at this point",
               path_shown(g->arena, t->path), (int)name.n, name.z);
    say_claim(g, t->path);
    for (size_t i = 0; i < t->columns.count; i++)
        vec_push(g->arena, &near.names, arena_string(g->arena, t->columns.at[i]->name));
    if (say_gone(g, &key))
        return;
    say_nearest(g, name, &near);
    if (t->made.source)
        diag_also(g->e->diagnostics, t->made, "the table is made here");
}

void say_no_constraint(struct evolving *g, const struct table *t, struct aludel_text name)
{
    struct map_key key = part_key(g->s, SPACE_CONSTRAINT, t->path, name);
    struct nearby near = {0};
    diag_error(g->e->diagnostics, here(g), "table '%s' has no constraint '%.*s' at this point",
               path_shown(g->arena, t->path), (int)name.n, name.z);
    say_claim(g, t->path);
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->name.n)
            vec_push(g->arena, &near.names, arena_string(g->arena, t->constraints.at[i]->name));
    if (!say_gone(g, &key))
        say_nearest(g, name, &near);
}
