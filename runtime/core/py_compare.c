/* py_compare.c: == != < <= > >= in, is, not. */
#include "core/py.h"

static struct aludel_value negated(struct aludel_value v)
{
    return v.type == ALUDEL_BOOL ? aludel_bool(!v.as.boolean) : v;
}

struct aludel_value py_eq(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 2, AL_DEEP) ? aludel_bool(al_equal(a[0], a[1])) : aludel_unset();
}

struct aludel_value py_ne(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return negated(py_eq(e, count, a));
}

static bool holds(const struct aludel_items *items, struct aludel_value v)
{
    for (size_t i = 0; i < items->count; i++) {
        if (al_equal(items->values[i], v)) {
            return true;
        }
    }
    return false;
}

static bool is_subset(struct aludel_value a, struct aludel_value b)
{
    for (size_t i = 0; i < a.as.items->count; i++) {
        if (!holds(b.as.items, a.as.items->values[i])) {
            return false;
        }
    }
    return true;
}

/* Which outcomes of a comparison satisfy an operator. */
enum outcome { LESS = 1, SAME = 2, MORE = 4 };

static struct aludel_value compare(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                   const char *symbol, unsigned wanted)
{
    int order;
    if (!al_enter(e, count, a, 2, AL_DEEP)) {
        return aludel_unset();
    }
    if (a[0].type == ALUDEL_SET && a[1].type == ALUDEL_SET) {
        bool less = is_subset(a[0], a[1]), more = is_subset(a[1], a[0]);
        unsigned is = less && more ? SAME : less ? LESS : more ? MORE : 0;
        return aludel_bool((wanted & is) != 0);
    }
    if (!al_value_order(e, a[0], a[1], symbol, &order)) {
        return e->failed ? aludel_unset() : aludel_bool(false);
    }
    return aludel_bool((wanted & (order < 0 ? LESS : order > 0 ? MORE : SAME)) != 0);
}

struct aludel_value py_lt(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return compare(e, count, a, "<", LESS);
}

struct aludel_value py_le(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return compare(e, count, a, "<=", LESS | SAME);
}

struct aludel_value py_gt(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return compare(e, count, a, ">", MORE);
}

struct aludel_value py_ge(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return compare(e, count, a, ">=", MORE | SAME);
}

static struct aludel_value in_text(struct aludel_eval *e, struct aludel_value part, struct aludel_value whole)
{
    if (!al_is_text(part)) {
        return al_raise(e, "'in <string>' requires string as left operand, not %s", al_type_name(part.type));
    }
    return aludel_bool(al_text_find(whole.as.text, part.as.text, 0) != SIZE_MAX);
}

static struct aludel_value in_bytes(struct aludel_eval *e, struct aludel_value part,
                                    struct aludel_value whole)
{
    int64_t i;
    if (part.type == ALUDEL_BYTES) {
        return aludel_bool(al_text_find(whole.as.text, part.as.text, 0) != SIZE_MAX);
    }
    if (!al_as_int(part, &i)) {
        return al_raise(e, "a bytes-like object is required, not '%s'", al_type_name(part.type));
    }
    if (i < 0 || i > 255) {
        return al_raise(e, "byte must be in range(0, 256)");
    }
    char byte = (char)i;
    return aludel_bool(al_text_find(whole.as.text, (struct aludel_text){&byte, 1}, 0) != SIZE_MAX);
}

struct aludel_value py_in(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_value found;
    if (!al_enter(e, count, a, 2, AL_DEEP)) {
        return aludel_unset();
    }
    switch (a[1].type) {
    case ALUDEL_STRING:
    case ALUDEL_SQL: return in_text(e, a[0], a[1]);
    case ALUDEL_BYTES: return in_bytes(e, a[0], a[1]);
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_ROW: return aludel_bool(holds(a[1].as.items, a[0]));
    case ALUDEL_SET: /* a set is looked up as the frozen one that it would be */
        return a[0].type == ALUDEL_SET || al_hashable(e, a[0]) ? aludel_bool(holds(a[1].as.items, a[0]))
                                                               : aludel_unset();
    case ALUDEL_DICT:
        return al_hashable(e, a[0]) ? aludel_bool(al_lookup(a[1], a[0], &found)) : aludel_unset();
    default: return al_raise(e, "argument of type '%s' is not iterable", al_type_name(a[1].type));
    }
}

struct aludel_value py_not_in(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return negated(py_in(e, count, a));
}

/* Identity, of values that are the same type and equal; of containers, that are the same one. */
struct aludel_value py_is(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 2, AL_SHAPE)) {
        return aludel_unset();
    }
    if (a[0].type != a[1].type) {
        return aludel_bool(false);
    }
    bool container = a[0].type >= ALUDEL_LIST && a[0].type <= ALUDEL_ROW;
    return aludel_bool(container ? a[0].as.items == a[1].as.items : al_equal(a[0], a[1]));
}

struct aludel_value py_is_not(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return negated(py_is(e, count, a));
}

struct aludel_value py_not(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 1, AL_SHAPE) ? aludel_bool(!al_truth(a[0])) : aludel_unset();
}
