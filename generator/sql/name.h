/*
 * name.h: names as they must be written: bare where they can be, else in quotes.
 */
#ifndef NAME_H
#define NAME_H

#include "schema/schema.h"

const char *ddl_name(struct arena *a, enum aludel_dialect dialect, struct aludel_text name);
const char *ddl_path(struct arena *a, enum aludel_dialect dialect, struct path path);
const char *ddl_quoted_path(struct arena *a, struct path path);

#endif
