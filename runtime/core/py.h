/*
 * py.h: what the files that hold the py_ functions share. Private to core/.
 *
 *   entering a function    al_enter, al_argument
 *   making values          al_many (values that are collected), al_unique (the same without duplicates)
 *   looking at values      al_elements, al_value_order, al_as_int …
 */
#ifndef AL_PY_H
#define AL_PY_H

#include "core/value_ops.h"

/* Ends a computation for want of memory. Returns ALUDEL_UNSET. */
struct aludel_value al_no_memory(struct aludel_eval *e);
struct aludel_value al_overflow(struct aludel_eval *e);
/* Python's "unsupported operand type(s) for +: 'int' and 'str'". */
struct aludel_value al_unsupported(struct aludel_eval *e, const char *symbol, struct aludel_value a,
                                   struct aludel_value b);

enum al_depth {
    AL_DEEP, /* looks into its arguments: none may hold a value that is known at run time only */
    AL_SHAPE /* only the outermost layer */
};

/* True when the function may go on: nothing has failed, the first `needed` arguments are set. */
bool al_enter(struct aludel_eval *e, size_t count, const struct aludel_value *a, size_t needed,
              enum al_depth depth);
/* The i-th argument, ALUDEL_UNSET when it wasn't given. */
struct aludel_value al_argument(size_t count, const struct aludel_value *a, size_t i);

/* Values that are collected one by one. */
struct al_many {
    struct aludel_value *at;
    size_t count, room;
};
bool al_push(struct aludel_eval *e, struct al_many *many, struct aludel_value v);
/* A LIST, TUPLE or SET over `many` itself. */
struct aludel_value al_collected(struct aludel_eval *e, enum aludel_type type, const struct al_many *many);

/* Keys of a set or dict, each once. `values` is NULL for a set. */
struct al_unique {
    struct al_many keys, values;
    uint32_t *slots; /* position + 1 of a key, by hash */
    size_t slot_count;
};
/* Adds a key, or gives the one that is there a new value. False with an error: unhashable, no memory. */
bool al_put_pair(struct aludel_eval *e, struct al_unique *u, struct aludel_value key,
                 struct aludel_value value);
struct aludel_value al_unique_dict(struct aludel_eval *e, const struct al_unique *u);

/* What a builder holds, as a value; an error when memory ran out. */
struct aludel_value al_finished(struct aludel_eval *e, enum aludel_type type, struct al_builder *b);
struct al_builder al_eval_builder(struct aludel_eval *e);

/* Everything that iterating over `v` gives. Containers are not copied. */
bool al_elements(struct aludel_eval *e, struct aludel_value v, const struct aludel_value **values,
                 size_t *count);

/* Text of type STRING, or SQL where that is as good. */
bool al_is_text(struct aludel_value v);
/* BOOL and INT as an integer. */
bool al_as_int(struct aludel_value v, int64_t *i);
/* BOOL, INT and FLOAT as a double. */
bool al_as_double(struct aludel_value v, double *d);
bool al_is_number(struct aludel_value v);

/* Characters. al_character_at gives the byte offset of the i-th character, at most n. */
size_t al_characters(struct aludel_text t);
size_t al_character_at(struct aludel_text t, size_t i);
/* The first place of `part` in `t` at or after `from`, or SIZE_MAX. */
size_t al_text_find(struct aludel_text t, struct aludel_text part, size_t from);
size_t al_find_last(struct aludel_text t, struct aludel_text part, size_t end);

/* The receiver of a text method; false with "'int' object has no attribute 'x'". `sql`: SQL has it too. */
bool al_receiver(struct aludel_eval *e, size_t count, const struct aludel_value *a, const char *method,
                 bool sql);
/* A text argument; false with "must be str, not int", in front of it `what` unless it is NULL. */
bool al_text_argument(struct aludel_eval *e, struct aludel_value v, const char *what, struct aludel_text *t);
/* An integer argument, `fallback` when it isn't given. */
bool al_int_argument(struct aludel_eval *e, struct aludel_value v, int64_t fallback, int64_t *i);

/* Equal values have equal hashes: 1, 1.0 and True have. */
uint64_t al_hash(struct aludel_value v);
/* False with an error: such a value can't be a key. */
bool al_hashable(struct aludel_eval *e, struct aludel_value v);

/* -1, 0, 1 in *order; false when a NaN makes it neither. An error, naming `symbol`, where Python has none. */
bool al_value_order(struct aludel_eval *e, struct aludel_value a, struct aludel_value b, const char *symbol,
                    int *order);
/* a < b of two values, for sorting. */
bool al_less(struct aludel_eval *e, struct aludel_value a, struct aludel_value b, const char *symbol);

/* Writes a value by a format specification, as Python's format() does. */
bool al_write_formatted(struct aludel_eval *e, struct al_builder *b, struct aludel_value v,
                        struct aludel_text spec);
/* Only ASCII, as ascii() and json.dumps() do. */
void al_write_ascii(struct al_builder *b, struct aludel_value v);
/* json.dumps; an error when the value has no JSON form. */
bool al_write_json(struct aludel_eval *e, struct al_builder *b, struct aludel_value v, int depth);

/* a[0] + a[1], a[0] * a[1], a[0] % a[1] of numbers. */
struct aludel_value al_add_numbers(struct aludel_eval *e, const struct aludel_value *a);
struct aludel_value al_mul_numbers(struct aludel_eval *e, const struct aludel_value *a);
struct aludel_value al_mod_numbers(struct aludel_eval *e, const struct aludel_value *a);

/* `1 -` and `-1` are no comment; put together they would be one, which is an error. In quotes it wouldn't matter,
 * but a piece of SQL can't be seen to stand in them. */
bool al_begins_comment(struct aludel_eval *e, enum aludel_type type, struct aludel_text before,
                       struct aludel_text after);

#define AL_LARGEST_TEXT ((size_t)1 << 30)

#endif
