/* An application that brings its SQLite database up to date when it starts. */
#include "shop_migrations.h"
#include <aludel/aludel.h>
#include <sqlite3.h>
#include <stdio.h>

static bool bring_up_to_date(sqlite3 *db)
{
    struct aludel_config config = {.registry = &shop_migrations, .sqlite = db};
    struct aludel_error error;
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a && aludel_upgrade(a, "head", NULL, &error);
    aludel_close(a);
    if (!ok)
        fprintf(stderr, "%s\n%s\n", error.message, error.hint);
    return ok;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    bool ok = argc == 2 && sqlite3_open(argv[1], &db) == SQLITE_OK && bring_up_to_date(db);
    sqlite3_close(db);
    return ok ? 0 : 1;
}
