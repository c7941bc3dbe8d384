/* The application. It doesn't begin on a database that it doesn't fit. */
#include "database.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "@name@.db";
    sqlite3 *db = database_open(path);
    if (!db)
        return 1;

    printf("%s is up to date\n", path); /* what your program does stands here */

    sqlite3_close(db);
    return 0;
}
