/* invert.c: the changes that undo a change. What it did to a table is read off the schemas around it. */
#include "schema/inverse.h"

/* Types that came with the change's columns. */
static void drop_type(struct inverting *v, const struct column_type *type)
{
    if (!type->labels || schema_find(v->before, THING_ENUM, type->labels->path))
        return;
    const struct thing *made = schema_find(v->after, THING_ENUM, type->labels->path);
    for (size_t i = 0; i < v->out->count; i++)
        if (v->out->at[i]->kind == CHANGE_DROP && v->out->at[i]->thing == made)
            return;
    if (made)
        push_inverse(v, CHANGE_DROP)->thing = made;
}

/* ---- Tables ---- */

static bool invert_create_table(struct inverting *v)
{
    const struct table *create = v->c->create;
    const struct thing *was = schema_relation(v->before, create->path);
    if ((was && was->maybe) || (v->c->if_not_exists && !was && v->before->uncertain))
        return refuse_inverse(v, path_shown(v->arena, create->path), "which may have been there before");
    if (was || v->before == v->after)
        return true;
    push_inverse(v, CHANGE_DROP_TABLE)->table = create->path;
    for (size_t i = 0; i < create->columns.count; i++)
        drop_type(v, &create->columns.at[i]->type);
    return true;
}

static bool restore_triggers(struct inverting *v, struct path table)
{
    struct map_nodes list = {0};
    links_list(v->arena, v->before, LINK_TRIGGER, table, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *trigger = link_thing(v->before, LINK_TRIGGER, list.at[i]);
        if (!trigger)
            continue;
        if (trigger->maybe || !trigger->definition.text.n)
            return refuse_inverse(v, path_shown(v->arena, table),
                                  arena_format(v->arena, "whose trigger '%s' isn't known here",
                                               path_shown(v->arena, trigger->path)));
        push_inverse(v, CHANGE_CREATE)->thing = trigger;
    }
    return true;
}

/* One that somebody made and gave to a column: neither can be made before the other. */
static bool has_no_sequence(struct inverting *v, struct path table)
{
    struct map_nodes list = {0};
    links_list(v->arena, v->before, LINK_SEQUENCE, table, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *sequence = link_thing(v->before, LINK_SEQUENCE, list.at[i]);
        if (sequence && sequence->definition.text.n)
            return refuse_inverse(
                v, path_shown(v->arena, table),
                arena_format(v->arena, "which owns the sequence '%s'", path_shown(v->arena, sequence->path)));
    }
    return true;
}

static void create_again(struct inverting *v, const struct table *was)
{
    struct table *t = table_copy(v->arena, was);
    struct constraints apart = {0};
    keys_split(v->arena, v->before->dialect, &t->constraints, &apart);
    push_inverse(v, CHANGE_CREATE_TABLE)->create = t;
    restore_nulls(v, t);
    for (size_t i = apart.count; i-- > 0;) {
        struct change *c = push_inverse(v, CHANGE_ADD_CONSTRAINT);
        c->table = t->path;
        c->constraint = apart.at[i];
    }
}

static bool shape_is_known(const struct thing *was)
{
    return was && !was->maybe && table_is_certain(was->table);
}

static bool invert_drop_table(struct inverting *v)
{
    const struct thing *was = schema_find(v->before, THING_TABLE, v->c->table);
    const char *name = path_shown(v->arena, v->c->table);
    if (!was && !v->before->uncertain)
        return true;
    if (!shape_is_known(was))
        return refuse_inverse(v, name, "whose shape isn't known here");
    if (refuse_cascade(v, name) || !has_no_sequence(v, was->path))
        return false;
    create_again(v, was->table);
    return restore_triggers(v, was->path) && restore_referrers(v, v->after, was->path);
}

/* Those that went with their columns. */
static void restore_indexes(struct inverting *v, const struct table *was)
{
    for (size_t i = 0; i < was->indexes.count; i++) {
        if (schema_find(v->after, THING_INDEX, was->indexes.at[i]->path))
            continue;
        struct change *c = push_inverse(v, CHANGE_CREATE_INDEX);
        c->table = was->path;
        c->index = was->indexes.at[i];
    }
}

static bool invert_redefine_table(struct inverting *v)
{
    const struct thing *was = schema_find(v->before, THING_TABLE, v->c->table);
    if (was && !shape_is_known(was))
        return refuse_inverse(v, path_shown(v->arena, was->path), "whose shape isn't known here");
    if (!was)
        return !v->before->uncertain ||
               refuse_inverse(v, path_shown(v->arena, v->c->table), "which isn't known here");
    struct change *c = push_inverse(v, CHANGE_REDEFINE_TABLE);
    c->table = was->path;
    c->create = was->table;
    restore_indexes(v, was->table);
    return true;
}

static bool invert_move_table(struct inverting *v)
{
    const struct thing *is = schema_relation(v->after, v->c->to);
    if (did_nothing(v, THING_TABLE, v->c->table))
        return true;
    if (!is)
        return refuse_inverse(v, path_shown(v->arena, v->c->table), "which isn't known here");
    struct change *c = push_inverse(v, v->c->kind);
    c->table = v->c->to;
    c->to = v->c->table;
    return true;
}

/* ---- Names ---- */

static bool renamed_nothing(const struct inverting *v)
{
    const struct table *t =
        v->c->kind == CHANGE_RENAME_CONSTRAINT ? schema_table(v->before, v->c->table) : NULL;
    if (v->c->kind == CHANGE_RENAME_INDEX)
        return did_nothing(v, THING_INDEX, (struct path){v->c->table.schema, v->c->name});
    return v->c->kind == CHANGE_RENAME_CONSTRAINT &&
           (did_nothing(v, THING_TABLE, v->c->table) || (v->before == v->after && t && !t->uncertain));
}

static bool invert_rename(struct inverting *v)
{
    if (renamed_nothing(v))
        return true;
    if (v->before == v->after)
        return refuse_inverse(v, arena_string(v->arena, v->c->name), "which isn't known here");
    struct change *c = push_inverse(v, v->c->kind);
    c->table = v->c->table;
    c->thing = v->c->thing;
    c->name = v->c->text;
    c->text = v->c->name;
    return true;
}

/* ---- Other things ---- */

static bool can_be_made(const struct thing *thing)
{
    switch (thing->type) {
    case THING_ENUM: return thing->labels || thing->definition.text.n;
    case THING_SEQUENCE:
    case THING_EXTENSION:
    case THING_SCHEMA: return true;
    default: return thing->definition.text.n > 0;
    }
}

/* Whatever has its name. */
static const struct thing *named_so(const struct inverting *v)
{
    const struct thing *thing = v->c->thing;
    struct map_key key = key_of(v->before, thing);
    return map_get(v->before->things, v->before->dialect, &key);
}

static const struct thing *dropped_thing(const struct inverting *v)
{
    return schema_meant(v->arena, v->before, v->c->thing);
}

/* PostgreSQL tells functions of one name apart by their arguments. What CREATE made wasn't there; REPLACE may have
 * replaced the one that is known, or, where arguments aren't known, made another. */
static bool invert_overload(struct inverting *v, const struct thing *was)
{
    const char *name = path_shown(v->arena, v->c->thing->path);
    if (!was || v->c->kind == CHANGE_CREATE || was->maybe || !was->definition.text.n)
        return refuse_inverse(v, name, "which shares its name with another function");
    push_inverse(v, CHANGE_REPLACE)->thing = was;
    return true;
}

static bool is_overloaded(const struct inverting *v)
{
    const struct thing *thing = v->c->thing;
    if (thing->type != THING_FUNCTION || v->before->dialect != ALUDEL_POSTGRESQL)
        return false;
    return named_so(v) || (thing->arguments.n ? schema_unknown_function(v->before, thing->path)
                                              : schema_find(v->before, THING_FUNCTION, thing->path));
}

static bool invert_create(struct inverting *v)
{
    const struct thing *was = named_so(v);
    if (is_overloaded(v))
        return invert_overload(v, was);
    bool unsure = v->before->uncertain && (v->c->if_not_exists || v->c->kind == CHANGE_REPLACE);
    const char *name = path_shown(v->arena, v->c->thing->path);
    if ((was && was->maybe) || (!was && unsure))
        return refuse_inverse(v, name, "which may have been there before");
    if (v->before == v->after)
        return true;
    if (was && !can_be_made(was))
        return refuse_inverse(v, name, "whose definition before isn't known here");
    push_inverse(v, was ? CHANGE_REPLACE : CHANGE_DROP)->thing = was ? was : v->c->thing;
    return true;
}

static bool invert_drop(struct inverting *v)
{
    const struct thing *was = dropped_thing(v);
    const char *name = path_shown(v->arena, v->c->thing->path);
    if (!was && !v->before->uncertain)
        return true;
    if (!was || was->maybe || !can_be_made(was))
        return refuse_inverse(v, name, "whose definition isn't known here");
    if (v->c->cascade)
        return refuse_inverse(v, name, "whose CASCADE may have dropped more");
    push_inverse(v, CHANGE_CREATE)->thing = was;
    return true;
}

static bool invert_add_enum_value(struct inverting *v)
{
    return v->before == v->after && !v->before->uncertain
               ? true
               : refuse_inverse(v, arena_string(v->arena, v->c->text), "which no server takes away again");
}

static bool invert_rename_type(struct inverting *v)
{
    struct thing *renamed = ARENA_NEW(v->arena, struct thing);
    if (v->before == v->after)
        return refuse_inverse(v, path_shown(v->arena, v->c->thing->path), "which isn't known here");
    *renamed = *v->c->thing;
    renamed->path = v->c->to;
    struct change *c = push_inverse(v, CHANGE_RENAME_TYPE);
    c->thing = renamed;
    c->to = v->c->thing->path;
    return true;
}

static bool invert_unread(struct inverting *v)
{
    *v->why = "a statement whose effect can't be read";
    return false;
}

/* ---- All ---- */

static bool (*const inverters[])(struct inverting *v) = {
#define CHANGE(kind, name, evolves, inverts, words) invert_##inverts,
#include "schema/changes.def"
#undef CHANGE
};

bool invert(struct arena *a, const struct schema *before, const struct schema *after, const struct change *c,
            struct changes *out, const char **why)
{
    struct inverting v = {a, before, after, c, out, why};
    if (!inverters[c->kind](&v))
        return false;
    if (c->kind == CHANGE_ADD_COLUMN)
        drop_type(&v, &c->column->type);
    if (c->kind == CHANGE_ALTER_COLUMN && c->alter.what & ALTER_TYPE)
        drop_type(&v, &c->alter.type);
    return true;
}
