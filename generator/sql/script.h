/*
 * script.h: a whole SQL text as the schema that it makes of an empty database: what `migrate inspect` prints.
 *
 * A statement that can't be read is an error, and so is one that can't run where it stands.
 */
#ifndef SQL_SCRIPT_H
#define SQL_SCRIPT_H

#include "base/diag.h"
#include "schema/schema.h"

const struct schema *script_schema(struct arena *a, enum aludel_dialect dialect, struct source *source,
                                   struct diagnostics *d);

#endif
