/* An application that brings its PostgreSQL database up to date when it starts. */
#include "shop_migrations.h"
#include <aludel/aludel.h>
#include <libpq-fe.h>
#include <stdio.h>

static bool bring_up_to_date(PGconn *conn)
{
    struct aludel_config config = {.registry = &shop_migrations, .postgresql = conn};
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
    PGconn *conn = PQconnectdb(argc == 2 ? argv[1] : "");
    bool ok = PQstatus(conn) == CONNECTION_OK && bring_up_to_date(conn);
    PQfinish(conn);
    return ok ? 0 : 1;
}
