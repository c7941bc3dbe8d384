/*
 * types.h: the types of both databases, each with texts of an ordinary value and of those at its limits.
 */
#ifndef TRIAL_TYPES_H
#define TRIAL_TYPES_H

#include "core/text.h"

struct trial_type {
    const char *name; /* lower case; of SQLite: a part of it */
    const char
        *plain; /* %n is a number from 1 on, %d its two last digits, %m that number modulo 12, from 1 on */
    const char *limits; /* separated by | ; \1 stands for | itself */
    bool bare;          /* SQLite: a number, a blob: no quotes around it */
    bool is_text;       /* of any content: cut where the type has a length */
};

/* By a name without what stands in parentheses; NULL: unknown. */
const struct trial_type *trial_postgresql_type(struct aludel_text name);
const struct trial_type *trial_sqlite_type(const char *declared);

#endif
