/*
 * units.h: what an expression, or a view, is made of, in one spelling of both dialects.
 *
 *     struct units units = units_of(a, ALUDEL_SQLITE, al_text("kind IN ('a') AND n BETWEEN 1 AND 5"));
 *     struct units order = units_computed(a, &units);
 *
 * PostgreSQL's (kind = ANY (ARRAY['a'::text])) AND ((n >= 1) AND (n <= 5)) gives the same.
 */
#ifndef UNITS_H
#define UNITS_H

#include "sql/tokens.h"

enum unit_kind {
    UNIT_OPERAND,
    UNIT_OPERATOR,
    UNIT_OPEN,  /* with what stands there: "CASE" or nothing */
    UNIT_CLOSE, /* "END" or nothing */
    UNIT_END    /* an expression ends: a comma, FROM; no text: it goes without saying */
};

/* How tightly an operator binds. */
enum {
    RANK_OR = 1,
    RANK_AND,
    RANK_NOT,
    RANK_EQUAL,
    RANK_LESS,
    RANK_OTHER,
    RANK_SUM,
    RANK_PRODUCT,
    RANK_JOIN,
    RANK_SIGN
};

#define NOT_IN_SELECT "NOT IN (SELECT" /* the operator in front of one */

struct unit {
    enum unit_kind kind;
    struct aludel_text text; /* upper case; strings as they stand */
    struct aludel_text of;   /* the table in front of its point; no text: none is said */
    bool named;              /* it stands behind AS */
    int rank;                /* an operator's */
};

struct units {
    struct unit *at;
    size_t count, room;
};

struct units units_of(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql);

/* In the order in which they are computed: operators behind their operands, without parentheses. postfix.c */
struct units units_computed(struct arena *a, const struct units *units);

#endif
