/*
 * work.h: what a statement of SQLite's does to which tables, as the runtime's budget/budget.h reads it.
 *
 *     struct work work = {.arena = a, .text = al_builder(&a->memory)};
 *     work_statement(&work, text, line);     "@12;T5:turnsz84;m1;"
 *
 * What isn't known for certain is said to be unknown, with the reason: whoever has little room must be able to trust it.
 */
#ifndef SQL_WORK_H
#define SQL_WORK_H

#include "schema/path.h"
#include "sql/work_line.h"
#include "sql/written.h"

void work_statement(struct work *w, struct aludel_text sql, uint32_t line);
void work_rebuild(struct work *w, struct path table, const struct edit *edits, size_t count, uint32_t line);

#endif
