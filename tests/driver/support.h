/* support.h: what the driver tests share: an allocator that counts and can fail, a connection's set-up. */
#ifndef TESTS_DRIVER_SUPPORT_H
#define TESTS_DRIVER_SUPPORT_H

#include "driver/driver.h"

struct counting { /* an allocator's books */
    size_t live, peak, calls;
    size_t fail_at; /* the call that gets nothing, from 1; 0: none */
};
struct aludel_allocator counting_allocator(struct counting *books);

/* A statement of a C string; \1 marks a parameter. */
struct aludel_statement statement(const char *sql, unsigned flags);
struct al_request request_of(const struct aludel_statement *st, const struct aludel_value *values);

/* What the script writer writes, and events. */
struct text {
    char z[65536];
    size_t n;
};
bool write_into(void *with, const char *z, size_t n);

#endif
