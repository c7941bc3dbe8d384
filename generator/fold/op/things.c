/* Views, enums, extensions, schemas, sequences, functions, triggers. */
#include "fold/op/makers.h"

#include "sql/arguments.h"

#include <string.h>

static struct thing *new_thing(struct folding *f, struct call *c, enum thing_type type, const char *name)
{
    struct thing *thing = ARENA_NEW(f->arena, struct thing);
    thing->type = type;
    thing->path = arg_path(f, c, name, "schema");
    thing->made = c->span;
    return thing;
}

/* The statement that makes a thing: `words`, its name, `behind`, and an argument's SQL. */
static struct sql definition(struct folding *f, struct call *c, const char *words, const char *name,
                             const char *behind, const char *sql)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct sql tail = arg_sql(f, c, sql);
    pieces_text(f, p, al_text(arena_format(f->arena, "%s %s%s", words, name, behind)), c->span, false);
    pieces_sql(f, p, tail, c->span);
    return sql_of_pieces(f, p);
}

static const char *path_text(struct folding *f, struct path path)
{
    return ddl_path(f->arena, f->dialect, path);
}

static struct aludel_value create(struct folding *f, struct call *c, struct thing *thing, bool replace,
                                  size_t errors)
{
    struct change change = change_at(c, replace ? CHANGE_REPLACE : CHANGE_CREATE, "name");
    change.thing = thing;
    change.if_not_exists = arg_bool(f, c, "if_not_exists", false);
    return make_change(f, c, &change, errors);
}

static struct aludel_value drop(struct folding *f, struct call *c, struct thing *thing, size_t errors)
{
    struct change change = change_at(c, CHANGE_DROP, "name");
    change.thing = thing;
    change.if_exists = arg_bool(f, c, "if_exists", false);
    change.cascade = postgresql_says(f, c, "cascade");
    return make_change(f, c, &change, errors);
}

/* ---- Views ---- */

static enum thing_type view_type(struct folding *f, struct call *c)
{
    bool materialized = arg_bool(f, c, "materialized", false);
    return materialized && postgresql_only(f, c, "materialized views") ? THING_MATERIALIZED_VIEW : THING_VIEW;
}

static struct aludel_value make_view(struct folding *f, struct call *c, bool replace)
{
    size_t errors = f->d->errors;
    enum thing_type type = view_type(f, c);
    struct thing *thing = new_thing(f, c, type, "name");
    const char *exists = arg_bool(f, c, "if_not_exists", false) ? " IF NOT EXISTS" : "";
    const char *or_replace = replace && f->dialect == ALUDEL_POSTGRESQL ? " OR REPLACE" : "";
    const char *words = arena_format(f->arena, "CREATE%s%s%s", or_replace,
                                     type == THING_VIEW ? " VIEW" : " MATERIALIZED VIEW", exists);
    thing->definition = definition(f, c, words, path_text(f, thing->path), " AS\n", "definition");
    return create(f, c, thing, replace, errors);
}

static struct aludel_value create_view(struct folding *f, struct call *c)
{
    return make_view(f, c, false);
}

static struct aludel_value replace_view(struct folding *f, struct call *c)
{
    return make_view(f, c, true);
}

static struct aludel_value drop_view(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    return drop(f, c, new_thing(f, c, view_type(f, c), "name"), errors);
}

/* ---- Functions and triggers ---- */

/* "add_one(i integer)": its name, and the rest. */
static void split_signature(struct folding *f, struct call *c, struct thing *thing)
{
    struct aludel_text t = thing->path.name;
    const char *open = memchr(t.z, '(', t.n);
    if (!open) {
        struct span at = arg_span(c, "signature");
        fold_error(f, at, "a function is named with its parameters: \"%s()\"", shown(f, t));
        return;
    }
    thing->path.name.n = (size_t)(open - t.z);
    thing->signature.text = (struct aludel_text){open, t.n - thing->path.name.n};
    thing->arguments = arguments_of(f->arena, thing->signature.text);
}

static struct thing *new_function(struct folding *f, struct call *c)
{
    struct thing *thing = new_thing(f, c, THING_FUNCTION, "signature");
    if (postgresql_only(f, c, "functions of its own") && thing->path.name.n)
        split_signature(f, c, thing);
    return thing;
}

static struct aludel_value make_function(struct folding *f, struct call *c, bool replace)
{
    size_t errors = f->d->errors;
    struct thing *thing = new_function(f, c);
    const char *name =
        arena_format(f->arena, "%s%s", path_text(f, thing->path), shown(f, thing->signature.text));
    thing->definition =
        definition(f, c, replace ? "CREATE OR REPLACE FUNCTION" : "CREATE FUNCTION", name, " ", "definition");
    return create(f, c, thing, replace, errors);
}

static struct aludel_value create_function(struct folding *f, struct call *c)
{
    return make_function(f, c, false);
}

static struct aludel_value replace_function(struct folding *f, struct call *c)
{
    return make_function(f, c, true);
}

static struct aludel_value drop_function(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    return drop(f, c, new_function(f, c), errors);
}

static struct thing *new_trigger(struct folding *f, struct call *c)
{
    struct thing *thing = new_thing(f, c, THING_TRIGGER, "name");
    thing->on = arg_path(f, c, "table_name", "schema");
    return thing;
}

static struct aludel_value create_trigger(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct thing *thing = new_trigger(f, c);
    struct aludel_text when = arg_text(f, c, "when");
    const char *words =
        arena_format(f->arena, "%s %s ON", ddl_name(f->arena, f->dialect, thing->path.name), shown(f, when));
    thing->definition = definition(f, c, arena_format(f->arena, "CREATE TRIGGER %s", words),
                                   path_text(f, thing->on), "\n", "definition");
    return create(f, c, thing, false, errors);
}

static struct aludel_value drop_trigger(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    return drop(f, c, new_trigger(f, c), errors);
}

/* ---- Extensions, schemas, sequences ---- */

static struct aludel_value plain(struct folding *f, struct call *c, enum thing_type type, const char *words)
{
    size_t errors = f->d->errors;
    struct thing *thing = new_thing(f, c, type, "name");
    const char *exists = arg_bool(f, c, "if_not_exists", type == THING_EXTENSION) ? " IF NOT EXISTS" : "";
    const char *create_words = arena_format(f->arena, "CREATE %s%s", words, exists);
    thing->definition =
        definition(f, c, create_words, path_text(f, thing->path), given(c, "options") ? " " : "", "options");
    struct change change = change_at(c, CHANGE_CREATE, "name");
    change.thing = thing;
    change.if_not_exists = *exists != 0;
    return make_change(f, c, &change, errors);
}

static struct aludel_value create_extension(struct folding *f, struct call *c)
{
    return postgresql_only(f, c, "extensions of this kind") ? plain(f, c, THING_EXTENSION, "EXTENSION")
                                                            : error_value(f);
}

static struct aludel_value create_schema(struct folding *f, struct call *c)
{
    return postgresql_only(f, c, "schemas") ? plain(f, c, THING_SCHEMA, "SCHEMA") : error_value(f);
}

static struct aludel_value create_sequence(struct folding *f, struct call *c)
{
    const struct item *item = item_of(arg(c, "name"), ITEM_SEQUENCE);
    size_t errors = f->d->errors;
    if (!postgresql_only(f, c, "sequences"))
        return error_value(f);
    if (!item)
        return plain(f, c, THING_SEQUENCE, "SEQUENCE");
    struct thing *thing = ARENA_NEW(f->arena, struct thing);
    *thing = (struct thing){.type = THING_SEQUENCE, .path = item->path, .made = c->span};
    thing->definition.text =
        al_text(arena_format(f->arena, "CREATE SEQUENCE %s%s%s", path_text(f, item->path),
                             item->sql.text.n ? " " : "", shown(f, item->sql.text)));
    return create(f, c, thing, false, errors);
}

static struct aludel_value drop_plain(struct folding *f, struct call *c)
{
    static const struct {
        const char *path, *what;
        enum thing_type type;
    } kinds[] = {{"op.drop_extension", "extensions of this kind", THING_EXTENSION},
                 {"op.drop_schema", "schemas", THING_SCHEMA},
                 {"op.drop_sequence", "sequences", THING_SEQUENCE}};
    size_t errors = f->d->errors, i = 0;
    while (strcmp(kinds[i].path, c->native->path) != 0)
        i++;
    if (!postgresql_only(f, c, kinds[i].what))
        return error_value(f);
    const struct item *item = item_of(arg(c, "name"), ITEM_SEQUENCE);
    struct thing *thing = item ? ARENA_NEW(f->arena, struct thing) : new_thing(f, c, kinds[i].type, "name");
    if (item)
        *thing = (struct thing){.type = THING_SEQUENCE, .path = item->path};
    return drop(f, c, thing, errors);
}

/* ---- Enums ---- */

static struct thing *enum_thing(struct folding *f, const struct enum_type *labels, struct span at)
{
    struct thing *thing = ARENA_NEW(f->arena, struct thing);
    *thing = (struct thing){.type = THING_ENUM, .path = labels->path, .labels = labels, .made = at};
    return thing;
}

/* op.create_type("mood", ["sad", "glad"]) */
static struct aludel_value create_type(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct enum_type *e = ARENA_NEW(f->arena, struct enum_type);
    struct aludel_value labels = arg(c, "labels"), *items;
    size_t count = 0;
    e->path = arg_path(f, c, "name", "schema");
    e->span = c->span;
    if (labels.type != ALUDEL_LIST && labels.type != ALUDEL_TUPLE)
        return wrong_argument(f, c, "labels", "a list of strings");
    known_items(f, labels, arg_span(c, "labels"), &count, &items);
    for (size_t i = 0; i < count; i++)
        if (items[i].type == ALUDEL_STRING)
            add_label(f, items[i].as.text, item_span(c, "labels", i), &e->labels);
        else
            fold_error(f, item_span(c, "labels", i), "an enum's labels are strings, not %s",
                       what_it_is(items[i]));
    return f->dialect == ALUDEL_SQLITE ? aludel_none()
                                       : create(f, c, enum_thing(f, e, c->span), false, errors);
}

static struct aludel_value drop_type(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct thing *thing = new_thing(f, c, THING_ENUM, "name");
    return f->dialect == ALUDEL_SQLITE ? aludel_none() : drop(f, c, thing, errors);
}

/* Enum(…).create(bind, checkfirst=True), .drop(bind, …): nothing where the database has no enums. */
static struct aludel_value of_type(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    const struct enum_type *labels = any_item(c->self)->type.labels;
    bool creates = strcmp(c->native->calls, "create") == 0;
    struct change change = change_at(c, creates ? CHANGE_CREATE : CHANGE_DROP, "bind");
    if (!labels)
        return aludel_none();
    change.thing = enum_thing(f, labels, c->span);
    bool checkfirst = arg_bool(f, c, "checkfirst", true);
    change.if_exists = !creates && checkfirst;
    change.if_not_exists = creates && checkfirst;
    const struct thing *there = schema_find(f->schema, THING_ENUM, labels->path);
    if (change.if_not_exists && there && !there->maybe)
        return aludel_none();
    return make_change(f, c, &change, errors);
}

/* The server lets nobody use a label before the transaction that added it has ended, unless the type is made in it
 * too. Hooks and loops over rows can't leave theirs. */
static bool needs_commit(const struct folding *f, struct path type)
{
    const struct schema *first = f->evolved.count ? f->evolved.at[0].before : f->schema;
    const struct thing *there = schema_find(f->schema, THING_ENUM, type);
    bool made_here = there && !there->maybe && !schema_find(first, THING_ENUM, type);
    return !made_here && !f->hook && !f->rows;
}

static struct aludel_value add_enum_value(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_ADD_ENUM_VALUE, "name");
    change.thing = new_thing(f, c, THING_ENUM, "name");
    change.text = arg_text(f, c, "value");
    change.before = arg_text(f, c, "before");
    change.after = arg_text(f, c, "after");
    change.beside_span = beside_span(f, c, "before", "after");
    change.table_span = arg_span(c, "name");
    change.to_span = arg_span(c, "value");
    change.if_not_exists = arg_bool(f, c, "if_not_exists", false);
    change.alone = needs_commit(f, change.thing->path);
    return f->dialect == ALUDEL_SQLITE ? aludel_none() : make_change(f, c, &change, errors);
}

static struct aludel_value rename_enum_value(struct folding *f, struct call *c)
{
    size_t errors = f->d->errors;
    struct change change = change_at(c, CHANGE_RENAME_ENUM_VALUE, "old_value");
    change.table_span = arg_span(c, "name");
    change.to_span = arg_span(c, "new_value");
    change.thing = new_thing(f, c, THING_ENUM, "name");
    change.name = arg_text(f, c, "old_value");
    change.text = arg_text(f, c, "new_value");
    return f->dialect == ALUDEL_SQLITE ? aludel_none() : make_change(f, c, &change, errors);
}

/* JSON().with_variant(JSONB(), "postgresql") */
static struct aludel_value with_variant(struct folding *f, struct call *c)
{
    for (size_t i = 0; i < c->rest.count; i++)
        if (c->rest.at[i].value.type == ALUDEL_STRING &&
            al_is(c->rest.at[i].value.as.text, dialect_name(f->dialect)))
            return arg(c, "type_");
    return c->self;
}

const struct native thing_directives[] = {
    {"op.create_view", "name,definition,-,schema,materialized,if_not_exists", 2, create_view, NULL},
    {"op.replace_view", "name,definition,-,schema", 2, replace_view, NULL},
    {"op.drop_view", "name,-,schema,materialized,if_exists,cascade", 1, drop_view, NULL},
    {"op.create_function", "signature,definition,-,schema", 2, create_function, NULL},
    {"op.replace_function", "signature,definition,-,schema", 2, replace_function, NULL},
    {"op.drop_function", "signature,-,schema,if_exists,cascade", 1, drop_function, NULL},
    {"op.create_trigger", "name,table_name,when,definition,-,schema", 4, create_trigger, NULL},
    {"op.drop_trigger", "name,table_name,-,schema,if_exists,cascade", 2, drop_trigger, NULL},
    {"op.create_extension", "name,-,if_not_exists,options", 1, create_extension, NULL},
    {"op.drop_extension", "name,-,if_exists,cascade", 1, drop_plain, NULL},
    {"op.create_schema", "name,-,if_not_exists,options", 1, create_schema, NULL},
    {"op.drop_schema", "name,-,if_exists,cascade", 1, drop_plain, NULL},
    {"op.create_sequence", "name,-,schema,if_not_exists,options", 1, create_sequence, NULL},
    {"op.drop_sequence", "name,-,schema,if_exists,cascade", 1, drop_plain, NULL},
    {"op.create_type", "name,labels,-,schema,if_not_exists", 2, create_type, NULL},
    {"op.drop_type", "name,-,schema,if_exists,cascade", 1, drop_type, NULL},
    {"op.add_enum_value", "name,value,-,schema,before,after,if_not_exists", 2, add_enum_value, NULL},
    {"op.rename_enum_value", "name,old_value,new_value,-,schema", 3, rename_enum_value, NULL},
    {"type.with_variant", "type_,*", 1, with_variant, NULL},
    {"type.create", "bind,checkfirst", 0, of_type, "create"},
    {"type.drop", "bind,checkfirst", 0, of_type, "drop"},
};
const size_t thing_directive_count = sizeof thing_directives / sizeof *thing_directives;
