/* py_str_format.c: "…{}…".format(…). */
#include "core/py.h"

#include <string.h>

struct formatter {
    struct aludel_eval *e;
    size_t count;
    const struct aludel_value *arguments; /* without the string itself, and without … */
    const struct aludel_value *keywords;  /* a dict, or NULL */
    size_t automatic;                     /* the next {} */
    enum { NOT_YET, AUTOMATIC, MANUAL } numbering;
};

static bool write_format(struct formatter *f, struct al_builder *b, struct aludel_text t, int depth);

static bool fail(struct formatter *f, const char *message)
{
    al_raise(f->e, "%s", message);
    return false;
}

static bool is_number(struct aludel_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.z[i] < '0' || t.z[i] > '9') {
            return false;
        }
    }
    return t.n > 0;
}

static bool positional(struct formatter *f, size_t i, struct aludel_value *v)
{
    if (i >= f->count) {
        al_raise(f->e, "Replacement index %zu out of range for positional args tuple", i);
        return false;
    }
    *v = f->arguments[i];
    return true;
}

static bool named(struct formatter *f, struct aludel_text name, struct aludel_value *v)
{
    struct aludel_value key = aludel_textual(ALUDEL_STRING, name.z, name.n);
    if (f->keywords && al_lookup(*f->keywords, key, v)) {
        return true;
    }
    al_raise(f->e, "KeyError: '%.*s' isn't given to format()", (int)name.n, name.z);
    return false;
}

static bool first_value(struct formatter *f, struct aludel_text name, struct aludel_value *v)
{
    int64_t i = 0;
    bool automatic = name.n == 0, manual = is_number(name);
    if ((automatic && f->numbering == MANUAL) || (manual && f->numbering == AUTOMATIC)) {
        return fail(f, automatic
                           ? "cannot switch from manual field specification to automatic field numbering"
                           : "cannot switch from automatic field numbering to manual field specification");
    }
    if (automatic || manual) {
        f->numbering = automatic ? AUTOMATIC : MANUAL;
    }
    if (automatic) {
        return positional(f, f->automatic++, v);
    }
    if (manual) {
        return al_parse_int(name, &i) ? positional(f, (size_t)i, v)
                                      : fail(f, "Too many decimal digits in format string");
    }
    return named(f, name, v);
}

static size_t name_end(struct aludel_text t, size_t from)
{
    while (from < t.n && t.z[from] != '.' && t.z[from] != '[') {
        from++;
    }
    return from;
}

/* .name or [key] */
static bool follow(struct formatter *f, struct aludel_text t, size_t *at, struct aludel_value *v)
{
    size_t from = *at + 1, end = from;
    bool bracket = t.z[*at] == '[';
    if (bracket) {
        while (end < t.n && t.z[end] != ']') {
            end++;
        }
        if (end >= t.n) {
            return fail(f, "expected '}' before end of string");
        }
    } else {
        end = name_end(t, from);
    }
    if (end == from) {
        return fail(f, "Empty attribute in format string");
    }
    struct aludel_value key = aludel_textual(ALUDEL_STRING, t.z + from, end - from);
    if (bracket && end + 1 < t.n && t.z[end + 1] != '.' && t.z[end + 1] != '[') {
        return fail(f, "Only '.' or '[' may follow ']' in format field specifier");
    }
    if (bracket && is_number(key.as.text)) {
        key = aludel_py(int, f->e, key, aludel_unset());
    }
    *v = bracket ? aludel_py(index, f->e, *v, key) : aludel_py(attribute, f->e, *v, key);
    *at = end + bracket;
    return !f->e->failed;
}

static bool field_value(struct formatter *f, struct aludel_text t, struct aludel_value *v)
{
    size_t at = name_end(t, 0);
    if (!first_value(f, (struct aludel_text){t.z, at}, v)) {
        return false;
    }
    while (at < t.n) {
        if (!follow(f, t, &at, v)) {
            return false;
        }
    }
    return true;
}

static bool convert(struct formatter *f, struct aludel_text conversion, struct aludel_value *v)
{
    if (conversion.n != 1) {
        return fail(f, conversion.n ? "expected ':' after conversion specifier"
                                    : "end of string while looking for conversion specifier");
    }
    if (!memchr("rsa", conversion.z[0], 3)) {
        al_raise(f->e, "Unknown conversion specifier %c", conversion.z[0]);
        return false;
    }
    *v = aludel_py(conversion, f->e, *v, aludel_textual(ALUDEL_STRING, conversion.z, 1));
    return !f->e->failed;
}

/* What stands between the braces: name, !conversion, :spec. */
static bool write_field(struct formatter *f, struct al_builder *b, struct aludel_text t, int depth)
{
    size_t name = 0;
    bool bracket = false;
    for (; name < t.n && (bracket || (t.z[name] != '!' && t.z[name] != ':')); name++) {
        bracket = t.z[name] == '[' || (bracket && t.z[name] != ']');
    }
    size_t colon = name;
    while (colon < t.n && t.z[colon] != ':') {
        colon++;
    }
    struct aludel_value v = aludel_unset();
    if (!field_value(f, (struct aludel_text){t.z, name}, &v)) {
        return false;
    }
    if (name < t.n && t.z[name] == '!' &&
        !convert(f, (struct aludel_text){t.z + name + 1, colon - name - 1}, &v)) {
        return false;
    }
    struct al_builder spec = al_eval_builder(f->e);
    if (colon < t.n &&
        !write_format(f, &spec, (struct aludel_text){t.z + colon + 1, t.n - colon - 1}, depth + 1)) {
        return false;
    }
    b->failed |= spec.failed;
    return al_write_formatted(f->e, b, v, al_built(&spec));
}

/* A brace before the conversion and the spec begin. */
static bool has_stray_brace(struct aludel_text t, size_t from)
{
    while (from < t.n && !memchr("{}[:!", t.z[from], 5)) {
        from++;
    }
    return from < t.n && t.z[from] == '{';
}

/* The `}` that closes the field, nested ones in its spec counted. */
static size_t field_end(struct aludel_text t, size_t from)
{
    int depth = 1;
    for (size_t i = from; i < t.n; i++) {
        depth += t.z[i] == '{';
        depth -= t.z[i] == '}';
        if (depth == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool write_format(struct formatter *f, struct al_builder *b, struct aludel_text t, int depth)
{
    if (depth > 1) {
        return fail(f, "Max string recursion exceeded");
    }
    for (size_t i = 0; i < t.n; i++) {
        char c = t.z[i];
        if ((c == '{' || c == '}') && i + 1 < t.n && t.z[i + 1] == c && depth == 0) {
            al_putc(b, c);
            i++;
        } else if (c == '}') {
            return fail(f, "Single '}' encountered in format string");
        } else if (c == '{') {
            if (has_stray_brace(t, i + 1)) {
                return fail(f, "unexpected '{' in field name");
            }
            size_t end = field_end(t, i + 1);
            if (end == SIZE_MAX) {
                return fail(f, i + 1 == t.n ? "Single '{' encountered in format string"
                                            : "expected '}' before end of string");
            }
            if (!write_field(f, b, (struct aludel_text){t.z + i + 1, end - i - 1}, depth)) {
                return false;
            }
            i = end;
        } else {
            al_putc(b, c);
        }
    }
    return true;
}

struct aludel_value py_m_format(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_receiver(e, count, a, "format", false) || !al_enter(e, count, a, count, AL_DEEP)) {
        return aludel_unset();
    }
    bool keywords = count > 1 && a[count - 1].type == ALUDEL_DICT;
    struct formatter f = {.e = e,
                          .count = count - 1 - keywords,
                          .arguments = a + 1,
                          .keywords = keywords ? &a[count - 1] : NULL};
    struct al_builder b = al_eval_builder(e);
    write_format(&f, &b, a[0].as.text, 0);
    return al_finished(e, ALUDEL_STRING, &b);
}
