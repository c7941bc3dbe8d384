/* py_convert.c: str int float bool bytes repr list tuple set dict chr ord, and text from outside. */
#include "core/py.h"
#include "core/unicode.h"

#include <math.h>
#include <string.h>

struct aludel_value py_str(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 0, AL_DEEP)) {
        return aludel_unset();
    }
    struct aludel_value v = al_argument(count, a, 0);
    if (v.type == ALUDEL_UNSET || v.type == ALUDEL_STRING) {
        return v.type == ALUDEL_UNSET ? ALUDEL_STRING("") : v;
    }
    struct al_builder b = al_eval_builder(e);
    al_write_str(&b, v);
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_repr(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    al_write_repr(&b, a[0]);
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_bool(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 0, AL_SHAPE) ? aludel_bool(al_truth(al_argument(count, a, 0)))
                                              : aludel_unset();
}

/* ---- Numbers from text -------------------------------------------------------------------------- */

/* The digit's value when it is one of any script's decimal digits; they come in runs of ten. */
static char plain_digit(uint32_t c)
{
    uint32_t zero = c;
    if (!al_has_property(c, &al_unicode_decimal)) {
        return '\0';
    }
    while (zero > 0 && c - zero < 9 && al_has_property(zero - 1, &al_unicode_decimal)) {
        zero--;
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF) { /* five runs without a gap */
        return (char)('0' + (c - 0x1D7CE) % 10);
    }
    return (char)('0' + (c - zero));
}

static bool is_plain_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* As int() and float() read it: no white space around, no underscores between digits, plain digits. */
static struct aludel_text numeric(struct aludel_eval *e, struct aludel_value v)
{
    struct al_builder b = al_eval_builder(e);
    struct aludel_value string = aludel_textual(ALUDEL_STRING, v.as.text.z, v.as.text.n);
    struct aludel_text t = py_m_strip(e, 1, &string).as.text;
    char before = '\0';
    for (size_t i = 0, n; i < t.n && !e->failed; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        char digit = plain_digit(c);
        bool between = c == '_' && is_plain_digit(before) && i + 1 < t.n && t.z[i + 1] != '_';
        before = digit ? digit : c < 0x80 ? (char)c : 'x';
        if (!between || !(i + 1 < t.n && plain_digit(al_utf8_decode(t.z + i + 1, t.n - i - 1, &n)))) {
            al_putc(&b, before);
        }
        n = al_utf8_length(t.z + i, t.n - i);
    }
    return al_built(&b);
}

static bool only_digits(struct aludel_text t)
{
    size_t i = t.n > 0 && (t.z[0] == '-' || t.z[0] == '+'), from = i;
    while (i < t.n && is_plain_digit(t.z[i])) {
        i++;
    }
    return i == t.n && i > from;
}

static struct aludel_value no_number(struct aludel_eval *e, const char *what, struct aludel_value v)
{
    struct al_builder b = al_eval_builder(e);
    al_write_repr(&b, v);
    return al_raise(e, "%s: %s", what, al_built(&b).z);
}

static struct aludel_value int_of_text(struct aludel_eval *e, struct aludel_value v,
                                       struct aludel_value fallback)
{
    int64_t i;
    struct aludel_text t = numeric(e, v);
    if (al_parse_int(t, &i)) {
        return aludel_int(i);
    }
    if (only_digits(t)) {
        return al_overflow(e);
    }
    return fallback.type != ALUDEL_UNSET ? fallback
                                         : no_number(e, "invalid literal for int() with base 10", v);
}

static struct aludel_value int_of_double(struct aludel_eval *e, double d, struct aludel_value fallback)
{
    if (isfinite(d)) {
        return d >= -9223372036854775808.0 && d < 9223372036854775808.0 ? aludel_int((int64_t)d)
                                                                        : al_overflow(e);
    }
    if (fallback.type != ALUDEL_UNSET) {
        return fallback;
    }
    return al_raise(e, isnan(d) ? "cannot convert float NaN to integer"
                                : "cannot convert float infinity to integer");
}

static bool is_stringlike(struct aludel_value v)
{
    return al_is_text(v) || v.type == ALUDEL_BYTES;
}

struct aludel_value py_int(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t i;
    struct aludel_value v = al_argument(count, a, 0), fallback = al_argument(count, a, 1);
    if (!al_enter(e, count, a, 0, AL_DEEP) || v.type == ALUDEL_UNSET) {
        return e->failed ? aludel_unset() : aludel_int(0);
    }
    if (al_as_int(v, &i)) {
        return aludel_int(i);
    }
    if (v.type == ALUDEL_FLOAT) {
        return int_of_double(e, v.as.number, fallback);
    }
    if (is_stringlike(v)) {
        return int_of_text(e, v, fallback);
    }
    return fallback.type != ALUDEL_UNSET
               ? fallback
               : al_raise(e,
                          "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                          al_type_name(v.type));
}

struct aludel_value py_float(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    double d;
    struct aludel_value v = al_argument(count, a, 0), fallback = al_argument(count, a, 1);
    if (!al_enter(e, count, a, 0, AL_DEEP) || v.type == ALUDEL_UNSET) {
        return e->failed ? aludel_unset() : aludel_float(0);
    }
    if (al_as_double(v, &d) || (is_stringlike(v) && al_parse_double(numeric(e, v), &d))) {
        return aludel_float(d);
    }
    if (fallback.type != ALUDEL_UNSET) {
        return fallback;
    }
    return is_stringlike(v) ? no_number(e, "could not convert string to float", v)
                            : al_raise(e, "float() argument must be a string or a real number, not '%s'",
                                       al_type_name(v.type));
}

/* ---- Text from outside -------------------------------------------------------------------------- */

static struct aludel_value typed_bool(struct aludel_eval *e, const char *what, struct aludel_text t)
{
    static const struct {
        const char *word;
        bool meaning;
    } words[] = {{"1", true},  {"true", true},   {"yes", true}, {"on", true},
                 {"0", false}, {"false", false}, {"no", false}, {"off", false}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (al_same_nocase(t, al_text(words[i].word))) {
            return aludel_bool(words[i].meaning);
        }
    }
    return al_raise(e,
                    "%s is '%.*s', which isn't a boolean: write true, yes, on or 1, or false, no, off or 0",
                    what, (int)(t.n < 100 ? t.n : 100), t.z);
}

struct aludel_value al_typed_after(struct aludel_eval *e, const char *what, const char *text,
                                   struct aludel_value like)
{
    struct aludel_text t = al_trimmed(al_text(text));
    int64_t i;
    double d;
    switch (like.type) {
    case ALUDEL_BOOL: return typed_bool(e, what, t);
    case ALUDEL_INT:
        return al_parse_int(t, &i)
                   ? aludel_int(i)
                   : al_raise(e, "%s is '%.*s', which isn't a 64-bit integer as its default is", what,
                              (int)(t.n < 100 ? t.n : 100), t.z);
    case ALUDEL_FLOAT:
        return al_parse_double(t, &d) ? aludel_float(d)
                                      : al_raise(e, "%s is '%.*s', which isn't a number as its default is",
                                                 what, (int)(t.n < 100 ? t.n : 100), t.z);
    default: return al_new_string(e, text, strlen(text));
    }
}

/* ---- Containers --------------------------------------------------------------------------------- */

static struct aludel_value sequence_of(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                       enum aludel_type type)
{
    struct al_many many = {0};
    const struct aludel_value *values;
    if (!al_enter(e, count, a, 0, AL_SHAPE)) {
        return aludel_unset();
    }
    if (count == 0 || a[0].type == ALUDEL_UNSET) {
        return al_collected(e, type, &many);
    }
    return al_elements(e, a[0], &values, &many.count) ? al_new_items(e, type, many.count, NULL, values)
                                                      : aludel_unset();
}

struct aludel_value py_list(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return sequence_of(e, count, a, ALUDEL_LIST);
}

struct aludel_value py_tuple(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return sequence_of(e, count, a, ALUDEL_TUPLE);
}

struct aludel_value py_set(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 0, AL_DEEP) ? sequence_of(e, count, a, ALUDEL_SET) : aludel_unset();
}

static bool put_pair_of(struct aludel_eval *e, struct al_unique *u, struct aludel_value pair, size_t i)
{
    const struct aludel_value *two;
    size_t n;
    if (pair.type < ALUDEL_STRING) {
        al_raise(e, "cannot convert dictionary update sequence element #%zu to a sequence", i);
        return false;
    }
    if (!al_elements(e, pair, &two, &n)) {
        return false;
    }
    if (n != 2) {
        al_raise(e, "dictionary update sequence element #%zu has length %zu; 2 is required", i, n);
        return false;
    }
    return al_put_pair(e, u, two[0], two[1]);
}

struct aludel_value py_dict(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_unique u = {0};
    const struct aludel_value *pairs;
    size_t n;
    if (!al_enter(e, count, a, 0, AL_DEEP)) {
        return aludel_unset();
    }
    if (count == 0 || a[0].type == ALUDEL_UNSET) {
        return al_unique_dict(e, &u);
    }
    if (a[0].type == ALUDEL_DICT && count == 1) { /* one of its own: the generator tells them apart */
        const struct aludel_items *of = a[0].as.items;
        return al_new_items(e, ALUDEL_DICT, of->count, of->keys, of->values);
    }
    for (size_t k = 0; k < count; k++) { /* the second holds the keywords */
        bool mapping = a[k].type == ALUDEL_ROW || a[k].type == ALUDEL_DICT;
        struct aludel_value from = mapping ? py_m_items(e, 1, &a[k]) : a[k];
        if (!al_elements(e, from, &pairs, &n)) {
            return aludel_unset();
        }
        for (size_t i = 0; i < n && put_pair_of(e, &u, pairs[i], i); i++) {
        }
    }
    return al_unique_dict(e, &u);
}

struct aludel_value py_bytes(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    const struct aludel_value *values;
    size_t n;
    struct aludel_value v = al_argument(count, a, 0);
    if (!al_enter(e, count, a, 0, AL_DEEP) || v.type == ALUDEL_UNSET || v.type == ALUDEL_BYTES) {
        return e->failed ? aludel_unset() : v.type == ALUDEL_BYTES ? v : aludel_textual(ALUDEL_BYTES, "", 0);
    }
    if (al_is_text(v)) {
        return al_raise(e, "string argument without an encoding");
    }
    if (v.type < ALUDEL_STRING) {
        return al_raise(e, "cannot convert '%s' object to bytes", al_type_name(v.type));
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; al_elements(e, v, &values, &n) && i < n; i++) {
        int64_t byte;
        if (!al_as_int(values[i], &byte)) {
            return al_raise(e, "'%s' object cannot be interpreted as an integer",
                            al_type_name(values[i].type));
        }
        if (byte < 0 || byte > 255) {
            return al_raise(e, "bytes must be in range(0, 256)");
        }
        al_putc(&b, (char)byte);
    }
    return al_finished(e, ALUDEL_BYTES, &b);
}

struct aludel_value py_chr(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t i;
    char z[4];
    if (!al_enter(e, count, a, 1, AL_DEEP) || !al_int_argument(e, a[0], 0, &i)) {
        return aludel_unset();
    }
    if (i < 0 || i > 0x10FFFF) {
        return al_raise(e, "chr() arg not in range(0x110000)");
    }
    if (i >= 0xD800 && i <= 0xDFFF) {
        return al_raise(e, "chr() of a surrogate, which isn't a character");
    }
    return al_new_string(e, z, al_utf8_encode((uint32_t)i, z));
}

struct aludel_value py_ord(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    size_t length;
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    if (!is_stringlike(a[0])) {
        return al_raise(e, "ord() expected string of length 1, but %s found", al_type_name(a[0].type));
    }
    struct aludel_text t = a[0].as.text;
    size_t n = a[0].type == ALUDEL_BYTES ? t.n : al_characters(t);
    if (n != 1) {
        return al_raise(e, "ord() expected a character, but string of length %zu found", n);
    }
    return aludel_int(a[0].type == ALUDEL_BYTES ? (unsigned char)t.z[0]
                                                : (int64_t)al_utf8_decode(t.z, t.n, &length));
}
