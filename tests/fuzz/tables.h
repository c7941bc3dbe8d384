/*
 * tables.h: a table in an SQLite database of its own, in memory.
 */
#ifndef TABLES_H
#define TABLES_H

#include <sqlite3.h>

/* The database in which this statement made a table; NULL: it does something else, or SQLite doesn't take it, and `why`
 * says so (sqlite3_free; NULL: nobody asks). */
sqlite3 *tables_make(const char *sql, char **why);

#endif
