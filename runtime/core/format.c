/* format.c: printf's job without stdio. */
#include "core/format.h"

#include <stdbool.h>
#include <stdint.h>

struct output {
    char *z;
    size_t room, n;
};

struct directive {
    bool left, zeros;
    int width, precision; /* -1: none */
    int longs;            /* how many l; 'z' counts as one, 'j' as two */
};

static void put(struct output *o, char c)
{
    if (o->n + 1 < o->room) {
        o->z[o->n] = c;
    }
    o->n++;
}

static void put_padded(struct output *o, const struct directive *d, const char *z, size_t n)
{
    size_t width = d->width > 0 ? (size_t)d->width : 0;
    for (size_t i = n; !d->left && i < width; i++) {
        put(o, ' ');
    }
    for (size_t i = 0; i < n; i++) {
        put(o, z[i]);
    }
    for (size_t i = n; d->left && i < width; i++) {
        put(o, ' ');
    }
}

static void put_integer(struct output *o, const struct directive *d, unsigned long long u, bool negative,
                        unsigned base)
{
    char digits[80];
    size_t at = sizeof digits, width = d->zeros && d->width > 0 ? (size_t)d->width : 0;
    width = width < 60 ? width : 60;
    do {
        digits[--at] = "0123456789abcdef"[u % base];
        u /= base;
    } while (u > 0);
    while (sizeof digits - at + negative < width) {
        digits[--at] = '0';
    }
    if (negative) {
        digits[--at] = '-';
    }
    put_padded(o, d, digits + at, sizeof digits - at);
}

static void put_string(struct output *o, const struct directive *d, const char *z)
{
    size_t n = 0, most = d->precision >= 0 ? (size_t)d->precision : SIZE_MAX;
    z = z ? z : "(null)";
    while (n < most && z[n]) {
        n++;
    }
    put_padded(o, d, z, n);
}

/* A va_list inside a struct can be handed down by address everywhere. */
struct arguments {
    va_list list;
};

static void put_signed(struct output *o, const struct directive *d, struct arguments *args)
{
    long long i = d->longs == 0   ? va_arg(args->list, int)
                  : d->longs == 1 ? va_arg(args->list, long)
                                  : va_arg(args->list, long long);
    unsigned long long u = (unsigned long long)i;
    put_integer(o, d, i < 0 ? 0 - u : u, i < 0, 10);
}

static void put_unsigned(struct output *o, const struct directive *d, struct arguments *args, unsigned base)
{
    unsigned long long u = d->longs == 0   ? va_arg(args->list, unsigned)
                           : d->longs == 1 ? va_arg(args->list, unsigned long)
                                           : va_arg(args->list, unsigned long long);
    put_integer(o, d, u, false, base);
}

static const char *read_number(const char *f, int *number, struct arguments *args)
{
    if (*f == '*') {
        *number = va_arg(args->list, int);
        return f + 1;
    }
    for (*number = 0; *f >= '0' && *f <= '9' && *number < 100000; f++) {
        *number = *number * 10 + (*f - '0');
    }
    return f;
}

static const char *read_directive(const char *f, struct directive *d, struct arguments *args)
{
    *d = (struct directive){.precision = -1};
    for (; *f == '-' || *f == '0'; f++) {
        d->left |= *f == '-';
        d->zeros |= *f == '0';
    }
    f = read_number(f, &d->width, args);
    if (*f == '.') {
        f = read_number(f + 1, &d->precision, args);
    }
    for (; *f == 'l' || *f == 'z' || *f == 'j' || *f == 't' || *f == 'h'; f++) {
        d->longs += *f == 'h' ? 0 : 1;
    }
    return f;
}

static void put_directive(struct output *o, char c, const struct directive *d, struct arguments *args)
{
    char one;
    switch (c) {
    case 's': put_string(o, d, va_arg(args->list, const char *)); break;
    case 'd':
    case 'i': put_signed(o, d, args); break;
    case 'u': put_unsigned(o, d, args, 10); break;
    case 'x': put_unsigned(o, d, args, 16); break;
    case 'c':
        one = (char)va_arg(args->list, int);
        put_padded(o, d, &one, 1);
        break;
    default: put(o, c); break;
    }
}

size_t al_vformat(char *out, size_t room, const char *format, va_list list)
{
    struct output o = {out, room, 0};
    struct arguments args;
    va_copy(args.list, list);
    for (const char *f = format; *f; f++) {
        if (*f != '%') {
            put(&o, *f);
            continue;
        }
        struct directive d;
        f = read_directive(f + 1, &d, &args);
        if (!*f) {
            break;
        }
        put_directive(&o, *f, &d, &args);
    }
    va_end(args.list);
    if (room > 0) {
        out[o.n < room ? o.n : room - 1] = '\0';
    }
    return o.n;
}

size_t al_format(char *out, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t n = al_vformat(out, room, format, args);
    va_end(args);
    return n;
}
