/* py_number_format.c: numbers laid out by a format specification. */
#include "core/decimal.h"
#include "core/format_spec.h"

#include <math.h>
#include <string.h>

#define LARGEST_WIDTH ((int64_t)1 << 28)

/* A number in the parts that padding and grouping treat differently. */
struct parts {
    char sign;          /* or 0 */
    const char *prefix; /* 0x */
    struct aludel_text whole, rest;
    int every; /* digits in a group */
};

static void put_fill(struct al_builder *b, uint32_t fill, int64_t times)
{
    char z[4];
    size_t n = al_utf8_encode(fill ? fill : ' ', z);
    b->failed |= times > LARGEST_WIDTH;
    for (; times > 0 && !b->failed; times--) {
        al_put(b, z, n);
    }
}

/* How much of the missing width goes to the left. */
static int64_t left_share(char align, int64_t extra)
{
    return align == '<' ? 0 : align == '^' ? extra / 2 : extra;
}

void al_write_text_field(struct al_builder *b, const struct al_spec *spec, struct aludel_text t)
{
    if (spec->precision >= 0) {
        t.n = al_character_at(t, (size_t)spec->precision);
    }
    int64_t extra = spec->width - (int64_t)al_characters(t),
            left = left_share(spec->align ? spec->align : '<', extra);
    put_fill(b, spec->fill, left);
    al_put(b, t.z, t.n);
    put_fill(b, spec->fill, extra - left);
}

/* The whole part with at least `least` characters, zeros in front, in groups: written backwards. */
static struct aludel_text grouped(struct al_builder *b, const struct al_spec *spec, const struct parts *p,
                                  int64_t least)
{
    int64_t have = (int64_t)p->whole.n, size = (have > least ? have : least) * 2 + 2;
    char *z = size < LARGEST_WIDTH ? al_arena_new(b->arena, (size_t)size) : NULL;
    if (!z) {
        b->failed = true;
        return AL_TEXT("");
    }
    int64_t at = size, digits = 0;
    while (digits < have || size - at < least) {
        if (spec->group && digits > 0 && digits % p->every == 0) {
            z[--at] = spec->group;
        }
        digits++;
        z[--at] = digits <= have ? p->whole.z[have - digits] : '0';
    }
    return (struct aludel_text){z + at, (size_t)(size - at)};
}

static void write_parts(struct al_builder *b, const struct al_spec *spec, const struct parts *p)
{
    char align = spec->align ? spec->align : '>';
    int64_t fixed = (p->sign != 0) + (int64_t)strlen(p->prefix) + (int64_t)p->rest.n;
    bool zeros = align == '=' && spec->fill == '0';
    struct aludel_text whole = p->whole;
    if (zeros || spec->group) {
        whole = grouped(b, spec, p, zeros ? spec->width - fixed : 0);
    }
    int64_t extra = spec->width - fixed - (int64_t)whole.n;
    int64_t left = align == '=' ? 0 : left_share(align, extra);
    put_fill(b, spec->fill, left);
    al_put(b, &p->sign, p->sign != 0);
    al_puts(b, p->prefix);
    put_fill(b, spec->fill, align == '=' ? extra : 0);
    al_put(b, whole.z, whole.n);
    al_put(b, p->rest.z, p->rest.n);
    put_fill(b, spec->fill, align == '=' ? 0 : extra - left);
}

static char sign_of(const struct al_spec *spec, bool negative)
{
    return negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : '\0';
}

void al_write_int_field(struct al_builder *b, const struct al_spec *spec, int64_t i)
{
    char digits[72];
    size_t at = sizeof digits;
    char type = spec->type ? spec->type : 'd', low = (char)(type | 32);
    unsigned base = low == 'x' ? 16 : low == 'o' ? 8 : low == 'b' ? 2 : 10;
    const char *shapes = type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do {
        digits[--at] = shapes[u % base];
        u /= base;
    } while (u > 0);
    struct aludel_text whole = {digits + at, sizeof digits - at};
    if (spec->least_digits > (int64_t)whole.n) {
        struct al_builder longer = al_builder(b->arena);
        put_fill(&longer, '0', spec->least_digits - (int64_t)whole.n);
        al_put(&longer, whole.z, whole.n);
        whole = al_built(&longer);
        b->failed |= longer.failed;
    }
    const char *prefix = type == 'X' ? "0X" : low == 'x' ? "0x" : low == 'o' ? "0o" : low == 'b' ? "0b" : "";
    struct parts p = {
        sign_of(spec, i < 0), spec->alternate ? prefix : "", whole, {"", 0}, base == 10 ? 3 : 4};
    write_parts(b, spec, &p);
}

/* ---- Floats ----------------------------------------------------------------------------------- */

struct double_text {
    struct al_builder whole, rest;
};

static char digit_at(const struct al_decimal *d, int64_t i)
{
    return i >= 0 && i < d->count ? d->digits[i] : '0';
}

static void put_digits(struct al_builder *b, const struct al_decimal *d, int64_t from, int64_t to)
{
    b->failed |= to - from > LARGEST_WIDTH;
    for (int64_t i = from; i < to && !b->failed; i++) {
        al_putc(b, digit_at(d, i));
    }
}

static void write_fixed(struct double_text *t, const struct al_decimal *d, int64_t decimals, bool point)
{
    if (d->point > 0 && d->count > 0) {
        put_digits(&t->whole, d, 0, d->point);
    } else {
        al_putc(&t->whole, '0');
    }
    al_puts(&t->rest, decimals > 0 || point ? "." : "");
    int64_t from = d->count > 0 ? d->point : 0;
    put_digits(&t->rest, d, from, from + decimals);
}

static void write_scientific(struct double_text *t, const struct al_decimal *d, int64_t decimals, bool point,
                             bool capital)
{
    int exponent = d->count > 0 ? d->point - 1 : 0;
    al_putc(&t->whole, digit_at(d, 0));
    al_puts(&t->rest, decimals > 0 || point ? "." : "");
    put_digits(&t->rest, d, 1, 1 + decimals);
    al_putf(&t->rest, "%c%c%02d", capital ? 'E' : 'e', exponent < 0 ? '-' : '+',
            exponent < 0 ? -exponent : exponent);
}

static int within_digits(int64_t n)
{
    return n > AL_DECIMAL_DIGITS ? AL_DECIMAL_DIGITS : n < -1 ? -1 : (int)n;
}

/* g, and no type at all: that has a digit behind the point, and its own digits without a precision. */
static void write_general(struct double_text *t, struct al_decimal *d, const struct al_spec *spec, double x)
{
    int64_t precision = spec->precision < 0 ? 6 : spec->precision == 0 ? 1 : spec->precision;
    bool plain = spec->type == 0, zeros = spec->alternate && !(plain && spec->precision < 0);
    if (plain && spec->precision < 0) {
        al_decimal_shortest(d, x);
        precision = 17;
    } else {
        al_decimal_round(d, within_digits(precision));
    }
    int64_t point = d->count > 0 ? d->point : 1, decimals = d->count - point;
    if (point <= -4 || point > precision - plain) {
        write_scientific(t, d, zeros ? precision - 1 : d->count - 1, spec->alternate, spec->type == 'G');
        return;
    }
    decimals = zeros ? precision - point : decimals;
    decimals = plain && decimals < 1 ? 1 : decimals < 0 ? 0 : decimals;
    write_fixed(t, d, decimals, spec->alternate);
}

static void write_finite(struct double_text *t, const struct al_spec *spec, double x)
{
    struct al_decimal d;
    int64_t precision = spec->precision < 0 ? 6 : spec->precision;
    char low = (char)(spec->type | 32);
    al_decimal_of(&d, x);
    if (low == 'e') {
        al_decimal_round(&d, within_digits(precision + 1));
        write_scientific(t, &d, precision, spec->alternate, spec->type == 'E');
    } else if (low == 'f' || spec->type == '%') {
        al_decimal_round(&d, within_digits(precision + d.point));
        write_fixed(t, &d, precision, spec->alternate);
    } else {
        write_general(t, &d, spec, x);
    }
    al_puts(&t->rest, spec->type == '%' ? "%" : "");
}

/* "-0.00" counts as nothing under `z`. */
static bool all_zeros(struct aludel_text t)
{
    for (size_t i = 0; i < t.n && (t.z[i] | 32) != 'e'; i++) {
        if (t.z[i] >= '1' && t.z[i] <= '9') {
            return false;
        }
    }
    return true;
}

void al_write_double_field(struct al_builder *b, const struct al_spec *spec, double d)
{
    struct double_text t = {al_builder(b->arena), al_builder(b->arena)};
    d *= spec->type == '%' ? 100 : 1;
    bool capital = spec->type >= 'A' && spec->type <= 'Z', negative = signbit(d) && !isnan(d);
    if (isnan(d) || isinf(d)) {
        al_puts(&t.whole, isnan(d) ? (capital ? "NAN" : "nan") : capital ? "INF" : "inf");
        al_puts(&t.rest, spec->type == '%' ? "%" : "");
    } else {
        write_finite(&t, spec, d);
    }
    b->failed |= t.whole.failed || t.rest.failed;
    struct aludel_text whole = al_built(&t.whole), rest = al_built(&t.rest);
    if (spec->no_negative_zero && all_zeros(whole) && all_zeros(rest) && !isinf(d)) {
        negative = false;
    }
    struct parts p = {sign_of(spec, negative), "", whole, rest, 3};
    struct al_spec own = *spec;
    own.group = isfinite(d) ? spec->group : '\0';
    write_parts(b, &own, &p);
}
