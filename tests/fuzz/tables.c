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

/* Opening one takes longer than all else: they are kept, and each table lives in a transaction. */
static sqlite3 *spare[2];

static sqlite3 *take(void)
{
    sqlite3 *db = NULL;
    for (size_t i = 0; i < sizeof spare / sizeof *spare && !db; i++) {
        db = spare[i];
        spare[i] = NULL;
    }
    if (!db) {
        fuzz_check(sqlite3_open(":memory:", &db) == SQLITE_OK, "SQLite opens");
        sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 25000);
    }
    fuzz_check(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK, "SQLite begins");
    return db;
}

void tables_close(sqlite3 *db)
{
    size_t i = 0;
    if (!db)
        return;
    fuzz_check(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK, "SQLite rolls back");
    while (i < sizeof spare / sizeof *spare && spare[i])
        i++;
    fuzz_check(i < sizeof spare / sizeof *spare, "two databases are enough");
    spare[i] = db;
}

sqlite3 *tables_make(const char *sql, char **why)
{
    sqlite3_stmt *s = NULL;
    if (!creates_table(sql))
        return NULL;
    sqlite3 *db = take();
    sqlite3_set_authorizer(db, authorize, NULL);
    bool made = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && s && sqlite3_step(s) == SQLITE_DONE;
    if (!made && why)
        *why = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    sqlite3_finalize(s);
    sqlite3_set_authorizer(db, NULL, NULL);
    if (made)
        return db;
    tables_close(db);
    return NULL;
}
