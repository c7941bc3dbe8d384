/* py_percent.c: %, which formats where a string stands on its left: "…" % value. */
#include "core/format_spec.h"

#include <math.h>
#include <string.h>

struct percent {
    struct aludel_eval *e;
    struct al_builder b;
    struct aludel_text t;
    size_t at;
    struct aludel_value value; /* what stands on the right */
    size_t used;               /* of its values, when it is a tuple */
    bool by_name;              /* %(name)s was used */
};

static bool is_tuple(struct aludel_value v)
{
    return v.type == ALUDEL_TUPLE || v.type == ALUDEL_ROW;
}

static bool next_value(struct percent *p, struct aludel_value *v)
{
    size_t count = is_tuple(p->value) ? p->value.as.items->count : 1;
    if (p->used >= count) {
        al_raise(p->e, "not enough arguments for format string");
        return false;
    }
    *v = is_tuple(p->value) ? p->value.as.items->values[p->used] : p->value;
    p->used++;
    return true;
}

static char peek(const struct percent *p)
{
    return p->at < p->t.n ? p->t.z[p->at] : '\0';
}

/* %(name): brackets inside the name are counted. */
static bool read_name(struct percent *p, struct aludel_value *v)
{
    size_t from = ++p->at, depth = 1;
    for (; p->at < p->t.n && depth > 0; p->at++) {
        depth += p->t.z[p->at] == '(';
        depth -= p->t.z[p->at] == ')';
    }
    if (p->value.type != ALUDEL_DICT) {
        al_raise(p->e, "format requires a mapping");
    } else if (depth > 0) {
        al_raise(p->e, "incomplete format key");
    } else {
        p->by_name = true;
        *v = aludel_py(index, p->e, p->value, aludel_textual(ALUDEL_STRING, p->t.z + from, p->at - from - 1));
    }
    return !p->e->failed;
}

static bool read_number(struct percent *p, int64_t *number)
{
    struct aludel_value v;
    if (peek(p) == '*') {
        p->at++;
        *number = 0;
        if (next_value(p, &v) && !al_as_int(v, number)) {
            al_raise(p->e, "* wants int");
        }
        *number = *number > INT32_MAX ? INT32_MAX : *number < -INT32_MAX ? -INT32_MAX : *number;
        return !p->e->failed;
    }
    for (*number = 0; peek(p) >= '0' && peek(p) <= '9'; p->at++) {
        *number = *number < INT32_MAX ? *number * 10 + (peek(p) - '0') : *number;
    }
    return true;
}

static void read_flags(struct percent *p, struct al_spec *spec)
{
    *spec = (struct al_spec){.fill = ' ', .align = '>', .width = -1, .precision = -1};
    bool zeros = false, left = false;
    for (; peek(p) && memchr("-+ #0", peek(p), 5); p->at++) {
        char c = peek(p);
        left = left || c == '-';
        zeros = zeros || c == '0';
        spec->alternate = spec->alternate || c == '#';
        spec->sign = c == '+' || (c == ' ' && spec->sign != '+') ? c : spec->sign;
    }
    spec->fill = zeros && !left ? '0' : ' ';
    spec->align = left ? '<' : zeros ? '=' : '>';
}

static bool read_field(struct percent *p, struct al_spec *spec)
{
    read_flags(p, spec);
    if (!read_number(p, &spec->width)) {
        return false;
    }
    if (spec->width < 0) {
        spec->width = -spec->width;
        spec->align = '<';
        spec->fill = ' ';
    }
    if (peek(p) == '.') {
        p->at++;
        if (!read_number(p, &spec->precision)) {
            return false;
        }
        spec->precision = spec->precision < 0 ? 0 : spec->precision;
    }
    while (peek(p) == 'l' || peek(p) == 'h' || peek(p) == 'L') {
        p->at++;
    }
    if (p->at >= p->t.n) {
        al_raise(p->e, "incomplete format");
        return false;
    }
    spec->type = p->t.z[p->at++];
    return true;
}

static void write_text(struct percent *p, struct al_spec *spec, struct aludel_value v)
{
    struct al_builder text = al_eval_builder(p->e);
    (spec->type == 's' ? al_write_str : spec->type == 'r' ? al_write_repr : al_write_ascii)(&text, v);
    spec->align = spec->align == '=' ? '>' : spec->align;
    spec->fill = ' ';
    p->b.failed |= text.failed;
    al_write_text_field(&p->b, spec, al_built(&text));
}

static void write_int(struct percent *p, struct al_spec *spec, struct aludel_value v)
{
    int64_t i = 0;
    char type = spec->type;
    bool decimal = memchr("diu", type, 3) != NULL;
    if (decimal && v.type == ALUDEL_FLOAT) {
        v = aludel_py(int, p->e, v, aludel_unset());
    }
    if (!p->e->failed && !al_as_int(v, &i)) {
        al_raise(p->e,
                 decimal ? "%%%c format: a real number is required, not %s"
                         : "%%%c format: an integer is required, not %s",
                 type, al_type_name(v.type));
    }
    if (p->e->failed) {
        return;
    }
    spec->type = decimal ? 'd' : type;
    spec->least_digits = spec->precision;
    al_write_int_field(&p->b, spec, i);
}

static void write_double(struct percent *p, struct al_spec *spec, struct aludel_value v)
{
    double d;
    if (al_as_double(v, &d)) {
        al_write_double_field(&p->b, spec, d);
    } else {
        al_raise(p->e, "must be real number, not %s", al_type_name(v.type));
    }
}

static void write_character(struct percent *p, struct al_spec *spec, struct aludel_value v)
{
    char z[4];
    int64_t i;
    struct aludel_text t = {z, 0};
    if (al_as_int(v, &i)) {
        if (i < 0 || i > 0x10FFFF) {
            al_raise(p->e, "%%c arg not in range(0x110000)");
            return;
        }
        t.n = al_utf8_encode((uint32_t)i, z);
    } else if (v.type == ALUDEL_STRING && al_characters(v.as.text) == 1) {
        t = v.as.text;
    } else {
        al_raise(p->e, "%%c requires int or char");
        return;
    }
    spec->align = spec->align == '=' ? '>' : spec->align;
    spec->fill = ' ';
    spec->precision = -1;
    al_write_text_field(&p->b, spec, t);
}

static bool write_field(struct percent *p)
{
    struct al_spec spec;
    struct aludel_value v = aludel_unset();
    if (peek(p) == '%') {
        p->at++;
        al_putc(&p->b, '%');
        return true;
    }
    bool named = peek(p) == '(';
    if ((named && !read_name(p, &v)) || !read_field(p, &spec)) {
        return false;
    }
    if (!named && !next_value(p, &v)) {
        return false;
    }
    switch (spec.type) {
    case 's':
    case 'r':
    case 'a': write_text(p, &spec, v); break;
    case 'c': write_character(p, &spec, v); break;
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': write_int(p, &spec, v); break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': write_double(p, &spec, v); break;
    default:
        al_raise(p->e, "unsupported format character '%c' (0x%x) at index %zu", spec.type,
                 (unsigned)(unsigned char)spec.type, al_characters((struct aludel_text){p->t.z, p->at - 1}));
        break;
    }
    return !p->e->failed;
}

static struct aludel_value format_all(struct aludel_eval *e, struct aludel_text format, struct aludel_value v)
{
    struct percent p = {.e = e, .b = al_eval_builder(e), .t = format, .value = v};
    while (p.at < format.n) {
        const char *z = format.z + p.at, *sign = memchr(z, '%', format.n - p.at);
        size_t n = sign ? (size_t)(sign - z) : format.n - p.at;
        al_put(&p.b, z, n);
        p.at += n + 1;
        if (sign && !write_field(&p)) {
            return aludel_unset();
        }
    }
    bool spread = is_tuple(v);
    bool unused =
        spread ? p.used < v.as.items->count
               : p.used == 0 && v.type != ALUDEL_DICT && v.type != ALUDEL_LIST && v.type != ALUDEL_BYTES;
    if (unused && !p.by_name) {
        return al_raise(e, "not all arguments converted during string formatting");
    }
    return al_finished(e, ALUDEL_STRING, &p.b);
}

struct aludel_value py_mod(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    if (!al_enter(e, count, a, 2, AL_DEEP)) {
        return aludel_unset();
    }
    return a[0].type == ALUDEL_STRING ? format_all(e, a[0].as.text, a[1]) : al_mod_numbers(e, a);
}
