/*
 * changes_text.h: changes as text, one a line, for tests.
 *
 *     create_table users (column id INTEGER serial, column email TEXT, primary_key (id), unique uq_email (email))
 *     add_column users column age INTEGER not_null default "0", check ck_age "age >= 0"
 *     alter_column users age type BIGINT null name years
 *     create_index ix_years on users (years, "lower(email)") unique where "years > 0"
 *     drop_constraint users unnamed unique (email)
 *     create view adults "CREATE VIEW adults AS SELECT 1"
 *     create type mood (sad, happy)
 *
 * What has blanks, or is a word of this notation, stands between "". README.md lists all.
 */
#ifndef CHANGES_TEXT_H
#define CHANGES_TEXT_H

#include "schema/change.h"

/* NULL: that is no change. Spans are places in `source`. */
struct change *change_from_text(struct arena *a, const struct source *source, uint32_t from, uint32_t to);
const char *change_as_text(struct arena *a, const struct change *c);

#endif
