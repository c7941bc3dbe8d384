#include "database.h"

#include "@name@_migrations.h" /* generated: what is in versions/ */

#include <aludel/aludel.h>
#include <stdbool.h>
#include <stdio.h>

static void tell(void *with, const struct aludel_event *event)
{
    (void)with;
    if (event->kind == ALUDEL_EVENT_STEP || event->kind == ALUDEL_EVENT_REMARK)
        fprintf(stderr, "%s\n", event->text);
}

/* Another process that migrates the same file at the same time waits for this one. A database that is newer than this
 * program is an error. */
static bool bring_up_to_date(sqlite3 *db)
{
    struct aludel_config config = {.registry = &@name@_migrations, .sqlite = db, .event = tell, .by = "@name@_app"};
    struct aludel_error error;
    struct aludel *a = aludel_open(&config, &error);
    bool good = a && aludel_upgrade(a, "head", NULL, &error);
    if (!good)
        fprintf(stderr, "%s\n%s%s", error.message, error.hint, *error.hint ? "\n" : "");
    aludel_close(a);
    return good;
}

sqlite3 *database_open(const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(db));
    else if (bring_up_to_date(db))
        return db;
    sqlite3_close(db);
    return NULL;
}
