/* equal.c: equality, order and hashes. */
#include "core/py.h"

#include <string.h>

/* An integer against a float, exactly: not every integer is a double. */
static int order_int_double(int64_t i, double d)
{
    if (d >= 9223372036854775808.0) {
        return -1;
    }
    if (d < -9223372036854775808.0) {
        return 1;
    }
    int64_t whole = (int64_t)d;
    double rest = d - (double)whole;
    return i != whole ? (i < whole ? -1 : 1) : rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

static bool order_numbers(struct aludel_value a, struct aludel_value b, int *order)
{
    int64_t i = 0, j = 0;
    bool a_int = al_as_int(a, &i), b_int = al_as_int(b, &j);
    if ((!a_int && a.as.number != a.as.number) || (!b_int && b.as.number != b.as.number)) {
        return false;
    }
    if (a_int && b_int) {
        *order = (i > j) - (i < j);
    } else if (a_int) {
        *order = order_int_double(i, b.as.number);
    } else if (b_int) {
        *order = -order_int_double(j, a.as.number);
    } else {
        *order = (a.as.number > b.as.number) - (a.as.number < b.as.number);
    }
    return true;
}

static int order_text(struct aludel_text a, struct aludel_text b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.z, b.z, n) : 0;
    return order ? (order > 0) - (order < 0) : (a.n > b.n) - (a.n < b.n);
}

static bool in_values(const struct aludel_items *items, struct aludel_value v)
{
    for (size_t i = 0; i < items->count; i++) {
        if (al_equal(items->values[i], v)) {
            return true;
        }
    }
    return false;
}

static bool equal_dicts(struct aludel_value a, struct aludel_value b)
{
    for (size_t i = 0; i < a.as.items->count; i++) {
        struct aludel_value other;
        if (!al_lookup(b, a.as.items->keys[i], &other) || !al_equal(a.as.items->values[i], other)) {
            return false;
        }
    }
    return true;
}

static bool equal_items(struct aludel_value a, struct aludel_value b)
{
    const struct aludel_items *x = a.as.items, *y = b.as.items;
    if (x->count != y->count) {
        return false;
    }
    if (a.type == ALUDEL_DICT) {
        return equal_dicts(a, b);
    }
    for (size_t i = 0; i < x->count; i++) {
        if (!(a.type == ALUDEL_SET ? in_values(y, x->values[i]) : al_equal(x->values[i], y->values[i]))) {
            return false;
        }
    }
    return true;
}

/* Types that compare with one another fall together: numbers, text and sql, tuples and rows. */
static enum aludel_type family(enum aludel_type type)
{
    switch (type) {
    case ALUDEL_BOOL:
    case ALUDEL_FLOAT: return ALUDEL_INT;
    case ALUDEL_SQL: return ALUDEL_STRING;
    case ALUDEL_ROW: return ALUDEL_TUPLE;
    default: return type;
    }
}

bool al_equal(struct aludel_value a, struct aludel_value b)
{
    int order;
    if (family(a.type) != family(b.type)) {
        return false;
    }
    switch (family(a.type)) {
    case ALUDEL_INT: return order_numbers(a, b, &order) && order == 0;
    case ALUDEL_STRING:
    case ALUDEL_BYTES: return al_same(a.as.text, b.as.text);
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT: return equal_items(a, b);
    case ALUDEL_DEFERRED:
    case ALUDEL_OBJECT: return a.as.object == b.as.object;
    default: return true; /* None and None */
    }
}

static bool order_sequences(struct aludel_eval *e, struct aludel_value a, struct aludel_value b,
                            const char *symbol, int *order)
{
    const struct aludel_items *x = a.as.items, *y = b.as.items;
    for (size_t i = 0; i < x->count && i < y->count; i++) {
        if (!al_equal(x->values[i], y->values[i])) {
            return al_value_order(e, x->values[i], y->values[i], symbol, order);
        }
    }
    *order = (x->count > y->count) - (x->count < y->count);
    return true;
}

bool al_value_order(struct aludel_eval *e, struct aludel_value a, struct aludel_value b, const char *symbol,
                    int *order)
{
    *order = 0;
    enum aludel_type type = family(a.type) == family(b.type) ? family(a.type) : ALUDEL_NONE;
    switch (type) {
    case ALUDEL_INT: return order_numbers(a, b, order);
    case ALUDEL_STRING:
    case ALUDEL_BYTES: *order = order_text(a.as.text, b.as.text); return true;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE: return order_sequences(e, a, b, symbol, order);
    default:
        al_raise(e, "'%s' not supported between instances of '%s' and '%s'", symbol, al_type_name(a.type),
                 al_type_name(b.type));
        return false;
    }
}

bool al_less(struct aludel_eval *e, struct aludel_value a, struct aludel_value b, const char *symbol)
{
    int order;
    return al_value_order(e, a, b, symbol, &order) && order < 0;
}

/* ---- Hashes --------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_number(struct aludel_value v)
{
    uint64_t bits;
    double d = 0;
    al_as_double(v, &d);
    d = d + 0.0; /* -0.0 equals 0.0 */
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

uint64_t al_hash(struct aludel_value v)
{
    uint64_t hash = 14695981039346656037u;
    switch (family(v.type)) {
    case ALUDEL_INT: return mixed(hash, hash_number(v));
    case ALUDEL_STRING:
    case ALUDEL_BYTES:
        for (size_t k = 0; k < v.as.text.n; k++) {
            hash = (hash ^ (unsigned char)v.as.text.z[k]) * 1099511628211u;
        }
        return mixed(hash, v.as.text.n);
    case ALUDEL_TUPLE:
        for (size_t k = 0; k < v.as.items->count; k++) {
            hash = mixed(hash, al_hash(v.as.items->values[k]));
        }
        return hash;
    default: return hash;
    }
}

bool al_hashable(struct aludel_eval *e, struct aludel_value v)
{
    if (v.type == ALUDEL_LIST || v.type == ALUDEL_SET || v.type == ALUDEL_DICT) {
        al_raise(e, "unhashable type: '%s'", al_type_name(v.type));
    } else if (v.type == ALUDEL_DEFERRED || v.type == ALUDEL_OBJECT) {
        al_raise(e, "internal error: a key must be known");
    } else if (v.type == ALUDEL_UNSET) {
        al_raise(e, "a variable is used before it is set");
    } else if (v.type == ALUDEL_TUPLE || v.type == ALUDEL_ROW) {
        for (size_t i = 0; i < v.as.items->count && !e->failed; i++) {
            al_hashable(e, v.as.items->values[i]);
        }
    }
    return !e->failed;
}

bool al_lookup(struct aludel_value dict, struct aludel_value key, struct aludel_value *found)
{
    const struct aludel_items *items = dict.as.items;
    for (size_t i = 0; i < items->count; i++) {
        if (al_equal(items->keys[i], key)) {
            *found = items->values[i];
            return true;
        }
    }
    return false;
}
