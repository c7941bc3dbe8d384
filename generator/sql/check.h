/*
 * check.h: what a whole statement is, and what a migration may not say.
 */
#ifndef CHECK_H
#define CHECK_H

#include "base/diag.h"
#include "sql/facts.h"

#include <aludel/generated.h>

/* `skeleton` is the statement's text with a byte ALUDEL_PARAMETER for each hole. `autocommit`: it stands
 * inside an autocommit block. Errors go to `d` at `at`. */
struct statement_facts check_statement(struct arena *a, enum aludel_dialect dialect,
                                       struct aludel_text skeleton, bool autocommit, struct span at,
                                       struct diagnostics *d);

#endif
