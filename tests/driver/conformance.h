/*
 * conformance.h: what every driver must do, as tests over the vtable. A driver's test program gives a way to
 * open a fresh, empty database and runs all of them.
 */
#ifndef TESTS_DRIVER_CONFORMANCE_H
#define TESTS_DRIVER_CONFORMANCE_H

#include "support.h"

struct subject {
    const char *name;
    /* A driver on the database of this test; `again` opens a second one on the same (NULL: not possible). */
    struct al_driver *(*open)(void);
    struct al_driver *(*again)(void);
    void (*done)(void);
};

struct conformance_test {
    const char *name;
    void (*run)(const struct subject *subject);
};
extern const struct conformance_test conformance_tests[];
extern const size_t conformance_count;

/* Helpers that fail the test when the driver fails. */
void must(struct al_driver *d, const char *sql);
int64_t number_of(struct al_driver *d, const char *sql);

#endif
