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

/* All of them for every subject, and a driver's own tests: a program's main. */
struct CMUnitTest;
int run_all(const struct subject *subjects, size_t subject_count, const struct CMUnitTest *own,
            size_t own_count, int (*set_up)(void **state), int (*tear_down)(void **state));

/* Helpers that fail the test when the driver fails. */
void must(struct al_driver *d, const char *sql);
int64_t number_of(struct al_driver *d, const char *sql);

#endif
