/*
 * type.h: a type's text as a type of a column, whoever wrote it: a directive, Type("…"), or a statement. What the
 * server's types are called is in types.def, their other names in read_type.c.
 */
#ifndef SQL_TYPE_H
#define SQL_TYPE_H

#include "schema/schema.h"

struct type_read {
    struct column_type type; /* its sql is the text, without a COLLATE */
    bool serial;             /* PostgreSQL's SERIAL: an integer that a sequence of its own counts */
    bool unsure;             /* it can't be read, or there is a hole in it: `type` is the text alone */
};

struct type_read type_of_text(struct arena *a, enum aludel_dialect dialect, struct aludel_text text);

#endif
