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

const struct aludel_image_work *al_device_work(struct al_device *d)
{
    const struct aludel_image_work *work = d->on->work ? d->on->work : d->image->work;
    if (!work || work->migrations != d->image->migrations) {
        al_error(d->error, ALUDEL_USAGE, "a budget needs `work`: NAME_work of the image's header");
        return NULL;
    }
    return work;
}

/* By way of `work`: who has none doesn't link what tells it. */
bool aludel_embedded_budget(const struct aludel_embedded *on, enum aludel_command command, const char *target,
                            aludel_budget_fn *visit, void *with, struct aludel_error *error)
{
    struct al_device *d = al_device_begin(on, error);
    if (d && command != ALUDEL_UPGRADE && command != ALUDEL_DOWNGRADE) {
        return al_error(d->error, ALUDEL_USAGE, "a budget is of an upgrade or of a downgrade");
    }
    const struct aludel_image_work *work = d ? al_device_work(d) : NULL;
    enum aludel_direction direction = command == ALUDEL_DOWNGRADE ? ALUDEL_DOWN : ALUDEL_UP;
    return work && work->budget->tell(d, work, direction, target, visit, with);
}
