/* type.c: PostgreSQL's types: labels that are added, types in the place of others; what a change of type costs. */
#include "differ/inner.h"

#include "sql/name.h"
#include "sql/tokens.h"

#include <stdlib.h>
#include <string.h>

static const struct aludel_text no_text = {"", 0};

/* ---- Labels ---- */

static bool has_label(const struct names *labels, struct aludel_text label)
{
    for (size_t i = 0; i < labels->count; i++)
        if (al_same(labels->at[i], label))
            return true;
    return false;
}

bool only_adds_labels(const struct enum_type *was, const struct enum_type *is)
{
    size_t at = 0;
    for (size_t i = 0; i < is->labels.count && at < was->labels.count; i++)
        at += al_same(is->labels.at[i], was->labels.at[at]);
    return at == was->labels.count;
}

/* Behind the one in front of it, in front of the first, or last of all. */
static void add_label(struct differing *g, const struct thing *type, size_t at)
{
    const struct names *wanted = &type->labels->labels;
    const struct thing *there = schema_find(g->now, THING_ENUM, type->path);
    const struct names *labels = &there->labels->labels;
    struct change *c = begin(g, CHANGE_ADD_ENUM_VALUE);
    c->thing = type;
    c->text = wanted->at[at];
    if (at && !al_same(labels->at[labels->count - 1], wanted->at[at - 1]))
        c->after = wanted->at[at - 1];
    else if (!at && labels->count)
        c->before = labels->at[0];
    done(g, c, MARK_NONE);
}

static void add_labels(struct differing *g, const struct thing *was, const struct thing *is)
{
    for (size_t i = 0; was->labels && i < is->labels->labels.count; i++)
        if (!has_label(&was->labels->labels, is->labels->labels.at[i]))
            add_label(g, is, i);
}

/* ---- Types in the place of others ---- */

static struct path aside(struct differing *g, struct path path)
{
    struct path free = {path.schema,
                        al_text(arena_format(g->arena, "%.*s_old", (int)path.name.n, path.name.z))};
    for (int i = 2; schema_find(g->now, THING_ENUM, free) || schema_find(g->to, THING_ENUM, free); i++)
        free.name = al_text(arena_format(g->arena, "%.*s_old%d", (int)path.name.n, path.name.z, i));
    return free;
}

/* The server has made a type of several such ranges beside it, which keeps its name. */
static void say_if_range(struct differing *g, const struct thing *type)
{
    struct tokens words = tokens_of(g->arena, g->dialect, type->definition.text);
    if (!tokens_have(&words, "RANGE"))
        return;
    diag_remark(
        g->e.diagnostics, (struct span){0},
        "type %s: another range takes its place, but its multirange keeps the name that the other's wants",
        path_shown(g->arena, type->path));
    diag_hint(g->e.diagnostics, "rename that in the migration, too: ALTER TYPE … RENAME TO …");
}

static void put_aside(struct differing *g, struct item *item)
{
    say_if_range(g, item->thing);
    struct change *c = begin(g, CHANGE_RENAME_TYPE);
    item->aside = aside(g, item->thing->path);
    c->thing = item->thing;
    c->to = item->aside;
    done(g, c, MARK_NONE);
}

void put_types_aside(struct differing *g)
{
    for (size_t i = 0; i < g->items.count; i++)
        if (g->items.at[i].replaced)
            put_aside(g, &g->items.at[i]);
}

void change_types(struct differing *g)
{
    struct things wanted = things_of(g, g->to, 1u << THING_ENUM), list = {.arena = g->arena};
    for (size_t i = 0; i < wanted.count; i++) {
        const struct thing *there = counterpart_of(g->now, wanted.at[i]);
        if (!there)
            vec_push(g->arena, &list, wanted.at[i]);
        else if (there->labels && wanted.at[i]->labels)
            add_labels(g, there, wanted.at[i]);
    }
    make_things(g, &list);
}

/* A type that goes, and the statement that made it under its own name. */
struct leaving {
    const struct thing *thing;
    struct aludel_text name, definition;
};

struct leaving_types {
    struct leaving *at;
    size_t count, room;
};

static const struct item *item_aside(struct differing *g, struct path path)
{
    for (size_t i = 0; i < g->items.count; i++)
        if (g->items.at[i].replaced && same_path(g->dialect, g->items.at[i].aside, path))
            return &g->items.at[i];
    return NULL;
}

static struct leaving_types leaving_types(struct differing *g)
{
    struct things all = things_of(g, g->now, 1u << THING_ENUM);
    struct leaving_types list = {0};
    for (size_t i = 0; i < all.count; i++) {
        const struct item *item = item_aside(g, all.at[i]->path);
        const struct thing *own = item ? item->thing : all.at[i];
        if (item || !counterpart_of(g->to, own))
            vec_push(g->arena, &list, ((struct leaving){all.at[i], own->path.name, own->definition.text}));
    }
    return list;
}

static bool is_needed(struct differing *g, const struct leaving_types *list, const struct leaving *type)
{
    for (size_t i = 0; i < list->count; i++)
        if (&list->at[i] != type && mentions(g, list->at[i].definition, type->name))
            return true;
    return false;
}

/* Those that are made of others go before them. */
void drop_types(struct differing *g)
{
    struct leaving_types list = leaving_types(g);
    while (list.count) {
        size_t at = 0;
        while (at + 1 < list.count && is_needed(g, &list, &list.at[at]))
            at++;
        change_thing(g, CHANGE_DROP, list.at[at].thing, MARK_NONE);
        for (list.count--; at < list.count; at++)
            list.at[at] = list.at[at + 1];
    }
}

static struct path type_path(const struct column_type *type)
{
    return type->labels ? type->labels->path : type->path;
}

const struct thing *replaced_type(struct differing *g, const struct column_type *type)
{
    struct path path = type_path(type);
    for (size_t i = 0; path.name.n && i < g->items.count; i++)
        if (g->items.at[i].replaced && same_path(g->dialect, g->items.at[i].thing->path, path))
            return g->items.at[i].thing;
    return NULL;
}

/* ---- What a type is ---- */

/* NUMERIC(10, 2) WITH X: its name is "NUMERIC WITH X". */
struct shape {
    struct aludel_text name;
    long sizes[2];
    int count;
};

static struct shape shape_of(struct differing *g, const struct column_type *type)
{
    const char *z = arena_string(g->arena, type->spelling), *open = strchr(z, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    struct shape s = {.name = al_text(z)};
    if (!close)
        return s;
    char *end;
    size_t front = (size_t)(open - z);
    while (front && z[front - 1] == ' ')
        front--;
    s.name = al_text(arena_format(g->arena, "%.*s%s", (int)front, z, close + 1));
    s.sizes[s.count++] = strtol(open + 1, &end, 10);
    if (*end == ',')
        s.sizes[s.count++] = strtol(end + 1, &end, 10);
    return s;
}

static bool is_named(const struct shape *s, const char *names)
{
    for (const char *at = names; *at; at += strcspn(at, ","), at += *at == ',')
        if (al_same_nocase(s->name, (struct aludel_text){at, strcspn(at, ",")}))
            return true;
    return false;
}

static bool holds_any_text(const struct shape *s)
{
    return !s->count && is_named(s, "TEXT,VARCHAR,CHARACTER VARYING,CLOB,NVARCHAR");
}

static bool is_number(const struct column_type *type, const struct shape *s)
{
    return is_integer(type->family) || is_named(s, "NUMERIC,DECIMAL,REAL,DOUBLE PRECISION,FLOAT");
}

static bool is_time(const struct shape *s)
{
    const struct aludel_text word = AL_TEXT("TIMESTAMP");
    return is_named(s, "DATE") ||
           (s->name.n >= word.n && al_same_nocase(word, (struct aludel_text){s->name.z, word.n}));
}

/* ---- What a change of it costs ---- */

static int width(enum type_family family)
{
    return family == TYPE_SMALL_INTEGER ? 1 : family == TYPE_INTEGER ? 2 : 3;
}

static bool is_smaller(const struct shape *was, const struct shape *is)
{
    if (!is->count)
        return false;
    if (!was->count)
        return true;
    return is->sizes[1] < was->sizes[1] || is->sizes[0] - is->sizes[1] < was->sizes[0] - was->sizes[1];
}

static bool loses_label(const struct column_type *was, const struct column_type *is)
{
    for (size_t i = 0; i < was->labels->labels.count; i++)
        if (!has_label(&is->labels->labels, was->labels->labels.at[i]))
            return true;
    return false;
}

/* Of types by their names: those in which every value has its like. */
static const struct keeps {
    const char *was, *is;
} keeps[] = {{"JSON,JSONB", "JSON,JSONB"},
             {"DATE", "TIMESTAMP,DATETIME,TIMESTAMP WITHOUT TIME ZONE,TIMESTAMP WITH TIME ZONE"},
             {"CIDR", "INET"},
             {"REAL", "DOUBLE PRECISION"},
             {"BIT", "BIT VARYING"},
             {"SMALLINT[]", "INTEGER[],BIGINT[],NUMERIC[]"},
             {"INTEGER[]", "BIGINT[],NUMERIC[]"},
             {"BIGINT[]", "NUMERIC[]"}};

static bool keeps_all(const struct shape *was, const struct shape *is)
{
    for (size_t i = 0; i < sizeof keeps / sizeof *keeps; i++)
        if (is_named(was, keeps[i].was) && is_named(is, keeps[i].is))
            return !al_is(is->name, "BIT VARYING") || !is_smaller(was, is);
    return false;
}

static long digits(enum type_family family)
{
    return family == TYPE_SMALL_INTEGER ? 5 : family == TYPE_INTEGER ? 10 : 19;
}

/* A real number has 24 bits for its digits, a double 53. */
static bool number_loses(enum type_family was, const struct shape *is)
{
    if (is_named(is, "REAL,FLOAT"))
        return was != TYPE_SMALL_INTEGER;
    if (is_named(is, "DOUBLE PRECISION"))
        return was == TYPE_BIG_INTEGER;
    return is->count && is->sizes[0] - is->sizes[1] < digits(was);
}

/* True is 1. */
static bool holds_one(const struct shape *s)
{
    return !s->count || s->sizes[0] > s->sizes[1];
}

/* The longest text of a value; 0: there is none. */
static long text_length(const struct column_type *type, const struct shape *s)
{
    if (is_integer(type->family))
        return digits(type->family) + 1;
    return type->family == TYPE_BOOLEAN ? 5 : is_named(s, "UUID") ? 36 : 0;
}

static bool text_loses(const struct column_type *was, const struct shape *a, const struct shape *b)
{
    if (was->family == TYPE_TEXT && a->count)
        return is_smaller(a, b);
    return !text_length(was, a) || b->sizes[0] < text_length(was, a);
}

bool may_lose(struct differing *g, const struct column_type *was, const struct column_type *is)
{
    struct shape a = shape_of(g, was), b = shape_of(g, is);
    if ((holds_any_text(&b) && !is->dimensions) || keeps_all(&a, &b))
        return false;
    if (was->labels && is->labels)
        return loses_label(was, is);
    if (replaced_type(g, was))
        return true;
    if (al_same_nocase(a.name, b.name))
        return is_smaller(&a, &b);
    if (is_integer(was->family) && is_integer(is->family))
        return width(is->family) < width(was->family);
    if (is_integer(was->family) && is_number(is, &b))
        return number_loses(was->family, &b);
    if (is->family == TYPE_TEXT && b.count && !is->dimensions && !was->dimensions)
        return text_loses(was, &a, &b);
    return !(was->family == TYPE_BOOLEAN && is_number(is, &b) && holds_one(&b));
}

/* A cast that is written shortens without a word what the server's own would refuse: only where there is none. */
static bool casts_itself(struct differing *g, const struct column_type *was, const struct column_type *is)
{
    struct shape a = shape_of(g, was), b = shape_of(g, is);
    if (needs_using(was, is) || al_is(b.name, "BIT"))
        return false;
    if (is->family == TYPE_TEXT || al_same_nocase(a.name, b.name))
        return !is->dimensions == !was->dimensions;
    return (is_number(was, &a) && is_number(is, &b)) || (is_time(&a) && is_time(&b)) ||
           (is_named(&a, "JSON,JSONB") && is_named(&b, "JSON,JSONB"));
}

/* A domain, whose casts are those of what it is made of, or a type of an extension: of its casts nobody knows here. */
static bool has_own_casts(struct differing *g, const struct column_type *type)
{
    const struct thing *now = schema_find(g->now, THING_ENUM, type->path);
    const struct thing *thing = now ? now : schema_find(g->to, THING_ENUM, type->path);
    return type->path.name.n && !type->labels &&
           (!thing || al_begins(thing->definition.text, "CREATE DOMAIN"));
}

/* Of types that the server can't cast into each other at all every value has a text. */
static bool has_cast(struct differing *g, const struct column_type *was, const struct column_type *is)
{
    struct shape a = shape_of(g, was), b = shape_of(g, is);
    bool text = was->family == TYPE_TEXT || is->family == TYPE_TEXT;
    bool truth = (was->family == TYPE_BOOLEAN && is->family == TYPE_INTEGER) ||
                 (was->family == TYPE_INTEGER && is->family == TYPE_BOOLEAN);
    return text || truth || (is_number(was, &a) && is_number(is, &b)) || (is_time(&a) && is_time(&b)) ||
           al_same_nocase(a.name, b.name) || has_own_casts(g, was) || has_own_casts(g, is);
}

/* Where no cast does it for every value; or NULL. */
static const char *function_for(struct differing *g, const struct column *was, const struct column_type *is,
                                const char *name)
{
    struct shape a = shape_of(g, &was->type), b = shape_of(g, is);
    if (was->type.dimensions && !is->dimensions && is_named(&b, "JSON,JSONB"))
        return arena_format(g->arena, "to_%s(%s)", is_named(&b, "JSON") ? "json" : "jsonb", name);
    if (was->type.dimensions || is->dimensions)
        return NULL;
    if (is->family == TYPE_BOOLEAN && is_number(&was->type, &a) && was->type.family != TYPE_INTEGER)
        return arena_format(g->arena, "%s <> 0", name);
    if (was->type.family == TYPE_BOOLEAN && is_number(is, &b) && is->family != TYPE_INTEGER)
        return arena_format(g->arena, "%s::integer", name);
    return NULL;
}

/* A list is one text to what is none. */
static const char *text_between(const struct column_type *was, const struct column_type *is)
{
    return was->dimensions && is->dimensions ? "::text[]" : "::text";
}

static const char *cast_through(struct differing *g, const struct column_type *was,
                                const struct column_type *is)
{
    const char *between = cast_between(was);
    return *between || has_cast(g, was, is) ? between : text_between(was, is);
}

struct sql using_for(struct differing *g, const struct column *was, const struct column *is)
{
    bool replaced = replaced_type(g, &was->type) != NULL;
    if (!is_postgresql(g) || (!replaced && casts_itself(g, &was->type, &is->type)))
        return (struct sql){.text = no_text};
    const char *name = ddl_name(g->arena, g->dialect, was->name);
    const char *said = function_for(g, was, &is->type, name);
    if (said)
        return (struct sql){.text = al_text(said)};
    const char *between =
        replaced ? text_between(&was->type, &is->type) : cast_through(g, &was->type, &is->type);
    const char *type = is->type.labels ? ddl_path(g->arena, g->dialect, is->type.labels->path)
                                       : arena_string(g->arena, is->type.sql.text);
    const char *array = is->type.labels && is->type.dimensions ? "[]" : "";
    return (struct sql){.text = al_text(arena_format(g->arena, "%s%s::%s%s", name, between, type, array))};
}
