/* Types: String, String(40), postgresql.ARRAY(sa.Text), Enum("a", "b", name="e"), Type("tsvector"). */
#include "sql/type.h"
#include "fold/op/makers.h"

#include <stdlib.h>
#include <string.h>

struct type_name {
    const char *name;
    enum type_family family;
    const char *parameters;
    const char *sql[ALUDEL_DIALECTS];
    struct aludel_value (*make)(struct folding *f, const struct type_name *t, struct call *c);
};

/* ---- Those of types.def ---- */

struct filling { /* of a template */
    struct folding *f;
    const struct call *call;
    struct pieces *out;
    bool missing; /* a parameter in the group isn't given */
};

static void put_type_text(struct filling *fill, const char *z, size_t n)
{
    pieces_text(fill->f, fill->out, (struct aludel_text){z, n}, fill->call->span, false);
}

/* WITH|WITHOUT */
static void put_choice(struct filling *fill, const char *name, struct aludel_text words)
{
    const char *bar = memchr(words.z, '|', words.n);
    size_t first = bar ? (size_t)(bar - words.z) : words.n;
    if (arg_bool(fill->f, fill->call, name, false))
        put_type_text(fill, words.z, first);
    else if (bar)
        put_type_text(fill, bar + 1, words.n - first - 1);
    else
        fill->missing = true;
}

static void put_integer(struct filling *fill, const char *name, int64_t least)
{
    struct folding *f = fill->f;
    struct aludel_value v = arg(fill->call, name);
    if (v.type == ALUDEL_INT && v.as.integer < least)
        fold_error(f, arg_span(fill->call, name), "%s: '%s' can't be %lld", fill->call->native->path, name,
                   (long long)v.as.integer);
    else if (v.type == ALUDEL_INT || (v.type == ALUDEL_DEFERRED && later_of(v)->type != ALUDEL_STRING))
        put_sql_argument(f, fill->out, v, arg_span(fill->call, name));
    else
        wrong_argument(f, fill->call, name, "an integer");
}

/* What stands in <…>: length:1, fields:text, varying?VARYING. */
static void put_parameter(struct filling *fill, struct aludel_text parameter)
{
    size_t n = strcspn(parameter.z, ":?");
    const char *name = arena_string(fill->f->arena, (struct aludel_text){parameter.z, n});
    struct aludel_text kind = {parameter.z + n + 1, parameter.n - n - 1};
    if (parameter.z[n] == '?') {
        put_choice(fill, name, kind);
    } else if (!given(fill->call, name)) {
        fill->missing = true;
    } else if (al_is(kind, "text")) {
        struct aludel_text text = arg_text(fill->f, fill->call, name);
        put_type_text(fill, text.z, text.n);
    } else {
        put_integer(fill, name, strtoll(kind.z, NULL, 10));
    }
}

/* Up to the `]` of the group that is open, or the end. */
static const char *fill_group(struct filling *fill, const char *z)
{
    while (*z && *z != ']') {
        size_t n = strcspn(z, "<[]");
        put_type_text(fill, z, n);
        z += n;
        if (*z == '<') {
            size_t length = strcspn(z, ">");
            put_parameter(fill, (struct aludel_text){z + 1, length - 1});
            z += length + 1;
        } else if (*z == '[') {
            struct pieces *inner = ARENA_NEW(fill->f->arena, struct pieces);
            struct filling group = {fill->f, fill->call, inner, false};
            z = fill_group(&group, z + 1) + 1;
            if (!group.missing)
                pieces_append(fill->f, fill->out, inner);
        }
    }
    return z;
}

/* The family of a text with holes is what the class says. */
static void take_text(struct folding *f, struct item *item, struct sql sql, enum type_family family)
{
    struct type_read read = {.type = {.sql = sql, .family = family}};
    if (!sql.holes)
        read = type_of_text(f->arena, f->dialect, sql.text);
    item->type = read.type;
    item->serial = read.serial;
}

static struct item *type_item(struct folding *f, struct span at, struct sql sql, enum type_family family)
{
    struct item *item = item_new(f, ITEM_TYPE, at);
    take_text(f, item, sql, family);
    return item;
}

static struct aludel_value make_plain(struct folding *f, const struct type_name *t, struct call *c)
{
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    struct filling fill = {f, c, p, false};
    arg_bool(f, c, "timezone", false); /* SQLite has none, and yet it must be one */
    fill_group(&fill, t->sql[f->dialect]);
    struct aludel_text collation = arg_text(f, c, "collation");
    struct item *item = type_item(f, c->span, sql_of_pieces(f, p), t->family);
    item->counts = is_integer(t->family);
    if (collation.n)
        item->type.collation = (struct path){.name = collation};
    bool checked = t->family == TYPE_BOOLEAN && arg_bool(f, c, "create_constraint", false);
    if (checked && f->dialect == ALUDEL_SQLITE) {
        item->checked = true;
        item->name = arg_name(f, c, "name");
    }
    return item_value(f, item);
}

/* ---- ARRAY ---- */

static struct aludel_value make_array(struct folding *f, const struct type_name *t, struct call *c)
{
    (void)t;
    struct column_type of;
    struct aludel_value dimensions = arg(c, "dimensions");
    if (!value_type(f, arg(c, "item_type"), arg_span(c, "item_type"), &of))
        return error_value(f);
    if (f->dialect == ALUDEL_SQLITE)
        return item_value(f, type_item(f, c->span, constant_sql("JSON"), TYPE_OTHER));
    struct pieces *p = ARENA_NEW(f->arena, struct pieces);
    pieces_sql(f, p, of.sql, c->span);
    for (int64_t i = 0; i == 0 || (dimensions.type == ALUDEL_INT && i < dimensions.as.integer && i < 6); i++)
        pieces_text(f, p, AL_TEXT("[]"), c->span, false);
    struct item *item = type_item(f, c->span, sql_of_pieces(f, p), TYPE_OTHER);
    item->type.labels = of.labels;
    item->type.collation = of.collation;
    return item_value(f, item);
}

/* ---- Enum ---- */

bool add_label(struct folding *f, struct aludel_text label, struct span at, struct names *labels)
{
    for (size_t i = 0; i < labels->count; i++)
        if (al_same(labels->at[i], label)) {
            fold_error(f, at, "an enum has each label once, and '%s' is there already", shown(f, label));
            return false;
        }
    vec_push(f->arena, labels, label);
    return true;
}

static bool enum_labels(struct folding *f, const struct arguments *given_labels, struct span at,
                        struct names *out)
{
    for (size_t i = 0; i < given_labels->count; i++) {
        struct aludel_value v = given_labels->at[i].value, *items = &v;
        size_t count = 1;
        if (v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE)
            known_items(f, v, at, &count, &items);
        for (size_t k = 0; k < count; k++) {
            if (items[k].type != ALUDEL_STRING) {
                fold_error(f, argument_span(&given_labels->at[i], at),
                           "an enum's labels are strings that are known at build time, not %s",
                           kind_of(items[k]));
                return false;
            }
            if (!add_label(f, items[k].as.text, argument_span(&given_labels->at[i], at), out))
                return false;
        }
    }
    return true;
}

static struct sql longest(struct folding *f, const struct names *labels, struct aludel_value length)
{
    size_t most = 0;
    for (size_t i = 0; i < labels->count; i++) {
        size_t n = 0;
        for (size_t k = 0; k < labels->at[i].n; k++)
            n += (labels->at[i].z[k] & 0xC0) != 0x80;
        most = n > most ? n : most;
    }
    if (length.type == ALUDEL_INT && (size_t)length.as.integer > most)
        most = (size_t)length.as.integer;
    return constant_sql(arena_format(f->arena, "VARCHAR(%zu)", most));
}

static struct aludel_value make_enum(struct folding *f, const struct type_name *t, struct call *c)
{
    struct enum_type *e = ARENA_NEW(f->arena, struct enum_type);
    if (!enum_labels(f, &c->rest, c->span, &e->labels))
        return error_value(f);
    bool native = arg_bool(f, c, "native_enum", true);
    struct item *item = item_new(f, ITEM_TYPE, c->span);
    item->checked = arg_bool(f, c, "create_constraint", false);
    item->name = arg_name(f, c, "name");
    item->labels = e;
    e->span = c->span;
    e->create = arg_bool(f, c, "create_type", true);
    if (given(c, "name"))
        e->path = arg_path(f, c, "name", "schema");
    if (f->dialect == ALUDEL_SQLITE || !native) {
        take_text(f, item, longest(f, &e->labels, arg(c, "length")), TYPE_TEXT);
        return item_value(f, item);
    }
    if (!e->path.name.n) {
        fold_error(f, c->span, "%s() needs a name on PostgreSQL: it is a type there", t->name);
        diag_hint(f->d, "write %s(…, name=\"…\")", t->name);
        return error_value(f);
    }
    item->checked = false;
    take_text(f, item, constant_sql(ddl_path(f->arena, f->dialect, e->path)), TYPE_OTHER);
    item->type.labels = e;
    return item_value(f, item);
}

/* ---- Type: any type of the server ---- */

static struct aludel_value make_own(struct folding *f, const struct type_name *t, struct call *c)
{
    (void)t;
    const char *own = f->dialect == ALUDEL_SQLITE ? "sqlite" : "postgresql";
    const char *which = given(c, own) ? own : "name";
    if (!given(c, which)) {
        fold_error(f, c->span, "this type has no name for %s", dialect_name(f->dialect));
        diag_hint(f->d, "write Type(\"…\") for both, or Type(postgresql=\"…\", sqlite=\"…\")");
        return error_value(f);
    }
    return item_value(f, type_item(f, c->span, arg_sql(f, c, which), TYPE_OTHER));
}

/* ---- The table ---- */

#define ENUM_PARAMETERS                                                                                \
    "*,name,schema,create_type,native_enum,create_constraint,length,metadata,inherit_schema,validate_" \
    "strings,"                                                                                         \
    "values_callable,checkfirst,omit_aliases"

static const struct type_name types[] = {
#define TYPE(name, family, parameters, postgresql, sqlite)             \
    {#name,                                                            \
     TYPE_##family,                                                    \
     parameters,                                                       \
     {[ALUDEL_POSTGRESQL] = (postgresql), [ALUDEL_SQLITE] = (sqlite)}, \
     make_plain},
#define EXTENSION_TYPE(name, extension, ...) TYPE(name, __VA_ARGS__)
#include "sql/types.def"
#undef EXTENSION_TYPE
#undef TYPE
    {"ARRAY", TYPE_OTHER, "item_type,as_tuple,dimensions,zero_indexes", {NULL}, make_array},
    {"Enum", TYPE_OTHER, ENUM_PARAMETERS, {NULL}, make_enum},
    {"ENUM", TYPE_OTHER, ENUM_PARAMETERS, {NULL}, make_enum},
    {"Type", TYPE_OTHER, "name,postgresql,sqlite", {NULL}, make_own},
};
#define TYPES (sizeof types / sizeof *types)

bool find_type(struct folding *f, struct aludel_text name, struct aludel_value *v)
{
    for (size_t i = 0; i < TYPES; i++)
        if (name.n && *name.z == *types[i].name && al_is(name, types[i].name)) {
            struct item *item = item_new(f, ITEM_TYPE_NAME, (struct span){0});
            item->type_name = &types[i];
            *v = item_value(f, item);
            return true;
        }
    return false;
}

const char *nearest_type(struct aludel_text name)
{
    const char *names[TYPES];
    size_t n = 0;
    for (size_t i = 0; i < TYPES; i++) /* among so many names the rest would often be near by chance */
        if (name.n && (types[i].name[0] | 0x20) == (name.z[0] | 0x20))
            names[n++] = types[i].name;
    return al_nearest(name, names, n);
}

/* ---- Calls ---- */

struct aludel_value call_type(struct folding *f, const struct item *item, const struct arguments *args,
                              const struct node *node)
{
    const struct type_name *t = item->type_name;
    const struct native native = {
        .path = t->name, .parameters = t->parameters, .required = t->make == make_array};
    struct call *c = bind_call(f, &native, args, node);
    size_t errors = f->d->errors;
    struct aludel_value v = c ? t->make(f, t, c) : error_value(f);
    return f->d->errors > errors ? error_value(f) : v;
}

bool is_type(struct aludel_value v)
{
    return item_of(v, ITEM_TYPE_NAME) || item_of(v, ITEM_TYPE);
}

struct item *value_type_item(struct folding *f, struct aludel_value v, struct span at)
{
    static const struct arguments none;
    struct item *name = item_of(v, ITEM_TYPE_NAME);
    const struct node here = {.kind = N_CALL, .span = at};
    if (name)
        v = call_type(f, name, &none, &here);
    struct item *item = item_of(v, ITEM_TYPE);
    if (!item && !is_error(v)) {
        fold_error(f, at, "a type is expected here, not %s", kind_of(v));
        diag_hint(f->d, "for example Integer, String(40), or Type(\"…\") for any type of the server");
    }
    return item;
}

bool value_type(struct folding *f, struct aludel_value v, struct span at, struct column_type *type)
{
    const struct item *item = value_type_item(f, v, at);
    if (item)
        *type = item->type;
    return item;
}
