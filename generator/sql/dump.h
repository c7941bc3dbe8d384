/*
 * dump.h: what `pg_dump` and sqlite3's `.dump` write, as a schema that somebody means.
 *
 * They write besides what a schema has no use for: rows, settings, owners and privileges, psql's commands, publications and
 * what else is in no schema. pg_dump puts the schema `public` in front of each name, which would lead out of the scratch place
 * that a schema is built in.
 */
#ifndef SQL_DUMP_H
#define SQL_DUMP_H

#include "base/source.h"

#include <aludel/generated.h>

/* The same with blanks in the place of all that, so that everything else stands in the line where it stood. What is no dump
 * comes back as it is. */
struct source *dump_read(struct arena *a, struct source *source);

#endif
