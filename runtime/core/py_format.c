/* py_format.c: format(value, spec), the conversions !r !s !a, and f-strings put together. */
#include "core/format_spec.h"

#include <string.h>

static bool is_align(char c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

struct spec_reader {
    struct aludel_eval *e;
    const char *type_name;
    struct aludel_text t;
    size_t at;
};

static bool take(struct spec_reader *r, char c)
{
    if (r->at < r->t.n && r->t.z[r->at] == c) {
        r->at++;
        return true;
    }
    return false;
}

static bool read_count(struct spec_reader *r, int64_t *number)
{
    size_t from = r->at;
    for (*number = 0; r->at < r->t.n && r->t.z[r->at] >= '0' && r->t.z[r->at] <= '9'; r->at++) {
        *number = *number * 10 + (r->t.z[r->at] - '0');
        if (*number > INT32_MAX) {
            al_raise(r->e, "Too many decimal digits in format string");
            return false;
        }
    }
    return r->at > from;
}

static void read_align(struct spec_reader *r, struct al_spec *spec, bool *filled)
{
    if (r->at >= r->t.n) {
        return;
    }
    size_t n;
    uint32_t fill = al_utf8_decode(r->t.z, r->t.n, &n);
    if (n < r->t.n && is_align(r->t.z[n])) {
        spec->fill = fill;
        spec->align = r->t.z[n];
        r->at = n + 1;
        *filled = true;
    } else if (is_align(r->t.z[0])) {
        spec->align = r->t.z[0];
        r->at = 1;
    }
}

static void read_group(struct spec_reader *r, struct al_spec *spec)
{
    if (take(r, ',')) {
        spec->group = ',';
    }
    if (take(r, '_')) {
        if (spec->group) {
            al_raise(r->e, "Cannot specify both ',' and '_'.");
        }
        spec->group = '_';
    }
    if (r->at < r->t.n && r->t.z[r->at] == ',') {
        al_raise(r->e,
                 spec->group == '_' ? "Cannot specify both ',' and '_'." : "Cannot specify ',' with ','.");
    }
}

static bool invalid(struct spec_reader *r)
{
    al_raise(r->e, "Invalid format specifier '%.*s' for object of type '%s'", (int)r->t.n, r->t.z,
             r->type_name);
    return false;
}

static bool read_type(struct spec_reader *r, struct al_spec *spec, bool number)
{
    size_t n, rest = r->t.n - r->at;
    uint32_t c = rest > 0 ? al_utf8_decode(r->t.z + r->at, rest, &n) : 0;
    if (rest > 0 && n != rest) {
        return invalid(r);
    }
    if (c >= 0x80 || (rest > 0 && c <= ' ')) {
        al_raise(r->e, "Unknown format code '\\x%x' for object of type '%s'", (unsigned)c, r->type_name);
        return false;
    }
    spec->type = (char)c;
    char type = c || number ? (char)c : 's';
    if (spec->group && type && !memchr("defgEG%F", type, 8) &&
        !(spec->group == '_' && memchr("boxX", type, 4))) {
        al_raise(r->e, "Cannot specify '%c' with '%c'.", spec->group, type);
    }
    return !r->e->failed;
}

/* [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
static bool read_spec(struct spec_reader *r, struct al_spec *spec, bool number)
{
    bool filled = false;
    *spec = (struct al_spec){.fill = ' ', .width = -1, .precision = -1};
    read_align(r, spec, &filled);
    if (r->at < r->t.n && memchr("+- ", r->t.z[r->at], 3)) {
        spec->sign = r->t.z[r->at++];
    }
    spec->no_negative_zero = take(r, 'z');
    spec->alternate = take(r, '#');
    if (!filled && take(r, '0')) {
        spec->fill = '0';
        spec->align = spec->align || !number ? spec->align : '=';
    }
    int64_t width;
    spec->width = read_count(r, &width) ? width : -1;
    read_group(r, spec);
    if (take(r, '.') && !read_count(r, &spec->precision) && !r->e->failed) {
        al_raise(r->e, "Format specifier missing precision");
    }
    return !r->e->failed && read_type(r, spec, number);
}

static bool unknown_code(struct spec_reader *r, char type)
{
    al_raise(r->e, "Unknown format code '%c' for object of type '%s'", type, r->type_name);
    return false;
}

static bool format_text(struct spec_reader *r, struct al_builder *b, struct al_spec *spec,
                        struct aludel_text t)
{
    if (spec->type && spec->type != 's') {
        return unknown_code(r, spec->type);
    }
    const char *wrong = spec->sign == ' ' ? "Space not allowed in string format specifier"
                        : spec->sign      ? "Sign not allowed in string format specifier"
                        : spec->no_negative_zero
                            ? "Negative zero coercion (z) not allowed in string format specifier"
                        : spec->alternate    ? "Alternate form (#) not allowed in string format specifier"
                        : spec->align == '=' ? "'=' alignment not allowed in string format specifier"
                                             : NULL;
    if (wrong) {
        al_raise(r->e, "%s", wrong);
        return false;
    }
    al_write_text_field(b, spec, t);
    return true;
}

static bool format_character(struct spec_reader *r, struct al_builder *b, struct al_spec *spec, int64_t i)
{
    char z[4];
    if (spec->sign || spec->alternate) {
        al_raise(r->e, spec->sign ? "Sign not allowed with integer format specifier 'c'"
                                  : "Alternate form (#) not allowed with integer format specifier 'c'");
        return false;
    }
    if (i < 0 || i > 0x10FFFF) {
        al_raise(r->e, "%%c arg not in range(0x110000)");
        return false;
    }
    spec->align = spec->align ? spec->align : '>';
    spec->precision = -1;
    al_write_text_field(b, spec, (struct aludel_text){z, al_utf8_encode((uint32_t)i, z)});
    return true;
}

static bool format_int(struct spec_reader *r, struct al_builder *b, struct al_spec *spec, int64_t i)
{
    if (spec->type && memchr("eEfFgG%", spec->type, 7)) {
        al_write_double_field(b, spec, (double)i);
        return true;
    }
    if (spec->type && !memchr("bcdnoxX", spec->type, 7)) {
        return unknown_code(r, spec->type);
    }
    if (spec->precision >= 0) {
        al_raise(r->e, "Precision not allowed in integer format specifier");
        return false;
    }
    if (spec->no_negative_zero) {
        al_raise(r->e, "Negative zero coercion (z) not allowed in integer format specifier");
        return false;
    }
    if (spec->type == 'c') {
        return format_character(r, b, spec, i);
    }
    al_write_int_field(b, spec, i);
    return true;
}

static bool format_double(struct spec_reader *r, struct al_builder *b, struct al_spec *spec, double d)
{
    if (spec->type && !memchr("eEfFgG%n", spec->type, 8)) {
        return unknown_code(r, spec->type);
    }
    spec->type = spec->type == 'n' ? 'g' : spec->type;
    al_write_double_field(b, spec, d);
    return true;
}

bool al_write_formatted(struct aludel_eval *e, struct al_builder *b, struct aludel_value v,
                        struct aludel_text text)
{
    struct spec_reader r = {e, al_type_name(v.type), text, 0};
    struct al_spec spec;
    int64_t i;
    if (text.n == 0) {
        al_write_str(b, v);
        return true;
    }
    if (!al_is_text(v) && !al_is_number(v)) {
        al_raise(e, "unsupported format string passed to %s.__format__", r.type_name);
        return false;
    }
    if (!read_spec(&r, &spec, !al_is_text(v))) {
        return false;
    }
    if (al_is_text(v)) {
        return format_text(&r, b, &spec, v.as.text);
    }
    return al_as_int(v, &i) ? format_int(&r, b, &spec, i) : format_double(&r, b, &spec, v.as.number);
}

struct aludel_value py_format(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 1, AL_DEEP)) {
        return aludel_unset();
    }
    struct aludel_value spec = al_argument(count, a, 1);
    if (spec.type != ALUDEL_UNSET && spec.type != ALUDEL_STRING) {
        return al_raise(e, "format() argument 2 must be str, not %s", al_type_name(spec.type));
    }
    struct al_builder b = al_eval_builder(e);
    al_write_formatted(e, &b, a[0], spec.type == ALUDEL_STRING ? spec.as.text : AL_TEXT(""));
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_conversion(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 2, AL_DEEP)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    if (al_is(a[1].as.text, "r")) {
        al_write_repr(&b, a[0]);
    } else if (al_is(a[1].as.text, "a")) {
        al_write_ascii(&b, a[0]);
    } else {
        al_write_str(&b, a[0]);
    }
    return al_finished(e, ALUDEL_STRING, &b);
}

struct aludel_value py_join(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, count, AL_DEEP)) {
        return aludel_unset();
    }
    struct al_builder b = al_eval_builder(e);
    for (size_t i = 0; i < count; i++) {
        al_write_str(&b, a[i]);
    }
    return al_finished(e, ALUDEL_STRING, &b);
}
