/* value.c: making and asking values, the errors of a computation, the arguments of py_ functions. */
#include "core/py.h"

#include <string.h>

struct aludel_value al_raise(struct aludel_eval *e, const char *format, ...)
{
    if (!e->failed) {
        va_list args;
        va_start(args, format);
        al_vformat(e->message, sizeof e->message, format, args);
        va_end(args);
        e->failed = true;
    }
    return aludel_unset();
}

struct aludel_value al_no_memory(struct aludel_eval *e)
{
    e->no_memory = true;
    return al_raise(e, "out of memory");
}

const char *al_type_name(enum aludel_type type)
{
    static const char *const names[] = {[ALUDEL_UNSET] = "unset",
                                        [ALUDEL_NONE] = "NoneType",
                                        [ALUDEL_BOOL] = "bool",
                                        [ALUDEL_INT] = "int",
                                        [ALUDEL_FLOAT] = "float",
                                        [ALUDEL_STRING] = "str",
                                        [ALUDEL_BYTES] = "bytes",
                                        [ALUDEL_SQL] = "sql",
                                        [ALUDEL_LIST] = "list",
                                        [ALUDEL_TUPLE] = "tuple",
                                        [ALUDEL_SET] = "set",
                                        [ALUDEL_DICT] = "dict",
                                        [ALUDEL_ROW] = "Row",
                                        [ALUDEL_OBJECT] = "object",
                                        [ALUDEL_DEFERRED] = "value known at run time only"};
    return names[type];
}

struct aludel_value al_overflow(struct aludel_eval *e)
{
    return al_raise(e, "integer overflow");
}

struct aludel_value al_unsupported(struct aludel_eval *e, const char *symbol, struct aludel_value a,
                                   struct aludel_value b)
{
    return al_raise(e, "unsupported operand type(s) for %s: '%s' and '%s'", symbol, al_type_name(a.type),
                    al_type_name(b.type));
}

static bool is_later(struct aludel_value v)
{
    return v.type == ALUDEL_DEFERRED || v.type == ALUDEL_OBJECT;
}

bool al_has_deferred(struct aludel_value v)
{
    if (v.type >= ALUDEL_LIST && v.type <= ALUDEL_ROW) {
        return v.as.items->deferred;
    }
    return is_later(v);
}

bool al_enter(struct aludel_eval *e, size_t count, const struct aludel_value *a, size_t needed,
              enum al_depth depth)
{
    for (size_t i = 0; i < count && !e->failed; i++) {
        if (i < needed && a[i].type == ALUDEL_UNSET) {
            al_raise(e, "a variable is used before it is set");
        } else if (depth == AL_DEEP ? al_has_deferred(a[i]) : is_later(a[i])) {
            al_raise(e, "internal error: a %s where a value must be known", al_type_name(a[i].type));
        }
    }
    if (count < needed) {
        al_raise(e, "%zu argument%s missing", needed - count, needed - count == 1 ? " is" : "s are");
    }
    return !e->failed;
}

struct aludel_value al_argument(size_t count, const struct aludel_value *a, size_t i)
{
    return i < count ? a[i] : aludel_unset();
}

struct aludel_value al_new_string(struct aludel_eval *e, const char *z, size_t n)
{
    char *copy = e->failed ? NULL : al_arena_copy(e->arena, z, n);
    if (!copy) {
        return e->failed ? aludel_unset() : al_no_memory(e);
    }
    return aludel_textual(ALUDEL_STRING, copy, n);
}

struct al_builder al_eval_builder(struct aludel_eval *e)
{
    return al_builder(e->arena);
}

struct aludel_value al_finished(struct aludel_eval *e, enum aludel_type type, struct al_builder *b)
{
    if (b->failed) {
        al_no_memory(e);
    }
    if (e->failed) {
        return aludel_unset();
    }
    struct aludel_text t = al_built(b);
    return aludel_textual(type, t.z, t.n);
}

bool al_is_text(struct aludel_value v)
{
    return v.type == ALUDEL_STRING || v.type == ALUDEL_SQL;
}

bool al_as_int(struct aludel_value v, int64_t *i)
{
    if (v.type == ALUDEL_BOOL) {
        *i = v.as.boolean;
    } else if (v.type == ALUDEL_INT) {
        *i = v.as.integer;
    }
    return v.type == ALUDEL_BOOL || v.type == ALUDEL_INT;
}

bool al_as_double(struct aludel_value v, double *d)
{
    int64_t i = 0;
    if (v.type == ALUDEL_FLOAT) {
        *d = v.as.number;
        return true;
    }
    if (al_as_int(v, &i)) {
        *d = (double)i;
        return true;
    }
    return false;
}

bool al_is_number(struct aludel_value v)
{
    return v.type == ALUDEL_BOOL || v.type == ALUDEL_INT || v.type == ALUDEL_FLOAT;
}

bool al_truth(struct aludel_value v)
{
    switch (v.type) {
    case ALUDEL_UNSET:
    case ALUDEL_NONE: return false;
    case ALUDEL_BOOL: return v.as.boolean;
    case ALUDEL_INT: return v.as.integer != 0;
    case ALUDEL_FLOAT: return v.as.number < 0 || v.as.number > 0 || v.as.number != v.as.number;
    case ALUDEL_STRING:
    case ALUDEL_BYTES:
    case ALUDEL_SQL: return v.as.text.n > 0;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW: return v.as.items->count > 0;
    case ALUDEL_DEFERRED:
    case ALUDEL_OBJECT: return true;
    }
    return false;
}
