#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const usage =
    "usage: device DATABASE SENSORS ROUNDS [--undo-newer]\n"
    "Measures ROUNDS times and ends with 0 when all is well: 3 where the database is a newer image's,\n"
    "4 where a sensor doesn't answer. SENSORS is a folder with a file for each of them.\n";

static bool arguments(struct device *d, int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        return false;
    }
    char *end;
    d->database = argv[1];
    d->sensors = argv[2];
    d->rounds = strtol(argv[3], &end, 10);
    d->undo = argc == 5 && strcmp(argv[4], "--undo-newer") == 0;
    return *argv[3] && !*end && (argc == 4 || d->undo);
}

static bool open_database(struct device *d)
{
    return sqlite3_open(d->database, &d->db) == SQLITE_OK && device_execute(d, "PRAGMA synchronous = FULL") &&
           device_execute(d, "PRAGMA foreign_keys = ON");
}

int main(int argc, char **argv)
{
    struct device d = {0};
    if (!arguments(&d, argc, argv)) {
        fputs(usage, stderr);
        return DEVICE_USAGE;
    }
    enum device_status status = open_database(&d) ? device_migrate(&d) : DEVICE_FAILED;
    if (status == DEVICE_WELL) {
        status = device_measure(&d);
    }
    sqlite3_close(d.db);
    return (int)status;
}
