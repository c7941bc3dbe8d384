/* read_create.c: CREATE but for tables and indexes: what is made, under which name; the statement is its definition. */
#include "sql/arguments.h"
#include "sql/reader.h"

/* Words that change what is made. */
enum modifier { REPLACE, UNIQUE, MATERIALIZED, FOREIGN, EVENT, MODIFIERS };
static const char *const modifiers[] = {"REPLACE", "UNIQUE", "MATERIALIZED", "FOREIGN", "EVENT"};

struct creating {
    bool is[MODIFIERS], if_not_exists;
};

/* ---- Things ------------------------------------------------------------------------------------ */

static struct thing *add(struct reader *r, const struct creating *c, enum thing_type type, struct path path)
{
    struct thing *thing = reader_thing(r, type, path);
    struct change *change = reader_add(r, c->is[REPLACE] ? CHANGE_REPLACE : CHANGE_CREATE);
    change->if_not_exists = c->if_not_exists;
    change->thing = thing;
    thing->definition.text = r->sql;
    return thing;
}

static void read_view(struct reader *r, const struct creating *c)
{
    add(r, c, c->is[MATERIALIZED] ? THING_MATERIALIZED_VIEW : THING_VIEW, reader_path(r));
}

static void read_function(struct reader *r, const struct creating *c)
{
    struct thing *thing = add(r, c, THING_FUNCTION, reader_path(r));
    size_t from = r->i;
    if (!r->unsure && reader_at(r, "("))
        reader_skip_group(r);
    thing->arguments = arguments_of(r->arena, reader_slice(r, from, r->i));
}

/* … OWNED BY t.c: the name that stands before the last dot. */
static void read_sequence(struct reader *r, const struct creating *c)
{
    struct thing *thing = add(r, c, THING_SEQUENCE, reader_path(r));
    while (!reader_done(r) && !reader_take(r, "OWNED BY"))
        r->i++;
    if (reader_done(r) || reader_at(r, "NONE"))
        return;
    struct path table = {0}, column = {.name = reader_name(r)};
    while (!r->unsure && reader_take(r, ".")) {
        table = (struct path){table.name, column.name};
        column.name = reader_name(r);
    }
    thing->on = plain_path(r->dialect, table);
    thing->on_column = column.name;
}

static void read_extension(struct reader *r, const struct creating *c)
{
    add(r, c, THING_EXTENSION, (struct path){.name = reader_name(r)});
}

/* What stands behind its name are more statements. */
static void read_schema(struct reader *r, const struct creating *c)
{
    struct path path = {0};
    if (!reader_at(r, "AUTHORIZATION"))
        path.name = reader_name(r);
    if (reader_take(r, "AUTHORIZATION")) {
        struct aludel_text role = reader_name(r);
        path.name = path.name.n ? path.name : role;
    }
    add(r, c, THING_SCHEMA, path);
    r->unsure = r->unsure || !reader_done(r);
}

/* BEFORE UPDATE OF a, b ON t: behind the first ON. */
static void read_trigger(struct reader *r, const struct creating *c)
{
    if (c->is[EVENT])
        return;
    struct thing *thing = add(r, c, THING_TRIGGER, reader_path(r));
    r->i = reader_find(r, "ON") + 1;
    struct path on = reader_path(r);
    if (r->dialect == ALUDEL_SQLITE)
        on.schema = thing->path.schema;
    thing->on = on;
}

/* ---- Types --------------------------------------------------------------------------------------- */

static void read_labels(struct reader *r, struct thing *thing)
{
    struct enum_type *type = ARENA_NEW(r->arena, struct enum_type);
    struct aludel_text label;
    *type = (struct enum_type){.path = thing->path, .span = r->at};
    reader_take(r, "(");
    while (reader_string(r, &label) && !has_hole(label)) {
        vec_push(r->arena, &type->labels, label);
        if (!reader_take(r, ","))
            break;
    }
    if (!reader_take(r, ")"))
        return;
    thing->labels = type;
    thing->definition.text = (struct aludel_text){"", 0}; /* it would grow old: labels come and are renamed */
}

static void read_type(struct reader *r, const struct creating *c)
{
    struct thing *thing = add(r, c, THING_ENUM, reader_path(r));
    if (reader_take(r, "AS ENUM"))
        read_labels(r, thing);
}

/* ---- The statement --------------------------------------------------------------------------------- */

static void read_table(struct reader *r, const struct creating *c)
{
    read_create_table(r, c->is[FOREIGN]);
}

static void read_index(struct reader *r, const struct creating *c)
{
    read_create_index(r, c->is[UNIQUE]);
}

static const struct object {
    const char *word;
    void (*read)(struct reader *r, const struct creating *c);
    bool guarded; /* IF NOT EXISTS is read here */
} objects[] = {
    {"TABLE", read_table, false},        {"INDEX", read_index, false},        {"VIEW", read_view, true},
    {"SEQUENCE", read_sequence, true},   {"TYPE", read_type, false},          {"DOMAIN", read_type, false},
    {"FUNCTION", read_function, false},  {"PROCEDURE", read_function, false}, {"TRIGGER", read_trigger, true},
    {"EXTENSION", read_extension, true}, {"SCHEMA", read_schema, true},
};

/* Made of these, nothing that a schema holds. */
static bool is_elsewhere(const char *word)
{
    static const char *const words[] = {
        "ACCESS",     "AGGREGATE",    "CAST",       "COLLATION", "CONVERSION",  "DATA", "DATABASE", "DEFAULT",
        "GROUP",      "LANGUAGE",     "OPERATOR",   "POLICY",    "PUBLICATION", "ROLE", "RULE",     "SERVER",
        "STATISTICS", "SUBSCRIPTION", "TABLESPACE", "TEXT",      "TRANSFORM",   "USER", NULL};
    return word_in(word, words);
}

/* What may stand between CREATE and what is made. */
static void read_modifiers(struct reader *r, struct creating *c)
{
    for (;; r->i++) {
        const char *word = reader_word(r);
        size_t m = 0;
        while (m < MODIFIERS && !same_word(word, modifiers[m]))
            m++;
        if (m < MODIFIERS)
            c->is[m] = true;
        else if (!word_in(word, (const char *const[]){"OR", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL",
                                                      "LOCAL", "RECURSIVE", "CONSTRAINT", "TRUSTED",
                                                      "PROCEDURAL", "DEFAULT", "VIRTUAL", NULL}))
            return;
    }
}

/* Behind CREATE. */
void read_create(struct reader *r)
{
    struct creating c = {0};
    read_modifiers(r, &c);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (reader_take(r, objects[i].word)) {
            c.if_not_exists = objects[i].guarded && reader_take(r, "IF NOT EXISTS");
            objects[i].read(r, &c);
            return;
        }
    r->unsure = !is_elsewhere(reader_word(r));
}
