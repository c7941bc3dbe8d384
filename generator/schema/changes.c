/* changes.c: the changes that build a schema from nothing. */
#include "schema/inner.h"

#include <stdlib.h>

enum progress { PROGRESS_NONE, PROGRESS_BEGUN, PROGRESS_DONE };

/* A table on its way. */
struct stop {
    const struct thing *thing;
    enum progress progress;
};

struct building {
    struct arena *arena;
    const struct schema *s;
    bool maybe;
    struct changes *out;
    struct map_nodes things;      /* in the order in which they were made */
    const struct map_tree *stops; /* a table's key -> its stop */
    struct changes later;         /* foreign keys that close a circle */
};

static struct change *push(struct building *b, struct changes *to, enum change_kind kind)
{
    struct change *c = ARENA_NEW(b->arena, struct change);
    c->kind = kind;
    vec_push(b->arena, to, c);
    return c;
}

/* ---- Tables ---- */

static void add_constraint(struct building *b, struct changes *to, const struct table *t,
                           const struct constraint *k)
{
    struct change *c = push(b, to, CHANGE_ADD_CONSTRAINT);
    c->table = t->path;
    c->constraint = k;
    c->maybe = k->maybe;
}

static bool closes_circle(const struct building *b, const struct table *t, const struct constraint *k)
{
    struct map_key key = thing_key(b->s, THING_TABLE, k->to, (struct path){0});
    const struct stop *stop = map_get(b->stops, b->s->dialect, &key);
    return b->s->dialect == ALUDEL_POSTGRESQL && k->kind == CONSTRAINT_FOREIGN_KEY && stop &&
           stop->progress != PROGRESS_DONE && !same_path(b->s->dialect, k->to, t->path);
}

static void keep_constraints(struct building *b, struct table *t)
{
    for (size_t i = 0; i < t->constraints.count;) {
        const struct constraint *k = t->constraints.at[i];
        bool kept = !k->maybe || b->maybe, later = kept && closes_circle(b, t, k);
        if (later)
            add_constraint(b, &b->later, t, k);
        if (later || !kept)
            constraints_remove(&t->constraints, i);
        else
            i++;
    }
}

/* A sequence of its own makes a column NOT NULL, which it needn't stay. */
static void allow_null(struct building *b, const struct table *t, const struct column *column)
{
    if (!column->serial || column->not_null)
        return;
    struct change *c = push(b, b->out, CHANGE_ALTER_COLUMN);
    c->table = t->path;
    c->name = column->name;
    c->alter.what = ALTER_NULL;
}

static void keep_certain(struct table *t)
{
    for (size_t i = t->columns.count; i-- > 0;)
        if (t->columns.at[i]->maybe)
            columns_remove(&t->columns, i);
    for (size_t i = t->indexes.count; i-- > 0;)
        if (t->indexes.at[i]->maybe)
            indexes_remove(&t->indexes, i);
}

static void create_table(struct building *b, const struct thing *thing)
{
    struct table *t = table_copy(b->arena, thing->table);
    struct constraints apart = {0};
    keep_constraints(b, t);
    if (!b->maybe)
        keep_certain(t);
    keys_split(b->arena, b->s->dialect, &t->constraints, &apart);
    struct change *c = push(b, b->out, CHANGE_CREATE_TABLE);
    c->create = t;
    c->maybe = thing->maybe || !table_is_certain(t);
    for (size_t i = 0; i < t->columns.count; i++)
        allow_null(b, t, t->columns.at[i]);
    for (size_t i = apart.count; i-- > 0;)
        add_constraint(b, b->out, t, apart.at[i]);
}

/* Those that its foreign keys lead to come first. */
static void visit_table(struct building *b, const struct map_key *key)
{
    struct stop *stop = (struct stop *)map_get(b->stops, b->s->dialect, key);
    if (!stop || stop->progress != PROGRESS_NONE)
        return;
    const struct table *t = stop->thing->table;
    stop->progress = PROGRESS_BEGUN;
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_FOREIGN_KEY) {
            struct map_key to = thing_key(b->s, THING_TABLE, t->constraints.at[i]->to, (struct path){0});
            visit_table(b, &to);
        }
    create_table(b, stop->thing);
    stop->progress = PROGRESS_DONE;
}

static void list_tables(struct building *b)
{
    for (size_t i = 0; i < b->things.count; i++) {
        const struct thing *thing = b->things.at[i]->value;
        struct stop *stop = ARENA_NEW(b->arena, struct stop);
        stop->thing = thing;
        if (thing->type == THING_TABLE && (b->maybe || !thing->maybe))
            b->stops = map_put(b->arena, b->s->dialect, b->stops, b->things.at[i]->key, stop);
    }
}

static void build_tables(struct building *b)
{
    list_tables(b);
    for (size_t i = 0; i < b->things.count; i++)
        visit_table(b, &b->things.at[i]->key);
    for (size_t i = 0; i < b->later.count; i++)
        vec_push(b->arena, b->out, b->later.at[i]);
}

/* ---- All ---- */

static int by_order(const void *x, const void *y)
{
    const struct thing *a = (*(const struct map_node *const *)x)->value;
    const struct thing *b = (*(const struct map_node *const *)y)->value;
    return (a->order > b->order) - (a->order < b->order);
}

static void list_things(struct building *b)
{
    for (int space = SPACE_RELATION; space <= SPACE_SCHEMA; space++)
        map_list(b->arena, b->s->things, b->s->dialect, MAP_SPACE, &(struct map_key){.space = space},
                 &b->things);
    if (b->things.count)
        qsort(b->things.at, b->things.count, sizeof *b->things.at, by_order);
}

static bool comes_with_column(const struct thing *thing)
{
    return thing->type == THING_SEQUENCE && thing->on.name.n && !thing->definition.text.n;
}

/* `owned`: sequences that name a table's column, which is there by then. */
static void build_type(struct building *b, unsigned types, bool owned)
{
    for (size_t i = 0; i < b->things.count; i++) {
        const struct thing *thing = b->things.at[i]->value;
        bool late = thing->type == THING_SEQUENCE && thing->on.name.n;
        if (!(types & 1u << thing->type) || (thing->maybe && !b->maybe) || late != owned ||
            comes_with_column(thing))
            continue;
        struct change *c = push(b, b->out, CHANGE_CREATE);
        c->thing = thing;
        c->maybe = thing->maybe;
    }
}

/* Those of tables come with them. */
static void build_view_indexes(struct building *b)
{
    for (size_t i = 0; i < b->things.count; i++) {
        const struct thing *thing = b->things.at[i]->value;
        if (!thing->index || (thing->maybe && !b->maybe))
            continue;
        struct change *c = push(b, b->out, CHANGE_CREATE_INDEX);
        c->index = thing->index;
        c->table = thing->on;
        c->maybe = thing->maybe;
    }
}

void schema_changes(struct arena *a, const struct schema *s, bool maybe, struct changes *out)
{
    struct building b = {.arena = a, .s = s, .maybe = maybe, .out = out};
    list_things(&b);
    build_type(&b, 1u << THING_SCHEMA, false);
    build_type(&b, 1u << THING_EXTENSION, false);
    build_type(&b, 1u << THING_ENUM, false);
    build_type(&b, 1u << THING_SEQUENCE, false);
    build_tables(&b);
    build_type(&b, 1u << THING_SEQUENCE, true);
    build_type(&b,
               1u << THING_VIEW | 1u << THING_MATERIALIZED_VIEW | 1u << THING_FUNCTION | 1u << THING_TRIGGER |
                   1u << THING_CARRIED,
               false);
    build_view_indexes(&b);
}
