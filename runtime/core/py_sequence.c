/* py_sequence.c: + and * of text and lists, a[i], a[i:j:k], a.name, and the displays [...] (...) {...}. */
#include "core/py.h"

#include <string.h>

static bool is_sequence(struct aludel_value v)
{
    return v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE || v.type == ALUDEL_ROW;
}

static bool is_textual(struct aludel_value v)
{
    return v.type == ALUDEL_STRING || v.type == ALUDEL_BYTES || v.type == ALUDEL_SQL;
}

/* ---- + and * ---------------------------------------------------------------------------------- */

bool al_begins_comment(struct aludel_eval *e, enum aludel_type type, struct aludel_text before,
                       struct aludel_text after)
{
    char last = before.n > 0 ? before.z[before.n - 1] : '\0', first = after.n > 0 ? *after.z : '\0';
    if (type != ALUDEL_SQL || !((last == '-' && first == '-') || (last == '/' && first == '*'))) {
        return false;
    }
    al_raise(
        e,
        "sql text that begins with '%c' would begin a comment behind sql text that ends with '%c': put a "
        "space between",
        first, last);
    return true;
}

static struct aludel_value add_texts(struct aludel_eval *e, struct aludel_value a, struct aludel_value b)
{
    if (al_begins_comment(e, a.type, a.as.text, b.as.text)) {
        return aludel_unset();
    }
    struct al_builder builder = al_eval_builder(e);
    al_put(&builder, a.as.text.z, a.as.text.n);
    al_put(&builder, b.as.text.z, b.as.text.n);
    return al_finished(e, a.type, &builder);
}

static struct aludel_value add_lists(struct aludel_eval *e, struct aludel_value a, struct aludel_value b)
{
    const struct aludel_items *x = a.as.items, *y = b.as.items;
    struct aludel_value *both = al_arena_new(e->arena, (x->count + y->count) * sizeof *both);
    if (!both) {
        return al_no_memory(e);
    }
    for (size_t i = 0; i < x->count + y->count; i++) {
        both[i] = i < x->count ? x->values[i] : y->values[i - x->count];
    }
    struct al_many many = {both, x->count + y->count, x->count + y->count};
    return al_collected(e, a.type == ALUDEL_LIST ? ALUDEL_LIST : ALUDEL_TUPLE, &many);
}

static struct aludel_value cannot_add(struct aludel_eval *e, struct aludel_value a, struct aludel_value b)
{
    const char *left = al_type_name(a.type), *right = al_type_name(b.type);
    if (al_is_text(a) && al_is_text(b)) {
        return al_raise(
            e,
            "can't add %s and %s: say what the string is, with the filter `id` for a name or `n` for "
            "raw text, or write a hole: ${...}",
            left, right);
    }
    if (a.type == ALUDEL_STRING || a.type == ALUDEL_LIST || a.type == ALUDEL_TUPLE) {
        return al_raise(e, "can only concatenate %s (not \"%s\") to %s", left, right, left);
    }
    if (a.type == ALUDEL_BYTES) {
        return al_raise(e, "can't concat %s to bytes", right);
    }
    return al_unsupported(e, "+", a, b);
}

struct aludel_value py_add(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 2, AL_SHAPE)) {
        return aludel_unset();
    }
    if (al_is_number(a[0]) && al_is_number(a[1])) {
        return al_add_numbers(e, a);
    }
    if (is_textual(a[0]) && a[0].type == a[1].type) {
        return add_texts(e, a[0], a[1]);
    }
    bool lists = a[0].type == ALUDEL_LIST && a[1].type == ALUDEL_LIST;
    bool tuples =
        is_sequence(a[0]) && is_sequence(a[1]) && a[0].type != ALUDEL_LIST && a[1].type != ALUDEL_LIST;
    return lists || tuples ? add_lists(e, a[0], a[1]) : cannot_add(e, a[0], a[1]);
}

static struct aludel_value repeat_text(struct aludel_eval *e, struct aludel_value v, size_t times)
{
    if (v.as.text.n > 0 && times > AL_LARGEST_TEXT / v.as.text.n) {
        return al_no_memory(e);
    }
    if (times > 1 && al_begins_comment(e, v.type, v.as.text, v.as.text)) {
        return aludel_unset();
    }
    size_t n = v.as.text.n * times;
    char *z = al_arena_new(e->arena, n + 1);
    if (!z) {
        return al_no_memory(e);
    }
    for (size_t i = 0; i < n; i += v.as.text.n) {
        memcpy(z + i, v.as.text.z, v.as.text.n);
    }
    return aludel_textual(v.type, z, n);
}

static struct aludel_value repeat_items(struct aludel_eval *e, struct aludel_value v, size_t times)
{
    const struct aludel_items *items = v.as.items;
    if (items->count > 0 && times > AL_LARGEST_TEXT / sizeof(struct aludel_value) / items->count) {
        return al_no_memory(e);
    }
    struct al_many many = {NULL, items->count * times, items->count * times};
    many.at = al_arena_new(e->arena, many.count * sizeof *many.at);
    if (!many.at) {
        return al_no_memory(e);
    }
    for (size_t i = 0; i < many.count; i++) {
        many.at[i] = items->values[i % items->count];
    }
    return al_collected(e, v.type == ALUDEL_ROW ? ALUDEL_TUPLE : v.type, &many);
}

struct aludel_value py_mul(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t times;
    if (!al_enter(e, count, a, 2, AL_SHAPE)) {
        return aludel_unset();
    }
    bool left = is_textual(a[0]) || is_sequence(a[0]), right = is_textual(a[1]) || is_sequence(a[1]);
    if (!left && !right) {
        return al_mul_numbers(e, a);
    }
    struct aludel_value sequence = left ? a[0] : a[1], other = left ? a[1] : a[0];
    if (!al_as_int(other, &times)) {
        return al_raise(e, "can't multiply sequence by non-int of type '%s'", al_type_name(other.type));
    }
    size_t n = times > 0 ? (size_t)times : 0;
    return is_textual(sequence) ? repeat_text(e, sequence, n) : repeat_items(e, sequence, n);
}

/* ---- a[i] ------------------------------------------------------------------------------------- */

/* The names of a row or the string keys of a dict, for "did you mean", which nobody reads on a device. */
static const char *nearest_key(struct aludel_eval *e, const struct aludel_items *items,
                               struct aludel_text name)
{
#ifdef ALUDEL_EMBEDDED
    return (void)e, (void)items, (void)name, NULL;
#else
    const char **names = al_arena_new(e->arena, items->count * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; names && i < items->count; i++) {
        if (items->keys[i].type == ALUDEL_STRING) {
            names[count] = al_arena_copy(e->arena, items->keys[i].as.text.z, items->keys[i].as.text.n);
            count += names[count] != NULL;
        }
    }
    return al_nearest(name, names, names ? count : 0);
#endif
}

static struct aludel_value no_key(struct aludel_eval *e, struct aludel_value dict, struct aludel_value key)
{
    struct al_builder b = al_eval_builder(e);
    al_write_repr(&b, key);
    const char *nearest = key.type == ALUDEL_STRING ? nearest_key(e, dict.as.items, key.as.text) : NULL;
    return al_raise(e, "KeyError: %s isn't a key of the dict%s%s%s", al_built(&b).z,
                    nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static struct aludel_value no_column(struct aludel_eval *e, struct aludel_value row, struct aludel_text name)
{
    const char *nearest = nearest_key(e, row.as.items, name);
    return al_raise(e, "row has no column '%.*s'%s%s%s", (int)name.n, name.z,
                    nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

/* Its keys are texts, all of them. */
static struct aludel_value column(struct aludel_eval *e, struct aludel_value row, struct aludel_text name)
{
    const struct aludel_items *items = row.as.items;
    for (size_t i = 0; i < items->count; i++) {
        if (al_same(items->keys[i].as.text, name)) {
            return items->values[i];
        }
    }
    return no_column(e, row, name);
}

/* Negative indices count from the end. */
static bool find_index(struct aludel_eval *e, struct aludel_value v, struct aludel_value index, size_t count,
                       size_t *at)
{
    const char *kind = al_type_name(v.type);
    int64_t i;
    if (!al_as_int(index, &i)) {
        if (is_textual(v)) {
            al_raise(e, "%s indices must be integers%s%s%s", v.type == ALUDEL_BYTES ? "byte" : "string",
                     v.type == ALUDEL_BYTES ? " or slices, not " : ", not '", al_type_name(index.type),
                     v.type == ALUDEL_BYTES ? "" : "'");
        } else {
            al_raise(e, "%s indices must be integers or slices, not %s", kind, al_type_name(index.type));
        }
        return false;
    }
    i += i < 0 ? (int64_t)count : 0;
    if (i < 0 || i >= (int64_t)count) {
        al_raise(e, "%s%sindex out of range",
                 v.type == ALUDEL_BYTES ? ""
                 : al_is_text(v)        ? "string"
                                        : kind,
                 v.type == ALUDEL_BYTES ? "" : " ");
        return false;
    }
    *at = (size_t)i;
    return true;
}

static struct aludel_value text_at(struct aludel_eval *e, struct aludel_value v, struct aludel_value index)
{
    struct aludel_text t = v.as.text;
    size_t at, count = v.type == ALUDEL_BYTES ? t.n : al_characters(t);
    if (!find_index(e, v, index, count, &at)) {
        return aludel_unset();
    }
    if (v.type == ALUDEL_BYTES) {
        return aludel_int((unsigned char)t.z[at]);
    }
    at = al_character_at(t, at);
    return aludel_textual(ALUDEL_STRING, t.z + at, al_utf8_length(t.z + at, t.n - at));
}

static struct aludel_value dict_at(struct aludel_eval *e, struct aludel_value dict, struct aludel_value key)
{
    struct aludel_value found;
    if (!al_hashable(e, key)) {
        return aludel_unset();
    }
    return al_lookup(dict, key, &found) ? found : no_key(e, dict, key);
}

struct aludel_value py_index(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    size_t at;
    if (!al_enter(e, count, a, 2, AL_SHAPE)) {
        return aludel_unset();
    }
    if (is_textual(a[0])) {
        return text_at(e, a[0], a[1]);
    }
    if (a[0].type == ALUDEL_DICT) {
        return dict_at(e, a[0], a[1]);
    }
    if (a[0].type == ALUDEL_ROW && a[1].type == ALUDEL_STRING) {
        return column(e, a[0], a[1].as.text);
    }
    if (!is_sequence(a[0])) {
        return al_raise(e, "'%s' object is not subscriptable", al_type_name(a[0].type));
    }
    return find_index(e, a[0], a[1], a[0].as.items->count, &at) ? a[0].as.items->values[at] : aludel_unset();
}

struct aludel_value py_attribute(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 2, AL_SHAPE)) {
        return aludel_unset();
    }
    if (a[0].type == ALUDEL_ROW) {
        return column(e, a[0], a[1].as.text);
    }
    struct aludel_text name = a[1].as.text;
    return al_raise(e, "'%s' object has no attribute '%.*s'", al_type_name(a[0].type), (int)name.n, name.z);
}

/* ---- a[i:j:k] --------------------------------------------------------------------------------- */

struct slice {
    int64_t start, step;
    size_t count;
};

static bool slice_part(struct aludel_eval *e, struct aludel_value v, int64_t fallback, int64_t *part)
{
    if (v.type == ALUDEL_NONE || v.type == ALUDEL_UNSET) {
        *part = fallback;
        return true;
    }
    if (!al_as_int(v, part)) {
        al_raise(e, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return true;
}

static int64_t within(int64_t i, int64_t length, int64_t least, int64_t most)
{
    i += i < 0 ? length : 0;
    return i < least ? least : i > most ? most : i;
}

static bool find_slice(struct aludel_eval *e, size_t count, const struct aludel_value *a, size_t n,
                       struct slice *s)
{
    int64_t length = (int64_t)n, stop;
    if (!slice_part(e, al_argument(count, a, 3), 1, &s->step)) {
        return false;
    }
    if (s->step == 0) {
        al_raise(e, "slice step cannot be zero");
        return false;
    }
    bool back = s->step < 0;
    int64_t least = back ? -1 : 0, most = back ? length - 1 : length;
    /* What is left out lies beyond every index; before the first one there is no -1 to name it. */
    if (!slice_part(e, a[1], back ? INT64_MAX : 0, &s->start) ||
        !slice_part(e, a[2], back ? INT64_MIN : INT64_MAX, &stop)) {
        return false;
    }
    s->start = within(s->start, length, least, most);
    stop = within(stop, length, least, most);
    uint64_t way = back ? (uint64_t)(s->start - stop) : (uint64_t)(stop - s->start);
    uint64_t stride = back ? 0 - (uint64_t)s->step : (uint64_t)s->step;
    s->count = (back ? s->start > stop : stop > s->start) ? (size_t)((way - 1) / stride + 1) : 0;
    return true;
}

static size_t slice_at(const struct slice *s, size_t i)
{
    return (size_t)(s->start + (int64_t)i * s->step);
}

static struct aludel_value slice_items(struct aludel_eval *e, struct aludel_value v, const struct slice *s)
{
    struct al_many many = {al_arena_new(e->arena, s->count * sizeof *many.at), s->count, s->count};
    if (!many.at) {
        return al_no_memory(e);
    }
    for (size_t i = 0; i < s->count; i++) {
        many.at[i] = v.as.items->values[slice_at(s, i)];
    }
    return al_collected(e, v.type == ALUDEL_ROW ? ALUDEL_TUPLE : v.type, &many);
}

static struct aludel_value slice_text(struct aludel_eval *e, struct aludel_value v, const struct slice *s)
{
    struct aludel_text t = v.as.text;
    bool bytes = v.type == ALUDEL_BYTES || al_characters(t) == t.n;
    if (s->step == 1) {
        size_t begin = (size_t)s->start, end = begin + s->count;
        begin = bytes ? begin : al_character_at(t, begin);
        end = bytes ? end : al_character_at(t, end);
        return aludel_textual(v.type, t.z + begin, s->count ? end - begin : 0);
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; i < s->count; i++) {
        size_t at = bytes ? slice_at(s, i) : al_character_at(t, slice_at(s, i));
        al_put(&b, t.z + at, bytes ? 1 : al_utf8_length(t.z + at, t.n - at));
    }
    return al_finished(e, v.type, &b);
}

struct aludel_value py_slice(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct slice s;
    if (!al_enter(e, count, a, 1, AL_SHAPE)) {
        return aludel_unset();
    }
    if (a[0].type == ALUDEL_DICT) {
        return al_raise(e, "unhashable type: 'slice'");
    }
    if (!is_textual(a[0]) && !is_sequence(a[0])) {
        return al_raise(e, "'%s' object is not subscriptable", al_type_name(a[0].type));
    }
    const struct aludel_value parts[] = {a[0], al_argument(count, a, 1), al_argument(count, a, 2),
                                         al_argument(count, a, 3)};
    size_t n = !is_textual(a[0])           ? a[0].as.items->count
               : a[0].type == ALUDEL_BYTES ? a[0].as.text.n
                                           : al_characters(a[0].as.text);
    if (!find_slice(e, 4, parts, n, &s)) {
        return aludel_unset();
    }
    return is_textual(a[0]) ? slice_text(e, a[0], &s) : slice_items(e, a[0], &s);
}

/* ---- Displays --------------------------------------------------------------------------------- */

/* Elements may be known at run time only, but not unset. */
static bool all_set(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    for (size_t i = 0; i < count && !e->failed; i++) {
        if (a[i].type == ALUDEL_UNSET) {
            al_raise(e, "a variable is used before it is set");
        }
    }
    return !e->failed;
}

struct aludel_value py_list_of(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_set(e, count, a) ? al_new_items(e, ALUDEL_LIST, count, NULL, a) : aludel_unset();
}

struct aludel_value py_tuple_of(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_set(e, count, a) ? al_new_items(e, ALUDEL_TUPLE, count, NULL, a) : aludel_unset();
}

struct aludel_value py_set_of(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_set(e, count, a) ? al_new_items(e, ALUDEL_SET, count, NULL, a) : aludel_unset();
}

struct aludel_value py_dict_of(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_unique u = {0};
    bool ok = all_set(e, count, a);
    for (size_t i = 0; ok && i + 1 < count; i += 2) {
        ok = al_put_pair(e, &u, a[i], a[i + 1]);
    }
    return al_unique_dict(e, &u);
}
