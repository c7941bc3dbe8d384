/*
 * decimal.h: a double as the exact decimal number that it is. All ways between doubles and text go
 * through here (number.c, py_format.c, round()), so that every one is rounded correctly.
 *
 * The value is 0.d1d2d3… times ten to the `point`. No double needs more than 768 digits.
 */
#ifndef AL_DECIMAL_H
#define AL_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AL_DECIMAL_DIGITS 800

struct al_decimal {
    int count;
    int point;
    bool truncated; /* digits other than 0 were dropped at the end */
    char digits[AL_DECIMAL_DIGITS];
};

/* Of |x|; finite. */
void al_decimal_of(struct al_decimal *d, double x);
/* The shortest digits that read back as |x|, the nearest to x among them. */
void al_decimal_shortest(struct al_decimal *d, double x);
/* At most `count` digits (none when it is negative), half to even. */
void al_decimal_round(struct al_decimal *d, int count);
/* The nearest double, half to even; infinity when it is too large. */
double al_decimal_to_double(struct al_decimal *d);

#endif
