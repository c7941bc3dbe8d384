/*
 * absent.c: stands for a database client that wasn't built, so that registries which name it still link.
 * Opening it says so.
 */
#include "driver/driver.h"

#if defined(ALUDEL_ABSENT_SQLITE)
#define ABSENT aludel_sqlite_driver
#define ABSENT_DIALECT ALUDEL_SQLITE
#define ABSENT_TITLE "SQLite"
#define ABSENT_CLIENT "SQLite"
#define ABSENT_OPTION "ALUDEL_SQLITE"
#elif defined(ALUDEL_ABSENT_POSTGRESQL)
#define ABSENT aludel_postgresql_driver
#define ABSENT_DIALECT ALUDEL_POSTGRESQL
#define ABSENT_TITLE "PostgreSQL"
#define ABSENT_CLIENT "libpq"
#define ABSENT_OPTION "ALUDEL_POSTGRESQL"
#endif

static bool absent_open(struct al_driver **driver, const struct al_connect *connect,
                        struct aludel_error *error)
{
    (void)connect;
    *driver = NULL;
    al_error(error, ALUDEL_CONNECTION, "this program was built without " ABSENT_TITLE);
    al_error_hint(error, "build it with -D" ABSENT_OPTION
                         "=ON where that client is available, or use --sql and run its output");
    return false;
}

static void absent_client(struct al_client *out)
{
    *out = (struct al_client){.name = ABSENT_CLIENT};
}

/* Nothing else can be reached, since it never gives a driver. */
const struct al_driver_type ABSENT = {
    .dialect = ABSENT_DIALECT,
    .live = true,
    .open = absent_open,
    .client = absent_client,
};
