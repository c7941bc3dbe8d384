#include "fold/folding.h"

#include <string.h>

struct aludel_value object_value(struct object *o)
{
    struct aludel_value v = {ALUDEL_OBJECT, {.object = o}};
    return v;
}

struct object *object_new(struct folding *f, enum object_kind kind, const char *name)
{
    struct object *o = ARENA_NEW(f->arena, struct object);
    o->kind = kind;
    o->name = name;
    return o;
}

struct object *object_of(struct aludel_value v, enum object_kind kind)
{
    struct object *o = v.type == ALUDEL_OBJECT ? v.as.object : NULL;
    return o && o->kind == kind ? o : NULL;
}

struct aludel_value error_value(struct folding *f)
{
    return object_value(object_new(f, OBJECT_ERROR, "error"));
}

bool is_error(struct aludel_value v)
{
    return object_of(v, OBJECT_ERROR) != NULL;
}

bool is_known(struct aludel_value v)
{
    return v.type != ALUDEL_DEFERRED && v.type != ALUDEL_OBJECT && !holds_deferred(v);
}

static bool same_list(const struct aludel_value *a, const struct aludel_value *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!same_value(a[i], b[i]))
            return false;
    return true;
}

static bool same_items(const struct aludel_items *a, const struct aludel_items *b)
{
    if (a == b)
        return true;
    if (a->count != b->count || (a->keys != NULL) != (b->keys != NULL))
        return false;
    return same_list(a->values, b->values, a->count) && (!a->keys || same_list(a->keys, b->keys, a->count));
}

static bool same_later(const struct later *a, const struct later *b)
{
    return a == b || (a->kind == LATER_LOCAL && b->kind == LATER_LOCAL && a->local == b->local);
}

bool same_value(struct aludel_value a, struct aludel_value b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case ALUDEL_UNSET:
    case ALUDEL_NONE: return true;
    case ALUDEL_BOOL: return a.as.boolean == b.as.boolean;
    case ALUDEL_INT: return a.as.integer == b.as.integer;
    case ALUDEL_FLOAT: return memcmp(&a.as.number, &b.as.number, sizeof a.as.number) == 0;
    case ALUDEL_STRING:
    case ALUDEL_BYTES:
    case ALUDEL_SQL: return al_same(a.as.text, b.as.text);
    case ALUDEL_DEFERRED: return same_later(a.as.object, b.as.object);
    case ALUDEL_OBJECT: return a.as.object == b.as.object;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW: return same_items(a.as.items, b.as.items);
    }
    return false;
}

static const char *kind_of_object(const struct object *o)
{
    switch (o->kind) {
    case OBJECT_PIECES: return o->pieces->type == ALUDEL_SQL ? "sql text" : "a string";
    case OBJECT_MODULE: return o->name;
    case OBJECT_NAMESPACE: return "a namespace";
    case OBJECT_CALLER: return "caller";
    case OBJECT_LOOP: return "loop";
    case OBJECT_QUERY: return "op.query(…)";
    case OBJECT_RESULT: return "a result";
    case OBJECT_AUTOCOMMIT: return "op.autocommit()";
    case OBJECT_ITEM: return o->name;
    default: return "a function";
    }
}

const char *kind_of(struct aludel_value v)
{
    switch (v.type) {
    case ALUDEL_UNSET: return "nothing";
    case ALUDEL_NONE: return "None";
    case ALUDEL_BOOL: return "a boolean";
    case ALUDEL_INT: return "an integer";
    case ALUDEL_FLOAT: return "a float";
    case ALUDEL_STRING: return "a string";
    case ALUDEL_BYTES: return "bytes";
    case ALUDEL_SQL: return "sql text";
    case ALUDEL_LIST: return "a list";
    case ALUDEL_TUPLE: return "a tuple";
    case ALUDEL_SET: return "a set";
    case ALUDEL_DICT: return "a dict";
    case ALUDEL_ROW: return "a row";
    case ALUDEL_DEFERRED: return "a value known only at run time";
    case ALUDEL_OBJECT: return kind_of_object(v.as.object);
    }
    return "a value";
}

bool is_tame(struct folding *f, struct aludel_value v)
{
    if (v.type != ALUDEL_SQL)
        return true;
    v.type = ALUDEL_STRING;
    al_filter_raw(&f->eval, v, false);
    bool tame = !f->eval.failed;
    f->eval.failed = false;
    return tame;
}

bool can_be_kept(struct folding *f, struct aludel_value v)
{
    const struct object *o = object_of(v, OBJECT_PIECES);
    if (o)
        return o->pieces->type == ALUDEL_STRING;
    return v.type != ALUDEL_OBJECT && is_tame(f, v);
}
