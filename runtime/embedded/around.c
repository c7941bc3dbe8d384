/* around.c: what a migration finds around it on a device: SQLite's, and so its VFS's, chance and time; a hook: its migration's
 * revision. */
#include "embedded/device.h"

#include "op/op.h"

#include <string.h>

static struct al_device *device_of(struct aludel_op *op)
{
    return (struct al_device *)(void *)op->around->driver; /* it stands at its begin */
}

static struct aludel_value id_of(const struct al_device *d, uint32_t r)
{
    const char *id = d->image->migrations[r].id;
    return aludel_textual(ALUDEL_STRING, id, strlen(id));
}

struct aludel_value aludel_revision_in_hand(struct aludel_op *op)
{
    const struct al_device *d = device_of(op);
    return d->revision == AL_NOBODY ? aludel_none() : id_of(d, d->revision);
}

struct aludel_value aludel_down_revision_in_hand(struct aludel_op *op)
{
    const struct al_device *d = device_of(op);
    uint32_t count = 0;
    const uint32_t *needs = d->revision == AL_NOBODY ? NULL : al_device_needs(d, d->revision, &count);
    count = needs ? d->image->migrations[d->revision].parent_count : 0; /* they stand first */
    if (count == 0 || !al_op_ready(op, NULL)) {
        return aludel_none();
    }
    struct aludel_value *ids = al_arena_new(op->eval.arena, count * sizeof *ids);
    for (uint32_t i = 0; ids && i < count; i++) {
        ids[i] = id_of(d, needs[i]);
    }
    return !ids         ? aludel_unset()
           : count == 1 ? ids[0]
                        : al_new_items(&op->eval, ALUDEL_TUPLE, count, NULL, ids);
}

struct aludel_value aludel_uuid4(struct aludel_op *op)
{
    uint8_t b[16];
    if (!al_op_ready(op, NULL)) {
        return aludel_unset();
    }
    sqlite3_randomness(sizeof b, b);
    return al_op_uuid4(op, b);
}

struct aludel_value aludel_utcnow(struct aludel_op *op)
{
    static const char sql[] = "SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')";
    static const struct aludel_statement now = {sql, sizeof sql - 1, 0, ALUDEL_READS, {NULL, 0}};
    return aludel_scalar(op, (struct aludel_bound){&now, NULL});
}
