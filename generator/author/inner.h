/*
 * inner.h: what the files of author/ share.
 */
#ifndef AUTHOR_INNER_H
#define AUTHOR_INNER_H

#include "author/author.h"
#include "plan/plan.h"

/* graph.c: the linked environment as `migrate` will see it; without programs and checksums. */
struct aludel_registry *author_graph(struct environment *e);

/* disk.c: a disk that is read: with the new file, if there is one already, and with folders that aren't there as empty
 * ones. */
const struct disk *author_disk(struct arena *a, const struct disk *below, const struct new_migration *made);

/* moment.c: now, in the time zone of the settings; false: there is no such zone. */
bool author_now(struct environment *e, struct moment *now);
const char *moment_text(struct arena *a, const struct moment *m); /* "2024-11-08 11:40:27.089406+01:00" */

/* script.c: new files are .sql files: of the two templates for them only script.sql.mako is there. */
bool script_is_sql(struct environment *e);

/* text.c: a message that can stand in <%doc>; what stands in the file where no script.mako says it. */
const char *doc_text(struct arena *a, const char *message);
struct aludel_text default_text(struct arena *a, const struct new_migration *made);

#endif
