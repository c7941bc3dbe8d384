/*
 * tables.h: a table in an SQLite database, in memory, that has nothing else.
 */
#ifndef TABLES_H
#define TABLES_H

#include <sqlite3.h>

/* The database in which this statement made a table; NULL: it does something else, or SQLite doesn't take it, and `why`
 * says so (sqlite3_free; NULL: nobody asks). At most two are open. */
sqlite3 *tables_make(const char *sql, char **why);
void tables_close(sqlite3 *db); /* or NULL */

#endif
