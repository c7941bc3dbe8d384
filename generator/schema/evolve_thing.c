/* evolve_thing.c: views, sequences, types, functions, triggers, extensions, schemas. */
#include "schema/inner.h"

/* ---- CREATE, CREATE OR REPLACE ---- */

static struct thing *thing_prepare(struct evolving *g)
{
    struct thing *thing = ARENA_NEW(g->arena, struct thing);
    struct map_key key = key_of(g->s, g->c->thing);
    *thing = *g->c->thing;
    thing->path = key.path;
    thing->on = plain_path(g->s->dialect, thing->on);
    thing->made = place_or_change(g, thing->made);
    thing->order = 0;
    return thing;
}

/* A trigger's table may be a view too. */
static void check_on(struct evolving *g, const struct thing *thing)
{
    const struct thing *on = schema_relation(g->s, thing->on);
    if (thing->type != THING_TRIGGER || !thing->on.name.n || (on && (on->table || on->type == THING_VIEW)))
        return;
    struct span outer = look_at(g, g->c->table_span);
    if (surely_absent(g->s, THING_TABLE, thing->on))
        say_no_thing(g, THING_TABLE, thing->on);
    g->at = outer;
}

/* PostgreSQL's functions may share a name when their arguments differ, which isn't known of all. */
static bool is_overloaded(const struct evolving *g, const struct thing *thing)
{
    if (thing->type != THING_FUNCTION || g->s->dialect != ALUDEL_POSTGRESQL)
        return false;
    return thing->arguments.n ? schema_unknown_function(g->s, thing->path) != NULL
                              : schema_find(g->s, THING_FUNCTION, thing->path) != NULL;
}

void evolve_create(struct evolving *g)
{
    struct thing *thing = thing_prepare(g);
    struct path arguments = {.name = thing->arguments};
    bool unsure = false, is_function = thing->type == THING_FUNCTION;
    check_on(g, thing);
    if (is_overloaded(g, thing))
        thing->maybe = true;
    else if (!room_for(g, thing->type, thing->path, is_function ? arguments : thing->on, &unsure))
        return;
    if (unsure) {
        thing->definition = (struct sql){0};
        thing->maybe = true;
    }
    thing_put(g->arena, g->s, thing);
}

void evolve_replace(struct evolving *g)
{
    struct thing *thing = thing_prepare(g);
    struct map_key key = key_of(g->s, thing);
    const struct thing *there = map_get(g->s->things, g->s->dialect, &key);
    check_on(g, thing);
    if (there && there->type != thing->type && !there->maybe)
        say_thing_exists(g, there);
    if (there && there->type != thing->type)
        table_remove(g->arena, g->s, there, NULL);
    if (is_overloaded(g, thing))
        thing->maybe = !there || there->maybe;
    thing_put(g->arena, g->s, thing);
}

/* ---- DROP ---- */

static const struct thing *dropped(struct evolving *g)
{
    const struct thing *thing = g->c->thing;
    const struct thing *there = schema_meant(g->arena, g->s, thing);
    if (!there && !g->c->if_exists && surely_absent(g->s, thing->type, thing->path))
        say_no_thing(g, thing->type, thing->path);
    return there;
}

static bool is_of_type(const struct evolving *g, const struct column *column, struct path type)
{
    return column->type.labels && same_path(g->s->dialect, column->type.labels->path, type);
}

static const struct column *column_of_type(const struct evolving *g, const struct table *t, struct path type)
{
    for (size_t i = 0; i < t->columns.count; i++)
        if (is_of_type(g, t->columns.at[i], type) && !t->columns.at[i]->maybe)
            return t->columns.at[i];
    return NULL;
}

static bool say_type_needed(struct evolving *g, const struct thing *type, const struct thing *user)
{
    const struct column *column = column_of_type(g, user->table, type->path);
    if (!column || user->maybe || type->maybe || user->table->uncertain)
        return false;
    diag_error(g->e->diagnostics, here(g), "type '%s' is that of column '%.*s' of table '%s'",
               path_shown(g->arena, type->path), (int)column->name.n, column->name.z,
               path_shown(g->arena, user->path));
    say_tie(g, type->path, user->path, "drop the column first, or give it another type", column->made);
    return true;
}

static void user_uncertain(struct evolving *g, const struct thing *user)
{
    struct table *t = table_edit(g, user);
    t->uncertain = true;
    t->made = here(g);
    table_done(g, user, t);
}

/* One of its users is named; with CASCADE their columns are gone. */
static void free_type(struct evolving *g, const struct thing *type)
{
    struct map_nodes list = {0};
    bool said = false;
    links_list(g->arena, g->s, LINK_TYPE, type->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *user = link_thing(g->s, LINK_TYPE, list.at[i]);
        if (user && g->c->cascade)
            user_uncertain(g, user);
        else if (user && !said)
            said = say_type_needed(g, type, user);
    }
}

/* By its default, or as an identity: then it can't go alone. */
static bool is_counted(const struct evolving *g, const struct thing *sequence)
{
    const struct table *t = schema_table(g->s, sequence->on);
    const struct column *column = t ? table_column(g->s, t, sequence->on_column) : NULL;
    return column && (column->serial || column->identity);
}

static void free_sequence(struct evolving *g, const struct thing *sequence)
{
    if (sequence->maybe || g->c->cascade || !is_counted(g, sequence))
        return;
    diag_error(g->e->diagnostics, here(g), "sequence '%s' counts column '%.*s' of table '%s'",
               path_shown(g->arena, sequence->path), (int)sequence->on_column.n, sequence->on_column.z,
               path_shown(g->arena, sequence->on));
    say_tie(g, sequence->path, sequence->on, "it goes with the column", sequence->made);
}

static void list_inside(struct evolving *g, struct path schema, struct map_nodes *list)
{
    for (int space = SPACE_RELATION; space <= SPACE_TRIGGER; space++) {
        struct map_key key = {.space = space, .path = {.schema = schema.name}};
        map_list(g->arena, g->s->things, g->s->dialect, MAP_SCHEMA, &key, list);
    }
}

static void free_schema(struct evolving *g, const struct thing *schema)
{
    struct map_nodes list = {0};
    list_inside(g, schema->path, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct thing *thing = list.at[i]->value;
        if (g->c->cascade) {
            table_remove(g->arena, g->s, thing, &(struct gone){here(g), false});
        } else if (!thing->maybe && !schema->maybe) {
            diag_error(g->e->diagnostics, here(g), "schema '%s' isn't empty: it has %s '%s'",
                       path_shown(g->arena, schema->path), thing_word(thing->type),
                       path_shown(g->arena, thing->path));
            say_claim(g, thing->path);
            diag_hint(g->e->diagnostics, "drop what is in it first, or write CASCADE");
            say_made(g, thing->made);
            return;
        }
    }
}

/* CASCADE takes along what can't be known: triggers of a function, columns of an extension's types. */
static void drop_cascade(struct evolving *g, const struct thing *thing)
{
    struct map_nodes list = {0};
    cascaded(g);
    if (thing->type == THING_FUNCTION || thing->type == THING_EXTENSION)
        map_list(g->arena, g->s->things, g->s->dialect, MAP_SPACE, &(struct map_key){.space = SPACE_TRIGGER},
                 &list);
    if (thing->type == THING_EXTENSION)
        map_list(g->arena, g->s->things, g->s->dialect, MAP_SPACE, &(struct map_key){.space = SPACE_RELATION},
                 &list);
    for (size_t i = 0; i < list.count; i++) {
        struct thing *copy = ARENA_NEW(g->arena, struct thing);
        *copy = *(const struct thing *)list.at[i]->value;
        copy->maybe = copy->maybe || copy->type != THING_TABLE;
        if (copy->type == THING_TABLE)
            user_uncertain(g, list.at[i]->value);
        else
            thing_put(g->arena, g->s, copy);
    }
}

void evolve_drop(struct evolving *g)
{
    const struct thing *thing = dropped(g);
    if (!thing || (thing->maybe && is_overloaded(g, thing)))
        return;
    if (thing->type == THING_ENUM)
        free_type(g, thing);
    else if (thing->type == THING_SEQUENCE)
        free_sequence(g, thing);
    else if (thing->type == THING_SCHEMA)
        free_schema(g, thing);
    table_remove(g->arena, g->s, thing, &(struct gone){here(g), false});
    if (g->c->cascade)
        drop_cascade(g, thing);
}

/* ---- Enums ---- */

static const struct thing *changed_enum(struct evolving *g)
{
    const struct thing *thing = schema_find(g->s, THING_ENUM, g->c->thing->path);
    struct span outer = look_at(g, g->c->table_span);
    if (!thing && surely_absent(g->s, THING_ENUM, g->c->thing->path))
        say_no_thing(g, THING_ENUM, g->c->thing->path);
    g->at = outer;
    return thing && thing->labels ? thing : NULL;
}

static size_t label_at(const struct names *labels, struct aludel_text label)
{
    for (size_t i = 0; i < labels->count; i++)
        if (al_same(labels->at[i], label))
            return i;
    return NOWHERE;
}

static void say_no_label(struct evolving *g, const struct thing *thing, struct aludel_text label)
{
    VEC(const char *) near = {0};
    const struct names *labels = &thing->labels->labels;
    if (thing->maybe)
        return;
    diag_error(g->e->diagnostics, here(g), "type '%s' has no label '%.*s'", path_shown(g->arena, thing->path),
               (int)label.n, label.z);
    say_claim(g, thing->path);
    for (size_t i = 0; i < labels->count; i++)
        vec_push(g->arena, &near, arena_string(g->arena, labels->at[i]));
    const char *nearest = al_nearest(label, near.at, near.count);
    if (nearest)
        diag_hint(g->e->diagnostics, "did you mean '%s'?", nearest);
    say_made(g, thing->made);
}

static void say_label_exists(struct evolving *g, const struct thing *thing, struct aludel_text label)
{
    if (thing->maybe)
        return;
    diag_error(g->e->diagnostics, here(g), "type '%s' has a label '%.*s' already",
               path_shown(g->arena, thing->path), (int)label.n, label.z);
    say_claim(g, thing->path);
    say_made(g, thing->made);
}

/* Columns know the labels of their type. */
static void relabel_user(struct evolving *g, const struct thing *user, const struct thing *type)
{
    struct table *t = table_edit(g, user);
    for (size_t i = 0; i < t->columns.count; i++) {
        if (!is_of_type(g, t->columns.at[i], type->path))
            continue;
        struct column *column = ARENA_NEW(g->arena, struct column);
        struct enum_type *labels = ARENA_NEW(g->arena, struct enum_type);
        *column = *t->columns.at[i];
        *labels = *column->type.labels;
        labels->labels = type->labels->labels;
        column->type.labels = labels;
        t->columns.at[i] = column;
    }
    table_done(g, user, t);
}

static void enum_done(struct evolving *g, const struct thing *thing, const struct names *labels)
{
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    struct enum_type *type = ARENA_NEW(g->arena, struct enum_type);
    struct map_nodes users = {0};
    *type = *thing->labels;
    type->labels = *labels;
    *copy = *thing;
    copy->labels = type;
    copy->made = here(g);
    thing_put(g->arena, g->s, copy);
    links_list(g->arena, g->s, LINK_TYPE, thing->path, &users);
    for (size_t i = 0; i < users.count; i++) {
        const struct thing *user = link_thing(g->s, LINK_TYPE, users.at[i]);
        if (user)
            relabel_user(g, user, copy);
    }
}

/* Behind all of them, or beside the one that is named. */
static size_t label_place(struct evolving *g, const struct thing *thing)
{
    struct aludel_text beside = g->c->before.n ? g->c->before : g->c->after;
    size_t at = label_at(&thing->labels->labels, beside);
    struct span outer = look_at(g, g->c->beside_span);
    if (beside.n && at == NOWHERE)
        say_no_label(g, thing, beside);
    g->at = outer;
    if (!beside.n || at == NOWHERE)
        return thing->labels->labels.count;
    return g->c->before.n ? at : at + 1;
}

void evolve_add_enum_value(struct evolving *g)
{
    const struct thing *thing = changed_enum(g);
    if (!thing)
        return;
    const struct names *labels = &thing->labels->labels;
    struct names now = {0};
    if (label_at(labels, g->c->text) != NOWHERE) {
        look_at(g, g->c->to_span);
        if (!g->c->if_not_exists)
            say_label_exists(g, thing, g->c->text);
        return;
    }
    size_t place = label_place(g, thing);
    for (size_t i = 0; i <= labels->count; i++) {
        if (i == place)
            vec_push(g->arena, &now, g->c->text);
        if (i < labels->count)
            vec_push(g->arena, &now, labels->at[i]);
    }
    enum_done(g, thing, &now);
}

void evolve_rename_enum_value(struct evolving *g)
{
    const struct thing *thing = changed_enum(g);
    if (!thing)
        return;
    const struct names *labels = &thing->labels->labels;
    struct names now = {0};
    if (label_at(labels, g->c->name) == NOWHERE) {
        say_no_label(g, thing, g->c->name);
        return;
    }
    struct span outer = look_at(g, g->c->to_span);
    if (label_at(labels, g->c->text) != NOWHERE)
        say_label_exists(g, thing, g->c->text);
    g->at = outer;
    for (size_t i = 0; i < labels->count; i++)
        vec_push(g->arena, &now, al_same(labels->at[i], g->c->name) ? g->c->text : labels->at[i]);
    enum_done(g, thing, &now);
}

/* ---- Another name for a type ---- */

static void rename_type(struct evolving *g, struct column_type *type, const struct enum_type *to)
{
    struct al_builder b = al_builder(&g->arena->memory);
    struct aludel_text name = words_path(g->arena, to->path);
    al_put(&b, name.z, name.n);
    for (size_t i = 0; i < type->dimensions; i++)
        al_puts(&b, "[]");
    type->sql.text = type->spelling = al_built(&b);
    type->path = to->path;
    type->labels = to;
}

static const struct column *column_retyped(struct evolving *g, const struct column *column,
                                           const struct enum_type *from, const struct enum_type *to)
{
    struct column *copy = ARENA_NEW(g->arena, struct column);
    *copy = *column;
    copy->value.text = words_rename_type(g->arena, column->value.text, from->path, to->path);
    copy->expression.text = words_rename_type(g->arena, column->expression.text, from->path, to->path);
    if (is_of_type(g, column, from->path))
        rename_type(g, &copy->type, to);
    return same_column(g->s->dialect, column, copy) ? column : copy;
}

static const struct index *index_retyped(struct evolving *g, const struct index *index,
                                         const struct enum_type *from, const struct enum_type *to)
{
    struct index *copy = ARENA_NEW(g->arena, struct index);
    *copy = *index;
    copy->where.text = words_rename_type(g->arena, index->where.text, from->path, to->path);
    copy->elements.at = ARENA_ARRAY(g->arena, struct index_element, index->elements.count);
    for (size_t i = 0; i < index->elements.count; i++) {
        struct sql was = index->elements.at[i].expression;
        copy->elements.at[i] = index->elements.at[i];
        copy->elements.at[i].expression.text = words_rename_type(g->arena, was.text, from->path, to->path);
    }
    return copy;
}

static void retype_user(struct evolving *g, const struct thing *user, const struct enum_type *from,
                        const struct enum_type *to)
{
    struct table *t = table_edit(g, user);
    for (size_t i = 0; i < t->columns.count; i++)
        t->columns.at[i] = column_retyped(g, t->columns.at[i], from, to);
    for (size_t i = 0; i < t->constraints.count; i++) {
        struct constraint *copy = ARENA_NEW(g->arena, struct constraint);
        *copy = *t->constraints.at[i];
        copy->condition.text = words_rename_type(g->arena, copy->condition.text, from->path, to->path);
        t->constraints.at[i] = copy;
    }
    for (size_t i = 0; i < t->indexes.count; i++)
        t->indexes.at[i] = index_retyped(g, t->indexes.at[i], from, to);
    table_done(g, user, t);
}

static const struct enum_type *labels_moved(struct evolving *g, const struct enum_type *from, struct path to)
{
    struct enum_type *labels = ARENA_NEW(g->arena, struct enum_type);
    struct map_nodes users = {0};
    *labels = *from;
    labels->path = to;
    links_list(g->arena, g->s, LINK_TYPE, from->path, &users);
    for (size_t i = 0; i < users.count; i++) {
        const struct thing *user = link_thing(g->s, LINK_TYPE, users.at[i]);
        if (user)
            retype_user(g, user, from, labels);
    }
    return labels;
}

void evolve_rename_type(struct evolving *g)
{
    struct path to = plain_path(g->s->dialect, g->c->to);
    const struct thing *thing = schema_find(g->s, THING_ENUM, g->c->thing->path);
    const struct thing *there = schema_find(g->s, THING_ENUM, to);
    if (!thing && surely_absent(g->s, THING_ENUM, g->c->thing->path))
        say_no_thing(g, THING_ENUM, g->c->thing->path);
    if (there && !there->maybe)
        say_thing_exists(g, there);
    if (!thing || (there && !there->maybe))
        return;
    if (there)
        thing_remove(g->arena, g->s, there, NULL);
    struct thing *copy = ARENA_NEW(g->arena, struct thing);
    *copy = *thing;
    copy->path = to;
    copy->labels = thing->labels ? labels_moved(g, thing->labels, to) : NULL;
    copy->definition = definition_moved(g, thing, to);
    thing_remove(g->arena, g->s, thing, &(struct gone){here(g), true});
    thing_put(g->arena, g->s, copy);
}
