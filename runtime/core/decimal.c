/*
 * decimal.c: see decimal.h. A binary exponent is applied by shifting the decimal digits, at most 60 bits
 * at a time, so that ten times a digit still fits in 64 bits.
 */
#include "core/decimal.h"

#include <math.h>
#include <string.h>

#define MOST_SHIFT 60
#define MANTISSA_BITS 52
#define LEAST_EXPONENT (-1022)

static void trim(struct al_decimal *d)
{
    while (d->count > 0 && d->digits[d->count - 1] == '0') {
        d->count--;
    }
    if (d->count == 0) {
        d->point = 0;
    }
}

static void assign(struct al_decimal *d, uint64_t u)
{
    char reversed[24];
    int n = 0;
    for (; u > 0; u /= 10) {
        reversed[n++] = (char)('0' + u % 10);
    }
    d->count = 0;
    d->point = n;
    d->truncated = false;
    while (n > 0) {
        d->digits[d->count++] = reversed[--n];
    }
    trim(d);
}

static void shift_right(struct al_decimal *d, int k)
{
    int read = 0, written = 0;
    uint64_t n = 0, mask = ((uint64_t)1 << k) - 1;
    for (; n >> k == 0; read++) {
        if (read >= d->count && n == 0) {
            d->count = 0;
            return;
        }
        n = n * 10 + (read < d->count ? (uint64_t)(d->digits[read] - '0') : 0);
    }
    d->point -= read - 1;
    for (; read < d->count; read++) {
        uint64_t next = (uint64_t)(d->digits[read] - '0');
        d->digits[written++] = (char)('0' + (n >> k));
        n = (n & mask) * 10 + next;
    }
    for (; n > 0; n = (n & mask) * 10) {
        if (written < AL_DECIMAL_DIGITS) {
            d->digits[written++] = (char)('0' + (n >> k));
        } else if (n >> k > 0) {
            d->truncated = true;
        }
    }
    d->count = written;
    trim(d);
}

static void shift_left(struct al_decimal *d, int k)
{
    char made[AL_DECIMAL_DIGITS + 24];
    int at = (int)sizeof made;
    uint64_t n = 0;
    for (int i = d->count - 1; i >= 0 || n > 0; i--) {
        n += i >= 0 ? (uint64_t)(d->digits[i] - '0') << k : 0;
        made[--at] = (char)('0' + n % 10);
        n /= 10;
    }
    int count = (int)sizeof made - at;
    d->point += count - d->count;
    for (int i = AL_DECIMAL_DIGITS; i < count; i++) {
        d->truncated |= made[at + i] != '0';
    }
    d->count = count < AL_DECIMAL_DIGITS ? count : AL_DECIMAL_DIGITS;
    memcpy(d->digits, made + at, (size_t)d->count);
    trim(d);
}

/* Times two to the k. */
static void shift(struct al_decimal *d, int k)
{
    while (k != 0 && d->count > 0) {
        int step = k > MOST_SHIFT ? MOST_SHIFT : k < -MOST_SHIFT ? -MOST_SHIFT : k;
        if (step > 0) {
            shift_left(d, step);
        } else {
            shift_right(d, -step);
        }
        k -= step;
    }
}

/* |x| = mantissa times two to the (exponent - 52), the exponent at least -1022. */
static uint64_t taken_apart(double x, int *exponent)
{
    uint64_t bits, fraction;
    memcpy(&bits, &x, sizeof bits);
    fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    int biased = (int)(bits >> MANTISSA_BITS & 0x7FF);
    *exponent = (biased ? biased : 1) + LEAST_EXPONENT - 1;
    return biased ? fraction | (uint64_t)1 << MANTISSA_BITS : fraction;
}

void al_decimal_of(struct al_decimal *d, double x)
{
    int exponent;
    uint64_t mantissa = taken_apart(x, &exponent);
    assign(d, mantissa);
    shift(d, exponent - MANTISSA_BITS);
}

static bool rounds_up(const struct al_decimal *d, int count)
{
    if (count < 0 || count >= d->count) {
        return false;
    }
    if (d->digits[count] == '5' && count + 1 == d->count) { /* exactly half way */
        return d->truncated || (count > 0 && (d->digits[count - 1] - '0') % 2 != 0);
    }
    return d->digits[count] >= '5';
}

static void round_down(struct al_decimal *d, int count)
{
    if (count < d->count) {
        d->count = count > 0 ? count : 0;
        trim(d);
    }
}

static void round_up(struct al_decimal *d, int count)
{
    if (count >= d->count) {
        return;
    }
    for (int i = count - 1; i >= 0; i--) {
        if (d->digits[i] < '9') {
            d->digits[i]++;
            d->count = i + 1;
            return;
        }
    }
    d->digits[0] = '1';
    d->count = 1;
    d->point++;
}

void al_decimal_round(struct al_decimal *d, int count)
{
    if (rounds_up(d, count)) {
        round_up(d, count);
    } else {
        round_down(d, count);
    }
}

static char digit_at(const struct al_decimal *d, int i)
{
    return i >= 0 && i < d->count ? d->digits[i] : '0';
}

/*
 * Digits are taken until they lie between the two halfway points to the neighbouring doubles. An even
 * mantissa owns its halfway points too.
 */
static void shorten(struct al_decimal *d, const struct al_decimal *lower, const struct al_decimal *upper,
                    bool inclusive)
{
    int ahead = 0; /* how far the upper bound's digits are above ours: 0, 1 or more */
    for (int i = 0; i - upper->point + d->point < d->count; i++) {
        int mine = i - upper->point + d->point, low = i - upper->point + lower->point;
        char l = digit_at(lower, low), m = digit_at(d, mine), u = digit_at(upper, i);
        bool down = l != m || (inclusive && low + 1 == lower->count);
        if (ahead == 0 && m != u) {
            ahead = m + 1 < u ? 2 : 1;
        } else if (ahead == 1 && (m != '9' || u != '0')) {
            ahead = 2;
        }
        bool up = ahead > 0 && (inclusive || ahead > 1 || i + 1 < upper->count);
        if (down && up) {
            al_decimal_round(d, mine + 1);
        } else if (down) {
            round_down(d, mine + 1);
        } else if (up) {
            round_up(d, mine + 1);
        } else {
            continue;
        }
        return;
    }
}

void al_decimal_shortest(struct al_decimal *d, double x)
{
    int exponent;
    uint64_t mantissa = taken_apart(x, &exponent);
    al_decimal_of(d, x);
    if (mantissa == 0) {
        return;
    }
    struct al_decimal upper, lower;
    assign(&upper, mantissa * 2 + 1);
    shift(&upper, exponent - MANTISSA_BITS - 1);
    /* Below a power of two the neighbour is only half as far. */
    if (mantissa > (uint64_t)1 << MANTISSA_BITS || exponent == LEAST_EXPONENT) {
        assign(&lower, mantissa * 2 - 1);
        shift(&lower, exponent - MANTISSA_BITS - 1);
    } else {
        assign(&lower, mantissa * 4 - 1);
        shift(&lower, exponent - MANTISSA_BITS - 2);
    }
    shorten(d, &lower, &upper, mantissa % 2 == 0);
}

/* Brings the value into [0.5, 1) and returns the power of two that was taken out. */
static int normalize(struct al_decimal *d)
{
    static const int bits[] = {1, 3, 6, 9, 13, 16, 19, 23, 26};
    int exponent = 0;
    while (d->point > 0) {
        int n = d->point < 9 ? bits[d->point] : 27;
        shift(d, -n);
        exponent += n;
    }
    while (d->point < 0 || (d->point == 0 && d->digits[0] < '5')) {
        int n = -d->point < 9 ? bits[-d->point] : 27;
        shift(d, n);
        exponent -= n;
    }
    return exponent;
}

static uint64_t rounded_integer(const struct al_decimal *d)
{
    uint64_t n = 0;
    for (int i = 0; i < d->point; i++) {
        n = n * 10 + (uint64_t)(digit_at(d, i) - '0');
    }
    return n + rounds_up(d, d->point);
}

double al_decimal_to_double(struct al_decimal *d)
{
    if (d->count == 0 || d->point < -330) {
        return 0;
    }
    if (d->point > 310) {
        return HUGE_VAL;
    }
    int exponent = normalize(d) - 1;
    if (exponent < LEAST_EXPONENT) {
        shift(d, exponent - LEAST_EXPONENT);
        exponent = LEAST_EXPONENT;
    }
    shift(d, MANTISSA_BITS + 1);
    return ldexp((double)rounded_integer(d), exponent - MANTISSA_BITS);
}
