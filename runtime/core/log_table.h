/*
 * log_table.h: the log table's columns, for whoever makes it: apply/ and embedded/ write the same table.
 */
#ifndef AL_LOG_TABLE_H
#define AL_LOG_TABLE_H

enum { AL_LOG_LAYOUT = 1 }; /* of the columns: a program writes to no newer one than its own */

/* Behind the number, which each database makes in its own way. */
#define AL_LOG_COLUMNS                                                                       \
    "    layout INTEGER NOT NULL,\n    revision TEXT NOT NULL,\n    action TEXT NOT NULL,\n" \
    "    done_at TEXT NOT NULL,\n    milliseconds BIGINT,\n    checksum TEXT,\n"             \
    "    db_user TEXT,\n    host TEXT,\n    done_by TEXT,\n    tool TEXT NOT NULL,\n"        \
    "    chain TEXT NOT NULL,\n    carried TEXT,\n    compatible_with TEXT\n"

#define AL_LOG_NUMBER_SQLITE "INTEGER PRIMARY KEY"
#define AL_LOG_NOW_SQLITE "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

#endif
