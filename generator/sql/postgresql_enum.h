/*
 * postgresql_enum.h: PostgreSQL's enums. A column's is made in front of the column, unless it is there.
 */
#ifndef POSTGRESQL_ENUM_H
#define POSTGRESQL_ENUM_H

#include "sql/dialect.h"

void create_labels(struct ddl *out, const struct schema *before, const struct column_type *type);
void create_labels_of_table(struct ddl *out, const struct schema *before, const struct table *t);

change_writer write_create_enum, write_add_value, write_rename_value, write_rename_type;

#endif
