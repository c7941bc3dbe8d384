/* py_text.c: methods that change or ask the letters of a string. Cutting and searching are in py_split.c. */
#include "core/py.h"
#include "core/unicode.h"

#include <string.h>

bool al_receiver(struct aludel_eval *e, size_t count, const struct aludel_value *a, const char *method,
                 bool sql)
{
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return false;
    }
    if (a[0].type != ALUDEL_STRING && !(sql && a[0].type == ALUDEL_SQL)) {
        al_raise(e, "'%s' object has no attribute '%s'", al_type_name(a[0].type), method);
    }
    return !e->failed;
}

bool al_text_argument(struct aludel_eval *e, struct aludel_value v, const char *what, struct aludel_text *t)
{
    if (!al_is_text(v)) {
        al_raise(e, "%s%smust be str, not %s", what ? what : "", what ? " " : "",
                 what && v.type == ALUDEL_NONE ? "None" : al_type_name(v.type));
        return false;
    }
    *t = v.as.text;
    return true;
}

bool al_int_argument(struct aludel_eval *e, struct aludel_value v, int64_t fallback, int64_t *i)
{
    *i = fallback;
    if (v.type != ALUDEL_UNSET && !al_as_int(v, i)) {
        al_raise(e, "'%s' object cannot be interpreted as an integer", al_type_name(v.type));
        return false;
    }
    return true;
}

/* ---- Letters ---------------------------------------------------------------------------------- */

static void put_character(struct al_builder *b, uint32_t c)
{
    char z[4];
    al_put(b, z, al_utf8_encode(c, z));
}

/* "Σ" becomes "ς" at the end of a word. */
static bool is_final_sigma(struct aludel_text t, size_t at)
{
    uint32_t before = 0;
    for (size_t i = 0, n; i < at; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        before = al_has_property(c, &al_unicode_case_ignorable) ? before : c;
    }
    for (size_t i = at + 2, n; i < t.n; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (!al_has_property(c, &al_unicode_case_ignorable)) {
            return al_has_property(before, &al_unicode_cased) && !al_has_property(c, &al_unicode_cased);
        }
    }
    return al_has_property(before, &al_unicode_cased);
}

static void put_cased(struct al_builder *b, struct aludel_text t, size_t at, const struct al_case_table *to,
                      size_t *n)
{
    uint32_t out[3], c = al_utf8_decode(t.z + at, t.n - at, n);
    if (c == 0x3A3 && to == &al_unicode_to_lower) {
        put_character(b, is_final_sigma(t, at) ? 0x3C2 : 0x3C3);
        return;
    }
    size_t count = al_to_case(c, to, out);
    for (size_t i = 0; i < count; i++) {
        put_character(b, out[i]);
    }
}

static struct aludel_value in_case(struct aludel_eval *e, struct aludel_value v,
                                   const struct al_case_table *to)
{
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0, n; i < v.as.text.n; i += n) {
        put_cased(&b, v.as.text, i, to, &n);
    }
    return al_finished(e, v.type, &b);
}

struct aludel_value py_m_upper(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_receiver(e, count, a, "upper", true) ? in_case(e, a[0], &al_unicode_to_upper) : aludel_unset();
}

struct aludel_value py_m_lower(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_receiver(e, count, a, "lower", true) ? in_case(e, a[0], &al_unicode_to_lower) : aludel_unset();
}

struct aludel_value py_m_title(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_receiver(e, count, a, "title", false)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    struct aludel_text t = a[0].as.text;
    bool inside = false; /* a word */
    for (size_t i = 0, n; i < t.n; i += n) {
        put_cased(&b, t, i, inside ? &al_unicode_to_lower : &al_unicode_to_title, &n);
        inside = al_has_property(al_utf8_decode(t.z + i, t.n - i, &n), &al_unicode_cased);
    }
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_m_capitalize(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_receiver(e, count, a, "capitalize", false)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0, n; i < a[0].as.text.n; i += n) {
        put_cased(&b, a[0].as.text, i, i ? &al_unicode_to_lower : &al_unicode_to_title, &n);
    }
    return al_finished(e, ALUDEL_STRING, &b);
}

/* ---- Asking ----------------------------------------------------------------------------------- */

static struct aludel_value all_have(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                    const char *method, const struct al_property *property)
{
    if (!al_receiver(e, count, a, method, false)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text;
    for (size_t i = 0, n; i < t.n; i += n) {
        if (!al_has_property(al_utf8_decode(t.z + i, t.n - i, &n), property)) {
            return aludel_bool(false);
        }
    }
    return aludel_bool(t.n > 0);
}

struct aludel_value py_m_isdigit(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_have(e, count, a, "isdigit", &al_unicode_digit);
}

struct aludel_value py_m_isalpha(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_have(e, count, a, "isalpha", &al_unicode_alpha);
}

struct aludel_value py_m_isalnum(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_have(e, count, a, "isalnum", &al_unicode_alnum);
}

struct aludel_value py_m_isspace(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return all_have(e, count, a, "isspace", &al_unicode_space);
}

/* At least one letter of the wanted case, and none of another. */
static struct aludel_value all_cased(struct aludel_text t, const struct al_property *wanted,
                                     const struct al_property *other)
{
    bool any = false;
    for (size_t i = 0, n; i < t.n; i += n) {
        uint32_t c = al_utf8_decode(t.z + i, t.n - i, &n);
        if (al_has_property(c, other) || al_has_property(c, &al_unicode_title)) {
            return aludel_bool(false);
        }
        any = any || al_has_property(c, wanted);
    }
    return aludel_bool(any);
}

struct aludel_value py_m_isupper(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_receiver(e, count, a, "isupper", false)
               ? all_cased(a[0].as.text, &al_unicode_upper, &al_unicode_lower)
               : aludel_unset();
}

struct aludel_value py_m_islower(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_receiver(e, count, a, "islower", false)
               ? all_cased(a[0].as.text, &al_unicode_lower, &al_unicode_upper)
               : aludel_unset();
}

/* ---- Stripping and padding -------------------------------------------------------------------- */

static bool strips(struct aludel_text character, struct aludel_value chars)
{
    size_t n;
    if (chars.type == ALUDEL_UNSET || chars.type == ALUDEL_NONE) {
        return al_has_property(al_utf8_decode(character.z, character.n, &n), &al_unicode_space);
    }
    return al_text_find(chars.as.text, character, 0) != SIZE_MAX;
}

static size_t last_character(struct aludel_text t)
{
    size_t at = t.n - 1;
    while (at > 0 && t.n - at < 4 && ((unsigned char)t.z[at] & 0xC0) == 0x80) {
        at--;
    }
    return at + al_utf8_length(t.z + at, t.n - at) == t.n ? at : t.n - 1;
}

static struct aludel_value strip(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                                 const char *method, bool left, bool right)
{
    if (!al_receiver(e, count, a, method, true)) {
        return aludel_unset();
    }
    struct aludel_value chars = al_argument(count, a, 1);
    if (chars.type != ALUDEL_UNSET && chars.type != ALUDEL_NONE && !al_is_text(chars)) {
        return al_raise(e, "%s arg must be None or str", method);
    }
    struct aludel_text t = a[0].as.text;
    while (left && t.n > 0) {
        size_t n = al_utf8_length(t.z, t.n);
        if (!strips((struct aludel_text){t.z, n}, chars)) {
            break;
        }
        t.z += n;
        t.n -= n;
    }
    while (right && t.n > 0) {
        size_t at = last_character(t);
        if (!strips((struct aludel_text){t.z + at, t.n - at}, chars)) {
            break;
        }
        t.n = at;
    }
    return aludel_textual(a[0].type, t.z, t.n);
}

struct aludel_value py_m_strip(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return strip(e, count, a, "strip", true, true);
}

struct aludel_value py_m_lstrip(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return strip(e, count, a, "lstrip", true, false);
}

struct aludel_value py_m_rstrip(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return strip(e, count, a, "rstrip", false, true);
}

static void put_times(struct al_builder *b, struct aludel_text t, int64_t times)
{
    if (times > (int64_t)AL_LARGEST_TEXT) {
        b->failed = true;
    }
    for (; times > 0 && !b->failed; times--) {
        al_put(b, t.z, t.n);
    }
}

/* `share` of 2 parts of the padding goes to the left. */
static struct aludel_value pad(struct aludel_eval *e, size_t count, const struct aludel_value *a,
                               const char *method, int share)
{
    int64_t width;
    struct aludel_value fill = al_argument(count, a, 2);
    if (!al_receiver(e, count, a, method, false) ||
        !al_int_argument(e, al_argument(count, a, 1), 0, &width)) {
        return aludel_unset();
    }
    if (fill.type != ALUDEL_UNSET && (fill.type != ALUDEL_STRING || al_characters(fill.as.text) != 1)) {
        return al_raise(e, "The fill character must be exactly one character long");
    }
    struct aludel_text with = fill.type == ALUDEL_UNSET ? AL_TEXT(" ") : fill.as.text;
    int64_t extra = width - (int64_t)al_characters(a[0].as.text);
    extra = width > 0 && extra > 0 ? extra : 0;
    int64_t left = share == 1 ? extra / 2 + (extra & width & 1) : share == 2 ? extra : 0;
    struct al_builder b = al_eval_builder(e);
    put_times(&b, with, left);
    al_put(&b, a[0].as.text.z, a[0].as.text.n);
    put_times(&b, with, extra - left);
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_m_ljust(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return pad(e, count, a, "ljust", 0);
}

struct aludel_value py_m_center(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return pad(e, count, a, "center", 1);
}

struct aludel_value py_m_rjust(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return pad(e, count, a, "rjust", 2);
}

struct aludel_value py_m_zfill(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    int64_t width;
    if (!al_receiver(e, count, a, "zfill", false) ||
        !al_int_argument(e, al_argument(count, a, 1), 0, &width)) {
        return aludel_unset();
    }
    struct aludel_text t = a[0].as.text;
    size_t sign = t.n > 0 && (t.z[0] == '-' || t.z[0] == '+');
    struct al_builder b = al_eval_builder(e);
    al_put(&b, t.z, sign);
    put_times(&b, AL_TEXT("0"), width > 0 ? width - (int64_t)al_characters(t) : 0);
    al_put(&b, t.z + sign, t.n - sign);
    return al_finished(e, ALUDEL_STRING, &b);
}

/* ---- The filters trim, upper and lower ------------------------------------------------------------- */

struct aludel_value py_trim(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return strip(e, count, a, "strip", true, true);
}

struct aludel_value py_upper(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return py_m_upper(e, count, a);
}

struct aludel_value py_lower(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return py_m_lower(e, count, a);
}
