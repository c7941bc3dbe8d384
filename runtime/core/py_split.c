/* py_split.c: methods that cut, join and search strings. Bytes are in py_bytes.c. */
#include "core/py.h"
#include "core/unicode.h"

#include <string.h>

static struct aludel_value string_of(struct aludel_text t)
{
    return aludel_textual(ALUDEL_STRING, t.z, t.n);
}

/* ---- split ------------------------------------------------------------------------------------ */

static void reverse(struct al_many *many)
{
    for (size_t i = 0; i < many->count / 2; i++) {
        struct aludel_value v = many->at[i];
        many->at[i] = many->at[many->count - 1 - i];
        many->at[many->count - 1 - i] = v;
    }
}

static void split_by(struct aludel_eval *e, struct aludel_text t, struct aludel_text sep, int64_t most,
                     struct al_many *many)
{
    size_t from = 0;
    for (size_t at; most != 0 && (at = al_text_find(t, sep, from)) != SIZE_MAX; most--) {
        al_push(e, many, string_of((struct aludel_text){t.z + from, at - from}));
        from = at + sep.n;
    }
    al_push(e, many, string_of((struct aludel_text){t.z + from, t.n - from}));
}

static void rsplit_by(struct aludel_eval *e, struct aludel_text t, struct aludel_text sep, int64_t most,
                      struct al_many *many)
{
    size_t end = t.n;
    for (size_t at; most != 0 && (at = al_find_last(t, sep, end)) != SIZE_MAX; most--) {
        al_push(e, many, string_of((struct aludel_text){t.z + at + sep.n, end - at - sep.n}));
        end = at;
    }
    al_push(e, many, string_of((struct aludel_text){t.z, end}));
    reverse(many);
}

static bool space_at(struct aludel_text t, size_t i, size_t *n)
{
    return al_has_property(al_utf8_decode(t.z + i, t.n - i, n), &al_unicode_space);
}

/* Words between white space. The last one of a limited number takes the rest. */
static void split_words(struct aludel_eval *e, struct aludel_text t, int64_t most, struct al_many *many)
{
    size_t i = 0, n = 0;
    for (;; most--) {
        for (; i < t.n && space_at(t, i, &n); i += n) {
        }
        if (i >= t.n) {
            return;
        }
        size_t from = i;
        for (; i < t.n && (most == 0 || !space_at(t, i, &n)); i += most == 0 ? 1 : n) {
        }
        al_push(e, many, string_of((struct aludel_text){t.z + from, i - from}));
    }
}

/* From the right: all words are found first, and what is too many stays together. */
static void rsplit_words(struct aludel_eval *e, struct aludel_text t, int64_t most, struct al_many *many)
{
    struct al_many words = {0};
    split_words(e, t, -1, &words);
    size_t kept = most < 0 || (uint64_t)most >= words.count ? words.count : (size_t)most;
    if (!e->failed && kept < words.count) {
        struct aludel_text last = words.at[words.count - kept - 1].as.text;
        al_push(e, many, string_of((struct aludel_text){t.z, (size_t)(last.z + last.n - t.z)}));
    }
    for (size_t i = words.count - kept; i < words.count; i++) {
        al_push(e, many, words.at[i]);
    }
}

static struct aludel_value split(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                 const char *method, bool right)
{
    struct aludel_value sep = al_argument(count, a, 1);
    struct al_many many = {0};
    int64_t most;
    if (!al_receiver(e, count, a, method, false) ||
        !al_int_argument(e, al_argument(count, a, 2), -1, &most)) {
        return aludel_unset();
    }
    if (sep.type == ALUDEL_UNSET || sep.type == ALUDEL_NONE) {
        (right ? rsplit_words : split_words)(e, a[0].as.text, most, &many);
        return al_collected(e, ALUDEL_LIST, &many);
    }
    if (!al_is_text(sep)) {
        return al_raise(e, "must be str or None, not %s", al_type_name(sep.type));
    }
    if (sep.as.text.n == 0) {
        return al_raise(e, "empty separator");
    }
    (right ? rsplit_by : split_by)(e, a[0].as.text, sep.as.text, most, &many);
    return al_collected(e, ALUDEL_LIST, &many);
}

struct aludel_value py_m_split(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return split(e, count, a, "split", false);
}

struct aludel_value py_m_rsplit(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return split(e, count, a, "rsplit", true);
}

static bool ends_line(uint32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

struct aludel_value py_m_splitlines(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct al_many many = {0};
    if (!al_receiver(e, count, a, "splitlines", false)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text;
    size_t from = 0;
    for (size_t i = 0, n; i < t.n;) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (ends_line(c)) {
            al_push(e, &many, string_of((struct aludel_text){t.z + from, i - from}));
            n += c == '\r' && i + 1 < t.n && t.z[i + 1] == '\n';
            from = i + n;
        }
        i += n;
    }
    if (from < t.n) {
        al_push(e, &many, string_of((struct aludel_text){t.z + from, t.n - from}));
    }
    return al_collected(e, ALUDEL_LIST, &many);
}

struct aludel_value py_m_partition(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_text sep;
    if (!al_receiver(e, count, a, "partition", false) ||
        !al_text_argument(e, al_argument(count, a, 1), NULL, &sep)) {
        return aludel_unset();
    }
    if (sep.n == 0) {
        return al_raise(e, "empty separator");
    }
    struct aludel_text t = a[0].as.text;
    size_t at = al_text_find(t, sep, 0);
    bool found = at != SIZE_MAX;
    size_t after = found ? at + sep.n : t.n;
    const struct aludel_value parts[] = {string_of((struct aludel_text){t.z, found ? at : t.n}),
                                         found ? string_of(sep) : ALUDEL_STRING(""),
                                         string_of((struct aludel_text){t.z + after, t.n - after})};
    return al_new_items(e, ALUDEL_TUPLE, 3, NULL, parts);
}

/* ---- join, replace, the ends -------------------------------------------------------------------- */

struct aludel_value py_m_join(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    const struct aludel_value *items;
    size_t n;
    if (!al_receiver(e, count, a, "join", true)) {
        return aludel_unset();
    }
    if (count < 2 || !al_elements(e, a[1], &items, &n)) {
        e->failed = e->failed && e->no_memory;
        return e->failed ? aludel_unset() : al_raise(e, "can only join an iterable");
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; i < n; i++) {
        if (items[i].type != a[0].type) {
            return al_raise(e, "sequence item %zu: expected %s instance, %s found", i,
                            al_type_name(a[0].type), al_type_name(items[i].type));
        }
        struct aludel_text parts[] = {i ? a[0].as.text : AL_TEXT(""), items[i].as.text};
        for (size_t k = 0; k < 2; k++) {
            if (al_begins_comment(e, a[0].type, (struct aludel_text){b.z, b.n}, parts[k])) {
                return aludel_unset();
            }
            al_put(&b, parts[k].z, parts[k].n);
        }
    }
    return al_finished(e, a[0].type, &b);
}

/* Between all characters, as Python replaces "". */
static void replace_empty(struct al_builder *b, struct aludel_text t, struct aludel_text new, int64_t most)
{
    for (size_t i = 0, n; i < t.n; i += n) {
        n = al_utf8_length(t.z + i, t.n - i);
        al_put(b, new.z, most != 0 ? new.n : 0);
        most -= most != 0;
        al_put(b, t.z + i, n);
    }
    al_put(b, new.z, most != 0 ? new.n : 0);
}

struct aludel_value py_m_replace(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_text old, new, t;
    int64_t most;
    if (!al_receiver(e, count, a, "replace", false) ||
        !al_text_argument(e, al_argument(count, a, 1), "replace() argument 1", &old) ||
        !al_text_argument(e, al_argument(count, a, 2), "replace() argument 2", &new) ||
        !al_int_argument(e, al_argument(count, a, 3), -1, &most)) {
        return aludel_unset();
    }
    t = a[0].as.text;
    struct al_builder b = al_eval_builder(e);
    if (old.n == 0) {
        replace_empty(&b, t, new, most);
        return al_finished(e, ALUDEL_STRING, &b);
    }
    size_t from = 0;
    for (size_t at; most != 0 && (at = al_text_find(t, old, from)) != SIZE_MAX; most--) {
        al_put(&b, t.z + from, at - from);
        al_put(&b, new.z, new.n);
        from = at + old.n;
    }
    al_put(&b, t.z + from, t.n - from);
    return al_finished(e, ALUDEL_STRING, &b);
}

static bool has_end(struct aludel_text t, struct aludel_text part, bool at_end)
{
    return part.n <= t.n && (part.n == 0 || memcmp(at_end ? t.z + t.n - part.n : t.z, part.z, part.n) == 0);
}

static struct aludel_value asks_end(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                    const char *method, bool at_end)
{
    if (!al_receiver(e, count, a, method, true)) {
        return aludel_unset();
    }
    struct aludel_value part = al_argument(count, a, 1);
    const struct aludel_value *parts = &part;
    size_t n = part.type == ALUDEL_TUPLE ? part.as.items->count : 1;
    parts = part.type == ALUDEL_TUPLE ? part.as.items->values : parts;
    for (size_t i = 0; i < n; i++) {
        if (!al_is_text(parts[i])) {
            return al_raise(e,
                            part.type == ALUDEL_TUPLE ? "tuple for %s must only contain str, not %s"
                                                      : "%s first arg must be str or a tuple of str, not %s",
                            method, al_type_name(parts[i].type));
        }
        if (has_end(a[0].as.text, parts[i].as.text, at_end)) {
            return aludel_bool(true);
        }
    }
    return aludel_bool(false);
}

struct aludel_value py_m_startswith(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return asks_end(e, count, a, "startswith", false);
}

struct aludel_value py_m_endswith(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return asks_end(e, count, a, "endswith", true);
}

static struct aludel_value without_end(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                       const char *method, const char *what, bool at_end)
{
    if (!al_receiver(e, count, a, method, false)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text, part;
    if (!al_text_argument(e, al_argument(count, a, 1), what, &part)) {
        return aludel_unset();
    }
    size_t n = has_end(t, part, at_end) ? part.n : 0;
    return string_of((struct aludel_text){at_end ? t.z : t.z + n, t.n - n});
}

struct aludel_value py_m_removeprefix(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return without_end(e, count, a, "removeprefix", "removeprefix() argument", false);
}

struct aludel_value py_m_removesuffix(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return without_end(e, count, a, "removesuffix", "removesuffix() argument", true);
}

/* ---- find, count, index ------------------------------------------------------------------------- */

struct aludel_value py_m_find(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_text part;
    if (!al_receiver(e, count, a, "find", true) ||
        !al_text_argument(e, al_argument(count, a, 1), NULL, &part)) {
        return aludel_unset();
    }
    size_t at = al_text_find(a[0].as.text, part, 0);
    return aludel_int(at == SIZE_MAX ? -1 : (int64_t)al_characters((struct aludel_text){a[0].as.text.z, at}));
}

static bool is_sequence(struct aludel_value v)
{
    return v.type == ALUDEL_LIST || v.type == ALUDEL_TUPLE || v.type == ALUDEL_ROW;
}

static struct aludel_value count_items(const struct aludel_items *items, struct aludel_value v)
{
    int64_t n = 0;
    for (size_t i = 0; i < items->count; i++) {
        n += al_equal(items->values[i], v);
    }
    return aludel_int(n);
}

struct aludel_value py_m_count(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    struct aludel_text part;
    if (al_enter(e, count, a, 2, AL_DEEP) && is_sequence(a[0])) {
        return count_items(a[0].as.items, a[1]);
    }
    if (!al_receiver(e, count, a, "count", true) ||
        !al_text_argument(e, al_argument(count, a, 1), NULL, &part)) {
        return aludel_unset();
    }
    if (part.n == 0) {
        return aludel_int((int64_t)al_characters(a[0].as.text) + 1);
    }
    int64_t n = 0;
    for (size_t at = 0; (at = al_text_find(a[0].as.text, part, at)) != SIZE_MAX; at += part.n) {
        n++;
    }
    return aludel_int(n);
}

static struct aludel_value index_of_item(struct aludel_eval *e, const struct aludel_value *a)
{
    for (size_t i = 0; i < a[0].as.items->count; i++) {
        if (al_equal(a[0].as.items->values[i], a[1])) {
            return aludel_int((int64_t)i);
        }
    }
    if (a[0].type != ALUDEL_LIST) {
        return al_raise(e, "tuple.index(x): x not in tuple");
    }
    struct al_builder b = al_eval_builder(e);
    al_write_repr(&b, a[1]);
    return al_raise(e, "%s is not in list", al_built(&b).z);
}

struct aludel_value py_m_index(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (al_enter(e, count, a, 2, AL_DEEP) && is_sequence(a[0])) {
        return index_of_item(e, a);
    }
    if (!al_receiver(e, count, a, "index", true)) {
        return aludel_unset();
    }
    struct aludel_value at = py_m_find(e, count, a);
    return at.type == ALUDEL_INT && at.as.integer < 0 ? al_raise(e, "substring not found") : at;
}
