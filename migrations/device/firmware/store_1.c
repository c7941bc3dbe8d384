/* store_1.c: values as image 1 stores them: the sensor's unit, as a double. */
#include "device.h"

#include <stdio.h>

const bool store_spares_sensors = true;

bool store_value(struct device *d, int sensor, int64_t at, int thousandths)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "INSERT INTO measurements (sensor_id, at, value) VALUES (%d, %lld, %d / 1000.0)", sensor,
             (long long)at, thousandths);
    return device_execute(d, sql);
}
