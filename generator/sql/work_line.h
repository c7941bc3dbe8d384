/*
 * work_line.h: lines of work, as the runtime's budget/budget.h reads them, and what stands in them.
 */
#ifndef SQL_WORK_LINE_H
#define SQL_WORK_LINE_H

#include "sql/tokens.h"

struct work {
    struct arena *arena;
    struct al_builder text;
    uint32_t line; /* that was told last */
    struct { /* what was told last, where it was of rows that are written out: more of them are added to it */
        size_t at, end;
        struct aludel_text table;
        uint64_t rows, bytes;
        bool replaces;
    } last;
    bool unknown;         /* something is: one reason is enough */
    bool may_be_left_out; /* what comes: it stands under a condition, or behind a way out */
    bool leaves;          /* there was one */
    bool repeated; /* what comes is executed as often as something tells that is known at run time only */
};

void work_line(struct work *w, uint32_t line);
void work_text(struct work *w, char letter, struct aludel_text text);
void work_number(struct work *w, char letter, uint64_t number); /* 0 is left out */
/* `why` stands behind a colon. */
void work_unknown(struct work *w, const char *why, uint32_t line);
/* The name at `i` is of another database than the main one: that isn't known. */
void work_own(struct work *w, const struct tokens *t, size_t i);
struct aludel_text work_name(const struct tokens *t, size_t i); /* as it is written, without quotes */

#endif
