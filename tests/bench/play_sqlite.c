/*
 * play_sqlite FILE SCRIPT: executes the statements of a script, which stand there one behind the other, each with a NUL at its
 * end. Nothing faster can be written with SQLite's library: it is what others are measured against.
 */
#include "script.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **arguments)
{
    sqlite3 *db;
    struct script script;
    if (count != 3 || !script_open(&script, arguments[2])) {
        fputs("usage: play_sqlite FILE SCRIPT\n", stderr);
        return 2;
    }
    if (sqlite3_open(arguments[1], &db) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        return 1;
    }
    for (const char *sql; (sql = script_next(&script));) {
        if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", sqlite3_errmsg(db), sql);
            return 1;
        }
    }
    return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
