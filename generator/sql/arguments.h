/*
 * arguments.h: what tells a PostgreSQL function from others of its name.
 *
 * "(INTEGER, TEXT)": the types that it is called with, each in its one spelling. No text: they aren't known.
 */
#ifndef SQL_ARGUMENTS_H
#define SQL_ARGUMENTS_H

#include "base/arena.h"

#include <aludel/generated.h>

/* Of a list as a definition, a DROP or a directive has it: "(IN days int DEFAULT 7, OUT total numeric)". */
struct aludel_text arguments_of(struct arena *a, struct aludel_text list);
/* How the function that the statement makes is named with them: "(integer)". */
struct aludel_text arguments_said(struct arena *a, struct aludel_text definition);

#endif
