/*
 * value.h: one tagged value with Python's meaning.
 *
 * The generator computes with these values while it compiles, generated code computes with them
 * while it migrates, and both call the same functions (core/), so that an expression means the same
 * at build time and at run time. Values are small, passed by copy and never change: a list that
 * grows is a new list.
 *
 *   types          enum aludel_type, struct aludel_value
 *   making         aludel_none() aludel_bool() aludel_int() aludel_float() aludel_string() ALUDEL_STRING()
 *   computing      struct aludel_eval, and one function for each line of the .def files in core/
 */
#ifndef ALUDEL_VALUE_H
#define ALUDEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum aludel_type {
    ALUDEL_UNSET = 0, /* a variable before its first assignment; every use of it is an error */
    ALUDEL_NONE,
    ALUDEL_BOOL,
    ALUDEL_INT,
    ALUDEL_FLOAT,
    ALUDEL_STRING,
    ALUDEL_BYTES,
    ALUDEL_SQL, /* a piece of SQL text: rendered as it stands */
    ALUDEL_LIST,
    ALUDEL_TUPLE,
    ALUDEL_SET,  /* insertion order, no duplicates */
    ALUDEL_DICT, /* insertion order, as Python's */
    ALUDEL_ROW,  /* of a query: by position, by name and by attribute */
    /* The generator alone makes the two below; core/ passes them on and never looks inside. */
    ALUDEL_DEFERRED, /* known at run time only: `object` is the expression that computes it */
    ALUDEL_OBJECT    /* a function, a namespace, `op`: nothing that SQL can hold */
};

/* A slice of text. Not terminated, unless its maker says so. */
struct aludel_text {
    const char *z;
    size_t n;
};

struct aludel_items;

struct aludel_value {
    enum aludel_type type;
    union {
        bool boolean;
        int64_t integer;
        double number;
        struct aludel_text text;          /* STRING (UTF-8), BYTES, SQL */
        const struct aludel_items *items; /* LIST, TUPLE, SET, DICT, ROW */
        void *object;                     /* DEFERRED, OBJECT */
    } as;
};

struct aludel_items {
    size_t count;
    bool deferred;                   /* a DEFERRED or OBJECT is among the values, however deep */
    const struct aludel_value *keys; /* DICT and ROW; NULL for the others */
    const struct aludel_value *values;
};

/* Where values live and where the first error of a computation is kept. Once `failed`, every
 * function returns ALUDEL_UNSET and every condition is false, so callers test once, at the end. */
struct aludel_arena;
struct aludel_eval {
    struct aludel_arena *arena;
    bool failed;
    bool no_memory;
    char message[480]; /* as Python would put it */
};

/* All of this is C++, too. */
static inline struct aludel_value aludel_unset(void)
{
    struct aludel_value v = {ALUDEL_UNSET, {0}};
    return v;
}

static inline struct aludel_value aludel_none(void)
{
    struct aludel_value v = {ALUDEL_NONE, {0}};
    return v;
}

static inline struct aludel_value aludel_bool(bool b)
{
    struct aludel_value v = aludel_unset();
    v.type = ALUDEL_BOOL;
    v.as.boolean = b;
    return v;
}

static inline struct aludel_value aludel_int(int64_t i)
{
    struct aludel_value v = aludel_unset();
    v.type = ALUDEL_INT;
    v.as.integer = i;
    return v;
}

static inline struct aludel_value aludel_float(double d)
{
    struct aludel_value v = aludel_unset();
    v.type = ALUDEL_FLOAT;
    v.as.number = d;
    return v;
}

/* A value over text that outlives it: nothing is copied. `type` is STRING, BYTES or SQL. */
static inline struct aludel_value aludel_textual(enum aludel_type type, const char *z, size_t n)
{
    struct aludel_value v = aludel_unset();
    v.type = type;
    v.as.text.z = z;
    v.as.text.n = n;
    return v;
}

/* ALUDEL_STRING("abc"): of a C string literal, embedded NULs included. */
#define ALUDEL_STRING(literal) aludel_textual(ALUDEL_STRING, "" literal, sizeof(literal) - 1)

#endif
