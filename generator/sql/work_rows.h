/*
 * work_rows.h: rows that come, change and go.
 */
#ifndef SQL_WORK_ROWS_H
#define SQL_WORK_ROWS_H

#include "sql/work_line.h"

/* INSERT, REPLACE, UPDATE, DELETE. False: it is something else. */
bool work_rows(struct work *w, const struct tokens *t, uint32_t line);
/* The rows of SELECT, which begins at `select`, into the table. */
void work_select(struct work *w, const struct tokens *t, size_t select, struct aludel_text table,
                 bool replaces);

#endif
