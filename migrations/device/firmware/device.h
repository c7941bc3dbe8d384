/*
 * device.h: a device that measures, keeps what it has measured in SQLite, and uploads it in batches.
 *
 *   main.c       the command line, the exit status: what the updater knows of the device's health
 *   migrate.c    the database is brought to this image
 *   measure.c    the sensors, a round of measurements, the queue of uploads
 *   store_1.c    a value as image 1 stores it …
 *   store_2.c    … and as image 2 does
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum device_status { /* exit statuses */
                     DEVICE_WELL,
                     DEVICE_FAILED, /* the database can't be opened or written */
                     DEVICE_USAGE,
                     DEVICE_NEWER, /* the database is a newer image's */
                     DEVICE_UNWELL /* a sensor that this image needs doesn't answer */
};

struct device {
    const char *database, *sensors; /* a file; a folder with a file for each sensor */
    long rounds;                    /* of measurements; then the program ends */
    bool undo;                      /* what a newer image has done to the database may be undone */
    sqlite3 *db;
};

/* ---- migrate.c ---- */
enum device_status device_migrate(struct device *d);

/* ---- measure.c ---- */
enum device_status device_measure(struct device *d);
/* Runs one statement; says what was wrong with it. */
bool device_execute(struct device *d, const char *sql);

/* ---- store_1.c, store_2.c ---- */
/* A measurement of sensor `sensor` at the time `at`. */
bool store_value(struct device *d, int sensor, int64_t at, int thousandths);
/* Whether the image is well without the answer of a sensor. */
extern const bool store_spares_sensors;

#endif
