/*
 * mark.h: what whoever runs a change should know about it: bits, beside the changes.
 */
#ifndef SCHEMA_MARK_H
#define SCHEMA_MARK_H

#include <stddef.h>

enum mark {
    MARK_NONE = 0,
    MARK_DESTRUCTIVE = 1,  /* values are lost, or may be: a table, a column, a shorter type, a label */
    MARK_LOOK_AT_ROWS = 2, /* it fails where rows don't allow it: NOT NULL, new keys and checks */
    MARK_MADE_ANEW = 4     /* PostgreSQL: grants, and an owner, went with the one that was in its place */
};

struct marks {
    unsigned char *at;
    size_t count, room;
};

#endif
