/*
 * plain.h: SQL without what makes no difference, so that two texts that say the same are the same text.
 *
 * White space, comments, the case of keywords and names, the kind of quotes around a name, and parentheses around all of
 * it don't count; strings and numbers do. It is for comparing, not for a server.
 */
#ifndef SQL_PLAIN_H
#define SQL_PLAIN_H

#include "base/arena.h"

#include <aludel/generated.h>

/* SQLite's: there a server gives its texts as their authors wrote them. PostgreSQL's are its own, and stay. */
struct aludel_text plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text text);
/* As their author wrote both: white space and comments don't count either. */
bool same_plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text x, struct aludel_text y);
/* Definitions of the same thing: nor do case, quotes around names, FOR EACH ROW, parentheses around all of a condition. */
bool alike_plain_sql(struct arena *a, enum aludel_dialect dialect, struct aludel_text x,
                     struct aludel_text y);

#endif
