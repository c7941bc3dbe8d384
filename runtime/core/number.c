/* number.c: numbers from and to text, whatever the locale. */
#include "core/decimal.h"
#include "core/text.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Digits from `from` to before `to`, 0 where the number has none, and a point in front of digit `point`. */
static size_t put_digits(char *out, const struct al_decimal *d, int from, int to, int point)
{
    size_t n = 0;
    for (int i = from; i < to; i++) {
        if (i == point && i > from) {
            out[n++] = '.';
        }
        out[n++] = i >= 0 && i < d->count ? d->digits[i] : '0';
    }
    out[n] = '\0';
    return n;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

size_t al_format_double(char *out, size_t room, double d)
{
    if (isnan(d) || isinf(d)) {
        return al_format(out, room, "%s", isnan(d) ? "nan" : d < 0 ? "-inf" : "inf");
    }
    struct al_decimal decimal;
    char digits[40];
    al_decimal_shortest(&decimal, d);
    int count = decimal.count, point = count ? decimal.point : 1, exponent = point - 1;
    const char *sign = signbit(d) ? "-" : "";
    if (point > 16 || point < -3) {
        put_digits(digits, &decimal, 0, count, 1);
        return al_format(out, room, "%s%se%c%02d", sign, digits, exponent < 0 ? '-' : '+',
                         exponent < 0 ? -exponent : exponent);
    }
    put_digits(digits, &decimal, point > 0 ? 0 : point - 1, larger(count, point + 1), point);
    return al_format(out, room, "%s%s", sign, digits);
}

static bool is_digit(struct aludel_text t, size_t i)
{
    return i < t.n && t.z[i] >= '0' && t.z[i] <= '9';
}

static void take_digit(struct al_decimal *d, char c)
{
    if (d->count == 0 && c == '0') {
        return;
    }
    if (d->count < AL_DECIMAL_DIGITS) {
        d->digits[d->count++] = c;
    } else {
        d->truncated |= c != '0';
    }
}

static size_t read_exponent(struct aludel_text t, size_t i, int *exponent)
{
    *exponent = 0;
    if (i >= t.n || (t.z[i] | 32) != 'e') {
        return i;
    }
    bool minus = i + 1 < t.n && t.z[i + 1] == '-';
    size_t at = i + 1 + (i + 1 < t.n && (minus || t.z[i + 1] == '+'));
    if (!is_digit(t, at)) {
        return i;
    }
    for (; is_digit(t, at); at++) {
        *exponent = *exponent < 1000000 ? *exponent * 10 + (t.z[at] - '0') : *exponent;
    }
    *exponent = minus ? -*exponent : *exponent;
    return at;
}

/* Digits, point, exponent; false unless they are the whole text. */
static bool read_decimal(struct aludel_text t, struct al_decimal *d)
{
    size_t i = 0, digits = 0;
    int64_t point = 0;
    d->count = 0;
    d->truncated = false;
    for (; is_digit(t, i); i++, digits++) {
        take_digit(d, t.z[i]);
        point += d->count > 0;
    }
    if (i < t.n && t.z[i] == '.') {
        for (i++; is_digit(t, i); i++, digits++) {
            take_digit(d, t.z[i]);
            point -= d->count == 0;
        }
    }
    int exponent = 0;
    i = digits > 0 ? read_exponent(t, i, &exponent) : i;
    point += exponent;
    d->point = point > 100000 ? 100000 : point < -100000 ? -100000 : (int)point;
    return digits > 0 && i == t.n;
}

static bool read_word(struct aludel_text t, double *d)
{
    if (al_same_nocase(t, AL_TEXT("inf")) || al_same_nocase(t, AL_TEXT("infinity"))) {
        *d = HUGE_VAL;
        return true;
    }
    if (al_same_nocase(t, AL_TEXT("nan"))) {
        *d = (double)NAN;
        return true;
    }
    return false;
}

bool al_parse_double(struct aludel_text t, double *d)
{
    bool minus = t.n > 0 && t.z[0] == '-';
    if (t.n > 0 && (minus || t.z[0] == '+')) {
        t.z++;
        t.n--;
    }
    struct al_decimal decimal;
    if (read_decimal(t, &decimal)) {
        *d = al_decimal_to_double(&decimal);
    } else if (!read_word(t, d)) {
        return false;
    }
    *d = minus ? -*d : *d;
    return true;
}

bool al_parse_int(struct aludel_text t, int64_t *i)
{
    bool minus = t.n > 0 && t.z[0] == '-';
    size_t at = t.n > 0 && (minus || t.z[0] == '+');
    int64_t n = 0;
    if (at == t.n) {
        return false;
    }
    for (; at < t.n; at++) {
        int digit = t.z[at] - '0';
        if (digit < 0 || digit > 9 || n < (INT64_MIN + digit) / 10) {
            return false;
        }
        n = n * 10 - digit; /* towards the minimum, which has no positive twin */
    }
    if (!minus && n == INT64_MIN) {
        return false;
    }
    *i = minus ? n : -n;
    return true;
}
