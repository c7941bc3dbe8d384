/* iterate.c: what a `for` runs over, and the characters of a string. */
#include "core/py.h"

#include <string.h>

size_t al_characters(struct aludel_text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.n; count++) {
        i += (unsigned char)t.z[i] < 0x80 ? 1 : al_utf8_length(t.z + i, t.n - i);
    }
    return count;
}

size_t al_character_at(struct aludel_text t, size_t i)
{
    size_t at = 0;
    for (; i > 0 && at < t.n; i--) {
        at += (unsigned char)t.z[at] < 0x80 ? 1 : al_utf8_length(t.z + at, t.n - at);
    }
    return at;
}

size_t al_text_find(struct aludel_text t, struct aludel_text part, size_t from)
{
    for (size_t i = from; i + part.n <= t.n; i++) {
        if (part.n == 0) {
            return i;
        }
        const char *first = memchr(t.z + i, part.z[0], t.n - i - part.n + 1);
        if (!first) {
            break;
        }
        i = (size_t)(first - t.z);
        if (memcmp(first, part.z, part.n) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t al_find_last(struct aludel_text t, struct aludel_text part, size_t end)
{
    for (size_t i = end + 1; i-- > part.n;) {
        if (part.n == 0 || memcmp(t.z + i - part.n, part.z, part.n) == 0) {
            return i - part.n;
        }
    }
    return SIZE_MAX;
}

bool al_count(struct aludel_eval *e, struct aludel_value v, size_t *count)
{
    *count = 0;
    switch (v.type) {
    case ALUDEL_STRING: *count = al_characters(v.as.text); break;
    case ALUDEL_BYTES: *count = v.as.text.n; break;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW: *count = v.as.items->count; break;
    case ALUDEL_UNSET: al_raise(e, "a variable is used before it is set"); break;
    default: al_raise(e, "'%s' object is not iterable", al_type_name(v.type)); break;
    }
    return !e->failed;
}

static bool character_item(struct aludel_text t, size_t i, struct aludel_value *item)
{
    size_t at = al_character_at(t, i);
    if (at >= t.n) {
        return false;
    }
    *item = aludel_textual(ALUDEL_STRING, t.z + at, al_utf8_length(t.z + at, t.n - at));
    return true;
}

bool al_item(struct aludel_eval *e, struct aludel_value v, size_t i, struct aludel_value *item)
{
    size_t count;
    if (e->failed) {
        return false;
    }
    switch (v.type) {
    case ALUDEL_STRING: return character_item(v.as.text, i, item);
    case ALUDEL_BYTES:
        *item = aludel_int(i < v.as.text.n ? (unsigned char)v.as.text.z[i] : 0);
        return i < v.as.text.n;
    case ALUDEL_LIST:
    case ALUDEL_TUPLE:
    case ALUDEL_SET:
    case ALUDEL_DICT:
    case ALUDEL_ROW:
        if (i >= v.as.items->count) {
            return false;
        }
        *item = v.type == ALUDEL_DICT ? v.as.items->keys[i] : v.as.items->values[i];
        return true;
    default: return al_count(e, v, &count) && false;
    }
}

static bool text_elements(struct aludel_eval *e, struct aludel_value v, struct al_many *many)
{
    struct aludel_text t = v.as.text;
    for (size_t i = 0, n; i < t.n; i += n) {
        n = v.type == ALUDEL_STRING ? al_utf8_length(t.z + i, t.n - i) : 1;
        struct aludel_value item = v.type == ALUDEL_STRING ? aludel_textual(ALUDEL_STRING, t.z + i, n)
                                                           : aludel_int((unsigned char)t.z[i]);
        if (!al_push(e, many, item)) {
            return false;
        }
    }
    return true;
}

bool al_elements(struct aludel_eval *e, struct aludel_value v, const struct aludel_value **values,
                 size_t *count)
{
    struct al_many many = {0};
    *values = NULL;
    if (v.type == ALUDEL_STRING || v.type == ALUDEL_BYTES) {
        bool ok = text_elements(e, v, &many);
        *values = many.at;
        *count = many.count;
        return ok;
    }
    if (!al_count(e, v, count)) {
        return false;
    }
    *values = v.type == ALUDEL_DICT ? v.as.items->keys : v.as.items->values;
    return true;
}
