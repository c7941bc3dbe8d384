/*
 * absent.c: stands for a database client that wasn't built, so that registries which name it still link.
 * Opening it says so.
 */
#include "driver/driver.h"

#if defined(ALUDEL_ABSENT_SQLITE)
#define ABSENT aludel_sqlite_driver
#define ABSENT_TYPE al_sqlite_driver
#define ABSENT_OPEN absent_sqlite_open
#define ABSENT_CLIENT absent_sqlite_client
#define ABSENT_LIBRARY "SQLite"
#define ABSENT_DIALECT ALUDEL_SQLITE
#define ABSENT_TITLE "SQLite"
#ifdef ALUDEL_OMIT_SQLITE
#define ABSENT_HINT "compile aludel.c without ALUDEL_OMIT_SQLITE"
#else
#define ABSENT_HINT "build it with -DALUDEL_SQLITE=ON"
#endif
#elif defined(ALUDEL_ABSENT_POSTGRESQL)
#define ABSENT aludel_postgresql_driver
#define ABSENT_TYPE al_postgresql_driver
#define ABSENT_OPEN absent_postgresql_open
#define ABSENT_CLIENT absent_postgresql_client
#define ABSENT_LIBRARY "libpq"
#define ABSENT_DIALECT ALUDEL_POSTGRESQL
#define ABSENT_TITLE "PostgreSQL"
#ifdef ALUDEL_OMIT_POSTGRESQL
#define ABSENT_HINT "compile aludel.c without ALUDEL_OMIT_POSTGRESQL"
#else
#define ABSENT_HINT "build it with -DALUDEL_POSTGRESQL=ON"
#endif
#endif

static bool ABSENT_OPEN(struct al_driver **driver, const struct al_connect *connect,
                        struct aludel_error *error)
{
    (void)connect;
    *driver = NULL;
    al_error(error, ALUDEL_CONNECTION, "this program was built without " ABSENT_TITLE);
    al_error_hint(error,
                  ABSENT_HINT " where that client is available, or use an offline handle and run its output");
    return false;
}

static void ABSENT_CLIENT(struct al_client *out)
{
    *out = (struct al_client){.name = ABSENT_LIBRARY};
}

/* Nothing else can be reached, since it never gives a driver. */
const struct al_driver_type ABSENT_TYPE = {
    .dialect = ABSENT_DIALECT,
    .live = true,
    .open = ABSENT_OPEN,
    .client = ABSENT_CLIENT,
};

const struct aludel_driver ABSENT = {&ABSENT_TYPE};
