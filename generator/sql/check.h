/*
 * check.h: what a whole statement is, and what a migration may not say.
 */
#ifndef CHECK_H
#define CHECK_H

#include "base/diag.h"
#include "sql/facts.h"

#include <aludel/generated.h>

/* `autocommit`: it stands inside an autocommit block. Errors go to `d` at `at`. */
struct statement_facts check_statement(struct arena *a, const struct tokens *t, bool autocommit,
                                       struct span at, struct diagnostics *d);

#endif
