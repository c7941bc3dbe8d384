/*
 * table_sql.h: the constraints of an SQLite table. Their names it keeps nowhere but in the text of CREATE TABLE.
 */
#ifndef AL_INSPECT_TABLE_SQL_H
#define AL_INSPECT_TABLE_SQL_H

#include "core/value_ops.h"

enum al_constraint_kind { AL_PRIMARY_KEY, AL_UNIQUE, AL_FOREIGN_KEY, AL_CHECK, AL_OTHER_CONSTRAINT };

struct al_constraint {
    enum al_constraint_kind kind;
    struct aludel_value name;    /* None where it has none */
    struct aludel_value columns; /* a list of names; empty for CHECK */
    bool deferrable, initially_deferred;
    struct al_constraint *next;
};

/* The constraints of a table in the order of the text. NULL when there are none, or no memory (then the arena
 * is exhausted). */
struct al_constraint *al_table_constraints(struct aludel_eval *e, struct aludel_text sql);

#endif
