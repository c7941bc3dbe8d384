/* py_arith.c: + - * / // % ** and the signs, of numbers. Of sequences: py_sequence.c; % of text: py_percent.c. */
#include "core/py.h"

#include <math.h>

static struct aludel_value float_result(struct aludel_eval *e, double d, bool from_finite)
{
    if (isinf(d) && from_finite) {
        return al_raise(e, "(34, 'Numerical result out of range')");
    }
    return aludel_float(d);
}

static bool add_int(int64_t a, int64_t b, int64_t *r)
{
    *r = (int64_t)((uint64_t)a + (uint64_t)b);
    return (a < 0) != (b < 0) || (*r < 0) == (a < 0);
}

static bool mul_int(int64_t a, int64_t b, int64_t *r)
{
    *r = (int64_t)((uint64_t)a * (uint64_t)b);
    if (a == 0 || b == 0) {
        return true;
    }
    if ((a == -1 && b == INT64_MIN) || (b == -1 && a == INT64_MIN)) {
        return false;
    }
    return *r / b == a;
}

/* What an operator does with two numbers: one function for integers, one for floats. */
struct number_operator {
    const char *symbol;
    struct aludel_value (*ints)(struct aludel_eval *e, int64_t a, int64_t b);
    struct aludel_value (*doubles)(struct aludel_eval *e, double a, double b);
};

static struct aludel_value on_numbers(struct aludel_eval *e, const struct aludel_value *a,
                                      const struct number_operator *o)
{
    int64_t i, j;
    double x, y;
    if (al_as_int(a[0], &i) && al_as_int(a[1], &j)) {
        return o->ints(e, i, j);
    }
    if (al_as_double(a[0], &x) && al_as_double(a[1], &y)) {
        return o->doubles(e, x, y);
    }
    return al_unsupported(e, o->symbol, a[0], a[1]);
}

static struct aludel_value add_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    int64_t r;
    return add_int(a, b, &r) ? aludel_int(r) : al_overflow(e);
}

static struct aludel_value add_doubles(struct aludel_eval *e, double a, double b)
{
    (void)e;
    return aludel_float(a + b);
}

struct aludel_value al_add_numbers(struct aludel_eval *e, const struct aludel_value *a)
{
    static const struct number_operator o = {"+", add_ints, add_doubles};
    return on_numbers(e, a, &o);
}

static struct aludel_value mul_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    int64_t r;
    return mul_int(a, b, &r) ? aludel_int(r) : al_overflow(e);
}

static struct aludel_value mul_doubles(struct aludel_eval *e, double a, double b)
{
    (void)e;
    return aludel_float(a * b);
}

struct aludel_value al_mul_numbers(struct aludel_eval *e, const struct aludel_value *a)
{
    static const struct number_operator o = {"*", mul_ints, mul_doubles};
    return on_numbers(e, a, &o);
}

static struct aludel_value sub_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    int64_t r = (int64_t)((uint64_t)a - (uint64_t)b);
    return (a < 0) == (b < 0) || (r < 0) == (a < 0) ? aludel_int(r) : al_overflow(e);
}

static struct aludel_value sub_doubles(struct aludel_eval *e, double a, double b)
{
    (void)e;
    return aludel_float(a - b);
}

static struct aludel_value sub_sets(struct aludel_eval *e, struct aludel_value a, struct aludel_value b)
{
    struct al_many rest = {0};
    for (size_t i = 0; i < a.as.items->count; i++) {
        struct aludel_value item = a.as.items->values[i];
        bool both = false;
        for (size_t k = 0; k < b.as.items->count && !both; k++) {
            both = al_equal(item, b.as.items->values[k]);
        }
        if (!both && !al_push(e, &rest, item)) {
            return aludel_unset();
        }
    }
    return al_collected(e, ALUDEL_SET, &rest);
}

struct aludel_value py_sub(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    static const struct number_operator o = {"-", sub_ints, sub_doubles};
    if (!al_enter(e, count, a, 2, AL_DEEP)) {
        return aludel_unset();
    }
    return a[0].type == ALUDEL_SET && a[1].type == ALUDEL_SET ? sub_sets(e, a[0], a[1])
                                                              : on_numbers(e, a, &o);
}

static uint64_t magnitude(int64_t i)
{
    return i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
}

/* Correctly rounded, though neither may be a double: long division until there are more bits than a
 * double holds, and one for what is left. */
static struct aludel_value div_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    if (b == 0) {
        return al_raise(e, "division by zero");
    }
    uint64_t x = magnitude(a), y = magnitude(b), q = x / y, r = x % y;
    int exponent = 0;
    while (q < (uint64_t)1 << 55 && r > 0 && exponent > -200) {
        r *= 2;
        q = q * 2 + (r >= y);
        r -= r >= y ? y : 0;
        exponent--;
    }
    double d = ldexp((double)(q | (r > 0)), exponent);
    return aludel_float((a < 0) != (b < 0) ? -d : d);
}

static struct aludel_value div_doubles(struct aludel_eval *e, double a, double b)
{
    return b == 0.0 ? al_raise(e, "float division by zero") : aludel_float(a / b);
}

struct aludel_value py_div(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    static const struct number_operator o = {"/", div_ints, div_doubles};
    return al_enter(e, count, a, 2, AL_DEEP) ? on_numbers(e, a, &o) : aludel_unset();
}

static struct aludel_value floordiv_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    if (b == 0) {
        return al_raise(e, "integer division or modulo by zero");
    }
    if (a == INT64_MIN && b == -1) {
        return al_overflow(e);
    }
    return aludel_int(a / b - (a % b != 0 && (a < 0) != (b < 0)));
}

static struct aludel_value mod_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    if (b == 0) {
        return al_raise(e, "integer modulo by zero");
    }
    int64_t r = b == -1 ? 0 : a % b;
    return aludel_int(r != 0 && (r < 0) != (b < 0) ? r + b : r);
}

/* The remainder has the divisor's sign, zero included. */
static double double_mod(double a, double b)
{
    double r = fmod(a, b);
    if (r == 0.0) {
        return copysign(0.0, b);
    }
    return (r < 0) != (b < 0) ? r + b : r;
}

static struct aludel_value mod_doubles(struct aludel_eval *e, double a, double b)
{
    return b == 0.0 ? al_raise(e, "float modulo") : aludel_float(double_mod(a, b));
}

static struct aludel_value floordiv_doubles(struct aludel_eval *e, double a, double b)
{
    if (b == 0.0) {
        return al_raise(e, "float floor division by zero");
    }
    double r = fmod(a, b), quotient = (a - r) / b;
    quotient -= r != 0.0 && (r < 0) != (b < 0) ? 1 : 0;
    if (quotient == 0.0) {
        return aludel_float(copysign(0.0, a / b));
    }
    double whole = floor(quotient);
    return aludel_float(quotient - whole > 0.5 ? whole + 1 : whole);
}

struct aludel_value py_floordiv(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    static const struct number_operator o = {"//", floordiv_ints, floordiv_doubles};
    return al_enter(e, count, a, 2, AL_DEEP) ? on_numbers(e, a, &o) : aludel_unset();
}

struct aludel_value al_mod_numbers(struct aludel_eval *e, const struct aludel_value *a)
{
    static const struct number_operator o = {"%", mod_ints, mod_doubles};
    return on_numbers(e, a, &o);
}

static struct aludel_value pow_doubles(struct aludel_eval *e, double a, double b)
{
    if (a == 0.0 && b < 0 && isfinite(b)) {
        return al_raise(e, "0.0 cannot be raised to a negative power");
    }
    if (a < 0 && isfinite(a) && isfinite(b) && floor(b) != b) {
        return al_raise(e, "a negative number cannot be raised to a fractional power");
    }
    return float_result(e, pow(a, b), isfinite(a) && isfinite(b));
}

static struct aludel_value pow_ints(struct aludel_eval *e, int64_t a, int64_t b)
{
    if (b < 0) {
        return pow_doubles(e, (double)a, (double)b);
    }
    int64_t r = 1;
    for (;;) {
        if (b % 2 && !mul_int(r, a, &r)) {
            return al_overflow(e);
        }
        b /= 2;
        if (b == 0) {
            return aludel_int(r);
        }
        if (!mul_int(a, a, &a)) {
            return al_overflow(e);
        }
    }
}

struct aludel_value py_pow(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    static const struct number_operator o = {"** or pow()", pow_ints, pow_doubles};
    return al_enter(e, count, a, 2, AL_DEEP) ? on_numbers(e, a, &o) : aludel_unset();
}

static struct aludel_value signed_number(struct aludel_eval *e, struct aludel_value v, int sign)
{
    int64_t i;
    if (v.type == ALUDEL_FLOAT) {
        return aludel_float(sign < 0 ? -v.as.number : v.as.number);
    }
    if (!al_as_int(v, &i)) {
        return al_raise(e, "bad operand type for unary %c: '%s'", sign < 0 ? '-' : '+', al_type_name(v.type));
    }
    if (sign < 0 && i == INT64_MIN) {
        return al_overflow(e);
    }
    return aludel_int(sign < 0 ? -i : i);
}

struct aludel_value py_neg(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 1, AL_DEEP) ? signed_number(e, a[0], -1) : aludel_unset();
}

struct aludel_value py_pos(struct aludel_eval *e, size_t count, const struct aludel_value *a)
{
    return al_enter(e, count, a, 1, AL_DEEP) ? signed_number(e, a[0], 1) : aludel_unset();
}
