/* The database of the application. */
#ifndef DATABASE_H
#define DATABASE_H

#include <sqlite3.h>

/* Opens the database and brings it up to date; makes it when it isn't there. NULL after saying on stderr what is wrong:
 * then nothing of a migration that failed has stayed. sqlite3_close() ends it. */
sqlite3 *database_open(const char *path);

#endif
