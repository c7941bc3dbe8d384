/* support.h: an op over a database in memory, or over the script writer. */
#ifndef TESTS_OP_SUPPORT_H
#define TESTS_OP_SUPPORT_H

#include "op/op.h"

struct bench {
    struct aludel_op op;
    struct al_surroundings around;
    struct aludel_error error; /* the op's */
    struct aludel_config config;
    struct al_driver *driver;
    char script[16384]; /* what the script writer wrote */
    size_t script_length;
    atomic_int interrupted;
};

void bench_open(struct bench *b, const struct al_driver_type *type, const struct aludel_allocator *allocator);
void bench_close(struct bench *b);
/* A new op over the same database. */
void bench_again(struct bench *b);

/* A statement of a C string; \1 marks a parameter. */
struct aludel_statement statement_at(const char *sql, unsigned flags, int line);
void bench_run(struct bench *b, const char *sql);
int64_t bench_number(struct bench *b, const char *sql);

/* repr() of a value, good until the next call. */
const char *shown(struct aludel_value v);

#endif
