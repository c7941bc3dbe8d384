#include "device.h"

#include <stdio.h>
#include <time.h>

#define SENSORS 16 /* at most */

struct sensor {
    int id;
    char file[512];
};

bool device_execute(struct device *d, const char *sql)
{
    bool good = sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    if (!good) {
        fprintf(stderr, "%s: %s [%s]\n", d->database, sqlite3_errmsg(d->db), sql);
    }
    return good;
}

/* ---- Sensors --------------------------------------------------------------------------------------- */

/* As the kernel shows them: a file that holds a number, thousandths of the unit. */
static bool read_sensor(const struct sensor *sensor, int *thousandths)
{
    FILE *file = fopen(sensor->file, "r");
    bool good = file && fscanf(file, "%d", thousandths) == 1;
    if (file) {
        fclose(file);
    }
    return good;
}

/* Those that the database knows; how many, -1: it can't be read. */
static int list_sensors(struct device *d, struct sensor *sensors)
{
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    sqlite3_prepare_v2(d->db, "SELECT id, name FROM sensors ORDER BY id", -1, &stmt, NULL);
    while (count < SENSORS && sqlite3_step(stmt) == SQLITE_ROW) {
        struct sensor *s = &sensors[count++];
        s->id = sqlite3_column_int(stmt, 0);
        snprintf(s->file, sizeof s->file, "%s/%s", d->sensors, (const char *)sqlite3_column_text(stmt, 1));
    }
    return sqlite3_finalize(stmt) == SQLITE_OK ? count : -1;
}

/* ---- A round --------------------------------------------------------------------------------------- */

static enum device_status measure(struct device *d, const struct sensor *sensors, int count)
{
    int64_t at = (int64_t)time(NULL);
    for (int i = 0; i < count; i++) {
        int thousandths;
        if (!read_sensor(&sensors[i], &thousandths)) {
            fprintf(stderr, "%s doesn't answer\n", sensors[i].file);
            if (!store_spares_sensors) {
                return DEVICE_UNWELL;
            }
        } else if (!store_value(d, sensors[i].id, at, thousandths)) {
            return DEVICE_FAILED;
        }
    }
    return DEVICE_WELL;
}

/* What isn't in a batch yet becomes one, when it is as large as config says. */
static bool queue(struct device *d)
{
    return device_execute(
        d, "INSERT INTO uploads (first, last) SELECT min(id), max(id) FROM measurements"
           " WHERE id > (SELECT coalesce(max(last), 0) FROM uploads)"
           " HAVING count(*) >= (SELECT CAST(value AS INTEGER) FROM config WHERE name = 'batch')");
}

enum device_status device_measure(struct device *d)
{
    struct sensor sensors[SENSORS];
    int count = list_sensors(d, sensors);
    enum device_status status = count < 0 ? DEVICE_FAILED : DEVICE_WELL;
    for (long i = 0; i < d->rounds && status == DEVICE_WELL; i++) {
        if (!device_execute(d, "BEGIN IMMEDIATE")) {
            return DEVICE_FAILED;
        }
        status = measure(d, sensors, count);
        bool good = status == DEVICE_WELL && queue(d);
        if (!device_execute(d, good ? "COMMIT" : "ROLLBACK") || (status == DEVICE_WELL && !good)) {
            status = DEVICE_FAILED;
        }
    }
    return status;
}
