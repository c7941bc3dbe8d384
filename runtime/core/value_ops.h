/*
 * value_ops.h: what core/ offers about values beside the functions of python.def.
 */
#ifndef AL_VALUE_OPS_H
#define AL_VALUE_OPS_H

#include "core/text.h"

#include <aludel/generated.h>

/* The first error of a computation; later ones are dropped. Returns ALUDEL_UNSET. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
struct aludel_value
al_raise(struct aludel_eval *e, const char *format, ...);

const char *al_type_name(enum aludel_type type); /* as Python's messages have it: "str", "NoneType" */

bool al_truth(struct aludel_value v);
bool al_equal(struct aludel_value a, struct aludel_value b);
bool al_has_deferred(struct aludel_value v);

/* Copies text into the arena. */
struct aludel_value al_new_string(struct aludel_eval *e, const char *z, size_t n);
/* A LIST, TUPLE or SET over copies of `values`; a DICT or ROW when `keys` is given. */
struct aludel_value al_new_items(struct aludel_eval *e, enum aludel_type type, size_t count,
                                 const struct aludel_value *keys, const struct aludel_value *values);

/* The i-th item of what a `for` runs over (a dict's keys, a string's characters); false at the end, and
 * with an error when `v` can't be iterated. */
bool al_item(struct aludel_eval *e, struct aludel_value v, size_t i, struct aludel_value *item);
/* How many there are; false with an error when it can't be iterated. */
bool al_count(struct aludel_eval *e, struct aludel_value v, size_t *count);

/* dict[key], or false. */
bool al_lookup(struct aludel_value dict, struct aludel_value key, struct aludel_value *found);

/* str() and repr(), appended. */
void al_write_str(struct al_builder *b, struct aludel_value v);
void al_write_repr(struct al_builder *b, struct aludel_value v);

/* Text from outside, typed after `like` (BOOL: 1 true yes on / 0 false no off; INT; FLOAT; else STRING);
 * an error that names `what` when it doesn't fit. */
struct aludel_value al_typed_after(struct aludel_eval *e, const char *what, const char *text,
                                   struct aludel_value like);

/* A deep copy into another arena. */
struct aludel_value al_copy_value(struct aludel_arena *arena, struct aludel_value v);

typedef struct aludel_value al_py_fn(struct aludel_eval *, size_t, const struct aludel_value *);

#endif
