/* Expressions that are left for run time, as values. */
#include "program/program.h"

struct later *later_constant(struct arena *a, struct aludel_value v)
{
    struct later *l = ARENA_NEW(a, struct later);
    l->kind = LATER_CONSTANT;
    l->value = l->folded = v;
    l->type = v.type;
    return l;
}

struct later *later_local(struct arena *a, uint32_t local, enum aludel_type type)
{
    struct later *l = ARENA_NEW(a, struct later);
    l->kind = LATER_LOCAL;
    l->local = local;
    l->type = type;
    return l;
}

struct aludel_value deferred(struct later *l)
{
    struct aludel_value v = {ALUDEL_DEFERRED, {.object = l}};
    return v;
}

struct later *later_of(struct aludel_value v)
{
    return v.type == ALUDEL_DEFERRED ? v.as.object : NULL;
}

bool holds_deferred(struct aludel_value v)
{
    switch (v.type) {
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW: return v.as.items->deferred;
    default: return false;
    }
}
