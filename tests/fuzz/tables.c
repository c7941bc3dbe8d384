#include "tables.h"

#include "fuzz.h"

#include <string.h>

/* Creating a table looks at nothing else. */
static int authorize(void *with, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)with, (void)a, (void)b, (void)c, (void)d;
    return action == SQLITE_ATTACH || action == SQLITE_PRAGMA || action == SQLITE_DROP_TABLE ? SQLITE_DENY
                                                                                             : SQLITE_OK;
}

/* It makes a table, and reads none. */
static bool creates_table(const char *sql)
{
    const char *z = sql + strspn(sql, " \t\r\n");
    return sqlite3_strnicmp(z, "CREATE", 6) == 0 && !strstr(z, "SELECT") && !strstr(z, "select");
}

sqlite3 *tables_make(const char *sql, char **why)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    if (!creates_table(sql))
        return NULL;
    fuzz_check(sqlite3_open(":memory:", &db) == SQLITE_OK, "SQLite opens");
    sqlite3_set_authorizer(db, authorize, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 25000);
    bool made = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && s && sqlite3_step(s) == SQLITE_DONE;
    if (!made && why)
        *why = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    sqlite3_finalize(s);
    sqlite3_set_authorizer(db, NULL, NULL);
    if (made)
        return db;
    sqlite3_close(db);
    return NULL;
}
