/*
 * work_size.h: what values of expressions have at most: bytes, and those of columns so many times.
 */
#ifndef SQL_WORK_SIZE_H
#define SQL_WORK_SIZE_H

#include "sql/work_line.h"

struct work_size {
    uint64_t bytes;
    VEC(struct aludel_text) columns;
    uint64_t times;
    const char *why; /* it isn't known */
};
/* Adds what stands from `from` to `to`. */
void work_measure(struct arena *a, const struct tokens *t, size_t from, size_t to, struct work_size *size);
/* z, n and k, with so many bytes besides. */
void work_put_size(struct work *w, const struct work_size *size, uint64_t around);

#endif
