/*
 * opening FILE ROUNDS: what it costs to find a database up to date when it is opened. In turns: sqlite3_open and one row of
 * a table; the same, and aludel's upgrade in front of it. Printed are the shortest times of both, in microseconds.
 *
 * Compiled with -DALUDEL_EMBEDDED it is the profile for firmware, else the full runtime. The registry's or the image's name is
 * `opened`.
 */
#ifndef ALUDEL_EMBEDDED
#include <aludel/aludel.h>
#endif
#include "opened.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef ALUDEL_EMBEDDED
static bool upgrade(sqlite3 *db)
{
    static unsigned char arena[OPENED_ARENA];
    struct aludel_embedded on = {.image = &opened, .db = db, .arena = arena, .arena_size = sizeof arena};
    return aludel_embedded_upgrade(&on, NULL, NULL);
}
#else
static bool upgrade(sqlite3 *db)
{
    struct aludel_config config = {.registry = &opened, .sqlite = db};
    struct aludel *a = aludel_open(&config, NULL);
    bool ok = a && aludel_upgrade(a, "heads", NULL, NULL);
    aludel_close(a);
    return ok;
}
#endif

static bool nothing(sqlite3 *db)
{
    (void)db;
    return true;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double open_once(const char *file, bool (*first)(sqlite3 *db))
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    double before = seconds();
    bool ok = sqlite3_open(file, &db) == SQLITE_OK && first(db) &&
              sqlite3_prepare_v2(db, "SELECT * FROM t0 LIMIT 1", -1, &stmt, NULL) == SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW && sqlite3_finalize(stmt) == SQLITE_OK;
    if (!ok || sqlite3_close(db) != SQLITE_OK) {
        fprintf(stderr, "opening: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    return seconds() - before;
}

int main(int count, char **arguments)
{
    double bare = 1e9, with = 1e9, now;
    if (count != 3) {
        fputs("usage: opening FILE ROUNDS\n", stderr);
        return 2;
    }
    for (long round = strtol(arguments[2], NULL, 10); round > 0; round--) {
        now = open_once(arguments[1], nothing);
        bare = now < bare ? now : bare;
        now = open_once(arguments[1], upgrade);
        with = now < with ? now : with;
    }
    printf("%.2f %.2f\n", bare * 1e6, with * 1e6);
    return 0;
}
