#include "device.h"

#include "device_migrations.h" /* generated: what is in versions/ */

#include <stdio.h>

/* All the memory that the migrations get: no byte of theirs is allocated. How much it must be is known when the image is
 * built; what a newer one will do isn't yet, and undoing that has its part in it. */
static unsigned char arena[DEVICE_MIGRATIONS_ARENA];

static void tell(void *with, const struct aludel_event *event)
{
    (void)with;
    if (event->kind == ALUDEL_EVENT_STEP) {
        fprintf(stderr, "%s\n", event->text); /* and here a device feeds its watchdog */
    }
}

static enum device_status failed(const struct aludel_error *error)
{
    fprintf(stderr, "%s\n%s%s", error->message, error->hint, error->hint[0] ? "\n" : "");
    return error->code == ALUDEL_NEWER ? DEVICE_NEWER : DEVICE_FAILED;
}

enum device_status device_migrate(struct device *d)
{
    struct aludel_embedded on = {.image = &device_migrations,
                                 .db = d->db,
                                 .arena = arena,
                                 .arena_size = sizeof arena,
                                 .event = tell,
                                 .by = "device"};
    struct aludel_error error;
    bool good = aludel_embedded_upgrade(&on, NULL, &error);
    if (!good && error.code == ALUDEL_NEWER && d->undo) {
        good = aludel_embedded_undo(&on, &error) && aludel_embedded_upgrade(&on, NULL, &error);
    }
    return good ? DEVICE_WELL : failed(&error);
}
