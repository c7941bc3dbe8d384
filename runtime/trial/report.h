/*
 * report.h: what was tried and what came of it, on stdout as it is found and as JUnit's XML in the end.
 *
 *     trial_case_begin(r, "migrations", "4f2a up, down, up", "4f2a");
 *     trial_note(r, "irreversible: %s", reason);
 *     trial_fail(r, "index books.ix is missing");
 *     trial_case_end(r);
 */
#ifndef TRIAL_REPORT_H
#define TRIAL_REPORT_H

#include "core/text.h"

#include <stdint.h>

enum trial_line_kind {
    TRIAL_FAILURE,
    TRIAL_NOTE, /* what somebody should look at, though nothing is wrong */
    TRIAL_COUNT /* how much was done */
};

struct trial_line {
    enum trial_line_kind kind;
    const char *text;
};

struct trial_case {
    const char *group, *name;
    const char *revision; /* to be given to see it again; "": the whole */
    struct trial_line *lines;
    size_t count, room;
    bool failed, noted;
    int64_t milliseconds;
};

struct trial_report {
    struct aludel_arena *arena;
    const char *again;
    struct trial_case *cases;
    size_t count, room;
    int64_t since; /* of the case in hand */
};

void trial_case_begin(struct trial_report *r, const char *group, const char *name, const char *revision);
void trial_note(struct trial_report *r, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
void trial_fail(struct trial_report *r, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
void trial_count(struct trial_report *r, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* Whether the case in hand has a failure so far. */
bool trial_has_failed(const struct trial_report *r);
void trial_case_end(struct trial_report *r);
void trial_case_forget(struct trial_report *r); /* as if it hadn't begun */

/* The last line. True: nothing failed. */
bool trial_report_end(const struct trial_report *r);

/* junit.c. False after saying why. */
bool trial_junit_write(const struct trial_report *r, const char *suite, const char *path);

#endif
