/* schema.c: what a schema is asked. */
#include "schema/inner.h"

static enum space space_of(enum thing_type type)
{
    switch (type) {
    case THING_TABLE:
    case THING_VIEW:
    case THING_MATERIALIZED_VIEW:
    case THING_INDEX:
    case THING_SEQUENCE: return SPACE_RELATION;
    case THING_ENUM: return SPACE_TYPE;
    case THING_FUNCTION: return SPACE_FUNCTION;
    case THING_TRIGGER: return SPACE_TRIGGER;
    case THING_EXTENSION: return SPACE_EXTENSION;
    case THING_SCHEMA: return SPACE_SCHEMA;
    case THING_CARRIED: return SPACE_CARRIED;
    }
    return SPACE_RELATION;
}

/* Extensions and schemas stand in no schema. PostgreSQL's triggers belong to their table. */
struct map_key thing_key(const struct schema *s, enum thing_type type, struct path path, struct path on)
{
    struct map_key key = {.space = (int)space_of(type), .path = path};
    if (type == THING_EXTENSION || type == THING_SCHEMA)
        key.path.schema = (struct aludel_text){"", 0};
    else
        key.path = plain_path(s->dialect, path);
    if (type == THING_TRIGGER && s->dialect == ALUDEL_POSTGRESQL)
        key.of = plain_path(s->dialect, on);
    if (type == THING_FUNCTION)
        key.of.name = on.name;
    return key;
}

struct map_key key_of(const struct schema *s, const struct thing *thing)
{
    struct path arguments = {.name = thing->arguments};
    return thing_key(s, thing->type, thing->path, thing->type == THING_FUNCTION ? arguments : thing->on);
}

struct map_key part_key(const struct schema *s, enum space space, struct path table, struct aludel_text name)
{
    return (struct map_key){.space = (int)space, .path = plain_path(s->dialect, table), .of = {.name = name}};
}

const struct thing *schema_find(const struct schema *s, enum thing_type type, struct path path)
{
    struct map_key key = thing_key(s, type, path, (struct path){0});
    const struct map_node *node = map_first(s->things, s->dialect, MAP_PATH, &key);
    const struct thing *thing = node ? node->value : NULL;
    return thing && thing->type == type ? thing : NULL;
}

const struct thing *schema_trigger(const struct schema *s, struct path path, struct path on)
{
    struct map_key key = thing_key(s, THING_TRIGGER, path, on);
    return map_get(s->things, s->dialect, &key);
}

const struct thing *schema_counterpart(const struct schema *s, const struct thing *thing)
{
    struct map_key key = key_of(s, thing);
    const struct thing *there = map_get(s->things, s->dialect, &key);
    return there && there->type == thing->type ? there : NULL;
}

const struct thing *schema_unknown_function(const struct schema *s, struct path path)
{
    const struct thing *thing = schema_find(s, THING_FUNCTION, path);
    return thing && !thing->arguments.n ? thing : NULL;
}

size_t schema_functions(struct arena *a, const struct schema *s, struct path path)
{
    struct map_key key = thing_key(s, THING_FUNCTION, path, (struct path){0});
    struct map_nodes list = {0};
    map_list(a, s->things, s->dialect, MAP_PATH, &key, &list);
    return list.count;
}

const struct thing *schema_meant(struct arena *a, const struct schema *s, const struct thing *thing)
{
    if (thing->type == THING_TRIGGER && !thing->on.name.n)
        return schema_find(s, thing->type, thing->path);
    const struct thing *there = schema_counterpart(s, thing);
    if (there || thing->type != THING_FUNCTION)
        return there;
    bool alone = schema_functions(a, s, thing->path) == 1;
    return alone ? schema_find(s, thing->type, thing->path) : schema_unknown_function(s, thing->path);
}

const struct thing *schema_relation(const struct schema *s, struct path path)
{
    struct map_key key = thing_key(s, THING_TABLE, path, (struct path){0});
    return map_get(s->things, s->dialect, &key);
}

const struct table *schema_table(const struct schema *s, struct path path)
{
    const struct thing *thing = schema_find(s, THING_TABLE, path);
    return thing ? thing->table : NULL;
}

static void visit(const struct map_tree *m, enum thing_type type,
                  void (*each)(void *with, const struct thing *thing), void *with)
{
    if (!m)
        return;
    int space = (int)space_of(type);
    const struct thing *thing = m->node->value;
    if (space <= m->node->key.space)
        visit(m->left, type, each, with);
    if (thing->type == type)
        each(with, thing);
    if (space >= m->node->key.space)
        visit(m->right, type, each, with);
}

void schema_each(const struct schema *s, enum thing_type type,
                 void (*each)(void *with, const struct thing *thing), void *with)
{
    visit(s->things, type, each, with);
}

/* ---- Types ---- */

bool is_integer(enum type_family family)
{
    return family == TYPE_INTEGER || family == TYPE_SMALL_INTEGER || family == TYPE_BIG_INTEGER;
}

bool has_type(const struct column_type *type)
{
    return type->sql.text.n || type->sql.holes || type->collation.name.n;
}

/* ---- Parts of a table ---- */

size_t columns_at(enum aludel_dialect dialect, const struct columns *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_name(dialect, list->at[i]->name, name))
            return i;
    return NOWHERE;
}

size_t constraints_at(enum aludel_dialect dialect, const struct constraints *list, struct aludel_text name)
{
    for (size_t i = 0; name.n && i < list->count; i++)
        if (same_name(dialect, list->at[i]->name, name))
            return i;
    return NOWHERE;
}

size_t indexes_at(enum aludel_dialect dialect, const struct indexes *list, struct aludel_text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (same_name(dialect, list->at[i]->path.name, name))
            return i;
    return NOWHERE;
}

const struct column *table_column(const struct schema *s, const struct table *t, struct aludel_text name)
{
    size_t at = columns_at(s->dialect, &t->columns, name);
    return at == NOWHERE ? NULL : t->columns.at[at];
}

const struct constraint *table_constraint(const struct schema *s, const struct table *t,
                                          struct aludel_text name)
{
    size_t at = constraints_at(s->dialect, &t->constraints, name);
    return at == NOWHERE ? NULL : t->constraints.at[at];
}

const struct index *table_index(const struct schema *s, const struct table *t, struct aludel_text name)
{
    size_t at = indexes_at(s->dialect, &t->indexes, name);
    return at == NOWHERE ? NULL : t->indexes.at[at];
}

const struct constraint *table_primary_key(const struct table *t)
{
    for (size_t i = 0; i < t->constraints.count; i++)
        if (t->constraints.at[i]->kind == CONSTRAINT_PRIMARY_KEY)
            return t->constraints.at[i];
    return NULL;
}

bool table_is_certain(const struct table *t)
{
    bool certain = !t->uncertain;
    for (size_t i = 0; i < t->columns.count; i++)
        certain = certain && !t->columns.at[i]->maybe;
    for (size_t i = 0; i < t->constraints.count; i++)
        certain = certain && !t->constraints.at[i]->maybe;
    for (size_t i = 0; i < t->indexes.count; i++)
        certain = certain && !t->indexes.at[i]->maybe;
    return certain;
}
