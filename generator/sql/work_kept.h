/* work_kept.h: what a query holds in temporary files while it runs: rows that it sorts, or collects. */
#ifndef SQL_WORK_KEPT_H
#define SQL_WORK_KEPT_H

#include "sql/tokens.h"

/* Whether the query whose FROM it is reads one table, as it is, and no other query gives more rows. */
bool work_reads_one(const struct tokens *t, size_t from);
/* Why it isn't known what the queries of a statement keep: of any but one table, in an order, for IN (…), for RETURNING. NULL: nothing. */
const char *work_keeps(const struct tokens *t);
/* The same of a query by itself, whose tables may have no rowids. */
const char *work_asks(const struct tokens *t);
/* How often a SELECT sorts whole rows of its table; or why it isn't known what it sorts, or keeps. */
const char *work_sorts(const struct tokens *t, size_t select, uint64_t *times);

#endif
