/* py_builtin.c: len range enumerate zip reversed sorted min max sum any all abs round, and dicts' methods. */
#include "core/decimal.h"
#include "core/py.h"

#include <math.h>
#include <string.h>

#define LARGEST_RANGE 10000000

struct aludel_value py_len(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    size_t n;
    if (!al_enter(e, count, a, 1, AL_SHAPE)) {
        return aludel_unset();
    }
    if (a[0].type == ALUDEL_SQL) {
        return aludel_int((int64_t)al_characters(a[0].as.text));
    }
    if (a[0].type < ALUDEL_STRING) {
        return al_raise(e, "object of type '%s' has no len()", al_type_name(a[0].type));
    }
    return al_count(e, a[0], &n) ? aludel_int((int64_t)n) : aludel_unset();
}

/* ---- Lists from nothing and from others ----------------------------------------------------------- */

static struct aludel_value range_list(struct aludel_eval *e, int64_t start, int64_t stop, int64_t step)
{
    uint64_t way = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    uint64_t n = (step > 0 ? start < stop : start > stop) ? (way - 1) / stride + 1 : 0;
    if (n > LARGEST_RANGE) {
        return al_raise(e, "range() of more than %d elements", LARGEST_RANGE);
    }
    struct al_many many = {al_arena_new(e->arena, (size_t)n * sizeof *many.at), (size_t)n, (size_t)n};
    if (!many.at) {
        return al_no_memory(e);
    }
    for (size_t i = 0; i < many.count; i++) {
        many.at[i] = aludel_int(start + (int64_t)i * step);
    }
    return al_collected(e, ALUDEL_LIST, &many);
}

struct aludel_value py_range(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t part[3] = {0, 0, 1};
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    if (count > 3) {
        return al_raise(e, "range expected at most 3 arguments, got %zu", count);
    }
    for (size_t i = 0; i < count; i++) {
        if (!al_int_argument(e, a[i], i == 2, &part[count == 1 ? 1 : i])) {
            return aludel_unset();
        }
    }
    if (part[2] == 0) {
        return al_raise(e, "range() arg 3 must not be zero");
    }
    return range_list(e, part[0], part[1], part[2]);
}

static struct aludel_value pair_of(struct aludel_eval *e, struct aludel_value a, struct aludel_value b)
{
    const struct aludel_value pair[] = {a, b};
    return al_new_items(e, ALUDEL_TUPLE, 2, NULL, pair);
}

struct aludel_value py_enumerate(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_many many = {0};
    const struct aludel_value *values;
    size_t n;
    int64_t start;
    if (!al_enter(e, count, a, 1, AL_SHAPE) || !al_elements(e, a[0], &values, &n) ||
        !al_int_argument(e, al_argument(count, a, 1), 0, &start)) {
        return aludel_unset();
    }
    if (start > INT64_MAX - (int64_t)n) {
        return al_overflow(e);
    }
    for (size_t i = 0; i < n && al_push(e, &many, pair_of(e, aludel_int(start + (int64_t)i), values[i]));
         i++) {
    }
    return al_collected(e, ALUDEL_LIST, &many);
}

static bool zip_row(struct aludel_eval *e, size_t count, const struct aludel_value *a, size_t i,
                    struct al_many *rows)
{
    struct al_many row = {0};
    for (size_t k = 0; k < count; k++) {
        struct aludel_value item;
        if (!al_item(e, a[k], i, &item) || !al_push(e, &row, item)) {
            return false;
        }
    }
    return al_push(e, rows, al_collected(e, ALUDEL_TUPLE, &row));
}

struct aludel_value py_zip(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_many rows = {0};
    size_t n, least = count ? SIZE_MAX : 0;
    if (!al_enter(e, count, a, count, AL_SHAPE)) {
        return aludel_unset();
    }
    for (size_t k = 0; k < count; k++) {
        if (!al_count(e, a[k], &n)) {
            return aludel_unset();
        }
        least = n < least ? n : least;
    }
    for (size_t i = 0; i < least && zip_row(e, count, a, i, &rows); i++) {
    }
    return al_collected(e, ALUDEL_LIST, &rows);
}

struct aludel_value py_reversed(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    const struct aludel_value *values;
    struct al_many many = {0};
    size_t n;
    if (!al_enter(e, count, a, 1, AL_SHAPE)) {
        return aludel_unset();
    }
    if (a[0].type < ALUDEL_STRING || a[0].type == ALUDEL_SQL || a[0].type == ALUDEL_SET) {
        return al_raise(e, "'%s' object is not reversible", al_type_name(a[0].type));
    }
    if (!al_elements(e, a[0], &values, &n)) {
        return aludel_unset();
    }
    while (n > 0 && al_push(e, &many, values[n - 1])) {
        n--;
    }
    return al_collected(e, ALUDEL_LIST, &many);
}

/* ---- Sorting ------------------------------------------------------------------------------------ */

/* Merges the sorted runs [low, middle) and [middle, high). */
static void merge(struct aludel_eval *e, const struct aludel_value *from, struct aludel_value *to, size_t low,
                  size_t middle, size_t high)
{
    size_t i = low, j = middle;
    for (size_t k = low; k < high; k++) {
        bool second = i >= middle;
        if (!second && j < high && !e->failed) {
            second = al_less(e, from[j], from[i], "<");
        }
        to[k] = second ? from[j++] : from[i++];
    }
}

static const struct aludel_value *sort(struct aludel_eval *e, struct aludel_value *a,
                                       struct aludel_value *spare, size_t n)
{
    for (size_t width = 1; width < n && !e->failed; width *= 2) {
        for (size_t low = 0; low < n; low += 2 * width) {
            size_t middle = n - low > width ? low + width : n,
                   high = n - low > 2 * width ? low + 2 * width : n;
            merge(e, a, spare, low, middle, high);
        }
        struct aludel_value *sorted = spare;
        spare = a;
        a = sorted;
    }
    return a;
}

struct aludel_value py_sorted(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    const struct aludel_value *values;
    size_t n;
    if (!al_enter(e, count, a, 1, AL_DEEP) || !al_elements(e, a[0], &values, &n)) {
        return aludel_unset();
    }
    struct aludel_value *copy = al_arena_new(e->arena, n * sizeof *copy);
    struct aludel_value *spare = al_arena_new(e->arena, n * sizeof *copy);
    if (!copy || !spare) {
        return al_no_memory(e);
    }
    /* Turned round before and after, so that equal values keep their order. */
    bool reverse = al_truth(al_argument(count, a, 1));
    for (size_t i = 0; i < n; i++) {
        copy[i] = values[reverse ? n - 1 - i : i];
    }
    struct aludel_value sorted = al_new_items(e, ALUDEL_LIST, n, NULL, sort(e, copy, spare, n));
    return reverse && !e->failed ? aludel_py(reversed, e, sorted) : sorted;
}

/* ---- One value out of many ------------------------------------------------------------------------ */

/* The first of the least, or of the greatest. */
static struct aludel_value extreme(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                   const char *name, bool most)
{
    const struct aludel_value *values = a;
    size_t n = count;
    if (!al_enter(e, count, a, count ? count : 1, AL_DEEP) ||
        (count == 1 && !al_elements(e, a[0], &values, &n))) {
        return aludel_unset();
    }
    if (n == 0) {
        return al_raise(e, "%s() arg is an empty sequence", name);
    }
    struct aludel_value best = values[0];
    for (size_t i = 1; i < n && !e->failed; i++) {
        int order = 0;
        if (al_value_order(e, values[i], best, most ? ">" : "<", &order) && (most ? order > 0 : order < 0)) {
            best = values[i];
        }
    }
    return e->failed ? aludel_unset() : best;
}

struct aludel_value py_min(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return extreme(e, count, a, "min", false);
}

struct aludel_value py_max(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return extreme(e, count, a, "max", true);
}

struct aludel_value py_sum(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    const struct aludel_value *values;
    size_t n;
    if (!al_enter(e, count, a, 1, AL_DEEP) || !al_elements(e, a[0], &values, &n)) {
        return aludel_unset();
    }
    struct aludel_value total = al_argument(count, a, 1);
    if (al_is_text(total) || total.type == ALUDEL_BYTES) {
        return al_raise(e, "sum() can't sum strings [use ''.join(seq) instead]");
    }
    total = total.type == ALUDEL_UNSET ? aludel_int(0) : total;
    for (size_t i = 0; i < n && !e->failed; i++) {
        total = aludel_py(add, e, total, values[i]);
    }
    return total;
}

/* Whether all are true, or one of them is. */
static struct aludel_value quantified(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                      bool all)
{
    const struct aludel_value *values;
    size_t n;
    if (!al_enter(e, count, a, 1, AL_DEEP) || !al_elements(e, a[0], &values, &n)) {
        return aludel_unset();
    }
    for (size_t i = 0; i < n; i++) {
        if (al_truth(values[i]) != all) {
            return aludel_bool(!all);
        }
    }
    return aludel_bool(all);
}

struct aludel_value py_any(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return quantified(e, count, a, false);
}

struct aludel_value py_all(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return quantified(e, count, a, true);
}

/* ---- Numbers -------------------------------------------------------------------------------------- */

struct aludel_value py_abs(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t i;
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    if (a[0].type == ALUDEL_FLOAT) {
        return aludel_float(fabs(a[0].as.number));
    }
    if (!al_as_int(a[0], &i)) {
        return al_raise(e, "bad operand type for abs(): '%s'", al_type_name(a[0].type));
    }
    return i == INT64_MIN ? al_overflow(e) : aludel_int(i < 0 ? -i : i);
}

/* To a multiple of ten to the -digits, half to even. */
static struct aludel_value round_int(struct aludel_eval *e, int64_t i, int64_t digits)
{
    uint64_t unit = 1, u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    for (; digits < 0 && unit <= UINT64_MAX / 10; digits++) {
        unit *= 10;
    }
    if (digits < 0) {
        return aludel_int(0);
    }
    uint64_t rest = u % unit, low = u - rest;
    bool up = rest > unit - rest || (rest == unit - rest && rest > 0 && low / unit % 2 != 0);
    if (up && low > (uint64_t)INT64_MAX - unit + (i < 0)) {
        return al_overflow(e);
    }
    low += up ? unit : 0;
    return aludel_int(i < 0 ? (int64_t)(0 - low) : (int64_t)low);
}

static struct aludel_value round_double(struct aludel_eval *e, double x, int64_t digits)
{
    if (!isfinite(x) || x == 0.0 || digits > 400) {
        return aludel_float(x);
    }
    struct al_decimal d;
    al_decimal_of(&d, x);
    int64_t kept = digits < -400 ? -1 : digits + d.point;
    al_decimal_round(&d, kept < -1 ? -1 : kept > AL_DECIMAL_DIGITS ? AL_DECIMAL_DIGITS : (int)kept);
    double rounded = al_decimal_to_double(&d);
    if (isinf(rounded)) {
        return al_raise(e, "rounded value too large to represent");
    }
    return aludel_float(copysign(rounded, x));
}

static struct aludel_value round_to_int(struct aludel_eval *e, double x)
{
    if (!isfinite(x)) {
        return al_raise(e, isnan(x) ? "cannot convert float NaN to integer"
                                    : "cannot convert float infinity to integer");
    }
    double rounded = round_double(e, x, 0).as.number;
    if (rounded < -9223372036854775808.0 || rounded >= 9223372036854775808.0) {
        return al_overflow(e);
    }
    return aludel_int((int64_t)rounded);
}

struct aludel_value py_round(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t i, digits;
    struct aludel_value given = al_argument(count, a, 1);
    bool whole = given.type == ALUDEL_UNSET || given.type == ALUDEL_NONE;
    if (!al_enter(e, count, a, 1, AL_DEEP) ||
        !al_int_argument(e, whole ? aludel_unset() : given, 0, &digits)) {
        return aludel_unset();
    }
    if (al_as_int(a[0], &i)) {
        return round_int(e, i, digits);
    }
    if (a[0].type != ALUDEL_FLOAT) {
        return al_raise(e, "type %s doesn't define __round__ method", al_type_name(a[0].type));
    }
    return whole ? round_to_int(e, a[0].as.number) : round_double(e, a[0].as.number, digits);
}

/* ---- Methods of dicts and rows -------------------------------------------------------------------- */

static bool is_mapping(struct aludel_eval *e, size_t count, const struct aludel_value *a, const char *method)
{
    if (al_enter(e, count, a, 1, AL_SHAPE) && a[0].type != ALUDEL_DICT && a[0].type != ALUDEL_ROW) {
        al_raise(e, "'%s' object has no attribute '%s'", al_type_name(a[0].type), method);
    }
    return !e->failed;
}

struct aludel_value py_m_get(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_value found, fallback = al_argument(count, a, 2);
    if (!is_mapping(e, count, a, "get") || !al_hashable(e, al_argument(count, a, 1))) {
        return aludel_unset();
    }
    if (al_lookup(a[0], a[1], &found)) {
        return found;
    }
    return fallback.type == ALUDEL_UNSET ? aludel_none() : fallback;
}

struct aludel_value py_m_keys(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return is_mapping(e, count, a, "keys")
               ? al_new_items(e, ALUDEL_LIST, a[0].as.items->count, NULL, a[0].as.items->keys)
               : aludel_unset();
}

struct aludel_value py_m_values(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return is_mapping(e, count, a, "values")
               ? al_new_items(e, ALUDEL_LIST, a[0].as.items->count, NULL, a[0].as.items->values)
               : aludel_unset();
}

struct aludel_value py_m_items(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_many many = {0};
    if (!is_mapping(e, count, a, "items")) {
        return aludel_unset();
    }
    const struct aludel_items *items = a[0].as.items;
    for (size_t i = 0; i < items->count && al_push(e, &many, pair_of(e, items->keys[i], items->values[i]));
         i++) {
    }
    return al_collected(e, ALUDEL_LIST, &many);
}
