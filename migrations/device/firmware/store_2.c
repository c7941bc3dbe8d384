/* store_2.c: values as image 2 stores them: thousandths, as an integer. */
#include "device.h"

#include <stdio.h>

const bool store_spares_sensors = false;

bool store_value(struct device *d, int sensor, int64_t at, int thousandths)
{
    char sql[160];
    snprintf(sql, sizeof sql, "INSERT INTO measurements (sensor_id, at, thousandths) VALUES (%d, %lld, %d)",
             sensor, (long long)at, thousandths);
    return device_execute(d, sql);
}
