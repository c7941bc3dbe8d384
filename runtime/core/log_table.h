/*
 * log_table.h: the log table's columns, for whoever makes it, and what stands in one of them: apply/ and embedded/ write and
 * read the same table.
 */
#ifndef AL_LOG_TABLE_H
#define AL_LOG_TABLE_H

#include <aludel/value.h>

enum { AL_LOG_LAYOUT = 1 }; /* of the columns: a program writes to no newer one than its own */

/* Behind the number, which each database makes in its own way. */
#define AL_LOG_COLUMNS                                                                       \
    "    layout INTEGER NOT NULL,\n    revision TEXT NOT NULL,\n    action TEXT NOT NULL,\n" \
    "    done_at TEXT NOT NULL,\n    milliseconds BIGINT,\n    checksum TEXT,\n"             \
    "    db_user TEXT,\n    host TEXT,\n    done_by TEXT,\n    tool TEXT NOT NULL,\n"        \
    "    chain TEXT NOT NULL,\n    carried TEXT,\n    compatible_with TEXT\n"

#define AL_LOG_NUMBER_SQLITE "INTEGER PRIMARY KEY"
#define AL_LOG_NOW_SQLITE "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

/* Between ids in the column `carried` of a migration that replaces others and leaves no way back; it can't be in an id. */
#define AL_STANDS_FOR "+"

/* Ids in a text of `compatible_with` (generated.h), in a registry or in the log: "a1+b2:c3" (compatible.c). */
struct al_ids {
    const char *at, *end;
};
struct al_ids al_ids_compatible(const char *text); /* none for NULL */
struct al_ids al_ids_behind(const char *text);     /* what that revision follows and stands for */
/* False at the end; and at an empty id, which none is. */
bool al_next_id(struct al_ids *rest, struct aludel_text *id);

#endif
