/* read_other.c: ALTER of what isn't a table, DROP, COMMENT. */
#include "sql/arguments.h"
#include "sql/reader.h"

static const struct object {
    const char *words;
    enum thing_type type;
    bool has_arguments;
} objects[] = {
    {"TABLE", THING_TABLE, false},         {"FOREIGN TABLE", THING_TABLE, false},
    {"VIEW", THING_VIEW, false},           {"MATERIALIZED VIEW", THING_MATERIALIZED_VIEW, false},
    {"INDEX", THING_INDEX, false},         {"SEQUENCE", THING_SEQUENCE, false},
    {"TYPE", THING_ENUM, false},           {"DOMAIN", THING_ENUM, false},
    {"FUNCTION", THING_FUNCTION, true},    {"PROCEDURE", THING_FUNCTION, true},
    {"ROUTINE", THING_FUNCTION, true},     {"TRIGGER", THING_TRIGGER, false},
    {"EXTENSION", THING_EXTENSION, false}, {"SCHEMA", THING_SCHEMA, false},
};

static const struct object *take_object(struct reader *r)
{
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (reader_take(r, objects[i].words))
            return &objects[i];
    return NULL;
}

/* Its name as what names its kind has it: a schema's and an extension's is one word. */
static struct path read_object_path(struct reader *r, const struct object *o, struct aludel_text *arguments)
{
    bool single = o->type == THING_SCHEMA || o->type == THING_EXTENSION;
    struct path path = {0};
    if (single)
        path.name = reader_name(r);
    else
        path = reader_path(r);
    size_t from = r->i;
    if (o->has_arguments && reader_at(r, "("))
        reader_skip_group(r);
    *arguments = arguments_of(r->arena, reader_slice(r, from, r->i));
    return path;
}

/* ---- DROP -------------------------------------------------------------------------------------- */

static struct change *add_drop(struct reader *r, enum thing_type type, struct path path,
                               struct aludel_text arguments)
{
    if (type == THING_TABLE) {
        struct change *c = reader_add(r, CHANGE_DROP_TABLE);
        c->table = path;
        return c;
    }
    if (type == THING_INDEX) {
        struct change *c = reader_add(r, CHANGE_DROP_INDEX);
        c->name = path.name;
        c->table.schema = path.schema;
        return c;
    }
    struct thing *thing = reader_thing(r, type, path);
    struct change *c = reader_add(r, CHANGE_DROP);
    thing->arguments = arguments;
    c->thing = thing;
    return c;
}

/* Foreign keys among tables that go together are in nobody's way. */
static void tell_others(struct reader *r, struct change **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (i != j && list[i]->kind == CHANGE_DROP_TABLE)
                vec_push(r->arena, &list[i]->tables, list[j]->table);
}

static struct change *read_dropped(struct reader *r, const struct object *o)
{
    struct aludel_text arguments;
    struct path path = read_object_path(r, o, &arguments);
    if (o->type != THING_TRIGGER || !reader_take(r, "ON"))
        return add_drop(r, o->type, path, arguments);
    struct thing *thing = reader_thing(r, o->type, path);
    thing->on = reader_path(r);
    struct change *c = reader_add(r, CHANGE_DROP);
    c->thing = thing;
    return c;
}

void read_drop(struct reader *r)
{
    VEC(struct change *) list = {0};
    const struct object *o = take_object(r);
    if (!o) {
        r->unsure = reader_at(r, "OWNED");
        return;
    }
    bool concurrently = reader_take(r, "CONCURRENTLY"), if_exists = reader_take(r, "IF EXISTS");
    do
        vec_push(r->arena, &list, read_dropped(r, o));
    while (!r->unsure && reader_take(r, ","));
    bool cascade = reader_take(r, "CASCADE");
    reader_take(r, "RESTRICT");
    for (size_t i = 0; i < list.count; i++) {
        list.at[i]->if_exists = if_exists;
        list.at[i]->cascade = cascade;
        list.at[i]->concurrently = concurrently;
    }
    tell_others(r, list.at, list.count);
    r->unsure = r->unsure || !reader_done(r);
}

/* ---- ALTER TYPE -------------------------------------------------------------------------------- */

/* Which ones it has isn't known any more. */
static void forget_labels(struct reader *r, struct change *c)
{
    c->kind = CHANGE_REPLACE;
    c->text = c->name = c->before = c->after = (struct aludel_text){"", 0};
    c->if_not_exists = false;
    r->i = r->end;
}

static bool read_label(struct reader *r, struct aludel_text *label)
{
    return reader_string(r, label) && !has_hole(*label);
}

static void read_add_value(struct reader *r, struct path path)
{
    bool if_not_exists = reader_take(r, "IF NOT EXISTS");
    struct change *c = reader_add_thing(r, CHANGE_ADD_ENUM_VALUE, THING_ENUM, path);
    c->if_not_exists = if_not_exists;
    bool known = read_label(r, &c->text);
    if (reader_take(r, "BEFORE"))
        known = known && read_label(r, &c->before);
    else if (reader_take(r, "AFTER"))
        known = known && read_label(r, &c->after);
    if (!known || !reader_done(r))
        forget_labels(r, c);
}

static void read_rename_value(struct reader *r, struct path path)
{
    struct change *c = reader_add_thing(r, CHANGE_RENAME_ENUM_VALUE, THING_ENUM, path);
    if (!read_label(r, &c->name) || !reader_take(r, "TO") || !read_label(r, &c->text))
        forget_labels(r, c);
}

/* ---- ALTER of the others ------------------------------------------------------------------------ */

/* There is no change for it: the old one goes and the new one comes, of which no more is known. */
static void replace(struct reader *r, enum thing_type type, struct path from, struct path to, struct path on)
{
    struct thing *old = reader_thing(r, type, from), *made = reader_thing(r, type, to);
    old->on = made->on = on;
    reader_add(r, CHANGE_DROP)->thing = old;
    reader_add(r, CHANGE_REPLACE)->thing = made;
}

static void move_relation(struct reader *r, enum change_kind kind, struct path from, struct path to,
                          bool if_exists)
{
    struct change *c = reader_add(r, kind);
    c->table = from;
    c->to = to;
    c->if_exists = if_exists;
}

static void rename_index(struct reader *r, struct path from, struct aludel_text to, bool if_exists)
{
    struct change *c = reader_add(r, CHANGE_RENAME_INDEX);
    c->name = from.name;
    c->table.schema = from.schema;
    c->text = to;
    c->if_exists = if_exists;
}

static void moved(struct reader *r, const struct object *o, struct path from, struct path to, bool if_exists)
{
    bool renames = al_same(from.schema, to.schema);
    if (o->type == THING_INDEX && renames)
        rename_index(r, from, to.name, if_exists);
    else if (o->type <= THING_SEQUENCE && o->type != THING_INDEX)
        move_relation(r, renames ? CHANGE_RENAME_TABLE : CHANGE_MOVE_TABLE, from, to, if_exists);
    else if (o->type == THING_ENUM)
        reader_add_thing(r, CHANGE_RENAME_TYPE, o->type, from)->to = to;
    else if (o->type == THING_FUNCTION)
        replace(r, o->type, from, to, (struct path){0});
    else
        r->unsure = true;
}

/* ALTER TRIGGER name ON table RENAME TO. */
static void read_alter_trigger(struct reader *r)
{
    struct aludel_text name = reader_name(r);
    r->unsure = r->unsure || !reader_take(r, "ON");
    struct path on = reader_path(r);
    if (r->unsure || !reader_take(r, "RENAME TO"))
        return;
    struct path from = {.name = name}, to = {.name = reader_name(r)};
    replace(r, THING_TRIGGER, from, to, on);
}

static void read_action(struct reader *r, const struct object *o, struct path path, bool if_exists)
{
    if (reader_take(r, "RENAME TO"))
        moved(r, o, path, (struct path){path.schema, reader_name(r)}, if_exists);
    else if (o->type != THING_EXTENSION && reader_take(r, "SET SCHEMA"))
        moved(r, o, path, plain_path(r->dialect, (struct path){reader_name(r), path.name}), if_exists);
    else if (o->type == THING_ENUM && reader_take(r, "ADD VALUE"))
        read_add_value(r, path);
    else if (o->type == THING_ENUM && reader_take(r, "RENAME VALUE"))
        read_rename_value(r, path);
}

/* Behind ALTER. Of roles, databases, policies and the like a schema knows nothing. */
void read_alter(struct reader *r)
{
    const struct object *o = take_object(r);
    if (!o) {
        r->unsure = reader_word(r)[0] == ALUDEL_PARAMETER;
        return;
    }
    if (o->type == THING_TABLE) {
        read_alter_table(r);
    } else if (o->type == THING_TRIGGER) {
        read_alter_trigger(r);
    } else {
        bool if_exists = reader_take(r, "IF EXISTS");
        struct aludel_text arguments;
        struct path path = read_object_path(r, o, &arguments);
        if (!r->unsure)
            read_action(r, o, path, if_exists);
    }
}

/* ---- COMMENT ----------------------------------------------------------------------------------- */

static void read_text(struct reader *r, struct aludel_text *text)
{
    r->unsure = r->unsure || !reader_take(r, "IS");
    if (!r->unsure && !reader_take(r, "NULL") && !reader_string(r, text))
        r->unsure = true;
    r->unsure = r->unsure || !reader_done(r);
}

/* [[database.]schema.]table.column; the table may be a view. */
static void read_column_comment(struct reader *r)
{
    struct path path = {.name = reader_name(r)};
    struct aludel_text column = {"", 0};
    for (bool first = true; !r->unsure && reader_take(r, "."); first = false) {
        if (!first)
            path = (struct path){path.name, column};
        column = reader_name(r);
    }
    struct change *c = reader_add(r, CHANGE_ALTER_COLUMN);
    c->table = r->table = plain_path(r->dialect, path);
    c->name = column;
    c->if_exists = true;
    c->alter.what = ALTER_COMMENT;
    read_text(r, &c->alter.comment);
}

/* Behind COMMENT ON. */
void read_comment(struct reader *r)
{
    if (reader_take(r, "COLUMN")) {
        read_column_comment(r);
    } else if (reader_take(r, "TABLE")) {
        struct change *c = reader_add(r, CHANGE_TABLE_COMMENT);
        c->table = r->table = reader_path(r);
        read_text(r, &c->text);
    }
}
