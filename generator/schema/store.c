/* store.c: things into a schema's maps and out of them. */
#include "schema/inner.h"

#include <string.h>

/* ---- Links ---- */

static void link_set(struct arena *a, struct schema *s, enum space link, struct path to, struct path from,
                     bool set)
{
    struct map_key key = {(int)link, plain_path(s->dialect, to), plain_path(s->dialect, from)};
    bool there = map_get(s->referrers, s->dialect, &key) != NULL;
    if (set && !there)
        s->referrers = map_put(a, s->dialect, s->referrers, key, "");
    else if (!set && there)
        s->referrers = map_remove(a, s->dialect, s->referrers, &key);
}

void links_list(struct arena *a, const struct schema *s, enum space link, struct path path,
                struct map_nodes *out)
{
    struct map_key key = {.space = (int)link, .path = plain_path(s->dialect, path)};
    map_list(a, s->referrers, s->dialect, MAP_PATH, &key, out);
}

const struct thing *link_thing(const struct schema *s, enum space link, const struct map_node *node)
{
    switch (link) {
    case LINK_INDEX: return schema_find(s, THING_INDEX, node->key.of);
    case LINK_SEQUENCE: return schema_find(s, THING_SEQUENCE, node->key.of);
    case LINK_TRIGGER: return schema_trigger(s, node->key.of, node->key.path);
    case LINK_VIEW: return schema_relation(s, node->key.of);
    case LINK_CARRIED: return schema_find(s, THING_CARRIED, node->key.of);
    default: return schema_find(s, THING_TABLE, node->key.of);
    }
}

void schema_referring(struct arena *a, const struct schema *s, struct path table,
                      void (*each)(void *with, const struct thing *thing), void *with)
{
    struct map_nodes list = {0};
    links_list(a, s, LINK_FOREIGN_KEY, table, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *child = link_thing(s, LINK_FOREIGN_KEY, list.at[i]);
        if (child)
            each(with, child);
    }
}

static void thing_link(struct arena *a, struct schema *s, const struct thing *thing, bool set)
{
    if (thing->type == THING_VIEW || thing->type == THING_MATERIALIZED_VIEW)
        link_set(a, s, LINK_VIEW, (struct path){0}, thing->path, set);
    if (!thing->on.name.n)
        return;
    if (thing->type == THING_INDEX)
        link_set(a, s, LINK_INDEX, thing->on, thing->path, set);
    else if (thing->type == THING_SEQUENCE)
        link_set(a, s, LINK_SEQUENCE, thing->on, thing->path, set);
    else if (thing->type == THING_TRIGGER)
        link_set(a, s, LINK_TRIGGER, thing->on, thing->path, set);
    else if (thing->type == THING_CARRIED)
        link_set(a, s, LINK_CARRIED, thing->on, thing->path, set);
}

static void constraint_link(struct arena *a, struct schema *s, const struct table *t,
                            const struct constraint *k, bool set)
{
    struct path name = {t->path.schema, k->name};
    if (k->kind == CONSTRAINT_FOREIGN_KEY)
        link_set(a, s, LINK_FOREIGN_KEY, k->to, t->path, set);
    if (s->dialect == ALUDEL_POSTGRESQL && k->name.n)
        link_set(a, s, LINK_CONSTRAINT, name, t->path, set);
}

/* The parts of two shapes of a table are the same ones up to `from`, and from their `to` on. */
struct difference {
    size_t from, was_to, is_to;
};

static struct difference difference(const void *const *was, size_t was_count, const void *const *is,
                                    size_t is_count)
{
    struct difference d = {0, was_count, is_count};
    while (d.from < d.was_to && d.from < d.is_to && was[d.from] == is[d.from])
        d.from++;
    while (d.was_to > d.from && d.is_to > d.from && was[d.was_to - 1] == is[d.is_to - 1]) {
        d.was_to--;
        d.is_to--;
    }
    return d;
}

static void constraints_link(struct arena *a, struct schema *s, const struct table *t, size_t from, size_t to,
                             bool set)
{
    for (size_t i = from; i < to; i++)
        constraint_link(a, s, t, t->constraints.at[i], set);
}

static void columns_link(struct arena *a, struct schema *s, const struct table *t, size_t from, size_t to,
                         bool set)
{
    for (size_t i = from; i < to; i++)
        if (t->columns.at[i]->type.labels)
            link_set(a, s, LINK_TYPE, t->columns.at[i]->type.labels->path, t->path, set);
}

static void table_link(struct arena *a, struct schema *s, const struct table *t, bool set)
{
    constraints_link(a, s, t, 0, t->constraints.count, set);
    columns_link(a, s, t, 0, t->columns.count, set);
}

/* Two foreign keys of a table are one link, two columns of a type too: what goes goes first, then what is new is
 * set, and behind something that went all that stays. */
static void table_relink(struct arena *a, struct schema *s, const struct table *was, const struct table *is)
{
    struct difference k = difference((const void *const *)was->constraints.at, was->constraints.count,
                                     (const void *const *)is->constraints.at, is->constraints.count);
    struct difference c = difference((const void *const *)was->columns.at, was->columns.count,
                                     (const void *const *)is->columns.at, is->columns.count);
    constraints_link(a, s, was, k.from, k.was_to, false);
    columns_link(a, s, was, c.from, c.was_to, false);
    if (k.was_to > k.from)
        k = (struct difference){0, 0, is->constraints.count};
    if (c.was_to > c.from)
        c = (struct difference){0, 0, is->columns.count};
    constraints_link(a, s, is, k.from, k.is_to, true);
    columns_link(a, s, is, c.from, c.is_to, true);
}

/* ---- Things ---- */

void gone_put(struct arena *a, struct schema *s, struct map_key key, struct gone gone)
{
    struct gone *kept = ARENA_NEW(a, struct gone);
    *kept = gone;
    s->gone = map_put(a, s->dialect, s->gone, key, kept);
}

void thing_put(struct arena *a, struct schema *s, struct thing *thing)
{
    struct map_key key = key_of(s, thing);
    const struct thing *was = map_get(s->things, s->dialect, &key);
    if (was)
        thing_link(a, s, was, false);
    if (!thing->order)
        thing->order = was ? was->order : ++s->made;
    thing_link(a, s, thing, true);
    s->things = map_put(a, s->dialect, s->things, key, thing);
}

void thing_remove(struct arena *a, struct schema *s, const struct thing *thing, const struct gone *gone)
{
    struct map_key key = key_of(s, thing);
    thing_link(a, s, thing, false);
    s->things = map_remove(a, s->dialect, s->things, &key);
    if (gone)
        gone_put(a, s, key, *gone);
}

void table_put(struct arena *a, struct schema *s, const struct table *was, struct thing *thing)
{
    if (was && same_path(s->dialect, was->path, thing->path)) {
        table_relink(a, s, was, thing->table);
    } else {
        if (was)
            table_link(a, s, was, false);
        table_link(a, s, thing->table, true);
    }
    thing_put(a, s, thing);
}

/* What others are carried with is called otherwise than by its path. */
static void carried_remove(struct arena *a, struct schema *s, const struct thing *thing)
{
    struct map_nodes list = {0};
    thing_remove(a, s, thing, NULL);
    if (!thing->carried->called.n)
        return;
    links_list(a, s, LINK_CARRIED, (struct path){thing->path.schema, thing->carried->called}, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *part = link_thing(s, LINK_CARRIED, list.at[i]);
        if (part)
            carried_remove(a, s, part);
    }
}

void table_remove(struct arena *a, struct schema *s, const struct thing *thing, const struct gone *gone)
{
    static const enum space hang[] = {LINK_INDEX, LINK_TRIGGER, LINK_SEQUENCE, LINK_CARRIED};
    for (size_t i = 0; i < sizeof hang / sizeof *hang; i++) {
        struct map_nodes list = {0};
        links_list(a, s, hang[i], thing->path, &list);
        for (size_t k = 0; k < list.count; k++) {
            const struct thing *part = link_thing(s, hang[i], list.at[k]);
            if (part && part->type == THING_CARRIED)
                carried_remove(a, s, part);
            else if (part)
                thing_remove(a, s, part, gone);
        }
    }
    if (thing->table)
        table_link(a, s, thing->table, false);
    if (thing->type == THING_CARRIED)
        carried_remove(a, s, thing);
    else
        thing_remove(a, s, thing, gone);
}

/* ---- Arrays ---- */

static void *array_copy(struct arena *a, const void *at, size_t count, size_t size)
{
    void *copy = arena_new(a, (count + 1) * size);
    if (count)
        memcpy(copy, at, count * size);
    return copy;
}

struct table *table_copy(struct arena *a, const struct table *t)
{
    struct table *copy = ARENA_NEW(a, struct table);
    *copy = *t;
    copy->columns.at = array_copy(a, t->columns.at, t->columns.count, sizeof *t->columns.at);
    copy->columns.room = t->columns.count + 1;
    copy->constraints.at = array_copy(a, t->constraints.at, t->constraints.count, sizeof *t->constraints.at);
    copy->constraints.room = t->constraints.count + 1;
    copy->indexes.at = array_copy(a, t->indexes.at, t->indexes.count, sizeof *t->indexes.at);
    copy->indexes.room = t->indexes.count + 1;
    return copy;
}

static void remove_at(void *at, size_t *count, size_t which, size_t size)
{
    char *z = at;
    --*count;
    memmove(z + which * size, z + (which + 1) * size, (*count - which) * size);
}

void columns_remove(struct columns *list, size_t at)
{
    remove_at(list->at, &list->count, at, sizeof *list->at);
}

void constraints_remove(struct constraints *list, size_t at)
{
    remove_at(list->at, &list->count, at, sizeof *list->at);
}

void indexes_remove(struct indexes *list, size_t at)
{
    remove_at(list->at, &list->count, at, sizeof *list->at);
}
