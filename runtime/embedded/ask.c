/* ask.c: what a database is at, and what there is to come; nothing is written. */
#include "embedded/device.h"

static struct al_device *begin(const struct aludel_embedded *on, struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    if (!d || !al_versions_read(d)) {
        return NULL;
    }
    al_bits_fill(d, d->wanted);
    return al_versions_pass(d) ? d : NULL;
}

bool aludel_embedded_is_current(const struct aludel_embedded *on, bool *current, struct aludel_error *error)
{
    struct al_device *d = begin(on, error);
    *current = d != NULL;
    for (uint32_t r = 0; d && r < d->image->count; r++) {
        *current = *current && !al_device_is_pending(d, r, ALUDEL_UP);
    }
    return d != NULL;
}

bool aludel_embedded_pending(const struct aludel_embedded *on, aludel_id_fn *visit, void *with,
                             struct aludel_error *error)
{
    struct al_device *d = begin(on, error);
    for (uint32_t r = 0; d && r < d->image->count; r++) {
        if (al_device_is_pending(d, r, ALUDEL_UP) && !visit(with, d->image->migrations[r].id)) {
            break;
        }
    }
    return d != NULL;
}

bool aludel_embedded_stored(const struct aludel_embedded *on, aludel_embedded_row_fn *visit, void *with,
                            struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    return d && al_versions_visit(d, visit, with);
}
